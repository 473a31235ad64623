"""Places lead to values, and to nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from protocol_designer.domain.base import Part
from protocol_designer.domain.places import UnknownPlace, split_place, value_at
from protocol_designer.domain.trial import TrialProtocol


def every_place(node: Any, here: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the place and value of everything in a tree."""
    if here:
        yield here, node
    if isinstance(node, BaseModel):
        for field in type(node).model_fields:
            yield from every_place(getattr(node, field), f"{here}.{field}" if here else field)
    elif isinstance(node, tuple):
        for position, item in enumerate(node):
            key = item.id if isinstance(item, Part) else position
            yield from every_place(item, f"{here}[{key}]")


def test_every_place_of_the_sample_leads_to_its_value(sample_trial: TrialProtocol) -> None:
    places = list(every_place(sample_trial))
    assert len(places) > 500
    assert len({place for place, _ in places}) == len(places)
    for place, value in places:
        assert value_at(sample_trial, place) is value


def test_a_place_is_split_into_fields_and_keys() -> None:
    assert split_place("regimens[reg-1].steps[0].amount") == ("regimens", "[reg-1]", "steps", "[0]", "amount")


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "arms.",
        ".arms",
        "arms..name",
        "arms[",
        "arms[]",
        "arms[a][b]",
        "arms[a]b",
        "Arms",
        "arms name",
        "1",
        "a[b]]",
    ],
)
def test_other_texts_are_no_places(text: str) -> None:
    with pytest.raises(UnknownPlace, match="is not a place"):
        split_place(text)


@pytest.mark.parametrize(
    "place",
    [
        "colour",
        "arms[arm-1]",
        "identity.people[0]",
        "identity[0]",
        "identity.full_title[0]",
        "identity.full_title.length",
        "design.allocation.ratio[0]",
        "design.allocation.ratio[٠]",
        "model_fields",
        "__class__",
        "identity.__dict__",
    ],
)
def test_a_place_that_a_blank_protocol_lacks(place: str, blank_trial: TrialProtocol) -> None:
    with pytest.raises(UnknownPlace):
        value_at(blank_trial, place)


def test_parts_are_found_by_identity_only() -> None:
    trial = TrialProtocol.model_validate(
        {"arms": [{"id": "arm-1", "name": "A"}, {"id": "arm-2", "name": "B"}]}
    )
    assert value_at(trial, "arms[arm-2].name") == "B"
    with pytest.raises(UnknownPlace, match="there is no 0 here"):
        value_at(trial, "arms[0]")


@given(st.text(max_size=30))
def test_any_text_is_a_place_or_is_not(text: str) -> None:
    try:
        steps = split_place(text)
    except UnknownPlace:
        return
    assert "".join(step if step.startswith("[") else f".{step}" for step in steps).removeprefix(".") == text
