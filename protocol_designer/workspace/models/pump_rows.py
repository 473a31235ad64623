"""The pump table over the eligible weights: what is given, what is programmed, and which rows break a limit.

Whether a row breaks a limit is judged by the rules themselves: the protocol is reviewed as if that weight
were the only eligible one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.pump import PumpRow, pump_table
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.quantities import Quantity, Unit, rounded_decimal
from protocol_designer.quantities.decimals import with_thousands
from protocol_designer.rules.catalogue import RULES
from protocol_designer.rules.engine import review
from protocol_designer.rules.findings import Finding, Severity, worst
from protocol_designer.workspace.models.rows import Column, RowsModel

_LIMIT_RULES = tuple(rule for rule in RULES if rule.limits)
_JUDGED = (Severity.HARD, Severity.SOFT)


@dataclass(frozen=True, slots=True)
class PumpLine:
    """One row of the table: the programme, what it is the extreme of, and the limits that it breaks."""

    row: PumpRow
    extremes: tuple[str, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def severity(self) -> Severity | None:
        """The gravest limit that this weight breaks."""
        return worst(finding.severity for finding in self.findings)


def pump_lines(trial: TrialProtocol, regimen: DrugRegimen) -> tuple[PumpLine, ...]:
    """Compute the table without the limits.

    Raises:
        Undecided: Weight bounds or a dose are not decided.
    """
    matched = trial.regimen(regimen.matched_to) if regimen.matched_to else None
    rows = pump_table(regimen, trial.population, matched=matched)
    totals = [row.administration.total_mg for row in rows]
    per_kg = [row.administration.total_mg_per_kg for row in rows]
    most = ((_tr("most mg"), totals, _highest(totals)), (_tr("most mg/kg"), per_kg, _highest(per_kg)))
    lines = []
    for at, row in enumerate(rows):
        told = [words for words, values, high in most if high is not None and values[at] == high]
        if row.administration.is_capped:
            told.append(_tr("capped"))
        lines.append(PumpLine(row, tuple(told)))
    return tuple(lines)


def with_limits(line: PumpLine, trial: TrialProtocol, formulary: Formulary, regimen: DrugRegimen) -> PumpLine:
    """Add the limits that the weight of a line breaks at this regimen."""
    weight = Quantity(line.row.weight_kg, Unit.KILOGRAM)
    bounds = trial.population.model_copy(update={"weight_min": weight, "weight_max": weight})
    report = review(trial.model_copy(update={"population": bounds}), formulary, _LIMIT_RULES)
    found = report.at(regimen_place(regimen))
    return PumpLine(
        line.row, line.extremes, tuple(f for f in found if f.severity in _JUDGED and f.computed and f.limit)
    )


def pump_model(parent: QObject | None = None) -> RowsModel[PumpLine]:
    """Make the table; its columns follow the regimen with `columns_for`."""
    return RowsModel((), lambda line: line.row.weight_kg, parent)


def columns_for(regimen: DrugRegimen) -> tuple[Column[PumpLine], ...]:
    """Return the columns of a regimen: weight, notes, totals, then both rates of each step that runs."""
    steps: list[Column[PumpLine]] = []
    for index, step in enumerate(regimen.steps):
        if step.duration is None:
            continue
        number = f"{index + 1}: " if len(regimen.steps) > 1 else ""
        steps.append(Column(f"{number}mL/h", partial(_programmed, index), True, partial(_rounding, index)))
        steps.append(Column(f"{number}mg/kg/min", partial(_rate, index), True))
    return (
        Column(_tr("Weight"), lambda line: f"{_number(line.row.weight_kg)} kg", True),
        Column(_tr("Limits and extremes"), _note, tip=_tip, mark=lambda line: line.severity),
        Column("mg", lambda line: _number(line.row.administration.total_mg), True),
        Column("mg/kg", lambda line: _number(line.row.administration.total_mg_per_kg), True),
        Column("mL", lambda line: _number(line.row.total_volume_ml), True),
        *steps,
    )


def _highest(values: Sequence[Fraction | None]) -> Fraction | None:
    """Return the highest value; None when all are the same, for then it is nobody's extreme."""
    known = {value for value in values if value is not None}
    return max(known) if len(known) > 1 else None


def _note(line: PumpLine) -> str:
    told = []
    for severity in _JUDGED:
        if rules := [found.rule for found in line.findings if found.severity is severity]:
            told.append(f"{severity.printed} {', '.join(dict.fromkeys(rules))}")
    return "; ".join((*told, *line.extremes))


def _tip(line: PumpLine) -> str:
    told = [f"{found.severity.printed}: {found.message}" for found in line.findings]
    return "\n\n".join((*told, *line.extremes))


def _programmed(index: int, line: PumpLine) -> str:
    return _number(line.row.steps[index].programmed_ml_per_h)


def _rate(index: int, line: PumpLine) -> str:
    return _number(line.row.steps[index].dose.mg_per_kg_per_min)


def _rounding(index: int, line: PumpLine) -> str:
    error = line.row.steps[index].rounding_error_percent
    if error is None:
        return _tr("The rate needs the final concentration and a duration.")
    return _tr("Rounded to the pump's steps; the dose moves by {error} %.").format(
        error=rounded_decimal(error, 2)
    )


def _number(value: Fraction | None) -> str:
    return "–" if value is None else with_thousands(rounded_decimal(value, 4))


def _tr(text: str) -> str:
    return QCoreApplication.translate("dosing", text)
