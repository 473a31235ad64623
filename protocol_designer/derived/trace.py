"""The thread from objective over estimand, endpoint, activity and visits to the analysis, and its gaps.

What an activity is for when no endpoint needs it: derived/purposes.py. Whether the visit is the right one is
judged by rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from protocol_designer.derived.purposes import orphans
from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.objectives import Concern, Endpoint, Estimand, Objective, ObjectiveLevel
from protocol_designer.domain.schedule import Activity, Visit
from protocol_designer.domain.trial import TrialProtocol


class Gap(StrEnum):
    """Where the thread is broken."""

    NO_PRIMARY_OBJECTIVE = "no_primary_objective"
    OBJECTIVE_WITHOUT_ENDPOINT = "objective_without_endpoint"
    OBJECTIVE_WITHOUT_ESTIMAND = "objective_without_estimand"
    ESTIMAND_WITHOUT_ENDPOINT = "estimand_without_endpoint"
    ESTIMAND_OF_ANOTHER_ENDPOINT = "estimand_of_another_endpoint"
    ENDPOINT_WITHOUT_OBJECTIVE = "endpoint_without_objective"
    ENDPOINT_WITHOUT_TIME = "endpoint_without_time"
    ENDPOINT_WITHOUT_ACTIVITY = "endpoint_without_activity"
    ACTIVITY_WITHOUT_VISIT = "activity_without_visit"
    OBJECTIVE_WITHOUT_ANALYSIS = "objective_without_analysis"
    SEVERAL_PRIMARY_ENDPOINTS = "several_primary_endpoints"
    ACTIVITY_WITHOUT_PURPOSE = "activity_without_purpose"


@dataclass(frozen=True, slots=True)
class Broken:
    """One gap: what is missing, the place of the field that closes it, and the name of what lacks it."""

    gap: Gap
    place: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """One way from an objective to its analysis; a part that is missing is None or empty.

    ``analysis`` is the place of the text that analyses the objective, ``is_analysed`` whether it is written.
    """

    objective: Objective | None
    endpoint: Endpoint | None
    activity: Activity | None
    visits: tuple[Visit, ...]
    analysis: str | None
    is_analysed: bool


def threads(trial: TrialProtocol) -> tuple[Thread, ...]:
    """Return every way in the order of the lists; then those of endpoints that no objective asks for."""
    endpoints = {endpoint.id: endpoint for endpoint in trial.endpoints}
    found: list[Thread] = []
    for objective in trial.objectives:
        analysis = analysis_place(objective)
        is_analysed = analysis is not None and _text(trial, analysis) is not None
        for key in objective.endpoints or (None,):
            endpoint = endpoints[key] if key else None
            found += _through(trial, objective, endpoint, analysis, is_analysed)
    asked_for = _asked_for(trial)
    for endpoint in trial.endpoints:
        if endpoint.id not in asked_for:
            found += _through(trial, None, endpoint, None, False)
    return tuple(found)


def gaps(trial: TrialProtocol) -> tuple[Broken, ...]:
    """Return every gap once: those of objectives, then of endpoints, then of activities."""
    return (*_gaps_of_objectives(trial), *_gaps_of_endpoints(trial), *_gaps_of_activities(trial))


def analysis_place(objective: Objective) -> str | None:
    """Return the place of the text that analyses an objective; exploratory ones need none."""
    if objective.level is ObjectiveLevel.PRIMARY:
        return "statistics.primary_analysis"
    if objective.concern is Concern.HARM:
        return "statistics.harms_analysis"
    return "statistics.secondary_analysis" if objective.level is ObjectiveLevel.SECONDARY else None


def visits_of(trial: TrialProtocol, activity: Activity) -> tuple[Visit, ...]:
    """Return the visits at which an activity is marked, in the order of the schedule."""
    marked = {cell.visit for cell in trial.schedule.cells if cell.activity == activity.id}
    return tuple(visit for visit in trial.schedule.visits if visit.id in marked)


def _through(
    trial: TrialProtocol,
    objective: Objective | None,
    endpoint: Endpoint | None,
    analysis: str | None,
    is_analysed: bool,
) -> Iterator[Thread]:
    activities = {activity.id: activity for activity in trial.schedule.activities}
    for key in (endpoint.activities if endpoint else ()) or (None,):
        activity = activities[key] if key else None
        visits = visits_of(trial, activity) if activity else ()
        yield Thread(objective, endpoint, activity, visits, analysis, is_analysed)


def _gaps_of_objectives(trial: TrialProtocol) -> Iterator[Broken]:
    primary = [one for one in trial.objectives if one.level is ObjectiveLevel.PRIMARY]
    if not primary:
        yield Broken(Gap.NO_PRIMARY_OBJECTIVE, "objectives")
    for objective in trial.objectives:
        place = f"objectives[{objective.id}]"
        if not objective.endpoints:
            yield Broken(Gap.OBJECTIVE_WITHOUT_ENDPOINT, f"{place}.endpoints", objective.text)
        if objective.estimand is None and objective.level is ObjectiveLevel.PRIMARY:
            yield Broken(Gap.OBJECTIVE_WITHOUT_ESTIMAND, f"{place}.estimand", objective.text)
        if isinstance(objective.estimand, Estimand):
            yield from _gaps_of_estimand(objective, objective.estimand)
        analysis = analysis_place(objective)
        if analysis is not None and _text(trial, analysis) is None:
            yield Broken(Gap.OBJECTIVE_WITHOUT_ANALYSIS, analysis, objective.text)
    several = {key for objective in primary for key in objective.endpoints}
    if len(several) > 1 and trial.statistics.multiplicity is None:
        yield Broken(Gap.SEVERAL_PRIMARY_ENDPOINTS, "statistics.multiplicity", str(len(several)))


def _gaps_of_estimand(objective: Objective, estimand: Estimand) -> Iterator[Broken]:
    place = f"objectives[{objective.id}].estimand.endpoint"
    if estimand.endpoint is None:
        yield Broken(Gap.ESTIMAND_WITHOUT_ENDPOINT, place, objective.text)
    elif objective.endpoints and estimand.endpoint not in objective.endpoints:
        yield Broken(Gap.ESTIMAND_OF_ANOTHER_ENDPOINT, place, objective.text)


def _gaps_of_endpoints(trial: TrialProtocol) -> Iterator[Broken]:
    asked_for = _asked_for(trial)
    for endpoint in trial.endpoints:
        place = f"endpoints[{endpoint.id}]"
        if endpoint.id not in asked_for:
            yield Broken(Gap.ENDPOINT_WITHOUT_OBJECTIVE, place, endpoint.variable)
        if endpoint.timepoint is None and endpoint.time_frame is None:
            yield Broken(Gap.ENDPOINT_WITHOUT_TIME, f"{place}.timepoint", endpoint.variable)
        if not endpoint.activities:
            yield Broken(Gap.ENDPOINT_WITHOUT_ACTIVITY, f"{place}.activities", endpoint.variable)


def _gaps_of_activities(trial: TrialProtocol) -> Iterator[Broken]:
    marked = {cell.activity for cell in trial.schedule.cells}
    wanted = {key for endpoint in trial.endpoints for key in (*endpoint.activities, *endpoint.verified_by)}
    for activity in trial.schedule.activities:
        if activity.id in wanted and activity.id not in marked:
            place = f"schedule.activities[{activity.id}]"
            yield Broken(Gap.ACTIVITY_WITHOUT_VISIT, place, activity.name)
    for activity in orphans(trial):
        place = f"schedule.activities[{activity.id}]"
        yield Broken(Gap.ACTIVITY_WITHOUT_PURPOSE, place, activity.name)


def _asked_for(trial: TrialProtocol) -> set[str]:
    return {key for objective in trial.objectives for key in objective.endpoints}


def _text(trial: TrialProtocol, place: str) -> str | NotApplicable | None:
    text: str | NotApplicable | None = getattr(trial.statistics, place.partition(".")[2])
    return text
