"""The columns of the criteria and of the medicines beside the study treatment."""

from PySide6.QtCore import QCoreApplication, QObject

from protocol_designer.domain.conduct import ConcomitantMedication
from protocol_designer.domain.population import Criterion
from protocol_designer.domain.wording import title_word, word
from protocol_designer.workspace.models.rows import Column, RowsModel


def criteria_model(parent: QObject | None = None) -> RowsModel[Criterion]:
    """Make the table of eligibility criteria."""
    return RowsModel(
        (
            Column(_tr("Type"), lambda row: title_word(row.kind)),
            Column(_tr("Criterion"), lambda row: row.text.replace("\n", " "), tip=lambda row: row.text),
            Column(_tr("Codes that rules read"), _codes),
        ),
        lambda row: row.id,
        parent,
    )


def medication_model(parent: QObject | None = None) -> RowsModel[ConcomitantMedication]:
    """Make the table of policies on other medicines."""
    return RowsModel(
        (
            Column(_tr("Medicines"), lambda row: title_word(row.drug_class)),
            Column(_tr("Policy"), lambda row: title_word(row.policy)),
            Column(_tr("Details"), _details),
        ),
        lambda row: row.id,
        parent,
    )


def _codes(row: Criterion) -> str:
    words = [word(code) for code in row.codes]
    words += [f"{word(b.measure)} {word(b.relation)} {b.value.printed()}" for b in row.bounds]
    text = "; ".join(words)
    return text[:1].upper() + text[1:] or "–"


def _details(row: ConcomitantMedication) -> str:
    told = []
    if row.free_before_dosing:
        told.append(_tr("none for {time} before dosing").format(time=row.free_before_dosing.printed()))
    if row.diazepam_equivalent_max:
        told.append(_tr("at most {dose} as diazepam").format(dose=row.diazepam_equivalent_max.printed()))
    if row.stable_for:
        told.append(_tr("stable for {time}").format(time=row.stable_for.printed()))
    if row.reason:
        told.append(row.reason.replace("\n", " "))
    return "; ".join(told) or "–"


def _tr(text: str) -> str:
    return QCoreApplication.translate("population", text)
