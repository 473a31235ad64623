"""Paints what a section holds: a disc with a tick, a disc, half a disc, a ring with a bar, a ring."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from protocol_designer.gui.theme import Theme
from protocol_designer.report.display_list import Ink
from protocol_designer.workspace.narrative_outline import Holds

_INKS = {
    Holds.BOTH: Ink.ACCENT,
    Holds.OWN_TEXT: Ink.ACCENT,
    Holds.FIELDS: Ink.ACCENT,
    Holds.REASON: Ink.MUTED,
    Holds.NOTHING: Ink.SOFT,
}
"""The mark and its word in the tooltip say it too, never the colour alone."""


def paint_section_mark(painter: QPainter, box: QRectF, holds: Holds, theme: Theme) -> None:
    """Paint the mark into a square; a heading has none."""
    if holds is Holds.HEADING:
        return
    colour, unit = theme.colour(_INKS[holds]), box.width() / 12
    ring = box.adjusted(unit, unit, -unit, -unit)
    centre = box.center()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.4 * unit))
    painter.setBrush(colour if holds in (Holds.BOTH, Holds.OWN_TEXT) else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    if holds is Holds.BOTH:
        painter.setPen(QPen(theme.colour(Ink.SURFACE), 1.5 * unit))
        steps = ((-2.4, 0.2), (-0.7, 1.9), (2.4, -1.7))
        painter.drawPolyline([QPointF(centre.x() + x * unit, centre.y() + y * unit) for x, y in steps])
    elif holds is Holds.FIELDS:
        painter.setBrush(colour)
        painter.drawPie(ring, 180 * 16, 180 * 16)
    elif holds is Holds.REASON:
        painter.drawLine(
            QPointF(centre.x() - 2.2 * unit, centre.y()), QPointF(centre.x() + 2.2 * unit, centre.y())
        )
    painter.restore()
