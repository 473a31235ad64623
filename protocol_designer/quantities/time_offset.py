"""A signed stretch of time before or after an anchor, such as ``-5 min``, ``24 h`` or ``28 day``."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from protocol_designer.quantities.decimals import exact_decimal, visible
from protocol_designer.quantities.quantity import Quantity, UnreadableQuantity
from protocol_designer.quantities.units import Dimension, Unit

_MINUS = "-"
_OTHER_DASHES = ("−", "–", "—")


@dataclass(frozen=True, slots=True)
class TimeOffset:
    """A signed exact time. As for `Quantity`, ``==`` compares how it is written and ``<`` compares times."""

    value: Fraction
    unit: Unit
    minutes: Fraction = field(init=False, repr=False, compare=False)
    """The time in minutes, negative before the anchor."""

    def __post_init__(self) -> None:
        """Refuse what is no exact time.

        Raises:
            TypeError: The value is not exact.
            ValueError: The unit is not one of time.
        """
        if not isinstance(self.value, Fraction):
            raise TypeError(f"a time is an exact fraction, not {type(self.value).__name__}")
        if self.unit.dimension is not Dimension.TIME:
            raise ValueError(f"{self.unit} is not a unit of time")
        object.__setattr__(self, "minutes", self.value * self.unit.scale)

    @classmethod
    def parse(cls, text: str) -> "TimeOffset":
        """Read ``"-5 min"``, ``"24 h"`` or ``"28 days"``.

        Raises:
            UnreadableQuantity: The text is not a signed number, a space and a unit of time.
        """
        if text.startswith(_OTHER_DASHES):
            raise UnreadableQuantity(
                f"“{visible(text[:40])}” starts with a dash; write the minus sign as a hyphen (-5 min)."
            )
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

    def __lt__(self, other: "TimeOffset") -> bool:
        return self.minutes < other.minutes

    def __le__(self, other: "TimeOffset") -> bool:
        return self.minutes <= other.minutes

    def __gt__(self, other: "TimeOffset") -> bool:
        return self.minutes > other.minutes

    def __ge__(self, other: "TimeOffset") -> bool:
        return self.minutes >= other.minutes

    def __str__(self) -> str:
        """Write the canonical text that `parse` reads back.

        Raises:
            ValueError: The value has no finite decimal form.
        """
        return f"{exact_decimal(self.value)} {self.unit}"

    def printed(self) -> str:
        """Write the time for people, with a real minus sign."""
        sign = "−" if self.value < 0 else ""
        return sign + Quantity(abs(self.value), self.unit).printed()

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
        return {"type": "string", "examples": ["-5 min", "24 h", "28 day"]}


def _validated(value: object) -> TimeOffset:
    if isinstance(value, TimeOffset):
        return TimeOffset.parse(str(value))  # what could not be read back must not enter a document
    if isinstance(value, str):
        return TimeOffset.parse(value)
    raise ValueError('write a time as text, such as "24 h" or "-5 min"')
