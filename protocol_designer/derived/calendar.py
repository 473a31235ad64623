"""When things can happen: earliest and latest times of visits and sessions, with windows and anchors applied.

A visit hangs from its anchor by an offset window; anchors may be other visits or doses. Two visits are as
close as the earliest allowed time of the later one, less the latest of the earlier one, counted from the
nearest point that both hang from: windows above that point move both alike and do not add up.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from protocol_designer.derived.doses import administration_minutes, regimen_place
from protocol_designer.derived.paths import study_regimens
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.timing import Anchor, AnchorKind, Timing
from protocol_designer.domain.trial import TrialProtocol


@dataclass(frozen=True, slots=True)
class Window:
    """Earliest, target and latest time in minutes from a common origin."""

    earliest: Fraction
    target: Fraction
    latest: Fraction


_Minutes = int | Fraction
"""Whole minutes as a plain number: exact as a fraction is, and many times quicker to add."""

_Span = tuple[_Minutes, _Minutes, _Minutes]
"""A window on the way: earliest, target, latest."""

_NOW: _Span = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Point:
    """A point on a chain: an origin, a visit, the end of a dose, or the unnamed end of the chain."""

    name: str
    window: _Span
    missing: str | None = None

    def is_same_point(self, other: "_Point") -> bool:
        return bool(self.name) and self.name == other.name


@dataclass(frozen=True, slots=True)
class _Chain:
    """The points from an origin to something, and the window of each point from that origin."""

    points: tuple[_Point, ...]
    sums: tuple[_Span, ...]

    @classmethod
    def of(cls, points: list[_Point]) -> "_Chain":
        return cls(tuple(points), tuple(accumulate((point.window for point in points), _added)))


class Calendar:
    """The times of one arm's visits. Doses are numbered in schedule order among the arm's dosing visits."""

    def __init__(self, trial: TrialProtocol, arm_id: str | None = None) -> None:
        self._visits = {
            visit.id: visit
            for visit in trial.schedule.visits
            if arm_id is None or not visit.arms or arm_id in visit.arms
        }
        arms = trial.arms if arm_id is None else (trial.arm(arm_id),)
        self._regimens_by_arm = [study_regimens(trial, arm) for arm in arms]
        self._chains: dict[str, _Chain] = {}
        self._chains_of_timings: dict[int, tuple[Timing, _Chain]] = {}
        self._gaps: dict[tuple[int, int], tuple[Visit | Timing, Visit | Timing, Window]] = {}
        self._doses = [visit for visit in self._visits.values() if visit.is_dosing]
        self._dose_numbers = {visit.id: number for number, visit in enumerate(self._doses, start=1)}
        periods = {epoch.id: epoch.period for epoch in trial.schedule.epochs if epoch.period is not None}
        self._period_starts: dict[int, Visit] = {}
        for visit in self._visits.values():
            if visit.epoch in periods:
                self._period_starts.setdefault(periods[visit.epoch], visit)

    @property
    def dosing_visits(self) -> tuple[Visit, ...]:
        """The dosing visits in schedule order; dose 1 is the first."""
        return tuple(self._doses)

    def dose_number(self, visit: Visit) -> int:
        """Return the number of the dose given at a visit; KeyError when it is no dosing visit here."""
        return self._dose_numbers[visit.id]

    def window(self, timing: Timing) -> Window:
        """Return when something with ``timing`` can happen, from the origin of its chain.

        Raises:
            Undecided: A visit on the way has no timing, or anchors run in a circle.
        """
        return _window(_rooted(self._chain_of(timing)).sums[-1])

    def visit_window(self, visit: Visit) -> Window:
        """Return when a visit can take place, from the origin of its chain.

        Raises:
            Undecided: The visit or one it hangs from has no timing.
        """
        return _window(_rooted(self._chain_of(visit)).sums[-1])

    def origin(self, visit: Visit) -> str:
        """Name the point from which a visit's chain counts, such as ``randomisation``.

        Raises:
            Undecided: The visit or one it hangs from has no timing.
        """
        return _rooted(self._chain_of(visit)).points[0].name

    def gap(self, earlier: Visit | Timing, later: Visit | Timing) -> Window:
        """Return the smallest, planned and largest time in minutes from ``earlier`` to ``later``.

        What hangs from the other is placed by it, even while the other's own day is not decided.

        Raises:
            Undecided: A timing is missing, or the two do not hang from a common point.
        """
        key = id(earlier), id(later)
        known = self._gaps.get(key)
        if known is None:
            # Kept with the two, so that nothing else can take over their identities in memory.
            known = self._gaps[key] = earlier, later, _gap(self._chain_of(earlier), self._chain_of(later))
        return known[2]

    def anchor_visit(self, anchor: Anchor) -> Visit | None:
        """Return the visit that an anchor stands for, or None for an origin.

        Raises:
            Undecided: The anchor names a dose or visit that this arm's schedule does not have.
        """
        if anchor.kind is AnchorKind.VISIT:
            visit = self._visits.get(anchor.visit or "")
            if visit is None:
                raise Undecided("schedule.visits", f"the visit {anchor.visit} in this arm")
            return visit
        if anchor.kind in (AnchorKind.DOSE_START, AnchorKind.DOSE_END):
            number = anchor.number or 0
            if number > len(self._doses):
                raise Undecided("schedule.visits", f"the visit of dose {number}")
            return self._doses[number - 1]
        if anchor.kind is AnchorKind.PERIOD_START:
            return self._period_starts.get(anchor.number or 0)
        return None

    def _chain_of(self, point: Visit | Timing) -> "_Chain":
        if isinstance(point, Timing):
            # Kept with its chain, so that no other timing can take over its identity in memory.
            known = self._chains_of_timings.get(id(point))
            if known is None:
                known = self._chains_of_timings[id(point)] = point, _Chain.of(self._chain("", point))
            return known[1]
        if point.id not in self._chains:
            points = [_undated(point)] if point.timing is None else self._chain(point.id, point.timing)
            self._chains[point.id] = _Chain.of(points)
        return self._chains[point.id]

    def _chain(self, name: str, timing: Timing) -> list[_Point]:
        """List the points from the origin, or a visit without a day, down to what ``timing`` places."""
        points = [_Point(name, _window_of(timing))]
        anchor, seen = timing.anchor, {name}
        while True:
            visit = self.anchor_visit(anchor)
            starts_itself = visit is not None and visit.id == name and anchor.kind is AnchorKind.PERIOD_START
            if visit is None or starts_itself:
                return [_Point(_origin_name(anchor), _NOW), *reversed(points)]
            if visit.id in seen:
                raise Undecided(
                    f"schedule.visits[{visit.id}].timing",
                    f"the day of {visit.name} (its anchors run in a circle)",
                )
            if anchor.kind is AnchorKind.DOSE_END:
                points.append(_Point(f"end of {visit.id}", self._dose_length(visit)))
            seen.add(visit.id)
            if visit.timing is None:
                return [_undated(visit), *reversed(points)]
            points.append(_Point(visit.id, _window_of(visit.timing)))
            name, anchor = visit.id, visit.timing.anchor

    def _dose_length(self, visit: Visit) -> _Span:
        """Return how long dosing takes at a visit: the longest administration of an arm, over the arms."""
        lengths = [
            max(_minutes_of(regimen) for regimen in given)
            for regimens in self._regimens_by_arm
            if (given := [regimen for regimen in regimens if visit.id in regimen.visits])
        ]
        if not lengths:
            raise Undecided("regimens", f"which study drug is given at {visit.name}")
        return min(lengths), max(lengths), max(lengths)


def _minutes_of(regimen: DrugRegimen) -> _Minutes:
    length = administration_minutes(regimen)
    if length is None:
        raise Undecided(f"{regimen_place(regimen)}.steps", f"how long {regimen.name} runs")
    return _plain(length)


def _window_of(timing: Timing) -> _Span:
    return _plain(timing.earliest.minutes), _plain(timing.target.minutes), _plain(timing.latest.minutes)


def _plain(minutes: Fraction) -> _Minutes:
    return minutes.numerator if minutes.denominator == 1 else minutes


def _window(span: _Span) -> Window:
    return Window(Fraction(span[0]), Fraction(span[1]), Fraction(span[2]))


def _added(span: _Span, other: _Span) -> _Span:
    return span[0] + other[0], span[1] + other[1], span[2] + other[2]


def _undated(visit: Visit) -> _Point:
    return _Point(visit.id, _NOW, f"the day of {visit.name}")


def _rooted(chain: _Chain) -> _Chain:
    """Return a chain that counts from an origin; Undecided when it starts at a visit without a day."""
    first = chain.points[0]
    if first.missing is not None:
        raise Undecided(f"schedule.visits[{first.name}].timing", first.missing)
    return chain


def _gap(first: _Chain, second: _Chain) -> Window:
    shared = 0
    for before, after in zip(first.points, second.points, strict=False):
        if not before.is_same_point(after):
            break
        shared += 1
    if shared == 0:
        origins = _rooted(first).points[0].name, _rooted(second).points[0].name
        raise Undecided("schedule.visits", f"the time between {origins[0]} and {origins[1]}")
    # From the last point that both share: what stands above it moves both alike.
    near, far = first.sums[shared - 1], second.sums[shared - 1]
    earlier, later = first.sums[-1], second.sums[-1]
    return Window(
        Fraction(later[0] - far[0] - earlier[2] + near[2]),
        Fraction(later[1] - far[1] - earlier[1] + near[1]),
        Fraction(later[2] - far[2] - earlier[0] + near[0]),
    )


def _origin_name(anchor: Anchor) -> str:
    name = anchor.kind.value.replace("_", " ")
    return f"{name} {anchor.number}" if anchor.number is not None else name
