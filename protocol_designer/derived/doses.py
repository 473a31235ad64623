"""Dose arithmetic: what one administration contains at one body weight, step by step and exactly.

Amounts are fractions in mg, mg/kg, min and mg/kg/min. A cap holds the whole administration: above the
weight at which it bites, every step of the regimen's drug shrinks by the same factor. For a dose wholly per
kg that is as if the dosing weight stopped there.
"""

from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DoseBasis, DoseStep, DrugRegimen, StepKind
from protocol_designer.domain.population import Population
from protocol_designer.quantities import Quantity, Unit

INERT_LIQUIDS = ("sodium_chloride", "glucose", "water")
"""What a step that is only matched in volume may contain."""


class End(Enum):
    """Which end of a dose range is meant."""

    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class StepDose:
    """One step at one weight. ``mg`` is None for a step that has no computable amount (a target)."""

    index: int
    step: DoseStep
    drug: str
    mg: Fraction | None
    duration_min: Fraction | None
    weight_kg: Fraction

    @property
    def mg_per_kg(self) -> Fraction | None:
        """The amount per kg of body weight."""
        return None if self.mg is None else self.mg / self.weight_kg

    @property
    def mg_per_min(self) -> Fraction | None:
        """The rate; None without amount or duration."""
        if self.mg is None or not self.duration_min:
            return None
        return self.mg / self.duration_min

    @property
    def mg_per_kg_per_min(self) -> Fraction | None:
        """The rate per kg; None without amount or duration."""
        per_min = self.mg_per_min
        return None if per_min is None else per_min / self.weight_kg


@dataclass(frozen=True, slots=True)
class AdministrationDose:
    """One administration at one weight; totals count the regimen's own drug only."""

    regimen: DrugRegimen
    weight_kg: Fraction
    steps: tuple[StepDose, ...]
    is_capped: bool
    total_mg: Fraction | None = field(init=False)
    """The amount of the regimen's own drug; None when a step has no computable amount."""

    def __post_init__(self) -> None:
        """Add up once; rules ask for the total again and again."""
        own = [step.mg for step in self.steps if step.drug == self.regimen.drug]
        known = [mg for mg in own if mg is not None]
        total = sum(known[1:], known[0] if known else Fraction(0)) if len(known) == len(own) else None
        object.__setattr__(self, "total_mg", total)

    @property
    def total_mg_per_kg(self) -> Fraction | None:
        """The same per kg."""
        return None if self.total_mg is None else self.total_mg / self.weight_kg

    @property
    def duration_min(self) -> Fraction | None:
        """The time from the first step's start to the last step's end; None when a step's is not decided."""
        return administration_minutes(self.regimen)


def administration_at(regimen: DrugRegimen, weight: Quantity, end: End = End.HIGH) -> AdministrationDose:
    """Compute one administration of a regimen for a participant of ``weight``.

    Raises:
        Undecided: The drug, a step's basis, amount or needed duration is not decided.
    """
    uncapped = uncapped_administration_at(regimen, weight, end)
    total = uncapped.total_mg
    if regimen.cap is None or total is None or total <= regimen.cap.in_base:
        return uncapped
    factor = regimen.cap.in_base / total
    capped = tuple(_scaled(step, factor) if step.drug == regimen.drug else step for step in uncapped.steps)
    return AdministrationDose(regimen, uncapped.weight_kg, capped, is_capped=True)


def uncapped_administration_at(
    regimen: DrugRegimen, weight: Quantity, end: End = End.HIGH
) -> AdministrationDose:
    """Compute one administration as it would be without a cap.

    Raises:
        Undecided: As for `administration_at`.
    """
    if regimen.drug is None:
        raise Undecided(f"{regimen_place(regimen)}.drug", f"the drug of {regimen.name}")
    if not regimen.steps:
        raise Undecided(f"{regimen_place(regimen)}.steps", f"the dose of {regimen.name}")
    weight_kg = weight.in_base
    steps = tuple(_step_dose(regimen, index, weight_kg, end) for index in range(len(regimen.steps)))
    return AdministrationDose(regimen, weight_kg, steps, is_capped=False)


def administration_minutes(regimen: DrugRegimen) -> Fraction | None:
    """Return how long one administration runs at any weight; None when a step's length is not decided."""
    lengths = [step_minutes(step) for step in regimen.steps]
    known = [length for length in lengths if length is not None]
    return sum(known, Fraction(0)) if lengths and len(known) == len(lengths) else None


def step_minutes(step: DoseStep) -> Fraction | None:
    """Return how long one step takes with the pause before it; None when its length is not decided."""
    length = step.duration.in_base if step.duration else _implied_duration(step)
    if length is None:
        return None
    return length + (step.pause_before.in_base if step.pause_before else 0)


def deciding_weights(regimen: DrugRegimen, population: Population) -> tuple[Quantity, ...]:
    """Return the weights at which a dose can be extreme: lightest, heaviest, and where a cap starts to bite.

    Raises:
        Undecided: The population has no weight bounds, or the dose is not decided.
    """
    if population.weight_min is None:
        raise Undecided("population.weight_min", "the lowest eligible weight")
    if population.weight_max is None:
        raise Undecided("population.weight_max", "the highest eligible weight")
    weights = {population.weight_min.in_base, population.weight_max.in_base}
    biting = cap_weight_kg(regimen)
    if biting is not None and population.weight_min.in_base < biting < population.weight_max.in_base:
        weights.add(biting)
    return tuple(Quantity(weight, Unit.KILOGRAM) for weight in sorted(weights))


def cap_weight_kg(regimen: DrugRegimen) -> Fraction | None:
    """Return the weight above which the cap holds the (upper) dose; None without a cap or a per-kg dose.

    Zero or negative when fixed steps alone reach the cap.
    """
    if regimen.cap is None:
        return None
    per_kg, fixed = Fraction(0), Fraction(0)
    for index, step in enumerate(regimen.steps):
        dose = _step_dose(regimen, index, Fraction(1), End.HIGH)
        if dose.drug != regimen.drug or dose.mg is None:
            continue
        if is_per_kg(step):
            per_kg += dose.mg
        else:
            fixed += dose.mg
    return (regimen.cap.in_base - fixed) / per_kg if per_kg > 0 else None


def is_per_kg(step: DoseStep) -> bool:
    """Tell whether a step's amount grows with body weight."""
    return step.basis in (DoseBasis.PER_KG, DoseBasis.RATE_PER_KG)


def has_per_kg_dose(regimen: DrugRegimen) -> bool:
    """Tell whether any step's amount grows with body weight."""
    return any(is_per_kg(step) for step in regimen.steps)


def regimen_place(regimen: DrugRegimen) -> str:
    """Return the place of a regimen."""
    return f"regimens[{regimen.id}]"


def step_place(regimen: DrugRegimen, index: int) -> str:
    """Return the place of a step."""
    return f"regimens[{regimen.id}].steps[{index}]"


def _scaled(dose: StepDose, factor: Fraction) -> StepDose:
    mg = None if dose.mg is None else dose.mg * factor
    return StepDose(dose.index, dose.step, dose.drug, mg, dose.duration_min, dose.weight_kg)


def _step_dose(regimen: DrugRegimen, index: int, weight_kg: Fraction, end: End) -> StepDose:
    place, step = step_place(regimen, index), regimen.steps[index]
    given = step.drug or regimen.drug
    if given is None:
        raise Undecided(f"{regimen_place(regimen)}.drug", f"the drug of {regimen.name}")
    if step.basis is DoseBasis.VOLUME_MATCHED and given not in INERT_LIQUIDS:
        raise Undecided(f"{place}.basis", f"the amount of {given} in a step that is matched by volume only")
    duration = step.duration.in_base if step.duration else _implied_duration(step)
    return StepDose(index, step, given, _step_mg(step, place, weight_kg, end), duration, weight_kg)


def _implied_duration(step: DoseStep) -> Fraction | None:
    """An injection, a tablet or a spray has no length that arithmetic needs."""
    return Fraction(0) if step.kind in (StepKind.INJECTION, StepKind.DEVICE, StepKind.DOSE) else None


def _step_mg(step: DoseStep, place: str, weight_kg: Fraction, end: End) -> Fraction | None:
    if step.basis is None:
        raise Undecided(f"{place}.basis", "the dose basis")
    if step.basis is DoseBasis.VOLUME_MATCHED:
        return Fraction(0)
    if step.amount is None:
        raise Undecided(f"{place}.amount", "the amount")
    amount = step.amount_high if end is End.HIGH and step.amount_high else step.amount
    each = amount.in_base if step.count is None else amount.in_base * step.count
    if step.basis is DoseBasis.PER_KG:
        return each * weight_kg
    if step.basis is DoseBasis.FIXED:
        return each
    if step.basis is DoseBasis.TARGET_CONCENTRATION:
        return None
    if step.duration is None:
        raise Undecided(f"{place}.duration", "how long the rate is held")
    per_minute = each * weight_kg if step.basis is DoseBasis.RATE_PER_KG else each
    return per_minute * step.duration.in_base
