"""How far a number of a right-aligned column moves left, so that decimal points stand below each other."""

import re
from collections.abc import Callable

from protocol_designer.report.blocks import Cell, Table
from protocol_designer.report.display_list import Align

_NUMBER = re.compile(r"[−-]?[\d ,\u00a0\u202f]*\d(\.\d+)?")


def decimal_shifts(table: Table, width: Callable[[str, bool], float]) -> dict[tuple[int, int], float]:
    """Return the shift in points by (column, row) of the body; cells that hold no number stay where they are.

    Args:
        width: Measures a text, regular or bold, in points.
    """
    found: dict[tuple[int, int], float] = {}
    for index, column in enumerate(table.columns):
        if column.align is not Align.RIGHT:
            continue
        tails = {
            at: width(tail, is_bold)
            for at, row in enumerate(table.rows)
            if len(row.cells) == len(table.columns) and (number := _decimals(row.cells[index])) is not None
            for tail, is_bold in (number,)
        }
        longest = max(tails.values(), default=0.0)
        found.update({(index, at): longest - tail for at, tail in tails.items() if longest > tail})
    return found


def _decimals(cell: Cell) -> tuple[str, bool] | None:
    """Return what stands from the decimal point on, and whether it is bold; None when it is no number."""
    if len(cell.runs) != 1:
        return None
    match = _NUMBER.fullmatch(cell.runs[0].text)
    return (match.group(1) or "", cell.runs[0].is_bold) if match else None
