"""What a prior study is found by: its words, and the few values that a reader narrows the list with.

The values group what records say in their own words; they help to find and are printed nowhere.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from protocol_designer.domain.interventions import RegimenUse
from protocol_designer.domain.wording import title_word
from protocol_designer.formulary.records import Formulary
from protocol_designer.precedents.reported import drug_named
from protocol_designer.precedents.template import Template

_ROUTES = (
    ("IV", "IV"), ("IM", "IM"), ("sublingual", "Sublingual"), ("intranasal", "Intranasal"), ("oral", "Oral"),
)  # fmt: skip
_DESIGNS = (
    ("secondary analysis", "Secondary analysis"), ("factorial", "Factorial"),
    ("2x2", "Factorial"), ("crossover", "Crossover"),
    ("single case", "Single case"), ("one group", "One group"), ("single-group", "One group"),
    ("practice report", "Practice or records"), ("records", "Practice or records"),
    ("matched cohorts", "Practice or records"), ("database", "Practice or records"),
)  # fmt: skip
_YEARS = ((2020, "2020 and later"), (2010, "2010 to 2019"), (2000, "2000 to 2009"), (0, "Before 2000"))
_UNSAID = "Not described"


class Facet(StrEnum):
    """What the list of studies can be narrowed by, in the order in which it is offered."""

    SUBSTANCE = "substance"
    DRUG = "drug"
    ROUTE = "route"
    DESIGN = "design"
    COMPARATOR = "comparator"
    THERAPY = "therapy"
    EVIDENCE = "evidence"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class StudyEntry:
    """A study with the words it is searched by and its values in each facet."""

    template: Template
    words: str
    values: Mapping[Facet, frozenset[str]]

    def fits(self, search: str, chosen: Mapping[Facet, str]) -> bool:
        """Tell whether the study holds every word of a search and has each chosen value."""
        has_values = all(value in self.values[facet] for facet, value in chosen.items())
        return has_values and all(part in self.words for part in search.casefold().split())


def study_entry(template: Template, formulary: Formulary) -> StudyEntry:
    """Describe a study for finding it."""
    values = {
        Facet.SUBSTANCE: frozenset(_substances(template.substance)),
        Facet.DRUG: frozenset(_drugs(template, formulary)) or frozenset({_UNSAID}),
        Facet.ROUTE: frozenset(_routes(template)) or frozenset({_UNSAID}),
        Facet.DESIGN: frozenset({_design(template)}),
        Facet.COMPARATOR: frozenset(_comparators(template, formulary))
        or frozenset({"None or not described"}),
        Facet.THERAPY: frozenset(_therapies(template)) or frozenset({"None or not described"}),
        Facet.EVIDENCE: frozenset({template.evidence_class.printed}),
        Facet.YEAR: frozenset({next(name for since, name in _YEARS if template.year >= since)}),
    }
    facets = " ".join(value for found in values.values() for value in found)
    return StudyEntry(template, f"{' '.join(_texts(template))} {facets}".casefold(), values)


def facet_values(entries: tuple[StudyEntry, ...], facet: Facet) -> tuple[str, ...]:
    """Return the values that occur, in the order of their words; years count down."""
    found = {value for entry in entries for value in entry.values[facet]}
    if facet is Facet.YEAR:
        return tuple(name for _, name in _YEARS if name in found)
    return tuple(sorted(found, key=_vague_last))


def _vague_last(value: str) -> tuple[bool, str]:
    return value.endswith(_UNSAID.casefold()) or value == _UNSAID, value.casefold()


def _texts(template: Template) -> Iterator[str]:
    yield from (template.id, template.label, str(template.year), template.substance, template.indication)
    citation, design = template.citation, template.design
    yield from (citation.text, citation.journal, citation.doi or "", *citation.registrations)
    yield from (
        design.structure,
        design.summary,
        design.blinding,
        design.setting,
        template.evidence_class.printed,
    )
    yield template.population.description
    for arm in template.arms:
        yield from (arm.label, arm.role)
    for given in template.administrations:
        yield from (given.drug, given.route, given.purpose)
    for session in template.sessions:
        yield from (session.type, session.name)
    for other in template.other_interventions:
        yield from (other.type, other.name, other.details)
    for assessment in template.assessments:
        yield from (assessment.instrument, assessment.domain)
    for outcome in template.outcomes:
        yield from (outcome.measure, outcome.result)
    for harm in template.safety:
        yield harm.finding


def _substances(text: str) -> Iterator[str]:
    name = text.partition(" (")[0]
    if name == "none":
        yield "No use disorder"
    elif name == "mixed SUD":
        yield "Several substances"
    else:
        first, several, _ = name.partition(" and other")
        yield first.capitalize()
        if several:
            yield "Several substances"


def _drug_name(text: str, formulary: Formulary) -> str:
    known = drug_named(text, formulary)
    drug = formulary.drug(known) if known else None
    name = drug.name if drug else text.partition(" (")[0].replace("_", " ")
    return name[:1].upper() + name[1:]


def _drugs(template: Template, formulary: Formulary) -> Iterator[str]:
    for given in template.administrations:
        yield _drug_name(given.drug, formulary)
    for regimen in template.protocol.regimens if template.protocol else ():
        if regimen.drug is not None:
            yield _drug_name(regimen.drug, formulary)


def _routes(template: Template) -> Iterator[str]:
    for regimen in template.protocol.regimens if template.protocol else ():
        if regimen.route is not None:
            yield title_word(regimen.route)
    for given in template.administrations:
        for code, name in _ROUTES:
            if re.search(rf"\b{code}\b", given.route):
                yield name


def _design(template: Template) -> str:
    structure = template.design.structure.casefold()
    for part, name in _DESIGNS:
        if part in structure:
            return name
    if template.design.randomised.startswith("yes"):
        return "Randomised"
    if "parallel" in structure or "groups" in structure:
        is_told = template.design.randomised == "no" or template.design.randomised.startswith("no (")
        return "Groups, not randomised" if is_told else "Groups, allocation not told"
    return _UNSAID


def _comparators(template: Template, formulary: Formulary) -> Iterator[str]:
    for given in template.administrations:
        if given.purpose.startswith("comparator"):
            name = _drug_name(given.drug, formulary)
            yield f"{name}, lower dose" if name == "Ketamine" else name
    for regimen in template.protocol.regimens if template.protocol else ():
        if regimen.use is RegimenUse.COMPARATOR and regimen.drug not in (None, "ketamine"):
            yield _drug_name(str(regimen.drug), formulary)
    for arm in template.arms:
        if "usual" in arm.role or "conventional" in arm.role:
            yield "Usual treatment"


def _therapies(template: Template) -> Iterator[str]:
    courses = template.protocol.courses if template.protocol else ()
    approaches = [title_word(course.approach) for course in courses if course.approach is not None]
    yield from approaches
    if not approaches:
        yield from (session.type[:1].upper() + session.type[1:] for session in template.sessions)
