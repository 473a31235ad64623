"""Sample sizes against reference values computed in R 4.2.2 and its packages, named row by row."""

from fractions import Fraction
from pathlib import Path

import pytest

import protocol_designer
from protocol_designer.power.noncentral import critical_t, incomplete_beta, power_of_f, two_sided_p
from protocol_designer.power.sample_size import (
    Covariance,
    Demand,
    FactorialEffect,
    NoSize,
    PlainDesign,
    TwoMeans,
    TwoProportions,
    groups_exactly,
    power_of,
    scaled,
    sensitivity,
    size_of,
)

F = Fraction
EIGHTY, NINETY = Demand(F("0.05"), F("0.8")), Demand(F("0.05"), F("0.9"))
DAKWAR = TwoProportions(F("0.482"), F("0.107"))


@pytest.mark.parametrize(
    ("design", "demand", "reference", "tolerance", "rounded"),
    [
        # power.t.test counts rejections in one direction only, so that its n is larger in the sixth digit.
        (TwoMeans(F("0.3"), F(1)), EIGHTY, 175.3850966, 3e-6, 176),
        (TwoMeans(F("0.5"), F(1)), NINETY, 85.03131331, 3e-6, 86),
        (TwoMeans(F("0.8"), F(1)), EIGHTY, 25.52463123, 3e-6, 26),
        (TwoMeans(F("0.8"), F(1)), NINETY, 33.82555363, 3e-6, 34),
        (TwoMeans(F("10.1"), F("22.1")), EIGHTY, 76.13110664, 3e-6, 77),
        (TwoMeans(F("10.1"), F("22.1")), NINETY, 101.5862531, 3e-6, 102),
        # pwr 1.3.0, pwr.t.test: both directions counted, as here.
        (TwoMeans(F("0.5"), F(1)), EIGHTY, 63.76561044, 1e-8, 64),
        # stats, power.prop.test; Hmisc bsamsize gives the same.
        (DAKWAR, EIGHTY, 21.97589531, 1e-8, 22),
        (DAKWAR, NINETY, 28.9136379, 1e-8, 29),
        (TwoProportions(F("0.154"), F("0.412")), EIGHTY, 46.65583566, 1e-8, 47),
    ],
)
def test_group_sizes_agree_with_r(
    design: PlainDesign, demand: Demand, reference: float, tolerance: float, rounded: int
) -> None:
    assert groups_exactly(design, demand) == pytest.approx(reference, rel=tolerance)
    size = size_of(design, demand)
    assert size.analysed == size.enrolled == (rounded, rounded)
    assert size.power >= demand.power


@pytest.mark.parametrize(
    ("ratio", "total"),
    [
        ((2, 1), 50.93626191),  # rpact 3.3.4, allocationRatioPlanned = 2 (first to second group)
        ((1, 2), 46.2414807),  # gsDesign 3.3.0, ratio = 2 (second to first group)
    ],
)
def test_unequal_groups_say_which_group_is_larger(ratio: tuple[int, int], total: float) -> None:
    demand = Demand(F("0.05"), F("0.8"), ratio=ratio)
    assert groups_exactly(DAKWAR, demand) * sum(ratio) / ratio[0] == pytest.approx(total, rel=1e-8)
    size = size_of(DAKWAR, demand)
    assert size.analysed[0] * ratio[1] == size.analysed[1] * ratio[0]


@pytest.mark.parametrize(
    ("design", "groups", "reference", "tolerance"),
    [
        (DAKWAR, (27, 27), 0.8782007058, 1e-8),  # stats, power.prop.test
        (TwoMeans(F("0.5"), F(1)), (60, 30), 0.599361091, 1e-8),  # pwr, pwr.t2n.test
        (FactorialEffect(F("10.1"), F("22.1")), (24,) * 4, 0.6008547794, 1e-8),  # stats, pf with ncp
        (FactorialEffect(F(10), F("22.1"), is_interaction=True), (24,) * 4, 0.1951477418, 1e-8),  # as above
        # Superpower 0.2.4, power_oneway_ancova, leaves out the last 1e-5 on either side of the baseline's t.
        (Covariance(F("0.5"), F(1), F("0.5")), (40, 40), 0.7167606717, 2e-5),
        (Covariance(F("0.5"), F(1), F("0.6")), (50, 50), 0.8681866396, 2e-5),
    ],
)
def test_power_agrees_with_r(
    design: PlainDesign, groups: tuple[int, ...], reference: float, tolerance: float
) -> None:
    assert power_of(design, groups, F("0.05")) == pytest.approx(reference, rel=tolerance)


def test_an_interaction_of_ten_points_needs_616_participants() -> None:
    size = size_of(FactorialEffect(F(10), F("22.1"), is_interaction=True), EIGHTY)
    assert size.analysed == (154,) * 4
    assert power_of(FactorialEffect(F(10), F("22.1"), True), (153,) * 4, F("0.05")) < 0.8


def test_a_baseline_without_correlation_costs_only_a_degree_of_freedom() -> None:
    plain = power_of(TwoMeans(F("0.5"), F(1)), (60, 60), F("0.05"))
    adjusted = power_of(Covariance(F("0.5"), F(1), F(0)), (60, 60), F("0.05"))
    assert adjusted < plain
    assert adjusted == pytest.approx(plain, abs=0.005)
    assert power_of(Covariance(F("0.5"), F(1), F("-0.6")), (60, 60), F("0.05")) == pytest.approx(
        power_of(Covariance(F("0.5"), F(1), F("0.6")), (60, 60), F("0.05"))
    )


def test_attrition_is_exact_and_rounded_up_in_each_group() -> None:
    size = size_of(TwoProportions(F("0.15"), F("0.35")), Demand(F("0.05"), F("0.8"), F("0.1")))
    assert (size.analysed, size.enrolled, size.total) == ((73, 73), (82, 82), 164)
    # 21 / 0.7 is 30 to the last digit; as floats it is a little more, and would be rounded up to 31.
    exact = size_of(TwoMeans(F("0.887"), F(1)), Demand(F("0.05"), F("0.8"), F("0.3")))
    assert (exact.analysed, exact.enrolled) == ((21, 21), (30, 30))


@pytest.mark.parametrize(
    ("design", "demand", "said"),
    [
        (TwoMeans(F(0), F(1)), EIGHTY, "no effect"),
        (TwoMeans(F(1), F(0)), EIGHTY, "standard deviation"),
        (TwoProportions(F("0.2"), F("0.2")), EIGHTY, "no effect"),
        (TwoProportions(F(0), F("0.2")), EIGHTY, "between 0 and 100 %"),
        (Covariance(F(1), F(1), F(1)), EIGHTY, "correlation"),
        (TwoMeans(F("0.001"), F(1)), EIGHTY, "million"),
        (TwoMeans(F(1), F(1)), Demand(F("0.05"), F("0.05")), "more than the significance level"),
        (TwoMeans(F(1), F(1)), Demand(F("0.05"), F("0.8"), F(1)), "attrition"),
        (TwoMeans(F(1), F(1)), Demand(F("0.05"), F("0.8"), ratio=(1, 1, 1)), "ratio"),
    ],
)
def test_assumptions_that_lead_nowhere_are_refused(design: PlainDesign, demand: Demand, said: str) -> None:
    with pytest.raises(NoSize, match=said):
        size_of(design, demand)


def test_half_the_effect_needs_about_four_times_the_participants() -> None:
    design = TwoMeans(F("0.5"), F(1))
    tried = {row.share: row for row in sensitivity(design, EIGHTY, size_of(design, EIGHTY))}
    assert (tried[F(1)].needed, tried[F(1, 2)].needed) == (128, 506)
    assert tried[F(1)].power >= 0.8 > tried[F(3, 4)].power > tried[F(1, 2)].power


def test_a_proportion_is_never_scaled_out_of_its_range() -> None:
    assert scaled(TwoProportions(F("0.5"), F("0.9")), F("1.5")) is None
    assert scaled(TwoProportions(F("0.5"), F("0.9")), F("0.5")) == TwoProportions(F("0.5"), F("0.7"))


@pytest.mark.parametrize(
    ("alpha", "df", "reference"),
    # R 4.2.2, qt(1 - alpha / 2, df)
    [(0.05, 1, 12.7062047362), (0.05, 60, 2.0002978220), (0.01, 10, 3.1692726726)],
)
def test_critical_values_agree_with_tables(alpha: float, df: float, reference: float) -> None:
    assert critical_t(alpha, df) == pytest.approx(reference, rel=1e-9)
    assert two_sided_p(critical_t(alpha, df), df) == pytest.approx(alpha, rel=1e-12)


def test_the_edges_of_the_distributions_hold() -> None:
    assert (incomplete_beta(0, 2, 3), incomplete_beta(1, 2, 3)) == (0, 1)
    assert incomplete_beta(0.3, 2, 3) + incomplete_beta(0.7, 3, 2) == pytest.approx(1, abs=1e-15)
    assert power_of_f(critical_t(0.05, 20) ** 2, 20, 0) == pytest.approx(0.05, rel=1e-10)
    with pytest.raises(ValueError, match="not defined"):
        incomplete_beta(1.5, 2, 3)


def test_no_rule_judges_by_a_planning_estimate() -> None:
    package = Path(protocol_designer.__file__).parent
    for room in ("rules", "formulary", "edits"):
        for module in (package / room).rglob("*.py"):
            assert "protocol_designer.power" not in module.read_text(encoding="utf-8"), module


def test_no_group_is_smaller_than_two_nor_larger_than_it_must_be() -> None:
    parted = TwoProportions(F("0.993"), F("0.004"))
    assert size_of(parted, Demand(F("0.05"), F("0.8"), ratio=(4, 1))).analysed == (8, 2)
    assert size_of(parted, Demand(F("0.05"), F("0.8"), ratio=(3, 2))).analysed == (3, 2)


def test_the_baseline_is_averaged_over_in_a_large_trial_too() -> None:
    """Reference: numerical integration with SciPy 1.17.1 (ncf, 400 Gauss-Legendre nodes)."""
    design = Covariance(F("0.1"), F("1.47"), F("0.49"))
    assert power_of(design, (2000.0, 4000.0), F("0.05")) == pytest.approx(0.8129658717996668, abs=1e-9)
