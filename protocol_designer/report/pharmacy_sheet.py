"""The pharmacy sheet: product, preparation, pump tables and check lines of drug regimens, as a document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from protocol_designer.derived.pump import DEFAULT_RESOLUTION, PumpRow
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.quantities import Quantity, Unit, rounded_decimal
from protocol_designer.report.blocks import Cell, Column, Document, ParagraphKind, Row, RowKind, Table
from protocol_designer.report.chapters.doses import write_steps
from protocol_designer.report.chapters.products import product_facts
from protocol_designer.report.display_list import Align
from protocol_designer.report.linked_text import with_links_written_out
from protocol_designer.report.material import Material, number_of
from protocol_designer.report.place_words import place_words
from protocol_designer.report.writer import Writer, columns, plain, row
from protocol_designer.rules.findings import Finding, Report, Severity, worst

PURPOSE = "For protocol writing and pharmacy preparation, not bedside use."
_DASH = "–"
_STEPS_BESIDE = 2
"""As many steps stand beside each other in one table; more would make the numbers too small to read."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One weight: its pump programme, why it is remarkable, and the limits it breaks."""

    row: PumpRow
    extremes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    is_worst: bool = False


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One regimen; ``missing`` says why it has no rows, ``shared`` what holds at every weight."""

    regimen: DrugRegimen
    rows: tuple[SheetRow, ...]
    shared: tuple[Finding, ...] = ()
    missing: str = ""


def pharmacy_document(
    trial: TrialProtocol, review_report: Report, formulary: Formulary, parts: Sequence[SheetPart]
) -> Document:
    """Compose the sheet; it is a draft while anything stands against a final export."""
    trial = with_links_written_out(trial)
    read = {regimen.id: regimen for regimen in trial.regimens}
    parts = [replace(part, regimen=read.get(part.regimen.id, part.regimen)) for part in parts]
    identity = trial.identity
    name = identity.short_title or identity.acronym or identity.full_title or "Untitled protocol"
    number = identity.protocol_number or "no protocol number"
    version = f"version {identity.version}" if identity.version else "no version"
    details = f"{number}, {version}"
    is_draft = bool(review_report.blocking)
    material = Material(trial, review_report, formulary, "draft" if is_draft else "submission", ())
    writer = Writer(trial)
    for at, part in enumerate(parts):
        if at:
            writer.page_break()
        _write_part(writer, material, part, details, name)
    blocks = writer.blocks
    return Document(
        title=f"Pharmacy sheet: {name}",
        author=identity.sponsor_name or "Protocol Designer",
        subject=f"Pharmacy sheet, {details}",
        date=str(identity.version_date) if identity.version_date else "",
        running_title=name,
        running_details=details,
        is_draft=is_draft,
        blocks=tuple(blocks),
    )


def _write_part(writer: Writer, material: Material, part: SheetPart, details: str, name: str) -> None:
    regimen = part.regimen
    place = f"regimens[{regimen.id}]"
    writer.part(f"Pharmacy sheet: {regimen.name}", level=1, anchor=f"sheet-{regimen.id}", place=place)
    dated = material.trial.identity.version_date
    writer.say(f"{name}, {details}{f', {dated}' if dated else ''}.", place="identity.protocol_number")
    writer.say(PURPOSE, kind=ParagraphKind.NOTICE)
    _write_standing(writer, material, part)
    facts = [*product_facts(material, regimen), _resolution(regimen, place)]
    writer.facts(f"Product and preparation: {regimen.name}", facts)
    write_steps(writer, material, regimen)
    if part.missing:
        writer.gap(f"the pump table of {regimen.name} needs {part.missing}", place)
    elif part.rows:
        writer.page_break(is_landscape=True)
        for first in range(0, len(regimen.steps), _STEPS_BESIDE):
            writer.raw_table(_pump_table(part, range(first, len(regimen.steps))[:_STEPS_BESIDE]))
    shares = columns(0.22, 0.22, 0.22, 0.16, 0.18)
    heads = ("Two-person check", "Name", "Signature", "Date and time", "Lot and expiry")
    checks = tuple(
        row(text, *[" "] * 4)
        for text in (
            "Prepared by",
            "Calculation and preparation checked by a second person",
            "Released to the study team by",
        )
    )
    head = Row(tuple(Cell(plain(text)) for text in heads))
    caption = f"Check lines: {regimen.name}"
    writer.raw_table(Table(caption, shares, (head,), checks, place=place, has_rules=True))


def _write_standing(writer: Writer, material: Material, part: SheetPart) -> None:
    """Write what stands against the whole regimen; a sheet with a hard limit broken says so first."""
    blocking = material.review.blocking
    if blocking:
        count = len(blocking)
        stands = "1 finding stands" if count == 1 else f"{count} findings stand"
        writer.say(f"Draft: {stands} against a final export of the protocol.", kind=ParagraphKind.NOTICE)
    for finding in part.shared:
        where = place_words(material.trial, finding.place)
        severity = finding.severity.printed.capitalize()
        writer.say(f"{severity} at every weight, {finding.rule}, {where}: {finding.message}")


def _resolution(regimen: DrugRegimen, place: str) -> tuple[str, str, str]:
    known = regimen.preparation.pump_resolution
    text = known.printed() if known else f"{DEFAULT_RESOLUTION.printed()}, taken while none is decided"
    return "Smallest pump step", text, f"{place}.preparation.pump_resolution"


def _pump_table(part: SheetPart, steps: Sequence[int]) -> Table:
    regimen = part.regimen
    groups, heads = [Cell(plain("Weight"))], [Cell(plain("kg"))]
    shares = [Column(0.08, Align.RIGHT, is_row_header=True)]
    for index in steps:
        titles = _titles(part, index)
        groups.append(Cell(plain(f"Step {index + 1}"), span=len(titles)))
        heads.extend(Cell(plain(title)) for title in titles)
        shares.extend(Column(0.075, Align.RIGHT) for _ in titles)
    groups.append(Cell(plain("One administration"), span=4))
    heads.extend(Cell(plain(title)) for title in ("mg", "mg/kg", "mL", "Remark"))
    shares.extend((*[Column(0.08, Align.RIGHT)] * 3, Column(0.2)))
    numbers = " and ".join(str(index + 1) for index in steps)
    caption = (
        f"Pump table, step {numbers}: {regimen.name}"
        if len(regimen.steps) > 1
        else (f"Pump table: {regimen.name}")
    )
    made = tuple(_row(part, one, steps) for one in part.rows)
    notes = (plain(" ".join(_notes(part, steps))),)
    header = (Row(tuple(groups)), Row(tuple(heads)))
    return Table(caption, tuple(shares), header, made, notes, place=f"regimens[{regimen.id}]")


def _titles(part: SheetPart, index: int) -> tuple[str, ...]:
    """Return what a step has columns for; a rate per kg that is the same in every row is told beneath."""
    if all(one.row.steps[index].programmed_ml_per_h is None for one in part.rows):
        return ("mg", "mL")
    per_kg = ("mg/kg/min",) if len(_rates(part, index)) > 1 else ()
    return ("mg", "mL", "mL/h", "error %", *per_kg)


def _rates(part: SheetPart, index: int) -> set[Fraction | None]:
    return {one.row.steps[index].dose.mg_per_kg_per_min for one in part.rows}


def _row(part: SheetPart, one: SheetRow, steps: Sequence[int]) -> Row:
    cells = [number_of(one.row.weight_kg, Unit.KILOGRAM)]
    for index in steps:
        step = one.row.steps[index]
        cells.extend((_number(step.dose.mg, Unit.MILLIGRAM), _number(step.volume_ml, Unit.MILLILITRE)))
        titles = _titles(part, index)
        if "mL/h" in titles:
            cells.append(_number(step.programmed_ml_per_h, Unit.ML_PER_H))
            cells.append(_signed(step.rounding_error_percent))
        if "mg/kg/min" in titles:
            cells.append(_number(step.dose.mg_per_kg_per_min, Unit.MG_PER_KG_PER_MIN))
    dose = one.row.administration
    cells.append(_number(dose.total_mg, Unit.MILLIGRAM))
    cells.append(_number(dose.total_mg_per_kg, Unit.MG_PER_KG))
    cells.append(_number(one.row.total_volume_ml, Unit.MILLILITRE))
    cells.append("; ".join((*_limits(one), *one.extremes)))
    is_noticed = one.is_worst or worst(found.severity for found in one.findings) is Severity.HARD
    kind = RowKind.MARKED if is_noticed else RowKind.PLAIN
    return Row(tuple(Cell(plain(text, is_bold=one.is_worst)) for text in cells), kind)


def _limits(one: SheetRow) -> Iterator[str]:
    for severity in (Severity.HARD, Severity.SOFT):
        if rules := dict.fromkeys(found.rule for found in one.findings if found.severity is severity):
            yield f"{severity.printed} {', '.join(rules)}"


def _notes(part: SheetPart, steps: Sequence[int]) -> Iterator[str]:
    concentration = part.regimen.preparation.final_concentration
    if concentration is None:
        yield "Volumes and pump rates stay open until the final concentration is decided."
    else:
        yield f"Volumes are of the prepared solution at {concentration.printed()}."
    if any("mL/h" in _titles(part, index) for index in steps):
        yield "mL/h is what the pump is set to; the error is how far its rounding moves the dose of the step."
    for index in steps:
        rates = _rates(part, index)
        if len(rates) == 1 and (rate := rates.pop()):
            told = Quantity(rate, Unit.MG_PER_KG_PER_MIN).printed()
            yield f"Step {index + 1} runs at {told} at every weight, before rounding."
    if any(one.row.steps[index].dose.mg == 0 for one in part.rows for index in steps):
        yield "0 mg: the step holds diluent alone."
    if part.regimen.cap is not None:
        yield f"One administration never contains more than {part.regimen.cap.printed()}."


def _number(value: Fraction | None, unit: Unit) -> str:
    """Write a number to four digits, in the same way in every row."""
    if value is None:
        return _DASH
    return Quantity(value, unit).printed_rounded(4).partition(" ")[0]


def _signed(percent: Fraction | None) -> str:
    if percent is None:
        return _DASH
    sign = "+" if percent > 0 else "−" if percent < 0 else ""
    return f"{sign}{rounded_decimal(abs(percent), 2)}"
