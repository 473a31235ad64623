"""The columns of the crossover sequences, and an order of arms in words."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject

from protocol_designer.domain.design import AllowedSequence
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.workspace.models.marks import mark_of
from protocol_designer.workspace.models.rows import Column, RowsModel
from protocol_designer.workspace.workspace import Workspace


def sequences_model(workspace: Workspace, parent: QObject | None = None) -> RowsModel[AllowedSequence]:
    """Make the table of sequences."""
    return RowsModel(
        (
            Column(
                _tr("Sequence"),
                lambda row: row.name,
                mark=mark_of(workspace, lambda row: f"design.sequences[{row.id}]"),
            ),
            Column(_tr("Arms in order"), lambda row: order_in_words(workspace.trial, row.arms)),
        ),
        lambda row: row.id,
        parent,
    )


def order_in_words(trial: TrialProtocol, arms: Sequence[str]) -> str:
    """Write an order of arms: ``Ketamine → Midazolam``."""
    names = {arm.id: arm.name for arm in trial.arms}
    return " → ".join(names.get(arm, arm) for arm in arms)


def _tr(text: str) -> str:
    return QCoreApplication.translate("sequences", text)
