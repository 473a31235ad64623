"""Settling what a prior study left open: a choice sets the field with its source, an answer leaves it."""

from collections.abc import Callable

import pytest

from protocol_designer.domain.places import value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.edit import EditRefused
from protocol_designer.edits.fields import set_field
from protocol_designer.edits.open_questions import answer_question, choose_value
from protocol_designer.precedents.disputes import Standing, standing_of
from protocol_designer.precedents.exchange_text import exchange_text
from protocol_designer.precedents.library import load_templates
from protocol_designer.precedents.provenance import provenance_at
from protocol_designer.precedents.start import start_from

From = Callable[[str], TrialProtocol]
AMOUNT = "regimens[regimen-2].steps[0].amount"


@pytest.fixture
def azhari(trial_from: From) -> TrialProtocol:
    """The study whose second dose is 1.41 mg/kg by one review and 0.41 mg/kg by another."""
    return trial_from("azhari_2021")


def test_a_choice_sets_the_field_its_source_the_answer_and_the_reason(azhari: TrialProtocol) -> None:
    question = azhari.open_questions[0]
    assert [str(choice.value) for choice in question.choices] == ["1.41 mg/kg", "0.41 mg/kg"]
    assert standing_of(azhari, question) is Standing.DISPUTED
    low = question.choices[1]
    after = choose_value(question, low, "  The lower dose comes first.  ")(azhari)
    assert str(value_at(after, AMOUNT)) == "0.41 mg/kg"
    entry = provenance_at(after, AMOUNT)
    assert entry is not None
    assert (entry.study, entry.source, entry.locator) == (low.study, low.source, low.locator)
    settled = after.open_questions[0]
    assert (settled.answer, settled.reason) == (low.says, "The lower dose comes first.")
    assert standing_of(after, settled) is Standing.ANSWERED
    assert sum(entry.place == AMOUNT for entry in after.provenance) == 1


def test_a_choice_lapses_when_the_value_is_changed_afterwards(azhari: TrialProtocol) -> None:
    question = azhari.open_questions[0]
    after = choose_value(question, question.choices[1], "Lower first")(azhari)
    changed = set_field(AMOUNT, "0.5 mg/kg", "Change")(after)
    assert standing_of(changed, changed.open_questions[0]) is Standing.OUTDATED
    assert provenance_at(changed, AMOUNT) is None


def test_a_choice_without_a_reason_or_from_elsewhere_is_refused(azhari: TrialProtocol) -> None:
    question = azhari.open_questions[0]
    with pytest.raises(EditRefused, match="needs a reason"):
        choose_value(question, question.choices[0], " \n")(azhari)
    other = question.choices[0].model_copy(update={"value": "9 mg/kg"})
    with pytest.raises(EditRefused, match="none of the values in dispute"):
        choose_value(question, other, "Because")(azhari)


def test_an_answer_in_words_leaves_every_value_and_can_be_taken_back(azhari: TrialProtocol) -> None:
    question = azhari.open_questions[0]
    after = answer_question(question, "Neither: 1 mg/kg")(azhari)
    assert after.regimens is azhari.regimens
    assert standing_of(after, after.open_questions[0]) is Standing.ANSWERED
    again = answer_question(after.open_questions[0], "")(after)
    assert again == azhari


def test_every_value_in_dispute_can_be_chosen_and_is_written_as_the_protocol_writes_it() -> None:
    tried = 0
    for template in load_templates().starting:
        trial = start_from(template)
        for question in trial.open_questions:
            for choice in question.choices:
                assert question.place is not None
                after = choose_value(question, choice, "Because")(trial)
                assert exchange_text(value_at(after, question.place)) == str(choice.value)
                tried += 1
    assert tried >= 16
