"""The text of a section: written, changed, taken back, and the places of the other texts."""

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.narrative import section_position, write_section


def test_a_text_is_written_changed_and_taken_back(blank_trial: TrialProtocol) -> None:
    written = write_section("6.1", "One.")(blank_trial)
    changed = write_section("6.1", "Two.")(written)
    assert [(section.number, section.text) for section in changed.narrative] == [("6.1", "Two.")]
    assert write_section("6.1", None)(changed) == blank_trial
    assert write_section("6.1", "Two.")(changed) is changed
    assert write_section("6.1", None)(blank_trial) is blank_trial


def test_a_new_text_moves_no_other_place(sample_trial: TrialProtocol) -> None:
    before = [section.number for section in sample_trial.narrative]
    after = write_section("4.5", "All may be asked again.")(sample_trial)
    assert [section.number for section in after.narrative][: len(before)] == before
    assert section_position(after, "4.5") == len(before)


def test_a_reason_takes_the_place_of_a_text_and_the_label_says_so(sample_trial: TrialProtocol) -> None:
    edit = write_section("7.2", NotApplicable(because="Nobody can leave."))
    assert edit.label == "Say why section 7.2 does not apply"
    at = section_position(sample_trial, "7.2")
    assert at is not None
    assert edit(sample_trial).narrative[at].text == NotApplicable(because="Nobody can leave.")
    assert write_section("7.2", "x").label == "Write section 7.2"
    assert write_section("7.2", None).label == "Clear section 7.2"
