"""The keys: no two meanings in one place, the known ones keep theirs, and the sheet lists them all."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from protocol_designer.gui.actions import ACTIONS, shortcut_of
from protocol_designer.gui.help_dialogs import ShortcutsDialog
from protocol_designer.gui.key_table import KeyGroup, key_groups
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.widgets.grid_commands import GridCommand, command_keys

_MEANINGS = {
    "new": ("Ctrl+N",),
    "open": ("Ctrl+O",),
    "save": ("Ctrl+S",),
    "save_as": ("Ctrl+Shift+S",),
    "quit": ("Ctrl+Q", "Alt+F4"),
    "undo": ("Ctrl+Z",),
    "redo": ("Ctrl+Y", "Ctrl+Shift+Z"),
    "find": ("Ctrl+F",),
    "rule": ("Shift+F1",),
    "shortcuts": ("F1",),
    "next_panel": ("F6",),
    "print": ("Ctrl+P",),
    "cut, copy, paste, all": (
        "Ctrl+X",
        "Ctrl+C",
        "Ctrl+V",
        "Ctrl+A",
        "Ctrl+Shift+A",
        "Shift+Del",
        "Ctrl+Ins",
    ),
    "find next, replace": ("F3", "Shift+F3", "Ctrl+G", "Ctrl+H", "Ctrl+R"),
    "close, new tab": ("Ctrl+W", "Ctrl+F4", "Ctrl+T", "Ctrl+Tab", "Ctrl+Shift+Tab"),
    "bold, italic, underlined": ("Ctrl+B", "Ctrl+I", "Ctrl+U"),
    "refresh, full screen, menu": ("F5", "F10", "F11", "Shift+F10"),
    "zoom": ("Ctrl++", "Ctrl+-", "Ctrl+0"),
    "words and lines": (
        "Ctrl+K",
        "Ctrl+Left",
        "Ctrl+Right",
        "Ctrl+Home",
        "Ctrl+End",
        "Ctrl+Backspace",
        "Ctrl+Del",
    ),
}
"""Keys that people know from other programs (Windows, GNOME and KDE guidelines), and what they mean there."""

_EDITING = {"Ctrl+X", "Ctrl+C", "Ctrl+V", "Ctrl+Z", "Ctrl+A"}


def portable(keys: str) -> str:
    return QKeySequence(keys).toString()


@pytest.mark.parametrize(
    ("meaning", "keys"), [(meaning, keys) for meaning, all_keys in _MEANINGS.items() for keys in all_keys]
)
def test_a_known_key_of_the_menus_means_what_it_means_elsewhere(
    qapp: QApplication, meaning: str, keys: str
) -> None:
    ours = [row.id for row in ACTIONS if shortcut_of(row).toString() == portable(keys)]
    assert ours in ([], [meaning])


def test_no_key_has_two_meanings_in_the_menus(qapp: QApplication) -> None:
    keys = Counter(shortcut_of(row).toString() for row in ACTIONS if not shortcut_of(row).isEmpty())
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("number", range(len(key_groups())), ids=[group.title for group in key_groups()])
def test_no_key_has_two_meanings_in_one_place(qapp: QApplication, number: int) -> None:
    group = key_groups()[number]
    keys = Counter(portable(key) for row in group.rows for key in row.keys)
    assert "" not in keys
    assert [key for key, count in keys.items() if count > 1] == []


def test_a_key_in_place_hides_no_key_for_editing(qapp: QApplication) -> None:
    """The grid has cut, copy and paste of its own; nothing else may take those keys."""
    hidden = {
        (group.title, row.text)
        for group in key_groups()
        for row in group.rows
        if {portable(key) for key in row.keys} & _EDITING
    }
    assert {text for _, text in hidden} == {"Cut", "Copy", "Paste"}


def test_the_keys_of_the_grid_stand_in_the_table(qapp: QApplication) -> None:
    told = {portable(key) for row in group_of("Schedule grid").rows for key in row.keys}
    assert {command_keys(one).toString() for one in GridCommand} - {""} <= told


def group_of(title: str) -> KeyGroup:
    return next(group for group in key_groups() if group.title == title)


def rows_shown(sheet: ShortcutsDialog) -> list[tuple[str, str]]:
    groups = [sheet.list.topLevelItem(number) for number in range(sheet.list.topLevelItemCount())]
    return [
        (group.text(0), group.child(row).text(0))
        for group in groups
        for row in range(group.childCount())
        if not group.isHidden() and not group.child(row).isHidden()
    ]


def test_the_sheet_lists_every_key_and_is_searched_by_word_key_and_place(
    qtbot: QtBot, window: MainWindow
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    sheet = window.findChild(ShortcutsDialog)
    assert sheet is not None
    of_menus = sum(not shortcut_of(row).isEmpty() for row in ACTIONS)
    assert len(rows_shown(sheet)) == of_menus + sum(len(group.rows) for group in key_groups())
    qtbot.keyClicks(sheet.search, "fill grid")
    assert rows_shown(sheet) == [
        ("Schedule grid", "Fill down"),
        ("Schedule grid", "Fill right"),
        ("Schedule grid", "Give up filling or moving with the mouse"),
    ]
    sheet.search.clear()
    qtbot.keyClicks(sheet.search, "ctrl+z")
    assert rows_shown(sheet) == [("Edit", "Undo")]
    assert sheet.told.text() == "1 shortcut"
    qtbot.keyClick(sheet.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(ShortcutsDialog) is None)
