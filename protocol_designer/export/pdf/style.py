"""How the paper looks: colours, type scale, page sizes and margins (one language with the window)."""

from dataclasses import dataclass

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, LETTER

from protocol_designer.report.display_list import Ink

BODY_SIZE = 10.5
BODY_LEADING = 14.2
TABLE_SIZE = 9.0
TABLE_LEADING = 11.6
GRID_SIZE = 8.0
GRID_LEADING = 10.0
SMALL_SIZE = 8.5
SMALL_LEADING = 11.2
RUNNING_SIZE = 8.0
HEADING_SIZES = {1: 17.0, 2: 13.5, 3: 11.5}
MARGIN_SIDE = 62.0
MARGIN_TOP = 68.0
MARGIN_BOTTOM = 56.0

_COLOURS = {
    Ink.TEXT: "#1B1F27",
    Ink.MUTED: "#566070",
    Ink.HAIRLINE: "#B9C0CA",
    Ink.BAND: "#F1F3F6",
    Ink.SURFACE: "#FFFFFF",
    Ink.ACCENT: "#1F5FBF",
    Ink.HARD: "#B3261E",
    Ink.SOFT: "#8A5A00",
    Ink.ADVISORY: "#1F5FBF",
    Ink.NOT_ASSESSED: "#566070",
    Ink.STUDY_DRUG: "#0072B2",
    Ink.COMPARATOR: "#B35900",
    Ink.THERAPY: "#00795A",
    Ink.ASSESSMENT: "#566070",
    Ink.FOLLOW_UP: "#8A4F7D",
}
_RESOLVED = {ink: HexColor(colour) for ink, colour in _COLOURS.items()}


@dataclass(frozen=True, slots=True)
class Paper:
    """A page size in points, upright."""

    width: float
    height: float

    @property
    def text_width(self) -> float:
        """The width of the text column on an upright page."""
        return self.width - 2 * MARGIN_SIDE

    @property
    def landscape_text_width(self) -> float:
        """The width of the text column on a page turned sideways."""
        return self.height - 2 * MARGIN_SIDE


PAPERS = {"a4": Paper(*A4), "letter": Paper(*LETTER)}


def ink_colour(ink: Ink) -> Color:
    """Return the paper colour of a role."""
    return _RESOLVED[ink]


def ink_hex(ink: Ink) -> str:
    """Return the paper colour of a role as ``#rrggbb``."""
    return _COLOURS[ink]
