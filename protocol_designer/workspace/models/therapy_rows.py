"""The columns of the courses table, and the contact time of each arm side by side."""

from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QCoreApplication, QObject

from protocol_designer.domain.therapy import TherapyCourse
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word
from protocol_designer.quantities import rounded_decimal
from protocol_designer.workspace.models.marks import mark_of
from protocol_designer.workspace.models.rows import Column, RowsModel
from protocol_designer.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Contact:
    """What one arm receives as therapy: planned sessions, and the minutes of those with a decided length."""

    arm: str
    name: str
    courses: tuple[str, ...]
    sessions: int
    minutes: Fraction
    without_length: int


def contact_rows(trial: TrialProtocol) -> tuple[Contact, ...]:
    """Add up the sessions of each arm; sessions without a length are counted, never guessed."""
    rows = []
    for arm in trial.arms:
        courses = [trial.course(course_id) for course_id in arm.courses]
        sessions = [session for course in courses for session in course.sessions]
        timed = [session.duration.in_base for session in sessions if session.duration]
        rows.append(
            Contact(
                arm.id,
                arm.name,
                tuple(course.name for course in courses),
                len(sessions),
                sum(timed, Fraction(0)),
                len(sessions) - len(timed),
            )
        )
    return tuple(rows)


def courses_model(workspace: Workspace, parent: QObject | None = None) -> RowsModel[TherapyCourse]:
    """Make the table of courses."""
    return RowsModel(
        (
            Column(
                _tr("Course"),
                lambda row: row.name,
                mark=mark_of(workspace, lambda row: f"courses[{row.id}]"),
            ),
            Column(_tr("Approach"), lambda row: title_word(row.approach) if row.approach else "–"),
            Column(_tr("Sessions"), lambda row: str(len(row.sessions)), True),
            Column(_tr("Arms"), lambda row: _arms(workspace.trial, row)),
        ),
        lambda row: row.id,
        parent,
    )


def contact_model(parent: QObject | None = None) -> RowsModel[Contact]:
    """Make the table of contact time."""
    return RowsModel(
        (
            Column(_tr("Arm"), lambda row: row.name),
            Column(_tr("Sessions"), lambda row: str(row.sessions), True),
            Column(_tr("Minutes"), _minutes, True),
            Column(_tr("Courses"), lambda row: ", ".join(row.courses) or "–"),
        ),
        lambda row: row.arm,
        parent,
    )


def _minutes(row: Contact) -> str:
    known = f"{rounded_decimal(row.minutes)} min"
    if not row.without_length:
        return known
    return _tr("{known} + {count} open").format(known=known, count=row.without_length)


def _arms(trial: TrialProtocol, course: TherapyCourse) -> str:
    return ", ".join(arm.name for arm in trial.arms if course.id in arm.courses) or "–"


def _tr(text: str) -> str:
    return QCoreApplication.translate("therapy", text)
