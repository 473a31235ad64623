"""What a part of a protocol can never be, and the sentence that says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from protocol_designer.domain.codes import Measure
from protocol_designer.domain.design import Allocation, Blinding
from protocol_designer.domain.dosing_day import StaffMember, Threshold
from protocol_designer.domain.evidence import Justification, OpenQuestion
from protocol_designer.domain.interventions import DoseBasis, DoseStep
from protocol_designer.domain.m11_sections import M11_HEADINGS
from protocol_designer.domain.messages import sentence
from protocol_designer.domain.narrative import NarrativeSection
from protocol_designer.domain.population import NumericBound, Population
from protocol_designer.domain.timing import Anchor, AnchorKind, Timing
from protocol_designer.quantities import Dimension, Unit


def _refusal(model: type[BaseModel], /, **fields: object) -> str:
    with pytest.raises(ValidationError) as refusal:
        model.model_validate(fields)
    return sentence(refusal.value)


def _timing(earliest: int, target: int, latest: int) -> dict[str, object]:
    return {
        "anchor": {"kind": "randomisation"},
        "earliest": f"{earliest} day",
        "target": f"{target} day",
        "latest": f"{latest} day",
    }


@given(st.integers(-50, 50), st.integers(-50, 50), st.integers(-50, 50))
def test_a_window_is_in_order_or_refused(earliest: int, target: int, latest: int) -> None:
    fields = _timing(earliest, target, latest)
    if earliest <= target <= latest:
        timing = Timing.model_validate(fields)
        assert timing.earliest.minutes <= timing.target.minutes <= timing.latest.minutes
    elif latest < earliest:
        assert "before it starts" in _refusal(Timing, **fields)
    else:
        assert "outside its window" in _refusal(Timing, **fields)


def test_a_window_message_names_both_ends() -> None:
    assert _refusal(Timing, **_timing(3, 3, -1)) == (
        "the window ends (−1 day) before it starts (3 days); give the earliest time first."
    )
    assert (
        _refusal(Timing, **_timing(1, 9, 3)) == "the target 9 days lies outside its window 1 day to 3 days."
    )


def test_windows_compare_across_units() -> None:
    assert Timing.model_validate(
        {"anchor": {"kind": "enrolment"}, "earliest": "1439 min", "target": "24 h", "latest": "1 day"}
    )


@pytest.mark.parametrize("kind", list(AnchorKind))
def test_an_anchor_names_exactly_what_its_kind_needs(kind: AnchorKind) -> None:
    numbered = kind in (AnchorKind.DOSE_START, AnchorKind.DOSE_END, AnchorKind.PERIOD_START)
    at_visit = kind is AnchorKind.VISIT
    for number in (None, 1):
        for visit in (None, "visit-1"):
            if (number is not None) == numbered and (visit is not None) == at_visit:
                assert Anchor(kind=kind, number=number, visit=visit)
            else:
                assert "anchor" in _refusal(Anchor, kind=kind, number=number, visit=visit)


@pytest.mark.parametrize(
    ("low", "high", "what"),
    [
        ({"weight_min": "100 kg"}, {"weight_max": "50 kg"}, "weight"),
        ({"age_min": "60 year"}, {"age_max": "18 year"}, "age"),
        ({"bmi_min": "30 kg/m2"}, {"bmi_max": "18.5 kg/m2"}, "body mass index"),
    ],
)
def test_population_bounds_are_in_order(low: dict[str, str], high: dict[str, str], what: str) -> None:
    assert f"the highest {what}" in _refusal(Population, **low, **high)
    assert Population.model_validate(low)
    assert Population.model_validate(high)


def test_population_bounds_may_meet() -> None:
    assert Population.model_validate({"weight_min": "70 kg", "weight_max": "70.0 kg"})


FITTING = {
    DoseBasis.PER_KG: Dimension.MASS_PER_WEIGHT,
    DoseBasis.FIXED: Dimension.MASS,
    DoseBasis.RATE_PER_KG: Dimension.MASS_RATE_PER_WEIGHT,
    DoseBasis.RATE_FIXED: Dimension.MASS_RATE,
    DoseBasis.TARGET_CONCENTRATION: Dimension.CONCENTRATION,
}


@pytest.mark.parametrize("basis", list(DoseBasis))
def test_a_dose_has_the_unit_of_its_basis(basis: DoseBasis) -> None:
    for unit in Unit:
        fields = {"basis": basis, "amount": f"1 {unit}"}
        if FITTING.get(basis) is unit.dimension:
            assert DoseStep.model_validate(fields).amount is not None
        else:
            assert _refusal(DoseStep, **fields)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"amount": "1 mg"}, "needs its basis"),
        ({"basis": "volume_matched", "amount": "1 mg"}, "no amount of its own"),
        ({"basis": "per_kg", "amount": "1 mg"}, "change the unit or the basis"),
        ({"basis": "fixed", "amount_high": "2 mg"}, "needs a lower end"),
        ({"basis": "fixed", "amount": "2 mg", "amount_high": "1 mg"}, "not above it"),
        ({"basis": "per_kg", "amount": "1 mg/kg", "drug": "midazolam"}, "own drug"),
        ({"basis": "rate_per_kg", "amount": "1 mg/kg/h", "count": 2}, "given several times"),
        ({"basis": "fixed", "amount": "1 mg", "count": 0}, "count"),
        ({"basis": "fixed", "amount": "1 mg", "duration": "0 min"}, "more than zero"),
    ],
)
def test_a_dose_step_that_makes_no_sense_is_refused(fields: dict[str, object], message: str) -> None:
    assert message in _refusal(DoseStep, **fields)


def test_a_dose_range_may_be_one_point_in_other_units() -> None:
    assert DoseStep.model_validate({"basis": "fixed", "amount": "1000 mcg", "amount_high": "1 mg"})


def test_measured_values_have_the_unit_in_which_rules_compare_them() -> None:
    for measure, unit in ((Measure.SYSTOLIC_BP, "mmHg"), (Measure.SPO2, "%"), (Measure.ALT, "x ULN")):
        assert NumericBound.model_validate({"measure": measure, "relation": "above", "value": f"3 {unit}"})
        assert "change the unit" in _refusal(NumericBound, measure=measure, relation="above", value="3 mL")
    threshold = {
        "id": "t",
        "purpose": "treat",
        "measure": "heart_rate",
        "relation": "above",
        "value": "120 mmHg",
    }
    assert "does not fit heart rate" in _refusal(Threshold, **threshold)
    assert NumericBound.model_validate({"measure": "other", "relation": "below", "value": "3 mL"})


def test_ratios_roles_and_counts() -> None:
    assert "1 or more" in _refusal(Allocation, ratio=[2, 0])
    assert "listed once" in _refusal(Blinding, roles=[{"role": "analyst", "is_blinded": True}] * 2)
    assert "count" in _refusal(StaffMember, id="s", role="nurse", name="Nurse", count=0)


def test_sections_are_those_of_the_template() -> None:
    for number in M11_HEADINGS:
        assert NarrativeSection.model_validate({"number": number, "text": "x"}).number == number
    assert "is not a section of ICH M11" in _refusal(NarrativeSection, number="15", text="x")
    parents = {number.partition(".")[0] for number in M11_HEADINGS}
    assert parents == {str(number) for number in range(1, 15)}


def test_evidence_speaks_of_places() -> None:
    assert OpenQuestion.model_validate({"id": "q", "place": "arms[arm-9].name", "question": "?"})
    assert "is not a place" in _refusal(OpenQuestion, id="q", place="the arms", question="?")
    written = {"rule": "KET-001", "reason": "r", "mitigation": "m", "author": "a", "written_on": "2026-11-21"}
    assert "is not a place" in _refusal(Justification, place="arms[", **written)
