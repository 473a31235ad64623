"""Paints a study as two lines: its name with a word at the right, and below what it is, muted."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, SECONDARY, sized
from protocol_designer.report.display_list import Ink
from protocol_designer.workspace.studies_model import STUDY, StudyRow

Index = QModelIndex | QPersistentModelIndex
_HEIGHT = 44


class StudyDelegate(QStyledItemDelegate):
    """Rows of the study browser."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(STUDY)
        if not isinstance(row, StudyRow):
            super().paint(painter, option, index)
            return
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        style = shown.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, shown, painter, shown.widget)
        area = QRectF(option.rect).adjusted(FIELD_GAP, 4, -FIELD_GAP, -4)
        small = sized(shown.font, SECONDARY)
        upper = QRectF(area.left(), area.top(), area.width(), area.height() / 2)
        lower = upper.translated(0, area.height() / 2)
        mark_width = QFontMetricsF(small).horizontalAdvance(row.mark) + FIELD_GAP if row.mark else 0
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setPen(shown.palette.color(QPalette.ColorRole.Text))
        painter.setFont(shown.font)
        painter.drawText(upper, left, _fitted(painter, row.title, upper.width() - mark_width))
        painter.setPen(self._theme.colour(Ink.MUTED))
        painter.setFont(small)
        painter.drawText(upper, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.mark)
        painter.drawText(lower, left, _fitted(painter, row.beneath, lower.width()))
        painter.restore()


def _fitted(painter: QPainter, text: str, width: float) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width))
