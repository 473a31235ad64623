"""Predictions of regimens: what is drawn, what is refused, and that no judgement rests on them."""

from pathlib import Path

import pytest

import protocol_designer.rules
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.kinetics.prediction import CannotPredict, Confidence, predict
from protocol_designer.quantities import Quantity
from tests.rules.build import injection, ketamine, protocol, regimen, step

HEAVY = Quantity.parse("70 kg")


def _only(trial: TrialProtocol):  # type: ignore[no-untyped-def]  # the one regimen of a small protocol
    return trial.regimens[0]


def test_two_steps_reach_the_published_peaks() -> None:
    made = predict(_only(protocol(ketamine(step("0.11 mg/kg", "2 min"), step("0.6 mg/kg", "50 min")))), HEAVY)
    assert made.line.peak == pytest.approx(282, abs=0.5)
    assert made.peak_minute == 52
    assert made.confidence is Confidence.MODELLED


def test_bands_hold_the_line_and_the_reported_spread() -> None:
    made = predict(_only(protocol(ketamine(step("0.5 mg/kg", "40 min")))), HEAVY)
    assert made.people is not None
    assert made.models is not None
    assert [round(curve.peak) for curve in made.models] == pytest.approx([158, 289], abs=1)
    low, high = made.people
    assert low.peak < made.line.peak < high.peak
    assert (low.peak, high.peak) == pytest.approx((204, 295), rel=0.03)


def test_the_same_people_every_time() -> None:
    trial = protocol(ketamine(step("0.5 mg/kg", "40 min")))
    assert predict(_only(trial), HEAVY) == predict(_only(trial), HEAVY)


def test_a_cap_holds_the_predicted_dose() -> None:
    free = predict(_only(protocol(ketamine(step("1 mg/kg", "40 min")))), Quantity.parse("100 kg"))
    capped = predict(
        _only(protocol(ketamine(step("1 mg/kg", "40 min"), cap="50 mg"))), Quantity.parse("100 kg")
    )
    assert capped.line.peak == pytest.approx(free.line.peak / 2)


def test_an_injection_is_drawn_with_low_confidence_between_two_absorptions() -> None:
    made = predict(_only(protocol(ketamine(injection("2 mg/kg"), route="im"))), HEAVY)
    assert made.confidence is Confidence.LOW
    assert made.models is not None
    assert [round(curve.peak) for curve in made.models] == pytest.approx([468, 972], abs=2)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"route": "oral"}, "describes this route"),
        ({"drug": "midazolam", "enantiomer": "not_chiral"}, "ketamine and esketamine only"),
        ({"route": None}, "route"),
    ],
)
def test_what_no_model_serves_is_refused_in_words(changes: dict[str, object], words: str) -> None:
    record = {**regimen("ketamine", step("0.5 mg/kg", "40 min")), **changes}
    with pytest.raises((CannotPredict, Undecided), match=words):
        predict(_only(protocol(record)), HEAVY)


def test_no_rule_reads_a_prediction() -> None:
    for path in Path(protocol_designer.rules.__file__).parent.glob("*.py"):
        assert "kinetics" not in path.read_text(encoding="utf-8"), path.name
