"""Paints the nodes of the outline: how a page stands, its name, and a badge that counts what was found."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from protocol_designer.gui.panels.delegates import ROW_HEIGHT, Index
from protocol_designer.gui.severity_mark import paint_severity
from protocol_designer.gui.state_mark import paint_state
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import SECONDARY, sized
from protocol_designer.workspace.outline_model import BADGE, STATE, Badge
from protocol_designer.workspace.page_states import PageState

_BADGE_WIDTH = 40
_MARK = 14


class OutlineDelegate(QStyledItemDelegate):
    """``page`` is the row of the page in view, whose name stands out."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.page = 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        whole = QRectF(option.rect)
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        style = shown.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, shown, painter, shown.widget)
        left, right = 4.0, 0.0
        painter.save()
        state, badge = index.data(STATE), index.data(BADGE)
        if state is not None:
            mark = QRectF(whole.left() + left, whole.center().y() - _MARK / 2, _MARK, _MARK)
            paint_state(painter, mark, PageState(state), self._theme)
            left += _MARK + 6
        if isinstance(badge, Badge):
            right = _BADGE_WIDTH
            self._paint_badge(painter, whole, badge, shown.font)
        is_in_view = state is not None and index.row() == self.page
        font = QFont(shown.font)
        font.setBold(is_in_view)
        painter.setFont(font)
        painter.setPen(shown.palette.color(QPalette.ColorRole.Text))
        room = whole.adjusted(left, 0, -right, 0)
        text = painter.fontMetrics().elidedText(shown.text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), max(hint.height(), ROW_HEIGHT - 2))

    def _paint_badge(self, painter: QPainter, whole: QRectF, badge: Badge, font: QFont) -> None:
        mark = QRectF(whole.right() - _BADGE_WIDTH + 2, whole.center().y() - _MARK / 2, _MARK, _MARK)
        paint_severity(painter, mark, badge.severity, self._theme)
        painter.setFont(sized(font, SECONDARY))
        painter.setPen(self._theme.severity_colour(badge.severity))
        number = QRectF(mark.right() + 3, whole.top(), _BADGE_WIDTH - _MARK - 5, whole.height())
        painter.drawText(number, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, str(badge.count))
