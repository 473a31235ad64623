"""What a drag or an arrow key moves: a visit or a session, its timing, and the edits that move it."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from protocol_designer.derived.calendar import Calendar
from protocol_designer.derived.followers import Followers, followers_of
from protocol_designer.domain.places import UnknownPlace, value_at
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.therapy import TherapyCourse, TherapySession
from protocol_designer.domain.timing import Anchor, AnchorKind, Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import schedule, therapy, timing
from protocol_designer.edits.edit import Edit
from protocol_designer.quantities import TimeOffset
from protocol_designer.report.display_list import Timed
from protocol_designer.report.figures.time_scale import TimeScale

_DAY = Fraction(24 * 60)
_DAYS = (_DAY, Fraction(60))
_MINUTES = (Fraction(5), Fraction(1))


class Grip(Enum):
    """By what something is held: as a whole, or by one end of its window."""

    WHOLE = "whole"
    EARLIEST = "earliest"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Movable:
    """A visit, or a session of a course, with a time; ``at`` is its target in minutes from ``origin``.

    A session that stands beside its visit has no timing of its own: ``timing`` is then where it is drawn.
    """

    place: str
    part: Visit | TherapySession
    course: TherapyCourse | None
    timing: Timing
    has_timing: bool
    origin: str
    at: float
    followers: Followers

    @property
    def name(self) -> str:
        """What the user called it."""
        return self.part.name

    @property
    def earliest_at(self) -> float:
        """The start of its own window in minutes from the origin."""
        return self.at + float(self.timing.earliest.minutes - self.timing.target.minutes)

    @property
    def latest_at(self) -> float:
        """The end of its own window in minutes from the origin."""
        return self.at + float(self.timing.latest.minutes - self.timing.target.minutes)

    def at_grip(self, grip: Grip) -> float:
        """Return the time of what is held, in minutes from the origin."""
        return {Grip.WHOLE: self.at, Grip.EARLIEST: self.earliest_at, Grip.LATEST: self.latest_at}[grip]

    def offset(self, grip: Grip) -> TimeOffset:
        """Return what is held as it is written."""
        timing = self.timing
        return {Grip.WHOLE: timing.target, Grip.EARLIEST: timing.earliest, Grip.LATEST: timing.latest}[grip]

    def step(self, scale: TimeScale, x: float, *, is_fine: bool) -> Fraction:
        """Return how many minutes a drag at ``x`` snaps to: a day, but less beside a dose of the same day."""
        is_beside_dose = scale.dosing_column_at(x) is not None and self._hangs_from_dosing_day
        return (_MINUTES if is_beside_dose else _DAYS)[is_fine]

    def edit(self, grip: Grip, by: Fraction, merge: bool = False) -> Edit:
        """Return the edit that moves what is held by some minutes."""
        if grip is Grip.WHOLE:
            return self._move(by, merge)
        earliest, latest = self.timing.earliest, self.timing.latest
        if grip is Grip.EARLIEST:
            earliest = timing.later(earliest, by)
        else:
            latest = timing.later(latest, by)
        if isinstance(self.part, Visit):
            return timing.resize_visit_window(self.part, earliest, latest, merge)
        assert self.course is not None
        if not self.has_timing:
            wanted = timing.resized(self.timing, earliest, latest)
            return therapy.change_session_timing(self.course, self.part, wanted)
        return timing.resize_session_window(self.course, self.part, earliest, latest, merge)

    @property
    def _hangs_from_dosing_day(self) -> bool:
        """Whether it is placed within a dosing day; a dosing visit itself moves by days."""
        if isinstance(self.part, TherapySession):
            return True
        return not self.part.is_dosing and self.timing.anchor.kind not in (
            AnchorKind.ENROLMENT,
            AnchorKind.RANDOMISATION,
        )

    def _move(self, by: Fraction, merge: bool) -> Edit:
        stretch = TimeOffset.of_minutes(by)
        if isinstance(self.part, Visit):
            return timing.move_visit(self.part, stretch, merge)
        assert self.course is not None
        if not self.has_timing:
            return timing.place_session(self.course, self.part, timing.moved(self.timing, stretch))
        return timing.move_session(self.course, self.part, stretch, merge)


@dataclass(frozen=True, slots=True)
class TimedPart:
    """A visit, or a session of a course, that can be given a time."""

    place: str
    part: Visit | TherapySession
    course: TherapyCourse | None

    def retimed(self, value: Timing | None) -> Edit:
        """Return the edit that gives it another timing as a whole."""
        if isinstance(self.part, Visit):
            return schedule.change_timing(self.part, value)
        assert self.course is not None
        return therapy.change_session_timing(self.course, self.part, value)


def timed_part(trial: TrialProtocol, place: str) -> TimedPart | None:
    """Return the visit or session at a place; None when there is none."""
    try:
        part = value_at(trial, place)
        course = value_at(trial, place.partition(".")[0]) if place.startswith("courses") else None
    except UnknownPlace:
        return None
    if isinstance(part, Visit):
        return TimedPart(place, part, None)
    if isinstance(part, TherapySession) and isinstance(course, TherapyCourse):
        return TimedPart(place, part, course)
    return None


def movable_at(trial: TrialProtocol, timed: Timed) -> Movable | None:
    """Return the visit or session that a mark in time belongs to; None when it is gone."""
    found = timed_part(trial, timed.place)
    if found is None:
        return None
    part, has_own = found.part, found.part.timing is not None
    value = part.timing or (_beside(trial, part, timed) if isinstance(part, TherapySession) else None)
    if value is None:
        return None
    followers = followers_of(trial, part) if isinstance(part, Visit) else Followers()
    return Movable(found.place, part, found.course, value, has_own, timed.origin, timed.start, followers)


def timing_place(movable: Movable) -> str:
    """Return the place of its timing, where the exact fields stand."""
    return f"{movable.place}.timing"


def _beside(trial: TrialProtocol, session: TherapySession, timed: Timed) -> Timing | None:
    """Return where a session without a time of its own is drawn, counted from its visit."""
    visit = next((one for one in trial.schedule.visits if one.id == session.visit), None)
    if visit is None:
        return None
    calendar = Calendar(trial, visit.arms[0]) if visit.arms else Calendar(trial)
    at = Fraction(round(timed.start)) - calendar.visit_window(visit).target
    offset = TimeOffset.of_minutes(Fraction(round(at)))
    anchor = Anchor(kind=AnchorKind.VISIT, visit=visit.id)
    return Timing(anchor=anchor, earliest=offset, target=offset, latest=offset)
