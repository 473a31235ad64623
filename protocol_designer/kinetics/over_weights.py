"""Predictions of one regimen over the eligible weights: the lightest, the middle and the heaviest."""

from dataclasses import dataclass
from enum import StrEnum

from protocol_designer.derived.doses import deciding_weights
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.population import Population
from protocol_designer.kinetics.prediction import (
    Curve,
    Prediction,
    predict,
    predict_norketamine,
    refuse_unpredictable,
)
from protocol_designer.quantities import Quantity, Unit


class Banded(StrEnum):
    """The participant whose bands are drawn."""

    LIGHTEST = "lightest"
    MEDIAN = "median"
    HEAVIEST = "heaviest"


@dataclass(frozen=True, slots=True)
class OverWeights:
    """Predictions from the lightest to the heaviest weight; ``banded`` is the one that carries the bands.

    ``norketamine`` is that of the banded weight, on its times; None when it was not asked for or not drawn.
    """

    predictions: tuple[Prediction, ...]
    banded: int
    norketamine: Curve | None = None

    @property
    def shown(self) -> Prediction:
        """The prediction with the bands."""
        return self.predictions[self.banded]


def predict_over_weights(
    regimen: DrugRegimen,
    population: Population,
    banded: Banded = Banded.HEAVIEST,
    with_norketamine: bool = False,
) -> OverWeights:
    """Predict for the lightest, middle and heaviest eligible weight; equal weights come once.

    Raises:
        Undecided: The weights, dose or route are not decided.
        CannotPredict: No model serves the regimen.
    """
    refuse_unpredictable(regimen)  # first, so that nobody decides weights for a curve that never comes
    weights = deciding_weights(regimen, population)
    low, high = weights[0].in_base, weights[-1].in_base
    chosen = tuple(dict.fromkeys((low, (low + high) / 2, high)))
    at = {Banded.LIGHTEST: 0, Banded.MEDIAN: len(chosen) // 2, Banded.HEAVIEST: len(chosen) - 1}[banded]
    made = tuple(
        predict(regimen, Quantity(weight, Unit.KILOGRAM), with_bands=index == at)
        for index, weight in enumerate(chosen)
    )
    metabolite = predict_norketamine(regimen, made[at].weight) if with_norketamine else None
    return OverWeights(made, at, metabolite)
