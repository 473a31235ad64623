"""What can be done in the schedule grid by keys and from its menus."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence


class GridCommand(StrEnum):
    """One thing to do with the chosen cells, their row or their column."""

    TOGGLE = "toggle"
    CLEAR = "clear"
    CUT = "cut"
    COPY = "copy"
    PASTE = "paste"
    FILL_DOWN = "fill_down"
    FILL_RIGHT = "fill_right"
    TIMES = "times"
    FOOTNOTE = "footnote"
    OPEN_DAY = "open_day"
    ROW_UP = "row_up"
    ROW_DOWN = "row_down"
    COPY_ROW = "copy_row"
    REMOVE_ROW = "remove_row"
    COLUMN_LEFT = "column_left"
    COLUMN_RIGHT = "column_right"
    COPY_COLUMN = "copy_column"
    REMOVE_COLUMN = "remove_column"
    PURPOSE = "purpose"


_TEXTS = {
    GridCommand.TOGGLE: "Mark or clear",
    GridCommand.CLEAR: "Clear",
    GridCommand.CUT: "Cut",
    GridCommand.COPY: "Copy",
    GridCommand.PASTE: "Paste",
    GridCommand.FILL_DOWN: "Fill down",
    GridCommand.FILL_RIGHT: "Fill right",
    GridCommand.TIMES: "Times around the dose",
    GridCommand.FOOTNOTE: "Footnote",
    GridCommand.OPEN_DAY: "Show or hide the minutes of the dosing day",
    GridCommand.ROW_UP: "Move the activity up",
    GridCommand.ROW_DOWN: "Move the activity down",
    GridCommand.COPY_ROW: "Duplicate the activity",
    GridCommand.REMOVE_ROW: "Remove the activity",
    GridCommand.COLUMN_LEFT: "Move the visit left",
    GridCommand.COLUMN_RIGHT: "Move the visit right",
    GridCommand.COPY_COLUMN: "Duplicate the visit",
    GridCommand.REMOVE_COLUMN: "Remove the visit",
    GridCommand.PURPOSE: "Go to the endpoints",
}

_KEYS = {
    GridCommand.TOGGLE: "Space",
    GridCommand.CLEAR: "Del",
    GridCommand.CUT: "Ctrl+X",
    GridCommand.COPY: "Ctrl+C",
    GridCommand.PASTE: "Ctrl+V",
    GridCommand.FILL_DOWN: "Ctrl+D",
    GridCommand.FILL_RIGHT: "Ctrl+R",
    GridCommand.TIMES: "F2",
    GridCommand.FOOTNOTE: "Shift+F2",
    GridCommand.OPEN_DAY: "Ctrl+.",
    GridCommand.ROW_UP: "Alt+Up",
    GridCommand.ROW_DOWN: "Alt+Down",
    GridCommand.COLUMN_LEFT: "Alt+Left",
    GridCommand.COLUMN_RIGHT: "Alt+Right",
}

ON_CELLS = (
    GridCommand.TOGGLE,
    GridCommand.TIMES,
    GridCommand.FOOTNOTE,
    None,
    GridCommand.CUT,
    GridCommand.COPY,
    GridCommand.PASTE,
    GridCommand.CLEAR,
    None,
    GridCommand.FILL_DOWN,
    GridCommand.FILL_RIGHT,
)
ON_ROW = (
    GridCommand.ROW_UP,
    GridCommand.ROW_DOWN,
    GridCommand.COPY_ROW,
    GridCommand.REMOVE_ROW,
    GridCommand.PURPOSE,
)
ON_COLUMN = (
    GridCommand.OPEN_DAY,
    GridCommand.COLUMN_LEFT,
    GridCommand.COLUMN_RIGHT,
    GridCommand.COPY_COLUMN,
    GridCommand.REMOVE_COLUMN,
)
"""The entries of the menus on cells, names and heads; None is a line between them."""

_BY_KEYS = {
    QKeySequence(keys)[0].toCombined(): command  # type: ignore[index]  # QKeySequence can be indexed; its stub declares no __getitem__
    for command, keys in _KEYS.items()
} | {
    Qt.Key.Key_Return.value: GridCommand.TOGGLE,
    Qt.Key.Key_Enter.value: GridCommand.TOGGLE,
    Qt.Key.Key_Backspace.value: GridCommand.CLEAR,
}


def command_of(event: QKeyEvent) -> GridCommand | None:
    """Return what a key asks for; the keypad's keys count as the others."""
    without_pad = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return _BY_KEYS.get(without_pad.value | event.key())


def command_text(command: GridCommand) -> str:
    """Return the words of an entry in the user's language."""
    return QCoreApplication.translate("grid", _TEXTS[command])


def command_keys(command: GridCommand) -> QKeySequence:
    """Return the keys that a menu shows beside an entry; empty when it has none."""
    return QKeySequence(_KEYS.get(command, ""))
