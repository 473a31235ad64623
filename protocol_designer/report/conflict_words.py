"""A conflict of a merge in words: what it is about, what it was, what either side made of it."""

import json
from dataclasses import dataclass
from typing import Any

from protocol_designer.derived.linked_values import written_out
from protocol_designer.domain.places import UnknownPlace, value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.report.changes import section_of, section_words, touches_safety
from protocol_designer.report.place_words import place_words
from protocol_designer.report.value_words import value_words
from protocol_designer.revisions.differences import document_of
from protocol_designer.revisions.keyed import place_in
from protocol_designer.revisions.merge import Conflict


@dataclass(frozen=True, slots=True)
class ConflictWords:
    """One conflict for people; ``touches_safety`` sorts the grave ones first."""

    what: str
    section: str
    base: str
    ours: str
    theirs: str
    touches_safety: bool


def conflict_words(
    conflict: Conflict, base: TrialProtocol, ours: TrialProtocol, theirs: TrialProtocol
) -> ConflictWords:
    """Write a conflict for people."""
    sides = ((ours, conflict.ours), (theirs, conflict.theirs), (base, conflict.base))
    holder = next((trial for trial, value in sides if value is not None), ours)
    place = _place(holder, conflict)
    return ConflictWords(
        place_words(holder, place),
        section_words(section_of(holder, place)),
        _words(base, conflict, conflict.base),
        _words(ours, conflict, conflict.ours),
        _words(theirs, conflict, conflict.theirs),
        touches_safety(conflict.steps),
    )


def _place(trial: TrialProtocol, conflict: Conflict) -> str:
    try:
        return place_in(document_of(trial), conflict.steps)
    except (LookupError, TypeError):
        return conflict.place


def _words(trial: TrialProtocol, conflict: Conflict, raw: Any) -> str:
    if raw is None:
        return "Not there"
    try:
        said = value_words(value_at(trial, _place(trial, conflict)))
        return written_out(trial, said)
    except UnknownPlace:
        return written_out(trial, raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False))
