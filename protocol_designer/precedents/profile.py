"""What makes two regimens alike, as numbers: drug, route, dose, rate, repetition, comparator, care.

Amounts are fractions in mg/kg, mg, min and mg/kg/min. What is undecided or was not reported is None.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from protocol_designer.derived.calendar import Calendar
from protocol_designer.derived.doses import End, administration_at, administration_minutes, deciding_weights
from protocol_designer.derived.paths import STUDY_USES, dosing_visits
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.design import Arm
from protocol_designer.domain.interventions import DoseBasis, DrugRegimen, RegimenUse, Route
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.quantities import Quantity


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

    ``mg_per_kg`` and ``mg`` count one whole administration. ``mg_per_kg_per_min`` is the amount over the
    whole length, or a rate that is given as such; ``has_average_rate`` marks a mean or median of rates that
    varied.
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
    return Span.of(per_kg), Span.of(mg), Span.of(rates)


def _without_weights(regimen: DrugRegimen) -> tuple[Span | None, Span | None, Span | None]:
    """A dose wholly per kg, or wholly fixed, is known before the weights are; a cap or a mixture is not."""
    own = [step for step in regimen.steps if step.basis is not DoseBasis.VOLUME_MATCHED]
    bases = {step.basis for step in own}
    if regimen.cap is not None or len(bases) != 1 or any(step.amount is None for step in own):
        return None, None, None
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
    """The study drugs of the arms that do not receive the regimen; empty in a single group."""
    found: set[str] = set()
    for arm in trial.arms:
        if arm in arms:
            continue
        for other in trial.regimens_of(arm):
            if other.use not in STUDY_USES:
                continue
            if other.drug is None:
                return None
            found.add(other.drug)
    return frozenset(found)


def _therapy(trial: TrialProtocol, arms: tuple[Arm, ...]) -> Fraction | None:
    """The longest planned contact in an arm that receives the regimen; None while a length is open."""
    totals = []
    for arm in arms:
        total = Fraction(0)
        for course in (trial.course(course_id) for course_id in arm.courses):
            lengths = [session.duration.in_base for session in course.sessions if session.duration]
            planned = course.sessions_planned or len(course.sessions)
            if len(lengths) != len(course.sessions) or planned != len(lengths):
                return None
            total += sum(lengths, Fraction(0))
        totals.append(total)
    return max(totals, default=None)


def _follow_up(trial: TrialProtocol, arms: tuple[Arm, ...]) -> Fraction | None:
    """The time from the first dosing visit to the last visit whose day is decided."""
    found: list[Fraction] = []
    for arm in arms:
        doses = dosing_visits(trial, arm)
        if not doses:
            continue
        calendar = Calendar(trial, arm.id)
        visits = [visit for visit in trial.schedule.visits if not visit.arms or arm.id in visit.arms]
        gaps = [_gap(calendar, doses[0], visit) for visit in visits]
        found.extend(gap for gap in gaps if gap is not None and gap > 0)
    return max(found, default=None)


def _gap(calendar: Calendar, earlier: Visit, later: Visit) -> Fraction | None:
    try:
        return calendar.gap(earlier, later).target
    except Undecided:
        return None
