"""Paints severity marks into lists and count badges into the outline."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from protocol_designer.gui.severity_mark import paint_severity, severity_icon
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import SECONDARY, sized
from protocol_designer.report.display_list import Ink
from protocol_designer.rules.findings import Finding, Severity
from protocol_designer.workspace.outline_model import BADGE, Badge
from protocol_designer.workspace.problems_model import FINDING, FIXES, SEVERITY

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 26


class RowDelegate(QStyledItemDelegate):
    """Rows with room to aim at."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), max(hint.height(), ROW_HEIGHT))


class FindingDelegate(RowDelegate):
    """Rows of the problems panel: the mark beside the severity's word, justified rows muted."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons: dict[tuple[Severity, bool], QIcon] = {}

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        finding = index.data(FINDING)
        if not isinstance(finding, Finding):
            return
        if index.column() == SEVERITY:
            option.icon = self._icon(finding.severity)
            option.decorationSize = QSize(16, 16)
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        role = None
        if finding.justified:
            role = Ink.MUTED
        elif index.column() == FIXES:
            role = Ink.ACCENT
        if role:
            for kind in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                option.palette.setColor(kind, self._theme.colour(role))

    def _icon(self, severity: Severity) -> QIcon:
        key = severity, self._theme.is_dark
        if key not in self._icons:
            self._icons[key] = severity_icon(severity, self._theme)
        return self._icons[key]


class OutlineDelegate(QStyledItemDelegate):
    """Nodes of the outline, with the gravest severity and the number of open findings at the right."""

    _BADGE_WIDTH = 40

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        badge = index.data(BADGE)
        if not isinstance(badge, Badge):
            super().paint(painter, option, index)
            return
        whole = QRectF(option.rect)
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        style = shown.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, shown, painter, shown.widget)
        text = whole.adjusted(4, 0, -self._BADGE_WIDTH, 0)
        painter.save()
        painter.setPen(shown.palette.color(QPalette.ColorRole.Text))
        painter.setFont(shown.font)
        elided = shown.fontMetrics.elidedText(shown.text, Qt.TextElideMode.ElideRight, int(text.width()))
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
        mark = QRectF(whole.right() - self._BADGE_WIDTH + 2, whole.center().y() - 7, 14, 14)
        paint_severity(painter, mark, badge.severity, self._theme)
        painter.setFont(sized(shown.font, SECONDARY))
        painter.setPen(self._theme.severity_colour(badge.severity))
        number = QRectF(mark.right() + 3, whole.top(), self._BADGE_WIDTH - 19, whole.height())
        painter.drawText(number, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, str(badge.count))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), max(hint.height(), ROW_HEIGHT - 2))
