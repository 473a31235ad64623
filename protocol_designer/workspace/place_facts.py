"""Everything there is to know of one place: value, findings, origin, open questions, justifications."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import BaseModel

from protocol_designer.domain.evidence import Justification, OpenQuestion, Provenance
from protocol_designer.domain.interventions import DoseStep, DrugRegimen
from protocol_designer.domain.places import UnknownPlace, value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word, word
from protocol_designer.precedents.start import provenance_at
from protocol_designer.quantities import Quantity, TimeOffset
from protocol_designer.report.dose_words import dose_in_words, step_in_words
from protocol_designer.report.place_words import place_words
from protocol_designer.rules.findings import Finding, Report
from protocol_designer.workspace.part_names import part_name

_MOST_NAMES = 6


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
    return PlaceFacts(
        place,
        place_words(trial, place),
        value_words(value),
        value is not None and value != (),
        findings,
        _sources(trial, place),
        tuple(entry for entry in trial.open_questions if entry.place and is_inside(entry.place, place)),
        tuple(entry for entry in trial.justifications if (entry.rule, entry.place) in keys),
    )


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


def value_words(value: object) -> str:
    """Write a value for people; a part is named, a list is counted or named."""
    if value is None:
        return "Not decided yet"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Quantity | TimeOffset):
        return value.printed()
    if isinstance(value, StrEnum):
        return title_word(value)
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, DoseStep):
        return step_in_words(value)
    if isinstance(value, DrugRegimen):
        return dose_in_words(value) or value.name
    if isinstance(value, tuple):
        return _list_words(value)
    if isinstance(value, BaseModel):
        return part_name(value) or _model_words(value)
    return str(value)


def is_inside(place: str, whole: str) -> bool:
    """Tell whether a place is another one or lies within it."""
    return place == whole or place.startswith((f"{whole}.", f"{whole}["))


def _list_words(values: tuple[object, ...]) -> str:
    if not values:
        return "None yet"
    if all(isinstance(value, DoseStep) for value in values):
        return ", then ".join(value_words(value) for value in values)
    if all(isinstance(value, BaseModel) and part_name(value) is None for value in values):
        return "1 entry" if len(values) == 1 else f"{len(values)} entries"
    names = [
        word(value) if at and isinstance(value, StrEnum) else value_words(value)
        for at, value in enumerate(values[:_MOST_NAMES])
    ]
    more = len(values) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _model_words(value: BaseModel) -> str:
    fields = type(value).model_fields
    decided = sum(getattr(value, field) not in (None, ()) for field in fields)
    return f"{decided} of {len(fields)} fields decided"
