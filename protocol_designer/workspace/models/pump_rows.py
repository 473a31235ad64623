"""The pump table over the eligible weights: what is given, what is programmed, and which rows break a limit.

Whether a row breaks a limit is judged by the rules themselves: the protocol is reviewed as if that weight
were the only eligible one. The rules report the worst case over all weights, so only a rule that found a
limit broken over the whole range can find it broken at one weight; the others are not asked again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from protocol_designer.rules.findings import Finding, Report, Severity, worst
from protocol_designer.rules.registry import Rule
from protocol_designer.workspace.models.rows import Column, RowsModel

_UNKNOWN = "–"
_JUDGED = (Severity.HARD, Severity.SOFT)


@dataclass(frozen=True, slots=True)
class PumpLine:
    """One row of the table: the programme, what it is the extreme of, and the limits that it breaks.

    ``is_worst`` marks one row: the most mg, and of those the most per kg.
    """

    row: PumpRow
    extremes: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    is_worst: bool = False

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
    worst_at = _worst(totals, per_kg)
    lines = []
    for at, row in enumerate(rows):
        told = [_tr("worst case")] if at == worst_at else []
        told += [words for words, values, high in most if high is not None and values[at] == high]
        if row.administration.is_capped:
            told.append(_tr("capped"))
        lines.append(PumpLine(row, tuple(told), is_worst=at == worst_at))
    return tuple(lines)


def broken_rules(report: Report, regimen: DrugRegimen) -> tuple[Rule, ...]:
    """Return the rules whose limit a regimen breaks at some eligible weight."""
    broken = {finding.rule for finding in _broken(report, regimen)}
    return tuple(rule for rule in RULES if rule.id in broken)


def with_limits(
    lines: Sequence[PumpLine],
    trial: TrialProtocol,
    formulary: Formulary,
    regimen: DrugRegimen,
    rules: tuple[Rule, ...],
) -> tuple[tuple[PumpLine, ...], tuple[Finding, ...]]:
    """Add to each line the limits that its weight breaks; what holds in the same words at all comes apart."""
    found = [_found_at(line, trial, formulary, regimen, rules) for line in lines]
    shared = [finding for finding in found[0] if all(_told(finding, others) for others in found)]
    judged = tuple(
        replace(line, findings=tuple(f for f in at if not _told(f, shared)))
        for line, at in zip(lines, found, strict=True)
    )
    return judged, tuple(shared)


def pump_model(parent: QObject | None = None) -> RowsModel[PumpLine]:
    """Make the table; its columns follow the regimen with `columns_for`."""
    return RowsModel((), lambda line: line.row.weight_kg, parent)


def columns_for(regimen: DrugRegimen, lines: Sequence[PumpLine]) -> tuple[Column[PumpLine], ...]:
    """Return the columns that have something to say: totals, what each step's pump is set to, limits.

    Volumes and rates that are unknown at every weight, and a dose or rate per kg that is the same at every
    weight, get no column; `told_beneath` says them once.
    """
    columns = [
        Column(_tr("Weight"), _weight, True, mark=lambda line: line.severity),
        Column("mg", _total, True),
    ]
    if len({_total_per_kg(line) for line in lines}) > 1:
        columns.append(Column("mg/kg", _total_per_kg, True))
    if any(line.row.total_volume_ml is not None for line in lines):
        columns.append(Column("mL", _volume, True))
    for index in _timed(regimen):
        number = f"{index + 1}: " if len(regimen.steps) > 1 else ""
        if any(line.row.steps[index].programmed_ml_per_h is not None for line in lines):
            columns.append(
                Column(f"{number}mL/h", partial(_programmed, index), True, partial(_rounding, index))
            )
        if len({_rate(index, line) for line in lines}) > 1:
            columns.append(Column(f"{number}mg/kg/min", partial(_rate, index), True))
    columns.append(Column(_tr("Limits and extremes"), _note, tip=_tip, mark=lambda line: line.severity))
    return tuple(columns)


def told_beneath(regimen: DrugRegimen, lines: Sequence[PumpLine]) -> tuple[str, ...]:
    """Return the sentences that stand for columns with the same or no value at every weight."""
    told = []
    doses = {_total_per_kg(line) for line in lines}
    if len(doses) == 1 and (dose := doses.pop()) != _UNKNOWN:
        told.append(_tr("One administration is {dose} mg/kg at every weight.").format(dose=dose))
    for index in _timed(regimen):
        rates = {_rate(index, line) for line in lines}
        if len(rates) == 1 and (rate := rates.pop()) != _UNKNOWN:
            words = _tr("Step {number} runs at {rate} mg/kg/min at every weight.")
            told.append(words.format(number=index + 1, rate=rate))
    if regimen.preparation.final_concentration is None:
        if all(line.row.total_volume_ml is None for line in lines):
            told.append(_tr("Volumes and pump rates appear when the final concentration is decided."))
    elif unknown := [
        str(at + 1) for at in _timed(regimen) if lines and lines[0].row.steps[at].volume_ml is None
    ]:
        words = _tr("The volume of step {numbers} is not known: match the comparator, or write the volume.")
        told.append(words.format(numbers=", ".join(unknown)))
    return tuple(told)


def largest_error(lines: Sequence[PumpLine]) -> Fraction:
    """Return by how many per cent rounding to the pump's steps moves a dose at most, either way."""
    errors = (step.rounding_error_percent for line in lines for step in line.row.steps)
    return max((abs(error) for error in errors if error is not None), default=Fraction(0))


def _broken(report: Report, regimen: DrugRegimen) -> tuple[Finding, ...]:
    found = report.at(regimen_place(regimen))
    return tuple(f for f in found if f.severity in _JUDGED and f.computed and f.limit)


def _found_at(
    line: PumpLine,
    trial: TrialProtocol,
    formulary: Formulary,
    regimen: DrugRegimen,
    rules: tuple[Rule, ...],
) -> tuple[Finding, ...]:
    weight = Quantity(line.row.weight_kg, Unit.KILOGRAM)
    bounds = trial.population.model_copy(update={"weight_min": weight, "weight_max": weight})
    return _broken(review(trial.model_copy(update={"population": bounds}), formulary, rules), regimen)


def _told(finding: Finding, others: Sequence[Finding]) -> bool:
    return any(finding.key == other.key and finding.message == other.message for other in others)


def _timed(regimen: DrugRegimen) -> tuple[int, ...]:
    """Return the positions of the steps that run for a time."""
    return tuple(index for index, step in enumerate(regimen.steps) if step.duration is not None)


def _highest(values: Sequence[Fraction | None]) -> Fraction | None:
    """Return the highest value; None when all are the same, for then it is nobody's extreme."""
    known = {value for value in values if value is not None}
    return max(known) if len(known) > 1 else None


def _worst(totals: Sequence[Fraction | None], per_kg: Sequence[Fraction | None]) -> int | None:
    """Return the row of the worst case; None when there is one row only, or all receive the same."""
    known = [(mg, each, -at) for at, (mg, each) in enumerate(zip(totals, per_kg, strict=True)) if mg and each]
    if len({(mg, each) for mg, each, _ in known}) < 2:
        return None
    return -max(known)[2]


def _note(line: PumpLine) -> str:
    told = []
    for severity in _JUDGED:
        if rules := [found.rule for found in line.findings if found.severity is severity]:
            told.append(f"{severity.printed} {', '.join(dict.fromkeys(rules))}")
    return "; ".join((*told, *line.extremes))


def _tip(line: PumpLine) -> str:
    told = [f"{found.severity.printed}: {found.message}" for found in line.findings]
    return "\n\n".join((*told, *line.extremes))


def _weight(line: PumpLine) -> str:
    return f"{_number(line.row.weight_kg)} kg"


def _total(line: PumpLine) -> str:
    return _number(line.row.administration.total_mg)


def _total_per_kg(line: PumpLine) -> str:
    return _number(line.row.administration.total_mg_per_kg)


def _volume(line: PumpLine) -> str:
    return _number(line.row.total_volume_ml)


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
    return _UNKNOWN if value is None else with_thousands(rounded_decimal(value, 4))


def _tr(text: str) -> str:
    return QCoreApplication.translate("dosing", text)
