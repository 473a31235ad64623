"""The doses of a protocol as rules see them: extremes over the eligible weights, by administration and by session.

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
    is_per_kg,
    regimen_place,
)
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DoseBasis, DrugRegimen, StepKind
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Drug, Formulary, Limit
from protocol_designer.quantities import Dimension, Quantity, Unit

_FIXED = (DoseBasis.FIXED, DoseBasis.RATE_FIXED)
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

        With a ``unit`` in which the dose is the same at every weight (mg/kg or mg), undecided weight bounds do
        not matter, and one administration stands for all.
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
        """Yield each step with its highest rate, in mg/kg/min or mg/min; None where it has no computable rate.

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
        return self._session_extreme(regimen, _total_or_ceiling, Unit.MG_PER_KG)

    def session_total(self, regimen: DrugRegimen) -> Extreme:
        """Return the most mg of one session over sessions and eligible weights."""
        return self._session_extreme(regimen, _total_or_ceiling, Unit.MILLIGRAM)

    def most_within_session(self, regimen: DrugRegimen, window_min: Fraction) -> Extreme:
        """Return an upper bound of the mg/kg that any ``window_min`` minutes of a session deliver.

        Regimens that meet are taken to deliver their most at the same time. Target-controlled steps are left
        out: their target is judged instead.
        """

        def most(dose: AdministrationDose) -> Fraction:
            return _most_in_window(dose, window_min, skip_targets=True)

        return self._session_extreme(regimen, most, Unit.MG_PER_KG)

    def _find_groups(self, regimen: DrugRegimen) -> Iterator[tuple[DrugRegimen, ...]]:
        for arm in self.trial.arms_with_regimen(regimen.id):
            others = [other for other in self.trial.regimens_of(arm) if _can_meet(regimen, other)]
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
        population = self.trial.population
        if (population.weight_min is None or population.weight_max is None) and all(
            _is_flat(regimen, unit) for regimen in regimens
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
            total = _total_or_ceiling(dose) if end is End.HIGH else dose.total_mg
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


def _can_meet(regimen: DrugRegimen, other: DrugRegimen) -> bool:
    if other.id == regimen.id or (other.drug, other.route) != (regimen.drug, regimen.route):
        return False
    return regimen.condition is None or other.condition is None


def _total_or_ceiling(dose: AdministrationDose) -> Fraction:
    """Return the mg of an administration; for a target, the most that its ceiling allows.

    Raises:
        Undecided: A target has no ceiling.
    """
    if dose.total_mg is not None:
        return dose.total_mg
    control = dose.regimen.target_control
    ceiling = control.total_ceiling if control else None
    place = f"{regimen_place(dose.regimen)}.target_control"
    if ceiling is None or ceiling.dimension not in (Dimension.MASS, Dimension.MASS_PER_WEIGHT):
        raise Undecided(place, f"the most that {dose.regimen.name} may give in all")
    per_kg = ceiling.dimension is Dimension.MASS_PER_WEIGHT
    return ceiling.in_base * dose.weight_kg if per_kg else ceiling.in_base


def _is_flat(regimen: DrugRegimen, unit: Unit | None) -> bool:
    """Tell whether a regimen's dose in a unit is the same at every weight (its cap can only lower it)."""
    own = [step for step in regimen.steps if step.drug in (None, regimen.drug)]
    if unit is Unit.MG_PER_KG:
        return bool(own) and all(is_per_kg(step) for step in own)
    return unit is Unit.MILLIGRAM and bool(own) and all(step.basis in _FIXED for step in own)


def _most_in_window(dose: AdministrationDose, window_min: Fraction, skip_targets: bool = False) -> Fraction:
    """Return the most mg of the regimen's drug in any window; extremes start or end at a step's edge."""
    spans: list[tuple[Fraction, Fraction, Fraction]] = []
    clock = Fraction(0)
    for step in dose.steps:
        place = f"{regimen_place(dose.regimen)}.steps[{step.index}]"
        if step.duration_min is None:
            raise Undecided(f"{place}.duration", "how long the step takes")
        clock += step.step.pause_before.in_base if step.step.pause_before else 0
        is_target = step.step.kind is StepKind.TARGET_CONTROLLED
        if step.drug == dose.regimen.drug and not (is_target and skip_targets):
            if step.mg is None:
                raise Undecided(f"{place}.amount", "the amount of the step")
            spans.append((clock, clock + step.duration_min, step.mg))
        clock += step.duration_min
    starts = {start for start, _, _ in spans} | {end - window_min for _, end, _ in spans}
    return max((_delivered(spans, start, start + window_min) for start in starts), default=Fraction(0))


def _delivered(spans: list[tuple[Fraction, Fraction, Fraction]], start: Fraction, end: Fraction) -> Fraction:
    total = Fraction(0)
    for span_start, span_end, mg in spans:
        if span_start == span_end:
            total += mg if start <= span_start <= end else 0
        else:
            overlap = min(end, span_end) - max(start, span_start)
            total += mg * max(overlap, Fraction(0)) / (span_end - span_start)
    return total
