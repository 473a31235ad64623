"""What is given beside the study drugs and talking therapy, as rows: other drugs and other interventions."""

from PySide6.QtCore import QCoreApplication, QObject

from protocol_designer.derived.paths import STUDY_USES
from protocol_designer.domain.interventions import DrugRegimen, OtherIntervention, RegimenUse
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word
from protocol_designer.quantities import Quantity, TimeOffset
from protocol_designer.report.dose_words import dose_in_words, short_dose
from protocol_designer.report.timing_words import when_in_words
from protocol_designer.workspace.models.marks import mark_of
from protocol_designer.workspace.models.rows import Column, RowsModel
from protocol_designer.workspace.workspace import Workspace

Treatment = DrugRegimen | OtherIntervention


def treatments_of(trial: TrialProtocol) -> tuple[Treatment, ...]:
    """Return the regimens that are no study drug, then the other interventions."""
    drugs = [regimen for regimen in trial.regimens if regimen.use not in STUDY_USES]
    return (*drugs, *trial.other_interventions)


def treatment_place(treatment: Treatment) -> str:
    """Return the place of a row."""
    kind = "regimens" if isinstance(treatment, DrugRegimen) else "other_interventions"
    return f"{kind}[{treatment.id}]"


def treatments_model(workspace: Workspace, parent: QObject | None = None) -> RowsModel[Treatment]:
    """Make the table of other treatments."""
    return RowsModel(
        (
            Column(_tr("Treatment"), lambda row: row.name, mark=mark_of(workspace, treatment_place)),
            Column(_tr("Use"), _use),
            Column(_tr("Product"), _product, tip=_product_tip),
            Column(_tr("Route"), _route),
            Column(_tr("Dose"), _dose, tip=_whole_dose),
            Column(_tr("When"), lambda row: when_given(workspace.trial, row)),
            Column(_tr("Arms"), lambda row: _arms(workspace.trial, row)),
        ),
        treatment_place,
        parent,
    )


def when_given(trial: TrialProtocol, row: Treatment) -> str:
    """Say when a treatment is given: at which visits, how far from the study drug, or at what time."""
    visits = ", ".join(visit.name for visit in trial.schedule.visits if visit.id in row.visits)
    if isinstance(row, DrugRegimen) and row.use is RegimenUse.RESCUE:
        return _tr("When needed, at {visits}").format(visits=visits) if visits else _tr("When needed")
    told = [visits] if visits else []
    if isinstance(row, DrugRegimen) and row.minutes_from_study_drug is not None:
        told.append(_beside_study_drug(row.minutes_from_study_drug))
    elif row.timing is not None:
        told.append(when_in_words(trial, row.timing))
    return "; ".join(told) or "–"


def _beside_study_drug(offset: TimeOffset) -> str:
    if not offset.minutes:
        return _tr("with the study drug")
    length = Quantity(abs(offset.value), offset.unit).printed()
    before, after = _tr("{time} before the study drug"), _tr("{time} after the study drug")
    return (before if offset.minutes < 0 else after).format(time=length)


def _use(row: Treatment) -> str:
    if isinstance(row, DrugRegimen):
        return title_word(row.use) if row.use else "–"
    return title_word(row.kind) if row.kind else "–"


def _product(row: Treatment) -> str:
    if not isinstance(row, DrugRegimen):
        return "–"
    return _tr("NIMP") if row.use else _tr("not decided")


def _product_tip(row: Treatment) -> str:
    if not isinstance(row, DrugRegimen):
        return _tr("No medicinal product")
    return _tr("Non-investigational (auxiliary) medicinal product; study drugs are investigational ones")


def _route(row: Treatment) -> str:
    return title_word(row.route) if isinstance(row, DrugRegimen) and row.route else "–"


def _dose(row: Treatment) -> str:
    if isinstance(row, DrugRegimen):
        return short_dose(row) or dose_in_words(row)
    told = []
    if row.sessions_planned:
        told.append(_tr("{count} times").format(count=row.sessions_planned))
    if row.duration:
        told.append(row.duration.printed())
    return ", ".join(told) or "–"


def _whole_dose(row: Treatment) -> str:
    return dose_in_words(row) if isinstance(row, DrugRegimen) else _dose(row)


def _arms(trial: TrialProtocol, row: Treatment) -> str:
    arms = [arm for arm in trial.arms if row.id in (*arm.regimens, *arm.other_interventions)]
    if len(arms) > 1 and len(arms) == len(trial.arms):
        return _tr("All arms")
    return ", ".join(arm.name for arm in arms) or _tr("No arm")


def _tr(text: str) -> str:
    return QCoreApplication.translate("treatments", text)
