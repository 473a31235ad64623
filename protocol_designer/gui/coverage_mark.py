"""Paints the state of an item: a disc with a tick, a half disc, a ring, or a ring with a bar."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from protocol_designer.gui.panels.delegates import Index, RowDelegate
from protocol_designer.gui.theme import Theme
from protocol_designer.report.display_list import Ink
from protocol_designer.report.section_states import Coverage
from protocol_designer.workspace.coverage_model import ROW, STATE, CoverageRow

_INKS = {
    Coverage.ADDRESSED: Ink.ACCENT,
    Coverage.PARTLY: Ink.SOFT,
    Coverage.OPEN: Ink.SOFT,
    Coverage.NOT_APPLICABLE: Ink.MUTED,
}


def coverage_icon(state: Coverage, theme: Theme, size: int = 16) -> QIcon:
    """Return the mark as an icon; make it anew when the theme changes."""
    drawn = QIcon()
    for scale in (1, 2, 3):
        pixmap = QPixmap(size * scale, size * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        _paint(painter, QRectF(pixmap.rect()), state, theme)
        painter.end()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
            drawn.addPixmap(pixmap, mode)
    return drawn


class CoverageDelegate(RowDelegate):
    """Rows with the mark of their state beside its word."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons: dict[tuple[Coverage, bool], QIcon] = {}

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        row = index.data(ROW)
        if isinstance(row, CoverageRow) and index.column() == STATE:
            key = row.state, self._theme.is_dark
            if key not in self._icons:
                self._icons[key] = coverage_icon(row.state, self._theme)
            option.icon = self._icons[key]
            option.decorationSize = QSize(16, 16)
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration


def _paint(painter: QPainter, box: QRectF, state: Coverage, theme: Theme) -> None:
    colour, unit = theme.colour(_INKS[state]), box.width() / 16
    ring = box.adjusted(2 * unit, 2 * unit, -2 * unit, -2 * unit)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.5 * unit))
    painter.setBrush(colour if state is Coverage.ADDRESSED else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    if state is Coverage.ADDRESSED:
        painter.setPen(QPen(theme.colour(Ink.SURFACE), 1.8 * unit))
        painter.drawPolyline([QPointF(x * unit, y * unit) for x, y in ((5, 8.2), (7.2, 10.4), (11, 5.8))])
    elif state is Coverage.PARTLY:
        painter.setBrush(colour)
        painter.drawPie(ring, 90 * 16, 180 * 16)
    elif state is Coverage.NOT_APPLICABLE:
        painter.drawLine(QPointF(5 * unit, 8 * unit), QPointF(11 * unit, 8 * unit))
