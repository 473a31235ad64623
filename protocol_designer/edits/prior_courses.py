"""The verb that takes a course of therapy over from a prior study, with its sources.

Apart from the other verbs, because it needs the model of prior studies, which is read on first use only.
"""

from protocol_designer.derived.calendar import Calendar
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.evidence import OpenQuestion, Provenance, ProvenanceStatus
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.therapy import SessionKind, TherapyCourse, TherapySession
from protocol_designer.domain.timing import Anchor, AnchorKind, Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._copies import new_place, with_copy
from protocol_designer.edits._tree import current, next_id, with_inserted, with_value
from protocol_designer.edits.edit import Edit, EditRefused
from protocol_designer.edits.therapy import course_place, session_place
from protocol_designer.precedents.exchange_text import exchange_text
from protocol_designer.precedents.provenance import provenance_at
from protocol_designer.precedents.template import Template
from protocol_designer.quantities import TimeOffset


def take_over_course(template: Template, course_id: str) -> Edit:
    """Add the course of a prior study with its sessions, its sources and what the study left open on it.

    The visits of the study are not part of the course: a session keeps a time that counts from a dose or
    another origin; one that had a visit only is timed from the first dose where the study says how far apart
    the two were, and stays open where it does not. No arm receives the course yet.
    """
    study = template.protocol
    course = next((one for one in study.courses if one.id == course_id), None) if study else None
    name = course.name if course else "a course"

    def change(trial: TrialProtocol) -> TrialProtocol:
        if study is None or course is None:
            raise EditRefused(f"{template.label} describes no such course of therapy")
        timed: dict[str, Provenance | None] = {}
        sessions = tuple(_without_visit(study, course, session, timed) for session in course.sessions)
        copy = course.model_copy(update={"sessions": sessions})
        trial, renamed = with_copy(trial, "courses", copy, changes={}, sources=study.provenance)
        computed = []
        for session_id, source in timed.items():
            place = f"courses[{renamed[course.id]}].sessions[{renamed[session_id]}].timing"
            if source is not None:
                update = {
                    "place": place,
                    "value": exchange_text(current(trial, place)),
                    "status": ProvenanceStatus.COMPUTED,
                }
                computed.append(source.model_copy(update=update))
        if computed:
            trial = with_value(trial, "provenance", (*trial.provenance, *computed))
        for question in study.open_questions:
            if question.place is not None and question.place.startswith(f"{course_place(course)}."):
                trial = _with_question(trial, question, renamed)
        return trial

    return Edit(f"Take over {name} from {template.label}", change)


def _without_visit(
    study: TrialProtocol,
    course: TherapyCourse,
    session: TherapySession,
    timed: dict[str, Provenance | None],
) -> TherapySession:
    """Return a session that needs no visit of its study; ``timed`` remembers where its time comes from."""
    timing = session.timing
    if timing is not None and timing.anchor.kind is AnchorKind.VISIT:
        timing = _from_first_dose(study, session, timing)
        source = provenance_at(study, f"{session_place(course, session)}.timing") if timing else None
    elif timing is None and session.visit is not None:
        visit = next(visit for visit in study.schedule.visits if visit.id == session.visit)
        timing = _from_first_dose(study, session, visit)
        source = provenance_at(study, f"schedule.visits[{visit.id}].timing") if timing else None
    else:
        return session.model_copy(update={"visit": None})
    if timing is not None:
        timed[session.id] = source
    return session.model_copy(update={"visit": None, "timing": timing})


def _from_first_dose(study: TrialProtocol, session: TherapySession, when: Visit | Timing) -> Timing | None:
    """Count a time from the first dose; None where the study does not say how far the two are apart."""
    calendar = Calendar(study)
    if not calendar.dosing_visits:
        return None
    dose = calendar.dosing_visits[0]
    try:
        gap = calendar.gap(dose, when)
    except Undecided:
        return None
    if gap.target == 0 and session.kind is not SessionKind.IN_SESSION:
        # On the dosing day, but nobody said whether before or after the dose.
        return None
    return Timing(
        anchor=Anchor(kind=AnchorKind.DOSE_START, number=1),
        earliest=TimeOffset.of_minutes(gap.earliest),
        target=TimeOffset.of_minutes(gap.target),
        latest=TimeOffset.of_minutes(gap.latest),
    )


def _with_question(trial: TrialProtocol, question: OpenQuestion, renamed: dict[str, str]) -> TrialProtocol:
    trial, question_id = next_id(trial, "question")
    place = new_place(question.place or "", renamed)
    copy = question.model_copy(update={"id": question_id, "place": place})
    return with_inserted(trial, "open_questions", copy)
