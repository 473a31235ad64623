"""The plainest verbs: set, clear, remove, join, and carry out a fix."""

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.edit import Edit, EditRefused, in_one
from protocol_designer.edits.fields import apply_fix, remove_part, set_field
from protocol_designer.rules.findings import Change, Fix
from tests.domain.whole import WHOLE


@pytest.fixture
def trial() -> TrialProtocol:
    return TrialProtocol.model_validate(WHOLE)


def test_a_field_is_set_and_cleared(trial: TrialProtocol) -> None:
    named = set_field("identity.acronym", "ALPHA", "Name the trial")(trial)
    assert named.identity.acronym == "ALPHA"
    assert set_field("identity.acronym", None, "Clear the acronym")(named) == trial


def test_typing_in_one_field_is_one_undo_step() -> None:
    typing = [set_field("identity.acronym", text, "Type", merge=True) for text in ("A", "AL")]
    assert typing[0].merge_key == typing[1].merge_key is not None
    assert set_field("identity.version", "1", "Type", merge=True).merge_key != typing[0].merge_key
    assert set_field("identity.acronym", "A", "Set").merge_key is None


def test_a_part_is_removed_unless_needed(trial: TrialProtocol) -> None:
    assert len(remove_part("schedule.visits[visit-2]", "Remove")(trial).schedule.visits) == 1
    with pytest.raises(EditRefused):
        remove_part("schedule.visits[visit-1]", "Remove")(trial)


def test_joined_edits_are_one_step_or_none(trial: TrialProtocol) -> None:
    both = in_one(
        "Name",
        set_field("identity.acronym", "ALPHA", "a"),
        set_field("identity.version", "1.0", "b"),
    )
    after = both(trial)
    assert (both.label, after.identity.acronym, after.identity.version) == ("Name", "ALPHA", "1.0")
    assert both(after) is after
    spoilt = in_one("Name", both, set_field("population.weight_min", "50", "c"))
    with pytest.raises(EditRefused, match="has no unit"):
        spoilt(trial)


def test_a_fix_sets_and_appends_as_one_step(trial: TrialProtocol) -> None:
    criterion = {"id": "crit-1", "kind": "exclusion", "text": "Pregnancy", "codes": ["pregnancy"]}
    fix = Fix(
        "Exclude pregnancy",
        (Change("population.criteria[+]", criterion), Change("population.weight_max", "100 kg")),
        "none",
        "one",
    )
    edit = apply_fix(fix)
    after = edit(trial)
    assert isinstance(edit, Edit)
    assert edit.label == "Exclude pregnancy"
    assert after.population.criteria[0].text == "Pregnancy"
    assert str(after.population.weight_max) == "100 kg"


def test_a_fix_that_does_not_fit_is_refused_as_a_whole(trial: TrialProtocol) -> None:
    fix = Fix("Mend", (Change("identity.acronym", "A"), Change("population.weight_max", "100")), "", "")
    with pytest.raises(EditRefused, match="has no unit"):
        apply_fix(fix)(trial)
