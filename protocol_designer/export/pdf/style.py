"""How the paper looks: colours, type scale, page sizes and margins (one language with the window)."""

from dataclasses import dataclass

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, LETTER

from protocol_designer.report.display_list import Ink
from protocol_designer.report.light_colours import LIGHT_COLOURS

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
FOOTER_FROM_BOTTOM = 34.0
STAMP_HEIGHT = 144.0
"""Two inches: what boards that stamp every page ask to be left blank at its foot."""

# A printer thins hairlines and darkens bands: the paper draws the one stronger and the other paler.
_COLOURS = LIGHT_COLOURS | {Ink.HAIRLINE: "#B9C0CA", Ink.BAND: "#F1F3F6"}
_RESOLVED = {ink: HexColor(colour) for ink, colour in _COLOURS.items()}


@dataclass(frozen=True, slots=True)
class Paper:
    """A page size in points, upright, and how much of the foot of every page stays blank for a stamp."""

    width: float
    height: float
    blank_foot: float = 0.0

    @property
    def text_width(self) -> float:
        """The width of the text column on an upright page."""
        return self.width - 2 * MARGIN_SIDE

    @property
    def landscape_text_width(self) -> float:
        """The width of the text column on a page turned sideways."""
        return self.height - 2 * MARGIN_SIDE

    @property
    def footer_y(self) -> float:
        """The baseline of the footer, above what stays blank."""
        return max(FOOTER_FROM_BOTTOM, self.blank_foot + 10)

    @property
    def bottom(self) -> float:
        """Where the text column ends."""
        return self.footer_y + MARGIN_BOTTOM - FOOTER_FROM_BOTTOM

    def text_height(self, is_landscape: bool) -> float:
        """The height of the text column."""
        return (self.width if is_landscape else self.height) - MARGIN_TOP - self.bottom


PAPERS = {"a4": Paper(*A4), "letter": Paper(*LETTER)}


def ink_colour(ink: Ink) -> Color:
    """Return the paper colour of a role."""
    return _RESOLVED[ink]


def ink_hex(ink: Ink) -> str:
    """Return the paper colour of a role as ``#rrggbb``."""
    return _COLOURS[ink]
