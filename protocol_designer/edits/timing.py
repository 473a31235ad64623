"""Verbs that move visits and sessions in time and resize their windows, as dragging and the arrow keys do.

A move keeps the window as wide as it is. What is anchored to a visit follows it without being changed.
"""

from fractions import Fraction

from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.therapy import TherapyCourse, TherapySession
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import current, with_value
from protocol_designer.edits.edit import Edit, EditRefused
from protocol_designer.edits.schedule import visit_place
from protocol_designer.edits.therapy import session_place
from protocol_designer.quantities import TimeOffset
from protocol_designer.quantities.decimals import is_terminating
from protocol_designer.quantities.units import Unit

_DAY = Fraction(24 * 60)


def move_visit(visit: Visit, by: TimeOffset, merge: bool = False) -> Edit:
    """Move a visit and its window by a stretch of time; steps with the keys are merged."""
    place = visit_place(visit)
    to = _moved_label(visit.name, visit.timing, by)
    return Edit(to, lambda trial: _shift(trial, place, visit.name, by), _key(place, "move", merge=merge))


def move_session(course: TherapyCourse, session: TherapySession, by: TimeOffset, merge: bool = False) -> Edit:
    """Move a session that has a time of its own, with its window."""
    place = session_place(course, session)
    to = _moved_label(session.name, session.timing, by)
    return Edit(to, lambda trial: _shift(trial, place, session.name, by), _key(place, "move", merge=merge))


def place_session(course: TherapyCourse, session: TherapySession, timing: Timing) -> Edit:
    """Give a session that stood beside its visit a time of its own."""
    place = session_place(course, session)
    label = f"Move {session.name} to {when(timing.target)}"
    return Edit(label, lambda trial: with_value(trial, f"{place}.timing", timing))


def resize_visit_window(visit: Visit, earliest: TimeOffset, latest: TimeOffset, merge: bool = False) -> Edit:
    """Set how early and how late a visit may take place; its target stays.

    Refused when the target would lie outside, for the target is never moved along silently.
    """
    place = visit_place(visit)
    label = f"Allow {visit.name} {_span(earliest, latest)}"
    return Edit(
        label,
        lambda trial: _resize(trial, place, visit.name, earliest, latest),
        _key(place, "window", merge=merge),
    )


def resize_session_window(
    course: TherapyCourse,
    session: TherapySession,
    earliest: TimeOffset,
    latest: TimeOffset,
    merge: bool = False,
) -> Edit:
    """Set how early and how late a session may take place; its target stays. Refused as for a visit."""
    place = session_place(course, session)
    label = f"Allow {session.name} {_span(earliest, latest)}"
    return Edit(
        label,
        lambda trial: _resize(trial, place, session.name, earliest, latest),
        _key(place, "window", merge=merge),
    )


def moved(timing: Timing, by: TimeOffset) -> Timing:
    """Return a timing that is later by a stretch of time, written in its own units where that is exact."""
    return timing.model_copy(
        update={name: later(getattr(timing, name), by.minutes) for name in ("earliest", "target", "latest")}
    )


def resized(timing: Timing, earliest: TimeOffset, latest: TimeOffset) -> Timing:
    """Return a timing with another window; whether it holds the target is judged by the edit that uses it."""
    return timing.model_copy(update={"earliest": earliest, "latest": latest})


def later(time: TimeOffset, minutes: Fraction) -> TimeOffset:
    """Return a time moved by minutes, in its own unit where that is a finite decimal of up to two places.

    Nothing is the same in every unit: a time moved away from 0 takes the unit of the way.
    """
    if not minutes:
        return time
    value = (time.minutes + minutes) / time.unit.scale
    is_short = is_terminating(value) and (value * 100).denominator == 1
    if is_short and (time.minutes or time.unit is Unit.DAY):
        return TimeOffset(value, time.unit)
    return TimeOffset.of_minutes(time.minutes + minutes)


def when(target: TimeOffset) -> str:
    """Write a target as a label does: “day 28”, “day −7”, “28 h”."""
    if target.minutes % _DAY == 0:
        days = target.minutes / _DAY
        return f"day {'−' if days < 0 else ''}{abs(days)}"
    return target.printed()


def _moved_label(name: str, timing: Timing | None, by: TimeOffset) -> str:
    if timing is None:
        return f"Move {name} by {by.printed()}"
    return f"Move {name} to {when(later(timing.target, by.minutes))}"


def _span(earliest: TimeOffset, latest: TimeOffset) -> str:
    return f"from {when(earliest)} to {when(latest)}"


def _key(place: str, what: str, *, merge: bool) -> str | None:
    return f"{place}.timing {what}" if merge else None


def _shift(trial: TrialProtocol, place: str, name: str, by: TimeOffset) -> TrialProtocol:
    if by.minutes == 0:
        return trial
    return with_value(trial, f"{place}.timing", moved(_timing(trial, place, name), by))


def _resize(
    trial: TrialProtocol, place: str, name: str, earliest: TimeOffset, latest: TimeOffset
) -> TrialProtocol:
    timing = _timing(trial, place, name)
    target = timing.target
    if earliest > target:
        raise EditRefused(
            f"The window of {name} would start at {when(earliest)}, after its target {when(target)}; "
            "move the target first"
        )
    if latest < target:
        raise EditRefused(
            f"The window of {name} would end at {when(latest)}, before its target {when(target)}; "
            "move the target first"
        )
    if (earliest, latest) == (timing.earliest, timing.latest):
        return trial
    return with_value(trial, f"{place}.timing", resized(timing, earliest, latest))


def _timing(trial: TrialProtocol, place: str, name: str) -> Timing:
    timing: Timing | None = current(trial, f"{place}.timing")
    if timing is None:
        raise EditRefused(f"{name} has no day to move from; decide its anchor and window first")
    return timing
