"""The lightest, middle and heaviest participant, whose bands are drawn, and norketamine."""

import pytest

from protocol_designer.derived.undecided import Undecided
from protocol_designer.kinetics.over_weights import Banded, predict_over_weights
from protocol_designer.kinetics.prediction import CannotPredict, predict_norketamine
from protocol_designer.quantities import Quantity
from tests.rules.build import injection, ketamine, protocol, step

DOSE = protocol(ketamine(step("0.5 mg/kg", "40 min")))
LIMITS = DOSE.population.model_copy(
    update={"weight_min": Quantity.parse("50 kg"), "weight_max": Quantity.parse("120 kg")}
)


@pytest.mark.parametrize("banded", list(Banded))
def test_the_bands_belong_to_the_one_that_was_asked_for(banded: Banded) -> None:
    made = predict_over_weights(DOSE.regimens[0], LIMITS, banded)
    assert [str(one.weight) for one in made.predictions] == ["50 kg", "85 kg", "120 kg"]
    carrying = [index for index, one in enumerate(made.predictions) if one.people is not None]
    assert carrying == [made.banded] == [list(Banded).index(banded)]
    assert made.shown is made.predictions[made.banded]


def test_one_eligible_weight_is_drawn_once() -> None:
    only = LIMITS.model_copy(update={"weight_max": LIMITS.weight_min})
    made = predict_over_weights(DOSE.regimens[0], only, Banded.MEDIAN)
    assert len(made.predictions) == 1
    assert made.shown.people is not None


def test_weights_that_are_not_decided_are_named() -> None:
    with pytest.raises(Undecided, match="weight"):
        predict_over_weights(DOSE.regimens[0], LIMITS.model_copy(update={"weight_max": None}))


def test_norketamine_peaks_where_and_as_high_as_the_reference_says() -> None:
    """75 ng/mL at 89 min after 0.5 mg/kg over 40 min at 70 kg, by Fanta 2015 with Otto 2021."""
    seventy = LIMITS.model_copy(
        update={"weight_min": Quantity.parse("70 kg"), "weight_max": Quantity.parse("70 kg")}
    )
    made = predict_over_weights(DOSE.regimens[0], seventy, with_norketamine=True)
    assert made.norketamine is not None
    assert made.norketamine.peak == pytest.approx(75, abs=0.5)
    at = made.shown.minutes[made.norketamine.ng_per_ml.index(made.norketamine.peak)]
    assert at == pytest.approx(89, abs=1)
    assert len(made.norketamine.ng_per_ml) == len(made.shown.minutes)


def test_norketamine_is_drawn_for_infusions_only() -> None:
    muscle = protocol(ketamine(injection("2 mg/kg"), route="im"))
    assert predict_norketamine(muscle.regimens[0], Quantity.parse("70 kg")) is None


def test_a_target_is_refused_before_weights_are_asked_for() -> None:
    target = protocol(ketamine(step("350 ng/mL", "30 min", "target_controlled")))
    nobody = LIMITS.model_copy(update={"weight_min": None, "weight_max": None})
    with pytest.raises(CannotPredict, match="the curve is the target"):
        predict_over_weights(target.regimens[0], nobody)
