"""ELIG-011: weight bounds, without which no worst case can be computed."""

from collections.abc import Iterator

from protocol_designer.derived.doses import has_per_kg_dose, regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.rules.findings import Hit, Severity, beside
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import whole_trial
from protocol_designer.rules.view import TrialView


@rule(
    "ELIG-011",
    "Weight bounds",
    Severity.HARD,
    over=whole_trial,
    needs=("lowest and highest eligible weight", "dose steps of every regimen"),
    limits=("eligibility.weight.lowest", "eligibility.weight.highest"),
)
def weight_bounds(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Every worst case is taken over the eligible weights, so they need an end on both sides.

    Fires when: hard, a dose of any drug is counted per kg and the lowest or highest weight is not decided;
    soft, the lowest weight is below, or the highest above, those of a trial that gave ketamine.
    Stays quiet when: both are decided and within the limits, or no dose is counted per kg.
    Worst case: the lightest and the heaviest participant.
    """
    population, regimens = view.trial.population, view.trial.regimens
    per_kg = [regimen.name for regimen in regimens if has_per_kg_dose(regimen)]
    for place, end, weight in (
        ("population.weight_min", "lowest", population.weight_min),
        ("population.weight_max", "highest", population.weight_max),
    ):
        limit = view.limit(f"eligibility.weight.{end}")
        if weight is not None:
            if limit.is_broken_by(weight):
                computed = beside(weight, limit)
                yield Hit(
                    Severity.SOFT,
                    place,
                    f"Whole trial: the {end} eligible weight is {computed}; the bound is "
                    f"{limit.value.printed()}. Narrow the range or justify it.",
                    computed,
                    limit,
                )
        elif per_kg:
            yield Hit(
                Severity.HARD,
                place,
                f"Whole trial: no {end} eligible weight is set, while doses are counted per kg "
                f"({', '.join(per_kg)}); all worst cases depend on it. Set the weight bounds.",
                "no bound",
                limit,
            )
        else:
            yield from _unclear(view, place, end)


def _unclear(view: TrialView, place: str, end: str) -> Iterator[Undecided]:
    """Ask for the bound, or for the dose, where a regimen without a basis may turn out to be per kg."""
    regimens = view.trial.regimens
    if not regimens:
        yield Undecided(place, f"the {end} eligible weight")
    for regimen in regimens:
        if not regimen.steps:
            yield Undecided(f"{regimen_place(regimen)}.steps", f"the dose of {regimen.name}")
        elif any(step.basis is None for step in regimen.steps):
            yield Undecided(place, f"the {end} eligible weight")


RULES = (weight_bounds,)
