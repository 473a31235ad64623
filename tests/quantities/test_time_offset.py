"""Signed times around an anchor."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from protocol_designer.quantities import TimeOffset, Unit, UnreadableQuantity

time_units = st.sampled_from([Unit.SECOND, Unit.MINUTE, Unit.HOUR, Unit.DAY, Unit.WEEK])
signed = st.decimals(min_value=-100000, max_value=100000, places=3).map(Fraction)


@given(signed, time_units)
def test_a_time_is_written_and_read_back(value: Fraction, unit: Unit) -> None:
    time = TimeOffset(value, unit)
    assert TimeOffset.parse(str(time)) == time
    assert time.minutes == value * unit.scale


@given(signed, time_units, signed, time_units)
def test_order_is_the_order_of_minutes(a: Fraction, unit_a: Unit, b: Fraction, unit_b: Unit) -> None:
    first, second = TimeOffset(a, unit_a), TimeOffset(b, unit_b)
    difference = first.minutes - second.minutes
    assert (first < second, first <= second) == (difference < 0, difference <= 0)
    assert (first > second, first >= second) == (difference > 0, difference >= 0)


@given(st.integers(-100000, 100000))
def test_minutes_are_wrapped_in_the_largest_unit_that_divides_them(minutes: int) -> None:
    time = TimeOffset.of_minutes(Fraction(minutes))
    assert time.minutes == minutes
    assert time.value.denominator == 1
    if minutes and minutes % 1440 == 0:
        assert time.unit is Unit.DAY
    elif minutes and minutes % 60 == 0:
        assert time.unit is Unit.HOUR
    else:
        assert time.unit is Unit.MINUTE


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("-5 min", "−5 min"),
        ("28 days", "28 days"),
        ("1 day", "1 day"),
        ("-1 day", "−1 day"),
        ("0 min", "0 min"),
        ("-0 min", "0 min"),
        ("10080.5 min", "10,080.5 min"),
        ("0.25 h", "0.25 h"),
    ],
)
def test_printed(text: str, printed: str) -> None:
    assert TimeOffset.parse(text).printed() == printed


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("5 mg", "is not a time"),
        ("−5 min", "write the minus sign as a hyphen"),
        ("–5 min", "write the minus sign as a hyphen"),
        ("--5 min", "never negative"),
        ("- 5 min", "blanks around"),
        ("+5 min", "leave the plus sign out"),
        ("0,5 h", "write a point"),
        ("5", "has no unit"),
        ("1 month", "a month has no fixed length"),
    ],
)
def test_a_text_that_is_no_time_is_refused_with_a_cure(text: str, cure: str) -> None:
    with pytest.raises(UnreadableQuantity) as refusal:
        TimeOffset.parse(text)
    assert cure in str(refusal.value)


def test_a_time_is_exact_and_in_a_unit_of_time() -> None:
    with pytest.raises(TypeError):
        TimeOffset(0.5, Unit.HOUR)  # type: ignore[arg-type]  # no exact fraction
    with pytest.raises(ValueError, match="not a unit of time"):
        TimeOffset(Fraction(1), Unit.YEAR)


class _Holder(BaseModel):
    time: TimeOffset


@pytest.mark.parametrize("value", [5, None, "5", TimeOffset(Fraction(1, 3), Unit.HOUR)])
def test_a_document_takes_no_time_that_it_could_not_write(value: object) -> None:
    with pytest.raises(ValidationError):
        _Holder.model_validate({"time": value})
