"""The schedule grid in the real window: its keys come before the menus, and places lead to its cells."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.pages.schedule_page import SchedulePage

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def _page(window: MainWindow) -> SchedulePage:
    found = window.findChild(SchedulePage)
    assert found is not None
    return found


def test_keys_of_the_grid_come_before_those_of_the_menus(qtbot: QtBot, window: MainWindow) -> None:
    window.files.open_sample()
    workspace = window.workspace
    assert workspace is not None
    workspace.go_to("schedule.cells[0]")
    page = _page(window)
    qtbot.waitUntil(page.grid.hasFocus)
    qtbot.keyClick(page.grid, Qt.Key.Key_Right)
    qtbot.keyClick(page.grid, Qt.Key.Key_R, CTRL)
    assert workspace.undo_stack.undoText() == "Fill right 1 cell"
    assert not [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    qtbot.keyClick(page.grid, Qt.Key.Key_Right, ALT)
    assert workspace.undo_stack.undoText().startswith("Move Preparation visit 1")
    qtbot.keyClick(page.grid, Qt.Key.Key_Z, CTRL)
    qtbot.keyClick(page.grid, Qt.Key.Key_Z, CTRL)
    assert not workspace.undo_stack.canUndo()


def test_a_place_leads_to_its_cell_and_back(qtbot: QtBot, window: MainWindow) -> None:
    window.files.open_sample()
    workspace = window.workspace
    assert workspace is not None
    cell = workspace.trial.schedule.cells[20]
    workspace.go_to("schedule.cells[20]")
    page = _page(window)
    activity, visit = page.grid_card.activity(), page.grid_card.visit()
    assert activity is not None
    assert visit is not None
    assert (activity.id, visit.id) == (cell.activity, cell.visit)
    qtbot.keyClick(page.grid, Qt.Key.Key_Home, CTRL)
    assert workspace.selection == "schedule.cells[0]"
