"""What makes two regimens alike, as numbers: drug, route, dose, rate, repetition, comparator, care.

Amounts are fractions in mg/kg, mg, min and mg/kg/min. What is undecided or was not reported is None.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from protocol_designer.derived.calendar import Calendar
from protocol_designer.derived.care_time import care_of
from protocol_designer.derived.doses import End, administration_at, administration_minutes, deciding_weights
from protocol_designer.derived.paths import STUDY_USES, dosing_visits
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.design import Arm
from protocol_designer.domain.interventions import DoseBasis, DoseStep, DrugRegimen, RegimenUse, Route
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.quantities import Quantity

NO_DRUG = "no drug"
"""Stands among the comparators for an arm that receives no study drug."""


@dataclass(frozen=True, slots=True)
class Span:
    """A number or a range, both ends included."""

    low: Fraction
    high: Fraction

    @classmethod
    def of(cls, values: Iterable[Fraction]) -> "Span | None":
        """Return the span of some values; None without any."""
        known = tuple(values)
        return cls(min(known), max(known)) if known else None


@dataclass(frozen=True, slots=True)
class RegimenProfile:
    """One regimen as numbers that can be held against another's.

    ``mg_per_kg`` counts one whole administration, and so does ``mg``, which is set for a fixed dose only.
    ``mg_per_kg_per_min`` is the amount over the whole length, or a rate that is given as such;
    ``has_average_rate`` marks a mean or median of rates that varied, which nobody may have been given.
    ``comparators`` holds `NO_DRUG` for an arm without a study drug and is empty in a single group.
    """

    drug: str | None
    route: Route | None
    mg_per_kg: Span | None = None
    mg: Span | None = None
    target: Quantity | None = None
    minutes: Fraction | None = None
    mg_per_kg_per_min: Span | None = None
    has_average_rate: bool = False
    administrations: int | None = None
    interval_minutes: Fraction | None = None
    comparators: frozenset[str] | None = None
    therapy_minutes: Fraction | None = None
    follow_up_minutes: Fraction | None = None


def profile_of(trial: TrialProtocol, regimen: DrugRegimen) -> RegimenProfile:
    """Return the profile of a regimen as this protocol gives it, over the eligible weights."""
    arms = trial.arms_with_regimen(regimen.id)
    mg_per_kg, mg, rate = _amounts(trial, regimen)
    return RegimenProfile(
        drug=regimen.drug,
        route=regimen.route,
        mg_per_kg=mg_per_kg,
        mg=mg,
        target=_target(regimen),
        minutes=administration_minutes(regimen) or None,
        mg_per_kg_per_min=rate,
        administrations=regimen.administrations_planned or len(regimen.visits) or None,
        interval_minutes=_interval(trial, regimen, arms),
        comparators=_comparators(trial, regimen, arms),
        therapy_minutes=_therapy(trial, arms),
        follow_up_minutes=_follow_up(trial, arms),
    )


def study_drugs(trial: TrialProtocol) -> tuple[DrugRegimen, ...]:
    """Return the regimens that precedents are sought for: those under investigation."""
    return tuple(regimen for regimen in trial.regimens if regimen.use is RegimenUse.INVESTIGATIONAL)


def _amounts(trial: TrialProtocol, regimen: DrugRegimen) -> tuple[Span | None, Span | None, Span | None]:
    per_kg, mg, rates = [], [], []
    try:
        weights = deciding_weights(regimen, trial.population)
        doses = [administration_at(regimen, weight, end) for weight in weights for end in End]
    except Undecided:
        return _without_weights(regimen)
    for dose in doses:
        if dose.total_mg is None or dose.total_mg_per_kg is None:
            return None, None, None
        per_kg.append(dose.total_mg_per_kg)
        mg.append(dose.total_mg)
        if dose.duration_min:
            rates.append(dose.total_mg_per_kg / dose.duration_min)
    return Span.of(per_kg), Span.of(mg) if _is_fixed(regimen) else None, Span.of(rates)


def _own_steps(regimen: DrugRegimen) -> list[DoseStep]:
    """The steps that hold the regimen's own drug."""
    return [
        step
        for step in regimen.steps
        if step.basis is not DoseBasis.VOLUME_MATCHED and step.drug in (None, regimen.drug)
    ]


def _is_fixed(regimen: DrugRegimen) -> bool:
    return all(step.basis is DoseBasis.FIXED for step in _own_steps(regimen))


def _without_weights(regimen: DrugRegimen) -> tuple[Span | None, Span | None, Span | None]:
    """A dose wholly per kg, or wholly fixed, is known before the weights are; a cap or a mixture is not.

    A rate that is held throughout is known even before its length is.
    """
    own = _own_steps(regimen)
    bases = {step.basis for step in own}
    if regimen.cap is not None or len(bases) != 1 or any(step.amount is None for step in own):
        return None, None, None
    if bases == {DoseBasis.RATE_PER_KG}:
        return _of_held_rate(regimen, own)
    ends = []
    for end in End:
        amounts = [
            (step.amount_high if end is End.HIGH and step.amount_high else step.amount, step) for step in own
        ]
        ends.append(sum((a.in_base * (step.count or 1) for a, step in amounts if a), Fraction(0)))
    total = Span(min(ends), max(ends))
    minutes = administration_minutes(regimen)
    if bases == {DoseBasis.PER_KG}:
        rate = Span(total.low / minutes, total.high / minutes) if minutes else None
        return total, None, rate
    return (None, total, None) if bases == {DoseBasis.FIXED} else (None, None, None)


def _of_held_rate(regimen: DrugRegimen, own: list[DoseStep]) -> tuple[Span | None, Span | None, Span | None]:
    if len(own) != 1 or own[0].amount is None:
        return None, None, None
    high = own[0].amount_high or own[0].amount
    rate = Span(own[0].amount.in_base, high.in_base)
    minutes = administration_minutes(regimen) if len(regimen.steps) == 1 else None
    return (Span(rate.low * minutes, rate.high * minutes) if minutes else None), None, rate


def _target(regimen: DrugRegimen) -> Quantity | None:
    wanted = DoseBasis.TARGET_CONCENTRATION
    targets = {step.amount for step in regimen.steps if step.amount and step.basis is wanted}
    return targets.pop() if len(targets) == 1 else None


def _interval(trial: TrialProtocol, regimen: DrugRegimen, arms: tuple[Arm, ...]) -> Fraction | None:
    """The shortest planned time from one administration to the next."""
    found: list[Fraction] = []
    for arm in arms:
        calendar = Calendar(trial, arm.id)
        days = [visit for visit in dosing_visits(trial, arm) if visit.id in regimen.visits]
        for earlier, later in pairwise(days):
            gap = _gap(calendar, earlier, later)
            if gap is None:
                return None
            found.append(gap)
    return min(found, default=None)


def _comparators(trial: TrialProtocol, regimen: DrugRegimen, arms: tuple[Arm, ...]) -> frozenset[str] | None:
    """The study drugs of the arms that do not receive the regimen; None while one is not decided."""
    found: set[str | None] = set()
    for arm in trial.arms:
        if arm not in arms:
            given = [one for one in trial.regimens_of(arm) if one.use in STUDY_USES]
            found |= {one.drug for one in given} if given else {NO_DRUG}
    known = frozenset(drug for drug in found if drug is not None)
    return known if len(known) == len(found) else None


def _therapy(trial: TrialProtocol, arms: tuple[Arm, ...]) -> Fraction | None:
    """The longest planned contact in an arm that receives the regimen; None while a length is open."""
    cares = [care_of(trial, arm) for arm in arms]
    if not all(care.is_known for care in cares):
        return None
    return max((care.total.minutes for care in cares), default=None)


def _follow_up(trial: TrialProtocol, arms: tuple[Arm, ...]) -> Fraction | None:
    """The time from the first dosing visit to the last visit; None while the day of a later visit is open."""
    found: list[Fraction] = []
    for arm in arms:
        doses = dosing_visits(trial, arm)
        if not doses:
            continue
        calendar = Calendar(trial, arm.id)
        visits = [visit for visit in trial.schedule.visits if not visit.arms or arm.id in visit.arms]
        for visit in visits[visits.index(doses[0]) + 1 :]:
            gap = _gap(calendar, doses[0], visit)
            if gap is None:
                return None
            found.append(gap)
    return max(found, default=None)


def _gap(calendar: Calendar, earlier: Visit, later: Visit) -> Fraction | None:
    try:
        return calendar.gap(earlier, later).target
    except Undecided:
        return None
