"""What a search through everything looks through: fields, parts, findings, rules, sources, prior studies."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel

from protocol_designer.derived.linked_values import written_out
from protocol_designer.domain.m11_sections import M11_HEADINGS
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.report.place_words import place_words
from protocol_designer.report.places_in_words import named_places
from protocol_designer.report.value_words import value_words
from protocol_designer.rules.findings import Report

_LONGEST = 200


class Sought(StrEnum):
    """What an entry is, in the order in which equally good entries are listed."""

    PAGE = "page"
    COMMAND = "command"
    FIELD = "field"
    PART = "part"
    PROBLEM = "problem"
    SECTION = "section"
    RULE = "rule"
    STUDY = "prior study"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One thing to find.

    ``key`` leads to it: a place, a rule, a study, an action. ``detail`` is searched too.
    """

    kind: Sought
    key: str
    title: str
    detail: str = ""


def entries_of_protocol(trial: TrialProtocol, report: Report) -> Iterator[SearchEntry]:
    """Yield the fields, parts and sections of a protocol and what was found in it."""
    for place, name, value in named_places(trial):
        if isinstance(value, BaseModel):
            yield SearchEntry(Sought.PART, place, name)
        else:
            said = written_out(trial, value) if type(value) is str else value_words(value)
            yield SearchEntry(Sought.FIELD, place, name, said.replace("\n", " ")[:_LONGEST])
    for finding in report.findings:
        where = place_words(trial, finding.place)
        yield SearchEntry(Sought.PROBLEM, finding.place, finding.message, f"{finding.rule} {where}")
    for number, heading in M11_HEADINGS.items():
        yield SearchEntry(Sought.SECTION, number, f"{number} {heading}")


def entries_of_library(formulary: Formulary, library: TemplateLibrary) -> Iterator[SearchEntry]:
    """Yield the rules, the sources of their limits, and the prior studies."""
    from protocol_designer.rules.catalogue import RULES

    for rule in RULES:
        yield SearchEntry(Sought.RULE, rule.id, f"{rule.id} {rule.title}")
    for source in formulary.sources:
        yield SearchEntry(Sought.SOURCE, source.key, source.title, source.key)
    for template in library.all:
        yield SearchEntry(Sought.STUDY, template.id, template.label, template.citation.text)
