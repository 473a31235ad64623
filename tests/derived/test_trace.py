"""The thread from objective to analysis: every kind of gap is found once, and at the field that closes it."""

import pytest

from protocol_designer.derived.trace import Broken, Gap, gaps, threads
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.edits.parts import add_entry


def _with(trial: TrialProtocol, place: str, value: object) -> TrialProtocol:
    return set_field(place, value, "")(trial)


def _linked(blank: TrialProtocol) -> TrialProtocol:
    trial = _with(blank, "schedule.visits", [{"id": "visit-1", "name": "Day 28"}])
    trial = _with(
        trial,
        "schedule.activities",
        [{"id": "act-1", "name": "Diary", "group": "efficacy"}, {"id": "act-2", "name": "Consent form"}],
    )
    trial = _with(trial, "schedule.activities[act-2].instrument", "consent")
    trial = _with(trial, "schedule.cells", [{"activity": "act-1", "visit": "visit-1"}])
    endpoint = {"id": "end-1", "variable": "Drinks", "time_frame": "28 days", "activities": ["act-1"]}
    trial = _with(trial, "endpoints", [endpoint])
    objective = {
        "id": "obj-1",
        "level": "primary",
        "text": "Fewer drinks",
        "endpoints": ["end-1"],
        "estimand": {"id": "est-1", "endpoint": "end-1"},
    }
    trial = _with(trial, "objectives", [objective])
    return _with(trial, "statistics.primary_analysis", "A comparison of means.")


def test_a_whole_thread_has_no_gap(blank_trial: TrialProtocol) -> None:
    trial = _linked(blank_trial)
    assert gaps(trial) == ()
    (thread,) = threads(trial)
    assert (thread.objective, thread.endpoint) == (trial.objectives[0], trial.endpoints[0])
    assert thread.activity == trial.schedule.activities[0]
    assert thread.visits == trial.schedule.visits
    assert (thread.analysis, thread.is_analysed) == ("statistics.primary_analysis", True)


@pytest.mark.parametrize(
    ("place", "value", "broken"),
    [
        (
            "objectives[obj-1].endpoints",
            [],
            {
                Broken(Gap.OBJECTIVE_WITHOUT_ENDPOINT, "objectives[obj-1].endpoints", "Fewer drinks"),
                Broken(Gap.ENDPOINT_WITHOUT_OBJECTIVE, "endpoints[end-1]", "Drinks"),
            },
        ),
        (
            "objectives[obj-1].estimand",
            None,
            {Broken(Gap.OBJECTIVE_WITHOUT_ESTIMAND, "objectives[obj-1].estimand", "Fewer drinks")},
        ),
        (
            "objectives[obj-1].estimand.endpoint",
            None,
            {Broken(Gap.ESTIMAND_WITHOUT_ENDPOINT, "objectives[obj-1].estimand.endpoint", "Fewer drinks")},
        ),
        (
            "endpoints[end-1].time_frame",
            None,
            {Broken(Gap.ENDPOINT_WITHOUT_TIME, "endpoints[end-1].timepoint", "Drinks")},
        ),
        (
            "endpoints[end-1].activities",
            [],
            {
                Broken(Gap.ENDPOINT_WITHOUT_ACTIVITY, "endpoints[end-1].activities", "Drinks"),
                Broken(Gap.ACTIVITY_WITHOUT_PURPOSE, "schedule.activities[act-1]", "Diary"),
            },
        ),
        (
            "schedule.cells",
            [],
            {Broken(Gap.ACTIVITY_WITHOUT_VISIT, "schedule.activities[act-1]", "Diary")},
        ),
        (
            "statistics.primary_analysis",
            None,
            {Broken(Gap.OBJECTIVE_WITHOUT_ANALYSIS, "statistics.primary_analysis", "Fewer drinks")},
        ),
        (
            "objectives[obj-1].level",
            "exploratory",
            {Broken(Gap.NO_PRIMARY_OBJECTIVE, "objectives")},
        ),
    ],
)
def test_a_broken_link_is_found_where_it_is_mended(
    blank_trial: TrialProtocol, place: str, value: object, broken: set[Broken]
) -> None:
    trial = _with(_linked(blank_trial), place, value)
    found = gaps(trial)
    assert set(found) == broken
    assert len(found) == len(broken)


def test_an_estimand_is_about_an_endpoint_of_its_objective(blank_trial: TrialProtocol) -> None:
    trial = _linked(blank_trial)
    trial = add_entry("endpoints", {"variable": "Craving", "time_frame": "a day"}, "", "end")(trial)
    other = trial.endpoints[1].id
    trial = _with(trial, "objectives[obj-1].estimand.endpoint", other)
    place = "objectives[obj-1].estimand.endpoint"
    assert Broken(Gap.ESTIMAND_OF_ANOTHER_ENDPOINT, place, "Fewer drinks") in gaps(trial)


def test_two_primary_endpoints_need_a_word_on_multiplicity(blank_trial: TrialProtocol) -> None:
    trial = _linked(blank_trial)
    second = {"variable": "Craving", "time_frame": "a day", "activities": ["act-1"]}
    trial = add_entry("endpoints", second, "", "end")(trial)
    trial = _with(trial, "objectives[obj-1].endpoints", ["end-1", trial.endpoints[1].id])
    assert gaps(trial) == (Broken(Gap.SEVERAL_PRIMARY_ENDPOINTS, "statistics.multiplicity", "2"),)
    assert gaps(_with(trial, "statistics.multiplicity", "Holm.")) == ()


def test_harms_are_analysed_in_their_own_place(blank_trial: TrialProtocol) -> None:
    trial = _linked(blank_trial)
    trial = _with(trial, "objectives[obj-1].concern", "harm")
    trial = _with(trial, "objectives[obj-1].level", "secondary")
    places = {broken.place for broken in gaps(trial)}
    assert places == {"objectives", "statistics.harms_analysis"}


def test_what_only_verifies_an_endpoint_needs_a_visit_too(blank_trial: TrialProtocol) -> None:
    trial = _with(_linked(blank_trial), "endpoints[end-1].verified_by", ["act-2"])
    expected = Broken(Gap.ACTIVITY_WITHOUT_VISIT, "schedule.activities[act-2]", "Consent form")
    assert gaps(trial) == (expected,)


def test_the_sample_names_only_activities_that_no_endpoint_uses(sample_trial: TrialProtocol) -> None:
    assert {broken.gap for broken in gaps(sample_trial)} <= {Gap.ACTIVITY_WITHOUT_PURPOSE}
    assert len(threads(sample_trial)) == 9
