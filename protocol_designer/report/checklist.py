"""A reporting checklist held against a protocol: where items stand, why they do not apply, what is missing.

The items are data (``resources/checklists``). Leaves page numbers to whoever lays the document out.
"""

from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel

from protocol_designer.domain.base import Line, Node, NotApplicable, Part
from protocol_designer.domain.design import AllocationMethod, DesignModel
from protocol_designer.domain.places import UnknownPlace, split_place, value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.resource_paths import data_path

_SECTION = "section "
_HEADING = "s-"
_NARRATIVE = "narrative"
_GATES = ("randomised", "blinded", "compared")


class ChecklistItem(Node):
    """One item. ``needs`` lists what must be decided, each with its alternatives.

    A need is a place, in which a field of a list means that field of every part (``endpoints.metric``), or
    ``section 8.1`` for the investigator's own text of an M11 section. ``parts`` are lists that must not be
    empty, as a need is met when there is no part to ask. ``also`` stands for the item beside its needs,
    ``at`` instead of them. ``applies`` names the kind of trial that the item is for.
    """

    number: Line
    group: Line
    topic: Line
    wording: Line
    needs: tuple[tuple[Line, ...], ...]
    parts: tuple[Line, ...] = ()
    also: tuple[Line, ...] = ()
    at: tuple[Line, ...] = ()
    applies: Line | None = None


class Checklist(Node):
    """A published checklist in our own short wording, with what its licence asks to be said.

    ``id`` is what the reasons against items in a protocol call it.
    """

    id: Line = "own"
    title: Line
    citation: Line
    doi: Line
    licence: Line
    licence_address: Line
    items: tuple[ChecklistItem, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an item: it stands at ``keys``, does not apply ``because``, or lacks ``missing``.

    An item that lacks something may stand at ``keys`` in part. ``is_own_reason`` marks a reason that was
    written for the item, and not one that follows from the kind of trial.
    """

    item: ChecklistItem
    keys: tuple[str, ...] = ()
    because: str | None = None
    missing: tuple[str, ...] = ()
    is_own_reason: bool = False


def load_checklist(name: str) -> Checklist:
    """Load a checklist that the program ships, such as ``spirit_2025``.

    Raises:
        FileNotFoundError: This installation lacks it.
    """
    return Checklist.model_validate_json(data_path("resources", "checklists", f"{name}.json").read_bytes())


def answers(checklist: Checklist, trial: TrialProtocol) -> tuple[Answer, ...]:
    """Hold every item against a protocol."""
    noted = {note.item: note.because for note in trial.coverage_notes if note.checklist == checklist.id}
    return tuple(_with_note(_answer(item, trial), noted.get(item.number)) for item in checklist.items)


def place_of(key: str, trial: TrialProtocol) -> str:
    """Return the field that a need or a key of an answer leads to: the first that is not decided, if any."""
    if key.startswith(_SECTION):
        key = _key_of_section(key, trial)
    if key.startswith(_HEADING):
        return _NARRATIVE
    try:
        values = _values(trial, split_place(key), "")
    except UnknownPlace:
        return key
    undecided = [place for place, value in values if value in (None, ())]
    return (undecided or [place for place, _ in values] or [key])[0]


def field_of_reason(item: ChecklistItem, trial: TrialProtocol) -> str | None:
    """Return the field that can itself say why an item does not apply; None when none can."""
    if len(item.needs) != 1 or item.needs[0][0].startswith(_SECTION):
        return None
    place = item.needs[0][0]
    above, _, field = place.rpartition(".")
    try:
        node = value_at(trial, above) if above else trial
    except UnknownPlace:
        return None
    known = type(node).model_fields.get(field) if isinstance(node, BaseModel) else None
    return place if known is not None and NotApplicable in get_args(known.annotation) else None


def _with_note(answer: Answer, because: str | None) -> Answer:
    """Let a reason stand for what is missing; where nothing is missing it is not needed."""
    if because is None or not answer.missing:
        return answer
    return Answer(answer.item, because=because, is_own_reason=True)


def _answer(item: ChecklistItem, trial: TrialProtocol) -> Answer:
    because = _barred(item.applies, trial)
    if because is not None:
        return Answer(item, because=because)
    reasons: list[str] = []
    keys: list[str] = []
    missing = [place for place in item.parts if not _found(place, trial).is_decided]
    for alternatives in item.needs:
        found = [_found(need, trial) for need in alternatives]
        decided = [one for one in found if one.is_decided]
        said = [reason for one in found for reason in one.reasons]
        if decided:
            keys.extend(key for one in decided for key in one.keys)
        elif said:
            reasons.extend(said)
        else:
            missing.append(alternatives[0])
    if missing:
        return Answer(item, keys=tuple(dict.fromkeys(keys)), missing=tuple(missing))
    if not keys and reasons:
        return Answer(item, because=reasons[0], is_own_reason=True)
    beside = [_found(place, trial) for place in item.also]
    stands_at = [key for place in item.at for key in _anchors(place, trial)] or [
        *keys, *(key for one in beside if one.is_decided for key in one.keys)
    ]  # fmt: skip
    return Answer(item, keys=tuple(dict.fromkeys(stands_at)))


def _barred(gate: str | None, trial: TrialProtocol) -> str | None:
    """Say why an item is not for this kind of trial; None when it is, or while that is not decided."""
    design = trial.design
    if gate == "randomised":
        method = design.allocation.method
        is_other = method is not None and method is not AllocationMethod.RANDOMISED
        return "participants are not allocated at random" if is_other else None
    if gate == "blinded":
        roles = design.blinding.roles
        return "nobody is blinded" if roles and not any(one.is_blinded for one in roles) else None
    if gate == "compared":
        return "the trial has a single group" if design.model is DesignModel.SINGLE_GROUP else None
    if gate is not None:
        raise ValueError(f"a checklist item applies to “{gate}”; known are {', '.join(_GATES)}")
    return None


@dataclass(frozen=True, slots=True)
class _Found:
    keys: tuple[str, ...]
    is_decided: bool
    reasons: tuple[str, ...] = ()


def _found(need: str, trial: TrialProtocol) -> _Found:
    values: list[tuple[str, Any]]
    if need.startswith(_SECTION):
        own = [section for section in trial.narrative if str(section.number) == need.removeprefix(_SECTION)]
        values = [(_key_of_section(need, trial), own[0].text)] if own else []
        is_empty = not own
    else:
        values = list(_values(trial, split_place(need), ""))
        is_empty = False
    reasons = tuple(value.because for _, value in values if isinstance(value, NotApplicable))
    open_ones = [value for _, value in values if value in (None, ()) or isinstance(value, NotApplicable)]
    return _Found(tuple(key for key, _ in values), not is_empty and not open_ones, reasons)


def _values(value: Any, steps: tuple[str, ...], place: str) -> list[tuple[str, Any]]:
    """Return every value that a place means, with its own place; a list on the way means all its parts."""
    if not steps:
        return [(place, value)]
    if isinstance(value, tuple):
        found = []
        for index, part in enumerate(value):
            key = part.id if isinstance(part, Part) else index
            found.extend(_values(part, steps, f"{place}[{key}]"))
        return found
    if value is None:
        return [(place, None)]
    if not isinstance(value, BaseModel) or steps[0] not in type(value).model_fields:
        raise UnknownPlace(f"{place}: there is no field {steps[0]}")
    below = f"{place}.{steps[0]}" if place else steps[0]
    return _values(getattr(value, steps[0]), steps[1:], below)


def _anchors(place: str, trial: TrialProtocol) -> list[str]:
    return [_key_of_section(place, trial)] if place.startswith(_SECTION) else [place]


def _key_of_section(need: str, trial: TrialProtocol) -> str:
    """Return the place of the investigator's own text of a section, else the anchor of its heading."""
    number = need.removeprefix(_SECTION)
    for index, section in enumerate(trial.narrative):
        if str(section.number) == number:
            return f"narrative[{index}]"
    return f"s-{number}"
