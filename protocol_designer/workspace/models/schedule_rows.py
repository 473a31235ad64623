"""The columns of the visits table and of the epochs table."""

from PySide6.QtCore import QCoreApplication, QObject

from protocol_designer.domain.schedule import Epoch, Visit
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word
from protocol_designer.report.timing_words import anchor_in_words
from protocol_designer.workspace.models.marks import mark_of
from protocol_designer.workspace.models.rows import Column, RowsModel
from protocol_designer.workspace.workspace import Workspace


def visits_model(workspace: Workspace, parent: QObject | None = None) -> RowsModel[Visit]:
    """Make the table of visits; epochs and anchors are named from the document as it is now."""
    return RowsModel(
        (
            Column(
                _tr("Visit"),
                lambda row: row.name,
                mark=mark_of(workspace, lambda row: f"schedule.visits[{row.id}]"),
            ),
            Column(_tr("Epoch"), lambda row: _epoch(workspace.trial, row)),
            Column(_tr("Counted from"), lambda row: _anchor(workspace.trial, row.timing)),
            Column(_tr("Earliest"), lambda row: row.timing.earliest.printed() if row.timing else "–", True),
            Column(_tr("Target"), lambda row: row.timing.target.printed() if row.timing else "–", True),
            Column(_tr("Latest"), lambda row: row.timing.latest.printed() if row.timing else "–", True),
            Column(_tr("Mode"), lambda row: title_word(row.mode) if row.mode else "–"),
            Column(_tr("Dosing"), lambda row: _tr("Yes") if row.is_dosing else ""),
        ),
        lambda row: row.id,
        parent,
    )


def epochs_model(workspace: Workspace, parent: QObject | None = None) -> RowsModel[Epoch]:
    """Make the table of epochs, each with the number of its visits."""
    return RowsModel(
        (
            Column(
                _tr("Epoch"),
                lambda row: row.name,
                mark=mark_of(workspace, lambda row: f"schedule.epochs[{row.id}]"),
            ),
            Column(_tr("Kind"), lambda row: title_word(row.kind) if row.kind else "–"),
            Column(_tr("Period"), lambda row: str(row.period) if row.period is not None else "–", True),
            Column(
                _tr("Visits"),
                lambda row: str(sum(v.epoch == row.id for v in workspace.trial.schedule.visits)),
                True,
            ),
            Column(_tr("Setting"), lambda row: row.setting or "–"),
        ),
        lambda row: row.id,
        parent,
    )


def _epoch(trial: TrialProtocol, visit: Visit) -> str:
    return next((epoch.name for epoch in trial.schedule.epochs if epoch.id == visit.epoch), "–")


def _anchor(trial: TrialProtocol, timing: Timing | None) -> str:
    return anchor_in_words(trial, timing.anchor) if timing else "–"


def _tr(text: str) -> str:
    return QCoreApplication.translate("schedule", text)
