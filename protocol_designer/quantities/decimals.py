"""Strict reading and safe printing of plain decimal numbers, held as exact fractions.

Printing follows the Institute for Safe Medication Practices: a zero before the point, none after the last
digit, a comma between thousands.
"""

import re
from fractions import Fraction

_PLAIN = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,12})?")
_EXPONENT = re.compile(r"[0-9.][eE][-+0-9]")
_LONG = re.compile(r"[0-9]+(\.[0-9]+)?")


class UnreadableNumber(ValueError):  # noqa: N818  # it is the number that is unreadable
    """A text that is not one plain decimal number; the message says how to write it."""


def parse_decimal(text: str) -> Fraction:
    """Read a plain, unsigned decimal such as ``0.71`` exactly.

    Raises:
        UnreadableNumber: For signs, commas, exponents, bare points, leading zeros (``05`` may have lost its
            point), more than 12 digits on a side of the point, and anything else; the message has the cure.
    """
    if _PLAIN.fullmatch(text):
        return Fraction(text)
    raise UnreadableNumber(f"“{_shortened(text)}” is not a plain decimal number; {_cure(text)}.")


def is_terminating(value: Fraction) -> bool:
    """Tell whether a value can be written as a finite decimal."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def exact_decimal(value: Fraction) -> str:
    """Write a terminating value in full, without exponent or trailing zeros.

    Raises:
        ValueError: The value has no finite decimal form.
    """
    if not is_terminating(value):
        raise ValueError(f"{value} has no finite decimal form")
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    return _with_places(value, places)


def rounded_decimal(value: Fraction, significant: int = 4) -> str:
    """Write a value to at most ``significant`` digits (half to even), never dropping whole-number digits."""
    if value == 0:
        return "0"
    places = max(0, significant - _magnitude(value))
    rounded = Fraction(round(value * 10**places), 10**places)
    return exact_decimal(rounded)


def distinct_decimal(value: Fraction, beside: Fraction, significant: int = 4) -> str:
    """Round as `rounded_decimal`, with as many more digits as it takes to lie on the true side of ``beside``.

    So that a text never reads "2.5 exceeds 2.5" or "2.5 exceeds 2.50004". Of two equal values both are
    written in full.
    """
    if value == beside:
        return exact_decimal(value) if is_terminating(value) else rounded_decimal(value, significant)
    text = rounded_decimal(value, significant)
    while Fraction(text) == beside or (Fraction(text) > beside) != (value > beside):
        significant += 1
        text = rounded_decimal(value, significant)
    return text


def with_thousands(text: str) -> str:
    """Put commas between the thousands of a plain decimal text."""
    whole, point, rest = text.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}{point}{rest}"


def _with_places(value: Fraction, places: int) -> str:
    scaled = abs(value * 10**places)
    digits = str(int(scaled)).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def _magnitude(value: Fraction) -> int:
    """Return the number of digits before the point; zero or negative below one."""
    size = abs(value)
    digits = 0
    while size >= 1:
        size /= 10
        digits += 1
    while size < Fraction(1, 10):
        size *= 10
        digits -= 1
    return digits


def visible(text: str) -> str:
    """Write what a person typed so that it can be read: marks that turn or hide the text by their number."""
    return "".join(one if one.isprintable() else f"[U+{ord(one):04X}]" for one in text)


def _shortened(text: str) -> str:
    return visible(text if len(text) <= 40 else text[:37] + "…")


def _cure(text: str) -> str:
    if not text.strip():
        return "write a number such as 0.5"
    if "," in text:
        return "write a point for decimals and nothing between thousands (0.5, 1000)"
    if text.startswith(("-", "−", "–")):
        return "amounts are never negative"
    if text.startswith("+"):
        return "leave the plus sign out"
    if _EXPONENT.search(text):
        return "write the number in full, without an exponent"
    if text.startswith("."):
        return f"put a zero before the point (0{text})"
    if text.endswith("."):
        return "leave the trailing point out"
    if re.fullmatch(r"0[0-9][0-9.]*", text):
        return "leave the leading zero out, or put the point after it"
    if _LONG.fullmatch(text):
        return "write at most 12 digits before and 12 after the point"
    return "write the digits 0 to 9 with at most one point, such as 0.5"
