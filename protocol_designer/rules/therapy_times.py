"""When the therapy sessions of a group of participants take place, and what is missing to know it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from protocol_designer.derived.paths import DosingSession
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.therapy import SessionKind, TherapyApproach, TherapyCourse, TherapySession
from protocol_designer.domain.timing import AnchorKind, Timing
from protocol_designer.quantities import Quantity, TimeOffset, Unit
from protocol_designer.rules.findings import Change, Fix
from protocol_designer.rules.participants import Group, groups
from protocol_designer.rules.view import TrialView

_DAY = Unit.DAY.scale


@dataclass(frozen=True, slots=True)
class Meeting:
    """One therapy session with the point in time that places it."""

    place: str
    session: TherapySession
    when: Visit | Timing

    @property
    def minutes(self) -> Fraction:
        """How long it takes; 0 when that is not decided."""
        return self.session.duration.in_base if self.session.duration is not None else Fraction(0)


def is_assisted(view: TrialView) -> bool:
    """Tell whether the drug is given to assist therapy; a course that says so weighs more than a no.

    Raises:
        Undecided: Nothing says so.
    """
    said = view.trial.design.is_assisted_therapy
    if said or any(course.approach is TherapyApproach.KETAMINE_ASSISTED for course in courses_given(view)):
        return True
    if said is None:
        raise Undecided("design.is_assisted_therapy", "whether the drug is given to assist therapy")
    return False


def courses_given(view: TrialView) -> tuple[TherapyCourse, ...]:
    """Return the courses that some arm receives."""
    held = {course_id for arm in view.trial.arms for course_id in arm.courses}
    return tuple(course for course in view.trial.courses if course.id in held)


def assisted_groups(view: TrialView) -> Iterator[Group | Undecided]:
    """Choose the participants of a trial in which ketamine assists therapy."""
    found = groups(view)
    try:
        if found and is_assisted(view):
            yield from found
    except Undecided as missing:
        yield missing


def groups_in_therapy(view: TrialView) -> Iterator[Group | Undecided]:
    """Choose the participants who have any therapy beside their doses."""
    if courses_given(view):
        yield from groups(view)


def meetings(view: TrialView, group: Group, *kinds: SessionKind) -> Iterator[Meeting | Undecided]:
    """Yield the therapy sessions of some kinds, or of every kind, that a group has.

    Yielded as undecided: courses without sessions, and sessions without a kind or a time, or with two times
    that cannot both hold. A session at a visit that the group does not have is not theirs.
    """
    arms = {arm.id for arm in group.arms}
    held = {course_id for arm in group.arms for course_id in arm.courses}
    visits = {visit.id: visit for visit in view.trial.schedule.visits}
    for course in view.trial.courses:
        if course.id not in held:
            continue
        if not course.sessions and course.sessions_planned != 0:
            yield Undecided(
                f"courses[{course.id}].sessions", f"when the sessions of {course.name} take place"
            )
        for session in course.sessions:
            place = f"courses[{course.id}].sessions[{session.id}]"
            visit = visits[session.visit] if session.visit is not None else None
            if visit is not None and visit.arms and not arms & set(visit.arms):
                continue
            if kinds and session.kind is None:
                yield Undecided(f"{place}.kind", f"what {session.name} is for")
            elif not kinds or session.kind in kinds:
                yield _placed(group, place, session, visit)


def _placed(group: Group, place: str, session: TherapySession, visit: Visit | None) -> Meeting | Undecided:
    if session.timing is None:
        if visit is None:
            return Undecided(f"{place}.timing", f"when {session.name} takes place")
        return Meeting(place, session, visit)
    if visit is not None and session.timing.anchor.visit != visit.id:
        try:
            apart = group.calendar.gap(visit, session.timing)
        except Undecided as missing:
            return missing
        if apart.latest < -_DAY or apart.earliest > _DAY:
            return Undecided(
                f"{place}.timing", f"whether {session.name} takes place at {visit.name} or at its own time"
            )
    return Meeting(place, session, session.timing)


def split(found: Iterator[Meeting | Undecided]) -> tuple[list[Meeting], list[Undecided]]:
    """Part what is known from what is missing."""
    known: list[Meeting] = []
    missing: list[Undecided] = []
    for each in found:
        if isinstance(each, Undecided):
            missing.append(each)
        else:
            known.append(each)
    return known, missing


def hangs_from_end(group: Group, session: DosingSession, meeting: Meeting) -> bool:
    """Tell whether a therapy session counts its own time from the end of a dose."""
    timing = meeting.session.timing
    return (
        timing is not None
        and timing.anchor.kind is AnchorKind.DOSE_END
        and timing.anchor.number == group.number(session)
    )


def narrowed(meeting: Meeting, low: Quantity, high: Quantity | None) -> tuple[Fix, ...]:
    """Propose the part of a session's own window that lies between two times after its anchor.

    Nothing where the session hangs from a visit, or no part of its window lies there.
    """
    timing = meeting.session.timing
    if timing is None or meeting.session.visit is not None:
        return ()
    earliest = max(timing.earliest.minutes, low.in_base)
    latest = timing.latest.minutes if high is None else min(timing.latest.minutes, high.in_base)
    if latest < earliest:
        return ()
    target = min(max(timing.target.minutes, earliest), latest)
    texts = [str(TimeOffset.of_minutes(minutes)) for minutes in (earliest, target, latest)]
    changed = {
        "anchor": timing.anchor.model_dump(mode="json", exclude_none=True),
        **dict(zip(("earliest", "target", "latest"), texts, strict=True)),
    }
    before = f"{timing.earliest.printed()} to {timing.latest.printed()}"
    after = f"{TimeOffset.of_minutes(earliest).printed()} to {TimeOffset.of_minutes(latest).printed()}"
    label = f"Narrow the window of {meeting.session.name} to {after}"
    return (Fix(label, (Change(f"{meeting.place}.timing", changed),), before, after),)


def hours(minutes: Fraction) -> Quantity:
    """Wrap minutes that are not negative as hours; less than none is none."""
    return Quantity(max(minutes, Fraction(0)) / Unit.HOUR.scale, Unit.HOUR)
