"""The pump table: dose, volume and rate per step at eligible weights, rounded to the pump's resolution.

A rate half way between two settings goes to the even one (in steps of the resolution), so that rounding
favours neither more nor less drug over the table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from protocol_designer.derived.doses import (
    AdministrationDose,
    StepDose,
    administration_at,
    cap_weight_kg,
    regimen_place,
)
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DoseBasis, DrugRegimen, StepKind
from protocol_designer.domain.population import Population
from protocol_designer.quantities import Quantity, Unit

DEFAULT_RESOLUTION = Quantity(Fraction(1, 10), Unit.ML_PER_H)
"""The smallest rate step taken when a protocol names none; syringe pumps commonly offer 0.1 mL/h."""


@dataclass(frozen=True, slots=True)
class PumpStep:
    """One step of a pump programme; volume and rate are None where there is nothing to programme."""

    dose: StepDose
    volume_ml: Fraction | None
    rate_ml_per_h: Fraction | None
    programmed_ml_per_h: Fraction | None

    @property
    def rounding_error_percent(self) -> Fraction | None:
        """How far rounding to the pump's resolution moves the dose, signed."""
        if not self.rate_ml_per_h or self.programmed_ml_per_h is None:
            return None
        return (self.programmed_ml_per_h / self.rate_ml_per_h - 1) * 100


@dataclass(frozen=True, slots=True)
class PumpRow:
    """One weight of the pump table."""

    weight_kg: Fraction
    administration: AdministrationDose
    steps: tuple[PumpStep, ...]

    @property
    def total_volume_ml(self) -> Fraction | None:
        """The volume of all steps, or None when one is not known."""
        volumes = [step.volume_ml for step in self.steps]
        return (
            None
            if any(v is None for v in volumes)
            else sum((v for v in volumes if v is not None), Fraction(0))
        )


def pump_table(
    regimen: DrugRegimen, population: Population, step_kg: int = 5, matched: DrugRegimen | None = None
) -> tuple[PumpRow, ...]:
    """Compute a row for the lightest and heaviest weight, each multiple of ``step_kg`` and the cap weight.

    Args:
        matched: The regimen whose volumes a step that is matched by volume takes over, step by step.

    Raises:
        Undecided: Weight bounds or a dose are not decided.
    """
    return tuple(
        pump_row(regimen, Quantity(weight, Unit.KILOGRAM), matched)
        for weight in _weights(regimen, population, step_kg)
    )


def pump_row(regimen: DrugRegimen, weight: Quantity, matched: DrugRegimen | None = None) -> PumpRow:
    """Compute the pump programme for one weight; ``matched`` as for `pump_table`.

    Raises:
        Undecided: A dose is not decided.
    """
    administration = administration_at(regimen, weight)
    model = administration_at(matched, weight).steps if matched else ()
    return PumpRow(
        weight.in_base,
        administration,
        tuple(
            _pump_step(regimen, dose, _model_volume_ml(dose, matched, model)) for dose in administration.steps
        ),
    )


def _model_volume_ml(
    dose: StepDose, matched: DrugRegimen | None, model: tuple[StepDose, ...]
) -> Fraction | None:
    """Return the volume that a volume-matched step takes over from the step it imitates."""
    if matched is None or dose.step.basis is not DoseBasis.VOLUME_MATCHED or dose.index >= len(model):
        return None
    return _volume_ml(matched, model[dose.index])


def _pump_step(regimen: DrugRegimen, dose: StepDose, model_volume_ml: Fraction | None) -> PumpStep:
    volume = _volume_ml(regimen, dose)
    volume = model_volume_ml if volume is None else volume
    if volume is None or not dose.duration_min or dose.step.kind not in (StepKind.BOLUS, StepKind.INFUSION):
        return PumpStep(dose, volume, None, None)
    rate = volume * 60 / dose.duration_min
    return PumpStep(dose, volume, rate, _to_resolution(rate, regimen))


def _volume_ml(regimen: DrugRegimen, dose: StepDose) -> Fraction | None:
    if dose.step.volume is not None:
        return dose.step.volume.in_base
    concentration = regimen.preparation.final_concentration
    if concentration is None or dose.mg is None or dose.drug != regimen.drug or dose.mg == 0:
        return None
    return dose.mg / concentration.in_base


def _to_resolution(rate_ml_per_h: Fraction, regimen: DrugRegimen) -> Fraction:
    resolution = (regimen.preparation.pump_resolution or DEFAULT_RESOLUTION).to(Unit.ML_PER_H).value
    return round(rate_ml_per_h / resolution) * resolution


def _weights(regimen: DrugRegimen, population: Population, step_kg: int) -> Iterator[Fraction]:
    if population.weight_min is None or population.weight_max is None:
        missing = "weight_min" if population.weight_min is None else "weight_max"
        raise Undecided(f"population.{missing}", "the eligible weight range")
    if regimen.drug is None:
        raise Undecided(f"{regimen_place(regimen)}.drug", f"the drug of {regimen.name}")
    low, high = population.weight_min.in_base, population.weight_max.in_base
    weights = {low, high}
    weights.update(Fraction(kg) for kg in range(step_kg, int(high) + 1, step_kg) if low < kg < high)
    biting = cap_weight_kg(regimen)
    if biting is not None and low < biting < high:
        weights.add(biting)
    yield from sorted(weights)
