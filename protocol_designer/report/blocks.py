"""What a document is made of: headings, paragraphs, lists, tables, figures. Knows no file format.

Text is plain text, never markup; every block may carry the place in the protocol that it speaks of.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from protocol_designer.report.display_list import Align, Drawing, Ink


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look; ``link`` is an anchor of this document (``#ref-3``) or a web address.

    ``pages_of`` names anchors and places: the numbers of the pages on which they stand are printed instead of
    the text, each a link, and the text only when they stand nowhere. A place includes what lies below it.
    """

    text: str
    is_bold: bool = False
    is_italic: bool = False
    ink: Ink | None = None
    link: str | None = None
    pages_of: tuple[str, ...] = ()


Runs = tuple[Run, ...]


class ParagraphKind(StrEnum):
    """What a paragraph is for; a gap is something that is not decided yet."""

    BODY = "body"
    LEAD = "lead"
    SMALL = "small"
    GAP = "gap"
    NOTICE = "notice"
    TITLE = "title"
    SUBTITLE = "subtitle"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``anchor`` is what contents list, outline and links point to."""

    level: int
    text: str
    number: str
    anchor: str
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``label`` stands bold before it, ``anchor`` makes it a link target."""

    runs: Runs
    kind: ParagraphKind = ParagraphKind.BODY
    place: str | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list of items, with bullets or with numbers; ``anchors`` names the items that links point to."""

    items: tuple[Runs, ...]
    is_numbered: bool = False
    first_number: int = 1
    anchors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its share of the width, how its text stands, and its heading-like role for each row."""

    share: float
    align: Align = Align.LEFT
    is_row_header: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; ``span`` columns wide. ``place`` names what it speaks of."""

    runs: Runs
    span: int = 1
    place: str | None = None


class RowKind(StrEnum):
    """What a row is: ordinary, a band that names a group, or one that must be noticed."""

    PLAIN = "plain"
    GROUP = "group"
    MARKED = "marked"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """A table; header rows are repeated on every page.

    ``is_grid`` marks the dense schedule; ``has_rules`` asks for a hairline below each row; ``anchor`` is what
    links point to.
    """

    caption: str
    columns: tuple[Column, ...]
    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    footnotes: tuple[Runs, ...] = ()
    is_grid: bool = False
    place: str | None = None
    has_rules: bool = False
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with the caption below it; ``anchor`` is what links point to."""

    drawing: Drawing
    caption: str
    place: str | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page, upright or turned sideways."""

    is_landscape: bool = False


class Listed(StrEnum):
    """What a list of contents lists."""

    HEADINGS = "headings"
    TABLES = "tables"
    FIGURES = "figures"


@dataclass(frozen=True, slots=True)
class Contents:
    """A list of contents stands here, each line with its page."""

    of: Listed = Listed.HEADINGS


Block = Heading | Paragraph | BulletList | Table | Figure | PageBreak | Contents


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document: its metadata, what stands at the head of each page, and its blocks."""

    title: str
    author: str
    subject: str
    date: str
    running_title: str
    running_details: str
    is_draft: bool
    blocks: tuple[Block, ...]


def runs_of(block: Block) -> Iterator[Run]:
    """Yield every run of a block."""
    if isinstance(block, Paragraph):
        yield from block.runs
    elif isinstance(block, BulletList):
        for item in block.items:
            yield from item
    elif isinstance(block, Table):
        for row in (*block.header, *block.rows):
            for cell in row.cells:
                yield from cell.runs
        for note in block.footnotes:
            yield from note


def texts_of(block: Block) -> Iterator[tuple[str, str | None]]:
    """Yield every text of a block with the place it speaks of."""
    if isinstance(block, Heading):
        yield f"{block.number} {block.text}", block.place
    elif isinstance(block, Paragraph):
        yield from ((run.text, block.place) for run in block.runs)
    elif isinstance(block, BulletList):
        for index, item in enumerate(block.items):
            place = block.places[index] if index < len(block.places) else None
            yield from ((run.text, place) for run in item)
    elif isinstance(block, Table):
        yield block.caption, block.place
        for row in (*block.header, *block.rows):
            for cell in row.cells:
                yield from ((run.text, cell.place or block.place) for run in cell.runs)
        for note in block.footnotes:
            yield from ((run.text, block.place) for run in note)
    elif isinstance(block, Figure):
        yield block.caption, block.place
        for mark in block.drawing.marks:
            text = getattr(mark, "text", None)
            if text is not None:
                yield text, mark.place
