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
        points.append(_point("Volume of each step", _volumes(study), _volumes(own)))
    points.append(
        _point("Made-up volume", _text(study.preparation.final_volume), _text(own.preparation.final_volume))
    )
    points.append(_point("Visits", _visits(trial, study), _visits(trial, own)))
    if study.administrations_planned or study.interval or own.administrations_planned or own.interval:
        points.append(_point("Number and interval", _number(study), _number(own)))
    points.append(
        _point("Appearance", study.preparation.appearance or "", own.preparation.appearance or "", False)
    )
    points.append(_point("Line of its own", _line(study), _line(own), False))
    return tuple(points)


def no_longer_matched(trial: TrialProtocol, own: DrugRegimen, study: DrugRegimen) -> tuple[MatchPoint, ...]:
    """Return the properties that matching again would bring back to those of the study drug."""
    return tuple(
        point
        for point in match_points(trial, own, study)
        if point.is_copied and point.state is not MatchState.SAME and point.study != point.own
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


def _volumes(regimen: DrugRegimen) -> str:
    return ", ".join(step.volume.printed() if step.volume else "not decided" for step in regimen.steps)


def _visits(trial: TrialProtocol, regimen: DrugRegimen) -> str:
    return ", ".join(visit.name for visit in trial.schedule.visits if visit.id in regimen.visits)


def _number(regimen: DrugRegimen) -> str:
    count = str(regimen.administrations_planned) if regimen.administrations_planned else ""
    return ", ".join(part for part in (count, regimen.interval) if part)


def _line(regimen: DrugRegimen) -> str:
    own = regimen.preparation.has_own_line
    return "" if own is None else ("yes" if own else "no")


def _text(amount: Quantity | None) -> str:
    return amount.printed() if amount else ""
