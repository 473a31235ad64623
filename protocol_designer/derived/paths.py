"""Participant paths: the dosing sessions one participant can go through, by arm or by crossover sequence."""

from dataclasses import dataclass

from protocol_designer.domain.design import Arm, DesignModel
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.trial import TrialProtocol

STUDY_USES = (RegimenUse.INVESTIGATIONAL, RegimenUse.COMPARATOR)


@dataclass(frozen=True, slots=True)
class DosingSession:
    """One dosing occasion on a path."""

    number: int
    visit: Visit
    arm: Arm
    regimens: tuple[DrugRegimen, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """What one participant can go through."""

    label: str
    arms: tuple[Arm, ...]
    sessions: tuple[DosingSession, ...]


def paths(trial: TrialProtocol, also: tuple[str, ...] = ()) -> tuple[Path, ...]:
    """Return one path per arm, or per allowed sequence in a crossover.

    A crossover whose sequences are not decided yet has a path per condition, which shows what is given but
    not what adds up over the periods; whoever judges sums must ask for the sequences first.

    Args:
        also: Drugs whose planned administrations are sessions whatever they are given for (rescue apart).
    """
    if trial.design.model is DesignModel.CROSSOVER and trial.design.sequences:
        return tuple(
            _sequence_path(trial, sequence.name, tuple(trial.arm(arm_id) for arm_id in sequence.arms), also)
            for sequence in trial.design.sequences
        )
    return tuple(Path(arm.name, (arm,), _numbered(_sessions(trial, arm, None, also))) for arm in trial.arms)


def dosing_visits(trial: TrialProtocol, arm: Arm) -> tuple[Visit, ...]:
    """Return the dosing visits of an arm in schedule order."""
    return tuple(
        visit
        for visit in trial.schedule.visits
        if visit.is_dosing and (not visit.arms or arm.id in visit.arms)
    )


def study_regimens(trial: TrialProtocol, arm: Arm) -> tuple[DrugRegimen, ...]:
    """Return the investigational and comparator regimens of an arm."""
    return tuple(regimen for regimen in trial.regimens_of(arm) if regimen.use in STUDY_USES)


def _sequence_path(trial: TrialProtocol, label: str, arms: tuple[Arm, ...], also: tuple[str, ...]) -> Path:
    found: list[tuple[Visit, Arm, tuple[DrugRegimen, ...]]] = []
    for period, arm in enumerate(arms, start=1):
        found.extend(_sessions(trial, arm, period, also))
    return Path(label, arms, _numbered(found))


def _sessions(
    trial: TrialProtocol, arm: Arm, period: int | None, also: tuple[str, ...]
) -> list[tuple[Visit, Arm, tuple[DrugRegimen, ...]]]:
    periods = {epoch.id: epoch.period for epoch in trial.schedule.epochs}
    counted = [
        regimen
        for regimen in trial.regimens_of(arm)
        if regimen.use in STUDY_USES or (regimen.drug in also and regimen.use is not RegimenUse.RESCUE)
    ]
    found = []
    for visit in dosing_visits(trial, arm):
        if period is not None and (visit.epoch is None or periods[visit.epoch] != period):
            continue
        given = tuple(regimen for regimen in counted if visit.id in regimen.visits)
        if given:
            found.append((visit, arm, given))
    return found


def _numbered(found: list[tuple[Visit, Arm, tuple[DrugRegimen, ...]]]) -> tuple[DosingSession, ...]:
    return tuple(DosingSession(number, *session) for number, session in enumerate(found, start=1))
