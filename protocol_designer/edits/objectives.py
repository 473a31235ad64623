"""Verbs on what the trial asks: estimands, and endpoints taken from the library of instruments."""

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.objectives import Estimand, Objective
from protocol_designer.domain.schedule import Activity
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import current, next_id, with_inserted, with_value
from protocol_designer.edits.edit import Edit
from protocol_designer.formulary.instruments import KnownInstrument


def objective_place(objective: Objective) -> str:
    """Return the place of an objective."""
    return f"objectives[{objective.id}]"


def describe_estimand(objective: Objective) -> Edit:
    """Give an objective an estimand to be described; its first endpoint is what it is about."""
    place = f"{objective_place(objective)}.estimand"

    def change(trial: TrialProtocol) -> TrialProtocol:
        if isinstance(current(trial, place), Estimand):
            return trial
        endpoints: tuple[str, ...] = current(trial, f"{objective_place(objective)}.endpoints")
        trial, key = next_id(trial, "estimand")
        return with_value(trial, place, {"id": key, "endpoint": endpoints[0] if endpoints else None})

    return Edit("Describe the estimand", change)


def dismiss_estimand(objective: Objective, because: str) -> Edit:
    """State that an objective has no estimand, and why."""
    place = f"{objective_place(objective)}.estimand"
    return Edit(
        "Say why there is no estimand",
        lambda trial: with_value(trial, place, NotApplicable(because=because)),
    )


def leave_estimand_open(objective: Objective) -> Edit:
    """Take the estimand of an objective back to not decided."""
    place = f"{objective_place(objective)}.estimand"
    return Edit("Leave the estimand open", lambda trial: with_value(trial, place, None))


def measure_with(entry: KnownInstrument, known: Activity | None, objective: Objective | None = None) -> Edit:
    """Add an endpoint that an instrument measures, in one step with its activity and its objective.

    Args:
        known: The activity that is the instrument already; None adds one. Where a document gives a range of
            minutes, the longer time is asked of participants.
        objective: The objective that the endpoint answers, if one was chosen.
    """

    def change(trial: TrialProtocol) -> TrialProtocol:
        if known is None:
            trial, activity = next_id(trial, "activity")
            row = {
                "id": activity,
                "name": entry.activity_name,
                "instrument": entry.instrument,
                "group": entry.group,
                "minutes": entry.minutes_most,
            }
            trial = with_inserted(trial, "schedule.activities", row)
        else:
            activity = known.id
        trial, endpoint = next_id(trial, "endpoint")
        values = {
            "id": endpoint,
            "variable": entry.variable,
            "metric": entry.metric,
            "activities": [activity],
            "is_self_report_only": entry.is_self_report,
        }
        trial = with_inserted(trial, "endpoints", values)
        if objective is None:
            return trial
        place = f"{objective_place(objective)}.endpoints"
        return with_value(trial, place, (*current(trial, place), endpoint))

    return Edit(f"Measure {entry.variable} with {entry.short or entry.name}", change)
