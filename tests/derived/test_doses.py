"""Dose arithmetic against numbers computed without the project (by hand, in decimal)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol_designer.derived.doses import (
    End,
    administration_at,
    administration_minutes,
    cap_weight_kg,
    deciding_weights,
    has_per_kg_dose,
    step_place,
)
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.quantities import Quantity, Unit
from tests.derived.builders import infusion, population, regimen


def _kg(weight: str | Fraction) -> Quantity:
    return Quantity(Fraction(weight), Unit.KILOGRAM)


def test_a_dose_per_kg() -> None:
    """0.71 mg/kg at 118 kg is 83.78 mg."""
    dose = administration_at(regimen(infusion("per_kg", "0.71 mg/kg", "52 min")), _kg("118"))
    assert dose.total_mg == Fraction("83.78")
    assert dose.total_mg_per_kg == Fraction("0.71")
    assert dose.steps[0].mg_per_min == Fraction(8378, 5200)


def test_the_rate_of_the_long_step() -> None:
    """0.60 mg/kg over 50 min is 0.012 mg/kg/min, at any weight."""
    for weight in ("45", "70", "118.3"):
        step = administration_at(regimen(infusion("per_kg", "0.60 mg/kg", "50 min")), _kg(weight)).steps[0]
        assert step.mg_per_kg_per_min == Fraction("0.012")


def test_a_rate_at_its_limit_is_exactly_the_limit() -> None:
    """0.8 mg/kg over 40 min is 0.020 mg/kg/min, not a hair more or less."""
    step = administration_at(regimen(infusion("per_kg", "0.8 mg/kg", "40 min")), _kg("83.7")).steps[0]
    assert step.mg_per_kg_per_min == Fraction(2, 100)


def test_a_fixed_dose_weighs_most_on_the_lightest() -> None:
    """Lorazepam 2 mg at 45 kg is 0.0444... mg/kg."""
    tablet = regimen({"kind": "dose", "basis": "fixed", "amount": "2 mg"}, drug="lorazepam")
    dose = administration_at(tablet, _kg("45"))
    assert dose.total_mg == 2
    assert dose.total_mg_per_kg == Fraction(2, 45)
    assert dose.duration_min == 0
    assert dose.steps[0].mg_per_min is None


@pytest.mark.parametrize(
    ("basis", "amount", "duration", "mg"),
    [
        ("rate_per_kg", "0.5 mg/kg/h", "2 h", "70"),
        ("rate_per_kg", "10 mcg/kg/min", "30 min", "21"),
        ("rate_fixed", "6 mg/h", "90 min", "9"),
        ("rate_fixed", "500 mcg/min", "0.5 h", "15"),
        ("per_kg", "500 mcg/kg", "40 min", "35"),
        ("fixed", "0.05 g", "40 min", "50"),
    ],
)
def test_every_basis_at_70_kg(basis: str, amount: str, duration: str, mg: str) -> None:
    assert administration_at(regimen(infusion(basis, amount, duration)), _kg("70")).total_mg == Fraction(mg)


def test_two_steps_add_up() -> None:
    """0.11 mg/kg over 2 min and 0.60 mg/kg over 50 min: 0.71 mg/kg over 52 min; the bolus runs at 0.055."""
    two_step = regimen(
        {"kind": "bolus", "basis": "per_kg", "amount": "0.11 mg/kg", "duration": "2 min"},
        infusion("per_kg", "0.60 mg/kg", "50 min"),
    )
    dose = administration_at(two_step, _kg("80"))
    assert dose.total_mg_per_kg == Fraction("0.71")
    assert dose.duration_min == 52
    assert dose.steps[0].mg_per_kg_per_min == Fraction("0.055")
    assert [step.index for step in dose.steps] == [0, 1]


def test_pauses_count_in_the_length_but_not_in_a_rate() -> None:
    dose = administration_at(
        regimen(
            infusion("per_kg", "0.5 mg/kg", "40 min"),
            infusion("per_kg", "0.5 mg/kg", "40 min", pause_before="10 min"),
        ),
        _kg("70"),
    )
    assert dose.duration_min == 90
    assert dose.steps[1].mg_per_kg_per_min == Fraction(1, 80)


def test_several_sprays_are_one_dose() -> None:
    """Three devices of 28 mg are 84 mg."""
    spray = regimen({"kind": "device", "basis": "fixed", "amount": "28 mg", "count": 3}, drug="esketamine")
    assert administration_at(spray, _kg("70")).total_mg == 84


def test_both_ends_of_a_dose_range() -> None:
    ranged = regimen(infusion("per_kg", "0.4 mg/kg", "40 min", amount_high="0.6 mg/kg"))
    assert administration_at(ranged, _kg("50"), End.LOW).total_mg == 20
    assert administration_at(ranged, _kg("50"), End.HIGH).total_mg == 30
    assert administration_at(ranged, _kg("50")).total_mg == 30


def test_a_cap_of_71_mg_on_0_71_mg_per_kg_bites_above_exactly_100_kg() -> None:
    capped = regimen(infusion("per_kg", "0.71 mg/kg", "52 min"), cap="71 mg")
    assert cap_weight_kg(capped) == 100
    at, above = administration_at(capped, _kg("100")), administration_at(capped, _kg("100.001"))
    assert (at.total_mg, at.is_capped) == (71, False)
    assert (above.total_mg, above.is_capped) == (71, True)
    assert administration_at(capped, _kg("99.9")).total_mg == Fraction("70.929")
    assert administration_at(capped, _kg("142")).total_mg_per_kg == Fraction("0.5")


def test_a_cap_shrinks_each_step_alike() -> None:
    capped = regimen(
        {"kind": "bolus", "basis": "per_kg", "amount": "0.11 mg/kg", "duration": "2 min"},
        infusion("per_kg", "0.60 mg/kg", "50 min"),
        cap="71 mg",
    )
    bolus, rest = administration_at(capped, _kg("118")).steps
    assert (bolus.mg, rest.mg) == (11, 60)
    assert bolus.weight_kg == 118
    assert bolus.duration_min == 2


def test_a_cap_beside_a_fixed_step() -> None:
    """10 mg and 0.5 mg/kg reach 60 mg at 100 kg."""
    mixed = regimen(
        infusion("fixed", "10 mg", "5 min"), infusion("per_kg", "0.5 mg/kg", "40 min"), cap="60 mg"
    )
    assert cap_weight_kg(mixed) == 100
    assert administration_at(mixed, _kg("130")).total_mg == 60
    always = regimen(
        infusion("fixed", "70 mg", "5 min"), infusion("per_kg", "0.5 mg/kg", "40 min"), cap="60 mg"
    )
    biting = cap_weight_kg(always)
    assert biting is not None
    assert biting < 0
    assert administration_at(always, _kg("40")).total_mg == 60
    assert cap_weight_kg(regimen(infusion("fixed", "70 mg", "5 min"), cap="60 mg")) is None


@given(
    st.integers(1, 300).map(lambda n: Fraction(n, 100)),
    st.integers(10, 200),
    st.integers(30, 200),
    st.integers(1, 120),
)
def test_no_weight_gets_more_than_the_cap(per_kg: Fraction, cap: int, weight: int, minutes: int) -> None:
    step = infusion("per_kg", str(Quantity(per_kg, Unit.MG_PER_KG)), f"{minutes} min")
    dose = administration_at(regimen(step, cap=f"{cap} mg"), _kg(Fraction(weight)))
    assert dose.total_mg == min(per_kg * weight, Fraction(cap))
    assert dose.is_capped == (per_kg * weight > cap)


def test_volume_matched_saline_holds_no_drug() -> None:
    matched = regimen(
        {"kind": "bolus", "basis": "volume_matched", "duration": "2 min", "drug": "sodium_chloride"},
        infusion("per_kg", "0.025 mg/kg", "50 min"),
        drug="midazolam",
    )
    dose = administration_at(matched, _kg("80"))
    assert dose.steps[0].mg == 0
    assert dose.total_mg == 2
    assert dose.duration_min == 52


@pytest.mark.parametrize(
    ("case", "place"),
    [
        (regimen(infusion("per_kg", "1 mg/kg", "1 min"), drug=None), "regimens[reg-1].drug"),
        (regimen(), "regimens[reg-1].steps"),
        (regimen({"kind": "infusion"}), "regimens[reg-1].steps[0].basis"),
        (regimen({"basis": "per_kg"}), "regimens[reg-1].steps[0].amount"),
        (regimen({"basis": "rate_fixed", "amount": "1 mg/h"}), "regimens[reg-1].steps[0].duration"),
        (regimen({"basis": "volume_matched"}), "regimens[reg-1].steps[0].basis"),
        (
            regimen(infusion("per_kg", "1 mg/kg", "1 min"), {"basis": "fixed"}),
            "regimens[reg-1].steps[1].amount",
        ),
    ],
)
def test_what_is_missing_is_named(case: DrugRegimen, place: str) -> None:
    with pytest.raises(Undecided) as missing:
        administration_at(case, _kg("70"))
    assert missing.value.place == place
    assert f"is not decided ({place})" in str(missing.value)


def test_a_target_has_no_amount_that_arithmetic_could_know() -> None:
    target = regimen(
        {
            "kind": "target_controlled",
            "basis": "target_concentration",
            "amount": "100 ng/mL",
            "duration": "1 h",
        },
        cap="50 mg",
    )
    dose = administration_at(target, _kg("70"))
    assert (dose.total_mg, dose.total_mg_per_kg, dose.is_capped) == (None, None, False)
    assert (dose.steps[0].mg_per_min, dose.steps[0].mg_per_kg, dose.steps[0].mg_per_kg_per_min) == (None,) * 3


def test_length_is_unknown_when_a_steps_is() -> None:
    assert administration_minutes(regimen()) is None
    assert administration_minutes(regimen({"kind": "infusion"})) is None
    assert administration_minutes(regimen({"kind": "bolus"})) is None
    assert administration_minutes(regimen({"kind": "injection"})) == 0


def test_the_deciding_weights_are_the_bounds_and_a_cap_between_them() -> None:
    capped = regimen(infusion("per_kg", "0.71 mg/kg", "52 min"), cap="71 mg")
    assert deciding_weights(capped, population("50 kg", "118 kg")) == tuple(map(_kg, ("50", "100", "118")))
    assert deciding_weights(capped, population("50 kg", "100 kg")) == tuple(map(_kg, ("50", "100")))
    assert deciding_weights(capped, population("100 kg", "118 kg")) == tuple(map(_kg, ("100", "118")))
    assert deciding_weights(capped, population("70 kg", "70 kg")) == (_kg("70"),)


@pytest.mark.parametrize(
    ("low", "high", "place"), [(None, "100 kg", "weight_min"), ("50 kg", None, "weight_max")]
)
def test_without_weight_bounds_there_is_no_worst_case(low: str | None, high: str | None, place: str) -> None:
    with pytest.raises(Undecided) as missing:
        deciding_weights(regimen(infusion("per_kg", "1 mg/kg", "1 min")), population(low, high))
    assert missing.value.place == f"population.{place}"


def test_which_doses_grow_with_weight() -> None:
    assert has_per_kg_dose(regimen(infusion("rate_per_kg", "1 mg/kg/h", "1 h")))
    assert has_per_kg_dose(regimen(infusion("fixed", "1 mg", "1 h"), infusion("per_kg", "1 mg/kg", "1 h")))
    assert not has_per_kg_dose(regimen(infusion("rate_fixed", "1 mg/h", "1 h")))
    assert step_place(regimen(), 2) == "regimens[reg-1].steps[2]"
