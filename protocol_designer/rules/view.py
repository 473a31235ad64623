"""The protocol as rules see it: derived values that many rules share, computed once for one document."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from functools import cached_property

from protocol_designer.derived.calendar import Calendar
from protocol_designer.derived.doses import (
    AdministrationDose,
    End,
    StepDose,
    administration_at,
    deciding_weights,
    regimen_place,
)
from protocol_designer.derived.paths import Path, paths
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import ConditionCode, DrugClass, Setting
from protocol_designer.domain.conduct import ConcomitantMedication
from protocol_designer.domain.design import Arm, BlindedRole
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse, Route, StepKind
from protocol_designer.domain.population import CriterionKind
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Drug, Formulary, Limit
from protocol_designer.quantities import Quantity, Unit


class Tier(IntEnum):
    """Ketamine exposure, from sub-perceptual to the border of anaesthesia (bounds: formulary, ``tier.*``)."""

    T0 = 0
    T1 = 1
    T2 = 2
    T3 = 3


@dataclass(frozen=True, slots=True)
class Extreme:
    """The most extreme value of something over the eligible weights, and the weight that reaches it."""

    value: Quantity
    weight: Quantity

    @property
    def who(self) -> str:
        """The participant concerned, such as ``at 118 kg``."""
        return f"at {self.weight.printed()}"


class TrialView:
    """One protocol with one formulary. Values that need an undecided field raise `Undecided`."""

    def __init__(self, trial: TrialProtocol, formulary: Formulary) -> None:
        self.trial = trial
        self.formulary = formulary
        self._limits = {limit.key: limit for limit in formulary.limits}
        self._doses: dict[tuple[str, Fraction, End], AdministrationDose] = {}
        self._calendars: dict[str | None, Calendar] = {}

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

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """The paths participants can go through."""
        return paths(self.trial)

    def calendar(self, arm: Arm | None = None) -> Calendar:
        """Return the calendar of an arm, or of the whole schedule."""
        key = arm.id if arm else None
        if key not in self._calendars:
            self._calendars[key] = Calendar(self.trial, key)
        return self._calendars[key]

    # Doses over the eligible weights

    def doses(self, regimen: DrugRegimen, end: End = End.HIGH) -> tuple[AdministrationDose, ...]:
        """Return the administration at every weight where it can be extreme."""
        weights = deciding_weights(regimen, self.trial.population)
        return tuple(self._dose(regimen, weight, end) for weight in weights)

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

    def step_extremes(self, regimen: DrugRegimen) -> Iterator[tuple[StepDose, Extreme | None, Extreme | None]]:
        """Yield each step with its highest mg/kg/min and mg/min; None where a rate cannot exist (no duration).

        Raises:
            Undecided: A bolus or infusion has no duration.
        """
        columns = zip(*(dose.steps for dose in self.doses(regimen)), strict=True)
        for column in columns:
            step = column[0]
            if step.duration_min is None:
                raise Undecided(f"{regimen_place(regimen)}.steps[{step.index}].duration", "how long the step takes")
            yield step, _highest_rate(column, per_kg=True), _highest_rate(column, per_kg=False)

    def most_within(self, regimen: DrugRegimen, window_min: Fraction) -> Extreme:
        """Return the highest mg/kg that any ``window_min`` minutes deliver, over the eligible weights."""
        best: Extreme | None = None
        for dose in self.doses(regimen):
            amount = _most_in_window(dose, window_min) / dose.weight_kg
            if best is None or amount > best.value.value:
                best = Extreme(Quantity(amount, Unit.MG_PER_KG), _kg(dose.weight_kg))
        if best is None:
            raise Undecided(regimen_place(regimen), "the dose")
        return best

    @property
    def setting(self) -> Setting | None:
        """Where dosing takes place."""
        return self.trial.dosing_day.setting

    def under_anaesthesia(self) -> bool:
        """Tell whether dosing is under general anaesthesia; an undecided setting is not."""
        return self.setting is Setting.GENERAL_ANAESTHESIA

    # Who gets what

    def arms_text(self, regimen: DrugRegimen) -> str:
        """Name the arms that receive a regimen, for the head of a message."""
        names = [arm.name for arm in self.trial.arms_with_regimen(regimen.id)]
        return " and ".join(names) if names else f"{regimen.name} (in no arm yet)"

    def companions(self, regimen: DrugRegimen, *uses: RegimenUse) -> tuple[DrugRegimen, ...]:
        """Return the other regimens given in any arm that receives ``regimen``, of some uses."""
        found: dict[str, DrugRegimen] = {}
        for arm in self.trial.arms_with_regimen(regimen.id):
            for other in self.trial.regimens_of(arm):
                if other.id != regimen.id and (not uses or other.use in uses):
                    found[other.id] = other
        return tuple(found.values())

    # Who may take part, and what they may take

    def is_excluded(self, code: ConditionCode) -> bool:
        """Tell whether an exclusion criterion addresses a condition."""
        return code in self._excluded

    @cached_property
    def _excluded(self) -> frozenset[ConditionCode]:
        return frozenset(
            code
            for criterion in self.trial.population.criteria
            if criterion.kind is CriterionKind.EXCLUSION
            for code in criterion.codes
        )

    def concomitant(self, drug_class: DrugClass) -> ConcomitantMedication:
        """Return what the protocol says of a class of medicines.

        Raises:
            Undecided: It says nothing yet.
        """
        for entry in self.trial.concomitant:
            if entry.drug_class is drug_class:
                return entry
        raise Undecided("concomitant", f"whether participants may take {drug_class.value.replace('_', ' ')}")

    def blinded_roles(self) -> int:
        """Count the roles that are kept blind.

        Raises:
            Undecided: The blinding has no role yet.
        """
        roles = self.trial.design.blinding.roles
        if not roles:
            raise Undecided("design.blinding.roles", "who is blinded")
        return sum(role.is_blinded for role in roles)

    def is_blinded(self, role: BlindedRole) -> bool:
        """Tell whether one role is kept blind."""
        return any(entry.role is role and entry.is_blinded for entry in self.trial.design.blinding.roles)

    # Exposure tiers

    def tier(self, regimen: DrugRegimen) -> Tier:
        """Return the exposure tier of a ketamine regimen: the highest over its steps and the eligible weights.

        Bounds are reference limits of the formulary (``tier.t0.iv`` and so on). Routes other than IV and IM have
        no tier of their own; their worst case is judged by bioavailability elsewhere.
        """
        if regimen.route is Route.IM:
            return self._tier_im(regimen)
        if regimen.route is Route.IV:
            return self._tier_iv(regimen)
        raise Undecided(f"{regimen_place(regimen)}.route", "an exposure tier for this route")

    def _tier_im(self, regimen: DrugRegimen) -> Tier:
        dose = self.largest_total_per_kg(regimen).value
        if self.limit("tier.t3.im").is_broken_by(dose):
            return Tier.T3
        if self.limit("tier.t2.im").is_broken_by(dose):
            return Tier.T2
        return Tier.T1 if self.limit("tier.t1.im").is_broken_by(dose) else Tier.T0

    def _tier_iv(self, regimen: DrugRegimen) -> Tier:
        targets = [
            step.amount_high or step.amount
            for step in regimen.steps
            if step.kind is StepKind.TARGET_CONTROLLED and step.amount
        ]
        if targets:
            target = max(targets)
            if self.limit("tier.t3.target").is_broken_by(target):
                return Tier.T3
            return Tier.T2 if self.limit("tier.t2.target").is_broken_by(target) else Tier.T1
        total = self.largest_total_per_kg(regimen).value
        if self.limit("tier.t3.iv").is_broken_by(total) or self._is_induction(regimen):
            return Tier.T3
        if self.limit("tier.t2.iv").is_broken_by(total) or self._is_sustained(regimen, "tier.t2.rate"):
            return Tier.T2
        return Tier.T1 if self.limit("tier.t1.iv").is_broken_by(total) else Tier.T0

    def _is_induction(self, regimen: DrugRegimen) -> bool:
        window = self.limit("ketamine.iv.induction_window").value.in_base
        within = self.most_within(regimen, window).value
        return self.limit("ketamine.iv.induction_dose").is_broken_by(within) or self._is_sustained(
            regimen, "tier.t3.rate"
        )

    def _is_sustained(self, regimen: DrugRegimen, rate_key: str) -> bool:
        """Tell whether a step holds a rate above a bound for at least the bound's shortest time."""
        rate_limit, shortest = self.limit(rate_key), self.limit(f"{rate_key}.shortest").value.in_base
        return any(
            rate is not None and (step.duration_min or 0) >= shortest and rate_limit.is_broken_by(rate.value)
            for step, rate, _ in self.step_extremes(regimen)
            if step.drug == regimen.drug
        )

    def _dose(self, regimen: DrugRegimen, weight: Quantity, end: End) -> AdministrationDose:
        key = (regimen.id, weight.in_base, end)
        if key not in self._doses:
            self._doses[key] = administration_at(regimen, weight, end)
        return self._doses[key]

    def _extreme(self, regimen: DrugRegimen, end: End, unit: Unit, highest: bool) -> Extreme:
        best: Extreme | None = None
        for dose in self.doses(regimen, end):
            value = dose.total_mg_per_kg if unit is Unit.MG_PER_KG else dose.total_mg
            if value is None:
                raise Undecided(
                    f"{regimen_place(regimen)}.target_control.total_ceiling", "the amount that a target will need"
                )
            if best is None or (value > best.value.value if highest else value < best.value.value):
                best = Extreme(Quantity(value, unit), _kg(dose.weight_kg))
        if best is None:
            raise Undecided(regimen_place(regimen), "the dose")
        return best


def _kg(weight: Fraction) -> Quantity:
    return Quantity(weight, Unit.KILOGRAM)


def _highest_rate(column: tuple[StepDose, ...], per_kg: bool) -> Extreme | None:
    unit = Unit.MG_PER_KG_PER_MIN if per_kg else Unit.MG_PER_MIN
    rates = [(step.mg_per_kg_per_min if per_kg else step.mg_per_min, step.weight_kg) for step in column]
    known = [(rate, weight) for rate, weight in rates if rate is not None]
    if not known:
        return None
    rate, weight = max(known)
    return Extreme(Quantity(rate, unit), _kg(weight))


def _most_in_window(dose: AdministrationDose, window_min: Fraction) -> Fraction:
    """Return the most mg of the regimen's drug in any window; extremes start or end at a step's edge."""
    spans: list[tuple[Fraction, Fraction, Fraction]] = []
    clock = Fraction(0)
    for step in dose.steps:
        if step.duration_min is None:
            raise Undecided(
                f"{regimen_place(dose.regimen)}.steps[{step.index}].duration", "how long the step takes"
            )
        clock += step.step.pause_before.in_base if step.step.pause_before else 0
        if step.drug == dose.regimen.drug:
            if step.mg is None:
                raise Undecided(f"{regimen_place(dose.regimen)}.steps[{step.index}].amount", "the amount of the step")
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
