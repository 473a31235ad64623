"""Amounts are parsed or refused, never repaired."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from protocol_designer.quantities import Quantity, Unit, UnreadableNumber, UnreadableQuantity, parse_decimal

units = st.sampled_from(list(Unit))
plain_numbers = st.from_regex(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,12})?", fullmatch=True)


@given(plain_numbers, units)
def test_what_is_written_is_read_exactly_and_written_canonically(number: str, unit: Unit) -> None:
    amount = Quantity.parse(f"{number} {unit}")
    assert amount.value == Fraction(number)
    canonical = str(amount)
    assert Quantity.parse(canonical) == amount
    digits = canonical.partition(" ")[0]
    assert not ("." in digits and digits.endswith(("0", ".")))
    assert str(Quantity.parse(canonical)) == canonical


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("0,5 mg", "write a point for decimals"),
        ("1,000 mg", "nothing between thousands"),
        ("-5 mg", "never negative"),
        ("−5 mg", "never negative"),
        ("+5 mg", "leave the plus sign out"),
        ("1e3 mg", "without an exponent"),
        ("1E-3 mg", "without an exponent"),
        (".5 mg", "put a zero before the point (0.5)"),
        ("5. mg", "leave the trailing point out"),
        ("05 mg", "leading zero"),
        ("00.5 mg", "leading zero"),
        ("1234567890123 mg", "at most 12 digits"),
        ("0.1234567890123 mg", "at most 12 digits"),
        ("٣ mg", "digits 0 to 9"),
        ("\uff15 mg", "digits 0 to 9"),
        ("½ mg", "digits 0 to 9"),
        ("1/2 mg", "digits 0 to 9"),
        ("1.2.3 mg", "at most one point"),
        ("inf mg", "digits 0 to 9"),
        ("nan mg", "digits 0 to 9"),
        ("1_000 mg", "digits 0 to 9"),
        ("5mg", "“5 mg”"),
        ("5mg.", "“5 mg”"),
        (".5mg", "put a zero before the point"),
        ("5", "has no unit"),
        ("mg", "digits 0 to 9"),
        ("", "Nothing was written"),
        ("   ", "Nothing was written"),
        (" 5 mg", "blanks around"),
        ("5 mg\n", "blanks around"),
        ("5\u00a0mg", "one ordinary space"),
        ("5\u2009mg", "one ordinary space"),
        ("5\tmg", "one ordinary space"),
        ("5  mg", "one ordinary space"),
        ("5 ug", 'write "mcg"'),
        ("5 µg/kg/min", 'write "mcg/kg/min"'),
        ("5 μg/mL", 'write "mcg/mL"'),
        ("5 ml/hr", 'write "mL/h"'),
        ("5 MG", 'write "mg"'),
        ("5 cc", 'write "mL"'),
        ("24 hours", 'write "h"'),
        ("70 kgs", 'write "kg"'),
        ("30 kg/m²", 'write "kg/m2"'),
        ("60 bpm", 'write "/min"'),
        ("6 months", "a month has no fixed length"),
        ("5 mg.", "use a unit such as"),
        ("5 furlong", "use a unit such as"),
        ("5 IU", "use a unit such as"),
    ],
)
def test_a_text_that_could_be_misread_is_refused_with_a_cure(text: str, cure: str) -> None:
    with pytest.raises(UnreadableQuantity) as refusal:
        Quantity.parse(text)
    assert cure in str(refusal.value)


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever is accepted consists of a plain number, one space and a known unit."""
    try:
        amount = Quantity.parse(text)
    except UnreadableQuantity:
        return
    number, unit = text.split(" ", 1)
    assert number.isascii()
    assert Fraction(number) == amount.value
    assert unit.removesuffix("s") in (amount.unit, amount.unit.removesuffix("s"))


def test_plurals_of_days_weeks_years_and_points_are_read() -> None:
    assert Quantity.parse("28 days") == Quantity.parse("28 day")
    assert Quantity.parse("2 weeks").in_base == Fraction(20160)
    assert Quantity.parse("18 years").unit is Unit.YEAR


@pytest.mark.parametrize("value", [5, 0.5, "5"])
def test_an_amount_is_exact(value: object) -> None:
    with pytest.raises(TypeError, match="exact fraction"):
        Quantity(value, Unit.MILLIGRAM)  # type: ignore[arg-type]  # no exact fraction


def test_an_amount_is_never_negative() -> None:
    with pytest.raises(ValueError, match="never negative"):
        Quantity(Fraction(-1), Unit.MILLIGRAM)


class _Holder(BaseModel):
    amount: Quantity


@pytest.mark.parametrize(
    "value",
    [
        5,
        0.5,
        None,
        True,
        {"value": 5},
        Quantity(Fraction(1, 3), Unit.MILLIGRAM),
        Quantity(Fraction(1, 2**20), Unit.MILLIGRAM),
        Quantity(Fraction(10**12), Unit.MILLIGRAM),
    ],
)
def test_a_document_takes_no_amount_that_it_could_not_write_and_read_again(value: object) -> None:
    with pytest.raises(ValidationError):
        _Holder.model_validate({"amount": value})


@given(plain_numbers, units)
def test_a_document_keeps_an_amount_exactly(number: str, unit: Unit) -> None:
    kept = _Holder.model_validate({"amount": f"{number} {unit}"})
    assert _Holder.model_validate_json(kept.model_dump_json()) == kept
    assert _Holder.model_validate({"amount": kept.amount}) == kept


def test_parse_decimal_shortens_a_long_text_in_its_message() -> None:
    with pytest.raises(UnreadableNumber) as refusal:
        parse_decimal("x" * 500)
    assert len(str(refusal.value)) < 150
