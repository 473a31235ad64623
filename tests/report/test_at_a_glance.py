"""The committee's first questions: dose, rate, watching, stopping, overriding; answered in one table."""

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.blocks import Document, Heading, Table, texts_of
from protocol_designer.report.document import compose
from protocol_designer.rules.engine import review
from protocol_designer.rules.findings import Severity


def facts(document: Document, caption: str) -> dict[str, str]:
    (table,) = [block for block in document.blocks if isinstance(block, Table) and caption in block.caption]
    texts = [["".join(run.text for run in cell.runs) for cell in row.cells] for row in table.rows]
    return {row[0]: row[1] for row in texts}


def glance(trial: TrialProtocol, formulary: Formulary) -> dict[str, str]:
    return facts(compose(trial, review(trial, formulary), formulary), "Dose and safety at a glance")


def two_steps(**changes: object) -> TrialProtocol:
    steps = [
        {"kind": "bolus", "basis": "per_kg", "amount": "0.11 mg/kg", "duration": "2 min"},
        {"kind": "infusion", "basis": "per_kg", "amount": "0.6 mg/kg", "duration": "50 min"},
    ]
    regimen = {"id": "reg-1", "name": "Ketamine", "drug": "ketamine", "use": "investigational", "route": "iv",
               "steps": steps, "preparation": {"final_concentration": "1 mg/mL"}}  # fmt: skip
    return TrialProtocol.model_validate(
        {
            "regimens": [regimen],
            "arms": [{"id": "arm-1", "name": "Ketamine", "regimens": ["reg-1"]}],
            "population": {"weight_min": "50 kg", "weight_max": "118 kg"},
            **changes,
        }
    )


def test_dose_and_rate_of_the_heaviest_are_those_computed_by_hand(formulary: Formulary) -> None:
    answer = glance(two_steps(), formulary)["Dose: Ketamine"]
    # 118 kg: 12.98 mg in 2 min = 6.49 mg/min; 70.8 mg in 50 min = 1.416 mg/min = 84.96, set to 85 mL/h.
    assert (
        "At 118 kg, the heaviest: 12.98 mg over 2 min (6.49 mg/min, 0.055 mg/kg/min, pump 389.4 mL/h)"
        in answer
    )
    assert "70.8 mg over 50 min (1.416 mg/min, 0.012 mg/kg/min, pump 85 mL/h)" in answer
    assert "In all 83.78 mg (0.71 mg/kg) in 52 min" in answer


def test_without_a_heaviest_weight_the_gap_is_named(formulary: Formulary) -> None:
    answer = glance(two_steps(population={"weight_min": "50 kg"}), formulary)["Dose: Ketamine"]
    assert "0.11 mg/kg over 2 min, then 0.6 mg/kg over 50 min" in answer
    assert "Not decided yet: the highest eligible weight" in answer


def test_who_watches_and_what_stops_are_taken_from_the_dosing_day(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    answers = glance(sample_trial, formulary)
    for member in sample_trial.dosing_day.staff:
        assert member.name in answers["Who watches"]
    stops = [one for one in sample_trial.dosing_day.thresholds if one.purpose.value == "stop_during_dose"]
    assert stops
    for one in stops:
        assert one.value.printed() in answers["What stops the infusion"]
    assert answers["Limits overridden"].startswith("None.")
    assert answers["Not assessed"].startswith("Nothing")


def test_an_overridden_limit_stands_there_with_its_reason(formulary: Formulary) -> None:
    trial = two_steps()
    first = next(f for f in review(trial, formulary).findings if f.severity is Severity.SOFT)
    entry = {"rule": first.rule, "place": first.place, "computed": first.computed, "limit": first.limit,
             "reason": "The pilot gave the same.", "mitigation": "Capnography.", "author": "Dr Ada Example",
             "written_on": "2026-11-20"}  # fmt: skip
    answers = glance(two_steps(justifications=[entry]), formulary)
    overridden = answers[f"Limit overridden: {first.rule}"]
    assert first.message in overridden
    assert "Accepted by Dr Ada Example on 2026-11-20. Reason: The pilot gave the same." in overridden
    assert not [said for name, said in answers.items() if "exceeded" in name and first.message in said]


def test_every_rule_that_could_not_judge_is_named(formulary: Formulary) -> None:
    trial = two_steps()
    missing = {one.rule for one in review(trial, formulary).of(Severity.NOT_ASSESSED)}
    assert missing
    answer = glance(trial, formulary)["Not assessed"]
    assert all(rule in answer for rule in missing)


@pytest.mark.parametrize("anchor", ["dosing-day", "safety-review", "review-not-assessed"])
def test_its_links_lead_to_headings(formulary: Formulary, anchor: str) -> None:
    trial = two_steps()
    document = compose(trial, review(trial, formulary), formulary)
    assert anchor in [block.anchor for block in document.blocks if isinstance(block, Heading)]


def test_a_severity_without_findings_is_told_in_the_outcome(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    document = compose(sample_trial, review(sample_trial, formulary), formulary, "submission")
    text = " ".join(text for block in document.blocks for text, _ in texts_of(block))
    assert "no hard limits, no soft limits" in text
    assert "Nothing stands against a final export" in text
