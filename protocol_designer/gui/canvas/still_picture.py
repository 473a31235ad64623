"""Paints what stays while the pointer moves: the schema as it is seen, and the marks of findings."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from protocol_designer.gui.canvas.scene import CanvasScene, Stop, View
from protocol_designer.gui.drawing_painter import paint_drawing
from protocol_designer.gui.severity_mark import paint_severity
from protocol_designer.gui.theme import Theme
from protocol_designer.report.display_list import Box, Drawing, Ink, Label, Mark
from protocol_designer.rules.findings import Finding, Report, Severity, worst

_MARK = 9.0
_LONGEST_TEXT = 400.0
_PANE_EDGE = 4.0

Marked = Mapping[str, tuple[Severity, bool]]
"""The gravest severity at each place, and whether all of it is justified."""


def marked_places(report: Report, places: Iterable[str]) -> dict[str, tuple[Severity, bool]]:
    """Find the gravest finding of each place, from all that was found at it or inside it."""
    known = set(places)
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        place = finding.place
        while place and place not in known:
            place = place[: max(place.rfind("."), place.rfind("["), 0)]
        if place:
            found.setdefault(place, []).append(finding)
    marked: dict[str, tuple[Severity, bool]] = {}
    for place, findings in found.items():
        open_ones = [finding for finding in findings if not finding.justified]
        severity = worst(finding.severity for finding in open_ones or findings)
        if severity is not None:
            marked[place] = (severity, not open_ones)
    return marked


def paint_still(painter: QPainter, scene: CanvasScene, view: View, theme: Theme, marked: Marked) -> None:
    """Paint the part of the scene that is seen, in units of the layout."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    layout = scene.layout
    painter.fillRect(QRectF(0, 0, view.width, view.height), theme.colour(Ink.SURFACE))
    painter.save()
    painter.translate(-view.x, -view.y)
    _paint(painter, (mark for mark in layout.body if _is_seen(mark, view)), theme)
    painter.restore()
    if view.x > 0:
        edge = layout.gutter - _PANE_EDGE
        pane = QRectF(0, -view.y, edge, layout.foot_top)
        painter.fillRect(pane, theme.colour(Ink.SURFACE))
        painter.setPen(QPen(theme.colour(Ink.HAIRLINE), 1))
        painter.drawLine(pane.topRight(), pane.bottomRight())
    painter.save()
    painter.translate(0, -view.y)
    _paint(painter, (*layout.fixed, *layout.foot), theme)
    painter.restore()
    for stop in scene.stops:
        if stop.place in marked and (stop.box is not None or stop.is_fixed):
            _paint_mark(painter, scene, stop, view, theme=theme, marked=marked)
    _paint_axis(painter, scene, view, theme)


def _paint(painter: QPainter, marks: Iterable[Mark], theme: Theme) -> None:
    paint_drawing(painter, Drawing(0, 0, tuple(marks), ""), theme)


def _is_seen(mark: Mark, view: View) -> bool:
    """Tell whether a mark may reach into the view; how wide a text is need not be measured for that."""
    if isinstance(mark, Box):
        return _overlaps(mark.x, mark.x + mark.width, mark.y, mark.y + mark.height, view)
    if isinstance(mark, Label):
        reach = mark.max_width or _LONGEST_TEXT
        return _overlaps(mark.x - reach, mark.x + reach, mark.y - mark.size, mark.y + mark.size, view)
    xs, ys = [x for x, _ in mark.points], [y for _, y in mark.points]
    return _overlaps(min(xs), max(xs), min(ys), max(ys), view)


def _overlaps(left: float, right: float, top: float, bottom: float, view: View) -> bool:
    return (
        right >= view.x - 2
        and left <= view.x + view.width + 2
        and bottom >= view.y - 2
        and top <= view.y + view.height + 2
    )


def _paint_mark(
    painter: QPainter, scene: CanvasScene, stop: Stop, view: View, *, theme: Theme, marked: Marked
) -> None:
    """Paint the mark of a finding at the top right of its block."""
    area = scene.area_in_view(stop, view)
    if not stop.is_fixed and view.x > 0 and area.right() < scene.layout.gutter:
        return
    if not -_MARK <= area.right() <= view.width + _MARK or not -_MARK <= area.top() <= view.height + _MARK:
        return
    severity, is_justified = marked[stop.place]
    inside = area.width() > 2 * _MARK and area.height() > _MARK + 2
    away = QPointF(-_MARK - 1, 1) if inside else QPointF(-_MARK / 2, -_MARK / 2)
    corner = area.topRight() + (QPointF(3, 1) if stop.is_fixed else away)
    square = QRectF(corner.x(), corner.y(), _MARK, _MARK)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(Ink.SURFACE))
    painter.drawEllipse(square)
    paint_severity(painter, square, severity, theme, is_justified)


def _paint_axis(painter: QPainter, scene: CanvasScene, view: View, theme: Theme) -> None:
    """Paint the ruler: in its place, or kept at the edge of the view that it would leave by."""
    layout = scene.layout
    if not layout.axis:
        return
    top = view.axis_y(layout)
    strip = QRectF(0, top, view.width, scene.axis_height)
    if top != layout.axis_top - view.y:
        painter.fillRect(strip, theme.colour(Ink.BAND))
        painter.setPen(QPen(theme.colour(Ink.HAIRLINE), 1))
        painter.drawLine(strip.topLeft(), strip.topRight())
        painter.drawLine(strip.bottomLeft(), strip.bottomRight())
    painter.save()
    if view.x > 0:
        painter.setClipRect(
            strip.adjusted(layout.gutter - _PANE_EDGE, 0, 0, 0), Qt.ClipOperation.IntersectClip
        )
    painter.translate(-view.x, top - layout.axis_top)
    _paint(painter, (mark for mark in layout.axis if not _starts_left(mark)), theme)
    painter.restore()
    painter.save()
    painter.translate(0, top - layout.axis_top)
    _paint(painter, (mark for mark in layout.axis if _starts_left(mark)), theme)
    painter.restore()


def _starts_left(mark: Mark) -> bool:
    return isinstance(mark, Label) and mark.x == 0
