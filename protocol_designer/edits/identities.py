"""Gives parts that two people made under one identity in two copies identities of their own."""

import re
from collections.abc import Mapping
from typing import Any, TypeVar, get_args, get_type_hints

from pydantic import BaseModel

from protocol_designer.domain.base import PartId
from protocol_designer.domain.part_ids import highest_number, parts_in
from protocol_designer.domain.places import Place
from protocol_designer.domain.trial import TrialProtocol

Value = TypeVar("Value")

_NUMBER = re.compile("[-_]?[0-9]+$")


def without_clashes(base: TrialProtocol, ours: TrialProtocol, theirs: TrialProtocol) -> TrialProtocol:
    """Return ``theirs`` with new identities for parts that both sides made since ``base`` and that differ."""
    known = {part.id for part in parts_in(base)}
    made_here = {part.id: part for part in parts_in(ours) if part.id not in known}
    clashing = [part.id for part in parts_in(theirs) if part.id in made_here and part != made_here[part.id]]
    if not clashing:
        return theirs
    number = max(trial.parts_made for trial in (base, ours, theirs))
    number = max(number, highest_number(ours), highest_number(theirs))
    names = {}
    for old in dict.fromkeys(clashing):
        number += 1
        names[old] = f"{_NUMBER.sub('', old)[:40].rstrip('-_')}-{number}"
    return renamed(theirs, names).model_copy(update={"parts_made": number})


def renamed(node: Value, names: Mapping[str, str]) -> Value:
    """Return a branch whose identities, references and places follow new names; free text is left alone."""
    if isinstance(node, tuple):
        fresh: Any = tuple(renamed(item, names) for item in node)
        return node if all(a is b for a, b in zip(fresh, node, strict=True)) else fresh
    if not isinstance(node, BaseModel):
        return node
    changes = {}
    for field, hint in get_type_hints(type(node), include_extras=True).items():
        if field not in type(node).model_fields:
            continue
        value = getattr(node, field)
        kinds = _kinds(hint)
        if PartId in kinds:
            fresh = _named(value, names)
        elif Place in kinds and isinstance(value, str):
            fresh = _place_renamed(value, names)
        else:
            fresh = renamed(value, names)
        if fresh is not value and fresh != value:
            changes[field] = fresh
    return node.model_copy(update=changes) if changes else node


def _kinds(hint: Any) -> list[Any]:
    found = [hint]
    for inner in get_args(hint):
        if hint not in (PartId, Place):
            found.extend(_kinds(inner))
    return found


def _named(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, tuple):
        return tuple(names.get(item, item) for item in value)
    return names.get(value, value) if isinstance(value, str) else value


def _place_renamed(place: str, names: Mapping[str, str]) -> str:
    for old, new in names.items():
        place = place.replace(f"[{old}]", f"[{new}]")
    return place
