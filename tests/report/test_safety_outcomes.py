"""The review in full: evidence of the limits, rules by family, and overrides that stand out."""

from collections.abc import Callable

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import EvidenceGrade, Formulary
from protocol_designer.report.blocks import Document, RowKind, Table
from protocol_designer.report.document import compose
from protocol_designer.rules.catalogue import RULES
from protocol_designer.rules.engine import review
from protocol_designer.rules.findings import Severity


def table_of(document: Document, caption: str) -> Table:
    (found,) = [block for block in document.blocks if isinstance(block, Table) and caption in block.caption]
    return found


def cells(table: Table) -> list[list[str]]:
    return [["".join(run.text for run in cell.runs) for cell in row.cells] for row in table.rows]


def composed(trial: TrialProtocol, formulary: Formulary) -> Document:
    return compose(trial, review(trial, formulary), formulary, "draft")


def heavier(trial: TrialProtocol, **entry: str) -> TrialProtocol:
    form = trial.model_dump(mode="json")
    form["population"]["weight_max"] = "118 kg"
    form["justifications"] = [entry] if entry else []
    return TrialProtocol.model_validate(form)


def test_the_evidence_of_every_limit_is_counted(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    rows = cells(table_of(composed(sample_trial, formulary), "Evidence grades in the library"))
    assert sum(int(row[2]) for row in rows) == len(formulary.limits)
    (proposed,) = [row for row in rows if row[0] == "Proposed (needs local sign-off)"]
    count = sum(limit.grade is EvidenceGrade.PROPOSED for limit in formulary.limits)
    assert int(proposed[2]) == count


def test_rules_stand_by_family_with_what_their_limits_rest_on(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    table = table_of(composed(sample_trial, formulary), "Rules evaluated")
    groups = [row for row in table.rows if row.kind is RowKind.GROUP]
    assert [row.cells[0].runs[0].text for row in groups][:2] == [
        "Ketamine and esketamine dose: 11 of 11 passed",
        "Infusion and injection rate: 10 of 10 passed",
    ]
    said = {row[0]: row[3] for row in cells(table) if len(row) == 4}
    assert set(said) == {rule.id for rule in RULES}
    grades = {formulary.limit(key).grade for rule in RULES if rule.id == "KET-003" for key in rule.limits}
    assert said["KET-003"] == ", ".join(
        grade.printed.partition(" (")[0] for grade in EvidenceGrade if grade in grades
    )


def test_an_override_is_marked_with_who_when_and_why(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    trial = heavier(sample_trial)
    (finding,) = [one for one in review(trial, formulary).findings if one.severity is Severity.SOFT]
    before = table_of(composed(trial, formulary), "Dose and safety at a glance")
    marked = [row.cells[0].runs[0].text for row in before.rows if row.kind is RowKind.MARKED]
    assert marked == [f"Still exceeded: {finding.rule}"]
    entry = {"rule": finding.rule, "place": finding.place, "computed": finding.computed or "",
             "limit": finding.limit or "", "reason": "The cap holds.", "mitigation": "Capnography.",
             "author": "Dr Ada Example", "written_on": "2027-01-09"}  # fmt: skip
    after = table_of(composed(heavier(sample_trial, **entry), formulary), "Dose and safety at a glance")
    (row,) = [row for row in after.rows if row.kind is RowKind.MARKED]
    text = "".join(run.text for run in row.cells[1].runs)
    assert row.cells[0].runs[0].text == f"Limit overridden: {finding.rule}"
    assert finding.message in text
    assert "Accepted by Dr Ada Example on 2027-01-09. Reason: The cap holds." in text
    (dose,) = [row for row in cells(after) if row[0] == "Dose: Ketamine, two steps"]
    # At 118 kg 0.71 mg/kg would be 83.78 mg; the cap of 71 mg holds, 60 mg of it in 50 min.
    assert "At 118 kg, the heaviest: 11 mg over 2 min" in dose[1]
    assert "60 mg over 50 min (1.2 mg/min" in dose[1]
    assert "In all 71 mg" in dose[1]
    assert "the cap holds" in dose[1]


def test_many_exceeded_limits_are_counted_the_gravest_named(
    trial_from: Callable[[str], TrialProtocol], formulary: Formulary
) -> None:
    trial = trial_from("das_2019")
    standing = [one for one in review(trial, formulary).blocking if one.severity is not Severity.NOT_ASSESSED]
    rows = cells(table_of(composed(trial, formulary), "Dose and safety at a glance"))
    named = [row for row in rows if row[0].startswith("Still exceeded: ")]
    assert len(standing) > len(named) == 6
    assert all(row[1].startswith("Hard limit. ") for row in named)
    assert [f"{len(standing) - 6} more limits", "Still exceeded as well: Safety review"] in rows
