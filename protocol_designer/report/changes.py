"""The changes between two versions of a protocol in words: what, where, from, to; safety first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic import BaseModel

from protocol_designer.domain.m11_sections import M11_HEADINGS
from protocol_designer.domain.places import UnknownPlace, split_place, value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.report.linked_text import with_links_written_out
from protocol_designer.report.part_names import part_name
from protocol_designer.report.place_words import place_words
from protocol_designer.report.value_words import value_words
from protocol_designer.revisions.differences import (
    Difference,
    DifferenceKind,
    Document,
    document_differences,
    document_of,
)
from protocol_designer.revisions.keyed import Steps, place_in
from protocol_designer.revisions.words import Stretch, word_changes

_UNSEEN = (
    "amendment", "open_questions", "parts_made", "prior_amendments", "provenance", "schema_version",
    "started_from",
)  # fmt: skip
"""Bookkeeping, and the amendment block, which speaks of these changes itself."""

_SAFETY = (
    "regimens", "arms", "schedule", "dosing_day", "concomitant", "harms", "pharmacy", "population",
    "justifications", "oversight.safety_oversight", "oversight.safety_oversight_details",
)  # fmt: skip
"""Doses, who receives them, their spacing and the monitoring at visits, who is kept out, harms."""
_SAFETY_SECTIONS = ("5", "6", "7", "8.2", "8.4", "9")
"""Sections of M11 whose text speaks of the same: population, interventions, discontinuation, harms."""
_SECTIONS = {
    "identity": "", "design": "4.1", "design.blinding": "6.7",
    "design.allocation": "6.7", "design.rationale": "4.2", "population": "5.1", "population.criteria": "5.2",
    "objectives": "3", "endpoints": "3", "arms": "4.1", "regimens": "6.1", "courses": "6.1",
    "other_interventions": "4.1", "schedule": "1.3", "dosing_day": "8.4", "concomitant": "6.10", "harms": "9",
    "statistics": "10", "oversight": "11", "pharmacy": "6.6", "references": "14",
}  # fmt: skip
_NAMES = ("name", "text", "question")
_LONG = 60


@dataclass(frozen=True, slots=True)
class Change:
    """One change for people. ``before`` or ``after`` is None where a value came or went.

    ``words`` compares two long texts word by word. ``section`` is the number of the M11 section it stands in,
    empty for the title page.
    """

    kind: DifferenceKind
    place: str
    what: str
    before: str | None
    after: str | None
    section: str
    touches_safety: bool
    words: tuple[Stretch, ...] = ()


def changes_between(before: TrialProtocol, after: TrialProtocol) -> tuple[Change, ...]:
    """Return the changes from one version to another, those that touch safety first."""
    old, new = document_of(before), document_of(after)
    states = _State(with_links_written_out(before), old), _State(with_links_written_out(after), new)
    found = [
        _change(difference, *states)
        for difference in document_differences(old, new)
        if difference.steps[0] not in _UNSEEN
    ]
    return tuple(sorted(found, key=lambda change: not change.touches_safety))


def section_words(number: str) -> str:
    """Name the section of a change: its M11 number and heading."""
    return f"{number} {M11_HEADINGS[number]}" if number else "Title page"


class _State(NamedTuple):
    """A protocol as it reads, and its exchange form as it is kept, which the differences speak of."""

    trial: TrialProtocol
    document: Document


def _change(difference: Difference, before: _State, after: _State) -> Change:
    here = (before if difference.kind is DifferenceKind.REMOVED else after).trial
    old = None if difference.kind is DifferenceKind.ADDED else _words(before, difference, difference.before)
    new = None if difference.kind is DifferenceKind.REMOVED else _words(after, difference, difference.after)
    texts = (old or "", new or "")
    both = isinstance(difference.before, str) and isinstance(difference.after, str)
    is_text = both and max(map(len, texts)) > _LONG
    return Change(
        difference.kind,
        difference.place,
        place_words(here, difference.place),
        old,
        new,
        section_of(here, difference.place),
        touches_safety(difference.steps),
        word_changes(*texts) if is_text else (),
    )


def _words(state: _State, difference: Difference, raw: Any) -> str:
    # An entry without an identity may stand at another position in the other version.
    place = place_in(state.document, difference.steps)
    if difference.kind is DifferenceKind.REORDERED:
        return ", ".join(_named(state, (*difference.steps, f"[{key}]")) for key in raw)
    value = value_at(state.trial, place)
    if isinstance(value, BaseModel) and difference.is_whole_part:
        return "; ".join(_details(value))
    return value_words(value)


def _named(state: _State, steps: Steps) -> str:
    place = place_in(state.document, steps)
    return part_name(value_at(state.trial, place)) or place_words(state.trial, place)


def _details(part: BaseModel) -> Iterator[str]:
    """Write every decided field of a part, its name or text first."""
    yield from (value_words(text) for field in _NAMES if (text := getattr(part, field, None)))
    for field in type(part).model_fields:
        value = getattr(part, field)
        if field not in ("id", *_NAMES) and value not in (None, ()):
            label = field.removeprefix("is_").removeprefix("has_").replace("_", " ")
            yield f"{label}: {value_words(value)}"


def touches_safety(steps: Sequence[str]) -> bool:
    """Tell whether a path leads to a part that keeps participants safe, or to the text about one."""
    if steps[0] == "narrative" and len(steps) > 1:
        number = steps[1].strip("[]")
        return any(number == whole or number.startswith(f"{whole}.") for whole in _SAFETY_SECTIONS)
    return steps[0] in _SAFETY or ".".join(steps[:2]) in _SAFETY


def section_of(trial: TrialProtocol, place: str) -> str:
    """Return the number of the M11 section in which a place stands; empty for the title page."""
    steps = split_place(place)
    if steps[0] == "narrative":
        try:
            number = value_at(trial, "".join(steps[:2])).number
        except UnknownPlace:
            return ""
        return str(number)
    if steps[:2] == ("population", "criteria") and "exclusion" in place_words(trial, place).casefold():
        return "5.3"
    return _SECTIONS.get(".".join(steps[:2]), _SECTIONS.get(steps[0], ""))
