"""Verbs for the plain lists of a protocol: add, duplicate, move and change an entry."""

from collections.abc import Mapping

from pydantic import BaseModel

from protocol_designer.domain.base import Part
from protocol_designer.domain.part_ids import parts_in
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import current, next_id, with_fields, with_inserted, with_moved
from protocol_designer.edits.edit import Edit


def entry_place(list_place: str, entry: BaseModel, position: int) -> str:
    """Return the place of an entry: by its identity where it has one, else by its position."""
    return f"{list_place}[{entry.id if isinstance(entry, Part) else position}]"


def add_entry(
    list_place: str,
    values: Mapping[str, object],
    label: str,
    id_kind: str | None,
    position: int | None = None,
) -> Edit:
    """Add an entry in the exchange form at the end of a list.

    Args:
        id_kind: The first word of its identity (``stop`` in ``stop-4``); None for entries without identity.
    """

    def change(trial: TrialProtocol) -> TrialProtocol:
        entry = dict(values)
        if id_kind is not None:
            trial, entry["id"] = next_id(trial, id_kind)
        return with_inserted(trial, list_place, entry)

    return Edit(label, change)


def duplicate_entry(list_place: str, position: int, label: str) -> Edit:
    """Put a copy below an entry; every part inside the copy gets an identity of its own."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        entry: BaseModel = current(trial, list_place)[position]
        copied: object = entry.model_dump(mode="json")
        for part in parts_in(entry):
            trial, fresh = next_id(trial, part.id.rstrip("0123456789").rstrip("-_") or "part")
            copied = _renamed(copied, part.id, fresh)
        return with_inserted(trial, list_place, copied, position + 1)

    return Edit(label, change)


def change_entry(place: str, label: str, changes: Mapping[str, object]) -> Edit:
    """Change fields of an entry at once, for those that only fit together."""
    return Edit(label, lambda trial: with_fields(trial, place, **changes))


def move_entry(place: str, to: int, label: str) -> Edit:
    """Move an entry to another row, counted from 0."""
    return Edit(label, lambda trial: with_moved(trial, place, to))


def _renamed(value: object, old: str, new: str) -> object:
    """Give one identity another name everywhere inside an exchange form."""
    if isinstance(value, dict):
        return {key: _renamed(item, old, new) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, old, new) for item in value]
    return new if value == old else value
