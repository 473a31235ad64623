"""The columns of the table of drug regimens."""

from PySide6.QtCore import QCoreApplication, QObject

from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word
from protocol_designer.report.dose_words import dose_in_words
from protocol_designer.workspace.models.marks import mark_of
from protocol_designer.workspace.models.rows import Column, RowsModel
from protocol_designer.workspace.workspace import Workspace


def regimens_model(workspace: Workspace, parent: QObject | None = None) -> RowsModel[DrugRegimen]:
    """Make the table of what is given as drugs."""
    return RowsModel(
        (
            Column(
                _tr("Drug regimen"),
                lambda row: row.name,
                mark=mark_of(workspace, lambda row: f"regimens[{row.id}]"),
            ),
            Column(_tr("Use"), lambda row: title_word(row.use) if row.use else "–"),
            Column(_tr("Route"), lambda row: title_word(row.route) if row.route else "–"),
            Column(_tr("One administration"), dose_in_words),
            Column(_tr("Arms"), lambda row: _arms(workspace.trial, row)),
        ),
        lambda row: row.id,
        parent,
    )


def _arms(trial: TrialProtocol, regimen: DrugRegimen) -> str:
    arms = trial.arms_with_regimen(regimen.id)
    if len(arms) > 1 and arms == trial.arms:
        return _tr("All arms")
    return ", ".join(arm.name for arm in arms) or _tr("No arm")


def _tr(text: str) -> str:
    return QCoreApplication.translate("dosing", text)
