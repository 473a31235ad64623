"""Changing the tree by place: what changes, what stays the same object, and what is refused."""

from fractions import Fraction
from typing import Any

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import (
    current,
    next_id,
    with_fields,
    with_inserted,
    with_moved,
    with_value,
    without,
)
from protocol_designer.edits.edit import EditRefused
from protocol_designer.quantities import Quantity, TimeOffset, Unit
from tests.domain.whole import WHOLE


@pytest.fixture
def trial() -> TrialProtocol:
    return TrialProtocol.model_validate(WHOLE)


def _shares_all_but(before: TrialProtocol, after: TrialProtocol, *changed: str) -> None:
    for field in TrialProtocol.model_fields:
        assert (getattr(before, field) is getattr(after, field)) == (field not in changed), field


def test_a_changed_value_leaves_every_other_branch_the_same_object(trial: TrialProtocol) -> None:
    after = with_value(trial, "courses[course-1].sessions[session-1].duration", "90 min")
    assert after.courses[0].sessions[0].duration == Quantity.parse("90 min")
    assert trial.courses[0].sessions[0].duration is None
    _shares_all_but(trial, after, "courses")
    assert after.courses[0].sessions[0].timing is trial.courses[0].sessions[0].timing
    assert after.courses[0].provider is trial.courses[0].provider


def test_a_value_may_be_a_model_or_its_exchange_form(trial: TrialProtocol) -> None:
    place = "population.weight_max"
    assert with_value(trial, place, "100 kg") == with_value(trial, place, Quantity.parse("100 kg"))


def test_setting_what_is_there_changes_nothing(trial: TrialProtocol) -> None:
    assert with_value(trial, "arms[arm-1].name", "Ketamine") is trial
    assert with_value(trial, "arms[arm-1].regimens", ["reg-1"]) is trial
    assert with_value(trial, "design.washout", None) is trial
    assert with_moved(trial, "schedule.visits[visit-1]", 0) is trial
    assert with_fields(trial, "arms[arm-1]", name="Ketamine") is trial
    weighed = with_value(trial, "population.weight_max", "100 kg")
    assert with_value(weighed, "population.weight_max", "100.0 kg") is weighed


def test_the_same_amount_written_otherwise_is_a_change(trial: TrialProtocol) -> None:
    hours = with_value(trial, "design.washout", "24 h")
    days = with_value(hours, "design.washout", "1 day")
    assert days is not hours
    assert str(days.design.washout) == "1 day"


def test_one_entry_of_a_plain_list_can_be_replaced(trial: TrialProtocol) -> None:
    shared = with_value(trial, "design.allocation.ratio", [1, 1])
    assert with_value(shared, "design.allocation.ratio[1]", 2).design.allocation.ratio == (1, 2)


@pytest.mark.parametrize("position", [0, 1, 2, None])
def test_a_part_is_inserted_where_it_is_wanted(trial: TrialProtocol, position: int | None) -> None:
    after = with_inserted(trial, "arms", {"id": "arm-9", "name": "Saline"}, position)
    names = ["Ketamine", "Midazolam"]
    names.insert(2 if position is None else position, "Saline")
    assert [arm.name for arm in after.arms] == names
    _shares_all_but(trial, after, "arms")
    assert {id(arm) for arm in trial.arms} < {id(arm) for arm in after.arms}


@pytest.mark.parametrize(("to", "order"), [(0, "cab"), (1, "acb"), (2, "abc")])
def test_a_part_is_moved_to_a_position(blank_trial: TrialProtocol, to: int, order: str) -> None:
    trial = with_value(blank_trial, "arms", [{"id": name, "name": name} for name in "abc"])
    after = with_moved(trial, "arms[c]", to)
    assert "".join(arm.id for arm in after.arms) == order


def test_a_part_that_nothing_needs_is_removed(trial: TrialProtocol) -> None:
    after = without(trial, "schedule.cells[0]")
    assert after.schedule.cells == ()
    assert without(trial, "schedule.visits[visit-2]").schedule.visits == trial.schedule.visits[:1]


@pytest.mark.parametrize(
    ("place", "user"),
    [
        ("arms[arm-1]", "design.sequences[ab].arms refers to arm-1"),
        ("regimens[reg-1]", "arms[arm-1].regimens refers to reg-1"),
        ("schedule.visits[visit-1]", "refers to visit-1"),
        ("schedule.activities[act-1]", "refers to act-1"),
        ("design.factors[drug].levels[on]", "arms[arm-1].factor_levels refers to on"),
        ("endpoints[end-1]", "objectives[obj-1].endpoints refers to end-1"),
    ],
)
def test_a_part_that_something_needs_stays(trial: TrialProtocol, place: str, user: str) -> None:
    with pytest.raises(EditRefused) as refusal:
        without(trial, place)
    assert user in str(refusal.value)


def _refused(change: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(EditRefused) as refusal:
        change(*arguments, **named)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        ("population.weight_min", "50", "population.weight_min: “50” has no unit"),
        ("population.weight_min", "0,5 kg", "write a point"),
        ("arms[arm-1].name", "", "arms[arm-1].name: this text is empty"),
        ("arms[arm-1].planned_n", "12", "arms[arm-1].planned_n"),
        ("arms[arm-1].regimens", ["reg-9"], "arms[arm-1].regimens refers to reg-9"),
        ("arms[arm-1].id", "arm-2", "identity arm-2"),
        ("arms", None, "arms"),
        ("arms", [{"id": "arm-1"}], "arms[0].name: this field is required"),
        ("arms[arm-7].name", "X", "there is no arm-7 here"),
        ("arms[0].name", "X", "there is no 0 here"),
        ("arms[arm-1].colour", "X", "there is no field colour"),
        ("arms[arm-1].name.first", "X", "there is no field first"),
        ("design.washout[0]", "X", "something that has none"),
        ("the arms", "X", "is not a place"),
        ("", "X", "is not a place"),
        ("schema_version", 2, "schema_version"),
        ("courses[course-1].sessions[session-1].timing.latest", "-1 day", "before it starts"),
        ("courses[course-1].sessions[session-1].timing.anchor.visit", None, "names that visit"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_its_place(
    trial: TrialProtocol, place: str, value: object, told: str
) -> None:
    assert told in _refused(with_value, trial, place, value)


def test_lists_are_changed_only_where_there_are_lists_and_positions(trial: TrialProtocol) -> None:
    arm = {"id": "arm-9", "name": "Saline"}
    assert "is not a list" in _refused(with_inserted, trial, "identity", arm)
    assert "no field" in _refused(with_inserted, trial, "colours", arm)
    assert "no position 3 in a list of 2" in _refused(with_inserted, trial, "arms", arm, 3)
    assert "no position -1" in _refused(with_inserted, trial, "arms", arm, -1)
    assert "no position 2" in _refused(with_moved, trial, "arms[arm-1]", 2)
    assert "no position -1" in _refused(with_moved, trial, "arms[arm-1]", -1)
    assert "no arm-9 here" in _refused(with_moved, trial, "arms[arm-9]", 0)
    assert "not an entry of a list" in _refused(with_moved, trial, "arms", 0)
    assert "not an entry of a list" in _refused(without, trial, "identity")
    assert "no arm-9 here" in _refused(without, trial, "arms[arm-9]")
    assert "is not a place" in _refused(without, trial, "the arms")
    assert "no arm-9 here" in _refused(current, trial, "arms[arm-9].name")
    assert "identity arm-1" in _refused(with_inserted, trial, "arms", arm | {"id": "arm-1"})


def test_fields_that_only_fit_together_change_together(trial: TrialProtocol) -> None:
    step = {"kind": "infusion", "basis": "per_kg", "amount": "0.5 mg/kg", "duration": "40 min"}
    dosed = with_value(trial, "regimens[reg-1].steps", [step])
    place = "regimens[reg-1].steps[0]"
    assert "change the unit or the basis" in _refused(with_value, dosed, f"{place}.basis", "fixed")
    after = with_fields(dosed, place, basis="fixed", amount="30 mg")
    assert str(after.regimens[0].steps[0].amount) == "30 mg"
    assert after.regimens[0].steps[0].duration is dosed.regimens[0].steps[0].duration
    assert place in _refused(with_fields, dosed, place, basis="fixed", amount="30")
    assert "not known here" in _refused(with_fields, dosed, place, colour="red")
    assert "has no fields" in _refused(with_fields, dosed, "arms", name="X")
    assert with_fields(dosed, "", started_from="grabski_2022").started_from == "grabski_2022"


def test_identities_are_never_given_twice(blank_trial: TrialProtocol) -> None:
    trial = with_value(blank_trial, "arms", [{"id": f"arm-{n}", "name": "A"} for n in (1, 2, 5)])
    trial, first = next_id(trial, "arm")
    assert first == "arm-3"
    trial = without(with_inserted(trial, "arms", {"id": first, "name": "New"}), "arms[arm-3]")
    assert next_id(trial, "arm")[1] == "arm-4"
    trial = without(trial, "arms[arm-5]")
    assert next_id(trial, "arm")[1] == "arm-6"
    assert next_id(trial, "visit")[1] == "visit-6"


def test_a_model_that_was_never_checked_is_checked_on_its_way_in(trial: TrialProtocol) -> None:
    """A copied model skips its validators, a constructed one all of them."""
    session = trial.courses[0].sessions[0]
    assert session.timing is not None
    place = "courses[course-1].sessions[session-1].timing"
    turned = session.timing.model_copy(update={"target": TimeOffset.parse("9 day")})
    assert f"{place}: the target 9 days lies outside" in _refused(with_value, trial, place, turned)
    unnamed = trial.arms[0].model_copy(update={"id": "arm-9", "name": ""})
    assert "this text is empty" in _refused(with_inserted, trial, "arms", unnamed)
    assert "this text is empty" in _refused(with_value, trial, "arms", (*trial.arms, unnamed))
    third = Quantity(Fraction(1, 3), Unit.HOUR)
    sessions = (session.model_copy(update={"duration": third}),)
    assert "no finite decimal form" in _refused(with_fields, trial, "courses[course-1]", sessions=sessions)
    assert "no finite decimal form" in _refused(with_value, trial, "design.washout", third)
