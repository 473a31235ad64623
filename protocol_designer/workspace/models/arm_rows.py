"""The columns of the arms table, and the planned numbers in one sentence."""

from PySide6.QtCore import QCoreApplication, QObject

from protocol_designer.domain.design import Arm
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word
from protocol_designer.workspace.models.marks import mark_of
from protocol_designer.workspace.models.rows import Column, RowsModel
from protocol_designer.workspace.workspace import Workspace


def arms_model(workspace: Workspace, parent: QObject | None = None) -> RowsModel[Arm]:
    """Make the table of arms."""
    return RowsModel(
        (
            Column(_tr("Arm"), lambda row: row.name, mark=mark_of(workspace, lambda row: f"arms[{row.id}]")),
            Column(_tr("Type"), lambda row: title_word(row.kind) if row.kind else "–"),
            Column(_tr("Kind of control"), lambda row: title_word(row.comparator) if row.comparator else "–"),
            Column(_tr("Planned"), lambda row: str(row.planned_n) if row.planned_n else "–", True),
            Column(_tr("Share"), lambda row: _share(workspace.trial, row)),
        ),
        lambda row: row.id,
        parent,
    )


def numbers_in_words(trial: TrialProtocol) -> str:
    """Say how many participants are planned in all, and whether the arms follow the allocation ratio."""
    planned = [arm.planned_n for arm in trial.arms]
    known = [number for number in planned if number is not None]
    ratio = trial.design.allocation.ratio
    told = _tr("Total: {total} planned in {count} of {all} arms").format(
        total=sum(known), count=len(known), all=len(planned)
    )
    if not known:
        told = _tr("No number of participants is planned yet")
    elif len(known) == len(planned):
        told = _tr("Total: {total} planned in {all} arms").format(total=sum(known), all=len(planned))
        if len(planned) == 1:
            told = _tr("Total: {total} planned in 1 arm").format(total=sum(known))
    if not ratio:
        return told + _tr(". The allocation ratio is not decided.")
    printed = " : ".join(str(share) for share in ratio)
    if len(ratio) != len(planned):
        return told + _tr(". The ratio {ratio} has {shares} shares for {all} arms.").format(
            ratio=printed, shares=len(ratio), all=len(planned)
        )
    if len(known) == len(planned) and any(
        number * ratio[0] != known[0] * share for number, share in zip(known, ratio, strict=True)
    ):
        return told + _tr(". The numbers do not follow the ratio {ratio}.").format(ratio=printed)
    return told + _tr(", allocated {ratio}.").format(ratio=printed)


def _share(trial: TrialProtocol, arm: Arm) -> str:
    ratio = trial.design.allocation.ratio
    at = next((at for at, other in enumerate(trial.arms) if other.id == arm.id), None)
    return str(ratio[at]) if at is not None and len(ratio) == len(trial.arms) else "–"


def _tr(text: str) -> str:
    return QCoreApplication.translate("arms", text)
