"""What one administration contains: totals under a ceiling, the most in a window, sameness over weights."""

from fractions import Fraction

from protocol_designer.derived.doses import (
    AdministrationDose,
    is_per_kg,
    regimen_place,
)
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DoseBasis, DoseStep, DrugRegimen, RegimenUse
from protocol_designer.quantities import Dimension, Unit

KETAMINE = ("ketamine", "esketamine")
"""The drugs that add up as ketamine."""

_FIXED = (DoseBasis.FIXED, DoseBasis.RATE_FIXED)


def is_target(step: DoseStep) -> bool:
    """Tell whether a step aims at a plasma concentration; its amount says so, whatever its kind is called."""
    return step.basis is DoseBasis.TARGET_CONCENTRATION


def total_or_ceiling(dose: AdministrationDose) -> Fraction:
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


def is_flat(regimen: DrugRegimen, unit: Unit | None) -> bool:
    """Tell whether a regimen's dose in a unit is the same at every weight (its cap can only lower it)."""
    own = [step for step in regimen.steps if step.drug in (None, regimen.drug)]
    if regimen.use is RegimenUse.RESCUE and regimen.planned_cumulative_max is not None:
        return False
    if unit is Unit.MG_PER_KG:
        return bool(own) and all(is_per_kg(step) for step in own)
    return unit is Unit.MILLIGRAM and bool(own) and all(step.basis in _FIXED for step in own)


def most_in_window(dose: AdministrationDose, window_min: Fraction, skip_targets: bool = False) -> Fraction:
    """Return the most mg of the regimen's drug in any window; extremes start or end at a step's edge."""
    spans: list[tuple[Fraction, Fraction, Fraction]] = []
    clock = Fraction(0)
    for step in dose.steps:
        place = f"{regimen_place(dose.regimen)}.steps[{step.index}]"
        if step.duration_min is None:
            raise Undecided(f"{place}.duration", "how long the step takes")
        clock += step.step.pause_before.in_base if step.step.pause_before else 0
        if step.drug == dose.regimen.drug and not (is_target(step.step) and skip_targets):
            if step.mg is None:
                raise Undecided(f"{place}.amount", "the amount of the step")
            spans.append((clock, clock + step.duration_min, step.mg))
        clock += step.duration_min
    if len(spans) == 1 and spans[0][1] - spans[0][0] <= window_min:
        return spans[0][2]
    starts = {start for start, _, _ in spans} | {end - window_min for _, end, _ in spans}
    return max((_delivered(spans, start, start + window_min) for start in starts), default=Fraction(0))


def _delivered(spans: list[tuple[Fraction, Fraction, Fraction]], start: Fraction, end: Fraction) -> Fraction:
    total = Fraction(0)
    for span_start, span_end, mg in spans:
        if span_end < start or end < span_start:
            continue
        if start <= span_start and span_end <= end:
            total += mg
        else:
            overlap = min(end, span_end) - max(start, span_start)
            total += mg * overlap / (span_end - span_start)
    return total
