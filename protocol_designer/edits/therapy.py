"""Verbs on therapy courses and their sessions. Which arm receives a course is in `arms`."""

from protocol_designer.domain.design import Arm
from protocol_designer.domain.therapy import SessionKind, TherapyApproach, TherapyCourse, TherapySession
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._found import levels_that_stand_for, refuse_while_used
from protocol_designer.edits._tree import (
    current,
    next_id,
    with_fields,
    with_inserted,
    with_moved,
    with_value,
    without,
)
from protocol_designer.edits.arms import arm_place
from protocol_designer.edits.edit import Edit
from protocol_designer.quantities import Quantity


def course_place(course: TherapyCourse) -> str:
    """Return the place of a course."""
    return f"courses[{course.id}]"


def session_place(course: TherapyCourse, session: TherapySession) -> str:
    """Return the place of a session."""
    return f"courses[{course.id}].sessions[{session.id}]"


def add_course(name: str, arms: tuple[Arm, ...] = ()) -> Edit:
    """Add a therapy course and give it to some arms."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        trial, course_id = next_id(trial, "course")
        trial = with_inserted(trial, "courses", {"id": course_id, "name": name})
        for arm in arms:
            held: tuple[str, ...] = current(trial, f"{arm_place(arm)}.courses")
            trial = with_value(trial, f"{arm_place(arm)}.courses", (*held, course_id))
        return trial

    return Edit(f"Add {name}", change)


def remove_course(course: TherapyCourse) -> Edit:
    """Remove a course; refused while an arm receives it."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        users = [f"{arm.name} receives it" for arm in trial.arms if course.id in arm.courses]
        users.extend(levels_that_stand_for(trial, "courses", course.id))
        refuse_while_used(course.name, users, "Take it away there first.")
        return without(trial, course_place(course))

    return Edit(f"Remove {course.name}", change)


def move_course(course: TherapyCourse, to: int) -> Edit:
    """Move a course to another position."""
    return Edit(
        f"Move {course.name} to position {to + 1}", lambda trial: with_moved(trial, course_place(course), to)
    )


def rename_course(course: TherapyCourse, name: str) -> Edit:
    """Give a course another name."""
    return _set(course, f"Rename {course.name} to {name}", name=name)


def change_approach(course: TherapyCourse, approach: TherapyApproach | None) -> Edit:
    """Say which school a course follows."""
    return _set(course, f"Change the approach of {course.name}", approach=approach)


def change_manual(course: TherapyCourse, manual: str | None) -> Edit:
    """Name the manual that is followed."""
    return _set(course, f"Change the manual of {course.name}", manual=manual)


def change_fidelity(course: TherapyCourse, fidelity: str | None) -> Edit:
    """Say how adherence to the manual is kept and rated."""
    return _set(course, f"Change the fidelity checks of {course.name}", fidelity=fidelity)


def change_provider(course: TherapyCourse, **changes: object) -> Edit:
    """Change who delivers a course: role, licence, training, supervision, presence during dosing."""
    return Edit(
        f"Change the provider of {course.name}",
        lambda trial: with_fields(trial, f"{course_place(course)}.provider", **changes),
    )


def add_session(
    course: TherapyCourse, name: str, kind: SessionKind | None = None, position: int | None = None
) -> Edit:
    """Add a session to a course, at its end by default."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        trial, session_id = next_id(trial, "ses")
        session = {"id": session_id, "name": name, "kind": kind}
        return with_inserted(trial, f"{course_place(course)}.sessions", session, position)

    return Edit(f"Add {name} to {course.name}", change)


def remove_session(course: TherapyCourse, session: TherapySession) -> Edit:
    """Remove a session."""
    return Edit(f"Remove {session.name}", lambda trial: without(trial, session_place(course, session)))


def move_session(course: TherapyCourse, session: TherapySession, to: int) -> Edit:
    """Move a session to another position in its course."""
    place = session_place(course, session)
    return Edit(f"Move {session.name} to position {to + 1}", lambda trial: with_moved(trial, place, to))


def change_session(course: TherapyCourse, session: TherapySession, **changes: object) -> Edit:
    """Change the name, kind, minutes, visit, dose number, content or memory dependence of a session."""
    place = session_place(course, session)
    return Edit(f"Change {session.name}", lambda trial: with_fields(trial, place, **changes))


def change_session_length(course: TherapyCourse, session: TherapySession, duration: Quantity | None) -> Edit:
    """Set how long a session takes."""
    label = (
        f"Let {session.name} take {duration.printed()}"
        if duration
        else f"Leave the length of {session.name} open"
    )
    place = session_place(course, session)
    return Edit(label, lambda trial: with_fields(trial, place, duration=duration))


def change_session_timing(course: TherapyCourse, session: TherapySession, timing: Timing | None) -> Edit:
    """Set when a session takes place."""
    label = (
        f"Move {session.name} to {timing.target.printed()}"
        if timing
        else f"Leave the time of {session.name} open"
    )
    place = session_place(course, session)
    return Edit(label, lambda trial: with_fields(trial, place, timing=timing))


def _set(course: TherapyCourse, label: str, **changes: object) -> Edit:
    return Edit(label, lambda trial: with_fields(trial, course_place(course), **changes))
