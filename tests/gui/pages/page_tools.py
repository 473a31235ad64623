"""Finds the fields of a page by their names, and types into them as a user does."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from protocol_designer.domain.trial import TrialProtocol

Open = Callable[[type[Any], TrialProtocol], Any]
"""What the fixture ``open_page`` gives: shows a page of a type on a protocol."""


def named(page: QWidget, name: str) -> Any:
    """Return the one visible widget with an accessible name."""
    found = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.accessibleName() == name and widget.isVisible()
    ]
    assert len(found) == 1, f"{len(found)} widgets are called {name}"
    return found[0]


def button(page: QWidget, text: str) -> QAbstractButton:
    """Return the first visible button with a text or an accessible name, laid out as a user sees it."""
    QCoreApplication.processEvents()
    return next(
        found
        for found in page.findChildren(QAbstractButton)
        if text in (found.text(), found.accessibleName()) and found.isVisible()
    )


def retype(qtbot: QtBot, edit: QLineEdit, text: str) -> None:
    """Replace the text of a field and press Enter."""
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
