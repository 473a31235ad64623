"""Reasons why an item or section does not apply: written, replaced, taken back, refused, and printed."""

import pytest

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.coverage import (
    bar_item,
    bar_section,
    withdraw_item_reason,
    withdraw_section_reason,
)
from protocol_designer.edits.edit import EditRefused
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.blocks import runs_of
from protocol_designer.report.checklist import answers, field_of_reason, load_checklist, place_of
from protocol_designer.report.document import compose
from protocol_designer.rules.engine import review
from protocol_designer.storage.exchange import from_json, to_json

SPIRIT = "spirit_2025"


def test_a_reason_is_kept_replaced_and_taken_back(blank_trial: TrialProtocol) -> None:
    once = bar_item(SPIRIT, "11", " Nobody could be asked. ")(blank_trial)
    assert [note.because for note in once.coverage_notes] == ["Nobody could be asked."]
    twice = bar_item(SPIRIT, "11", "There was no time.")(once)
    assert [note.because for note in twice.coverage_notes] == ["There was no time."]
    assert withdraw_item_reason(SPIRIT, "11")(twice) == blank_trial
    assert withdraw_item_reason(SPIRIT, "11")(blank_trial) is blank_trial
    assert from_json(to_json(twice)) == twice


def test_a_field_that_can_say_so_says_it_itself(blank_trial: TrialProtocol) -> None:
    item = next(one for one in load_checklist(SPIRIT).items if one.number == "28b")
    field = field_of_reason(item, blank_trial)
    assert field == "statistics.interim"
    barred = bar_item(SPIRIT, "28b", "The trial is short.", field)(blank_trial)
    assert barred.statistics.interim == NotApplicable(because="The trial is short.")
    assert barred.coverage_notes == ()
    assert withdraw_item_reason(SPIRIT, "28b", field)(barred) == blank_trial


def test_an_answered_field_is_not_overwritten(sample_trial: TrialProtocol) -> None:
    with pytest.raises(EditRefused, match="clear its field"):
        bar_item(SPIRIT, "4", "Not needed.", "identity.registration")(sample_trial)


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_reason_is_refused(blank_trial: TrialProtocol, text: str) -> None:
    with pytest.raises(EditRefused, match="write why"):
        bar_item(SPIRIT, "11", text)(blank_trial)
    with pytest.raises(EditRefused, match="write why"):
        bar_section("8.7", text)(blank_trial)


def test_sections_stay_in_the_order_of_the_outline(sample_trial: TrialProtocol) -> None:
    bare = withdraw_section_reason("8.6")(sample_trial)
    assert len(bare.narrative) == len(sample_trial.narrative) - 1
    again = bar_section("8.6", "No samples are kept.")(bare)
    assert [one.number for one in again.narrative] == [one.number for one in sample_trial.narrative]


def test_a_text_of_the_investigators_is_not_overwritten(sample_trial: TrialProtocol) -> None:
    with pytest.raises(EditRefused, match="has a text"):
        bar_section("2.1", "Not needed.")(sample_trial)
    assert withdraw_section_reason("2.1")(sample_trial) is sample_trial


def test_the_reason_answers_the_item_only_while_it_is_open(
    blank_trial: TrialProtocol, sample_trial: TrialProtocol
) -> None:
    checklist = load_checklist(SPIRIT)

    def answer(trial: TrialProtocol) -> str | None:
        barred = bar_item(SPIRIT, "11", "Nobody could be asked.")(trial)
        return next(one.because for one in answers(checklist, barred) if one.item.number == "11")

    assert answer(blank_trial) == "Nobody could be asked."
    assert answer(sample_trial) is None


def test_the_reason_is_printed_in_the_table_of_the_checklist(
    blank_trial: TrialProtocol, formulary: Formulary
) -> None:
    trial = bar_item(SPIRIT, "11", "Nobody could be asked.")(blank_trial)
    document = compose(trial, review(trial, formulary), formulary)
    texts = [run.text for block in document.blocks for run in runs_of(block)]
    assert "Not applicable because nobody could be asked." in texts


def test_an_item_leads_to_its_first_undecided_field(
    blank_trial: TrialProtocol, sample_trial: TrialProtocol
) -> None:
    assert place_of("identity.sponsor_name", blank_trial) == "identity.sponsor_name"
    assert place_of("section 2.1", blank_trial) == "narrative"
    first = sample_trial.endpoints[0].id
    assert place_of("endpoints.metric", sample_trial) == f"endpoints[{first}].metric"
