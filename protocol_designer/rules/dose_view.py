"""The doses of a protocol as rules see them: extremes over the eligible weights.

A session is everything of the same drug that one arm receives by the same route at one visit, so that a bolus
and an infusion written as two regimens still count as one dose.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from protocol_designer.derived.doses import (
    AdministrationDose,
    End,
    StepDose,
    administration_at,
    deciding_weights,
    regimen_place,
)
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Drug, Formulary, Limit
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.amounts import can_meet, is_flat, most_in_window, total_or_ceiling

_AmountOf = Callable[[AdministrationDose], Fraction]


@dataclass(frozen=True, slots=True)
class Extreme:
    """The most extreme value of something over the eligible weights, and the weight that reaches it.

    ``weight`` is None where the value is the same at every weight and the eligible range is not decided.
    """

    value: Quantity
    weight: Quantity | None

    @property
    def who(self) -> str:
        """The participant concerned, such as ``at 118 kg``."""
        return "at every weight" if self.weight is None else f"at {self.weight.printed()}"


class DoseView:
    """Doses and limits of one protocol with one formulary; raises `Undecided` for what cannot be computed."""

    def __init__(self, trial: TrialProtocol, formulary: Formulary) -> None:
        self.trial = trial
        self.formulary = formulary
        self._limits = {limit.key: limit for limit in formulary.limits}
        self._doses: dict[tuple[str, Fraction, End], AdministrationDose] = {}
        self._weights_of: dict[tuple[tuple[str, ...], Unit | None], tuple[Quantity, ...]] = {}
        self._groups: dict[str, tuple[tuple[DrugRegimen, ...], ...]] = {}

    def limit(self, key: str) -> Limit:
        """Return a limit of the formulary; KeyError is a fault of the rule."""
        return self._limits[key]

    def drug(self, drug_id: str | None) -> Drug | None:
        """Return what the formulary knows of a drug."""
        return self.formulary.drug(drug_id) if drug_id else None

    def drug_name(self, drug_id: str | None) -> str:
        """Name a drug for people, capitalised."""
        known = self.drug(drug_id)
        return known.name if known else (drug_id or "The drug").replace("_", " ").capitalize()

    # One administration over the eligible weights

    def doses(
        self, regimen: DrugRegimen, end: End = End.HIGH, unit: Unit | None = None
    ) -> tuple[AdministrationDose, ...]:
        """Return the administration at every weight where it can be extreme.

        With a ``unit`` in which the dose is the same at every weight (mg/kg or mg), undecided weight bounds
        do not matter, and one administration stands for all.
        """
        weights = self._weights((regimen,), unit)
        return tuple(self._dose(regimen, weight, end) for weight in weights)

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

    def step_rates(self, regimen: DrugRegimen, unit: Unit) -> Iterator[tuple[StepDose, Extreme | None]]:
        """Yield each step with its highest rate, in mg/kg/min or mg/min; None where none can be computed.

        Raises:
            Undecided: A bolus or infusion has no duration.
        """
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
            if rates:
                highest, weight = max(rates)
                yield step, Extreme(Quantity(highest, unit), self.at_weight(weight))
            else:
                yield step, None

    def largest_step(self, regimen: DrugRegimen, index: int) -> Extreme:
        """Return the most mg of one step over the eligible weights; zero for a target."""
        amounts = [
            (dose.steps[index].mg or Fraction(0), dose.weight_kg)
            for dose in self.doses(regimen, unit=Unit.MILLIGRAM)
        ]
        most, weight = max(amounts)
        return Extreme(Quantity(most, Unit.MILLIGRAM), self.at_weight(weight))

    # One session: what an arm receives of the drug by the same route at one visit

    def session_groups(self, regimen: DrugRegimen) -> tuple[tuple[DrugRegimen, ...], ...]:
        """Return the sets of regimens that meet in one session with this one, itself included.

        Two regimens that are both conditional are alternatives and never meet.

        Raises:
            Undecided: Two regimens of the drug share arm and route, and the visits of one are not decided.
        """
        if regimen.id not in self._groups:
            self._groups[regimen.id] = tuple(self._find_groups(regimen)) or ((regimen,),)
        return self._groups[regimen.id]

    def session_total_per_kg(self, regimen: DrugRegimen) -> Extreme:
        """Return the highest mg/kg of one session over sessions and eligible weights."""
        return self._session_extreme(regimen, total_or_ceiling, Unit.MG_PER_KG)

    def session_total(self, regimen: DrugRegimen) -> Extreme:
        """Return the most mg of one session over sessions and eligible weights."""
        return self._session_extreme(regimen, total_or_ceiling, Unit.MILLIGRAM)

    def most_within_session(self, regimen: DrugRegimen, window_min: Fraction) -> Extreme:
        """Return an upper bound of the mg/kg that any ``window_min`` minutes of a session deliver.

        Regimens that meet are taken to deliver their most at the same time. Target-controlled steps are left
        out: their target is judged instead.
        """

        def most(dose: AdministrationDose) -> Fraction:
            return most_in_window(dose, window_min, skip_targets=True)

        return self._session_extreme(regimen, most, Unit.MG_PER_KG)

    def _find_groups(self, regimen: DrugRegimen) -> Iterator[tuple[DrugRegimen, ...]]:
        for arm in self.trial.arms_with_regimen(regimen.id):
            others = [other for other in self.trial.regimens_of(arm) if can_meet(regimen, other)]
            if not others:
                continue
            for each in (regimen, *others):
                if not each.visits:
                    raise Undecided(f"{regimen_place(each)}.visits", f"at which visits {each.name} is given")
            for visit in regimen.visits:
                together = tuple(other for other in others if visit in other.visits)
                if together:
                    yield (regimen, *together)

    def _session_extreme(self, regimen: DrugRegimen, amount_of: _AmountOf, unit: Unit) -> Extreme:
        best: Extreme | None = None
        for group in self.session_groups(regimen):
            for weight in self._weights(group, unit):
                amount = sum((amount_of(self._dose(each, weight, End.HIGH)) for each in group), Fraction(0))
                value = amount / weight.in_base if unit is Unit.MG_PER_KG else amount
                if best is None or value > best.value.value:
                    best = Extreme(Quantity(value, unit), self.at_weight(weight.in_base))
        if best is None:
            raise Undecided(regimen_place(regimen), "the dose")
        return best

    def _weights(self, regimens: tuple[DrugRegimen, ...], unit: Unit | None) -> tuple[Quantity, ...]:
        key = (tuple(regimen.id for regimen in regimens), unit)
        if key not in self._weights_of:
            self._weights_of[key] = self._find_weights(regimens, unit)
        return self._weights_of[key]

    def _find_weights(self, regimens: tuple[DrugRegimen, ...], unit: Unit | None) -> tuple[Quantity, ...]:
        population = self.trial.population
        if (population.weight_min is None or population.weight_max is None) and all(
            is_flat(regimen, unit) for regimen in regimens
        ):
            return (kilograms(Fraction(1)),)
        weights = {weight for regimen in regimens for weight in deciding_weights(regimen, population)}
        return tuple(sorted(weights))

    def _dose(self, regimen: DrugRegimen, weight: Quantity, end: End) -> AdministrationDose:
        key = (regimen.id, weight.in_base, end)
        if key not in self._doses:
            self._doses[key] = administration_at(regimen, weight, end)
        return self._doses[key]

    def _extreme(self, regimen: DrugRegimen, end: End, unit: Unit, highest: bool) -> Extreme:
        best: Extreme | None = None
        flat_unit = unit if highest or regimen.cap is None else None
        for dose in self.doses(regimen, end, flat_unit):
            total = total_or_ceiling(dose) if end is End.HIGH else dose.total_mg
            if total is None:
                raise Undecided(f"{regimen_place(regimen)}.steps", "the least amount that a target will need")
            value = total / dose.weight_kg if unit is Unit.MG_PER_KG else total
            if best is None or (value > best.value.value if highest else value < best.value.value):
                best = Extreme(Quantity(value, unit), self.at_weight(dose.weight_kg))
        if best is None:
            raise Undecided(regimen_place(regimen), "the dose")
        return best


def kilograms(weight: Fraction) -> Quantity:
    """Wrap a body weight."""
    return Quantity(weight, Unit.KILOGRAM)
