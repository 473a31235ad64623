"""Walks the pages of the real window: opens one, types into its fields, asks where the focus is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from protocol_designer.domain.base import NotApplicable, Part
from protocol_designer.gui.document_area import DocumentArea
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.page_table import PAGES
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.parts_card import PartsCard
from protocol_designer.workspace.workspace import Workspace
from tests.gui.pages.page_tools import button, named


def opened(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


def page_called(window: MainWindow, title: str) -> Any:
    """Bring a page into view and return it."""
    area = next(area for area in window.findChildren(DocumentArea) if area.isVisible())
    number = next(number for number, row in enumerate(PAGES) if row.title == title)
    area.show_page(number)
    QCoreApplication.processEvents()
    return next(p for p in area.tabs.widget(number).findChildren(BasePage))


def press(qtbot: QtBot, page: QWidget, text: str) -> None:
    """Click the visible button with a text."""
    qtbot.mouseClick(button(page, text), Qt.MouseButton.LeftButton)


def write(qtbot: QtBot, within: QWidget, name: str, text: str) -> None:
    """Type over what a field holds and finish: Enter in a line, Ctrl+Enter in prose."""
    editor = named(within, name)
    assert isinstance(editor, QLineEdit | QPlainTextEdit)
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    qtbot.keyClicks(editor, text)
    is_prose = isinstance(editor, QPlainTextEdit)
    control, none = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(editor, Qt.Key.Key_Return, control if is_prose else none)


def note_at(page: Any, place: str) -> str:
    """Return what stands under the field of a place."""
    return str(next(b.field.note.text for b in page._bindings if b.place() == place))


def tick(qtbot: QtBot, within: QWidget, text: str) -> None:
    """Take the box whose text begins so in hand and press the space bar."""
    box = next(b for b in within.findChildren(QCheckBox) if b.text().startswith(text) and b.isVisible())
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)


@dataclass(frozen=True)
class ListSteps:
    """What is clicked and typed in a list: the name of its card, the button, a field and its text."""

    card: str
    adds: str
    field: str
    text: str


def add_change_move_remove(qtbot: QtBot, window: MainWindow, page: Any, steps: ListSteps) -> None:
    """Do to a list what it is for, by clicks and keys, and undo each step back to an equal protocol."""
    card: PartsCard = getattr(page, steps.card)
    workspace = opened(window)
    before, kinds = workspace.trial, []
    length = len(card.entries)
    press(qtbot, card, steps.adds)
    assert len(card.entries) == length + 1
    assert card.current is card.entries[-1]
    kinds.append(workspace.trial)
    write(qtbot, card, steps.field, steps.text)
    assert steps.text in str(card.current.model_dump())
    kinds.append(workspace.trial)
    up = next(b for b in card.findChildren(QPushButton) if b.accessibleName().endswith(" up"))
    qtbot.mouseClick(up, Qt.MouseButton.LeftButton)
    assert card.current is card.entries[-2]
    kinds.append(workspace.trial)
    remove = next(b for b in card.findChildren(QPushButton) if b.accessibleName().startswith("Remove the"))
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert len(card.entries) == length
    assert len({id(trial) for trial in (before, *kinds, workspace.trial)}) == 5
    for wanted in (*reversed(kinds), before):
        workspace.undo_stack.undo()
        assert workspace.trial == wanted


def places_of(value: object, place: str) -> Iterator[str]:
    """Yield the place of every field and entry inside a part."""
    yield place
    if isinstance(value, BaseModel) and not isinstance(value, NotApplicable):
        for name in type(value).model_fields:
            if name != "id":
                yield from places_of(getattr(value, name), f"{place}.{name}")
    elif isinstance(value, tuple):
        for entry in value:
            if isinstance(entry, Part):
                yield from places_of(entry, f"{place}[{entry.id}]")


def assert_all_revealed(window: MainWindow, title: str, *parts: str) -> None:
    """Go to every place of some parts; each must end at a focused widget on the page that is their home."""
    workspace, page = opened(window), page_called(window, title)
    missed = []
    for part in parts:
        for place in places_of(getattr(workspace.trial, part), part):
            window.setFocus()
            workspace.go_to(place)
            QCoreApplication.processEvents()
            focused = QApplication.focusWidget()
            if focused is None or not page.isAncestorOf(focused) or not focused.isVisible():
                missed.append(place)
    assert missed == []
