"""The pump table: volumes and rates against numbers computed by hand."""

from fractions import Fraction

import pytest

from protocol_designer.derived.pump import pump_row, pump_table
from protocol_designer.derived.undecided import Undecided
from protocol_designer.quantities import Quantity, Unit
from tests.derived.builders import infusion, population, regimen

TWO_MG_PER_ML = {"final_concentration": "2 mg/mL"}


def _kg(weight: str) -> Quantity:
    return Quantity(Fraction(weight), Unit.KILOGRAM)


def test_volume_and_rate_follow_from_the_concentration() -> None:
    """0.60 mg/kg at 80 kg is 48 mg, 24 mL of 2 mg/mL, 28.8 mL/h over 50 min."""
    row = pump_row(regimen(infusion("per_kg", "0.60 mg/kg", "50 min"), preparation=TWO_MG_PER_ML), _kg("80"))
    step = row.steps[0]
    assert (step.volume_ml, step.rate_ml_per_h, step.programmed_ml_per_h) == (
        24,
        Fraction("28.8"),
        Fraction("28.8"),
    )
    assert step.rounding_error_percent == 0
    assert row.total_volume_ml == 24


def test_a_rate_is_rounded_to_the_pumps_resolution() -> None:
    """0.5 mg/kg at 71 kg is 35.5 mg, 17.75 mL; over 40 min that is 26.625 mL/h."""
    step = pump_row(
        regimen(infusion("per_kg", "0.5 mg/kg", "40 min"), preparation=TWO_MG_PER_ML), _kg("71")
    ).steps[0]
    assert step.rate_ml_per_h == Fraction("26.625")
    assert step.programmed_ml_per_h == Fraction("26.6")
    error = step.rounding_error_percent
    assert error is not None
    assert round(float(error), 4) == -0.0939


@pytest.mark.parametrize(
    ("weight", "programmed"), [("50.5", "50"), ("51.5", "52"), ("52.5", "52"), ("51.4", "51")]
)
def test_half_a_setting_goes_to_the_even_one(weight: str, programmed: str) -> None:
    """1 mg/kg over 1 h of 1 mg/mL runs as many mL/h as there are kg."""
    preparation = {"final_concentration": "1 mg/mL", "pump_resolution": "1 mL/h"}
    step = pump_row(
        regimen(infusion("per_kg", "1 mg/kg", "60 min"), preparation=preparation), _kg(weight)
    ).steps[0]
    assert step.programmed_ml_per_h == Fraction(programmed)


def test_a_resolution_may_be_in_another_unit() -> None:
    preparation = {"final_concentration": "1 mg/mL", "pump_resolution": "0.1 mL/min"}
    step = pump_row(
        regimen(infusion("per_kg", "1 mg/kg", "60 min"), preparation=preparation), _kg("70")
    ).steps[0]
    assert step.programmed_ml_per_h == 72


def test_a_written_volume_goes_before_a_computed_one() -> None:
    step = pump_row(
        regimen(infusion("per_kg", "0.6 mg/kg", "30 min", volume="50 mL"), preparation=TWO_MG_PER_ML),
        _kg("80"),
    ).steps[0]
    assert (step.volume_ml, step.rate_ml_per_h) == (50, 100)


def test_where_nothing_runs_there_is_no_rate() -> None:
    """0.5 mg/kg IM at 80 kg of 50 mg/mL is 0.8 mL, by hand."""
    injection = {"kind": "injection", "basis": "per_kg", "amount": "0.5 mg/kg"}
    step = pump_row(regimen(injection, preparation={"final_concentration": "50 mg/mL"}), _kg("80")).steps[0]
    assert step.volume_ml == Fraction("0.8")
    assert (step.rate_ml_per_h, step.programmed_ml_per_h, step.rounding_error_percent) == (None, None, None)


def test_without_concentration_there_is_no_volume() -> None:
    row = pump_row(regimen(infusion("per_kg", "0.6 mg/kg", "50 min")), _kg("80"))
    assert row.steps[0].volume_ml is None
    assert row.steps[0].rate_ml_per_h is None
    assert row.total_volume_ml is None


def test_a_volume_matched_step_has_only_a_written_volume() -> None:
    """The drug's concentration says nothing of plain saline."""
    matched = {"kind": "bolus", "basis": "volume_matched", "duration": "2 min", "drug": "sodium_chloride"}
    silent = pump_row(regimen(matched, preparation=TWO_MG_PER_ML), _kg("80")).steps[0]
    written = pump_row(regimen(matched | {"volume": "4 mL"}, preparation=TWO_MG_PER_ML), _kg("80")).steps[0]
    assert silent.volume_ml is None
    assert (written.volume_ml, written.rate_ml_per_h) == (4, 120)


def test_rows_are_the_bounds_round_weights_and_the_cap_weight() -> None:
    capped = regimen(infusion("per_kg", "0.71 mg/kg", "52 min"), cap="60 mg", preparation=TWO_MG_PER_ML)
    rows = pump_table(capped, population("48 kg", "97 kg"), step_kg=10)
    biting = Fraction(6000, 71)
    assert [row.weight_kg for row in rows] == [48, 50, 60, 70, 80, biting, 90, 97]
    assert [row.administration.is_capped for row in rows] == [False] * 6 + [True] * 2
    assert {row.total_volume_ml for row in rows[5:]} == {30}


def test_round_bounds_stand_once() -> None:
    rows = pump_table(regimen(infusion("per_kg", "0.5 mg/kg", "40 min")), population("50 kg", "65 kg"))
    assert [row.weight_kg for row in rows] == [50, 55, 60, 65]


@pytest.mark.parametrize(
    ("low", "high", "drug", "place"),
    [
        (None, "65 kg", "ketamine", "population.weight_min"),
        ("50 kg", None, "ketamine", "population.weight_max"),
        ("50 kg", "65 kg", None, "regimens[reg-1].drug"),
    ],
)
def test_what_is_missing_is_named(low: str | None, high: str | None, drug: str | None, place: str) -> None:
    case = regimen(infusion("per_kg", "0.5 mg/kg", "40 min"), drug=drug, cap="30 mg")
    with pytest.raises(Undecided) as missing:
        pump_table(case, population(low, high))
    assert missing.value.place == place
