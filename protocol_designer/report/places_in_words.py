"""Every field of a protocol with its name in words, outermost part first: what a search looks through."""

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import BaseModel

from protocol_designer.domain.base import Part
from protocol_designer.domain.schedule import ScheduleCell
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.report.place_words import JOINT, field_words, part_words

_UNNAMED = {
    "id", "schema_version", "parts_made", "started_from", "provenance", "justifications", "open_questions",
    "prior_amendments",
}  # fmt: skip


class NamedPlace(NamedTuple):
    """A place, its name, and the value that stands there."""

    place: str
    name: str
    value: object


def named_places(trial: TrialProtocol) -> Iterator[NamedPlace]:
    """Yield every part and every field that holds a single value, decided or not.

    Lists and groups of fields are named only as part of what they hold; cells of the schedule are left out.
    """
    for field in type(trial).model_fields:
        if field not in _UNNAMED:
            yield from _within(trial, getattr(trial, field), field, field, ())


def _within(
    trial: TrialProtocol, value: object, place: str, field: str, words: tuple[str, ...]
) -> Iterator[NamedPlace]:
    if isinstance(value, BaseModel):
        named = words if field == "schedule" else (*words, field_words(field))
        yield from _fields(trial, value, place, named)
    elif isinstance(value, tuple) and any(isinstance(item, BaseModel) for item in value):
        for number, item in enumerate(value):
            if isinstance(item, ScheduleCell):
                return
            if isinstance(item, BaseModel):
                inner = f"{place}[{item.id if isinstance(item, Part) else number}]"
                named = (*words, part_words(trial, item, field, number))
                yield NamedPlace(inner, _joined(named), item)
                yield from _fields(trial, item, inner, named)
    else:
        yield NamedPlace(place, _joined((*words, field_words(field))), value)


def _fields(
    trial: TrialProtocol, value: BaseModel, place: str, words: tuple[str, ...]
) -> Iterator[NamedPlace]:
    for field in type(value).model_fields:
        if field not in _UNNAMED:
            yield from _within(trial, getattr(value, field), f"{place}.{field}", field, words)


def _joined(words: tuple[str, ...]) -> str:
    text = JOINT.join(words)
    return text[:1].upper() + text[1:]
