"""The doses on a session card: mg, volume and pump rate over weights; what runs alike stands side by side."""

from fractions import Fraction

from protocol_designer.derived.doses import cap_weight_kg, regimen_place
from protocol_designer.derived.pump import PumpRow, PumpStep, pump_row
from protocol_designer.derived.session_day import SessionDay
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import word
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.report.blocks import Cell, Row, Table
from protocol_designer.report.material import listed, number_of
from protocol_designer.report.writer import Writer, columns, plain, row

_STEP_KG = 10
Weights = tuple[Quantity | None, Quantity | None]
"""The lightest and the heaviest weight; None stands for the eligible one."""


def write_doses(writer: Writer, trial: TrialProtocol, day: SessionDay, weights: Weights) -> None:
    """Write one table for the regimens whose pump programmes are the same, else one for each."""
    alike: dict[tuple[object, ...], list[tuple[DrugRegimen, tuple[PumpRow, ...]]]] = {}
    for dose in day.doses:
        regimen = dose.regimen
        try:
            rows = _rows(trial, regimen, weights)
        except Undecided as missing:
            writer.gap(f"the doses of {regimen.name} need {missing.what}", missing.place)
            continue
        programme = tuple((one.weight_kg, *(_programme(step) for step in one.steps)) for one in rows)
        alike.setdefault(programme, []).append((regimen, rows))
    for group in alike.values():
        _write_table(writer, group)


def _rows(trial: TrialProtocol, regimen: DrugRegimen, weights: Weights) -> tuple[PumpRow, ...]:
    """Compute the programme for the ends of the range, each full ten kg, and where a cap starts to hold.

    Raises:
        Undecided: A weight or the dose is not decided.
    """
    low = weights[0] or trial.population.weight_min
    high = weights[1] or trial.population.weight_max
    if low is None or high is None:
        missing = "weight_min" if low is None else "weight_max"
        raise Undecided(f"population.{missing}", "the weights that may take part")
    if regimen.drug is None:
        raise Undecided(f"{regimen_place(regimen)}.drug", f"the drug of {regimen.name}")
    between = [Fraction(kg) for kg in range(_STEP_KG, int(high.in_base) + 1, _STEP_KG)]
    if (biting := cap_weight_kg(regimen)) is not None:
        between.append(biting)
    chosen = {low.in_base, high.in_base, *(kg for kg in between if low.in_base < kg < high.in_base)}
    matched = trial.regimen(regimen.matched_to) if regimen.matched_to else None
    return tuple(pump_row(regimen, Quantity(kg, Unit.KILOGRAM), matched) for kg in sorted(chosen))


def _write_table(writer: Writer, group: list[tuple[DrugRegimen, tuple[PumpRow, ...]]]) -> None:
    """Write mg for the whole dose of each regimen, then mL and pump rate for each step."""
    first, rows = group[0]
    steps = range(len(rows[0].steps))
    doses = [f"{(regimen.drug or regimen.name).replace('_', ' ').capitalize()}, mg" for regimen, _ in group]
    header = ("kg", *doses, *(f"{n + 1}. {_over(first, n)}" for n in steps))
    made = [
        row(
            number_of(one.weight_kg, Unit.KILOGRAM),
            *(_number(table[at].administration.total_mg, Unit.MILLIGRAM) for _, table in group),
            *(_programme(one.steps[number]) for number in steps),
            place=regimen_place(first),
        )
        for at, one in enumerate(rows)
    ]
    dose_share = min(0.2, 0.4 / len(group))
    share = (0.92 - dose_share * len(group)) / len(rows[0].steps)
    shares = columns(
        0.08, *(dose_share for _ in group), *(share for _ in steps), numbers=range(1 + len(group))
    )
    names = listed([regimen.name for regimen, _ in group])
    heads = (Row(tuple(Cell(plain(text)) for text in header)),)
    writer.raw_table(Table(f"Doses: {names}", shares, heads, tuple(made), place=regimen_place(first)))


def _over(regimen: DrugRegimen, number: int) -> str:
    step = regimen.steps[number]
    kind = word(step.kind) if step.kind else "dose"
    return f"{kind}, {step.duration.printed()}" if step.duration is not None else kind


def _programme(step: PumpStep) -> str | None:
    """Write the volume and the rate of a step; None is a gap."""
    if step.volume_ml is None:
        return None if step.dose.mg is None else f"{_number(step.dose.mg, Unit.MILLIGRAM)} mg"
    volume = Quantity(step.volume_ml, Unit.MILLILITRE).printed_rounded(4)
    rate = step.programmed_ml_per_h
    return volume if rate is None else f"{volume} at {Quantity(rate, Unit.ML_PER_H).printed()}"


def _number(value: Fraction | None, unit: Unit) -> str:
    return "–" if value is None else number_of(value, unit)
