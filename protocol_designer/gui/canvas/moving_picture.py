"""Paints what follows the pointer: selection, hover, the ends of a window, and the ghost of a drag."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from protocol_designer.gui.canvas.drag import Drag
from protocol_designer.gui.canvas.movable import Grip, Movable
from protocol_designer.gui.canvas.scene import CanvasScene, Stop, View
from protocol_designer.gui.severity_mark import paint_severity
from protocol_designer.gui.theme import Chrome, Theme
from protocol_designer.gui.typography import FAMILY
from protocol_designer.report.display_list import Box, Ink, Timed
from protocol_designer.rules.findings import Severity

_TAB_WIDTH, _TAB_HEIGHT = 5.0, 12.0
_TAB_GAP = 6.0
_BRACKET_INSET = 2.0
_WORDS = 9


@dataclass(frozen=True, slots=True)
class GhostWords:
    """What stands beside the ghost; ``severity`` is that of the gravest finding that a drop would make.

    ``more`` is for the line at the edge, which has room for it.
    """

    text: str
    more: str = ""
    severity: Severity | None = None


def handles(scene: CanvasScene, stop: Stop, movable: Movable) -> dict[Grip, QRectF]:
    """Return the ends of the window of a stop that can be held, in units of the layout; none on a dose."""
    box = stop.box
    if box is None or box.timed is None or stop.place != movable.place:
        return {}
    middle = box.y + box.height / 2
    left, right = _window_edges(scene, box, box.timed, movable)
    return {
        grip: QRectF(x - _TAB_WIDTH / 2, middle - _TAB_HEIGHT / 2, _TAB_WIDTH, _TAB_HEIGHT)
        for grip, x in ((Grip.EARLIEST, left), (Grip.LATEST, right))
    }


def _window_edges(scene: CanvasScene, box: Box, timed: Timed, movable: Movable) -> tuple[float, float]:
    """Return where the ends are held: beside the target at least, for a window may be nothing."""
    reach = scene.layout.scale.reach
    if timed.start == timed.end:
        left, right = box.x + _BRACKET_INSET, box.x + box.width - _BRACKET_INSET
    else:
        left = reach(movable.origin, movable.earliest_at)
        right = reach(movable.origin, movable.latest_at)
    target = reach(movable.origin, movable.at)
    beyond = (
        box.x + box.width + _TAB_WIDTH / 2 if box.width < 3 * _TAB_GAP and timed.start < timed.end else 0.0
    )
    return min(left, target - _TAB_GAP), max(right, target + _TAB_GAP, beyond)


def paint_selection(
    painter: QPainter, area: QRectF, theme: Theme, *, is_focused: bool, is_hover: bool = False
) -> None:
    """Paint a ring around a stop; a dashed one while the pointer only rests on it."""
    pen = QPen(theme.colour(Chrome.FOCUS), 1.6 if is_focused else 1.1)
    if is_hover:
        pen = QPen(theme.colour(Ink.MUTED), 1, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area.adjusted(-2.5, -2.5, 2.5, 2.5), 3, 3)


def paint_handles(painter: QPainter, tabs: dict[Grip, QRectF], view: View, theme: Theme) -> None:
    """Paint the ends of a window, joined by a line."""
    if tabs:
        first, last = (tabs[grip].translated(-view.x, -view.y) for grip in (Grip.EARLIEST, Grip.LATEST))
        painter.setPen(QPen(theme.colour(Chrome.FOCUS), 1))
        painter.drawLine(
            first.center() + QPointF(0, _TAB_HEIGHT / 2), last.center() + QPointF(0, _TAB_HEIGHT / 2)
        )
    painter.setPen(QPen(theme.colour(Chrome.FOCUS), 1))
    painter.setBrush(theme.colour(Ink.SURFACE))
    for tab in tabs.values():
        painter.drawRoundedRect(tab.translated(-view.x, -view.y), 2, 2)


def paint_ghost(
    painter: QPainter, scene: CanvasScene, view: View, theme: Theme, *, drag: Drag, words: GhostWords
) -> None:
    """Paint where everything that moves would stand, the new window, and in words what a drop would do."""
    movable, scale = drag.movable, scene.layout.scale
    refused = drag.candidate is not None and bool(drag.candidate.refusal)
    ink = theme.colour(Ink.HARD if refused or words.severity is Severity.HARD else Ink.ACCENT)
    followers = set(movable.followers.places)
    painter.save()
    painter.setClipRect(QRectF(scene.layout.gutter - 4, 0, view.width, view.height))
    painter.translate(-view.x, -view.y)
    anchor: QRectF | None = None
    for box in scene.blocks:
        timed = box.timed
        if timed is None or (timed.place != movable.place and timed.place not in followers):
            continue
        across = scale.reach(timed.origin, timed.start + drag.shift) - scale.reach(timed.origin, timed.start)
        area = QRectF(box.x + across, box.y, box.width, box.height)
        is_held = timed.place == movable.place
        if is_held and timed.start == timed.end:
            area = _bracket(painter, scene, box, drag, ink)
            anchor = area
        else:
            _shade(painter, area, ink, is_held=is_held)
            anchor = anchor or (area if is_held else None)
    painter.restore()
    if anchor is not None:
        anchor = anchor.translated(-view.x, -view.y)
        ruler = QRectF(0, view.axis_y(scene.layout), view.width, scene.axis_height)
        if drag.grip is Grip.WHOLE:
            x = scale.reach(movable.origin, movable.at + drag.shift) - view.x
            painter.setPen(QPen(ink, 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, ruler.top()), QPointF(x, anchor.center().y()))
        _say(painter, anchor, ruler, theme, ink=ink, words=words)


def _bracket(painter: QPainter, scene: CanvasScene, box: Box, drag: Drag, ink: QColor) -> QRectF:
    """Paint the bracket of the dragged visit with its new ends; return what it covers."""
    movable, reach = drag.movable, scene.layout.scale.reach
    timing, old = drag.timing, drag.movable.timing
    at = movable.at + drag.shift
    inset = _BRACKET_INSET
    edges = []
    for x, new, was in (
        (box.x + inset, timing.earliest, old.earliest),
        (box.x + box.width - inset, timing.latest, old.latest),
    ):
        here = scene.layout.scale.minutes(movable.origin, x)
        edges.append(
            x + reach(movable.origin, here + float(new.minutes - was.minutes)) - reach(movable.origin, here)
        )
    target = reach(movable.origin, at)
    left, right = min(edges[0], target - 2.5), max(edges[1], target + 2.5)
    top, bottom = box.y + 2, box.y + 8
    area = QRectF(left, box.y - 1, right - left, box.height + 2)
    shade = QColor(ink)
    shade.setAlpha(40)
    painter.fillRect(area, shade)
    painter.setPen(QPen(ink, 1.4))
    painter.drawPolyline(
        [QPointF(left, top), QPointF(left, bottom), QPointF(right, bottom), QPointF(right, top)]
    )
    painter.setPen(QPen(ink, 2.2))
    painter.drawLine(QPointF(target, top), QPointF(target, bottom))
    return area


def _shade(painter: QPainter, area: QRectF, ink: QColor, *, is_held: bool) -> None:
    fill = QColor(ink)
    fill.setAlpha(90 if is_held else 30)
    painter.setPen(QPen(ink, 1, Qt.PenStyle.SolidLine if is_held else Qt.PenStyle.DotLine))
    painter.setBrush(fill)
    painter.drawRoundedRect(area, 2, 2)


def _say(
    painter: QPainter, anchor: QRectF, ruler: QRectF, theme: Theme, *, ink: QColor, words: GhostWords
) -> None:
    """Write the words on a plate above the ghost, but not over the ruler that the hand aims at."""
    font = QFont(FAMILY)
    font.setPixelSize(_WORDS)
    metrics = QFontMetricsF(font)
    text = metrics.elidedText(words.text, Qt.TextElideMode.ElideRight, ruler.width() - 40)
    sign = 14.0 if words.severity is not None else 0.0
    width, height = metrics.horizontalAdvance(text) + 12 + sign, metrics.height() + 5
    left = max(4.0, min(anchor.center().x() - width / 2, ruler.width() - width - 4))
    top = anchor.top() - height - 5
    if ruler.top() - height < top < ruler.bottom():
        top = ruler.top() - height - 4
    if top < 2:
        top = anchor.bottom() + 5
    plate = QRectF(left, top, width, height)
    painter.setPen(QPen(ink, 1))
    painter.setBrush(theme.colour(Chrome.PANEL))
    painter.drawRoundedRect(plate, 3, 3)
    if words.severity is not None:
        box = QRectF(plate.left() + 4, plate.center().y() - 5.5, 11, 11)
        paint_severity(painter, box, words.severity, theme)
    painter.setFont(font)
    painter.setPen(theme.colour(Ink.TEXT))
    painter.drawText(QPointF(plate.left() + 6 + sign, plate.top() + 2.5 + metrics.ascent()), text)
