"""Cells of the schedule as text for spreadsheets: written, and read strictly or refused with the cure."""

import re
from dataclasses import dataclass

from protocol_designer.domain.schedule import CellTime, ScheduleCell
from protocol_designer.quantities import TimeOffset, UnreadableNumber, UnreadableQuantity
from protocol_designer.quantities.decimals import exact_decimal

MOST_CHARACTERS = 1_000_000
"""A pasted text longer than this is no schedule."""

_MARKS = ("X", "x", "1", "●")
_LETTERS = {"B": CellTime.BEFORE_DOSE, "D": CellTime.DURING_DOSE, "A": CellTime.AFTER_DOSE}


class UnreadableCells(ValueError):  # noqa: N818  # the grid shows its sentence and pastes nothing
    """A text that is no mark, or no table; the message is one sentence with the cure."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a text says of a cell: marked, with times where it names them."""

    offsets: tuple[TimeOffset, ...] = ()
    times: tuple[CellTime, ...] = ()


def read_mark(text: str) -> Mark | None:
    """Read X, x, 1 or ●; B, D, A for before, during and after the dose; or times. Empty text is no mark.

    Raises:
        UnreadableCells: It is none of these.
    """
    text = text.strip(" ")
    if not text:
        return None
    if text in _MARKS:
        return Mark()
    if all(piece in _LETTERS for piece in text.split(" ")):
        named = {_LETTERS[piece] for piece in text.split(" ")}
        return Mark(times=tuple(time for time in CellTime if time in named))
    try:
        return Mark(offsets=read_times(text))
    except (UnreadableQuantity, UnreadableNumber) as error:
        if not re.search(r"[0-9]", text):
            raise UnreadableCells(
                f"“{text[:40]}” is no mark; write X, or times such as -30 min; 40 min."
            ) from error
        raise UnreadableCells(str(error)) from error


def read_times(text: str) -> tuple[TimeOffset, ...]:
    """Read times from the start of the dose, such as ``-30 min; +40 min``, each once and in order.

    Raises:
        UnreadableQuantity: A piece is not a time; the message says which.
    """
    found: dict[object, TimeOffset] = {}
    for piece in text.split(";"):
        time = TimeOffset.parse(piece.strip(" ").removeprefix("+"))
        if time.minutes in found:
            raise UnreadableQuantity(f"{time.printed()} stands twice; write each time once.")
        found[time.minutes] = time
    return tuple(sorted(found.values()))


def write_times(offsets: tuple[TimeOffset, ...]) -> str:
    """Write times so that `read_times` reads them back."""
    return "; ".join(f"{exact_decimal(offset.value)} {offset.unit}" for offset in offsets)


def write_mark(cell: ScheduleCell | None) -> str:
    """Write a cell so that `read_mark` reads it back; its footnote is left out."""
    if cell is None:
        return ""
    if cell.from_dose_start:
        return write_times(cell.from_dose_start)
    letters = [letter for letter, time in _LETTERS.items() if time in cell.times]
    return " ".join(letters) or "X"


def read_table(text: str) -> tuple[tuple[str, ...], ...]:
    """Split a text into rows and columns as spreadsheets write them, the last line break left out.

    Raises:
        UnreadableCells: The text is empty or too long, or its rows are not equally long.
    """
    if len(text) > MOST_CHARACTERS:
        raise UnreadableCells("The text on the clipboard is too long for a schedule; copy the cells alone.")
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    rows = tuple(tuple(line.split("\t")) for line in text.split("\n"))
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise UnreadableCells(
                f"Row {number} of the text has {len(row)} columns, the first has {len(rows[0])}; "
                "copy a rectangle of cells."
            )
    return rows
