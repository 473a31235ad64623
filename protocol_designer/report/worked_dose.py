"""One administration at one weight, worked out step by step, for protocol writing and not for the bedside."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from protocol_designer.derived.doses import uncapped_administration_at
from protocol_designer.derived.pump import DEFAULT_RESOLUTION, PumpRow, PumpStep, pump_row
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DoseBasis, DoseStep, DrugRegimen
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.quantities import Quantity, Unit, rounded_decimal

NOT_AT_THE_BEDSIDE = (
    "For protocol writing, not for bedside use. What stands after ≈ is rounded for reading; "
    "the calculation goes on unrounded."
)

_RATES = (DoseBasis.RATE_PER_KG, DoseBasis.RATE_FIXED)
_PER_KG = (DoseBasis.PER_KG, DoseBasis.RATE_PER_KG)


class NotEligible(ValueError):  # noqa: N818  # the card shows its sentence where the dose would stand
    """A weight outside the eligible range; the message says so in one sentence."""


@dataclass(frozen=True, slots=True)
class WorkedDose:
    """The whole in one line, and the arithmetic behind it, a line each."""

    summary: str
    lines: tuple[str, ...]


def worked_dose(trial: TrialProtocol, regimen: DrugRegimen, weight: Quantity) -> WorkedDose:
    """Work out one administration for a participant of ``weight``.

    Raises:
        NotEligible: The weight is outside the eligible range, or is no weight.
        Undecided: The eligible range or the dose is not decided.
    """
    _check(trial, weight)
    matched = trial.regimen(regimen.matched_to) if regimen.matched_to else None
    made = pump_row(regimen, weight, matched)
    return WorkedDose(_summary(regimen, weight, made), tuple(_lines(regimen, weight, made)))


def _check(trial: TrialProtocol, weight: Quantity) -> None:
    low, high = trial.population.weight_min, trial.population.weight_max
    if low is None or high is None:
        missing = "weight_min" if low is None else "weight_max"
        raise Undecided(f"population.{missing}", "the eligible weight range")
    if weight.dimension is not Unit.KILOGRAM.dimension:
        raise NotEligible(f"{weight.printed()} is no body weight; write kilograms, such as {low.printed()}.")
    if not low <= weight <= high:
        raise NotEligible(
            f"{weight.printed()} is outside the eligible weights, {low.printed()} to {high.printed()}; "
            "such a participant is not enrolled, so no dose is worked out."
        )


def _summary(regimen: DrugRegimen, weight: Quantity, made: PumpRow) -> str:
    dose = made.administration
    if dose.total_mg is None:
        return f"{weight.printed()}: the amount follows from a target and cannot be worked out."
    total = Quantity(dose.total_mg, Unit.MILLIGRAM).printed()
    per_kg = Quantity(dose.total_mg_per_kg or Fraction(0), Unit.MG_PER_KG).printed()
    volume = made.total_volume_ml
    in_volume = f" in {Quantity(volume, Unit.MILLILITRE).printed()}" if volume is not None else ""
    capped = ", held by the cap" if dose.is_capped else ""
    runs = [
        f"step {step.dose.index + 1} at {_pump(step.programmed_ml_per_h)} for {_length(step)}"
        for step in made.steps
        if step.programmed_ml_per_h is not None
    ]
    told = f"; {', then '.join(runs)}" if runs else ""
    return f"{weight.printed()}: {total} of {regimen.name} ({per_kg}{capped}){in_volume}{told}."


def _lines(regimen: DrugRegimen, weight: Quantity, made: PumpRow) -> Iterator[str]:
    uncapped = uncapped_administration_at(regimen, weight)
    for step in uncapped.steps:
        if step.mg is not None:
            yield f"Step {step.index + 1}: {_worked(step.step, weight, step.mg)}"
    own = [step for step in uncapped.steps if step.drug == regimen.drug and step.mg is not None]
    if uncapped.total_mg is not None and len(own) > 1:
        amounts = [step.mg or Fraction(0) for step in own]
        terms = " + ".join(_printed(mg, Unit.MILLIGRAM) for mg in amounts)
        yield f"Together: {terms} {_mg(uncapped.total_mg, *amounts)}"
    if made.administration.is_capped and regimen.cap is not None and uncapped.total_mg is not None:
        whole = _printed(uncapped.total_mg, Unit.MILLIGRAM)
        yield f"Cap: {whole} is more than {regimen.cap.printed()}, so each step shrinks by the same factor."
        for dose in made.administration.steps:
            before = uncapped.steps[dose.index].mg
            if dose.drug == regimen.drug and dose.mg is not None and before is not None:
                product = f"{_printed(before, Unit.MILLIGRAM)} × {regimen.cap.printed()} ÷ {whole}"
                yield f"Step {dose.index + 1}, capped: {product} {_mg(dose.mg, before, uncapped.total_mg)}"
    for pumped in made.steps:
        yield from _pump_lines(regimen, pumped)


def _worked(step: DoseStep, weight: Quantity, mg: Fraction) -> str:
    """Write a step's amount with the factors it comes from."""
    amount = step.amount_high or step.amount
    if amount is None:
        return "diluent alone, no drug"
    factors = [amount.printed()]
    if step.count and step.count > 1:
        factors.insert(0, str(step.count))
    if step.basis in _PER_KG:
        factors.append(weight.printed())
    if step.basis in _RATES and step.duration is not None:
        factors.append(step.duration.printed())
    upper = "upper end, " if step.amount_high else ""
    return f"{upper}{' × '.join(factors)} {_mg(mg)}" if len(factors) > 1 else f"{upper}{factors[0]}, fixed"


def _pump_lines(regimen: DrugRegimen, step: PumpStep) -> Iterator[str]:
    number, mg = step.dose.index + 1, step.dose.mg
    concentration = regimen.preparation.final_concentration
    if step.volume_ml is None:
        return
    if concentration is not None and mg and step.dose.step.volume is None:
        divided = f"{_printed(mg, Unit.MILLIGRAM)} ÷ {concentration.printed()}"
        yield f"Volume, step {number}: {divided} {_equals(step.volume_ml, Unit.MILLILITRE, mg)}"
    else:
        yield f"Volume, step {number}: {_printed(step.volume_ml, Unit.MILLILITRE)}, as written or matched"
    if step.rate_ml_per_h is None or step.programmed_ml_per_h is None:
        return
    divided = f"{_printed(step.volume_ml, Unit.MILLILITRE)} ÷ {_length(step)}"
    factors = (step.volume_ml, step.dose.duration_min or Fraction(0))
    yield f"Rate, step {number}: {divided} {_equals(step.rate_ml_per_h, Unit.ML_PER_H, *factors)}"
    smallest = (regimen.preparation.pump_resolution or DEFAULT_RESOLUTION).printed()
    error = rounded_decimal(abs(step.rounding_error_percent or Fraction(0)), 2)
    way = "more" if (step.rounding_error_percent or 0) > 0 else "less"
    moved = f"{error}% {way} drug" if error != "0" else "the dose is not moved"
    yield f"Pump, step {number}: {_pump(step.programmed_ml_per_h)}, in steps of {smallest}; {moved}"


def _mg(value: Fraction, *factors: Fraction) -> str:
    return _equals(value, Unit.MILLIGRAM, *factors)


def _printed(value: Fraction, unit: Unit) -> str:
    return Quantity(value, unit).printed()


def _equals(value: Fraction, unit: Unit, *factors: Fraction) -> str:
    """Write the result of a calculation; with anything rounded in print it does not claim to be equal."""
    is_exact = all(_is_printed_in_full(one) for one in (value, *factors))
    return f"{'=' if is_exact else '≈'} {_printed(value, unit)}"


def _is_printed_in_full(value: Fraction) -> bool:
    number = _printed(value, Unit.MILLIGRAM).partition(" ")[0]
    return Fraction(number.replace(",", "")) == value


def _pump(ml_per_h: Fraction | None) -> str:
    return _printed(ml_per_h or Fraction(0), Unit.ML_PER_H)


def _length(step: PumpStep) -> str:
    return _printed(step.dose.duration_min or Fraction(0), Unit.MINUTE)
