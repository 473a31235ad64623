"""What stands on the canvas and where: the laid-out schema, its stops, and what a point hits.

Coordinates are those of the layout; a `View` says which part of it is seen. Painting and events are left to
others.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.drawing_painter import bounds_of
from protocol_designer.report.display_list import Box, Mark, Shape
from protocol_designer.report.figures.trial_schema import SchemaLayout, schema_layout

NARROWEST = 360.0
_NEAR = 2.5
_GUTTER_EDGE = 6.0
_MARGIN, _ASIDE = 16.0, 48.0


@dataclass(slots=True)
class View:
    """The part of the layout that is seen: its top left and its size, in units of the layout."""

    x: float = 0
    y: float = 0
    width: float = NARROWEST
    height: float = 200

    def axis_y(self, layout: SchemaLayout) -> float:
        """Return where the ruler stands: in its place, or at the edge that it would leave by."""
        deep = layout.axis_bottom - layout.axis_top
        natural = layout.axis_top - self.y
        return max(0.0, min(natural, self.height - deep))


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing that can be selected: its place, where it stands, in which row, and what moves it."""

    place: str
    area: QRectF
    row: int
    is_fixed: bool
    tip: str
    box: Box | None = None

    @property
    def mover(self) -> str | None:
        """The place of the visit or session that a drag of this moves."""
        return self.box.timed.place if self.box is not None and self.box.timed is not None else None


class CanvasScene:
    """The schema of one protocol at one width and zoom."""

    def __init__(self, trial: TrialProtocol, seen: float, zoom: float) -> None:
        seen = max(seen, NARROWEST)
        self.trial = trial
        self.layout = schema_layout(trial, seen * zoom, view_width=seen)
        self.size = (self.layout.drawing.width, self.layout.drawing.height)

    @cached_property
    def blocks(self) -> tuple[Box, ...]:
        """The boxes that stand in time, in painting order."""
        return tuple(mark for mark in self.layout.body if isinstance(mark, Box) and mark.timed is not None)

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """Everything that can be selected, row by row, in each row from the left."""
        marks = list(self._placed())
        timed = {(mark.place, self._row(mark)) for mark, _ in marks if _is_timed(mark)}
        found: dict[object, Stop] = {}
        for mark, is_fixed in marks:
            row = self._row(mark)
            if not _is_timed(mark) and (mark.place, row) in timed:
                continue
            key = (mark.place, row, id(mark)) if _is_timed(mark) else (mark.place, row)
            found.setdefault(key, _stop(mark, row, is_fixed=is_fixed))
        return tuple(sorted(found.values(), key=lambda stop: (stop.row, not stop.is_fixed, stop.area.left())))

    @property
    def places(self) -> tuple[str, ...]:
        """The places of all stops, each once."""
        return tuple(dict.fromkeys(stop.place for stop in self.stops))

    def stops_at(self, place: str) -> tuple[Stop, ...]:
        """Return the stops of a place, or of the part around it."""
        exact = tuple(stop for stop in self.stops if stop.place == place)
        if exact:
            return exact
        around = [stop for stop in self.stops if place.startswith((f"{stop.place}.", f"{stop.place}["))]
        longest = max((len(stop.place) for stop in around), default=0)
        return tuple(stop for stop in around if len(stop.place) == longest)

    def hit(self, point: QPointF, view: View) -> Stop | None:
        """Return what stands at a point of the view; marks in time come before what lies behind them."""
        layout = self.layout
        axis = view.axis_y(layout)
        if axis != layout.axis_top - view.y and axis <= point.y() <= axis + self.axis_height:
            return None
        y = point.y() + view.y
        is_fixed = y >= layout.foot_top or (view.x > 0 and point.x() < layout.gutter - _GUTTER_EDGE)
        at = QPointF(point.x() if is_fixed else point.x() + view.x, y)
        near = [
            (mark, area)
            for mark, fixed, area in self._areas
            if (not is_fixed or fixed) and area.adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR).contains(at)
        ]
        if not near:
            return None
        timed = [entry for entry in near if _is_timed(entry[0])]
        mark, _ = min(timed, key=lambda entry: _distance(entry[1], at)) if timed else near[-1]
        stops = self.stops_at(mark.place or "")
        return min(stops, key=lambda stop: (stop.box is not mark, _distance(stop.area, at)), default=None)

    @property
    def axis_height(self) -> float:
        """How deep the ruler is."""
        return self.layout.axis_bottom - self.layout.axis_top

    def area_in_view(self, stop: Stop, view: View) -> QRectF:
        """Return where a stop stands in the view."""
        return stop.area.translated(0 if stop.is_fixed else -view.x, -view.y)

    def corner_showing(self, stop: Stop, view: View) -> tuple[float, float]:
        """Return the top left of the nearest view in which a stop is seen whole."""
        x, y, area = view.x, view.y, stop.area
        if not stop.is_fixed:
            beside_heads = area.left() - self.layout.gutter
            x = min(x, beside_heads - _ASIDE)
            x = max(x, min(area.right() + _ASIDE - view.width, beside_heads))
        return x, max(min(y, area.top() - _MARGIN), area.bottom() + _MARGIN - view.height)

    def same_as(self, old: Stop) -> Stop | None:
        """Find what a stop of the scene before has become."""

        def distance(stop: Stop) -> tuple[bool, bool, float]:
            return stop.mover != old.mover, stop.row != old.row, abs(stop.area.left() - old.area.left())

        return min(self.stops_at(old.place), key=distance, default=None)

    @cached_property
    def _areas(self) -> tuple[tuple[Mark, bool, QRectF], ...]:
        return tuple((mark, is_fixed, bounds_of(mark)) for mark, is_fixed in self._placed())

    def _placed(self) -> Iterator[tuple[Mark, bool]]:
        layout = self.layout
        groups: Iterable[tuple[tuple[Mark, ...], bool]] = (
            (layout.fixed, True),
            (layout.foot, True),
            (layout.body, False),
        )
        for marks, is_fixed in groups:
            for mark in marks:
                if mark.place:
                    yield mark, is_fixed

    def _row(self, mark: Mark) -> int:
        layout = self.layout
        top = mark.y if not hasattr(mark, "points") else min(y for _, y in mark.points)
        edges = (*layout.lane_tops, layout.axis_top, layout.foot_top)
        return bisect_right(edges, top + 0.01)


def _is_timed(mark: Mark) -> bool:
    return isinstance(mark, Box) and mark.timed is not None


def _stop(mark: Mark, row: int, *, is_fixed: bool) -> Stop:
    tip = mark.tip or "" if isinstance(mark, Box | Shape) else ""
    box = mark if isinstance(mark, Box) and mark.timed is not None else None
    return Stop(mark.place or "", bounds_of(mark), row, is_fixed, tip, box)


def _distance(area: QRectF, at: QPointF) -> float:
    across = max(area.left() - at.x(), at.x() - area.right(), 0.0)
    down = max(area.top() - at.y(), at.y() - area.bottom(), 0.0)
    return across + down + abs(area.center().x() - at.x()) / 1000
