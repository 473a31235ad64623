"""The numbers in findings against numbers computed without the project."""

from typing import Any

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.quantities import Unit
from protocol_designer.rules.view import TrialView
from tests.rules.build import at, bolus, found, injection, ketamine, protocol, regimen, step, visit

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


def broad(*regimens: dict[str, Any], **more: Any) -> TrialProtocol:
    """A protocol for participants of 45 to 118 kg."""
    return protocol(*regimens, weights=("45 kg", "118 kg"), **more)


MIXED = bolus("10 mg", "2 min"), step("0.9 mg/kg", "90 min")


@pytest.mark.parametrize(
    ("trial", "rule", "computed", "limit", "who"),
    [
        (broad(ketamine(*MIXED)), "KET-001", "1.122 mg/kg", "1 mg/kg", "at 45 kg"),
        (broad(ketamine(*MIXED, cap="50 mg")), "KET-001", "1.111 mg/kg", "1 mg/kg", "at 45 kg"),
        (broad(ketamine(step("1.2 mg/kg", "90 min"))), "KET-001", "1.2 mg/kg", "1 mg/kg", "at every weight"),
        (
            broad(ketamine(step("1.2 mg/kg", "90 min"), cap="70 mg")),
            *("KET-001", "1.2 mg/kg", "1 mg/kg", "at 45 kg"),
        ),
        (broad(ketamine(step("100 mg", "60 min"))), "KET-002", "2.222 mg/kg", "1.5 mg/kg", "at 45 kg"),
        (
            broad(ketamine(), ketamine(injection("50 mg"), id="im", route="im")),
            *("KET-002", "1.611 mg/kg", "1.5 mg/kg", "at 45 kg"),
        ),
        (broad(ketamine(step("2.5 mg/kg/h", "40 min"))), "KET-002", "1.667 mg/kg", "1.5 mg/kg", "every"),
        (broad(ketamine(step("60 mg", "12 min"))), "KET-003", "1.111 mg/kg", "1 mg/kg", "at 45 kg"),
        (
            broad(ketamine(step("100 mg", None, "device"), route="intranasal")),
            *("KET-006", "1.111 mg/kg", "1.5 mg/kg", "at 45 kg"),
        ),
        (
            broad(ketamine(step("300 mg", None, "dose"), route="oral")),
            *("KET-006", "2.133 mg/kg", "1.5 mg/kg", "at 45 kg"),
        ),
        (broad(ketamine(step("0.71 mg/kg", "52 min"))), "KET-008", "118 kg", "100 kg", "83.8 mg at 118 kg"),
        (
            broad(ketamine(step("100 mg", "60 min"))),
            *("RATE-003", "0.03704 mg/kg/min", "0.02 mg/kg/min", "(2.22 mg/kg/h) at 45 kg"),
        ),
        (
            broad(ketamine(step("2.5 mg/kg/h", "40 min"))),
            *("RATE-004", "0.04167 mg/kg/min", "0.04 mg/kg/min", "for 40 min at every weight"),
        ),
        (
            broad(
                ketamine(
                    step("0.5 mg/kg", "60 min", pump_rate="50 mL/h"),
                    preparation={"final_concentration": "1 mg/mL"},
                )
            ),
            *("RATE-006", "122.2 %", "5 %", "the dose at 45 kg is 22.5 mg"),
        ),
        (
            broad(regimen("diazepam", bolus("0.1 mg/kg", "2 min"), use="rescue")),
            *("RATE-010", "5.9 mg/min", "5 mg/min", "at 118 kg"),
        ),
        (
            broad(regimen("atropine", bolus("2 mg", "1 min"), use="premedication")),
            *("COAD-002", "0.04444 mg/kg", "0.03 mg/kg", "at 45 kg"),
        ),
        (
            broad(regimen("glycopyrrolate", bolus("0.5 mg", "1 min"), use="premedication")),
            *("COAD-002", "0.01111 mg/kg", "0.01 mg/kg", "at 45 kg"),
        ),
        (
            broad(
                ketamine(visits=at(2)),
                days=[visit(1, "1 day", "1 day", "2 day"), visit(2, "4 day", "3 day", "5 day")],
            ),
            *("KET-009", "24 h", "48 h", "Dose 1 and Dose 2 can start 24 h apart"),
        ),
        (
            broad(
                ketamine(visits=at(3)),
                days=[visit(n, f"{n * 4} day", f"{n * 4 - 1} day", f"{n * 4 + 1} day") for n in (1, 2, 3)],
            ),
            *("KET-010", "3 sessions", "2 sessions in 7 days", "within 7 days"),
        ),
    ],
)
def test_a_finding_states_what_was_computed_by_hand(
    trial: TrialProtocol, rule: str, computed: str, limit: str, who: str
) -> None:
    finding = found(trial, rule)[0]
    assert (finding.computed, finding.limit) == (computed, limit)
    assert who in finding.message


def test_a_fixed_dose_is_named_once_for_every_weight() -> None:
    trial = broad(regimen("atropine", bolus("2 mg", "1 min"), use="premedication"))
    (finding,) = found(trial, "COAD-003")
    assert (
        "atropine gives 2 mg at every weight; the labelled single dose is 0.5 mg to 1 mg" in finding.message
    )
