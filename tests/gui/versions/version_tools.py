"""What a user does in the stories about versions: types, presses, chooses in a dialog."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from protocol_designer.edits.fields import set_field
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.workspace.workspace import Workspace

OpenWindow = Callable[[], MainWindow]
"""What the fixture ``new_window`` gives: the window, as a start of the program makes it."""

Dialog = TypeVar("Dialog", bound=QDialog)


def opened(window: MainWindow) -> Workspace:
    """Return the protocol in the window."""
    assert window.workspace is not None
    return window.workspace


def decide(window: MainWindow, place: str, value: object) -> None:
    """Change a field as a page does."""
    assert opened(window).apply(set_field(place, value, f"Set {place}"))


def dialog_of(window: MainWindow, kind: type[Dialog]) -> Dialog:
    """Return the dialog of a kind that is in front."""
    QCoreApplication.processEvents()
    found = [dialog for dialog in window.findChildren(kind) if dialog.isVisible()]
    assert found, f"no {kind.__name__} is open"
    return found[-1]


def button(parent: QWidget, text: str) -> QAbstractButton:
    """Return the visible button with a text, or else the one whose text begins so."""
    QCoreApplication.processEvents()
    shown = [
        (one.text().replace("&", ""), one) for one in parent.findChildren(QAbstractButton) if one.isVisible()
    ]
    exact = [one for words, one in shown if words == text]
    return exact[0] if exact else next(one for words, one in shown if words.startswith(text))


def press(qtbot: QtBot, parent: QWidget, text: str) -> None:
    """Click a button that can be clicked."""
    found = button(parent, text)
    assert found.isEnabled(), f"{text} cannot be pressed"
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
    QCoreApplication.processEvents()


def type_into(qtbot: QtBot, line: QLineEdit, text: str) -> None:
    """Replace the text of a line."""
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)


def trigger(window: MainWindow, action: str) -> None:
    """Choose an action from the menus."""
    assert window.actions_by_id[action].isEnabled(), action
    window.actions_by_id[action].trigger()
    QCoreApplication.processEvents()
