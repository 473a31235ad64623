"""COMP-002: how much of a benzodiazepine a session gives at most."""

from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.doses import has_per_kg_dose, regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse
from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.dose_view import Extreme
from protocol_designer.rules.findings import Fix, Hit, Severity, beside
from protocol_designer.rules.fixes import cap_at, lower_fixed
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import BENZODIAZEPINES, given
from protocol_designer.rules.view import TrialView

_PLANNED = tuple(use for use in RegimenUse if use is not RegimenUse.RESCUE)


@rule(
    "COMP-002",
    "Benzodiazepine comparator dose",
    Severity.HARD,
    over=given(*BENZODIAZEPINES, uses=_PLANNED),
    needs=("dose steps and cap", "lowest and highest eligible weight", "highest eligible age (midazolam)"),
    limits=(
        "midazolam.session.soft",
        "midazolam.session.older",
        "midazolam.older_age",
        "midazolam.session.hard",
        "lorazepam.session.soft",
        "lorazepam.session.soft_per_kg",
        "lorazepam.session.hard",
        "diazepam.session.soft",
    ),
)
def benzodiazepine_comparator_dose(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    """A benzodiazepine comparator is dosed by weight until it sedates somebody too deeply.

    Fires when: midazolam is above its soft limit in a session (a lower one when people above the age limit
    may take part) or above the hard one; lorazepam is above its soft limit in mg or mg/kg, or above the hard
    one; diazepam is above its soft limit. All planned uses and all routes add up; the limits are those of IV
    doses, and the stricter reading is kept for other routes.
    Stays quiet when: the session is at or below them, or the drug is only kept for rescue.
    Worst case: the heaviest eligible participant (dose per kg) or the lightest (mg/kg of a fixed dose), at
    the upper end of a dose range, with the oldest eligible age.
    """
    if regimen.drug == "midazolam":
        yield from _midazolam(view, regimen)
    elif regimen.drug == "lorazepam":
        yield from _lorazepam(view, regimen)
    else:
        soft = view.limit("diazepam.session.soft")
        most = view.session_most(regimen, Unit.MILLIGRAM)
        if soft.is_broken_by(most.value):
            yield _too_much(view, regimen, most, soft, soft.value.in_base)


def _midazolam(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    most = view.session_most(regimen, Unit.MILLIGRAM)
    younger, older = view.limit("midazolam.session.soft"), view.limit("midazolam.session.older")
    hard, age = view.limit("midazolam.session.hard"), view.limit("midazolam.older_age")
    oldest = view.trial.population.age_max
    soft = younger if oldest is not None and not age.is_broken_by(oldest) else older
    if hard.is_broken_by(most.value):
        yield _too_much(view, regimen, most, hard, soft.value.in_base)
    elif younger.is_broken_by(most.value) and oldest is None:
        yield _too_much(view, regimen, most, younger, soft.value.in_base)
    elif soft.is_broken_by(most.value) and oldest is None:
        yield Undecided("population.age_max", "the highest eligible age, which lowers midazolam")
    elif soft.is_broken_by(most.value):
        yield _too_much(view, regimen, most, soft, soft.value.in_base)


def _lorazepam(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    most = view.session_most(regimen, Unit.MILLIGRAM)
    soft, hard = view.limit("lorazepam.session.soft"), view.limit("lorazepam.session.hard")
    by_weight = view.limit("lorazepam.session.soft_per_kg")
    lightest = view.trial.population.weight_min
    allowed = soft.value.in_base
    if lightest is not None:
        allowed = min(allowed, by_weight.value.in_base * lightest.in_base)
    if hard.is_broken_by(most.value):
        yield _too_much(view, regimen, most, hard, allowed)
    elif soft.is_broken_by(most.value):
        yield _too_much(view, regimen, most, soft, allowed)
    else:
        per_kg = view.session_most(regimen, Unit.MG_PER_KG)
        if by_weight.is_broken_by(per_kg.value):
            yield _too_much(view, regimen, per_kg, by_weight, allowed)


def _too_much(view: TrialView, regimen: DrugRegimen, most: Extreme, limit: Limit, allowed: Fraction) -> Hit:
    computed = beside(most.value, limit)
    is_hard = limit.level.value == Severity.HARD.value
    return Hit(
        Severity.HARD if is_hard else Severity.SOFT,
        f"{regimen_place(regimen)}.steps",
        f"{view.arms_text(regimen)}: {computed} of {view.drug_name(regimen.drug).lower()} in one session "
        f"{most.who}; the {limit.level.value} limit is {limit.value.printed()}. Cap the dose or narrow "
        "weight "
        "and age" + ("." if is_hard else ", or justify it."),
        computed,
        limit,
        fixes=_lower(view, regimen, allowed),
    )


def _lower(view: TrialView, regimen: DrugRegimen, allowed_mg: Fraction) -> tuple[Fix, ...]:
    """Propose a dose that holds every bound at every weight; nothing where other regimens add to it."""
    population = view.trial.population
    if population.weight_min is None or not view.is_only_source(regimen):
        return ()
    if has_per_kg_dose(regimen):
        now = regimen.cap
        allowed = Quantity(allowed_mg, Unit.MILLIGRAM)
        return () if now is not None and now <= allowed else cap_at(regimen, allowed_mg)
    return lower_fixed(regimen, allowed_mg)


RULES = (benzodiazepine_comparator_dose,)
