"""Values that a text takes from the fields: ``{{place}}`` stands for what is decided there.

A sentence with such a link cannot contradict its field. What a link says is computed, never stored.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import BaseModel

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.base import Part
from protocol_designer.domain.places import UnknownPlace, value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import word
from protocol_designer.quantities import Quantity, TimeOffset

OPENING = "{{"
NOT_DECIDED = "(not decided yet)"
_LINK = re.compile(r"\{\{([^{}\s]+)\}\}")


@dataclass(frozen=True, slots=True)
class ValueLink:
    """A link in a text: where it begins and ends, and the place that it takes its value from."""

    start: int
    end: int
    place: str


def link_to(place: str) -> str:
    """Return the text of a link to a place."""
    return f"{OPENING}{place}}}}}"


def links_in(text: str) -> tuple[ValueLink, ...]:
    """Return the links of a text, in order."""
    if OPENING not in text:
        return ()
    return tuple(ValueLink(found.start(), found.end(), found[1]) for found in _LINK.finditer(text))


def said_at(trial: TrialProtocol, place: str) -> str | Undecided | None:
    """Return what a link to a place says: an amount, a time, a number, a code or a name in words.

    Undecided while the field is empty; None where there is no such field, or one that no few words can say.
    """
    try:
        value = value_at(trial, place)
    except UnknownPlace:
        return None
    if value is None:
        return Undecided(place, "the value that the text takes from there")
    if isinstance(value, Quantity | TimeOffset):
        return value.printed()
    if isinstance(value, StrEnum):
        return word(value)
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value)
    return None if "\n" in text or OPENING in text else text


def written_out(trial: TrialProtocol, text: str) -> str:
    """Return a text with each link replaced by what it says."""
    pieces, end = [], 0
    for link in links_in(text):
        said = said_at(trial, link.place)
        pieces += [text[end : link.start], said if isinstance(said, str) else NOT_DECIDED]
        end = link.end
    return "".join((*pieces, text[end:]))


def linked_texts(trial: TrialProtocol) -> Iterator[tuple[str, str]]:
    """Yield the place and text of every field that holds a link."""
    if OPENING in trial.model_dump_json(exclude_none=True):
        yield from _linked(trial, "")


def _linked(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if links_in(value):
            yield place, value
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            key = item.id if isinstance(item, Part) else number
            yield from _linked(item, f"{place}[{key}]")
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _linked(getattr(value, name), f"{place}.{name}" if place else name)
