"""Which participant gets the most, and the most per kg."""

from fractions import Fraction

from protocol_designer.derived.worst_cases import Extreme, worst_cases
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field


def test_a_dose_per_kg_is_largest_for_the_heaviest_and_the_same_per_kg(sample_trial: TrialProtocol) -> None:
    trial = set_field("population.weight_max", "90 kg", "")(sample_trial)
    case = next(case for case in worst_cases(trial) if case.regimen.name == "Ketamine, two steps")
    assert case.largest == Extreme(Fraction("63.9"), Fraction(90))
    assert case.most_per_kg == Extreme(Fraction("0.71"), None)


def test_a_cap_makes_the_weight_where_it_begins_to_hold_the_worst(sample_trial: TrialProtocol) -> None:
    trial = set_field("population.weight_max", "140 kg", "")(sample_trial)
    case = next(case for case in worst_cases(trial) if case.regimen.name == "Ketamine, two steps")
    assert case.largest == Extreme(Fraction(71), Fraction(100))
    assert case.most_per_kg is not None
    assert case.most_per_kg.amount == Fraction("0.71")
    assert case.most_per_kg.weight_kg == Fraction(50)


def test_a_fixed_dose_is_most_per_kg_for_the_lightest(sample_trial: TrialProtocol) -> None:
    case = next(case for case in worst_cases(sample_trial) if case.regimen.name.startswith("Ondansetron"))
    assert case.largest == Extreme(Fraction(4), None)
    assert case.most_per_kg == Extreme(Fraction(4, 50), Fraction(50))


def test_what_is_not_decided_is_named(sample_trial: TrialProtocol) -> None:
    trial = set_field("population.weight_min", None, "")(sample_trial)
    for case in worst_cases(trial):
        assert case.largest is None
        assert case.missing is not None
        assert case.missing.place == "population.weight_min"
