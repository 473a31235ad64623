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


class Unit(StrEnum):
    """A unit, spelled as the Institute for Safe Medication Practices asks (mcg, mL)."""

    NANOGRAM = "ng"
    MICROGRAM = "mcg"
    MILLIGRAM = "mg"
    GRAM = "g"
    MG_PER_KG = "mg/kg"
    MCG_PER_KG = "mcg/kg"
    MG_PER_MIN = "mg/min"
    MG_PER_H = "mg/h"
    MG_PER_DAY = "mg/day"
    MCG_PER_MIN = "mcg/min"
    MG_PER_KG_PER_MIN = "mg/kg/min"
    MG_PER_KG_PER_H = "mg/kg/h"
    MCG_PER_KG_PER_MIN = "mcg/kg/min"
    MCG_PER_KG_PER_H = "mcg/kg/h"
    MG_PER_ML = "mg/mL"
    MCG_PER_ML = "mcg/mL"
    NG_PER_ML = "ng/mL"
    MILLILITRE = "mL"
    LITRE = "L"
    ML_PER_H = "mL/h"
    ML_PER_MIN = "mL/min"
    SECOND = "s"
    MINUTE = "min"
    HOUR = "h"
    DAY = "day"
    WEEK = "week"
    KILOGRAM = "kg"
    KG_PER_M2 = "kg/m2"
    YEAR = "year"
    MMHG = "mmHg"
    PER_MIN = "/min"
    PERCENT = "%"
    G_PER_DL = "g/dL"
    TIMES_ULN = "x ULN"
    POINT = "point"

    @property
    def dimension(self) -> Dimension:
        """What this unit measures."""
        return _DEFINITIONS[self][0]

    @property
    def scale(self) -> Fraction:
        """How many of the dimension's base unit one of this unit is, exactly."""
        return _DEFINITIONS[self][1]


_DAY = Fraction(24 * 60)

_DEFINITIONS: dict[Unit, tuple[Dimension, Fraction]] = {
    Unit.NANOGRAM: (Dimension.MASS, Fraction(1, 1_000_000)),
    Unit.MICROGRAM: (Dimension.MASS, Fraction(1, 1000)),
    Unit.MILLIGRAM: (Dimension.MASS, Fraction(1)),
    Unit.GRAM: (Dimension.MASS, Fraction(1000)),
    Unit.MG_PER_KG: (Dimension.MASS_PER_WEIGHT, Fraction(1)),
    Unit.MCG_PER_KG: (Dimension.MASS_PER_WEIGHT, Fraction(1, 1000)),
    Unit.MG_PER_MIN: (Dimension.MASS_RATE, Fraction(1)),
    Unit.MG_PER_H: (Dimension.MASS_RATE, Fraction(1, 60)),
    Unit.MG_PER_DAY: (Dimension.MASS_RATE, 1 / _DAY),
    Unit.MCG_PER_MIN: (Dimension.MASS_RATE, Fraction(1, 1000)),
    Unit.MG_PER_KG_PER_MIN: (Dimension.MASS_RATE_PER_WEIGHT, Fraction(1)),
    Unit.MG_PER_KG_PER_H: (Dimension.MASS_RATE_PER_WEIGHT, Fraction(1, 60)),
    Unit.MCG_PER_KG_PER_MIN: (Dimension.MASS_RATE_PER_WEIGHT, Fraction(1, 1000)),
    Unit.MCG_PER_KG_PER_H: (Dimension.MASS_RATE_PER_WEIGHT, Fraction(1, 60_000)),
    Unit.MG_PER_ML: (Dimension.CONCENTRATION, Fraction(1)),
    Unit.MCG_PER_ML: (Dimension.CONCENTRATION, Fraction(1, 1000)),
    Unit.NG_PER_ML: (Dimension.CONCENTRATION, Fraction(1, 1_000_000)),
    Unit.MILLILITRE: (Dimension.VOLUME, Fraction(1)),
    Unit.LITRE: (Dimension.VOLUME, Fraction(1000)),
    Unit.ML_PER_H: (Dimension.VOLUME_RATE, Fraction(1, 60)),
    Unit.ML_PER_MIN: (Dimension.VOLUME_RATE, Fraction(1)),
    Unit.SECOND: (Dimension.TIME, Fraction(1, 60)),
    Unit.MINUTE: (Dimension.TIME, Fraction(1)),
    Unit.HOUR: (Dimension.TIME, Fraction(60)),
    Unit.DAY: (Dimension.TIME, _DAY),
    Unit.WEEK: (Dimension.TIME, 7 * _DAY),
    Unit.KILOGRAM: (Dimension.BODY_WEIGHT, Fraction(1)),
    Unit.KG_PER_M2: (Dimension.BODY_MASS_INDEX, Fraction(1)),
    Unit.YEAR: (Dimension.AGE, Fraction(1)),
    Unit.MMHG: (Dimension.PRESSURE, Fraction(1)),
    Unit.PER_MIN: (Dimension.FREQUENCY, Fraction(1)),
    Unit.PERCENT: (Dimension.FRACTION, Fraction(1)),
    Unit.G_PER_DL: (Dimension.BREATH_ALCOHOL, Fraction(1)),
    Unit.TIMES_ULN: (Dimension.MULTIPLE_OF_NORMAL, Fraction(1)),
    Unit.POINT: (Dimension.SCORE, Fraction(1)),
}

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
    return Unit(text) if text in Unit._value2member_map_ else None


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
