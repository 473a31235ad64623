"""The frozen building blocks that every part of a protocol is made of, and the types of its plain fields."""

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StrictBool,
    StrictInt,
    StringConstraints,
)

from protocol_designer.quantities import Dimension, Quantity, Unit


class Node(BaseModel):
    """A value that never changes. ``None`` in a field means: not decided yet."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True)


PART_ID_PATTERN = r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$"
PartId = Annotated[str, StringConstraints(pattern=PART_ID_PATTERN, max_length=60)]
"""A short stable identity such as ``arm-2``; made once, never reused."""


class Part(Node):
    """A node with an identity of its own, addressed by it in places, findings and diffs."""

    id: PartId


class NotApplicable(Node):
    """The explicit statement that something a standard asks for does not apply."""

    because: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters and lone surrogates (Unicode Cc and Cs), without line breaks and tabs."""


def _no_control_characters(text: str) -> str:
    if found := _CONTROL.search(text):
        raise ValueError(
            f"the text holds the control character U+{ord(found[0]):04X}; "
            "remove it (it often comes with pasted text)"
        )
    return text


def _one_line(text: str) -> str:
    if "\n" in text or "\t" in text:
        raise ValueError("this field takes one line; remove line breaks and tabs")
    return _no_control_characters(text)


Line = Annotated[str, StringConstraints(min_length=1, max_length=1000), AfterValidator(_one_line)]
"""One line of text; an empty field is ``None``, never an empty text."""

Prose = Annotated[
    str, StringConstraints(min_length=1, max_length=200_000), AfterValidator(_no_control_characters)
]
"""Text of one or more paragraphs."""

YesNo = StrictBool
"""True or false; words and numbers that could mean them are refused."""

Whole = StrictInt
"""A whole number; texts and decimals are refused."""


def _day(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return date.fromisoformat(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError("write the day as year-month-day, such as 2026-11-21")


CalendarDate = Annotated[date, BeforeValidator(_day)]
"""A day, written ``2026-11-21``."""


def _of(*dimensions: Dimension, positive: bool) -> AfterValidator:
    def check(quantity: Quantity) -> Quantity:
        if quantity.dimension not in dimensions:
            wanted = " or ".join(dimension.value for dimension in dimensions)
            units = ", ".join(unit for unit in Unit if unit.dimension in dimensions)
            raise ValueError(f"“{quantity}” is no {wanted}; the unit does not fit this field, use {units}")
        if positive and quantity.value == 0:
            raise ValueError(
                "this amount must be more than zero; leave the field empty when it is not decided"
            )
        return quantity

    return AfterValidator(check)


def _at_most(limit: str, why: str) -> AfterValidator:
    """Refuse what can only be a slip of the pen; what is too much for safety is left to the rules."""
    most = Quantity.parse(limit)

    def check(quantity: Quantity) -> Quantity:
        if quantity > most:
            raise ValueError(f"“{quantity}” is above {most.printed()}: {why}; check number and unit")
        return quantity

    return AfterValidator(check)


Duration = Annotated[Quantity, _of(Dimension.TIME, positive=True)]
ElapsedTime = Annotated[Quantity, _of(Dimension.TIME, positive=False)]
Mass = Annotated[Quantity, _of(Dimension.MASS, positive=True)]
DailyMass = Annotated[Quantity, _of(Dimension.MASS_RATE, positive=False)]
Volume = Annotated[Quantity, _of(Dimension.VOLUME, positive=True)]
PumpRate = Annotated[Quantity, _of(Dimension.VOLUME_RATE, positive=True)]
Concentration = Annotated[Quantity, _of(Dimension.CONCENTRATION, positive=True)]
BodyWeight = Annotated[
    Quantity, _of(Dimension.BODY_WEIGHT, positive=True), _at_most("1000 kg", "no participant weighs as much")
]
BodyMassIndex = Annotated[Quantity, _of(Dimension.BODY_MASS_INDEX, positive=True)]
Age = Annotated[Quantity, _of(Dimension.AGE, positive=False)]
Percentage = Annotated[
    Quantity, _of(Dimension.FRACTION, positive=False), _at_most("100 %", "that is more than the whole")
]
DoseAmount = Annotated[
    Quantity,
    _of(
        Dimension.MASS,
        Dimension.MASS_PER_WEIGHT,
        Dimension.MASS_RATE,
        Dimension.MASS_RATE_PER_WEIGHT,
        Dimension.CONCENTRATION,
        positive=True,
    ),
]
