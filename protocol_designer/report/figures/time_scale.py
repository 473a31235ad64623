"""A time axis in pieces: each day that holds something becomes a column, dosing days open into hours.

Times hang from different origins (enrolment, randomisation, ...). Each origin has its own stretch of the
axis, with a break between them, because nothing says how far apart they are.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

_SAME_DAY = 12 * 60
_DAY = 24 * 60
_PLAIN_COLUMN = 13.0
_DOSING_COLUMN = 52.0
_BREAK = 16.0
_EDGE = 8.0
_LONE_DAY = 12.0


@dataclass(frozen=True, slots=True)
class TimeMark:
    """Something that stands in time: minutes from its origin, and how far its window reaches."""

    origin: str
    start: float
    end: float
    earliest: float
    latest: float
    is_dosing: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One day of the axis, in minutes from ``origin``; ``dose`` is when a dosing day gives its first dose."""

    origin: str
    start: float
    x: float
    width: float
    end: float
    dose: float | None = None

    @property
    def centre(self) -> float:
        """The middle of the column."""
        return self.x + self.width / 2

    @property
    def right(self) -> float:
        """The right edge of the column."""
        return self.x + self.width


class TimeScale:
    """Maps minutes from an origin to x, monotonically."""

    def __init__(self, columns: Sequence[Column], knots: dict[str, list[tuple[float, float]]]) -> None:
        self.columns = tuple(columns)
        self._knots = knots

    @property
    def origins(self) -> tuple[str, ...]:
        """The origins, left to right."""
        return tuple(self._knots)

    def knows(self, origin: str) -> bool:
        """Tell whether anything hangs from an origin."""
        return origin in self._knots

    def x(self, origin: str, minutes: float) -> float:
        """Return the position of a time; times beyond the last mark stay at the edge."""
        knots = self._knots[origin]
        if minutes <= knots[0][0]:
            return knots[0][1]
        for (before, left), (after, right) in itertools.pairwise(knots):
            if minutes <= after:
                share = (minutes - before) / (after - before) if after > before else 1
                return left + share * (right - left)
        return knots[-1][1]

    def reach(self, origin: str, minutes: float) -> float:
        """Return the position of a time as `x` does, but go on beyond the first and last marks."""
        knots = self._knots[origin]
        if len(knots) == 1 or knots[0][0] <= minutes <= knots[-1][0]:
            first, at = knots[0]
            return at + (minutes - first) / _DAY * _LONE_DAY if len(knots) == 1 else self.x(origin, minutes)
        (before, left), (after, right) = knots[:2] if minutes < knots[0][0] else knots[-2:]
        return left + (minutes - before) / (after - before) * (right - left)

    def minutes(self, origin: str, x: float) -> float:
        """Return the time at a position: the inverse of `reach`."""
        knots = self._knots[origin]
        if len(knots) == 1:
            return knots[0][0] + (x - knots[0][1]) / _LONE_DAY * _DAY
        pairs = list(itertools.pairwise(knots))
        (before, left), (after, right) = next((pair for pair in pairs if x <= pair[1][1]), pairs[-1])
        return before + (x - left) / (right - left) * (after - before)

    def dosing_column_at(self, x: float) -> Column | None:
        """Return the dosing day that a position falls into."""
        return next((one for one in self.columns if one.dose is not None and one.x <= x <= one.right), None)

    def column_of(self, origin: str, minutes: float) -> int:
        """Return the position of the column that a time falls into or is nearest to."""
        x = self.x(origin, minutes)
        own = [index for index, column in enumerate(self.columns) if column.origin == origin]
        return min(own, key=lambda index: max(self.columns[index].x - x, x - self.columns[index].right, 0))


@dataclass(slots=True)
class _Day:
    origin: str
    start: float
    end: float
    is_dosing: bool
    dose: float | None = None


def time_scale(marks: Sequence[TimeMark], left: float, right: float, opened: float = 1) -> TimeScale:
    """Lay the days of all marks out between two edges, origins in the order in which they first occur.

    Args:
        opened: How many times as wide as on paper a dosing day stands open.
    """
    days: list[_Day] = []
    for origin in dict.fromkeys(mark.origin for mark in marks):
        days.extend(_days(origin, [mark for mark in marks if mark.origin == origin]))
    if not days:
        return TimeScale((), {})
    widths = [_DOSING_COLUMN * opened if day.is_dosing else _PLAIN_COLUMN for day in days]
    weights = [_weight(before, after) for before, after in itertools.pairwise(days)]
    breaks = sum(_BREAK for before, after in itertools.pairwise(days) if before.origin != after.origin)
    free = right - left - 2 * _EDGE - breaks - sum(widths)
    if free < 0:
        widths = [width * max(0.1, 1 + free / sum(widths)) for width in widths]
        free = 0
    unit = free / sum(weights) if sum(weights) else 0
    columns: list[Column] = []
    x = left + _EDGE + (free / 2 if not sum(weights) else 0)
    for index, (day, width) in enumerate(zip(days, widths, strict=True)):
        columns.append(Column(day.origin, day.start, x, width, day.end, day.dose))
        if index < len(weights):
            x += width + weights[index] * unit + (_BREAK if days[index + 1].origin != day.origin else 0)
    return TimeScale(columns, _knots(days, columns, marks))


def _days(origin: str, marks: list[TimeMark]) -> list[_Day]:
    """Group marks of one origin into days; what belongs to a dosing day counts from its dose."""
    found: list[_Day] = []
    for mark in sorted((mark for mark in marks if mark.is_dosing), key=lambda mark: mark.start):
        if found and mark.start <= found[-1].end:
            found[-1].end = max(found[-1].end, mark.end)
        else:
            found.append(_Day(origin, mark.start, mark.end, is_dosing=True, dose=mark.start))
    for mark in sorted((mark for mark in marks if not mark.is_dosing), key=lambda mark: mark.start):
        near = [day for day in found if day.start - _SAME_DAY <= mark.start <= day.end + _SAME_DAY]
        dosing = [day for day in near if day.is_dosing]
        if dosing:
            dosing[0].start = min(dosing[0].start, mark.start)
            dosing[0].end = max(dosing[0].end, min(mark.end, dosing[0].end + _SAME_DAY))
        elif not any(abs(mark.start - day.start) <= _SAME_DAY for day in near):
            found.append(_Day(origin, mark.start, mark.start, is_dosing=False))
    return sorted(found, key=lambda day: day.start)


def _weight(before: _Day, after: _Day) -> float:
    if before.origin != after.origin:
        return 0.5
    return 0.3 + log2(1 + max(0.0, after.start - before.end) / _DAY)


def _knots(
    days: list[_Day], columns: list[Column], marks: Sequence[TimeMark]
) -> dict[str, list[tuple[float, float]]]:
    knots: dict[str, list[tuple[float, float]]] = {}
    for day, column in zip(days, columns, strict=True):
        own = knots.setdefault(day.origin, [])
        if day.end > day.start:
            own.extend(((day.start, column.x), (day.end, column.right)))
        else:
            own.append((day.start, column.centre))
    for origin, own in knots.items():
        edges = [column for column in columns if column.origin == origin]
        earliest = min(mark.earliest for mark in marks if mark.origin == origin)
        latest = max(mark.latest for mark in marks if mark.origin == origin)
        if earliest < own[0][0]:
            own.insert(0, (earliest, edges[0].x - _EDGE + 2))
        if latest > own[-1][0]:
            own.append((latest, edges[-1].right + _EDGE - 2))
        knots[origin] = [
            own[0],
            *(later for before, later in itertools.pairwise(own) if before < later),
        ]
    return knots
