"""An exact amount with its unit: parsed or refused, never repaired."""

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from protocol_designer.quantities.decimals import (
    distinct_decimal,
    exact_decimal,
    is_terminating,
    parse_decimal,
    rounded_decimal,
    visible,
    with_thousands,
)
from protocol_designer.quantities.units import Dimension, Unit, find_unit, unit_cure

_SPACED = re.compile(r"(\S+) (\S.*)")
_JOINED = re.compile(r"([0-9.]+)([A-Za-zµμ%/].*)")
_POWER_OF_TEN = re.compile(r"[0-9.]+[eE][-+0-9]")
_ODD_BLANKS = re.compile(r"\S+(\s+)\S.*")


class UnreadableQuantity(ValueError):  # noqa: N818  # it is the text that is unreadable
    """A text that is not a number, a space and a known unit; the message says how to write it."""


class UnitMismatch(ValueError):  # noqa: N818  # the name says what is wrong
    """Two amounts of different kinds were compared or converted."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A non-negative exact amount.

    ``==`` asks whether two amounts are *written* alike: the same value in the same unit, so that changing
    "60 min" into "1 h" is an edit. ``<``, ``<=``, ``>`` and ``>=`` compare the amounts themselves: "60 min"
    is neither below nor above "1 h", and both ``<=`` and ``>=`` hold.
    """

    value: Fraction
    unit: Unit
    in_base: Fraction = field(init=False, repr=False, compare=False)
    """The amount in the base unit of its dimension (mg, mg/kg, mg/kg/min, mL, min, kg, ...)."""

    def __post_init__(self) -> None:
        """Refuse what arithmetic could smuggle in.

        Raises:
            TypeError: The value is not exact.
            ValueError: The value is negative.
        """
        if not isinstance(self.value, Fraction):
            raise TypeError(f"an amount is an exact fraction, not {type(self.value).__name__}")
        if self.value.numerator < 0:
            raise ValueError(f"an amount is never negative ({self.value} {self.unit})")
        scale = self.unit.scale
        object.__setattr__(self, "in_base", self.value if scale == 1 else self.value * scale)

    @classmethod
    def parse(cls, text: str) -> "Quantity":
        """Read ``"0.71 mg/kg"``.

        Raises:
            UnreadableQuantity: The text has no unit, an unknown one, or a number that could be misread.
        """
        match = _SPACED.fullmatch(text)
        if not match:
            raise UnreadableQuantity(_missing_part(text))
        number, unit_text = match.groups()
        try:
            value = parse_decimal(number)
        except ValueError as error:
            raise UnreadableQuantity(str(error)) from error
        unit = find_unit(unit_text)
        if unit is None:
            raise UnreadableQuantity(
                f"“{visible(unit_text[:30])}” is not a unit used here; {unit_cure(unit_text)}."
            )
        return cls(value, unit)

    @property
    def dimension(self) -> Dimension:
        """What the amount measures."""
        return self.unit.dimension

    def to(self, unit: Unit) -> "Quantity":
        """Express the same amount in another unit of the same dimension, exactly.

        Raises:
            UnitMismatch: The units measure different things; mg and mg/kg never convert.
        """
        self._require_same_dimension(unit)
        return self if unit is self.unit else Quantity(self.in_base / unit.scale, unit)

    def __lt__(self, other: "Quantity") -> bool:
        self._require_same_dimension(other.unit)
        return self.in_base < other.in_base

    def __le__(self, other: "Quantity") -> bool:
        self._require_same_dimension(other.unit)
        return self.in_base <= other.in_base

    def __gt__(self, other: "Quantity") -> bool:
        self._require_same_dimension(other.unit)
        return self.in_base > other.in_base

    def __ge__(self, other: "Quantity") -> bool:
        self._require_same_dimension(other.unit)
        return self.in_base >= other.in_base

    def _require_same_dimension(self, unit: Unit) -> None:
        if unit.dimension is not self.unit.dimension:
            raise UnitMismatch(f"{self.unit} ({self.dimension.value}) is not {unit} ({unit.dimension.value})")

    def __str__(self) -> str:
        """Write the canonical text that `parse` reads back.

        Raises:
            ValueError: The value has no finite decimal form (it was computed, not written).
        """
        return f"{exact_decimal(self.value)} {self.unit}"

    def printed(self, significant: int = 4) -> str:
        """Write the amount for people: in full when it is a short decimal, else rounded."""
        if is_terminating(self.value) and len(exact := exact_decimal(self.value)) <= significant + 6:
            return _for_people(exact, self.unit, self.value)
        return self.printed_rounded(significant)

    def printed_rounded(self, significant: int = 3) -> str:
        """Write the amount for people to at most ``significant`` digits."""
        return _for_people(rounded_decimal(self.value, significant), self.unit, self.value)

    def printed_beside(self, limit: "Quantity", significant: int = 4) -> str:
        """Write the amount in the limit's unit, with enough digits to lie on its own side of the limit.

        Raises:
            UnitMismatch: The limit measures something else.
        """
        here = self.to(limit.unit)
        return _for_people(distinct_decimal(here.value, limit.value, significant), limit.unit, here.value)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate from text or an instance; serialise to canonical text."""
        return core_schema.no_info_plain_validator_function(
            _validated, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe the text form."""
        return {"type": "string", "examples": ["0.71 mg/kg", "52 min"]}


def _for_people(number: str, unit: Unit, value: Fraction) -> str:
    """Join number and unit; "100/min" is written without a space."""
    joint = "" if unit is Unit.PER_MIN else " "
    return f"{with_thousands(number)}{joint}{unit_word(unit, value)}"


def unit_word(unit: Unit, value: Fraction) -> str:
    """Write a unit beside a number, in the plural where English has one."""
    if unit in (Unit.DAY, Unit.WEEK, Unit.YEAR, Unit.POINT) and value != 1:
        return f"{unit}s"
    return {Unit.TIMES_ULN: "× ULN", Unit.KG_PER_M2: "kg/m²"}.get(unit, unit.value)


def _validated(value: object) -> Quantity:
    if isinstance(value, Quantity):
        return Quantity.parse(str(value))  # what could not be read back must not enter a document
    if isinstance(value, str):
        return Quantity.parse(value)
    raise ValueError('write a number, a space and a unit as text, such as "0.5 mg/kg"')


def _missing_part(text: str) -> str:
    shown = visible(text if len(text) <= 40 else text[:37] + "…")
    if not text.strip():
        return "Nothing was written; write a number, a space and a unit, such as “0.5 mg/kg”."
    if text != text.strip():
        return f"“{shown}” has blanks around it; leave them out."
    joined = None if _POWER_OF_TEN.match(text) else _JOINED.fullmatch(text)
    if not joined and _ODD_BLANKS.fullmatch(text):
        return f"“{shown}” needs one ordinary space between number and unit, such as “0.5 mg/kg”."
    try:
        parse_decimal(joined[1] if joined else text)
    except ValueError as error:
        return str(error)
    if joined:
        return f"“{shown}” needs a space between number and unit: “{joined[1]} {joined[2].rstrip('.')}”."
    return f"“{shown}” has no unit; write it after a space, as in “0.5 mg/kg” or “70 kg”."
