"""The doses of a protocol as rules see them: extremes of one administration over the eligible weights."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import TypeVar

from protocol_designer.derived.doses import (
    AdministrationDose,
    End,
    StepDose,
    administration_at,
    deciding_weights,
    regimen_place,
)
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.design import Arm
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Drug, Formulary, Limit
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.amounts import is_flat, is_target, total_or_ceiling

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Extreme:
    """The most extreme value of something over the eligible weights, and the weight that reaches it.

    ``weight`` is None where the value is the same at every eligible weight.
    """

    value: Quantity
    weight: Quantity | None

    @property
    def who(self) -> str:
        """The participant concerned, such as ``at 118 kg``."""
        return "at every weight" if self.weight is None else f"at {self.weight.printed()}"


@dataclass(frozen=True, slots=True)
class Held:
    """A stretch of an administration over which a rate is held on average; steps are counted from 0."""

    first: StepDose
    last: StepDose
    length: Quantity
    rate: Extreme

    @property
    def steps(self) -> str:
        """The steps as the subject of a sentence, with its verb."""
        if self.first.index == self.last.index:
            return f"step {self.first.index + 1} holds"
        return f"steps {self.first.index + 1} to {self.last.index + 1} hold on average"


class DoseView:
    """Doses and limits of one protocol with one formulary; raises `Undecided` for what cannot be computed."""

    def __init__(self, trial: TrialProtocol, formulary: Formulary) -> None:
        self.trial = trial
        self.formulary = formulary
        self._limits = {limit.key: limit for limit in formulary.limits}
        self._drugs = {drug.id: drug for drug in formulary.drugs}
        self._known: dict[Hashable, object] = {}
        regimens = {regimen.id: regimen for regimen in trial.regimens}
        self._regimens_of = {
            arm.id: tuple(regimens[regimen_id] for regimen_id in arm.regimens) for arm in trial.arms
        }
        self._arms_with: dict[str, list[Arm]] = {}
        for arm in trial.arms:
            for regimen_id in dict.fromkeys(arm.regimens):
                self._arms_with.setdefault(regimen_id, []).append(arm)

    def once(self, key: Hashable, compute: Callable[[], Found]) -> Found:
        """Compute what several rules ask for once in this review; ``key`` names what and of which part.

        What cannot be computed raises `Undecided` each time it is asked for.
        """
        if key not in self._known:
            self._known[key] = compute()
        return self._known[key]  # type: ignore[return-value]  # a key stands for one kind of value

    def arms_with(self, regimen: DrugRegimen) -> tuple[Arm, ...]:
        """Return the arms that receive a regimen; for rules, who ask often, quicker than the trial itself."""
        return tuple(self._arms_with.get(regimen.id, ()))

    def regimens_of(self, arm: Arm) -> tuple[DrugRegimen, ...]:
        """Return what an arm receives, in the arm's order."""
        return self._regimens_of[arm.id]

    def limit(self, key: str) -> Limit:
        """Return a limit of the formulary; KeyError is a fault of the rule."""
        return self._limits[key]

    def drug(self, drug_id: str | None) -> Drug | None:
        """Return what the formulary knows of a drug."""
        return self._drugs.get(drug_id) if drug_id else None

    def drug_name(self, drug_id: str | None) -> str:
        """Name a drug for people, capitalised."""
        known = self.drug(drug_id)
        return known.name if known else (drug_id or "The drug").replace("_", " ").capitalize()

    def worst(self, found: Sequence[tuple[Fraction, Fraction]], unit: Unit, highest: bool = True) -> Extreme:
        """Return the extreme of some values with their weights; of equal ones, that of the lightest."""
        value = (max if highest else min)(value for value, _ in found)
        if len(found) > 1 and all(other == value for other, _ in found):
            return Extreme(Quantity(value, unit), None)
        weight = min(weight for other, weight in found if other == value)
        return Extreme(Quantity(value, unit), self.at_weight(weight))

    # One administration over the eligible weights

    def doses(
        self, regimen: DrugRegimen, end: End = End.HIGH, unit: Unit | None = None
    ) -> tuple[AdministrationDose, ...]:
        """Return the administration at every weight where it can be extreme.

        With a ``unit`` in which the dose is the same at every weight (mg/kg or mg), undecided weight bounds
        do not matter, and one administration stands for all.
        """
        return self.once(
            ("doses", regimen.id, end, unit),
            lambda: tuple(self._dose(regimen, weight, end) for weight in self._weights((regimen,), unit)),
        )

    def at_weight(self, weight_kg: Fraction) -> Quantity | None:
        """Return the weight of a computed dose, or None when it stands for every weight."""
        population = self.trial.population
        is_bounded = population.weight_min is not None and population.weight_max is not None
        return kilograms(weight_kg) if is_bounded else None

    def largest_total_per_kg(self, regimen: DrugRegimen) -> Extreme:
        """Return the highest mg/kg of one administration over the eligible weights."""
        return self._extreme(regimen, End.HIGH, Unit.MG_PER_KG, highest=True)

    def smallest_total_per_kg(self, regimen: DrugRegimen) -> Extreme:
        """Return the lowest mg/kg of one administration over the eligible weights."""
        return self._extreme(regimen, End.LOW, Unit.MG_PER_KG, highest=False)

    def largest_total(self, regimen: DrugRegimen) -> Extreme:
        """Return the most mg of one administration over the eligible weights."""
        return self._extreme(regimen, End.HIGH, Unit.MILLIGRAM, highest=True)

    def smallest_total(self, regimen: DrugRegimen) -> Extreme:
        """Return the fewest mg of one administration over the eligible weights."""
        return self._extreme(regimen, End.LOW, Unit.MILLIGRAM, highest=False)

    def step_rates(self, regimen: DrugRegimen, unit: Unit) -> tuple[tuple[StepDose, Extreme | None], ...]:
        """Return each step with its highest rate, in mg/kg/min or mg/min; None where none can be computed.

        Raises:
            Undecided: A bolus or infusion has no duration.
        """
        return self.once(("rates", regimen.id, unit), lambda: tuple(self._step_rates(regimen, unit)))

    def _step_rates(self, regimen: DrugRegimen, unit: Unit) -> Iterator[tuple[StepDose, Extreme | None]]:
        per_kg = unit is Unit.MG_PER_KG_PER_MIN
        doses = self.doses(regimen, unit=Unit.MG_PER_KG if per_kg else Unit.MILLIGRAM)
        for column in zip(*(dose.steps for dose in doses), strict=True):
            step = column[0]
            if step.duration_min is None:
                place = f"{regimen_place(regimen)}.steps[{step.index}].duration"
                raise Undecided(place, "how long the step takes")
            rates = [
                (rate, each.weight_kg)
                for each in column
                if (rate := each.mg_per_kg_per_min if per_kg else each.mg_per_min) is not None
            ]
            yield step, self.worst(rates, unit) if rates else None

    def held(self, regimen: DrugRegimen, rate_key: str) -> tuple[Held, ...]:
        """Return the stretches that hold more than a bound's mg/kg/min for at least its shortest time.

        A stretch starts and ends with a step above the bound and is above it on average, pauses and slower
        steps between included, so that one infusion written in short pieces still counts as one.

        Raises:
            Undecided: A bolus or infusion has no duration.
        """
        return self.once(("held", regimen.id, rate_key), lambda: self._held(regimen, rate_key))

    def _held(self, regimen: DrugRegimen, rate_key: str) -> tuple[Held, ...]:
        found: dict[int, list[Held]] = {}
        doses = self.doses(regimen, unit=Unit.MG_PER_KG)
        for dose in doses:
            first = 0
            while first < len(dose.steps):
                held = self._longest_held(dose, first, rate_key)
                if held is not None:
                    found.setdefault(first, []).append(held)
                    first = held.last.index
                first += 1
        return tuple(self._worst_held(each, len(doses)) for each in found.values())

    def _worst_held(self, found: list[Held], weights: int) -> Held:
        worst = max(found, key=lambda held: held.rate.value.in_base)
        if len(found) == weights > 1 and all(held.rate.value == worst.rate.value for held in found):
            return replace(worst, rate=Extreme(worst.rate.value, None))
        return worst

    def _longest_held(self, dose: AdministrationDose, first: int, rate_key: str) -> Held | None:
        limit, shortest = self.limit(rate_key), self.limit(f"{rate_key}.shortest")
        if not _runs_above(limit, dose, dose.steps[first]):
            return None
        amount, span, longest = Fraction(0), Fraction(0), None
        for step in dose.steps[first:]:
            pause = step.step.pause_before
            is_above = _runs_above(limit, dose, step)
            span += step.duration_min or 0
            span += pause.in_base if pause is not None and step.index > first else 0
            amount += (step.mg or 0) if _is_own(dose, step) else 0
            if not is_above:
                continue
            average = Quantity(amount / span / dose.weight_kg, Unit.MG_PER_KG_PER_MIN)
            length = Quantity(span, Unit.MINUTE)
            if limit.is_broken_by(average) and not shortest.is_broken_by(length):
                worst = Extreme(average, self.at_weight(dose.weight_kg))
                longest = Held(dose.steps[first], step, length, worst)
        return longest

    def largest_step(self, regimen: DrugRegimen, index: int) -> Extreme:
        """Return the most mg of one step over the eligible weights; zero for a target."""
        amounts = [
            (dose.steps[index].mg or Fraction(0), dose.weight_kg)
            for dose in self.doses(regimen, unit=Unit.MILLIGRAM)
        ]
        return self.worst(amounts, Unit.MILLIGRAM)

    def _weights(self, regimens: tuple[DrugRegimen, ...], unit: Unit | None) -> tuple[Quantity, ...]:
        key = ("weights", tuple(regimen.id for regimen in regimens), unit)
        return self.once(key, lambda: self._find_weights(regimens, unit))

    def _find_weights(self, regimens: tuple[DrugRegimen, ...], unit: Unit | None) -> tuple[Quantity, ...]:
        population = self.trial.population
        if (population.weight_min is None or population.weight_max is None) and all(
            is_flat(regimen, unit) for regimen in regimens
        ):
            return (kilograms(Fraction(1)),)
        found = [
            self.once(("deciding", regimen.id), partial(deciding_weights, regimen, population))
            for regimen in regimens
        ]
        return found[0] if len(found) == 1 else tuple(sorted({weight for each in found for weight in each}))

    def _dose(self, regimen: DrugRegimen, weight: Quantity, end: End) -> AdministrationDose:
        kg = weight.in_base
        # Two whole numbers, because a fraction takes long to hash.
        key = ("dose", regimen.id, kg.numerator, kg.denominator, end)
        return self.once(key, lambda: administration_at(regimen, weight, end))

    def _extreme(self, regimen: DrugRegimen, end: End, unit: Unit, highest: bool) -> Extreme:
        key = ("extreme", regimen.id, end, unit, highest)
        return self.once(key, lambda: self._find_extreme(regimen, end, unit, highest))

    def _find_extreme(self, regimen: DrugRegimen, end: End, unit: Unit, highest: bool) -> Extreme:
        found: list[tuple[Fraction, Fraction]] = []
        flat_unit = unit if highest or regimen.cap is None else None
        for dose in self.doses(regimen, end, flat_unit):
            total = total_or_ceiling(dose) if end is End.HIGH else dose.total_mg
            if total is None:
                raise Undecided(f"{regimen_place(regimen)}.steps", "the least amount that a target will need")
            found.append((total / dose.weight_kg if unit is Unit.MG_PER_KG else total, dose.weight_kg))
        return self.worst(found, unit, highest)


def _is_own(dose: AdministrationDose, step: StepDose) -> bool:
    return step.drug == dose.regimen.drug and not is_target(step.step)


def _runs_above(limit: Limit, dose: AdministrationDose, step: StepDose) -> bool:
    if step.duration_min is None:
        place = f"{regimen_place(dose.regimen)}.steps[{step.index}].duration"
        raise Undecided(place, "how long the step takes")
    rate = step.mg_per_kg_per_min if _is_own(dose, step) else None
    return rate is not None and limit.is_broken_by(Quantity(rate, Unit.MG_PER_KG_PER_MIN))


def kilograms(weight: Fraction) -> Quantity:
    """Wrap a body weight."""
    return Quantity(weight, Unit.KILOGRAM)
