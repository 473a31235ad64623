"""The table of the keys that have a meaning in one place only, beside those of the menus in actions.py.

Each group is a context: what has the focus. The sheet of shortcuts shows it, and a test holds it free of
conflicts. The code that acts on a key stands with its widget.
"""

from dataclasses import dataclass
from itertools import chain

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from protocol_designer.gui.widgets.grid_commands import GridCommand, command_keys, command_text


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key or several for one action; ``keys`` as `QKeySequence` reads them, in its portable form."""

    keys: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """The keys of one context, named in the user's language."""

    title: str
    rows: tuple[KeyRow, ...]


def key_groups() -> tuple[KeyGroup, ...]:
    """Return the contexts in the order of the sheet."""
    told = (
        KeyGroup(_tr(title), tuple(KeyRow(keys, _tr(text)) for keys, text in rows)) for title, rows in _GROUPS
    )
    return (*told, KeyGroup(_tr("Schedule grid"), _grid_rows()))


def printed_keys(keys: tuple[str, ...]) -> str:
    """Write keys as the system names them, with the keys of the pad left out."""
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(key).toString(native) for key in keys)


def _grid_rows() -> tuple[KeyRow, ...]:
    shown = ((command, command_keys(command).toString()) for command in GridCommand)
    own = (KeyRow((keys,), command_text(command)) for command, keys in shown if keys)
    return tuple(chain(own, (KeyRow(("Esc",), _tr("Give up filling or moving with the mouse")),)))


def _tr(text: str) -> str:
    return QCoreApplication.translate("keys", text)


_GROUPS: tuple[tuple[str, tuple[tuple[tuple[str, ...], str], ...]], ...] = (
    (
        "Fields and tables",
        (
            (("Return",), "Take what was typed; in a table go into the fields of the row"),
            (("Esc",), "Give up what was typed; leave a menu, a list or a dialog"),
            (("Tab", "Shift+Tab"), "Next field, previous field"),
            (("F4",), "Open a list of choices"),
            (("Alt+Up", "Alt+Down"), "Move the row of a table up or down"),
            (("Space",), "Tick, or press the button"),
        ),
    ),
    (
        "Outline and problems",
        (
            (("Return",), "Go to the field of a part or of a finding"),
            (("Left", "Right"), "Close or open a branch of the outline"),
        ),
    ),
    (
        "Tabs of the pages",
        ((("Left", "Right"), "Show the page beside"),),
    ),
    (
        "Design canvas",
        (
            (("Left", "Right", "Up", "Down"), "Select what stands beside, above or below"),
            (("Home", "End"), "Select the first or the last"),
            (
                ("Ctrl+Left", "Ctrl+Right", "Alt+Left", "Alt+Right"),
                "Move it by a day, beside a dose by minutes",
            ),
            (("Ctrl+Up", "Ctrl+Down", "Alt+Up", "Alt+Down"), "Move it by a finer step"),
            (("Ctrl+Shift+Left", "Ctrl+Shift+Right"), "Move the end of its window"),
            (("Alt+Shift+Left", "Alt+Shift+Right"), "Move the start of its window"),
            (("Return",), "Open it on its page"),
            (("Esc",), "Give up a drag"),
            (("Ctrl++", "Ctrl+-"), "Zoom in or out"),
            (("Ctrl+0",), "Show the whole trial"),
        ),
    ),
    (
        "Drawings",
        (
            (("Left", "Right", "Up", "Down"), "Select the next or previous part of a drawing"),
            (("Return",), "Go to its field"),
        ),
    ),
    (
        "Texts with values",
        (
            (("Ctrl+Shift+I",), "Insert a value into a text"),
            (("Return",), "Go to the field of the selected value"),
        ),
    ),
    (
        "Narrative",
        ((("Ctrl+Down", "Ctrl+Up"), "Next section, previous section"),),
    ),
    (
        "Find on this page",
        (
            (("Return", "Shift+Return"), "Find the next one, the one before"),
            (("Esc",), "Close the search and stay where it led"),
        ),
    ),
    (
        "Pages of the preview",
        (
            (("PgDown", "PgUp"), "Scroll by a screen"),
            (("Ctrl+PgDown", "Ctrl+PgUp"), "Next page, previous page"),
            (("Home", "End"), "First page, last page"),
            (("Ctrl+Down", "Ctrl+Up"), "Next or previous value on the pages"),
            (("Return",), "Go to the field of the value"),
            (("Ctrl++", "Ctrl+-"), "Zoom in or out"),
            (("Ctrl+0",), "Fit the width"),
        ),
    ),
    (
        "Merge",
        (
            (("Alt+1",), "Keep ours"),
            (("Alt+2",), "Take theirs"),
        ),
    ),
    (
        "Prior studies",
        ((("Space",), "Choose a study to compare"),),
    ),
)
