"""Cut, copy and paste in the schedule grid: tab separated text outside, whole cells inside."""

import json

from pydantic import TypeAdapter, ValidationError
from PySide6.QtCore import QMimeData, QRect
from PySide6.QtGui import QGuiApplication

from protocol_designer.domain.schedule import ScheduleCell
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.edit import Edit
from protocol_designer.workspace.models.activity_grid import ActivityGrid
from protocol_designer.workspace.models.grid_changes import (
    Contents,
    Spot,
    contents_of,
    pasted_cells,
    pasted_text,
    text_of,
)
from protocol_designer.workspace.models.grid_text import UnreadableCells, read_table

_OWN = "application/x-ketprotocol-cells"
_CONTENTS: TypeAdapter[tuple[tuple[ScheduleCell | None, ...], ...]] = TypeAdapter(
    tuple[tuple[ScheduleCell | None, ...], ...]
)


def block_in(grid: ActivityGrid, area: QRect) -> list[list[Spot]]:
    """Return the spots of a rectangle, the headings of groups left out."""
    rows = []
    for row in range(area.top(), area.bottom() + 1):
        spots = [grid.spot(row, column) for column in range(area.left(), area.right() + 1)]
        if line := [spot for spot in spots if spot is not None]:
            rows.append(line)
    return rows


def copy_cells(trial: TrialProtocol, block: list[list[Spot]]) -> None:
    """Put a rectangle on the clipboard, as text and as it is."""
    data = QMimeData()
    data.setText(text_of(trial, block))
    data.setData(_OWN, _CONTENTS.dump_json(contents_of(trial, block)))
    QGuiApplication.clipboard().setMimeData(data)


def paste_cells(trial: TrialProtocol, grid: ActivityGrid, area: QRect) -> Edit:
    """Return the edit that pastes the clipboard from the first chosen cell on; one cell fills all chosen.

    Raises:
        UnreadableCells: Something on the clipboard cannot be read or has no room; nothing is changed.
    """
    data: QMimeData | None = QGuiApplication.clipboard().mimeData()
    if data is None or not data.hasText():
        raise UnreadableCells("There is no text on the clipboard; copy cells of a spreadsheet first.")
    if data.hasFormat(_OWN) and (contents := _own_contents(bytes(data.data(_OWN).data()))):
        targets = _targets(grid, area, len(contents), len(contents[0]))
        if len(contents) == len(contents[0]) == 1:
            contents = tuple(contents[0] * len(row) for row in targets)
        return pasted_cells(trial, targets, contents)
    table = read_table(data.text())
    targets = _targets(grid, area, len(table), len(table[0]))
    if len(table) == len(table[0]) == 1:
        table = tuple(table[0] * len(row) for row in targets)
    return pasted_text(trial, targets, table)


def _own_contents(raw: bytes) -> Contents | None:
    """Read what `copy_cells` wrote; None where another program claims the format."""
    try:
        contents = _CONTENTS.validate_python(json.loads(raw))
    except (ValidationError, ValueError):
        return None
    return contents if contents and contents[0] and len({len(row) for row in contents}) == 1 else None


def _targets(grid: ActivityGrid, area: QRect, height: int, width: int) -> list[list[Spot]]:
    if height == width == 1:
        return block_in(grid, area)
    room = QRect(area.left(), area.top(), grid.columnCount() - area.left(), grid.rowCount() - area.top())
    rows = block_in(grid, room)
    if len(rows) < height or room.width() < width:
        first = rows[0][0]
        raise UnreadableCells(
            f"{height} rows and {width} columns are on the clipboard, but from {first.words} on there are "
            f"{len(rows)} rows and {room.width()} columns; choose an earlier cell, or add rows and columns."
        )
    return [row[:width] for row in rows[:height]]
