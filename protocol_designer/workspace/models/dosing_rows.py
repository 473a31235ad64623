"""The columns of the arms table and of the drugs that one arm receives."""

from PySide6.QtCore import QCoreApplication, QObject

from protocol_designer.domain.design import Arm
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.wording import title_word
from protocol_designer.report.dose_words import dose_in_words
from protocol_designer.workspace.models.marks import mark_of
from protocol_designer.workspace.models.rows import Column, RowsModel
from protocol_designer.workspace.workspace import Workspace


def arms_model(workspace: Workspace, parent: QObject | None = None) -> RowsModel[Arm]:
    """Make the table of arms."""
    return RowsModel(
        (
            Column(
                _tr("Arm"),
                lambda row: row.name,
                mark=mark_of(workspace, lambda row: f"arms[{row.id}]"),
            ),
            Column(_tr("Type"), lambda row: title_word(row.kind) if row.kind else "–"),
            Column(_tr("Planned"), lambda row: f"n = {row.planned_n}" if row.planned_n else "–", True),
            Column(_tr("Kind of control"), lambda row: title_word(row.comparator) if row.comparator else "–"),
        ),
        lambda row: row.id,
        parent,
    )


def regimens_model(workspace: Workspace, parent: QObject | None = None) -> RowsModel[DrugRegimen]:
    """Make the table of what one arm receives as drugs."""
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
        ),
        lambda row: row.id,
        parent,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("dosing", text)
