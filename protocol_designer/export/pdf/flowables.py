"""Flowables of our own: text and tables that measure once and know what they are, contents line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, repeat
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph
from reportlab.platypus import Table as PdfTable
from reportlab.platypus.paragraph import _HSFrag

from protocol_designer.export.pdf.fonts import FontFace, Fonts
from protocol_designer.export.pdf.structure import Element
from protocol_designer.export.pdf.style import BODY_SIZE, ink_colour
from protocol_designer.export.pdf.tagging import TaggedText
from protocol_designer.report.blocks import Heading
from protocol_designer.report.display_list import Ink

_DOT_GAP = 3.2
_TOC_LEADING = 1.24
ABOVE_TARGET = 6.0
"""How much above a target a link leads, so that it does not touch the window's edge."""
_MOST_OF_A_PAGE = 400.0
"""Points below which a table rather moves to the next page than parts rows that belong together."""


class Rehearsed(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Draws nothing in a rehearsal, a pass that only finds out on which page everything stands."""

    def drawOn(self, canvas: Canvas, x: float, y: float, _sW: float = 0) -> None:
        """Draw, unless the canvas rehearses."""
        if not canvas.is_rehearsal:
            self.mark_places(canvas, x, y)
            super().drawOn(canvas, x, y, _sW)

    def mark_places(self, canvas: Canvas, x: float, y: float) -> None:
        """Tell the canvas which places are printed here; most things speak of none."""


class SteadyParagraph(Rehearsed, Paragraph):  # type: ignore[misc]  # reportlab has no types
    """A paragraph that breaks its lines once for each width, however often it is measured.

    Attributes:
        element: What it is in the structure; None leaves it to what it stands in, such as a cell.
        label: What its bullet or number is.
        keys: The anchors and places that it speaks of.
        place: The place that it speaks of.
        anchor: The target that links to it have.
        heading: The heading that it is.
        counts_lines: Whether its lines are numbered.
    """

    element: Element | None = None
    label: Element | None = None
    keys: tuple[str, ...] = ()
    place: str | None = None
    anchor: str | None = None
    heading: Heading | None = None
    counts_lines = False
    _broken_for: float | None = None

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Measure, or repeat the measure for the same width."""
        if self._broken_for != availWidth or not hasattr(self, "blPara"):
            super().wrap(availWidth, availHeight)
            self._broken_for = availWidth
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        """Split at a line; reportlab throws the broken lines away, so they may have to be found again."""
        self.wrap(availWidth, availHeight)
        parts = list(super().split(availWidth, availHeight))
        for index, part in enumerate(parts):
            part.element, part.label, part.keys = self.element, self.label, self.keys
            part.place, part.counts_lines = self.place, self.counts_lines
            if index == 0:
                part.anchor, part.heading = self.anchor, self.heading
        return parts

    def mark_places(self, canvas: Canvas, x: float, y: float) -> None:
        """Mark the whole paragraph with its place."""
        if self.place is not None:
            canvas.mark(self.place, x, y, self.width, self.height)

    def beginText(self, x: float, y: float) -> TaggedText:
        """Start the text itself, which may be another element than the bullet before it."""
        text: TaggedText = self.canv.beginText(x, y)
        text.belong_to(self.element)
        text.word_ends = self._word_ends() if self._breaks_words() else repeat(True)
        return text

    def draw(self) -> None:
        """Draw bullet, text and line numbers."""
        canvas = self.canv
        if self.anchor is not None:
            canvas.bookmarkHorizontal(self.anchor, 0, self.height + ABOVE_TARGET)
        if self.label is None:
            super().draw()
        else:
            with canvas.within(self.label):
                super().draw()
        if self.counts_lines:
            leading, size = self.style.leading, self.style.fontSize
            count = len(self.blPara.lines)
            canvas.number_lines([self.height - size - index * leading for index in range(count)])

    def _breaks_words(self) -> bool:
        """Tell whether a word is wider than the column, so that a line may end inside it."""
        room = self.width - self.style.leftIndent - self.style.rightIndent
        return any(
            len(word) * frag.fontSize > room and stringWidth(word, frag.fontName, frag.fontSize) > room
            for frag, text in _pieces(self.frags)
            for word in text.split()
        )

    def _word_ends(self) -> Iterator[bool]:
        """Tell for each line whether it ends with a word, by counting letters."""
        text = "".join(" " if hasattr(frag, "lineBreak") else text for frag, text in _pieces(self.frags))
        ends, letters = set(), 0
        for word in text.split():
            letters += len(word)
            ends.add(letters)
        letters = 0
        for line in self.blPara.lines:
            pieces = line[1] if self.blPara.kind == 0 else [piece.text for piece in line.words]
            letters += sum(len(word) for piece in pieces for word in piece.split())
            yield letters in ends


def _pieces(frags: Sequence[Any]) -> Iterator[tuple[Any, str]]:
    """Yield looks and texts; the second part of a split paragraph keeps them word by word."""
    for frag in frags:
        if isinstance(frag, list):
            yield from ((look, text) for look, text in frag[1:])
            if isinstance(frag, _HSFrag):
                yield frag[-1][0], " "
        else:
            yield frag, frag.text if hasattr(frag, "text") else " ".join(frag.words)


class RehearsedTable(Rehearsed, PdfTable):  # type: ignore[misc]  # reportlab has no types
    """A table that can be laid out without being drawn; its rows are marked where they are drawn first.

    Attributes:
        cells: The elements of each row's cells; None where a head is repeated, which is an artifact.
        keys_of_rows: The places that each row speaks of.
        own_keys: The anchors and places of the table as a whole.
        place: The place that the table as a whole speaks of.
        places_of_cells: For each row its places, each with its first column and the one behind its last.
        rows_of_start: How many rows, heads included, stand together at the top.
    """

    cells: Sequence[Sequence[Element | None]] = ()
    keys_of_rows: Sequence[tuple[str, ...]] = ()
    own_keys: tuple[str, ...] = ()
    place: str | None = None
    places_of_cells: Sequence[tuple[tuple[str, int, int], ...]] = ()
    rows_of_start: int = 0
    _measured_for: float | None = None

    def _calc(self, availWidth: float, availHeight: float) -> None:
        """Measure all rows once for a width; reportlab would do it again wherever the table is tried."""
        if self._measured_for == availWidth:
            return
        super()._calc(availWidth, availHeight)
        if self._hmax == len(self._rowHeights):
            self._measured_for = availWidth

    @property
    def height_of_start(self) -> float:
        """The height of the rows that stand together at the top, once the table is measured, in points."""
        return float(sum(self._rowHeights[: self.rows_of_start]))

    @property
    def keys(self) -> tuple[str, ...]:
        """The places that this part of the table speaks of."""
        return (*self.own_keys, *(key for keys in self.keys_of_rows for key in keys))

    def mark_places(self, canvas: Canvas, x: float, y: float) -> None:
        """Mark the table, and its cells, with their places."""
        if self.place is not None:
            canvas.mark(self.place, x, y, self._width, self._height)
        lefts = [0.0, *accumulate(self._colWidths)]
        row_top = y + self._height
        for places, height in zip(self.places_of_cells, self._rowHeights, strict=False):
            row_top -= height
            for place, first, behind in places:
                canvas.mark(place, x + lefts[first], row_top, lefts[behind] - lefts[first], height)

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        """Split between rows."""
        parts = list(super().split(availWidth, availHeight))
        if not parts and availHeight > _MOST_OF_A_PAGE:
            # Rows that are kept together but fill more than a page are parted after all.
            self._nosplitCmds: list[Any] = []
            parts = list(super().split(availWidth, availHeight))
        if len(parts) != 2:
            return parts
        first, second = parts
        heads, at = self.repeatRows, len(first._cellvalues)
        unmarked = [[None] * len(row) for row in self.cells[:heads]]
        first.cells, second.cells = self.cells[:at], [*unmarked, *self.cells[at:]]
        first.keys_of_rows = self.keys_of_rows[:at]
        second.keys_of_rows = [*(() for _ in unmarked), *self.keys_of_rows[at:]]
        first.own_keys = second.own_keys = self.own_keys
        first.place = second.place = self.place
        first.places_of_cells = self.places_of_cells[:at]
        second.places_of_cells = [*self.places_of_cells[:heads], *self.places_of_cells[at:]]
        return parts


def mark_cells(table: RehearsedTable, event: str, *where: Any) -> None:
    """Let what a table draws into a cell belong to the element of the cell; reportlab calls it."""
    if event == "startCell":
        row, column = where[0], where[1]
        table.canv.push_element(table.cells[row][column])
    elif event == "endCell":
        table.canv.pop_element()


@dataclass(frozen=True, slots=True)
class TocEntry:
    """One line of a list of contents: a heading of level 1 or 2, or a table or figure (level 3)."""

    number: str
    text: str
    anchor: str
    level: int


class TocLine(Rehearsed):
    """One line of the contents list: number, title, dots, page; a link as a whole."""

    def __init__(self, entry: TocEntry, page: int | None, fonts: Fonts, element: Element) -> None:
        super().__init__()
        self._entry = entry
        self._page = "" if page is None else str(page)
        self._fonts = fonts
        self._element = element
        self._indent = 20.0 if entry.level == 2 else 0.0
        self._size = BODY_SIZE if entry.level == 1 else BODY_SIZE - 1
        self._before = 5.0 if entry.level == 1 else 0.0
        self._lines: list[str] = []

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Break a long title so that the page number keeps its column."""
        self.width = availWidth
        self._lines = self._broken(availWidth - self._title_x() - 44)
        return availWidth, self._before + self._leading() * len(self._lines)

    def draw(self) -> None:
        """Draw from the top; dots lead from the last line to the page."""
        face = FontFace.BOLD if self._entry.level == 1 else FontFace.REGULAR
        y = self._leading() * (len(self._lines) - 1) + 3
        canvas = self.canv
        canvas.setFillColor(ink_colour(Ink.TEXT))
        page_width = self._width(self._page, face)
        end = 0.0
        with canvas.within(self._element):
            if self._entry.number:
                self._show(self._indent, y, f"{self._entry.number} ", face)
            for line in self._lines:
                end = self._show(self._title_x(), y, f"{line} ", face)
                y -= self._leading()
            y += self._leading()
            self._show(self.width - page_width, y, self._page, face)
            height = self._leading() * len(self._lines)
            canvas.linkRect("", self._entry.anchor, (0, 0, self.width, height))
        right = self.width - page_width - 6
        if right > end + 2 * _DOT_GAP:
            canvas.setStrokeColor(ink_colour(Ink.HAIRLINE))
            canvas.setLineWidth(0.9)
            canvas.setLineCap(1)
            canvas.setDash(0, _DOT_GAP)
            canvas.line(right, y + 1, end + 4, y + 1)

    def _title_x(self) -> float:
        if not self._entry.number:
            return self._indent
        return self._indent + {1: 20.0, 2: 30.0}.get(self._entry.level, 56.0)

    def _leading(self) -> float:
        return self._size * _TOC_LEADING

    def _broken(self, room: float) -> list[str]:
        face = FontFace.BOLD if self._entry.level == 1 else FontFace.REGULAR
        lines: list[str] = []
        for word in self._entry.text.split():
            if lines and self._width(f"{lines[-1]} {word}", face) <= room:
                lines[-1] = f"{lines[-1]} {word}"
            else:
                lines.append(word)
        return lines or [""]

    def _width(self, text: str, face: FontFace) -> float:
        return sum(self._fonts.width(piece, name, self._size) for piece, name in self._fonts.runs(text, face))

    def _show(self, x: float, y: float, text: str, face: FontFace) -> float:
        for piece, name in self._fonts.runs(text, face):
            self.canv.setFont(name, self._size)
            self.canv.drawString(x, y, piece)
            x += self._fonts.width(piece, name, self._size)
        return x
