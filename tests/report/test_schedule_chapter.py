"""What the schedule asks of participants is printed, with the letters that the window shows."""

from typing import Any

from protocol_designer.derived.burden import Burdens
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.blocks import Document, Paragraph, Table
from protocol_designer.report.burden_words import burden_sentences
from protocol_designer.report.document import compose
from protocol_designer.report.place_words import place_words
from protocol_designer.report.schedule_notes import schedule_notes
from protocol_designer.rules.engine import review


def _printed(trial: TrialProtocol, formulary: Formulary) -> Document:
    return compose(trial, review(trial, formulary), formulary, "draft")


def _paragraphs(document: Document) -> list[str]:
    return ["".join(run.text for run in b.runs) for b in document.blocks if isinstance(b, Paragraph)]


def _tables(document: Document, caption: str) -> list[Table]:
    return [b for b in document.blocks if isinstance(b, Table) and caption in b.caption]


def test_the_burden_stands_under_the_schedule(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    told = burden_sentences(sample_trial, Burdens(sample_trial))
    assert told.startswith("Asked of each participant: 35.7 h, 78 questionnaires and interviews and 6 blood")
    assert told in _paragraphs(_printed(sample_trial, formulary))


def test_blood_is_printed_beside_the_minutes(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    document: Any = sample_trial.model_dump(mode="json")
    liver = next(a for a in document["schedule"]["activities"] if a["instrument"] == "liver_tests")
    liver["blood_volume"] = "7.5 mL"
    trial = TrialProtocol.model_validate(document)
    rows = _tables(_printed(trial, formulary), "Safety assessments")[0].rows
    words = ["".join(run.text for cell in row.cells for run in cell.runs) for row in rows]
    assert any("5 min; 7.5 mL blood" in text for text in words)
    assert any("5 min; blood sample" in text for text in words)


def test_letters_are_the_same_in_every_part_of_a_long_schedule(formulary: Formulary) -> None:
    count = 20
    visits = [{"id": f"v-{n}", "name": f"Visit {n}"} for n in range(count)]
    cells = [{"activity": "a-1", "visit": f"v-{n}", "footnote": f"Note {n}"} for n in range(count)]
    activities = [{"id": "a-1", "name": "Test"}]
    schedule = {"visits": visits, "activities": activities, "cells": cells}
    trial = TrialProtocol.model_validate({"schedule": schedule})
    letters = schedule_notes(trial).letters
    parts = _tables(_printed(trial, formulary), "Schedule of activities")
    shown = [run.text.strip("\u00a0") for t in parts for run in t.footnotes[1] if run.is_bold]
    assert shown == [letters["a-1", f"v-{n}"] for n in range(count)]
    assert place_words(trial, "schedule.cells[3].footnote") == "Test at Visit 3 › footnote"
