"""What is no number or amount of its field is refused there: marked, told, kept as typed, never repaired."""

from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit
from tests.gui.pages.window_tools import opened, page_called

UNREADABLE = ("0,5", "1e3", "5mg.", "-5", "\u202e5 mg", "007", "9999999999999 mg", "x" * 5000)
"""None of these is a number, an amount, a time or a ratio in any field."""


def _fields(page: QWidget) -> list[ParsedEdit[Any]]:
    """Return the visible fields that read a number of some kind, one of each name."""
    found = {}
    for edit in page.findChildren(ParsedEdit):
        if edit.isVisible() and edit.isEnabled() and edit._read is not str:
            found.setdefault(edit.accessibleName(), edit)
    return list(found.values())


def _typed(qtbot: QtBot, edit: ParsedEdit[Any], text: str) -> None:
    """Paste a text over what a field holds, and press Enter."""
    edit.setFocus()
    edit.selectAll()
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    QCoreApplication.processEvents()


@pytest.mark.parametrize(
    ("title", "least"),
    [
        ("Arms", 2),
        ("Dosing", 12),
        ("Therapy", 5),
        ("Schedule", 5),
        ("Population", 8),
        ("Dosing day", 2),
        ("Statistics", 4),
    ],
)
def test_a_field_refuses_what_it_cannot_read(
    qtbot: QtBot, real_window: MainWindow, title: str, least: int
) -> None:
    page, workspace = page_called(real_window, title), opened(real_window)
    before, fields = workspace.trial, _fields(page)
    assert len(fields) >= least
    for edit in fields:
        for text in UNREADABLE:
            _typed(qtbot, edit, text)
            what = f"{edit.accessibleName()}: {text[:20]}"
            assert workspace.trial is before, what
            assert edit.text() == text, what
            assert edit.problem, what
            assert "\u202e" not in edit.problem, what
            qtbot.keyClick(edit, Qt.Key.Key_Escape)
            assert not edit.problem, what
