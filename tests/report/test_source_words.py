"""Where a dose comes from, on paper: printed with its document until the value is changed."""

from collections.abc import Callable

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.edits.open_questions import choose_value
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.blocks import Paragraph, Table
from protocol_designer.report.document import compose
from protocol_designer.report.source_words import dose_source_sentences
from protocol_designer.rules.engine import review

From = Callable[[str], TrialProtocol]


def printed(trial: TrialProtocol, formulary: Formulary) -> str:
    """Return every paragraph and table of the document as text."""
    document = compose(trial, review(trial, formulary), formulary, "draft")
    texts = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            texts.append("".join(run.text for run in block.runs))
        elif isinstance(block, Table):
            texts += ["".join(run.text for run in cell.runs) for row in block.rows for cell in row.cells]
    return "\n".join(texts)


def test_the_dose_rationale_cites_the_study_and_the_document(trial_from: From, formulary: Formulary) -> None:
    trial = trial_from("azhari_2021")
    assert (
        "Ketamine infusion 1, source of the dose. As in Azhari 2021 (printed), read in Thomas & Chambers "
        "2025, NeuroSci 6:83, review text, line 151: step 1: 0.71 mg/kg and 52 min."
    ) in printed(trial, formulary)


def test_a_changed_amount_is_no_longer_said_to_come_from_the_study(trial_from: From) -> None:
    trial = trial_from("azhari_2021")
    changed = set_field("regimens[regimen-1].steps[0].amount", "0.5 mg/kg", "Change")(trial)
    (sentence,) = dose_source_sentences(changed, changed.regimens[0])
    assert sentence.endswith("step 1: 52 min.")
    assert "0.5 mg/kg" not in sentence


def test_a_choice_is_printed_with_its_reason_and_a_lapsed_one_is_not(
    trial_from: From, formulary: Formulary
) -> None:
    trial = trial_from("azhari_2021")
    question = trial.open_questions[0]
    after = choose_value(question, question.choices[1], "Lower first")(trial)
    assert f"{question.choices[1].says} Reason: Lower first" in printed(after, formulary)
    lapsed = set_field("regimens[regimen-2].steps[0].amount", "1 mg/kg", "Change")(after)
    assert "Reason: Lower first" not in printed(lapsed, formulary)
