"""A link in a text is read as its value in everything that is printed, shown or told, and never as braces."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from protocol_designer.derived.linked_values import OPENING, linked_texts
from protocol_designer.domain.base import Part
from protocol_designer.domain.places import value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import with_value
from protocol_designer.edits.fields import set_field
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.blocks import texts_of
from protocol_designer.report.changes import changes_between
from protocol_designer.report.compared_protocol import compared_protocol
from protocol_designer.report.consent_values import consent_text
from protocol_designer.report.document import compose
from protocol_designer.report.pharmacy_sheet import pharmacy_document
from protocol_designer.report.session_card import session_card
from protocol_designer.rules.engine import review
from protocol_designer.workspace.pharmacy_job import sheet_parts
from protocol_designer.workspace.place_facts import facts_at

LINK = "{{population.weight_max}}"
LONG = 40
"""Texts longer than this are prose in the sample; shorter ones may be names."""
NOT_PROSE = (
    "provenance",
    "open_questions",
    "justifications",
    "coverage_notes",
    "references",
    "prior_amendments",
)


def prose_places(value: Any, place: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if len(value) > LONG and " " in value:
            yield place
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            key = item.id if isinstance(item, Part) else number
            yield from prose_places(item, f"{place}[{key}]")
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name != "name" and (place or name not in NOT_PROSE):
                yield from prose_places(getattr(value, name), f"{place}.{name}" if place else name)


@pytest.fixture(scope="module")
def linked(sample_trial: TrialProtocol) -> TrialProtocol:
    """The sample with a link at the end of every prose."""
    trial = sample_trial
    for place in prose_places(sample_trial):
        trial = with_value(trial, place, f"{_text(trial, place)} {LINK}")
    assert sum(1 for _ in linked_texts(trial)) > 150
    return trial


def _text(trial: TrialProtocol, place: str) -> str:
    return str(value_at(trial, place))


def test_no_printed_document_holds_braces(linked: TrialProtocol, formulary: Formulary) -> None:
    report = review(linked, formulary)
    visit = next(visit for visit in linked.schedule.visits if visit.is_dosing)
    parts = list(sheet_parts(linked, report, formulary, linked.regimens))
    documents = [
        compose(linked, report, formulary),
        pharmacy_document(linked, report, formulary, parts),
        session_card(linked, report, formulary, visit, (None, None)),
    ]
    for document in documents:
        said = [text for block in document.blocks for text, _ in texts_of(block)]
        assert [text for text in said if OPENING in text] == []
        assert said
    assert OPENING not in consent_text(linked)
    assert OPENING not in str(compared_protocol(linked))


def test_no_finding_holds_braces(linked: TrialProtocol, formulary: Formulary) -> None:
    told = [str(found) for found in review(linked, formulary).findings]
    assert told
    assert [text for text in told if OPENING in text] == []


def test_no_fact_of_a_place_holds_braces(linked: TrialProtocol, formulary: Formulary) -> None:
    report = review(linked, formulary)
    for place, _ in linked_texts(linked):
        facts = facts_at(linked, report, place)
        assert facts is not None
        assert OPENING not in facts.value
        assert OPENING not in facts.name
        assert "100 kg" in facts.value


def test_changes_are_told_as_they_read(linked: TrialProtocol, sample_trial: TrialProtocol) -> None:
    for changes in (changes_between(sample_trial, linked), changes_between(linked, sample_trial)):
        assert changes
        for change in changes:
            assert OPENING not in f"{change.before}{change.after}{change.what}"
            assert not any(OPENING in stretch.text for stretch in change.words)
    heavier = set_field("population.weight_max", "118 kg", "Weight")(linked)
    assert [change.place for change in changes_between(linked, heavier)] == ["population.weight_max"]
