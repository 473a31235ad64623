"""The amendment block, the summary of changes with safety first, and the prior amendments."""

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.blocks import (
    Document,
    Heading,
    Paragraph,
    ParagraphKind,
    RowKind,
    Table,
    texts_of,
)
from protocol_designer.report.document import compose
from protocol_designer.rules.engine import review

AMENDMENT = {
    "identifier": "Amendment 1",
    "amends": "1.0",
    "amends_dated": "2026-11-02",
    "scope": "country",
    "scope_detail": "United States",
    "primary_reason": "ethics_feedback",
    "secondary_reasons": ["recruitment_difficulty", "new_data"],
    "reason_detail": "The board asked for heavier participants.",
    "summary": "The highest weight rises.",
    "affects_safety_or_rights": True,
    "safety_effect": "The cap holds.",
    "affects_data_reliability": False,
    "needs_new_consent": True,
    "enrolled_so_far": 12,
}


@pytest.fixture(scope="module")
def amended(sample_trial: TrialProtocol) -> TrialProtocol:
    form = sample_trial.model_dump(mode="json")
    form["identity"] |= {"version": "2.0", "is_original": False}
    form["amendment"] = AMENDMENT
    form["population"]["weight_max"] = "118 kg"
    form["design"]["rationale"] = form["design"]["rationale"].replace("one dose", "a single dose")
    return TrialProtocol.model_validate(form)


def composed(trial: TrialProtocol, formulary: Formulary, earlier: TrialProtocol | None = None) -> Document:
    return compose(trial, review(trial, formulary), formulary, "draft", earlier=earlier)


def table_of(document: Document, caption: str) -> Table:
    (found,) = [
        block
        for block in document.blocks
        if isinstance(block, Table) and block.caption.endswith(f". {caption}")
    ]
    return found


def cells(table: Table) -> list[list[str]]:
    return [["".join(run.text for run in cell.runs) for cell in row.cells] for row in table.rows]


def everything(document: Document) -> str:
    return "\n".join(text for block in document.blocks for text, _ in texts_of(block))


def test_an_original_protocol_has_no_block(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    headings = [
        block.text for block in composed(sample_trial, formulary).blocks if isinstance(block, Heading)
    ]
    assert "Amendment" not in headings
    assert "Summary of changes" not in headings


def test_an_amendment_without_its_block_is_a_gap(formulary: Formulary) -> None:
    document = composed(TrialProtocol.model_validate({"identity": {"is_original": False}}), formulary)
    gaps = [
        block.runs[1].text
        for block in document.blocks
        if isinstance(block, Paragraph) and block.kind is ParagraphKind.GAP
    ]
    assert gaps[0] == "which version this amendment changes, and why."


def test_the_block_says_what_the_amendment_says_of_itself(
    amended: TrialProtocol, sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    facts = dict(cells(table_of(composed(amended, formulary, sample_trial), "This amendment")))
    assert facts["Changes version"] == "1.0, 2026-11-02"
    assert facts["Holds"] == "Country: United States"
    assert facts["Main reason"] == "Feedback of the ethics committee"
    assert facts["Further reasons"] == "Recruitment difficulty and new data other than safety data"
    assert facts["Substantial effect on safety or rights of participants"] == "Yes. The cap holds."
    assert facts["Substantial effect on reliability of data"] == "No"
    assert facts["Enrolled so far"] == "12 of 164 planned"


def test_the_changes_stand_with_safety_first(
    amended: TrialProtocol, sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    table = table_of(composed(amended, formulary, sample_trial), "Changes from version 1.0")
    rows = cells(table)
    assert [row.cells[0].runs[0].text for row in table.rows if row.kind is RowKind.GROUP] == [
        "Changes that touch the safety of participants",
        "Other changes",
    ]
    assert rows[1] == ["Population › highest weight", "5.1", "100 kg", "118 kg"]
    assert table.rows[1].cells[1].runs[0].link == "#s-5.1"
    assert ["Title page › version", "Title page", "1.0", "2.0"] in rows
    (rationale,) = [row for row in table.rows if "rationale" in row.cells[0].runs[0].text]
    gone = [run.text for run in rationale.cells[2].runs if run.is_italic]
    came = [run.text for run in rationale.cells[3].runs if run.is_bold]
    assert gone == ["[one]"]
    assert came == ["a single"]
    assert rationale.cells[2].runs[-1].text.endswith("… ")


def test_without_the_earlier_version_the_changes_are_not_claimed(
    amended: TrialProtocol, formulary: Formulary
) -> None:
    document = composed(amended, formulary)
    assert "The changes against version 1.0 are not listed here" in everything(document)
    assert not [block for block in document.blocks if getattr(block, "caption", "").endswith("version 1.0")]


def test_no_change_is_said(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    form = sample_trial.model_dump(mode="json") | {"amendment": AMENDMENT}
    document = composed(TrialProtocol.model_validate(form), formulary, sample_trial)
    assert "Nothing differs from version 1.0 but this block." in everything(document)


def test_prior_amendments_stand_in_their_section(amended: TrialProtocol, formulary: Formulary) -> None:
    form = amended.model_dump(mode="json")
    form["prior_amendments"] = [AMENDMENT | {"identifier": "Amendment 0", "amends": "0.9"}]
    document = composed(TrialProtocol.model_validate(form), formulary)
    assert cells(table_of(document, "Prior amendments")) == [
        ["Amendment 0", "0.9, 2026-11-02", "Feedback of the ethics committee", "The highest weight rises."]
    ]


def test_the_first_amendment_says_so(amended: TrialProtocol, formulary: Formulary) -> None:
    text = everything(composed(amended, formulary))
    assert "This is the first amendment; version 1.0, which it changes, is the original protocol." in text
    assert "Not applicable because this is the original protocol." not in text
