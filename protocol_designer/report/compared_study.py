"""One prior study as a side of a comparison: what was reported, field by field, and where it was read."""

import re
from collections.abc import Iterable

from protocol_designer.precedents.cited import Absence, EvidenceSource, Fact, FactPart
from protocol_designer.precedents.facts import AdministrationFacts
from protocol_designer.precedents.nearest import Precedents
from protocol_designer.precedents.template import Template
from protocol_designer.report.compared import Aspect, Citation, Side, Told
from protocol_designer.report.dose_words import dose_in_words
from protocol_designer.report.precedent_words import (
    NOT_REPORTED,
    differences,
    figures_in_words,
    reported_dose,
)

_UNSAID = (NOT_REPORTED, Absence.NOT_APPLICABLE.value)
_ABSTRACT = "abstract"
_SENTENCE = re.compile(r"(?<=[.;]) ")
_PRIMARY = re.compile(r"\bprimary\b", re.IGNORECASE)


def compared_study(template: Template, precedents: Iterable[Precedents] = ()) -> Side:
    """Describe a study by the fields of a comparison.

    Args:
        precedents: Those of the regimens of the protocol that it is compared with, to say how they differ.
    """
    design = template.design
    told = {
        Aspect.RECORD: Told((template.evidence_class.printed,)),
        Aspect.PUBLICATION: _publication(template),
        Aspect.SUBSTANCE: Told((f"{template.substance}; {template.indication}",)),
        Aspect.STRUCTURE: _told(template, [design], design.structure, design.summary),
        Aspect.ALLOCATION: _told(
            template,
            [design],
            _labelled("Randomised", design.randomised),
            _labelled("Ratio", design.allocation_ratio),
            _labelled("Wash-out", design.washout),
        ),
        Aspect.BLINDING: _told(template, [design], design.blinding),
        Aspect.PARTICIPANTS: _told(template, [design], *_numbers(template)),
        Aspect.POPULATION: _told(template, [template.population], template.population.description),
        Aspect.SETTING: _told(template, [design], design.setting),
        Aspect.ARMS: _told(template, template.arms, *(_arm(arm.label, arm.n) for arm in template.arms)),
        Aspect.DRUGS: _drugs(template),
        Aspect.DIFFERENCES: Told(tuple(_differences(template, precedents))),
        Aspect.PREMEDICATION: _premedication(template),
        Aspect.THERAPY: _told(
            template,
            template.sessions,
            *(
                f"{one.name}: {_count(one.count, 'session')}, length {one.length}, {_when(one.timing)}"
                for one in template.sessions
            ),
        ),
        Aspect.OTHER: _told(
            template,
            template.other_interventions,
            *(_labelled(one.type, one.name) for one in template.other_interventions),
        ),
        Aspect.FOLLOW_UP: _told(
            template, template.follow_up, *(_joined(one.window, one.method) for one in template.follow_up)
        ),
        Aspect.INSTRUMENTS: _told(
            template,
            template.assessments,
            *(f"{one.instrument}: {_when(one.times)}" for one in template.assessments),
        ),
        Aspect.PRIMARY: _primary(template),
        Aspect.RESULTS: _told(
            template,
            template.outcomes,
            *(
                f"{one.measure} ({one.timepoint}): {one.result}{figures_in_words(one.figures)}"
                for one in template.outcomes
            ),
        ),
        Aspect.ABSTRACT: _supplements(template, is_abstract=True),
        Aspect.HARMS: _told(
            template,
            template.safety,
            *(f"{one.finding}{figures_in_words(one.figures)}" for one in template.safety),
        ),
        Aspect.OTHERS: _supplements(template, is_abstract=False),
        Aspect.CONFLICTS: _conflicts(template),
    }
    return Side(template.id, template.label, NOT_REPORTED, told, {})


def _publication(template: Template) -> Told:
    citation = template.citation
    doi = f"doi:{citation.doi}" if citation.doi else None
    return _told(template, [citation], citation.text, doi, *citation.registrations)


def _numbers(template: Template) -> Iterable[str | None]:
    design = template.design
    yield f"{design.n_total} in all" if isinstance(design.n_total, int) else design.n_total
    for count, what in (
        (design.n_enrolled, "enrolled"),
        (design.n_lost_before_randomisation, "lost before randomisation"),
        (design.n_randomised, "randomised"),
        (design.n_analysed, "analysed"),
    ):
        if count is not None and count not in _UNSAID:
            yield f"{count} {what}"


def _arm(label: str, n: int | str) -> str:
    return f"{label}: {f'n = {n}' if isinstance(n, int) else f'n {n}'}"


def _drugs(template: Template) -> Told:
    lines = [_administration(one) for one in template.administrations]
    cited = _cited(template, template.administrations)
    sources = {source.id: source for source in template.sources}
    steps = [_citation(sources[key]) for one in template.administrations for key in one.stepwise_cited]
    if not lines and template.protocol is not None:
        return _of_protocol(template)
    return Told(tuple(lines), (*cited, *steps))


def _of_protocol(template: Template) -> Told:
    """A record that is known from supplements only says in its protocol what was given."""
    regimens = template.protocol.regimens if template.protocol else ()
    spots = [
        Citation(entry.source, entry.locator)
        for entry in (template.protocol.provenance if template.protocol else ())
        if entry.place.startswith("regimens[")
    ]
    return Told(tuple(f"{one.name}: {dose_in_words(one)}" for one in regimens), tuple(dict.fromkeys(spots)))


def _administration(one: AdministrationFacts) -> str:
    repeated = _count(one.count, "administration")
    every = "" if one.interval in _UNSAID else f", {one.interval}"
    return f"{one.drug}, {one.purpose}, {_route(one.route)}: {reported_dose(one)}; {repeated}{every}"


def _route(route: str) -> str:
    return f"route {route}" if route.startswith(NOT_REPORTED) else route


def _differences(template: Template, precedents: Iterable[Precedents]) -> Iterable[str]:
    for one in precedents:
        nearest = next((entry for entry in one.found if entry.reported.template.id == template.id), None)
        if nearest is not None and nearest.has_same_route:
            given = nearest.reported.administration
            yield f"{one.regimen.name} beside {given.drug} {reported_dose(given)}: {differences(nearest)}"
        elif nearest is not None:
            yield f"{one.regimen.name}: the route differs, or one of the two is not known"
        else:
            yield f"{one.regimen.name}: this study reports no regimen of the same drug"


def _premedication(template: Template) -> Told:
    if isinstance(template.premedication, str):
        return _told(template, [], template.premedication)
    return _told(template, template.premedication, *(_administration(one) for one in template.premedication))


def _primary(template: Template) -> Told:
    """Name the primary outcome where a document calls it that; a role that nobody stated stays open."""
    named = [one for one in template.outcomes if "primary" in one.role]
    lines = [f"{one.measure} ({one.timepoint})" for one in named]
    cited = list(_cited(template, named))
    for entry in template.supplements:
        said = [one.strip() for one in _SENTENCE.split(entry.fact) if _PRIMARY.search(one)]
        if said:
            lines.append(f"{entry.topic}: {' '.join(said)}")
            cited.append(_citation(template.source(entry.source)))
    return Told(tuple(lines), tuple(dict.fromkeys(cited)))


def _supplements(template: Template, *, is_abstract: bool) -> Told:
    found = [one for one in template.supplements if one.topic.startswith(_ABSTRACT) is is_abstract]
    label = "" if is_abstract else "{topic}: "
    lines = [f"{label.format(topic=one.topic)}{one.fact}{figures_in_words(one.figures)}" for one in found]
    cited = [_citation(template.source(one.source)) for one in found]
    return Told(tuple(lines), tuple(dict.fromkeys(cited)))


def _conflicts(template: Template) -> Told:
    if not template.conflicts:
        return Told(("No disagreement was found.",))
    lines = []
    for conflict in template.conflicts:
        state = "settled" if conflict.settled_by else "open"
        lines.append(f"{conflict.about} ({state}): {conflict.assessment}")
    statements = [statement for conflict in template.conflicts for statement in conflict.statements]
    return Told(tuple(lines), _cited(template, statements))


def _told(template: Template, facts: Iterable[Fact | FactPart], *texts: str | None) -> Told:
    lines = tuple(text for text in texts if text and text not in _UNSAID)
    return Told(lines, _cited(template, facts) if lines else ())


def _cited(template: Template, facts: Iterable[Fact | FactPart]) -> tuple[Citation, ...]:
    found = [_citation(source, locator) for fact in facts for source, locator in template.sources_of(fact)]
    return tuple(dict.fromkeys(found))


def _citation(source: EvidenceSource, locator: str | None = None) -> Citation:
    return Citation(source.title, locator, source.address, source.note)


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part not in _UNSAID)


def _labelled(label: str, text: str | None) -> str | None:
    return f"{label}: {text}" if text and text not in _UNSAID else None


def _count(count: int | str, noun: str) -> str:
    if isinstance(count, int):
        return f"{count} {noun}{'' if count == 1 else 's'}"
    return f"number of {noun}s {count}"


def _when(text: str) -> str:
    return f"times {text}" if text in _UNSAID else text
