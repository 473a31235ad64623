"""Changes carry one document into another and back, and stay small."""

import json

import pytest
from hypothesis import given

from protocol_designer.storage.changes import MisfitChange, changes_between, undone, with_change
from tests.storage.stored_protocols import json_values


def _carry(document: object, changes: list[dict[str, object]]) -> object:
    for change in changes:
        document = with_change(document, change)
    return document


@given(before=json_values, after=json_values)
def test_changes_carry_before_into_after_and_back(before: object, after: object) -> None:
    old, new = {"field": before}, {"field": after}
    changes = list(changes_between(old, new))
    assert json.dumps(_carry(old, changes), sort_keys=True) == json.dumps(new, sort_keys=True)
    back = [undone(change) for change in reversed(changes)]
    assert json.dumps(_carry(new, back), sort_keys=True) == json.dumps(old, sort_keys=True)


@given(value=json_values)
def test_nothing_changed_is_no_change(value: object) -> None:
    assert list(changes_between({"field": value}, {"field": value})) == []


def test_a_change_names_parts_by_identity() -> None:
    before = {"arms": [{"id": "arm-1", "name": "Ketamine"}, {"id": "arm-2", "name": "Midazolam"}]}
    after = {"arms": [{"id": "arm-1", "name": "Ketamine"}, {"id": "arm-2", "name": "Saline"}]}
    assert list(changes_between(before, after)) == [
        {"place": "arms[arm-2].name", "was": "Midazolam", "is": "Saline"}
    ]


def test_an_inserted_part_leaves_its_neighbours_out() -> None:
    many = [{"id": f"visit-{number}"} for number in range(100)]
    added = [*many[:40], {"id": "visit-200"}, *many[40:]]
    assert list(changes_between({"visits": many}, {"visits": added})) == [
        {"place": "visits", "at": 40, "was": [], "is": [{"id": "visit-200"}]}
    ]


def test_a_word_in_a_long_text_is_a_short_change() -> None:
    text = "The participant rests. " * 2000
    changes = list(changes_between({"text": text}, {"text": text[:9000] + "quietly " + text[9000:]}))
    assert len(json.dumps(changes)) < 200


@pytest.mark.parametrize(
    "change",
    [
        {"place": "name", "was": "other", "is": "new"},
        {"place": "arms[arm-9].name", "was": "a", "is": "b"},
        {"place": "name[0]", "was": "a", "is": "b"},
        {"place": "name.inner", "was": "a", "is": "b"},
        {"place": "arms", "at": 0, "was": [{"id": "arm-2"}], "is": []},
    ],
)
def test_a_change_that_does_not_fit_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(MisfitChange):
        with_change({"name": "old", "arms": [{"id": "arm-1"}]}, change)
