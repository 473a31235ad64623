"""Totals, extremes, windows and shares of doses, each against a figure worked out by hand."""

from fractions import Fraction
from typing import Any

import pytest

from protocol_designer.derived.doses import End, administration_at, cap_weight_kg
from protocol_designer.derived.pump import PumpRow, PumpStep
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.amounts import is_flat, most_in_window, total_or_ceiling
from protocol_designer.rules.view import TrialView
from tests.rules.build import at, bolus, formulary_in_force, found, ketamine, protocol, regimen, step, visits

KG_70 = Quantity.parse("70 kg")


def _view(trial: TrialProtocol) -> TrialView:
    return TrialView(trial, formulary_in_force())


def _first(*steps: dict[str, Any], **more: Any) -> Any:
    return protocol(ketamine(*steps, **more)).regimens[0]


def test_the_cap_of_a_dose_range_bites_on_its_upper_end() -> None:
    given = _first(step("0.5 mg/kg", "40 min", amount_high="1 mg/kg"), cap="80 mg")
    assert cap_weight_kg(given) == 80


@pytest.mark.parametrize(("ceiling", "most"), [("2 mg/kg", 140), ("90 mg", 90)])
def test_a_ceiling_per_kg_grows_with_weight_and_one_in_mg_does_not(ceiling: str, most: int) -> None:
    given = _first(
        step("150 ng/mL", "30 min", "target_controlled"), target_control={"total_ceiling": ceiling}
    )
    assert total_or_ceiling(administration_at(given, KG_70)) == most


def test_a_dose_is_flat_only_where_every_step_is() -> None:
    mixed = _first(bolus("0.1 mg/kg", "2 min"), step("20 mg", "30 min"))
    assert not is_flat(mixed, Unit.MG_PER_KG)
    assert not is_flat(mixed, Unit.MILLIGRAM)
    assert is_flat(_first(step("20 mg", "30 min")), Unit.MILLIGRAM)


def test_a_rescue_dose_is_flat_unless_its_total_is_held_in_mg() -> None:
    rescue = {"use": "rescue", "condition": {"condition": "agitation"}}
    assert is_flat(_first(step("0.5 mg/kg", "40 min"), **rescue), Unit.MG_PER_KG)
    held = _first(step("0.5 mg/kg", "40 min"), planned_cumulative_max="60 mg", **rescue)
    assert not is_flat(held, Unit.MG_PER_KG)


@pytest.mark.parametrize(
    ("window", "most"),
    [
        ("10 min", Fraction(42)),
        ("5 min", Fraction(301, 8)),
        ("2 min", Fraction(35)),
        ("1 min", Fraction(35, 2)),
        ("60 min", Fraction(63)),
    ],
)
def test_the_most_in_a_window_takes_parts_of_steps(window: str, most: Fraction) -> None:
    # At 70 kg, 35 mg over 2 min and then 28 mg over 32 min, which is 7/8 mg/min.
    given = _first(bolus("0.5 mg/kg", "2 min"), step("0.4 mg/kg", "32 min"))
    assert most_in_window(administration_at(given, KG_70), Quantity.parse(window).in_base) == most


def test_two_pushes_count_together_only_within_the_window() -> None:
    given = _first(bolus("0.2 mg/kg", "1 min"), bolus("0.3 mg/kg", "1 min", pause_before="8 min"))
    dose = administration_at(given, KG_70)
    assert most_in_window(dose, Fraction(10)) == 35
    assert most_in_window(dose, Fraction(9)) == 21
    assert most_in_window(dose, Fraction(19, 2)) == 28
    assert most_in_window(dose, Fraction(1)) == 21


def test_the_volume_of_a_dose_is_not_known_while_that_of_one_step_is_not() -> None:
    dose = administration_at(_first(step("0.5 mg/kg", "40 min")), KG_70)
    known = PumpStep(dose.steps[0], Fraction(7), None, None)
    unknown = PumpStep(dose.steps[0], None, None, None)
    assert PumpRow(dose.weight_kg, dose, (known, unknown)).total_volume_ml is None
    assert PumpRow(dose.weight_kg, dose, (known, known)).total_volume_ml == 14


def test_the_least_of_a_range_is_its_lower_end_and_a_cap_lowers_it_per_kg() -> None:
    trial = protocol(ketamine(step("0.5 mg/kg", "40 min", amount_high="1 mg/kg"), cap="40 mg"))
    view, given = _view(trial), trial.regimens[0]
    assert view.smallest_total_per_kg(given).value == Quantity(Fraction(2, 5), Unit.MG_PER_KG)
    assert view.largest_total_per_kg(given).value == Quantity(Fraction(4, 5), Unit.MG_PER_KG)
    assert view.smallest_total(given).value == Quantity(Fraction(25), Unit.MILLIGRAM)
    assert view.largest_total(given).value == Quantity(Fraction(40), Unit.MILLIGRAM)


def test_the_least_of_a_capped_dose_needs_the_weights_and_its_most_does_not() -> None:
    trial = protocol(ketamine(step("0.5 mg/kg", "40 min"), cap="40 mg"), weights=(None, None))
    view, given = _view(trial), trial.regimens[0]
    assert view.largest_total_per_kg(given).value == Quantity(Fraction(1, 2), Unit.MG_PER_KG)
    with pytest.raises(Undecided):
        view.smallest_total_per_kg(given)


@pytest.mark.parametrize("weights", [("50 kg", None), (None, "100 kg")])
def test_a_fixed_dose_per_kg_needs_both_weights(weights: tuple[str | None, str | None]) -> None:
    trial = protocol(ketamine(step("40 mg", "40 min")), weights=weights)
    view, given = _view(trial), trial.regimens[0]
    assert view.largest_total(given).value == Quantity(Fraction(40), Unit.MILLIGRAM)
    with pytest.raises(Undecided):
        view.largest_total_per_kg(given)


def test_the_least_that_a_target_gives_is_not_known_but_its_most_is() -> None:
    target = step("150 ng/mL", "30 min", "target_controlled")
    trial = protocol(ketamine(target, target_control={"total_ceiling": "2 mg/kg"}))
    view, given = _view(trial), trial.regimens[0]
    assert view.largest_total(given).value == Quantity(Fraction(200), Unit.MILLIGRAM)
    with pytest.raises(Undecided):
        view.smallest_total(given)


def test_a_low_dose_arm_is_a_share_of_the_least_of_the_other() -> None:
    low = {**ketamine(step("0.1 mg/kg", "40 min", amount_high="0.2 mg/kg")), "id": "low", "name": "Low"}
    high = {**ketamine(step("0.5 mg/kg", "40 min", amount_high="0.8 mg/kg")), "id": "high", "name": "High"}
    arms = [
        {"id": "one", "name": "One", "regimens": ["low"]},
        {"id": "two", "name": "Two", "regimens": ["high"]},
    ]
    trial = protocol(low, high, arms=arms)
    view = _view(trial)
    share = view.share_of(trial.regimens[0], trial.regimens[1])
    assert share.value == Quantity(Fraction(40), Unit.PERCENT)


def test_infusions_of_one_session_add_their_fastest_rates() -> None:
    first = ketamine(step("0.5 mg/kg", "50 min"), bolus("0.1 mg/kg", "30 s"))
    second = {**ketamine(step("0.4 mg/kg", "20 min")), "id": "second", "name": "Second"}
    trial = protocol(first, second)
    together = _view(trial).rate_if_together(trial.regimens[0], "ketamine.iv.sustained_rate.soft")
    assert together is not None
    assert together.value.in_base == Fraction(3, 100)


def test_a_session_adds_regimens_that_meet_and_no_rescue() -> None:
    extra = {**regimen("midazolam", bolus("1 mg", "2 min")), "id": "second", "name": "Second"}
    rescue = {
        **regimen("midazolam", bolus("2 mg", "2 min"), use="rescue"),
        "id": "rescue",
        "name": "Rescue",
        "condition": {"condition": "agitation"},
    }
    trial = protocol(regimen("midazolam", bolus("3 mg", "2 min")), extra, rescue)
    assert _view(trial).session_total(trial.regimens[0]).value == Quantity(Fraction(4), Unit.MILLIGRAM)


def test_sessions_on_different_days_do_not_add_up() -> None:
    early = ketamine(step("0.5 mg/kg", "40 min"), visits=at(1))
    late = {**ketamine(step("0.4 mg/kg", "40 min"), visits=at(2)[1:]), "id": "late", "name": "Late"}
    trial = protocol(early, late, days=visits("1 day", "8 day"))
    view = _view(trial)
    assert view.exposure_per_kg(trial.regimens[0]).value == Quantity(Fraction(1, 2), Unit.MG_PER_KG)
    assert view.doses(trial.regimens[0], End.LOW)[0].total_mg == 25


def test_the_least_per_kg_of_a_range_without_cap_is_its_lower_end() -> None:
    trial = protocol(ketamine(step("0.5 mg/kg", "40 min", amount_high="1 mg/kg")))
    least = _view(trial).smallest_total_per_kg(trial.regimens[0])
    assert least.value == Quantity(Fraction(1, 2), Unit.MG_PER_KG)


@pytest.mark.parametrize("weights", [("50 kg", None), (None, "100 kg")])
def test_no_weight_is_named_while_one_bound_is_open(weights: tuple[str | None, str | None]) -> None:
    assert _view(protocol(ketamine(), weights=weights)).at_weight(Fraction(1)) is None


def test_the_largest_of_several_sessions_counts_whatever_their_order() -> None:
    daily = regimen("midazolam", bolus("2 mg", "2 min"), visits=at(2))
    more = {**regimen("midazolam", bolus("1 mg", "2 min"), visits=at(2)[1:]), "id": "more", "name": "More"}
    trial = protocol(daily, more, days=visits("1 day", "8 day"))
    assert _view(trial).session_total(trial.regimens[0]).value == Quantity(Fraction(3), Unit.MILLIGRAM)


def test_a_share_of_a_dose_of_one_mg_is_computed() -> None:
    low = {**ketamine(step("0.5 mg", "40 min")), "id": "low", "name": "Low"}
    high = {**ketamine(step("1 mg", "40 min")), "id": "high", "name": "High"}
    arms = [
        {"id": "one", "name": "One", "regimens": ["low"]},
        {"id": "two", "name": "Two", "regimens": ["high"]},
    ]
    trial = protocol(low, high, arms=arms)
    share = _view(trial).share_of(trial.regimens[0], trial.regimens[1])
    assert share.value == Quantity(Fraction(50), Unit.PERCENT)


def test_steps_are_numbered_from_one_in_what_is_said_of_them() -> None:
    trial = protocol(ketamine(step("1 mg/kg", "2 min", "bolus"), step("3 mg/kg", "20 min")))
    held = _view(trial).held(trial.regimens[0], "tier.t3.rate")
    assert [stretch.steps for stretch in held] == ["steps 1 to 2 hold on average"]
    short = protocol(ketamine(step("0.2 mg/kg", "40 min"), bolus("0.1 mg/kg", "10 s")))
    assert any("step 2 is given over 10 s" in finding.message for finding in found(short, "RATE-002"))
