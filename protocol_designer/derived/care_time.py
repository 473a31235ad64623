"""How much therapy an arm receives, by what its sessions are for. Judging a difference is left to rules.

Whatever has no length yet is counted beside the minutes and never taken as nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from protocol_designer.domain.design import Arm, ArmKind
from protocol_designer.domain.therapy import SessionKind, TherapyCourse, TherapySession
from protocol_designer.domain.trial import TrialProtocol


class CareKind(StrEnum):
    """What a session is for, as far as contact time is compared."""

    PREPARATION = "preparation"
    DURING_DOSING = "during dosing"
    INTEGRATION = "integration"
    OTHER = "other"


_KINDS = {
    SessionKind.PREPARATION: CareKind.PREPARATION,
    SessionKind.IN_SESSION: CareKind.DURING_DOSING,
    SessionKind.INTEGRATION: CareKind.INTEGRATION,
}


@dataclass(frozen=True, slots=True)
class CareTime:
    """Sessions and the minutes of those with a length; ``without_length`` names each of the others."""

    sessions: int = 0
    minutes: Fraction = Fraction(0)
    without_length: tuple[str, ...] = ()

    def __add__(self, other: "CareTime") -> "CareTime":
        return CareTime(
            self.sessions + other.sessions,
            self.minutes + other.minutes,
            self.without_length + other.without_length,
        )


@dataclass(frozen=True, slots=True)
class ArmCare:
    """What one arm receives. ``unplanned`` names courses whose sessions are not all described."""

    arm: Arm
    courses: tuple[str, ...]
    by_kind: dict[CareKind, CareTime] = field(hash=False)
    attended: tuple[tuple[str, str], ...] = ()
    unplanned: tuple[str, ...] = ()

    @property
    def total(self) -> CareTime:
        """All kinds together."""
        return sum(self.by_kind.values(), CareTime())

    @property
    def is_known(self) -> bool:
        """Tell whether the total is all that the arm receives."""
        return not self.total.without_length and not self.unplanned


def attended(trial: TrialProtocol, arm: Arm) -> Iterator[tuple[TherapyCourse, TherapySession]]:
    """Return the sessions of an arm in order; none at a visit that the arm does not have."""
    visits = {visit.id: visit for visit in trial.schedule.visits}
    for course_id in arm.courses:
        course = trial.course(course_id)
        for session in course.sessions:
            visit = visits[session.visit] if session.visit is not None else None
            if visit is None or not visit.arms or arm.id in visit.arms:
                yield course, session


def is_described(course: TherapyCourse) -> bool:
    """Tell whether as many sessions are described as are planned; a course without either is not."""
    if course.sessions_planned is None:
        return bool(course.sessions)
    return len(course.sessions) >= course.sessions_planned


def care_of(trial: TrialProtocol, arm: Arm) -> ArmCare:
    """Add up the sessions of an arm, each kind of its own."""
    by_kind = dict.fromkeys(CareKind, CareTime())
    seen = []
    for course, session in attended(trial, arm):
        kind = _KINDS.get(session.kind, CareKind.OTHER) if session.kind else CareKind.OTHER
        by_kind[kind] += time_of(session)
        seen.append((course.id, session.id))
    courses = [trial.course(course_id) for course_id in arm.courses]
    unplanned = tuple(course.name for course in courses if not is_described(course))
    return ArmCare(arm, tuple(course.name for course in courses), by_kind, tuple(seen), unplanned)


def time_of(session: TherapySession) -> CareTime:
    """Return the contact time of one session."""
    if session.duration is None:
        return CareTime(1, without_length=(session.name,))
    return CareTime(1, session.duration.in_base)


def care_of_arms(trial: TrialProtocol) -> tuple[ArmCare, ...]:
    """Return the care of every arm, in the order of the arms."""
    return tuple(care_of(trial, arm) for arm in trial.arms)


def study_arm(cares: tuple[ArmCare, ...]) -> ArmCare | None:
    """Return what the others are compared with: the first experimental arm, else the first of all."""
    experimental = (care for care in cares if care.arm.kind is ArmKind.EXPERIMENTAL)
    return next(experimental, cares[0] if cares else None)


def difference(care: ArmCare, other: ArmCare) -> Fraction | None:
    """Return how many minutes more ``care`` has than ``other``; None while that is not decided.

    Arms that attend the very same sessions have the same time, whatever their lengths will be.
    """
    if care.arm.courses == other.arm.courses and care.attended == other.attended:
        return Fraction(0)
    if not care.is_known or not other.is_known:
        return None
    return care.total.minutes - other.total.minutes
