"""The closed set of units a protocol may use, each with its dimension and exact scale."""

from enum import Enum, StrEnum
from fractions import Fraction


class Dimension(Enum):
    """What a unit measures. Per kg is part of the dimension: it never cancels against a mass."""

    MASS = "mass"
    MASS_PER_WEIGHT = "mass per kg"
    MASS_RATE = "mass per time"
    MASS_RATE_PER_WEIGHT = "mass per kg per time"
    CONCENTRATION = "concentration"
    VOLUME = "volume"
    VOLUME_RATE = "volume per time"
    TIME = "time"
    BODY_WEIGHT = "body weight"
    BODY_MASS_INDEX = "body mass index"
    AGE = "age"
    PRESSURE = "pressure"
    FREQUENCY = "events per minute"
    FRACTION = "percentage"
    BREATH_ALCOHOL = "breath or blood alcohol"
    MULTIPLE_OF_NORMAL = "multiple of the upper limit of normal"
    SCORE = "score"


_DAY_IN_MINUTES = Fraction(24 * 60)


class Unit(StrEnum):
    """A unit, spelled as the Institute for Safe Medication Practices asks (mcg, mL).

    Attributes:
        dimension: What the unit measures.
        scale: How many of the dimension's base unit one of this unit is, exactly.
    """

    dimension: Dimension
    scale: Fraction

    def __new__(cls, text: str, dimension: Dimension, scale: Fraction) -> "Unit":
        unit = str.__new__(cls, text)
        unit._value_ = text
        unit.dimension = dimension
        unit.scale = scale
        return unit

    NANOGRAM = "ng", Dimension.MASS, Fraction(1, 1_000_000)
    MICROGRAM = "mcg", Dimension.MASS, Fraction(1, 1000)
    MILLIGRAM = "mg", Dimension.MASS, Fraction(1)
    GRAM = "g", Dimension.MASS, Fraction(1000)
    MG_PER_KG = "mg/kg", Dimension.MASS_PER_WEIGHT, Fraction(1)
    MCG_PER_KG = "mcg/kg", Dimension.MASS_PER_WEIGHT, Fraction(1, 1000)
    MG_PER_MIN = "mg/min", Dimension.MASS_RATE, Fraction(1)
    MG_PER_H = "mg/h", Dimension.MASS_RATE, Fraction(1, 60)
    MG_PER_DAY = "mg/day", Dimension.MASS_RATE, 1 / _DAY_IN_MINUTES
    MCG_PER_MIN = "mcg/min", Dimension.MASS_RATE, Fraction(1, 1000)
    MG_PER_KG_PER_MIN = "mg/kg/min", Dimension.MASS_RATE_PER_WEIGHT, Fraction(1)
    MG_PER_KG_PER_H = "mg/kg/h", Dimension.MASS_RATE_PER_WEIGHT, Fraction(1, 60)
    MCG_PER_KG_PER_MIN = "mcg/kg/min", Dimension.MASS_RATE_PER_WEIGHT, Fraction(1, 1000)
    MCG_PER_KG_PER_H = "mcg/kg/h", Dimension.MASS_RATE_PER_WEIGHT, Fraction(1, 60_000)
    MG_PER_ML = "mg/mL", Dimension.CONCENTRATION, Fraction(1)
    MCG_PER_ML = "mcg/mL", Dimension.CONCENTRATION, Fraction(1, 1000)
    NG_PER_ML = "ng/mL", Dimension.CONCENTRATION, Fraction(1, 1_000_000)
    MILLILITRE = "mL", Dimension.VOLUME, Fraction(1)
    LITRE = "L", Dimension.VOLUME, Fraction(1000)
    ML_PER_H = "mL/h", Dimension.VOLUME_RATE, Fraction(1, 60)
    ML_PER_MIN = "mL/min", Dimension.VOLUME_RATE, Fraction(1)
    SECOND = "s", Dimension.TIME, Fraction(1, 60)
    MINUTE = "min", Dimension.TIME, Fraction(1)
    HOUR = "h", Dimension.TIME, Fraction(60)
    DAY = "day", Dimension.TIME, _DAY_IN_MINUTES
    WEEK = "week", Dimension.TIME, 7 * _DAY_IN_MINUTES
    KILOGRAM = "kg", Dimension.BODY_WEIGHT, Fraction(1)
    KG_PER_M2 = "kg/m2", Dimension.BODY_MASS_INDEX, Fraction(1)
    YEAR = "year", Dimension.AGE, Fraction(1)
    MMHG = "mmHg", Dimension.PRESSURE, Fraction(1)
    PER_MIN = "/min", Dimension.FREQUENCY, Fraction(1)
    PERCENT = "%", Dimension.FRACTION, Fraction(1)
    G_PER_DL = "g/dL", Dimension.BREATH_ALCOHOL, Fraction(1)
    TIMES_ULN = "x ULN", Dimension.MULTIPLE_OF_NORMAL, Fraction(1)
    POINT = "point", Dimension.SCORE, Fraction(1)


_BY_SPELLING = {unit.value: unit for unit in Unit}
_PLURALS = {"days": Unit.DAY, "weeks": Unit.WEEK, "years": Unit.YEAR, "points": Unit.POINT}

# What people write between the strokes of a unit, and the spelling that cannot be misread. An unknown unit is
# refused with this cure, never rewritten.
_CURES = {
    "ug": "mcg", "µg": "mcg", "μg": "mcg", "mgs": "mg", "kgs": "kg", "cc": "mL", "hr": "h", "hrs": "h",
    "hour": "h", "hours": "h", "mins": "min", "minute": "min", "minutes": "min", "sec": "s", "d": "day",
    "wk": "week", "y": "year", "yr": "year", "m²": "m2",
}  # fmt: skip
_LOWERED = {unit.value.lower(): unit.value for unit in Unit}


def find_unit(text: str) -> Unit | None:
    """Return the unit spelled ``text``, or None when it is not one of ours."""
    if text in _PLURALS:
        return _PLURALS[text]
    return _BY_SPELLING.get(text)


def unit_cure(text: str) -> str:
    """Return the half sentence that tells how to mend an unknown unit."""
    meant = "/".join(_CURES.get(part, part) for part in text.split("/")).lower()
    if text == "bpm":
        return 'write "/min"'
    if text.lower() in ("month", "months"):
        return "write days or weeks; a month has no fixed length"
    if meant in _LOWERED:
        return f'write "{_LOWERED[meant]}"'
    return 'use a unit such as "mg/kg", "mg", "min", "mL/h" or "mg/mL"'
