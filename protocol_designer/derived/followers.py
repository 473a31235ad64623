"""What moves along when a visit moves: the visits and sessions whose anchors lead to it."""

from dataclasses import dataclass

from protocol_designer.derived.calendar import Calendar
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.trial import TrialProtocol


@dataclass(frozen=True, slots=True)
class Followers:
    """The places of what keeps its distance to a visit, in the order of the protocol."""

    visits: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.visits, *self.sessions)


def followers_of(trial: TrialProtocol, visit: Visit) -> Followers:
    """Return what is anchored to a visit in at least one arm, over any number of anchors between.

    A session without a time of its own belongs to its visit and moves with it. What hangs from a dose that an
    arm does not have is anchored to nothing there.
    """
    calendars = _calendars(trial)
    visits = tuple(
        other
        for other in trial.schedule.visits
        if other is not visit and any(_leads_to(visit, other.timing, one) for one in calendars)
    )
    moved = {visit.id, *(other.id for other in visits)}
    sessions = tuple(
        f"courses[{course.id}].sessions[{session.id}]"
        for course in trial.courses
        for session in course.sessions
        if (session.timing is None and session.visit in moved)
        or any(_leads_to(visit, session.timing, one) for one in calendars)
    )
    return Followers(tuple(f"schedule.visits[{other.id}]" for other in visits), sessions)


def _calendars(trial: TrialProtocol) -> tuple[Calendar, ...]:
    """Return a calendar for each arm, or for the schedule as a whole while there is no arm."""
    return tuple(Calendar(trial, arm.id) for arm in trial.arms) or (Calendar(trial),)


def _leads_to(visit: Visit, timing: Timing | None, calendar: Calendar) -> bool:
    """Follow the anchors of a timing upwards until they reach the visit, an origin, or a circle."""
    seen: set[str] = set()
    while timing is not None:
        try:
            above = calendar.anchor_visit(timing.anchor)
        except Undecided:
            return False
        if above is None or above.id in seen:
            return False
        if above.id == visit.id:
            return True
        seen.add(above.id)
        timing = above.timing
    return False
