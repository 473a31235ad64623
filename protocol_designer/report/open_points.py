"""What a document still leaves open that a final one must not: empty sections, missing key facts."""

from collections.abc import Iterator
from typing import NamedTuple

from protocol_designer.report.blocks import (
    Block,
    BulletList,
    Cell,
    Document,
    Figure,
    Heading,
    Paragraph,
    ParagraphKind,
    Table,
)
from protocol_designer.report.writer import GAP, NO_CONTENT, is_gap

_REQUIRED = (
    "identity.full_title", "identity.protocol_number", "identity.version", "identity.version_date",
    "identity.is_original", "identity.phase", "identity.sponsor_name", "identity.registration",
)  # fmt: skip
"""What ICH M11 asks for on a title page, and the registration that SPIRIT 2025 asks for."""
_AMENDMENT = "amendment."
_NO_PLACE = "narrative"
"""The protocol text: where a section can be written that no part of the protocol fills."""


class OpenPoint(NamedTuple):
    """One sentence, and the place in the protocol that settles it."""

    text: str
    place: str


def placed_points(document: Document) -> tuple[OpenPoint, ...]:
    """Return each point once, in the order of the document."""
    found = {point.text: point for point in reversed(tuple(_points(document.blocks)))}
    return tuple(reversed(found.values()))


def open_points(document: Document) -> tuple[str, ...]:
    """Return one sentence for each point, in the order of the document."""
    return tuple(point.text for point in placed_points(document))


def _points(blocks: tuple[Block, ...]) -> Iterator[OpenPoint]:
    section = ""
    number = ""
    for index, block in enumerate(blocks):
        if isinstance(block, Heading):
            section = f"Section {block.number}, {block.text}" if block.number else block.text
            number = block.number or number
            if block.number.count(".") == 1 and _is_bare(_content(blocks, index)):
                yield OpenPoint(f"{section}: nothing in it is decided.", _first_place(blocks, index))
        elif isinstance(block, Paragraph):
            if block.kind is ParagraphKind.GAP:
                yield OpenPoint(f"{section}: {_gap_words(block)}", block.place or _NO_PLACE)
            elif block.place in _REQUIRED and any(is_gap(run) for run in block.runs):
                what = block.runs[0].text.rpartition(": ")[2]
                yield OpenPoint(f"Title page: the {what} is not decided.", block.place)
        elif isinstance(block, Table) and not number:
            yield from _facts(block)


def _facts(table: Table) -> Iterator[OpenPoint]:
    """Yield the facts of title page and amendment that are missing."""
    for row in table.rows:
        for cell in row.cells:
            place = cell.place or ""
            if (place in _REQUIRED or place.startswith(_AMENDMENT)) and _is_open(cell):
                name = "".join(run.text for run in row.cells[0].runs)
                where = "Amendment" if place.startswith(_AMENDMENT) else "Title page"
                yield OpenPoint(f"{where}: “{name}” is not decided.", place)


def _first_place(blocks: tuple[Block, ...], heading: int) -> str:
    """Return the place of the first cell below a heading that names one."""
    tables = (block for block in _content(blocks, heading) if isinstance(block, Table))
    cells = (cell for table in tables for row in table.rows for cell in row.cells)
    return next((cell.place for cell in cells if cell.place), _NO_PLACE)


def _content(blocks: tuple[Block, ...], heading: int) -> Iterator[Block]:
    """Yield what stands under a heading, up to the next numbered one or the next chapter."""
    for block in blocks[heading + 1 :]:
        if isinstance(block, Heading) and (block.number or block.level == 1):
            return
        yield block


def _is_bare(content: Iterator[Block]) -> bool:
    """Tell whether a section holds tables without any value and nothing else; a gap speaks for itself."""
    kinds = list(content)
    if any(isinstance(block, Paragraph | BulletList | Figure) for block in kinds):
        return False
    tables = [block for block in kinds if isinstance(block, Table)]
    return bool(tables) and all(
        _is_open(row.cells[-1]) for table in tables for row in table.rows if len(row.cells) > 1
    )


def _is_open(cell: Cell) -> bool:
    return any(is_gap(run) for run in cell.runs)


def _gap_words(paragraph: Paragraph) -> str:
    what = "".join(run.text for run in paragraph.runs).removeprefix(f"{GAP}: ")
    if what == f"{NO_CONTENT}.":
        return "it has no content; write it, or say why it does not apply."
    return f"{what.removesuffix('.')} is not decided yet."
