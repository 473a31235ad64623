"""Two copies of a protocol come together: nothing is lost, and what both changed is decided by a person."""

import pytest
from hypothesis import given, settings

from protocol_designer.domain.part_ids import parts_in
from protocol_designer.domain.population import Criterion, CriterionKind
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import next_id, with_inserted, with_moved, with_value, without
from protocol_designer.edits.identities import renamed, without_clashes
from protocol_designer.precedents.library import load_sample
from protocol_designer.revisions.differences import document_of
from protocol_designer.revisions.merge import MergeRefused, Side, merge
from protocol_designer.storage.exchange import to_json
from tests.revisions.random_edits import edited, edits

SAMPLE = load_sample()
TITLE, WEIGHT = "identity.short_title", "population.weight_max"


def _with_criterion(trial: TrialProtocol, text: str) -> tuple[TrialProtocol, str]:
    trial, identity = next_id(trial, "criterion")
    fresh = Criterion(id=identity, kind=CriterionKind.EXCLUSION, text=text)
    return with_inserted(trial, "population.criteria", fresh), identity


def _unordered(value: object) -> object:
    """Take the order of lists out of a document."""
    if isinstance(value, dict):
        return {name: _unordered(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return sorted((_unordered(inner) for inner in value), key=repr)
    return value


@settings(max_examples=30)
@given(wanted=edits)
def test_merging_with_an_unchanged_side_is_the_other_side(wanted: list) -> None:
    changed = edited(SAMPLE, wanted)
    assert to_json(merge(SAMPLE, SAMPLE, changed).trial()) == to_json(changed)
    assert to_json(merge(SAMPLE, changed, SAMPLE).trial()) == to_json(changed)
    assert to_json(merge(SAMPLE, changed, changed).trial()) == to_json(changed)


@settings(max_examples=40)
@given(mine=edits, other=edits)
def test_a_merge_is_symmetric_up_to_its_conflicts(mine: list, other: list) -> None:
    ours, theirs = edited(SAMPLE, mine), edited(SAMPLE, other)
    theirs = without_clashes(SAMPLE, ours, theirs)
    one, two = merge(SAMPLE, ours, theirs), merge(SAMPLE, theirs, ours)
    assert {found.place for found in one.conflicts} == {found.place for found in two.conflicts}
    for found in one.conflicts:
        (twin,) = (twin for twin in two.conflicts if twin.place == found.place)
        assert (found.base, found.ours, found.theirs) == (twin.base, twin.theirs, twin.ours)
    if not one.conflicts:
        assert _unordered(document_of(one.trial())) == _unordered(document_of(two.trial()))


@settings(max_examples=30)
@given(mine=edits, other=edits)
def test_every_part_that_somebody_made_is_there(mine: list, other: list) -> None:
    ours, theirs = edited(SAMPLE, mine), edited(SAMPLE, other)
    merged = merge(SAMPLE, ours, theirs)
    if merged.open:
        with pytest.raises(MergeRefused, match="not decided yet"):
            merged.trial()
        return
    known = {part.id for part in parts_in(SAMPLE)}
    texts = [
        part.text for side in (ours, theirs) for part in side.population.criteria if part.id not in known
    ]
    there = [part.text for part in merged.trial().population.criteria]
    assert not [text for text in texts if text not in there]


def test_what_both_changed_is_a_conflict_until_it_is_decided() -> None:
    ours = with_value(with_value(SAMPLE, TITLE, "Ours"), WEIGHT, "99 kg")
    theirs = with_value(SAMPLE, TITLE, "Theirs")
    merged = merge(SAMPLE, ours, theirs)
    (conflict,) = merged.open
    assert (conflict.place, conflict.ours, conflict.theirs) == (TITLE, "Ours", "Theirs")
    assert conflict.base == SAMPLE.identity.short_title
    with pytest.raises(MergeRefused, match="1 conflict is not decided yet"):
        merged.trial()
    decided = merge(SAMPLE, ours, theirs, {TITLE: Side.THEIRS}).trial()
    assert decided.identity.short_title == "Theirs"
    assert decided.population.weight_max == ours.population.weight_max
    assert merge(SAMPLE, ours, theirs, {TITLE: Side.OURS}).trial() == ours


def test_parts_made_under_one_identity_are_both_kept() -> None:
    (ours, first), (theirs, second) = _with_criterion(SAMPLE, "Ours"), _with_criterion(SAMPLE, "Theirs")
    assert first == second
    merged = merge(SAMPLE, ours, theirs).trial()
    assert {part.text for part in merged.population.criteria[-2:]} == {"Ours", "Theirs"}
    assert len({part.id for part in parts_in(merged)}) == len(list(parts_in(merged)))
    _, fresh = next_id(merged, "criterion")
    assert fresh not in {part.id for part in parts_in(merged)}


def test_references_and_places_follow_a_new_identity() -> None:
    names = {part.id: f"{part.id}-new" for part in parts_in(SAMPLE)}
    fresh = renamed(SAMPLE, names)
    assert {part.id for part in parts_in(fresh)} == set(names.values())
    again = TrialProtocol.model_validate_json(to_json(fresh), strict=True)
    assert renamed(again, {new: old for old, new in names.items()}) == SAMPLE


@pytest.mark.parametrize("identity", ["arm_2", "arm-2", "a" * 59, "arm"])
def test_a_new_identity_is_one(identity: str) -> None:
    base = TrialProtocol()
    ours = TrialProtocol.model_validate({"arms": [{"id": identity, "name": "Ours"}]})
    theirs = TrialProtocol.model_validate({"arms": [{"id": identity, "name": "Theirs"}]})
    merged = merge(base, ours, theirs).trial()
    assert sorted(arm.name for arm in merged.arms) == ["Ours", "Theirs"]


def test_a_part_removed_here_and_used_there_is_a_conflict() -> None:
    base = TrialProtocol.model_validate(
        {
            "arms": [{"id": "arm-1", "name": "Ketamine", "regimens": []}],
            "regimens": [{"id": "regimen-1", "name": "Infusion", "drug": "ketamine"}],
            "parts_made": 1,
        }
    )
    ours = without(base, "regimens[regimen-1]")
    theirs = with_value(base, "arms[arm-1].regimens", ("regimen-1",))
    for first, second, kept in ((ours, theirs, Side.THEIRS), (theirs, ours, Side.OURS)):
        merged = merge(base, first, second)
        (conflict,) = merged.open
        assert conflict.place == "regimens[regimen-1]"
        assert merge(base, first, second, {conflict.place: kept}).trial().arms[0].regimens == ("regimen-1",)
        gone = Side.OURS if kept is Side.THEIRS else Side.THEIRS
        with pytest.raises(MergeRefused, match="do not fit together"):
            merge(base, first, second, {conflict.place: gone}).trial()


def test_removed_here_and_changed_there_is_a_conflict() -> None:
    place = f"population.criteria[{SAMPLE.population.criteria[0].id}]"
    (conflict,) = merge(SAMPLE, without(SAMPLE, place), with_value(SAMPLE, f"{place}.text", "Changed.")).open
    assert conflict.ours is None
    assert conflict.theirs["text"] == "Changed."


def test_an_order_that_only_they_changed_is_taken_over() -> None:
    first = SAMPLE.population.criteria[0].id
    theirs = with_moved(SAMPLE, f"population.criteria[{first}]", 3)
    ours, added = _with_criterion(SAMPLE, "Ours")
    merged = merge(SAMPLE, ours, theirs).trial()
    wanted = [part.id for part in theirs.population.criteria]
    assert [part.id for part in merged.population.criteria if part.id != added] == wanted
