"""A calculation of the sample size calculator, and its table of weaker and stronger effects."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from PySide6.QtCore import QCoreApplication, QObject

from protocol_designer.power.sample_size import (
    Demand,
    NoSize,
    PlainDesign,
    Size,
    Trial,
    sensitivity,
    size_of,
)
from protocol_designer.report.sample_size_words import chance, counted, percent
from protocol_designer.rules.findings import Severity
from protocol_designer.workspace.models.plain_designs import (
    FACTORIAL,
    PlainKind,
    design_of,
    is_complete,
    share,
)
from protocol_designer.workspace.models.rows import Column, RowsModel

_EVEN = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Calculation:
    """A design with what it needs; ``tried`` are weaker and stronger effects than the assumed one."""

    design: PlainDesign
    demand: Demand
    size: Size
    tried: tuple[Trial, ...]


def calculate(kind: PlainKind | None, values: Mapping[str, object]) -> Calculation | str:
    """Return the calculation, or a sentence on what is missing or why there is no answer."""
    if kind is None:
        return _tr(
            "Choose a design and type what is assumed. Counts of days, times to relapse, clusters and "
            "repeated measures need a statistician."
        )
    if not is_complete(kind, values):
        return _tr("Not all assumptions are typed yet.")
    attrition = values.get("attrition")
    demand = Demand(
        share(values["significance_level"]),
        share(values["power"]),
        share(attrition) if attrition is not None else Fraction(0),
        (1, 1) if kind in FACTORIAL else cast(tuple[int, ...], values.get("ratio") or (1, 1)),
    )
    design = design_of(kind, values)
    try:
        size = size_of(design, demand)
    except NoSize as problem:
        return _tr("No number: {reason}.").format(reason=problem)
    return Calculation(design, demand, size, sensitivity(design, demand, size))


def tried_model(parent: QObject | None = None) -> RowsModel[Trial]:
    """Make the table of what becomes of the plan when the effect is another one."""
    return RowsModel(
        (
            Column(_tr("Effect"), lambda row: percent(row.share), is_number=True),
            Column(
                _tr("Needed in all"), lambda row: counted(row.needed) if row.needed else "–", is_number=True
            ),
            Column(
                _tr("Power of this plan"),
                lambda row: chance(row.power),
                mark=lambda row: Severity.ADVISORY if row.power < _EVEN else None,
            ),
        ),
        lambda row: row.share,
        parent,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("sample_size", text)
