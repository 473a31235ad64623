"""The table of what the eligible weights decide."""

from PySide6.QtCore import QCoreApplication, QObject

from protocol_designer.derived.worst_cases import Extreme, WorstCase
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.workspace.models.rows import Column, RowsModel


def worst_case_model(parent: QObject | None = None) -> RowsModel[WorstCase]:
    """Make the table of extremes, a regimen a row."""
    return RowsModel(
        (
            Column(_tr("Regimen"), lambda row: row.regimen.name),
            Column(_tr("Largest dose"), lambda row: _told(row, row.largest, Unit.MILLIGRAM)),
            Column(_tr("Most per kg"), lambda row: _told(row, row.most_per_kg, Unit.MG_PER_KG)),
        ),
        lambda row: row.regimen.id,
        parent,
    )


def _told(row: WorstCase, extreme: Extreme | None, unit: Unit) -> str:
    if row.missing is not None:
        return _tr("not computed: {what} is not decided").format(what=row.missing.what)
    if extreme is None:
        return _tr("no amount that can be computed")
    amount = Quantity(extreme.amount, unit).printed()
    if extreme.weight_kg is None:
        return _tr("{amount} at every weight").format(amount=amount)
    weight = Quantity(extreme.weight_kg, Unit.KILOGRAM).printed()
    return _tr("{amount} at {weight}").format(amount=amount, weight=weight)


def _tr(text: str) -> str:
    return QCoreApplication.translate("worst_cases", text)
