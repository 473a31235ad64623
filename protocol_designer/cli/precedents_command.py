"""The commands about prior studies beside a protocol: nearest regimens, whole studies field by field."""

import argparse
import json
from collections.abc import Sequence
from typing import Any

from protocol_designer.cli.faults import CommandRefused
from protocol_designer.cli.formulary_command import formulary_in_force
from protocol_designer.precedents.library import load_templates
from protocol_designer.precedents.nearest import Field, Precedent, Precedents, precedents_of, span_of
from protocol_designer.precedents.profile import RegimenProfile, study_drugs
from protocol_designer.quantities import Unit
from protocol_designer.report.blocks import Document
from protocol_designer.report.compared import Aspect, Side, Told
from protocol_designer.report.plain_text import plain_text
from protocol_designer.report.precedent_standing import standing
from protocol_designer.report.precedent_words import (
    comparator_words,
    differences,
    outcome_words,
    people,
    reported_dose,
    span_words,
)
from protocol_designer.report.precedents_document import precedents_blocks, precedents_document
from protocol_designer.report.study_comparison import MOST_SIDES, comparison_document, sides_of
from protocol_designer.rules.engine import review
from protocol_designer.storage.opening import read_protocol
from protocol_designer.storage.problems import shown

_NO_FILE = "-"


def show_precedents(chosen: argparse.Namespace) -> int:
    """Print the precedents of a protocol, or write their PDF.

    Raises:
        CommandRefused: The PDF's name does not end in .pdf, or it cannot be made.
    """
    trial, formulary, library = (
        read_protocol(chosen.file),
        formulary_in_force(chosen.formulary),
        load_templates(),
    )
    found = [precedents_of(trial, one, library, formulary) for one in study_drugs(trial)]
    blocks = precedents_blocks(trial, review(trial, formulary), formulary, found)
    record = {"file": str(chosen.file), "regimens": [_precedents(one) for one in found]}
    return _give(chosen, precedents_document(trial, blocks), record)


def compare_studies(chosen: argparse.Namespace) -> int:
    """Print a comparison, or write its PDF.

    Raises:
        CommandRefused: Too few or too many to compare, or as for `show_precedents`.
        UnknownTemplate: There is no such study.
    """
    library = load_templates()
    trial = None if str(chosen.file) == _NO_FILE else read_protocol(chosen.file)
    studies = [library.get(key) for key in dict.fromkeys(chosen.studies)]
    count = len(studies) + (trial is not None)
    if not 2 <= count <= MOST_SIDES:
        raise CommandRefused(
            f"a comparison takes 2 to {MOST_SIDES} protocols and studies; {count} were named"
        )
    sides = sides_of(trial, studies, formulary_in_force(chosen.formulary))
    date = trial.identity.version_date if trial else None
    document = comparison_document(sides, str(date or ""))
    return _give(chosen, document, {"sides": [_side(side) for side in sides]})


def _give(chosen: argparse.Namespace, document: Document, record: object) -> int:
    """Write the PDF when one is asked for, and print the text or the JSON; returns the exit code."""
    if chosen.pdf is not None:
        _write(chosen, document)
    if chosen.json:
        print(json.dumps(record, indent=1, ensure_ascii=False))
    else:
        print(plain_text(document.blocks) if chosen.pdf is None else f"{chosen.pdf}: written.")
    return 0


def _write(chosen: argparse.Namespace, document: Document) -> None:
    from protocol_designer.export.pdf.export import ExportProblem
    from protocol_designer.export.pdf.extract import write_extract

    if chosen.pdf.suffix.lower() != ".pdf":
        raise CommandRefused(f"{shown(chosen.pdf)} is no name of a PDF; end it in .pdf")
    try:
        write_extract(document, chosen.pdf, paper=chosen.paper)
    except ExportProblem as problem:
        raise CommandRefused(str(problem)) from problem


def _precedents(one: Precedents) -> dict[str, Any]:
    name = (one.regimen.drug or "").replace("_", " ")
    return {
        "regimen": one.regimen.id,
        "name": one.regimen.name,
        "standing": list(standing(one, name)),
        "values": _values(one.profile),
        "precedents": [_precedent(entry) for entry in one.found],
    }


def _precedent(entry: Precedent) -> dict[str, Any]:
    reported = entry.reported
    return {
        "study": reported.template.id,
        "label": reported.template.label,
        "regimen": reported.administration.id,
        "has_same_route": entry.has_same_route,
        "dose_as_reported": reported_dose(reported.administration),
        "received_it": people(reported),
        "comparator": comparator_words(reported),
        "result_and_harms": outcome_words(reported.template),
        "values": _values(reported.profile),
        "has_average_rate": reported.profile.has_average_rate,
        "relations": {field.value: relation.value for field, relation in entry.relations.items()},
        "differences": differences(entry),
    }


_UNITS = {
    Field.DOSE_PER_KG: Unit.MG_PER_KG, Field.DOSE: Unit.MILLIGRAM, Field.DURATION: Unit.MINUTE,
    Field.RATE: Unit.MG_PER_KG_PER_MIN,
}  # fmt: skip


def _values(profile: RegimenProfile) -> dict[str, str | int | None]:
    """Return what is compared, printed with units; null is unknown. The relations beside them are exact."""
    spans = {field: span_of(profile, field) for field in _UNITS}
    printed = {
        field.value: span_words(span, _UNITS[field]) if span else None for field, span in spans.items()
    }
    return {**printed, Field.ADMINISTRATIONS.value: profile.administrations}


def _side(side: Side) -> dict[str, Any]:
    told: Sequence[tuple[Aspect, Told]] = [(aspect, side.told.get(aspect, Told())) for aspect in Aspect]
    return {
        "id": side.id or None,
        "name": side.name,
        "is_protocol": side.is_protocol,
        "fields": {
            aspect.name.lower(): {
                "told": list(one.lines) or None,
                "sources": [{"document": cited.title, "locator": cited.locator} for cited in one.cited],
            }
            for aspect, one in told
        },
    }
