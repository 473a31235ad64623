"""Finds cells of the schedule grid by name and works on them by mouse and keys."""

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from protocol_designer.domain.schedule import Activity, ScheduleCell, Visit
from protocol_designer.domain.trial import TrialProtocol

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def activity(trial: TrialProtocol, name: str) -> Activity:
    """Return the activity whose name begins so."""
    return next(entry for entry in trial.schedule.activities if entry.name.startswith(name))


def visit(trial: TrialProtocol, name: str) -> Visit:
    """Return the visit of a name."""
    return next(entry for entry in trial.schedule.visits if entry.name == name)


def cell(trial: TrialProtocol, row: str, column: str) -> ScheduleCell | None:
    """Return the cell of an activity at a visit."""
    key = activity(trial, row).id, visit(trial, column).id
    return next((c for c in trial.schedule.cells if (c.activity, c.visit) == key), None)


def spot(page: Any, row: str, column: str, minutes: int | None = None) -> tuple[int, int]:
    """Return row and column of a cell in the grid, of a minute column where minutes are given."""
    keys = [entry.key for entry in page.grid_model.columns]
    key = visit(page.trial, column).id, minutes
    return page.grid_model.row_of(activity(page.trial, row).id), keys.index(key)


def pixel(page: Any, where: tuple[int, int]) -> QPoint:
    """Return the middle of a cell, scrolled into view."""
    index = page.grid_model.index(*where)
    page.grid.scrollTo(index)
    return page.grid.visualRect(index).center()


def click(qtbot: QtBot, page: Any, where: tuple[int, int], keys: Qt.KeyboardModifier | None = None) -> None:
    """Click a cell."""
    modifiers = keys if keys is not None else Qt.KeyboardModifier.NoModifier
    qtbot.mouseClick(page.grid.viewport(), LEFT, modifiers, pixel(page, where))


def take(page: Any, where: tuple[int, int]) -> None:
    """Take a cell in hand as the arrows do, without a click."""
    page.grid.setFocus()
    page.grid.choose(*where)


def key(qtbot: QtBot, page: Any, code: Qt.Key, keys: Qt.KeyboardModifier | None = None) -> None:
    """Press a key in the grid."""
    qtbot.keyClick(page.grid, code, keys if keys is not None else Qt.KeyboardModifier.NoModifier)


def clipboard() -> str:
    """Return the text on the clipboard."""
    return QGuiApplication.clipboard().text()


def put_on_clipboard(text: str) -> None:
    """Put a text on the clipboard as a spreadsheet does."""
    QGuiApplication.clipboard().setText(text)


def empty(qtbot: QtBot, edit: QLineEdit) -> None:
    """Delete the text of a field and press Enter."""
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
