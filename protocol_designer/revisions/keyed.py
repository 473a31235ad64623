"""How entries of a list are recognised in two states of a protocol, and how paths to them are written.

Values are in the exchange form: objects, lists, texts, numbers. A path is a tuple of steps as `split_place`
gives them: field names, and keys in brackets. Parts have their identity as key, some other entries the fields
that make them unique.
"""

from collections.abc import Sequence
from typing import Any

Steps = tuple[str, ...]

_UNIQUE_BY = {
    "cells": ("activity", "visit"),
    "factor_levels": ("factor",),
    "justifications": ("rule", "place"),
    "narrative": ("number",),
    "provenance": ("place",),
    "roles": ("role",),
}
"""Fields that name an entry among its neighbours, by the name of the list."""


def keys_of(items: Sequence[Any], list_name: str) -> tuple[str, ...] | None:
    """Return a key for each entry; None when the entries cannot be told apart by one."""
    fields = _UNIQUE_BY.get(list_name, ("id",))
    keys = []
    for item in items:
        if not isinstance(item, dict) or any(not isinstance(item.get(field), str) for field in fields):
            return None
        keys.append(" ".join(item[field] for field in fields))
    return tuple(keys) if len(set(keys)) == len(keys) else None


def by_key(items: Sequence[Any], list_name: str) -> dict[str, Any] | None:
    """Return the entries under their keys, in order; None when there are no keys."""
    keys = keys_of(items, list_name)
    return None if keys is None else dict(zip(keys, items, strict=True))


def list_name(steps: Steps) -> str:
    """Return the name of the list that a path leads to."""
    return next((step for step in reversed(steps) if not step.startswith("[")), "")


def position_of(items: Sequence[Any], step: str, steps_before: Steps) -> int:
    """Return the position of the entry that a bracketed step names.

    Raises:
        LookupError: There is no such entry.
    """
    key = step[1:-1]
    keys = keys_of(items, list_name(steps_before))
    if keys is not None and key in keys:
        return keys.index(key)
    if keys is None and key.isascii() and key.isdecimal() and int(key) < len(items):
        return int(key)
    raise LookupError(f"there is no entry {key} in {written(steps_before)}")


def written(steps: Steps) -> str:
    """Write a path as a place; entries without an identity keep the key that names them."""
    text = ""
    for step in steps:
        text += step if step.startswith("[") or not text else f".{step}"
    return text


def place_in(document: Any, steps: Steps) -> str:
    """Write a path as the place it has in a document: entries without an identity by their position.

    Raises:
        LookupError: The path does not exist in the document.
    """
    shown: list[str] = []
    value = document
    for index, step in enumerate(steps):
        if step.startswith("["):
            at = position_of(value, step, steps[:index])
            value = value[at]
            has_identity = isinstance(value, dict) and value.get("id") == step[1:-1]
            shown.append(step if has_identity else f"[{at}]")
        else:
            value = value[step]
            shown.append(step)
    return written(tuple(shown))
