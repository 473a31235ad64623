"""One weight worked out: the numbers against plain fractions, the cap, and the weights that are refused."""

import re
from fractions import Fraction

import pytest

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import doses
from protocol_designer.quantities import Quantity
from protocol_designer.report.worked_dose import NotEligible, worked_dose


def ketamine(trial: TrialProtocol):  # type: ignore[no-untyped-def]  # the study drug of the sample
    return next(one for one in trial.regimens if one.drug == "ketamine")


def test_each_line_of_the_arithmetic_holds(sample_trial: TrialProtocol) -> None:
    made = worked_dose(sample_trial, ketamine(sample_trial), Quantity.parse("73.7 kg"))
    weight = Fraction("73.7")
    first, second = Fraction("0.11") * weight, Fraction("0.6") * weight
    told = "\n".join(made.lines)
    assert f"= {float(first):.4g} mg" in told
    assert f"= {float(second):.4g} mg" in told
    assert "= 52.327 mg" in told
    assert Fraction("52.327") == first + second
    pump = re.search(r"Pump, step 1: ([\d.]+) mL/h", told)
    assert pump is not None
    rate = first / Fraction("1.2") * 60 / 2
    assert Fraction(pump[1]) == Fraction(round(rate * 10), 10)
    assert made.summary.startswith("73.7 kg: 52.327 mg")


def test_what_is_rounded_does_not_claim_to_be_equal(sample_trial: TrialProtocol) -> None:
    made = worked_dose(sample_trial, ketamine(sample_trial), Quantity.parse("100 kg"))
    assert "Volume, step 1: 11 mg ÷ 1.2 mg/mL ≈ 9.167 mL" in made.lines
    assert "Volume, step 2: 60 mg ÷ 1.2 mg/mL = 50 mL" in made.lines
    assert "Rate, step 1: 9.167 mL ÷ 2 min ≈ 275 mL/h" in made.lines


@pytest.mark.parametrize("kilograms", ["50", "61.3", "73.7", "83.5", "100"])
def test_every_line_that_says_equal_holds_for_the_numbers_it_shows(
    sample_trial: TrialProtocol, kilograms: str
) -> None:
    capped = doses.set_cap(ketamine(sample_trial), Quantity.parse("37 mg"))(sample_trial)
    seen = 0
    for trial in (sample_trial, capped):
        for line in worked_dose(trial, ketamine(trial), Quantity.parse(f"{kilograms} kg")).lines:
            left, equal, right = line.partition(": ")[2].partition(" = ")
            if not equal:
                continue
            seen += 1
            numbers = [Fraction(number) for number in re.findall(r"[\d.]+", left)]
            value = numbers[0]
            for sign, number in zip(re.findall(r" ([+×÷]) ", left), numbers[1:], strict=True):
                value = value + number if sign == "+" else value * number if sign == "×" else value / number
            if line.startswith("Rate"):
                value *= 60  # mL/min to mL/h
            assert value == Fraction(re.findall(r"[\d.]+", right)[0]), line
    assert seen


def test_the_cap_is_shown_at_work(sample_trial: TrialProtocol) -> None:
    trial = doses.set_cap(ketamine(sample_trial), Quantity.parse("35.5 mg"))(sample_trial)
    at_the_cap = worked_dose(trial, ketamine(trial), Quantity.parse("50 kg"))
    assert not any("apped" in line for line in at_the_cap.lines)
    made = worked_dose(trial, ketamine(trial), Quantity.parse("100 kg"))
    assert "Step 1, capped: 11 mg × 35.5 mg ÷ 71 mg = 5.5 mg" in made.lines
    assert "held by the cap" in made.summary


@pytest.mark.parametrize("text", ["49.9 kg", "100.1 kg"])
def test_a_weight_outside_the_range_is_refused_by_saying_so(sample_trial: TrialProtocol, text: str) -> None:
    with pytest.raises(NotEligible, match="outside the eligible weights, 50 kg to 100 kg"):
        worked_dose(sample_trial, ketamine(sample_trial), Quantity.parse(text))


@pytest.mark.parametrize("text", ["50 kg", "100 kg"])
def test_the_bounds_themselves_are_eligible(sample_trial: TrialProtocol, text: str) -> None:
    assert worked_dose(sample_trial, ketamine(sample_trial), Quantity.parse(text)).lines


def test_another_unit_is_no_weight(sample_trial: TrialProtocol) -> None:
    with pytest.raises(NotEligible, match="no body weight"):
        worked_dose(sample_trial, ketamine(sample_trial), Quantity.parse("70 mg"))


def test_without_a_range_no_weight_is_worked_out(sample_trial: TrialProtocol) -> None:
    bounds = sample_trial.population.model_copy(update={"weight_min": None})
    trial = sample_trial.model_copy(update={"population": bounds})
    with pytest.raises(Undecided, match="weight range"):
        worked_dose(trial, ketamine(trial), Quantity.parse("70 kg"))


def test_diluent_alone_is_called_that(sample_trial: TrialProtocol) -> None:
    midazolam = next(one for one in sample_trial.regimens if one.matched_to)
    made = worked_dose(sample_trial, midazolam, Quantity.parse("70 kg"))
    assert made.lines[0] == "Step 1: diluent alone, no drug"
    assert any(line.startswith("Volume, step 1: 6.417 mL") for line in made.lines)
