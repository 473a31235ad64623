"""The verb that adds several sessions at equal distances in one step."""

from fractions import Fraction

from protocol_designer.domain.therapy import SessionKind, TherapyCourse
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import current, next_id, with_inserted
from protocol_designer.edits.edit import Edit, EditRefused
from protocol_designer.edits.therapy import course_place
from protocol_designer.edits.timing import later
from protocol_designer.quantities import Quantity, TimeOffset

MOST_SESSIONS = 60
"""More at once than any course of a published trial; a larger number is more likely a slip of the finger."""


def series_times(number: int, every: TimeOffset, first: Timing) -> tuple[Timing, ...]:
    """Return when the sessions of a series take place; each keeps the window of the first around its target.

    Raises:
        EditRefused: The number or the distance cannot be meant.
    """
    if not 1 <= number <= MOST_SESSIONS:
        raise EditRefused(f"A series has 1 to {MOST_SESSIONS} sessions; {number} were asked for")
    if every.minutes <= 0:
        raise EditRefused(
            "The sessions of a series follow each other; give a distance above 0, such as 7 days"
        )
    return tuple(_later(first, every.minutes * step) for step in range(number))


def add_series(
    course: TherapyCourse,
    name: str,
    number: int,
    every: TimeOffset,
    first: Timing,
    *,
    kind: SessionKind | None = None,
    duration: Quantity | None = None,
) -> Edit:
    """Add sessions that follow each other at equal distances, named with their numbers, as one step."""
    what = "1 session" if number == 1 else f"{number} sessions"

    def change(trial: TrialProtocol) -> TrialProtocol:
        current(trial, course_place(course))
        for position, timing in enumerate(series_times(number, every, first), start=1):
            trial, session_id = next_id(trial, "ses")
            session = {
                "id": session_id,
                "name": f"{name} {position}",
                "kind": kind,
                "duration": duration,
                "timing": timing,
            }
            trial = with_inserted(trial, f"{course_place(course)}.sessions", session)
        return trial

    return Edit(f"Add {what} to {course.name}", change)


def _later(timing: Timing, minutes: Fraction) -> Timing:
    if not minutes:
        return timing
    return Timing(
        anchor=timing.anchor,
        earliest=later(timing.earliest, minutes),
        target=later(timing.target, minutes),
        latest=later(timing.latest, minutes),
    )
