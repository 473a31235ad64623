"""Blocks as plain text, for the clipboard and the command line; every cell names its column."""

import textwrap
from collections.abc import Iterator, Sequence

from protocol_designer.report.blocks import (
    Block,
    BulletList,
    Cell,
    Figure,
    Heading,
    Paragraph,
    RowKind,
    Runs,
    Table,
)

_WIDTH = 100
_INDENT = "  "


def plain_text(blocks: Sequence[Block]) -> str:
    """Write blocks one below the other; a figure is described, page breaks and contents are left out."""
    return "\n\n".join(text for block in blocks if (text := "\n".join(_lines(block)).strip("\n")))


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        title = f"{block.number} {block.text}".strip()
        yield from (title, "=" * len(title))
    elif isinstance(block, Paragraph):
        yield _wrapped(_text(block.runs))
    elif isinstance(block, BulletList):
        for number, item in enumerate(block.items, start=block.first_number):
            yield _wrapped(_text(item), f"{number}. " if block.is_numbered else "- ")
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Figure):
        yield _wrapped(f"{block.caption} {block.drawing.description}")


def _table(table: Table) -> Iterator[str]:
    heads = [_text(cell.runs) for cell in table.header[-1].cells] if table.header else []
    yield _wrapped(table.caption)
    for row in table.rows:
        first, *others = row.cells
        yield ""
        yield _wrapped(_text(first.runs).upper() if row.kind is RowKind.GROUP else _text(first.runs))
        yield from (_cell(cell, heads, number) for number, cell in enumerate(others, start=1))
    for note in table.footnotes:
        yield ""
        yield _wrapped(_text(note))


def _cell(cell: Cell, heads: Sequence[str], number: int) -> str:
    head = f"{heads[number]}: " if number < len(heads) and heads[number] else ""
    return _wrapped(f"{head}{_text(cell.runs)}", _INDENT)


def _text(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _wrapped(text: str, mark: str = "") -> str:
    """Fold each line; what follows the first stands below it."""
    rest = " " * len(mark) if mark.strip() else f"{mark}{_INDENT if mark else ''}"
    lines = text.split("\n")
    return "\n".join(
        textwrap.fill(
            line,
            _WIDTH,
            initial_indent=mark if number == 0 else rest,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for number, line in enumerate(lines)
    )
