"""Therapy courses by the TIDieR items: why, what, who, how, where, when and how much, tailoring, fidelity."""

from protocol_designer.derived.care_time import CareKind, care_of_arms
from protocol_designer.domain.therapy import TherapyCourse, TherapySession
from protocol_designer.domain.wording import title_word
from protocol_designer.report.blocks import ParagraphKind, Row
from protocol_designer.report.care_words import cell_in_words, compared_in_words, hours_of, remarks
from protocol_designer.report.comparison import Fact, write_compared, write_grouped
from protocol_designer.report.material import Material, listed, yes_no
from protocol_designer.report.timing_words import when_in_words
from protocol_designer.report.writer import Writer, columns, row


def write_therapy(writer: Writer, material: Material) -> None:
    """Write each course: its facts, its sessions, its content."""
    courses = material.trial.courses
    if not courses:
        return
    writer.part("The therapy", place="courses")
    write_compared(writer, "Therapy", [(course.name, _facts(material, course)) for course in courses])
    writer.say(
        "Described by the items of the TIDieR checklist. Changes made during the trial (item 10) and the "
        "fidelity achieved (item 12) belong to the report of its results.",
        kind=ParagraphKind.SMALL,
    )
    for course in courses:
        place = f"courses[{course.id}]"
        rows = [_session_row(material, course, session) for session in course.sessions]
        if rows:
            header = ("Session", "Kind", "When", "Length", "Content")
            shares = columns(0.21, 0.15, 0.24, 0.14, 0.26)
            writer.table(f"Sessions: {course.name}", shares, header, rows, place=f"{place}.sessions")
        elif course.sessions_planned != 0:
            writer.gap(f"the sessions of {course.name}", f"{place}.sessions")
    _write_care_time(writer, material)
    untold = [one for one in courses if one.tailoring is None]
    if untold:
        names = listed([one.name for one in untold])
        writer.gap(f"whether and how {names} may be tailored", f"courses[{untold[0].id}].tailoring")
    write_grouped(
        writer, "Tailoring", [(one.name, one.tailoring, f"courses[{one.id}].tailoring") for one in courses]
    )
    write_grouped(
        writer,
        "Conduct with participants",
        [(one.name, one.conduct_policy, f"courses[{one.id}].conduct_policy") for one in courses],
    )


def _write_care_time(writer: Writer, material: Material) -> None:
    """Set the contact time of the arms side by side, and say what differs."""
    cares = care_of_arms(material.trial)
    if not any(care.courses for care in cares):
        return
    rows = [
        row(care.arm.name, *(cell_in_words(care.by_kind[kind]) for kind in CareKind), hours_of(care),
            compared_in_words(care, cares), place=f"arms[{care.arm.id}].courses")
        for care in cares
    ]  # fmt: skip
    header = ("Arm", "Preparation", "During dosing", "Integration", "Other", "Total", "Difference")
    shares = columns(0.18, 0.14, 0.11, 0.145, 0.125, 0.145, 0.155, numbers=(1, 2, 3, 4, 5))
    writer.table("Contact time of each arm", shares, header, rows, place="courses")
    if said := " ".join(remarks(cares)):
        writer.say(said, kind=ParagraphKind.SMALL)


def _facts(material: Material, course: TherapyCourse) -> list[Fact]:
    place = f"courses[{course.id}]"
    arms = listed([arm.name for arm in material.trial.arms if course.id in arm.courses]) or "no arm"
    provider = course.provider
    who = "; ".join(part for part in (provider.role, provider.licence) if part) or None
    planned = str(course.sessions_planned) if course.sessions_planned is not None else None
    rows: list[Fact] = [
        ("Arms", arms, "arms"),
        ("Approach", title_word(course.approach) if course.approach else None, f"{place}.approach"),
        ("Why", course.purpose, f"{place}.purpose"),
        ("Materials (manual)", course.manual, f"{place}.manual"),
        ("Procedures", "Content of each session: table below" if course.sessions else None,
         f"{place}.sessions"),
        ("Who provides", who, f"{place}.provider.role"),
        ("Training", provider.training, f"{place}.provider.training"),
        ("Supervision", provider.supervision, f"{place}.provider.supervision"),
        ("How", course.mode, f"{place}.mode"),
        ("Where", course.location, f"{place}.location"),
        ("When and how much", _how_much(course, planned), f"{place}.sessions_planned"),
        ("How well: fidelity", course.fidelity, f"{place}.fidelity"),
    ]  # fmt: skip
    alone = yes_no(provider.is_alone_with_participant_during_dosing)
    if alone is not None:
        rows.append(("Alone with the participant during dosing", alone,
                     f"{place}.provider.is_alone_with_participant_during_dosing"))  # fmt: skip
    if course.schedule_as_described:
        rows.append(("Schedule as described", course.schedule_as_described, f"{place}.schedule_as_described"))
    return rows


def _how_much(course: TherapyCourse, planned: str | None) -> str | None:
    """Write the number of sessions and their lengths."""
    count = planned or (str(len(course.sessions)) if course.sessions else None)
    if count is None:
        return None
    lengths = dict.fromkeys(one.duration.printed() for one in course.sessions if one.duration)
    text = f"{count} session{'s' if count != '1' else ''}"
    return f"{text} of {listed(list(lengths))}" if lengths else text


def _has_several_doses(material: Material) -> bool:
    numbers = {session.dose_number for course in material.trial.courses for session in course.sessions}
    return len(numbers - {None}) > 1


def _session_row(material: Material, course: TherapyCourse, session: TherapySession) -> Row:
    when = None
    if session.timing is not None:
        when = when_in_words(material.trial, session.timing)
    elif session.visit is not None:
        when = material.visit_names((session.visit,))
    if when is not None and session.dose_number is not None and _has_several_doses(material):
        when = f"{when}; belongs to dose {session.dose_number}"
    return row(
        session.name, title_word(session.kind) if session.kind else None, when,
        session.duration.printed() if session.duration else None, session.content or "–",
        place=f"courses[{course.id}].sessions[{session.id}]",
    )  # fmt: skip
