"""Everything there is to know of one place: value, findings, origin, open questions, justifications."""

from collections.abc import Mapping
from dataclasses import dataclass

from protocol_designer.derived.linked_values import written_out
from protocol_designer.domain.evidence import Justification, OpenQuestion, Provenance
from protocol_designer.domain.part_ids import parts_in
from protocol_designer.domain.places import UnknownPlace, value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.justifications import has_lapsed
from protocol_designer.precedents.provenance import provenance_at
from protocol_designer.report.part_names import part_name
from protocol_designer.report.place_words import place_words
from protocol_designer.report.value_words import value_words
from protocol_designer.rules.findings import Finding, Report


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """What the inspector shows; equal facts need no repaint. ``is_decided`` is False for an empty field."""

    place: str
    name: str
    value: str
    is_decided: bool
    findings: tuple[Finding, ...]
    provenance: tuple[Provenance, ...]
    questions: tuple[OpenQuestion, ...]
    justifications: tuple[Justification, ...]
    lapsed: tuple[Justification, ...]


def facts_at(trial: TrialProtocol, report: Report, place: str) -> PlaceFacts | None:
    """Collect the facts of a place and of what is inside it; None when the place is gone.

    Findings of the part around it stand after its own.
    """
    try:
        value = value_at(trial, place)
    except UnknownPlace:
        return None
    findings = (*report.at(place), *_around(report, place))
    keys = {finding.key for finding in findings if finding.justified}
    lapsed = {finding.key for finding in findings if has_lapsed(finding, trial)}
    return PlaceFacts(
        place,
        place_words(trial, place),
        written_out(trial, value) if type(value) is str else value_words(_named(trial, value)),
        value is not None and value != (),
        findings,
        _sources(trial, place),
        tuple(entry for entry in trial.open_questions if entry.place and is_inside(entry.place, place)),
        tuple(entry for entry in trial.justifications if (entry.rule, entry.place) in keys),
        tuple(entry for entry in trial.justifications if (entry.rule, entry.place) in lapsed - keys),
    )


def comments_inside(counts: Mapping[str, int], place: str) -> int:
    """Count the open comments at a place and on what is inside it."""
    return sum(count for where, count in counts.items() if is_inside(where, place))


def _named(trial: TrialProtocol, value: object) -> object:
    """Put the names of parts in place of a list of their identities."""
    if not (isinstance(value, tuple) and value and all(isinstance(entry, str) for entry in value)):
        return value
    names = {part.id: part_name(part) for part in parts_in(trial)}
    return tuple(names.get(entry) or entry for entry in value)


def _around(report: Report, place: str) -> tuple[Finding, ...]:
    """Return what was found in the part that a field belongs to, for it may be this field that mends it."""
    return tuple(
        finding
        for finding in report.findings
        if finding.place != place and is_inside(place, finding.place) and "[" in finding.place
    )


def _sources(trial: TrialProtocol, place: str) -> tuple[Provenance, ...]:
    """Return where the values in a place come from; a source lapses when its value has changed."""
    places = dict.fromkeys(entry.place for entry in trial.provenance if is_inside(entry.place, place))
    found = (provenance_at(trial, entry) for entry in places)
    return tuple(entry for entry in found if entry is not None)


def is_inside(place: str, whole: str) -> bool:
    """Tell whether a place is another one or lies within it."""
    return place == whole or place.startswith((f"{whole}.", f"{whole}["))
