"""The hands of a user: finds what is visible by its words, and clicks, types, chooses and ticks it.

Nothing here calls the program; everything goes through mouse and key events on visible widgets.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from protocol_designer.gui.document_area import DocumentArea
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.widgets.card import Card
from protocol_designer.workspace.problems_model import MESSAGE, RULE

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
PATIENCE_MS = 120_000
"""How long a busy machine may take; no test judges the time itself."""

WidgetType = TypeVar("WidgetType", bound=QWidget)


class Hands:
    """Works on one window as a person does."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot = qtbot
        self.window = window
        self._card = ""

    def wait(self, done: Callable[[], bool]) -> None:
        """Let the window run until something is so."""
        self._qtbot.waitUntil(done, timeout=PATIENCE_MS)

    def go(self, page: str, card: str = "") -> None:
        """Click the tab of a page, or its menu entry where the tab is cut; look at one of its cards."""
        tabs = self._area().tabs
        number = next(n for n in range(tabs.count()) if tabs.tabText(n) == page)
        tab = tabs.tabBar().tabRect(number)
        if tabs.currentIndex() != number and tabs.tabBar().rect().contains(tab):
            self._click_at(tabs.tabBar(), tab)
        elif tabs.currentIndex() != number:
            self.from_menu("View", page)
        assert tabs.currentIndex() == number, f"{page} does not come into view"
        QCoreApplication.processEvents()
        self._card = card

    def look_at(self, card: str) -> None:
        """Look at one card of the page in view only."""
        self._card = card

    def from_menu(self, menu: str, entry: str) -> None:
        """Open a menu of the menu bar with the mouse and click an entry."""
        bar = self.window.menuBar()
        title = next(action for action in bar.actions() if _plain(action.text()) == menu)
        self._click_at(bar, bar.actionGeometry(title))
        opened = title.menu()
        assert isinstance(opened, QMenu)
        self._click_entry(opened, entry)

    def press_keys(self, keys: str) -> None:
        """Press a shortcut wherever the focus is."""
        self._come_back()
        QTest.keySequence(QApplication.focusWidget() or self.window, QKeySequence(keys))
        QCoreApplication.processEvents()

    def type_keys(self, text: str) -> None:
        """Type into whatever has the focus."""
        focused = QApplication.focusWidget()
        assert focused is not None
        self._qtbot.keyClicks(focused, text)

    def press(self, text: str) -> None:
        """Click the visible button with a text or an accessible name."""
        found = self.find(
            QAbstractButton, lambda b: text in (_plain(b.text()), b.accessibleName()), f"button {text}"
        )
        self._in_view(found)
        assert found.isEnabled(), f"the button {text} is grey"
        self._click_at(found, found.rect())

    def press_first(self, part: str) -> None:
        """Click the first visible button whose words hold a part."""
        found = self.find(QAbstractButton, lambda b: part in _plain(b.text()), f"button with {part}")
        self._in_view(found)
        self._click_at(found, found.rect())

    def press_entry(self, button: str, entry: str) -> None:
        """Open the menu of a button and click an entry."""
        found = self.find(
            QAbstractButton, lambda b: button in (_plain(b.text()), b.accessibleName()), f"button {button}"
        )
        self._in_view(found)
        self._click_at(found, found.rect())
        self.wait(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        self._click_entry(menu, entry)

    def take_first_of_menu(self, keys: str) -> None:
        """Press a shortcut that opens a menu, and Enter on its first entry."""
        self.press_keys(keys)
        self.wait(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        self._click_action(menu, menu.actions()[0])

    def write(self, name: str, text: str) -> None:
        """Click a field, type over what it holds, and finish: Enter in a line, Ctrl+Enter in prose."""
        editor = self.named(name)
        assert isinstance(editor, QLineEdit | QPlainTextEdit | QTextEdit), f"{name} is a {type(editor)}"
        self._in_view(editor)
        self._qtbot.mouseClick(editor if isinstance(editor, QLineEdit) else editor.viewport(), LEFT)
        self._qtbot.keyClick(editor, Qt.Key.Key_A, CTRL)
        self._qtbot.keyClick(editor, Qt.Key.Key_Delete)
        self._qtbot.keyClicks(editor, text)
        if editor.window() is self.window:
            self._qtbot.keyClick(editor, Qt.Key.Key_Return, PLAIN if isinstance(editor, QLineEdit) else CTRL)
        problem = getattr(editor, "problem", "")
        assert not problem, f"{name}: {problem}"

    def choose_nth(self, name: str, row: int) -> None:
        """Open a drop-down with the keyboard and take the entry of a row, counted from 0."""
        self.choose(name, self.named(name).itemText(row))

    def choose(self, name: str, words: str) -> None:
        """Open a drop-down with the keyboard and take an entry; tick it where several can be chosen."""
        box = self.named(name)
        if not isinstance(box, QComboBox):
            self.press_entry(name, words)
            return
        self._in_view(box)
        box.setFocus()
        self._qtbot.keyClick(box, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        offered = [box.itemText(row) for row in range(box.count())]
        assert words in offered, f"{name} offers {offered}"
        view = box.view()
        self.wait(view.isVisible)
        self._qtbot.keyClick(view, Qt.Key.Key_Home)
        for _ in range(offered.index(words)):
            self._qtbot.keyClick(view, Qt.Key.Key_Down)
        self._qtbot.keyClick(view, Qt.Key.Key_Return)
        self._come_back()

    def tick(self, text: str) -> None:
        """Click the box whose words begin so."""
        box = self.find(
            QAbstractButton,
            lambda b: b.isCheckable() and (_plain(b.text()).startswith(text) or b.accessibleName() == text),
            f"box {text}",
        )
        self._in_view(box)
        box.setFocus()
        self._qtbot.keyClick(box, Qt.Key.Key_Space)

    def take_row(self, table: str, words: str) -> None:
        """Click the row of a table that holds some words."""
        view = self.named(table)
        assert isinstance(view, QTableView)
        model = view.model()
        cells = [(row, column) for row in range(model.rowCount()) for column in range(model.columnCount())]
        found = [cell for cell in cells if str(model.index(*cell).data() or "").strip() == words]
        assert found, f"{table} has no row with {words}"
        self.click_cell(table, *found[0])

    def take_list_entry(self, name: str, begins: str) -> None:
        """Click the entry of a list whose first word is the one."""
        view = self.named(name)
        model = view.model()
        rows = [
            row for row in range(model.rowCount()) if str(model.index(row, 0).data()).split()[0] == begins
        ]
        assert rows, f"{name} has no entry {begins}"
        index = model.index(rows[0], 0)
        view.scrollTo(index)
        QCoreApplication.processEvents()
        self._click_at(view.viewport(), view.visualRect(index))

    def take_finding(self, rule: str) -> None:
        """Click the finding of a rule in the problems panel."""
        panels = self.window.docks.panels
        assert panels is not None
        self.window.docks.problems.raise_()
        view, listed = panels.problems.view, panels.problems.filter
        rows = [row for row in range(listed.rowCount()) if listed.index(row, RULE).data() == rule]
        assert rows, f"the panel lists no finding of {rule}"
        index = listed.index(rows[0], MESSAGE)
        view.scrollTo(index)
        QCoreApplication.processEvents()
        self._click_at(view.viewport(), view.visualRect(index))

    def click_cell(self, table: str, row: int, column: int) -> None:
        """Click a cell, scrolled into view."""
        view = self.named(table)
        self._in_view(view)
        index = view.model().index(row, column)
        view.scrollTo(index)
        QCoreApplication.processEvents()
        self._click_at(view.viewport(), view.visualRect(index))

    def named(self, name: str) -> Any:
        """Return the one visible widget with an accessible name."""
        return self.find(QWidget, lambda widget: widget.accessibleName() == name, name)

    def named_or_none(self, name: str) -> QWidget | None:
        """Return a visible widget with an accessible name; None when there is none."""
        found = [
            w for w in self._room().findChildren(QWidget) if w.isVisible() and w.accessibleName() == name
        ]
        return found[0] if found else None

    def find(self, kind: type[WidgetType], fits: Callable[[Any], bool], what: str) -> WidgetType:
        """Return the one visible widget of a kind that fits, in the card that is looked at."""
        QCoreApplication.processEvents()
        found = [w for w in self._room().findChildren(kind) if w.isVisible() and fits(w)]
        found = [w for w in found if not any(w is not other and w.isAncestorOf(other) for other in found)]
        assert found, f"nothing visible is called {what}"
        if not issubclass(kind, QAbstractButton):
            assert len(found) == 1, f"{len(found)} visible: {what}"
        return found[0]

    def _area(self) -> DocumentArea:
        area = self.window.area
        assert area is not None
        return area

    def _room(self) -> QWidget:
        """Return where the user looks: an open dialog, else the card in view, else the page."""
        dialogs = [d for d in self.window.findChildren(QDialog) if d.isVisible()]
        if dialogs:
            return dialogs[-1]
        page = self._area().tabs.currentWidget()
        if not self._card:
            return page
        cards = [c for c in page.findChildren(Card) if c.isVisible() and c.accessibleName() == self._card]
        assert len(cards) == 1, f"{len(cards)} cards are called {self._card}"
        return cards[0]

    def _in_view(self, widget: QWidget) -> None:
        parent = widget.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(widget, 24, 48)
            parent = parent.parentWidget()
        QCoreApplication.processEvents()

    def _click_entry(self, menu: QMenu, entry: str) -> None:
        self.wait(menu.isVisible)
        found = [action for action in menu.actions() if _plain(action.text()) == entry and action.isVisible()]
        assert found, f"the menu offers {[_plain(action.text()) for action in menu.actions()]}"
        assert found[0].isEnabled(), f"the entry {entry} is grey"
        self._click_action(menu, found[0])

    def _click_action(self, menu: QMenu, action: QAction) -> None:
        menu.setActiveAction(action)
        self._qtbot.keyClick(menu, Qt.Key.Key_Return)
        self._come_back()

    def _come_back(self) -> None:
        """Give the window the keyboard again after a list closed, as a window manager does."""
        QCoreApplication.processEvents()
        active = QApplication.activeWindow()
        if active is None or not active.isVisible() or active.windowType() == Qt.WindowType.Popup:
            self._room().window().activateWindow()
            QCoreApplication.processEvents()

    def _click_at(self, widget: QWidget, box: QRect) -> None:
        assert widget.rect().contains(box.center()), "what is clicked is cut off"
        self._qtbot.mouseClick(widget, LEFT, PLAIN, QPoint(box.center()))
        QCoreApplication.processEvents()


def _plain(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
