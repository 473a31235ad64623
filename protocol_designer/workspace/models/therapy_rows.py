"""The columns of the tables on therapy: courses, the sessions of one, and the contact time of each arm."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject

from protocol_designer.derived.care_time import ArmCare, CareKind
from protocol_designer.domain.therapy import TherapyCourse, TherapySession
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word
from protocol_designer.report.care_words import (
    cell_in_words,
    compared_in_words,
    hours_of,
    total_in_words,
    what_is_open,
)
from protocol_designer.report.timing_words import target_in_words, when_in_words
from protocol_designer.workspace.models.marks import mark_of
from protocol_designer.workspace.models.rows import Column, RowsModel
from protocol_designer.workspace.workspace import Workspace


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
            Column(_tr("Sessions"), _sessions, True),
            Column(_tr("Arms"), lambda row: _arms(workspace.trial, row)),
        ),
        lambda row: row.id,
        parent,
    )


def sessions_model(
    workspace: Workspace, course: Callable[[], TherapyCourse | None], parent: QObject | None = None
) -> RowsModel[TherapySession]:
    """Make the table of the sessions of the course in hand."""

    def place(row: TherapySession) -> str:
        found = course()
        return f"courses[{found.id}].sessions[{row.id}]" if found else "courses"

    return RowsModel(
        (
            Column(_tr("Session"), lambda row: row.name, mark=mark_of(workspace, place)),
            Column(_tr("Kind"), lambda row: title_word(row.kind) if row.kind else "–"),
            Column(
                _tr("When"),
                lambda row: _target(workspace.trial, row),
                tip=lambda row: when_of(workspace.trial, row),
            ),
            Column(_tr("Length"), lambda row: row.duration.printed() if row.duration else "–", True),
            Column(_tr("Visit"), lambda row: _visit(workspace.trial, row)),
        ),
        lambda row: row.id,
        parent,
    )


def care_model(
    workspace: Workspace, cares: Callable[[], tuple[ArmCare, ...]], parent: QObject | None = None
) -> RowsModel[ArmCare]:
    """Make the table of contact time, an arm a row; marks are those of what the arms receive as therapy."""
    return RowsModel(
        (
            Column(
                _tr("Arm"),
                lambda row: row.arm.name,
                tip=lambda row: f"{row.arm.name}: {', '.join(row.courses) or _tr('no therapy')}",
                mark=mark_of(workspace, lambda row: f"arms[{row.arm.id}].courses"),
            ),
            _kind_column(_tr("Preparation"), CareKind.PREPARATION),
            _kind_column(_tr("During dosing"), CareKind.DURING_DOSING),
            _kind_column(_tr("Integration"), CareKind.INTEGRATION),
            _kind_column(_tr("Other"), CareKind.OTHER),
            Column(_tr("Total"), hours_of, True, tip=_total_tip),
            Column(_tr("Difference"), lambda row: compared_in_words(row, cares())),
        ),
        lambda row: row.arm.id,
        parent,
    )


def when_of(trial: TrialProtocol, session: TherapySession) -> str:
    """Say when a session takes place: by its own time, else at its visit."""
    if session.timing is not None:
        return when_in_words(trial, session.timing)
    visit = _visit(trial, session)
    return visit if visit == "–" else _tr("at {visit}").format(visit=visit)


def _kind_column(title: str, kind: CareKind) -> Column[ArmCare]:
    return Column(title, lambda row: cell_in_words(row.by_kind[kind]), True)


def _target(trial: TrialProtocol, session: TherapySession) -> str:
    return target_in_words(trial, session.timing) if session.timing else when_of(trial, session)


def _sessions(course: TherapyCourse) -> str:
    listed, planned = len(course.sessions), course.sessions_planned
    if planned is None or planned == listed:
        return str(listed)
    return _tr("{listed}, {planned} planned").format(listed=listed, planned=planned)


def _total_tip(row: ArmCare) -> str:
    return ". ".join(part for part in (total_in_words(row), what_is_open(row)) if part)


def _visit(trial: TrialProtocol, session: TherapySession) -> str:
    return next((visit.name for visit in trial.schedule.visits if visit.id == session.visit), "–")


def _arms(trial: TrialProtocol, course: TherapyCourse) -> str:
    names = [arm.name for arm in trial.arms if course.id in arm.courses]
    if len(names) > 1 and len(names) == len(trial.arms):
        return _tr("All arms")
    return ", ".join(names) or "–"


def _tr(text: str) -> str:
    return QCoreApplication.translate("therapy", text)
