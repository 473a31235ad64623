"""What differs between two protocols can be read, and carried out."""

from collections.abc import Callable
from itertools import pairwise

from hypothesis import given, settings

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.precedents.library import load_sample, load_templates
from protocol_designer.precedents.start import start_from
from protocol_designer.revisions.differences import (
    DifferenceKind,
    differences,
    document_differences,
    document_of,
    with_differences,
)
from protocol_designer.storage.exchange import compact
from tests.revisions.random_edits import edited, edits

SAMPLE = load_sample()


def _leads(before: TrialProtocol, after: TrialProtocol) -> bool:
    there = with_differences(document_of(before), differences(before, after))
    return compact(there) == compact(document_of(after))


@settings(max_examples=40)
@given(first=edits, second=edits)
def test_differences_applied_to_the_first_give_the_second(first: list, second: list) -> None:
    before, after = edited(SAMPLE, first), edited(SAMPLE, second)
    assert _leads(before, after)
    assert _leads(after, before)


def test_differences_lead_from_any_study_to_any_other() -> None:
    studies = [start_from(template) for template in load_templates().starting]
    assert len(studies) > 5
    for before, after in pairwise([*studies, SAMPLE, TrialProtocol(), studies[0]]):
        assert _leads(before, after)
        assert _leads(after, before)


def test_the_same_protocol_has_no_differences(sample_trial: TrialProtocol) -> None:
    assert differences(sample_trial, sample_trial.model_copy()) == ()


def test_a_part_that_moved_is_reordered_and_not_removed() -> None:
    before = {"arms": [{"id": "arm-1"}, {"id": "arm-2"}, {"id": "arm-3"}]}
    after = {"arms": [{"id": "arm-3"}, {"id": "arm-1"}, {"id": "arm-2"}]}
    (found,) = document_differences(before, after)
    assert found.kind is DifferenceKind.REORDERED
    assert found.after == ["arm-3", "arm-1", "arm-2"]


def test_entries_that_cannot_be_told_apart_in_one_state_are_compared_as_a_whole() -> None:
    one = {"rule": "KET-001", "place": "arms", "reason": "a"}
    before, after = {"justifications": [one, one]}, {"justifications": [one, {**one, "place": "regimens"}]}
    found = document_differences(before, after)
    assert [difference.kind for difference in found] == [DifferenceKind.CHANGED]
    assert with_differences(before, found) == after
    assert with_differences(after, document_differences(after, before)) == before


def test_a_place_leads_to_the_value_it_speaks_of(
    sample_trial: TrialProtocol, trial_from: Callable[[str], TrialProtocol]
) -> None:
    after = set_field("narrative[1].text", "Other words.", "Text")(sample_trial)
    (found,) = differences(sample_trial, after)
    assert found.place == "narrative[1].text"
    assert found.after == "Other words."
