"""What the eligible weights decide: the largest dose and the most per kg of each regimen, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from protocol_designer.derived.doses import AdministrationDose, administration_at, deciding_weights
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.trial import TrialProtocol


@dataclass(frozen=True, slots=True)
class Extreme:
    """An amount in mg or mg/kg, and the weight in kg at which it is reached (None: at every weight)."""

    amount: Fraction
    weight_kg: Fraction | None


@dataclass(frozen=True, slots=True)
class WorstCase:
    """The extremes of one administration; ``missing`` says what is not decided where there are none."""

    regimen: DrugRegimen
    largest: Extreme | None = None
    most_per_kg: Extreme | None = None
    missing: Undecided | None = None


def worst_cases(trial: TrialProtocol) -> tuple[WorstCase, ...]:
    """Return the extremes of every drug regimen over the eligible weights."""
    return tuple(_of(regimen, trial) for regimen in trial.regimens)


def _of(regimen: DrugRegimen, trial: TrialProtocol) -> WorstCase:
    try:
        weights = deciding_weights(regimen, trial.population)
        doses = [administration_at(regimen, weight) for weight in weights]
    except Undecided as missing:
        return WorstCase(regimen, missing=missing)
    return WorstCase(
        regimen,
        _extreme(doses, lambda dose: dose.total_mg),
        _extreme(doses, lambda dose: dose.total_mg_per_kg),
    )


def _extreme(
    doses: list[AdministrationDose], amount_of: Callable[[AdministrationDose], Fraction | None]
) -> Extreme | None:
    """Take the first weight that reaches the most; None when an amount cannot be computed."""
    found = [(amount, dose.weight_kg) for dose in doses if (amount := amount_of(dose)) is not None]
    if not found or len(found) < len(doses):
        return None
    most = max(amount for amount, _ in found)
    if all(amount == most for amount, _ in found):
        return Extreme(most, None)
    return Extreme(most, next(weight for amount, weight in found if amount == most))
