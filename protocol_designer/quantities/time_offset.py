"""A signed stretch of time before or after an anchor, such as ``-5 min``, ``24 h`` or ``28 day``."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from protocol_designer.quantities.decimals import exact_decimal, rounded_decimal
from protocol_designer.quantities.quantity import Quantity, UnreadableQuantity, unit_word
from protocol_designer.quantities.units import Dimension, Unit

_MINUS = "-"


@dataclass(frozen=True, slots=True)
class TimeOffset:
    """A signed exact time; equal means same value in the same unit, ``<`` compares times."""

    value: Fraction
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> "TimeOffset":
        """Read ``"-5 min"``, ``"24 h"`` or ``"28 days"``.

        Raises:
            UnreadableQuantity: The text is not a signed number, a space and a unit of time.
        """
        negative = text.startswith(_MINUS)
        size = Quantity.parse(text[1:] if negative else text)
        if size.dimension is not Dimension.TIME:
            raise UnreadableQuantity(f"“{text[:40]}” is not a time; use min, h, days or weeks.")
        return cls(-size.value if negative else size.value, size.unit)

    @classmethod
    def of_minutes(cls, minutes: Fraction) -> "TimeOffset":
        """Wrap minutes in the largest unit that divides them: days, hours or minutes."""
        for unit in (Unit.DAY, Unit.HOUR):
            if minutes % unit.scale == 0 and minutes != 0:
                return cls(minutes / unit.scale, unit)
        return cls(minutes, Unit.MINUTE)

    @property
    def minutes(self) -> Fraction:
        """The time in minutes, negative before the anchor."""
        return self.value * self.unit.scale

    def __lt__(self, other: "TimeOffset") -> bool:
        return self.minutes < other.minutes

    def __le__(self, other: "TimeOffset") -> bool:
        return self.minutes <= other.minutes

    def __gt__(self, other: "TimeOffset") -> bool:
        return self.minutes > other.minutes

    def __ge__(self, other: "TimeOffset") -> bool:
        return self.minutes >= other.minutes

    def __str__(self) -> str:
        """Write the canonical text that `parse` reads back."""
        return f"{exact_decimal(self.value)} {self.unit}"

    def printed(self) -> str:
        """Write the time for people, with a real minus sign."""
        number = rounded_decimal(abs(self.value), 4)
        sign = "−" if self.value < 0 else ""
        return f"{sign}{number} {unit_word(self.unit, abs(self.value))}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate from text or an instance; serialise to canonical text."""
        return core_schema.no_info_plain_validator_function(
            _validated, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Describe the text form."""
        return {"type": "string", "examples": ["-5 min", "24 h", "28 day"]}


def _validated(value: object) -> TimeOffset:
    if isinstance(value, TimeOffset):
        return value
    if isinstance(value, str):
        return TimeOffset.parse(value)
    raise ValueError('write a time as text, such as "24 h" or "-5 min"')
