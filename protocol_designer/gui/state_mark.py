"""Paints how a page stands: ring, half disc, disc with a tick, ring with a tick, diamond with a bar."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPen, QPolygonF

from protocol_designer.gui.icons import PaintedIcon
from protocol_designer.gui.theme import Theme
from protocol_designer.report.display_list import Ink
from protocol_designer.workspace.page_states import PageState

_INKS = {
    PageState.EMPTY: Ink.MUTED,
    PageState.STARTED: Ink.MUTED,
    PageState.COMPLETE: Ink.ACCENT,
    PageState.ACCEPTED: Ink.ACCENT,
    PageState.PROBLEM: Ink.SOFT,
}
_TICK = ((5, 8.2), (7.2, 10.4), (11, 5.8))
_DIAMOND = ((8, 1), (15, 8), (8, 15), (1, 8))


def paint_state(painter: QPainter, box: QRectF, state: PageState, theme: Theme) -> None:
    """Paint the mark of a state into a square of 16 units."""
    colour = theme.colour(_INKS[state])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 16, box.height() / 16)
    ring = QRectF(2, 2, 12, 12)
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(colour if state is PageState.COMPLETE else Qt.BrushStyle.NoBrush)
    if state is PageState.PROBLEM:
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in _DIAMOND]))
        painter.setPen(QPen(colour, 2.0))
        painter.drawLine(QPointF(8, 4.6), QPointF(8, 8.8))
        painter.drawPoint(QPointF(8, 11.4))
    else:
        painter.drawEllipse(ring)
    if state is PageState.STARTED:
        painter.setBrush(colour)
        painter.drawPie(ring, 90 * 16, 180 * 16)
    elif state in (PageState.COMPLETE, PageState.ACCEPTED):
        tick = theme.colour(Ink.SURFACE) if state is PageState.COMPLETE else colour
        painter.setPen(QPen(tick, 1.8))
        painter.drawPolyline([QPointF(x, y) for x, y in _TICK])
    painter.restore()


def state_icon(state: PageState, theme: Theme) -> QIcon:
    """Return the mark as an icon in the colours of the theme."""
    return QIcon(PaintedIcon(lambda painter, rect, _mode: paint_state(painter, QRectF(rect), state, theme)))
