"""What a template of the user's own holds, in sections of short lines; it is no evidence and says so."""

from collections.abc import Iterator

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word
from protocol_designer.precedents.disputes import standing_of
from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.precedents.own_template import OwnTemplate
from protocol_designer.report.dose_words import dose_in_words
from protocol_designer.report.linked_text import with_links_written_out
from protocol_designer.report.study_sheet import SheetLine, SheetSection
from protocol_designer.report.timing_words import when_in_words

NOT_DECIDED = "not decided yet"


def own_headline(template: OwnTemplate) -> str:
    """Write what it is and when it was saved."""
    day = template.saved_on
    return f"Your template · saved on {day.day} {day:%B %Y}"


def own_sheet(template: OwnTemplate, library: TemplateLibrary) -> tuple[SheetSection, ...]:
    """Describe an own template; sections without a line are left out."""
    trial = with_links_written_out(template.protocol)
    found = (
        ("Design", _design(trial, library)),
        ("Arms", _arms(trial)),
        ("Doses", _doses(trial)),
        ("Therapy", _therapy(trial)),
        ("Visits", _visits(trial)),
    )
    made = ((title, tuple(lines)) for title, lines in found)
    return tuple(SheetSection(title, lines) for title, lines in made if lines)


def questions_open(trial: TrialProtocol) -> str:
    """Say how many questions of the first study are not settled."""
    left = sum(not standing_of(trial, question).is_settled for question in trial.open_questions)
    return f"{left} of {len(trial.open_questions)} open questions are not settled."


def _design(trial: TrialProtocol, library: TemplateLibrary) -> Iterator[SheetLine]:
    identity, design = trial.identity, trial.design
    yield SheetLine(identity.full_title or identity.short_title or NOT_DECIDED, "Title")
    yield SheetLine(title_word(design.model) if design.model else NOT_DECIDED, "Design")
    if trial.started_from:
        labels = [study.label for study in library.all if study.id == trial.started_from]
        yield SheetLine(labels[0] if labels else trial.started_from, "Started from")


def _arms(trial: TrialProtocol) -> Iterator[SheetLine]:
    for arm in trial.arms:
        planned = f"{arm.planned_n} participants planned" if arm.planned_n else "number not decided yet"
        yield SheetLine(planned, arm.name)


def _doses(trial: TrialProtocol) -> Iterator[SheetLine]:
    for regimen in trial.regimens:
        yield SheetLine(dose_in_words(regimen) or NOT_DECIDED, regimen.name)


def _therapy(trial: TrialProtocol) -> Iterator[SheetLine]:
    for course in trial.courses:
        planned = f"{course.sessions_planned} sessions" if course.sessions_planned else NOT_DECIDED
        yield SheetLine(planned, course.name)


def _visits(trial: TrialProtocol) -> Iterator[SheetLine]:
    for visit in trial.schedule.visits:
        yield SheetLine(when_in_words(trial, visit.timing) if visit.timing else NOT_DECIDED, visit.name)
