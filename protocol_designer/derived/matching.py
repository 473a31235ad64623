"""How a comparator compares with the study drug it imitates, property by property."""

from dataclasses import dataclass
from enum import Enum

from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import word
from protocol_designer.quantities import Quantity


class MatchState(Enum):
    """Whether two regimens agree in a property."""

    SAME = "same"
    DIFFERS = "differs"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class MatchPoint:
    """One property of both regimens in words; empty words mean not decided.

    ``is_copied`` tells whether matching takes the property over from the study drug.
    """

    what: str
    study: str
    own: str
    state: MatchState
    is_copied: bool


def match_points(trial: TrialProtocol, own: DrugRegimen, study: DrugRegimen) -> tuple[MatchPoint, ...]:
    """Compare what participants and staff can see of an administration; doses are not compared."""
    points = [
        _point("Route", _route(study), _route(own)),
        _point("Steps", _steps(study), _steps(own)),
    ]
    if any(step.pause_before for step in (*study.steps, *own.steps)):
        points.append(_point("Pauses", _pauses(study), _pauses(own)))
    if any(step.volume for step in (*study.steps, *own.steps)):
        points.append(_volume_point(study, own))
    points.append(
        _point("Made-up volume", _text(study.preparation.final_volume), _text(own.preparation.final_volume))
    )
    points.append(_point("Visits", _visits(trial, study), _visits(trial, own)))
    points.append(_point("Administrations", _count(study), _count(own)))
    if study.interval or own.interval:
        points.append(_point("Interval", study.interval or "", own.interval or ""))
    points.append(
        _point("Appearance", study.preparation.appearance or "", own.preparation.appearance or "", False)
    )
    points.append(_point("Line of its own", _line(study), _line(own), False))
    return tuple(points)


def no_longer_matched(trial: TrialProtocol, own: DrugRegimen, study: DrugRegimen) -> tuple[MatchPoint, ...]:
    """Return the properties that matching again would bring back to those of the study drug.

    What is not decided of the study drug is not copied, so it is no reason to match again.
    """
    return tuple(
        point
        for point in match_points(trial, own, study)
        if point.is_copied and point.study and point.state is not MatchState.SAME
    )


def _point(what: str, study: str, own: str, is_copied: bool = True) -> MatchPoint:
    if not study or not own:
        state = MatchState.OPEN
    else:
        state = MatchState.SAME if study == own else MatchState.DIFFERS
    return MatchPoint(what, study, own, state, is_copied)


def _route(regimen: DrugRegimen) -> str:
    return word(regimen.route) if regimen.route else ""


def _steps(regimen: DrugRegimen) -> str:
    told = []
    for step in regimen.steps:
        kind = word(step.kind) if step.kind else "step"
        times = f"{step.count} × " if step.count and step.count > 1 else ""
        told.append(f"{times}{kind} {step.duration.printed()}" if step.duration else f"{times}{kind}")
    return ", ".join(told)


def _pauses(regimen: DrugRegimen) -> str:
    return ", ".join(step.pause_before.printed() if step.pause_before else "none" for step in regimen.steps)


def _volume_point(study: DrugRegimen, own: DrugRegimen) -> MatchPoint:
    """Compare volumes step by step; where the study drug's is open, any volume will do."""
    theirs = [step.volume for step in study.steps]
    mine = [step.volume for step in own.steps]
    words = ["not decided" if volume is None else volume.printed() for volume in theirs]
    told = ["not decided" if volume is None else volume.printed() for volume in mine]
    is_same = len(theirs) == len(mine) and all(
        wanted is None or wanted == held for wanted, held in zip(theirs, mine, strict=True)
    )
    state = MatchState.SAME if is_same else MatchState.DIFFERS
    if not any(theirs):
        state = MatchState.OPEN
    return MatchPoint(
        "Volume of each step",
        ", ".join(words) if any(theirs) else "",
        ", ".join(told) if any(mine) else "",
        state,
        is_copied=True,
    )


def _visits(trial: TrialProtocol, regimen: DrugRegimen) -> str:
    return ", ".join(visit.name for visit in trial.schedule.visits if visit.id in regimen.visits)


def _count(regimen: DrugRegimen) -> str:
    return str(regimen.administrations_planned) if regimen.administrations_planned else ""


def _line(regimen: DrugRegimen) -> str:
    own = regimen.preparation.has_own_line
    return "" if own is None else ("yes" if own else "no")


def _text(amount: Quantity | None) -> str:
    return amount.printed() if amount else ""
