"""The numbers in findings against numbers computed without the project."""

from protocol_designer.formulary.records import Formulary
from protocol_designer.quantities import Unit
from protocol_designer.rules.view import TrialView
from tests.rules.build import bolus, found, ketamine, protocol, regimen, step

TWO_STEP = ketamine(bolus("0.11 mg/kg", "2 min"), step("0.60 mg/kg", "50 min"))


def test_071_mg_per_kg_at_118_kg_is_8378_mg(formulary: Formulary) -> None:
    trial = protocol(TWO_STEP, weights=("45 kg", "118 kg"))
    largest = TrialView(trial, formulary).largest_total(trial.regimens[0])
    assert largest.value.printed() == "83.78 mg"
    assert largest.who == "at 118 kg"


def test_060_mg_per_kg_over_50_min_is_0012_mg_per_kg_per_min(formulary: Formulary) -> None:
    trial = protocol(TWO_STEP)
    rates = [
        rate for _, rate in TrialView(trial, formulary).step_rates(trial.regimens[0], Unit.MG_PER_KG_PER_MIN)
    ]
    assert [rate.value.printed() for rate in rates if rate] == ["0.055 mg/kg/min", "0.012 mg/kg/min"]


def test_lorazepam_2_mg_at_45_kg_is_0044_mg_per_kg(formulary: Formulary) -> None:
    trial = protocol(regimen("lorazepam", step("2 mg", "52 min")), weights=("45 kg", "118 kg"))
    largest = TrialView(trial, formulary).largest_total_per_kg(trial.regimens[0])
    assert largest.value.printed_rounded(2) == "0.044 mg/kg"
    assert largest.who == "at 45 kg"


def test_the_message_names_the_lightest_participant_of_a_fixed_dose() -> None:
    (finding,) = found(protocol(ketamine(step("60 mg", "90 min")), weights=("45 kg", "118 kg")), "KET-001")
    assert finding.computed == "1.333 mg/kg"
    assert "at 45 kg" in finding.message


def test_a_value_just_above_its_limit_never_reads_like_the_limit() -> None:
    (finding,) = found(protocol(ketamine(step("0.8000001 mg/kg", "40 min"))), "RATE-003")
    assert finding.computed != finding.limit


def test_atropine_001_mg_per_kg_from_45_to_118_kg() -> None:
    atropine = regimen("atropine", bolus("0.01 mg/kg", "1 min"), use="premedication")
    (finding,) = found(protocol(atropine, weights=("45 kg", "118 kg")), "COAD-003")
    assert "0.45 mg at 45 kg and 1.18 mg at 118 kg" in finding.message
