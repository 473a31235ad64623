"""What to predict and what came of it: curves, or in one sentence why there are none. Knows no thread."""

from dataclasses import dataclass

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.population import Population
from protocol_designer.kinetics.over_weights import Banded, OverWeights, predict_over_weights
from protocol_designer.kinetics.prediction import CannotPredict


@dataclass(frozen=True, slots=True)
class PredictionOrder:
    """What to predict, for whom, and whose bands to draw."""

    regimen: DrugRegimen
    population: Population
    banded: Banded = Banded.HEAVIEST
    with_norketamine: bool = False


@dataclass(frozen=True, slots=True)
class PredictionOutcome:
    """What came of an order: curves, or why there are none, in one sentence."""

    order: PredictionOrder
    made: OverWeights | None
    refusal: str = ""


def carry_out(order: PredictionOrder) -> PredictionOutcome:
    """Predict; numpy is imported on first use."""
    try:
        made = predict_over_weights(
            order.regimen, order.population, order.banded, with_norketamine=order.with_norketamine
        )
    except CannotPredict as reason:
        return PredictionOutcome(order, None, f"No concentration is drawn. {reason}")
    except Undecided as missing:
        return PredictionOutcome(order, None, f"The curve appears when {missing.what} is decided.")
    return PredictionOutcome(order, made)
