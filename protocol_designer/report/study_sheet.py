"""Everything a record says of a prior study, in sections of short lines, for the browser and the shell.

Nothing is filled in: what was not reported says so. Every line names the documents it was read in by their
numbers in the list of sources.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from protocol_designer.domain.wording import word
from protocol_designer.precedents.cited import Fact, FactPart
from protocol_designer.precedents.facts import AdministrationFacts, Figure, SegmentFacts
from protocol_designer.precedents.library import TemplateLibrary, UnknownTemplate
from protocol_designer.precedents.template import Template
from protocol_designer.quantities import Quantity
from protocol_designer.report.precedent_words import NOT_REPORTED, figure_words, reported_dose


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line: ``head`` names what it is about, ``note`` is small print, ``study`` a record to go on to."""

    text: str
    head: str = ""
    note: str = ""
    study: str = ""


@dataclass(frozen=True, slots=True)
class SheetSection:
    """Lines under a title."""

    title: str
    lines: tuple[SheetLine, ...]


def study_sheet(template: Template, library: TemplateLibrary) -> tuple[SheetSection, ...]:
    """Describe a study; sections without a line are left out."""
    found = (
        ("Design", _design(template)),
        ("Groups", _groups(template)),
        ("Doses", _doses(template)),
        ("Therapy and other interventions", _therapy(template)),
        ("Results as reported", _results(template)),
        ("Harms as reported", _harms(template)),
        ("Where sources disagree", _conflicts(template)),
        ("From other documents", _supplements(template)),
        ("Assessments and follow-up", _assessments(template)),
        ("Related records", _links(template, library)),
        ("Sources", _sources(template)),
    )
    made = ((title, tuple(lines)) for title, lines in found)
    return tuple(SheetSection(title, lines) for title, lines in made if lines)


def headline(template: Template) -> str:
    """Write evidence class, substance and year in one line."""
    return f"{template.evidence_class.printed} · {template.substance} · {template.year}"


def citation_lines(template: Template) -> tuple[str, ...]:
    """Write the publication, its DOI and its registrations."""
    citation = template.citation
    codes = [f"doi:{citation.doi}" if citation.doi else "", *citation.registrations]
    journal = "" if citation.journal in citation.text else citation.journal
    return tuple(line for line in (citation.text, journal, " · ".join(filter(None, codes))) if line)


def questions_left(template: Template) -> str:
    """Say how much a protocol that starts from the study leaves to decide."""
    questions = template.protocol.open_questions if template.protocol else ()
    disputed = sum(bool(question.choices) for question in questions)
    told = f"{len(questions)} questions stay open"
    if disputed:
        told += f"; for {disputed} of them sources give different values"
    return f"{told}."


def _design(template: Template) -> Iterator[SheetLine]:
    design = template.design
    yield SheetLine(_capital(design.summary), note=_read_in(template, design))
    yield SheetLine(design.structure, "Structure")
    yield SheetLine(_capital(template.population.description), "Participants",
                    _read_in(template, template.population))  # fmt: skip
    numbers = (
        ("enrolled", design.n_enrolled),
        ("lost before randomisation", design.n_lost_before_randomisation),
        ("randomised", design.n_randomised),
        ("analysed", design.n_analysed),
    )
    known = [f"{count} {name}" for name, count in numbers if count not in (None, NOT_REPORTED)]
    total = f"{design.n_total} in all" if isinstance(design.n_total, int) else design.n_total
    yield SheetLine("; ".join([total, *known]), "Numbers")
    for head, text in (
        ("Randomised", design.randomised),
        ("Allocation ratio", design.allocation_ratio),
        ("Blinding", design.blinding),
        ("Setting", design.setting),
        ("Wash-out", design.washout),
    ):
        if text:
            yield SheetLine(text, head)


def _groups(template: Template) -> Iterator[SheetLine]:
    for arm in template.arms:
        count = f"n = {arm.n}" if isinstance(arm.n, int) else f"n {arm.n}"
        if isinstance(arm.of, int):
            count += f" of {arm.of}"
        text = "; ".join(filter(None, (count, arm.role, arm.comment)))
        yield SheetLine(text, arm.label, _read_in(template, arm))


def _doses(template: Template) -> Iterator[SheetLine]:
    for given in template.administrations:
        yield _dose(template, given)
    premedication = template.premedication
    if isinstance(premedication, str):
        yield SheetLine(premedication, "Premedication")
    else:
        for given in premedication:
            yield _dose(template, given)


def _dose(template: Template, given: AdministrationFacts) -> SheetLine:
    parts = [f"{given.route}, {reported_dose(given)}"]
    if any(step.drug for step in given.stepwise):
        parts.append(f"steps: {', then '.join(_step(step) for step in given.stepwise)}")
    if isinstance(given.count, int):
        parts.append("given once" if given.count == 1 else f"given {given.count} times")
    elif given.count != NOT_REPORTED:
        parts.append(given.count)
    if given.interval not in (NOT_REPORTED, "not applicable"):
        parts.append(f"interval: {given.interval}")
    if given.timing != NOT_REPORTED:
        parts.append(given.timing)
    if given.condition:
        parts.append(f"only for {given.condition}")
    note = _read_in(template, given)
    if given.stepwise_cited:
        note = f"{note}; steps: {' '.join(_number(template, key) for key in given.stepwise_cited)}"
    elif not isinstance(given.dose.amount, Quantity) and given.dose.note:
        note = f"{note}; {given.dose.note}" if note else given.dose.note
    return SheetLine("; ".join(parts), f"{_capital(given.drug)} ({given.purpose})", note)


def _step(step: SegmentFacts) -> str:
    """Write one step with its drug where it is another one than the administration's."""
    parts = [step.drug or "", step.amount.printed() if isinstance(step.amount, Quantity) else ""]
    if isinstance(step.duration, Quantity):
        parts.append(f"over {step.duration.printed()}")
    return " ".join(filter(None, parts))


def _therapy(template: Template) -> Iterator[SheetLine]:
    for session in template.sessions:
        count = f"{session.count} sessions" if isinstance(session.count, int) else f"number {session.count}"
        text = f"{count}; length {session.length}; {session.timing}"
        yield SheetLine(text, _capital(session.name), _read_in(template, session))
    for other in template.other_interventions:
        told = [part for part in (other.details, other.timing) if part != NOT_REPORTED]
        yield SheetLine("; ".join(told) or NOT_REPORTED, _capital(other.name), _read_in(template, other))


def _results(template: Template) -> Iterator[SheetLine]:
    for outcome in template.outcomes:
        head = f"{_capital(outcome.measure)} ({outcome.timepoint})"
        yield SheetLine(_with_figures(outcome.result, outcome.figures), head, _read_in(template, outcome))
    if not template.outcomes:
        yield SheetLine("No result was reported in what was read.")


def _harms(template: Template) -> Iterator[SheetLine]:
    for harm in template.safety:
        yield SheetLine(_with_figures(_capital(harm.finding), harm.figures), note=_read_in(template, harm))
    if not template.safety:
        yield SheetLine("Nothing on harms was reported in what was read; that is not the absence of harm.")


def _conflicts(template: Template) -> Iterator[SheetLine]:
    for conflict in template.conflicts:
        sides = [f"“{statement.says}” {_read_in(template, statement)}" for statement in conflict.statements]
        settled = " ".join(_number(template, key) for key in conflict.settled_by)
        note = f"Settled by {settled}" if settled else "No document settles it"
        yield SheetLine(
            "\n".join([*sides, f"Assessment: {conflict.assessment}"]), _capital(conflict.about), note
        )


def _supplements(template: Template) -> Iterator[SheetLine]:
    for entry in template.supplements:
        text = _with_figures(entry.fact, entry.figures)
        yield SheetLine(text, _capital(entry.topic), _number(template, entry.source))


def _assessments(template: Template) -> Iterator[SheetLine]:
    for entry in template.assessments:
        yield SheetLine(entry.times, _capital(entry.instrument), _read_in(template, entry))
    for follow_up in template.follow_up:
        text = follow_up.window
        if follow_up.method != NOT_REPORTED:
            text += f", {follow_up.method}"
        yield SheetLine(text, "Follow-up", _read_in(template, follow_up))


def _links(template: Template, library: TemplateLibrary) -> Iterator[SheetLine]:
    for link in template.links:
        try:
            label = library.get(link.study).label
        except UnknownTemplate:
            yield SheetLine(link.how, link.study)
        else:
            yield SheetLine(link.how, label, study=link.study)


def _sources(template: Template) -> Iterator[SheetLine]:
    for source in template.sources:
        note = " · ".join(filter(None, (word(source.kind), source.address, source.note)))
        yield SheetLine(source.title, _number(template, source.id), note)


def _with_figures(text: str, figures: tuple[Figure, ...]) -> str:
    told = [f"{figure.who}: {said}" for figure in figures if (said := figure_words(figure))]
    return "\n".join([text, *told])


def _read_in(template: Template, fact: Fact | FactPart) -> str:
    """Name the documents with their spots, each document once."""
    spots: dict[str, list[str]] = {}
    for source, locator in template.sources_of(fact):
        spots.setdefault(_number(template, source.id), []).append(locator)
    return "; ".join(f"{number} {', '.join(dict.fromkeys(found))}" for number, found in spots.items())


def _number(template: Template, source_id: str) -> str:
    return f"[{[source.id for source in template.sources].index(source_id) + 1}]"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
