"""A protocol is whole: identities are unique and every reference names something that exists."""

from copy import deepcopy
from typing import Any

import pytest
from pydantic import ValidationError

from protocol_designer.domain.messages import sentence
from protocol_designer.domain.trial import TrialProtocol
from tests.domain.whole import WHOLE


def _keys(path: str) -> list[str | int]:
    return [int(key) if key.isdecimal() else key for key in path.split(".")]


def _with(path: str, value: object) -> dict[str, Any]:
    document = deepcopy(WHOLE)
    *way, last = _keys(path)
    node: Any = document
    for key in way:
        node = node[key]
    node[last] = value
    return document


def _at(path: str) -> Any:
    node: Any = WHOLE
    for key in _keys(path):
        node = node[key]
    return node


def _refusal(document: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as refusal:
        TrialProtocol.model_validate(document)
    return sentence(refusal.value)


def test_a_whole_protocol_is_taken() -> None:
    trial = TrialProtocol.model_validate(WHOLE)
    assert trial.regimens_of(trial.arm("arm-1")) == (trial.regimen("reg-1"),)
    assert trial.arms_with_regimen("reg-2") == (trial.arm("arm-2"),)
    assert trial.course("course-1").sessions[0].visit == "visit-1"
    for find in (trial.arm, trial.regimen, trial.course):
        with pytest.raises(KeyError):
            find("gone")


@pytest.mark.parametrize(
    "path",
    [
        "design.sequences.0.arms.1",
        "arms.0.regimens.0",
        "arms.0.courses.0",
        "arms.0.other_interventions.0",
        "arms.0.factor_levels.0.factor",
        "arms.0.factor_levels.0.level",
        "design.factors.0.levels.0.regimens.0",
        "design.factors.0.levels.0.courses.0",
        "design.factors.0.levels.0.other_interventions.0",
        "regimens.0.visits.0",
        "regimens.0.timing.anchor.visit",
        "regimens.0.condition.decided_at",
        "regimens.1.matched_to",
        "courses.0.sessions.0.visit",
        "courses.0.sessions.0.timing.anchor.visit",
        "other_interventions.0.visits.0",
        "other_interventions.0.timing.anchor.visit",
        "schedule.visits.0.epoch",
        "schedule.visits.0.arms.0",
        "schedule.visits.1.timing.anchor.visit",
        "schedule.cells.0.activity",
        "schedule.cells.0.visit",
        "endpoints.0.timepoint.anchor.visit",
        "endpoints.0.activities.0",
        "endpoints.0.verified_by.0",
        "objectives.0.endpoints.0",
        "objectives.0.estimand.endpoint",
        "dosing_day.rescue_plans.0.regimens.0",
        "harms.events_of_interest.0.activities.0",
    ],
)
def test_a_reference_to_nothing_is_refused(path: str) -> None:
    refusal = _refusal(_with(path, "gone"))
    assert "refers to gone, which does not exist" in refusal
    root = path.split(".", maxsplit=1)[0]
    assert refusal.startswith(root)


@pytest.mark.parametrize(
    "path",
    [
        "design.factors",
        "design.factors.0.levels",
        "design.sequences",
        "arms",
        "regimens",
        "courses",
        "courses.0.sessions",
        "other_interventions",
        "schedule.epochs",
        "schedule.visits",
        "schedule.activities",
        "endpoints",
        "objectives",
        "dosing_day.rescue_plans",
        "harms.events_of_interest",
    ],
)
def test_an_identity_given_twice_is_refused(path: str) -> None:
    first = _at(path)[0]
    refusal = _refusal(_with(path, [*_at(path), first]))
    assert f"the identity {first['id']}; identities are unique" in refusal


@pytest.mark.parametrize(
    "path",
    [
        "arms.0.regimens",
        "arms.0.courses",
        "arms.0.other_interventions",
        "arms.0.factor_levels",
        "design.factors.0.levels.0.regimens",
        "regimens.0.visits",
        "other_interventions.0.visits",
        "schedule.visits.0.arms",
        "schedule.cells",
        "narrative",
    ],
)
def test_what_would_count_twice_is_listed_once(path: str) -> None:
    assert "twice; list it once" in _refusal(_with(path, [*_at(path), _at(path)[0]]))


def test_a_condition_may_come_back_in_a_sequence() -> None:
    document = _with("design.sequences.0.arms", ["arm-1", "arm-2", "arm-2", "arm-1"])
    assert len(TrialProtocol.model_validate(document).design.sequences[0].arms) == 4


def test_a_regimen_is_not_matched_to_itself() -> None:
    assert "refers to reg-2" in _refusal(_with("regimens.1.matched_to", "reg-2"))


def test_an_arm_holds_a_level_of_that_very_factor() -> None:
    factors = [
        *_at("design.factors"),
        {"id": "talk", "name": "Talk", "levels": [{"id": "much", "name": "Much"}]},
    ]
    document = _with("design.factors", factors)
    document["arms"][0]["factor_levels"][0]["level"] = "much"
    assert "refers to much" in _refusal(document)
