"""Protocols built to slip past the rules on ethics, statistics, schedule and comparator: each is stopped."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.precedents.library import load_sample, load_templates
from protocol_designer.precedents.start import start_from
from protocol_designer.rules.engine import review
from protocol_designer.rules.findings import Severity
from tests.rules.build import Record, bolus, formulary_in_force, found, protocol, regimen

SAMPLE: dict[str, Any] = load_sample().model_dump(mode="json", exclude_none=True)


def changed(change: Callable[[dict[str, Any]], object]) -> TrialProtocol:
    """The sample with one change."""
    record = copy.deepcopy(SAMPLE)
    change(record)
    return TrialProtocol.model_validate(record)


def said(trial: TrialProtocol, rule: str) -> dict[str, str]:
    """Place and severity of what a rule finds."""
    return {finding.place: finding.severity.value for finding in found(trial, rule)}


def _marks(record: dict[str, Any], instrument: str) -> list[dict[str, Any]]:
    schedule = record["schedule"]
    ids = {each["id"] for each in schedule["activities"] if each["instrument"] == instrument}
    return [cell for cell in schedule["cells"] if cell["activity"] in ids and cell["visit"] == "visit-4"]


@pytest.mark.parametrize("text", ["none", "N/A", "-", "To be confirmed.", "No approval is needed."])
def test_an_ethics_approval_in_words_that_stand_for_nothing_is_no_approval(text: str) -> None:
    trial = changed(lambda record: record["oversight"].update(ethics_approval=text))
    assert said(trial, "ETH-001") == {"oversight.ethics_approval": "not_assessed"}


def test_an_ethics_approval_that_begins_with_no_is_one() -> None:
    assert SAMPLE["oversight"]["ethics_approval"].startswith("No procedure begins")
    assert said(load_sample(), "ETH-001") == {}


@pytest.mark.parametrize("text", ["None", "n/a", "–"])
def test_a_rule_for_missing_data_that_says_nothing_is_none(text: str) -> None:
    trial = changed(lambda record: record["statistics"].update(missing_data=text))
    assert said(trial, "STAT-003") == {"statistics.missing_data": "soft"}


def test_a_sample_size_reasoned_by_a_dash_is_not_reasoned() -> None:
    trial = changed(lambda record: record["statistics"]["sample_size"].update(reasoning="-"))
    assert said(trial, "STAT-003") == {"statistics.sample_size.reasoning": "soft"}


@pytest.mark.parametrize("instrument", ["vital_signs", "urine_toxicology", "cssrs", "breath_alcohol"])
@pytest.mark.parametrize(
    ("offset", "outcome"),
    [("-7 day", {"schedule.visits[visit-4]": "hard"}), ("-1441 min", {"schedule.visits[visit-4]": "hard"})],
)
def test_a_check_long_before_the_dose_is_not_one_of_that_day(
    instrument: str, offset: str, outcome: dict[str, str]
) -> None:
    def move(record: dict[str, Any]) -> None:
        for cell in _marks(record, instrument):
            cell.update(times=["before_dose"], from_dose_start=[offset])

    assert said(changed(move), "SCHED-002") == outcome


def test_a_check_exactly_a_day_before_the_dose_still_counts() -> None:
    def move(record: dict[str, Any]) -> None:
        for cell in _marks(record, "vital_signs"):
            cell.update(times=[], from_dose_start=["-24 h"])

    assert said(changed(move), "SCHED-002") == {}


def test_an_endpoint_verified_by_tests_that_nobody_does_is_self_report() -> None:
    def drop(record: dict[str, Any]) -> None:
        verified = {each for endpoint in record["endpoints"] for each in endpoint.get("verified_by", [])}
        schedule = record["schedule"]
        schedule["cells"] = [cell for cell in schedule["cells"] if cell["activity"] not in verified]

    assert said(changed(drop), "STAT-002") == {"endpoints[endpoint-1].verified_by": "soft"}


def _midazolam(amount: str, **more: Any) -> Record:
    return regimen("midazolam", bolus(amount, "2 min"), **more)


@pytest.mark.parametrize(
    ("second", "severity"),
    [
        (_midazolam("3 mg", id="more", name="More"), "hard"),
        (_midazolam("3 mg", id="more", name="More", use="premedication"), "hard"),
    ],
)
def test_midazolam_in_two_regimens_of_one_session_is_one_dose(second: Record, severity: str) -> None:
    ages = {"age_min": "18 years", "age_max": "55 years"}
    trial = protocol(_midazolam("3 mg"), second, population=ages)
    assert said(trial, "COMP-002")["regimens[midazolam].steps"] == severity


@pytest.mark.parametrize(
    ("age", "outcome"), [("60 years", {}), ("60.1 years", {"regimens[midazolam].steps": "soft"})]
)
def test_midazolam_is_held_lower_from_the_first_day_above_the_age(age: str, outcome: dict[str, str]) -> None:
    trial = protocol(_midazolam("2 mg"), population={"age_min": "18 years", "age_max": age})
    assert said(trial, "COMP-002") == outcome


def test_a_blank_comparator_still_keeps_a_protocol_from_final_export() -> None:
    template = next(each for each in load_templates().starting if each.id == "hong_2025")
    trial = start_from(template)
    blank = next(each for each in trial.regimens if each.drug is None)
    asked = [
        f for f in review(trial, formulary_in_force()).findings if f.place == f"regimens[{blank.id}].drug"
    ]
    assert any(f.severity is Severity.NOT_ASSESSED and f.counts_as is Severity.HARD for f in asked)
    assert not any(f.rule == "KET-001" for f in asked)


def test_a_comparator_of_unknown_drug_with_a_dose_is_asked_for_as_ketamine() -> None:
    unknown = regimen(None, bolus("90 mg", "2 min"), use="comparator")
    trial = protocol(regimen("ketamine", bolus("0.1 mg/kg", "2 min")), unknown)
    assert "regimens[regimen].drug" in said(trial, "KET-001")


PLANTED = (
    ("PROSE-001", "Participants receive ketamine 0.9 mg/kg."),
    ("PROSE-002", "Ketamine runs at 0.03 mg/kg/min."),
    ("PROSE-003", "Ketamine is infused over 20 min."),
    ("PROSE-004", "In all, 150 participants are randomised."),
    ("PROSE-005", "Each participant receives three infusions of ketamine."),
    ("PROSE-006", "The washout is 7 days."),
)


@pytest.mark.parametrize(("rule", "sentence"), PLANTED)
def test_a_sentence_that_contradicts_its_field_is_found(rule: str, sentence: str) -> None:
    def plant(record: dict[str, Any]) -> None:
        record["design"]["rationale"] = sentence
        record["design"]["washout"] = "14 day"

    assert said(changed(plant), rule) == {"design.rationale": "soft"}


TEMPLATES = {template.id: start_from(template) for template in load_templates().starting}


@pytest.mark.parametrize("trial", [load_sample(), *TEMPLATES.values()], ids=["sample", *TEMPLATES])
def test_no_sentence_of_a_template_is_said_to_contradict_its_fields(trial: TrialProtocol) -> None:
    found_in_prose = [f for f in review(trial, formulary_in_force()).findings if f.rule.startswith("PROSE")]
    assert [f.message for f in found_in_prose if f.severity is not Severity.NOT_ASSESSED] == []
