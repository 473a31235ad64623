"""Dose and pump tables: amounts, rates and volumes over the eligible weights, the worst case marked."""

from fractions import Fraction

from protocol_designer.derived.doses import administration_at, has_per_kg_dose, is_per_kg
from protocol_designer.derived.pump import PumpRow, pump_table
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DoseStep, DrugRegimen, StepKind
from protocol_designer.domain.wording import title_word, word
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.report.blocks import Cell, Column, Row, RowKind, Runs, Table
from protocol_designer.report.chapters.concentration import write_concentration
from protocol_designer.report.display_list import Align
from protocol_designer.report.dose_words import amount_in_words
from protocol_designer.report.figures.infusion_profile import infusion_profile
from protocol_designer.report.material import Material, number_of
from protocol_designer.report.writer import Writer, columns, plain, row

_FIGURE_WIDTH, _FIGURE_HEIGHT = 471.0, 140.0
_DASH = "–"


def write_steps(writer: Writer, material: Material, regimen: DrugRegimen) -> None:
    """Write the ordered steps of one administration with the rates that follow from them."""
    place = f"regimens[{regimen.id}].steps"
    if not regimen.steps:
        writer.gap(f"the dose of {regimen.name}", place)
        return
    rows = []
    for index, step in enumerate(regimen.steps):
        rows.append(
            row(
                str(index + 1),
                title_word(step.kind) if step.kind else None,
                word(step.basis) if step.basis else None,
                amount_in_words(step),
                step.duration.printed() if step.duration else _duration_gap(step),
                _rate(regimen, step) or _DASH,
                step.note or _DASH,
                place=f"{place}[{index}]",
            )
        )
    header = ("Step", "Given as", "Basis", "Amount", "Over", "Rate", "Note")
    shares = columns(0.07, 0.11, 0.175, 0.165, 0.09, 0.2, 0.19)
    writer.table(f"Steps of one administration: {regimen.name}", shares, header, rows, place=place)


def _duration_gap(step: DoseStep) -> str | None:
    return None if step.kind in (StepKind.BOLUS, StepKind.INFUSION) else _DASH


def _rate(regimen: DrugRegimen, step: DoseStep) -> str | None:
    """Write the rate of a step: per kg where the dose is, else in mg/min."""
    if step.amount is None or step.duration is None or step.duration.in_base == 0:
        return None
    try:
        dose = administration_at(regimen, Quantity.parse("1 kg")).steps[regimen.steps.index(step)]
    except Undecided:
        return None
    rate = dose.mg_per_min
    if rate is None:
        return None
    return Quantity(rate, Unit.MG_PER_KG_PER_MIN if is_per_kg(step) else Unit.MG_PER_MIN).printed()


def write_pump_table(writer: Writer, material: Material, regimen: DrugRegimen) -> None:
    """Write dose, volume and rate for each eligible weight; the worst-case row is marked."""
    try:
        trial = material.trial
        matched = trial.regimen(regimen.matched_to) if regimen.matched_to else None
        rows = pump_table(regimen, trial.population, matched=matched)
    except Undecided as missing:
        writer.gap(f"the dose table of {regimen.name} needs {missing.what}", missing.place)
        return
    weight = Quantity(rows[-1].weight_kg, Unit.KILOGRAM)
    worst, reason = _worst(regimen, rows)
    header, subheader, shares = _columns(rows[0])
    made = tuple(_pump_row(one, one is worst, reason) for one in rows)
    place = f"regimens[{regimen.id}]"
    writer.raw_table(
        Table(
            f"Dose and pump table: {regimen.name}",
            shares,
            (header, subheader),
            made,
            _notes(regimen, rows, reason),
            place=place,
        )
    )
    if any(step.kind in (StepKind.BOLUS, StepKind.INFUSION) for step in regimen.steps):
        drawing = infusion_profile(regimen, weight, _FIGURE_WIDTH, _FIGURE_HEIGHT)
        writer.figure(drawing, f"Infusion profile of {regimen.name} at {weight.printed()}.", place)
    write_concentration(writer, material, regimen)


def _worst(regimen: DrugRegimen, rows: tuple[PumpRow, ...]) -> tuple[PumpRow | None, str]:
    """Choose the worst case: most mg where doses grow with weight, else most mg per kg."""
    known = [one for one in rows if one.administration.total_mg is not None]
    if not known:
        return None, ""
    if has_per_kg_dose(regimen):
        return max(known, key=lambda one: one.administration.total_mg or Fraction(0)), "largest dose"
    return max(
        known, key=lambda one: one.administration.total_mg_per_kg or Fraction(0)
    ), "largest dose per kg"


def _columns(first: PumpRow) -> tuple[Row, Row, tuple[Column, ...]]:
    groups = [Cell(plain("Weight"))]
    heads = [Cell(plain("kg"))]
    shares = [Column(0.12, Align.RIGHT, is_row_header=True)]
    for step in first.steps:
        has_rate = step.dose.step.kind in (StepKind.BOLUS, StepKind.INFUSION)
        names = ("mg", "mL", "mL/h") if has_rate else ("mg", "mL")
        groups.append(Cell(plain(f"Step {step.dose.index + 1}"), span=len(names)))
        heads.extend(Cell(plain(name)) for name in names)
        shares.extend(Column(0.1, Align.RIGHT) for _ in names)
    groups.append(Cell(plain("One administration"), span=4))
    heads.extend(Cell(plain(name)) for name in ("mg", "mg/kg", "mL", "Remark"))
    total, per_kg = Column(0.12, Align.RIGHT), Column(0.12, Align.RIGHT)
    shares.extend((total, per_kg, total, Column(0.18)))
    return Row(tuple(groups)), Row(tuple(heads)), tuple(shares)


def _pump_row(one: PumpRow, is_worst: bool, reason: str) -> Row:
    cells = [number_of(one.weight_kg, Unit.KILOGRAM)]
    for step in one.steps:
        cells.append(_number(step.dose.mg, Unit.MILLIGRAM))
        cells.append(_volume(step.volume_ml))
        if step.dose.step.kind in (StepKind.BOLUS, StepKind.INFUSION):
            cells.append(_number(step.programmed_ml_per_h, Unit.ML_PER_H))
    dose = one.administration
    cells.append(_number(dose.total_mg, Unit.MILLIGRAM))
    cells.append(_number(dose.total_mg_per_kg, Unit.MG_PER_KG))
    cells.append(_volume(one.total_volume_ml))
    remarks = ([reason] if is_worst else []) + (["cap holds"] if dose.is_capped else [])
    cells.append(", ".join(remarks))
    return Row(
        tuple(Cell(plain(text, is_bold=is_worst)) for text in cells),
        RowKind.MARKED if is_worst else RowKind.PLAIN,
    )


def _number(value: Fraction | None, unit: Unit) -> str:
    return _DASH if value is None else number_of(value, unit)


def _volume(value: Fraction | None) -> str:
    """Write mL to four digits in every row, so that one row does not look more exact than the next."""
    return _DASH if value is None else Quantity(value, Unit.MILLILITRE).printed_rounded(4).partition(" ")[0]


def _notes(regimen: DrugRegimen, rows: tuple[PumpRow, ...], reason: str) -> tuple[Runs, ...]:
    preparation = regimen.preparation
    notes = []
    if preparation.final_concentration is not None:
        notes.append(f"Volumes are of the prepared solution at {preparation.final_concentration.printed()}.")
    else:
        notes.append("Volumes and pump rates stay open until the final concentration is decided.")
    if any(step.dose.mg == 0 for one in rows for step in one.steps):
        notes.append("0 mg: the step holds diluent alone, in the volume of the step that it imitates.")
    if any(step.programmed_ml_per_h is not None for one in rows for step in one.steps):
        notes.append(
            "Rates are rounded to the resolution of the pump; doses and volumes to the digits shown."
        )
    if regimen.cap is not None:
        notes.append(
            f"One administration never contains more than {regimen.cap.printed()}, whatever the weight."
        )
    if reason:
        notes.append(f"The marked row is the worst case over the eligible weights ({reason}).")
    return (plain(" ".join(notes)),)
