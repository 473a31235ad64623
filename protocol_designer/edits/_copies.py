"""Copies a part with identities of its own, and takes the sources of its values along."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from protocol_designer.domain.base import Part
from protocol_designer.domain.evidence import Provenance
from protocol_designer.domain.part_ids import parts_in
from protocol_designer.domain.places import UnknownPlace, value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import next_id, with_inserted, with_value
from protocol_designer.precedents.exchange_text import exchange_text

_KEY = re.compile(r"\[([^\[\]]+)\]")


def with_copy(
    trial: TrialProtocol,
    list_place: str,
    part: Part,
    *,
    changes: Mapping[str, object],
    sources: Iterable[Provenance],
    position: int | None = None,
) -> tuple[TrialProtocol, dict[str, str]]:
    """Insert a copy of ``part`` into a list; returns the new identities of the copy and of what is inside it.

    Args:
        changes: Fields of the copy that differ, in the exchange form.
        sources: Provenance of the original, by its places under ``list_place``. Kept is what speaks of values
            that the copy still has.

    Raises:
        EditRefused: The copy would hold a broken reference.
    """
    renamed: dict[str, str] = {}
    for inner in parts_in(part):
        trial, renamed[inner.id] = next_id(trial, inner.id.rstrip("0123456789").rstrip("-_") or "part")
    form = _with_new_ids(part.model_dump(mode="json"), renamed) | dict(changes)
    trial = with_inserted(trial, list_place, form, position)
    kept = []
    start = f"{list_place}[{part.id}]"
    for entry in sources:
        if entry.place.startswith(f"{start}."):
            moved = entry.model_copy(update={"place": new_place(entry.place, renamed)})
            if _still_says(trial, moved):
                kept.append(moved)
    if kept:
        trial = with_value(trial, "provenance", (*trial.provenance, *kept))
    return trial, renamed


def new_place(place: str, renamed: Mapping[str, str]) -> str:
    """Return the place in a copy that stands for a place in the original."""
    return _KEY.sub(lambda found: f"[{renamed.get(found[1], found[1])}]", place)


def _still_says(trial: TrialProtocol, entry: Provenance) -> bool:
    try:
        return exchange_text(value_at(trial, entry.place)) == entry.value
    except UnknownPlace:
        return False


def _with_new_ids(value: Any, names: Mapping[str, str]) -> Any:
    """Give identities their new names where they stand as ``id``."""
    if isinstance(value, dict):
        return {
            key: names.get(item, item) if key == "id" else _with_new_ids(item, names)
            for key, item in value.items()
        }
    return [_with_new_ids(item, names) for item in value] if isinstance(value, list) else value
