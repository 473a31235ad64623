"""Verbs that copy therapy inside the protocol: a course with its sessions, a session."""

from protocol_designer.domain.therapy import TherapyCourse, TherapySession
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._copies import with_copy
from protocol_designer.edits._tree import current
from protocol_designer.edits.edit import Edit
from protocol_designer.edits.therapy import course_place, session_place


def duplicate_course(course: TherapyCourse, name: str) -> Edit:
    """Put a copy of a course with its sessions below it; no arm receives the copy yet."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        original: TherapyCourse = current(trial, course_place(course))
        position = trial.courses.index(original) + 1
        changes = {"name": name}
        sources = trial.provenance
        return with_copy(trial, "courses", original, changes=changes, sources=sources, position=position)[0]

    return Edit(f"Copy {course.name}", change)


def duplicate_session(course: TherapyCourse, session: TherapySession, name: str) -> Edit:
    """Put a copy of a session below it, at the same time and visit."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        original: TherapySession = current(trial, session_place(course, session))
        sessions: tuple[TherapySession, ...] = current(trial, f"{course_place(course)}.sessions")
        return with_copy(
            trial,
            f"{course_place(course)}.sessions",
            original,
            changes={"name": name},
            sources=trial.provenance,
            position=sessions.index(original) + 1,
        )[0]

    return Edit(f"Copy {session.name}", change)
