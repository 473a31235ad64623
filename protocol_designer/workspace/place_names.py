"""Places in words: what a path such as ``regimens[reg-1].steps[0].amount`` is called by people."""

from typing import Any

from pydantic import BaseModel

from protocol_designer.domain.base import Part
from protocol_designer.domain.places import UnknownPlace, index_in, split_place
from protocol_designer.domain.trial import TrialProtocol

_WORDS = {
    "bmi_min": "lowest body mass index",
    "bmi_max": "highest body mass index",
    "weight_min": "lowest weight",
    "weight_max": "highest weight",
    "age_min": "lowest age",
    "age_max": "highest age",
    "planned_n": "planned number of participants",
    "is_dosing": "dosing visit",
    "cap": "cap",
    "regimens": "drug regimens",
    "courses": "therapy courses",
    "concomitant": "concomitant medication",
    "identity": "title page",
    "rescue_plans": "rescue plans",
}
_ENTRY = {"cells": "cell", "bounds": "bound", "roles": "role", "provenance": "source"}
_UNSPOKEN = {"schedule"}
_LONGEST_NAME = 60


def place_name(trial: TrialProtocol, place: str) -> str:
    """Name a place: ``Ketamine, two steps › step 1 › amount``. A place that is gone keeps its path."""
    try:
        words = _words(trial, place)
    except UnknownPlace:
        return place
    if not words:
        return place
    return " › ".join((words[0][:1].upper() + words[0][1:], *words[1:]))


def part_name(part: object) -> str | None:
    """Return what a part calls itself, shortened to one line; None when it has no name."""
    for field in ("name", "full_title", "text", "question", "title"):
        text = getattr(part, field, None)
        if isinstance(text, str) and text:
            line = text.splitlines()[0]
            return line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1].rstrip() + "…"
    return None


def field_word(field: str) -> str:
    """Write a field's name as people say it."""
    return _WORDS.get(field) or field.removeprefix("is_").removeprefix("has_").replace("_", " ")


def _words(trial: TrialProtocol, place: str) -> list[str]:
    words: list[str] = []
    value: Any = trial
    field = ""
    for step in split_place(place):
        if step.startswith("["):
            position = index_in(value, step, place) if isinstance(value, tuple) else _gone(place)
            value = value[position]
            named = part_name(value) if isinstance(value, Part) else None
            words[-1:] = [named or f"{_entry_word(field)} {position + 1}"]
        else:
            if not isinstance(value, BaseModel) or step not in type(value).model_fields:
                _gone(place)
            value, field = getattr(value, step), step
            if step not in _UNSPOKEN:
                words.append(field_word(step))
            else:
                words.append("schedule")
    return words if len(words) == 1 else [word for word in words if word not in _UNSPOKEN]


def _entry_word(field: str) -> str:
    return _ENTRY.get(field) or field.removesuffix("s").replace("_", " ")


def _gone(place: str) -> int:
    raise UnknownPlace(f"{place}: there is no such place")
