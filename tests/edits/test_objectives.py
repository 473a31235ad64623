"""Verbs on estimands and measured endpoints: whole steps, nothing repeated, nothing broken."""

import pytest

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.objectives import Estimand
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.edit import EditRefused
from protocol_designer.edits.fields import remove_part
from protocol_designer.edits.objectives import (
    describe_estimand,
    dismiss_estimand,
    leave_estimand_open,
    measure_with,
)
from protocol_designer.formulary.instruments import load_instruments


def test_an_estimand_begins_with_the_first_endpoint_and_a_fresh_identity(sample_trial: TrialProtocol) -> None:
    objective = sample_trial.objectives[2]
    after = describe_estimand(objective)(sample_trial)
    estimand = after.objectives[2].estimand
    assert isinstance(estimand, Estimand)
    assert estimand.endpoint == objective.endpoints[0]
    assert estimand.id not in {"estimand-1", "estimand-2"}
    assert describe_estimand(after.objectives[2])(after) is after


def test_an_estimand_is_dismissed_with_a_reason_and_left_open(sample_trial: TrialProtocol) -> None:
    after = dismiss_estimand(sample_trial.objectives[0], "A pilot.")(sample_trial)
    assert after.objectives[0].estimand == NotApplicable(because="A pilot.")
    assert leave_estimand_open(after.objectives[0])(after).objectives[0].estimand is None


def test_an_estimand_of_an_objective_that_is_gone_is_refused(sample_trial: TrialProtocol) -> None:
    objective = sample_trial.objectives[3]
    without = remove_part(f"objectives[{objective.id}]", "")(sample_trial)
    with pytest.raises(EditRefused):
        describe_estimand(objective)(without)


@pytest.mark.parametrize("entry", load_instruments().instruments, ids=lambda entry: entry.id)
def test_every_instrument_of_the_library_measures_an_endpoint(
    blank_trial: TrialProtocol, entry: object
) -> None:
    after = measure_with(entry, None)(blank_trial)  # type: ignore[arg-type]  # parametrised
    (activity,), (endpoint,) = after.schedule.activities, after.endpoints
    assert endpoint.activities == (activity.id,)
    assert activity.name == entry.activity_name  # type: ignore[attr-defined]  # parametrised
    assert endpoint.aggregation is None


def test_the_longer_time_is_asked_of_participants(blank_trial: TrialProtocol) -> None:
    entries = {entry.id: entry for entry in load_instruments().instruments}
    after = measure_with(entries["timeline-follow-back"], None)(blank_trial)
    assert after.schedule.activities[0].minutes == 30
    assert measure_with(entries["bprs"], None)(blank_trial).schedule.activities[0].minutes is None
