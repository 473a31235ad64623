"""The values of a protocol that a text can take from their fields, with their names, the nearest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum, auto
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from protocol_designer.derived.linked_values import NOT_DECIDED, said_at
from protocol_designer.domain.base import Part
from protocol_designer.domain.part_ids import parts_in
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.quantities import Quantity, TimeOffset
from protocol_designer.report.place_words import place_words

_LEFT_OUT = {
    "amendment", "coverage_notes", "justifications", "narrative", "open_questions", "parts_made",
    "prior_amendments", "provenance", "references", "schema_version", "started_from",
}  # fmt: skip
_INNER_LEFT_OUT = {"id", "cells"}
_LONGEST = 80
_MISSED_FAR = 99


class LinkableKind(Enum):
    """What a link says: an amount with its unit or a day, a bare count, the words for a code, a name."""

    AMOUNT = auto()
    COUNT = auto()
    CODE = auto()
    NAME = auto()


@dataclass(frozen=True, slots=True)
class LinkableValue:
    """One value: its place, the name of the place for people, what a link to it says.

    ``distance`` is how far it is from where the text stands; 0 is the nearest.
    """

    place: str
    name: str
    said: str
    kind: LinkableKind
    is_decided: bool
    distance: int


def linkable_values(trial: TrialProtocol, near: tuple[str, ...] = ()) -> tuple[LinkableValue, ...]:
    """Return everything that a link can take, decided or not.

    Args:
        near: Places that the text stands beside; what shares the longest path with one of them comes first,
            decided values before open ones.
    """
    identities = {part.id for part in parts_in(trial)}
    found = []
    for place, kind in _fields(trial, "", identities):
        said, far = said_at(trial, place), _distance(place, near)
        if isinstance(said, str):
            if kind is not LinkableKind.NAME or _is_name(said):
                found.append(LinkableValue(place, place_words(trial, place), said, kind, True, far))
        elif said is not None and kind is not LinkableKind.NAME:
            found.append(LinkableValue(place, place_words(trial, place), NOT_DECIDED, kind, False, far))
    return tuple(sorted(found, key=lambda value: (value.distance, not value.is_decided)))


def _is_name(text: str) -> bool:
    """Tell a name from a sentence and from a key of the formulary."""
    return len(text) <= _LONGEST and not text.endswith(".") and "_" not in text


def _distance(place: str, near: tuple[str, ...]) -> int:
    """Rank a place by the first of the near places that it lies in, or whose part it shares."""
    for rank, here in enumerate(near):
        if place == here or place.startswith((f"{here}.", f"{here}[")):
            return rank
    root = place.partition(".")[0].partition("[")[0]
    for rank, here in enumerate(near):
        if here.partition(".")[0].partition("[")[0] == root:
            return len(near) + rank
    return _MISSED_FAR


def _fields(node: BaseModel, place: str, identities: set[str]) -> Iterator[tuple[str, LinkableKind]]:
    left_out = _INNER_LEFT_OUT if place else _LEFT_OUT
    for name, kind in _kinds(type(node)):
        if name in left_out:
            continue
        value = getattr(node, name)
        here = f"{place}.{name}" if place else name
        if isinstance(value, BaseModel) and not isinstance(value, Quantity | TimeOffset):
            yield from _fields(value, here, identities)
        elif isinstance(value, tuple):
            for number, item in enumerate(value):
                if isinstance(item, BaseModel):
                    key = item.id if isinstance(item, Part) else number
                    yield from _fields(item, f"{here}[{key}]", identities)
        elif kind is not None and not (isinstance(value, str) and value in identities):
            yield here, kind


@cache
def _kinds(model: type[BaseModel]) -> tuple[tuple[str, LinkableKind | None], ...]:
    return tuple((name, _kind_of(field.annotation)) for name, field in model.model_fields.items())


def _kind_of(annotation: Any) -> LinkableKind | None:
    types = set(_plain_types(annotation))
    if types & {Quantity, TimeOffset, date}:
        return LinkableKind.AMOUNT
    if bool in types:
        return None
    if int in types:
        return LinkableKind.COUNT
    if any(isinstance(one, type) and issubclass(one, StrEnum) for one in types):
        return LinkableKind.CODE
    return LinkableKind.NAME if str in types else None


def _plain_types(annotation: Any) -> Iterator[Any]:
    inner = get_args(annotation)
    if not inner:
        yield annotation
    for one in inner:
        yield from _plain_types(one)
