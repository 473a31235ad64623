"""Printing is safe: a zero before the point, none at the end, thousands apart, values told from limits."""

import re
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from protocol_designer.quantities import Quantity, Unit, UnitMismatch, rounded_decimal
from protocol_designer.quantities.decimals import distinct_decimal, exact_decimal

SAFE_NUMBER = re.compile(r"(0|[1-9][0-9]{0,2}(,[0-9]{3})*)(\.[0-9]*[1-9])?")

amounts = st.fractions(min_value=0, max_value=10**9, max_denominator=10**6)
short_decimals = st.decimals(min_value=0, max_value=1000, places=4).map(Fraction)


@given(amounts, st.sampled_from(list(Unit)), st.integers(1, 8))
def test_printed_numbers_are_never_bare_or_trailing(value: Fraction, unit: Unit, significant: int) -> None:
    amount = Quantity(value, unit)
    for text in (
        amount.printed(significant),
        amount.printed_rounded(significant),
        amount.printed_beside(amount),
    ):
        number = text.removesuffix("/min").split(" ")[0]
        assert SAFE_NUMBER.fullmatch(number), text


@given(amounts, st.integers(1, 8))
def test_rounding_stays_within_half_of_the_last_digit(value: Fraction, significant: int) -> None:
    assume(value > 0)
    rounded = Fraction(rounded_decimal(value, significant))
    magnitude = len(str(int(value))) if value >= 1 else 0
    if magnitude > significant:
        assert abs(rounded - value) <= Fraction(1, 2)
    else:
        assert abs(rounded - value) <= value * Fraction(5, 10**significant)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("0.5 mg/kg", "0.5 mg/kg"),
        ("5.0 mg", "5 mg"),
        ("1000 mg", "1,000 mg"),
        ("1234567.5 mcg", "1,234,567.5 mcg"),
        ("1 day", "1 day"),
        ("2 day", "2 days"),
        ("0.5 day", "0.5 days"),
        ("3 x ULN", "3 × ULN"),
        ("40 kg/m2", "40 kg/m²"),
        ("0 min", "0 min"),
        ("60 /min", "60/min"),
    ],
)
def test_amounts_are_printed_as_people_write_them(text: str, printed: str) -> None:
    assert Quantity.parse(text).printed() == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (Fraction(1, 3), "0.3333"),
        (Fraction(2, 45), "0.04444"),
        (Fraction(12345, 10**8), "0.0001234"),  # a half goes to the even digit
        (Fraction(12355, 10**8), "0.0001236"),
        (Fraction(999996, 100000), "10"),
        (Fraction(1234567, 10), "123457"),  # whole digits are never dropped
        (Fraction(0), "0"),
        (Fraction(-1, 3), "-0.3333"),
    ],
)
def test_rounding(value: Fraction, printed: str) -> None:
    assert rounded_decimal(value) == printed


def test_a_value_without_finite_decimal_is_not_written_in_full() -> None:
    with pytest.raises(ValueError, match="no finite decimal form"):
        exact_decimal(Fraction(1, 3))
    with pytest.raises(ValueError, match="no finite decimal form"):
        str(Quantity(Fraction(1, 7), Unit.MILLIGRAM))


@given(amounts, short_decimals, st.integers(1, 6))
def test_a_value_beside_a_limit_lies_on_its_own_side(
    value: Fraction, limit: Fraction, significant: int
) -> None:
    shown = Fraction(distinct_decimal(value, limit, significant))
    assert (shown > limit, shown < limit) == (value > limit, value < limit)


@given(short_decimals, st.integers(1, 12))
def test_a_value_next_to_its_limit_never_reads_like_it(limit: Fraction, places: int) -> None:
    bound = Quantity(limit, Unit.MG_PER_KG)
    above = Quantity(limit + Fraction(1, 10**places), Unit.MG_PER_KG)
    assert above.printed_beside(bound) != bound.printed()
    assert bound.printed_beside(bound) == bound.printed()


def test_a_value_beside_a_limit_takes_the_limits_unit() -> None:
    rate = Quantity.parse("0.8 mg/kg/h")
    assert rate.printed_beside(Quantity.parse("12.5 mcg/kg/min")) == "13.33 mcg/kg/min"
    assert Quantity.parse("2.50001 mg").printed_beside(Quantity.parse("2.5 mg")) == "2.50001 mg"
    assert Quantity.parse("2.50006 mg").printed_beside(Quantity.parse("2.50004 mg")) == "2.5001 mg"
    with pytest.raises(UnitMismatch):
        rate.printed_beside(Quantity.parse("1 mg"))
