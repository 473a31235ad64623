"""Where a value comes from, in words: beside the field, in the inspector, in the dose rationale."""

from collections.abc import Iterable, Iterator

from protocol_designer.domain.evidence import Provenance
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.places import UnknownPlace, value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import word
from protocol_designer.precedents.provenance import provenance_at
from protocol_designer.report.material import listed
from protocol_designer.report.value_words import value_words

_NUMBERS_OF_A_STEP = ("amount", "amount_high", "duration", "volume")


def origin(entry: Provenance) -> str:
    """Write study and status: ``Dakwar 2020; printed``."""
    return f"{entry.study}; {word(entry.status)}"


def source_line(trial: TrialProtocol, entry: Provenance) -> str:
    """Write value, study and status: ``0.71 mg/kg – Dakwar 2020; printed``."""
    try:
        value = value_words(value_at(trial, entry.place))
    except UnknownPlace:
        value = entry.value
    return f"{value} – {origin(entry)}"


def document_line(entry: Provenance) -> str:
    """Write the document with the spot in it."""
    return f"{entry.source}, {entry.locator}" if entry.locator else entry.source


def joined_origins(values: Iterable[tuple[str, Provenance]]) -> str:
    """Write the sources of several values together: ``0.11 mg/kg, 2 min – Dakwar 2020; supplement``."""
    groups: dict[str, list[str]] = {}
    for value, entry in values:
        groups.setdefault(origin(entry), []).append(value)
    return " · ".join(f"{', '.join(shown)} – {told}" for told, shown in groups.items())


def dose_source_sentences(trial: TrialProtocol, regimen: DrugRegimen) -> Iterator[str]:
    """Write a sentence for each source of the untouched amounts, durations and volumes of a regimen."""
    groups: dict[tuple[str, str], dict[int, list[str]]] = {}
    for index, step in enumerate(regimen.steps):
        for field in _NUMBERS_OF_A_STEP:
            entry = provenance_at(trial, f"regimens[{regimen.id}].steps[{index}].{field}")
            if entry is not None:
                steps = groups.setdefault((_in_brackets(entry), document_line(entry)), {})
                steps.setdefault(index + 1, []).append(value_words(getattr(step, field)))
    for (told, document), steps in groups.items():
        values = "; ".join(f"step {number}: {listed(shown)}" for number, shown in steps.items())
        yield f"As in {told}, read in {document}: {values}."


def _in_brackets(entry: Provenance) -> str:
    return f"{entry.study} ({word(entry.status)})"
