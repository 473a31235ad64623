"""Conversion and comparison are exact; per kg never cancels; pint agrees within each dimension."""

from fractions import Fraction
from itertools import product

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol_designer.quantities import Dimension, Quantity, Unit, UnitMismatch

PINT_NAMES = {
    Unit.KG_PER_M2: "kg/m**2",
    Unit.TIMES_ULN: "dimensionless",
    Unit.POINT: "dimensionless",
    Unit.PERCENT: "percent",
    Unit.PER_MIN: "1/min",
}
"""Where pint spells a unit in another way."""

oracle = pint.UnitRegistry(non_int_type=Fraction)
oracle.define("mcg = microgram")

values = st.fractions(min_value=0, max_value=10**6, max_denominator=10**4)
pairs_of_a_dimension = st.sampled_from(
    [(a, b) for a, b in product(Unit, repeat=2) if a.dimension is b.dimension]
)


def _in_pint(amount: Quantity) -> "pint.Quantity":
    return oracle.Quantity(amount.value, PINT_NAMES.get(amount.unit, amount.unit.value))


@given(values, pairs_of_a_dimension)
def test_conversion_is_exact_both_ways_and_pint_agrees(value: Fraction, pair: tuple[Unit, Unit]) -> None:
    here, there = pair
    amount = Quantity(value, here)
    moved = amount.to(there)
    assert moved.to(here) == amount
    assert moved.in_base == amount.in_base
    name = PINT_NAMES.get(there, there.value)
    assert float(_in_pint(amount).to(name).magnitude) == pytest.approx(float(moved.value), rel=1e-12)


@given(values, values, pairs_of_a_dimension)
def test_comparisons_agree_with_pint(first: Fraction, second: Fraction, pair: tuple[Unit, Unit]) -> None:
    a, b = Quantity(first, pair[0]), Quantity(second, pair[1])
    ours = a.in_base - b.in_base
    assert (a < b, a <= b, a > b, a >= b) == (ours < 0, ours <= 0, ours > 0, ours >= 0)
    theirs = float(_in_pint(a).to_base_units().magnitude - _in_pint(b).to_base_units().magnitude)
    size = float(_in_pint(a).to_base_units().magnitude + _in_pint(b).to_base_units().magnitude)
    if abs(theirs) > 1e-12 * size:
        assert (a < b, a > b) == (theirs < 0, theirs > 0)


@pytest.mark.parametrize(
    ("unit", "other", "factor"),
    [
        (Unit.GRAM, Unit.MICROGRAM, Fraction(1_000_000)),
        (Unit.MILLIGRAM, Unit.NANOGRAM, Fraction(1_000_000)),
        (Unit.MG_PER_KG_PER_H, Unit.MCG_PER_KG_PER_MIN, Fraction(50, 3)),
        (Unit.MG_PER_DAY, Unit.MG_PER_H, Fraction(1, 24)),
        (Unit.ML_PER_MIN, Unit.ML_PER_H, Fraction(60)),
        (Unit.WEEK, Unit.MINUTE, Fraction(10080)),
        (Unit.HOUR, Unit.SECOND, Fraction(3600)),
        (Unit.MG_PER_ML, Unit.NG_PER_ML, Fraction(1_000_000)),
    ],
)
def test_scales(unit: Unit, other: Unit, factor: Fraction) -> None:
    assert Quantity(Fraction(1), unit).to(other).value == factor


def test_every_unit_is_defined_and_every_dimension_has_a_base_unit() -> None:
    for dimension in Dimension:
        assert [unit for unit in Unit if unit.dimension is dimension and unit.scale == 1], dimension


@pytest.mark.parametrize(
    ("a", "b"), [("5 mg", "5 mg/kg"), ("1 kg", "1 g"), ("1 mg/mL", "1 g/dL"), ("1 h", "1 /min")]
)
def test_amounts_of_different_kinds_never_compare(a: str, b: str) -> None:
    """Pint would call mg/kg a bare number; here per kg is a kind of its own."""
    first, second = Quantity.parse(a), Quantity.parse(b)
    for compare in (first.__lt__, first.__le__, first.__gt__, first.__ge__):
        with pytest.raises(UnitMismatch):
            compare(second)
    with pytest.raises(UnitMismatch):
        first.to(second.unit)
    assert first != second


def test_equal_is_written_alike_while_order_compares_amounts() -> None:
    hour, minutes = Quantity.parse("1 h"), Quantity.parse("60 min")
    assert hour != minutes
    assert hour <= minutes <= hour
    assert not hour < minutes
    assert not hour > minutes
    assert Quantity.parse("1.0 h") == hour
    assert len({hour, Quantity.parse("1.00 h"), minutes}) == 2
