"""Drawings as data: the same list of shapes is painted on the screen and printed in the PDF.

Coordinates are in points, x to the right, y downwards from the top left. Colours and weights are roles of the
visual language, resolved by whoever paints.
"""

from dataclasses import dataclass
from enum import StrEnum


class Ink(StrEnum):
    """A colour role (light values: light_colours.py; dark: gui/theme.py; paper: export/pdf/style.py)."""

    TEXT = "text"
    MUTED = "muted"
    HAIRLINE = "hairline"
    BAND = "band"
    SURFACE = "surface"
    ACCENT = "accent"
    HARD = "hard"
    SOFT = "soft"
    ADVISORY = "advisory"
    NOT_ASSESSED = "not_assessed"
    STUDY_DRUG = "study_drug"
    COMPARATOR = "comparator"
    THERAPY = "therapy"
    ASSESSMENT = "assessment"
    FOLLOW_UP = "follow_up"


class Hatch(StrEnum):
    """How an area is filled, so that it can be told apart without colour."""

    SOLID = "solid"
    DIAGONAL = "diagonal"
    NONE = "none"


class Align(StrEnum):
    """Where a text stands relative to its x."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Timed:
    """When a mark stands, in minutes from ``origin``; ``place`` is the visit or session that moves it."""

    place: str
    origin: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; ``radius`` rounds its corners. ``place`` makes it selectable; ``tip`` explains it.

    ``timed`` says what a mark on an axis of time moves with.
    """

    x: float
    y: float
    width: float
    height: float
    fill: Ink | None = None
    stroke: Ink | None = None
    hatch: Hatch = Hatch.SOLID
    radius: float = 0
    place: str | None = None
    tip: str | None = None
    timed: Timed | None = None


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    ink: Ink = Ink.MUTED
    width: float = 1
    is_dashed: bool = False
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled polygon, such as the randomisation diamond."""

    points: tuple[tuple[float, float], ...]
    fill: Ink
    place: str | None = None
    tip: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A text; ``y`` is its baseline. ``max_width`` shortens it with an ellipsis."""

    x: float
    y: float
    text: str
    size: float = 9
    ink: Ink = Ink.TEXT
    align: Align = Align.LEFT
    is_bold: bool = False
    max_width: float | None = None
    place: str | None = None


Mark = Box | Stroke | Shape | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure: its size, its marks in painting order, and a text for those who cannot see it."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    description: str
