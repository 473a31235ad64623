"""Every control has a name that a screen reader can say, keys do what they should, the wheel is harmless."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from protocol_designer.gui.actions import ACTIONS, shortcut_of
from protocol_designer.gui.input_guard import InputGuard
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.page_table import PAGES, home_of


def nameless(root: QWidget) -> list[str]:
    """Return the visible focusable widgets for which a screen reader has no name."""
    found = []
    for widget in root.findChildren(QWidget):
        is_part = isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox)
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisibleTo(root) or is_part:
            continue
        if isinstance(widget, QTabBar) and widget.accessibleName() == "":
            continue  # its tabs have names of their own
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name) if interface else ""
        if not name:
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


def test_every_control_of_the_start_page_has_a_name(window: MainWindow) -> None:
    assert nameless(window) == []


@pytest.mark.parametrize("page", range(len(PAGES)), ids=[page.title for page in PAGES])
def test_every_control_of_every_page_has_a_name(window: MainWindow, page: int) -> None:
    window.files.open_sample()
    window.show_page(page)
    QApplication.processEvents()
    assert nameless(window) == []


@pytest.mark.parametrize("action", ["export", "about", "shortcuts", "name_state"])
def test_every_control_of_every_dialog_has_a_name(dakwar: MainWindow, action: str) -> None:
    dakwar.actions_by_id[action].trigger()
    dialog = next(child for child in dakwar.findChildren(QDialog) if child.isVisible())
    assert nameless(dialog) == []
    dialog.close()


def test_no_two_actions_share_their_keys() -> None:
    keys = [shortcut_of(row).toString() for row in ACTIONS if shortcut_of(row).toString()]
    assert len(keys) == len(set(keys))


def test_actions_that_need_a_protocol_rest_on_the_start_page(window: MainWindow) -> None:
    for row in ACTIONS:
        if row.needs_document:
            assert not window.actions_by_id[row.id].isEnabled(), row.id
    window.files.new_blank()
    assert window.actions_by_id["export"].isEnabled()


def test_the_keys_of_a_page_bring_it_into_view(qtbot: QtBot, dakwar: MainWindow) -> None:
    for number in range(min(len(PAGES), 9)):
        dakwar.actions_by_id[f"page_{number + 1}"].trigger()
        assert dakwar.area is not None
        assert dakwar.area.tabs.currentIndex() == number


def test_the_wheel_leaves_a_field_without_focus_alone(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    layout = QVBoxLayout(root)
    box, line = QComboBox(), QLineEdit()
    box.addItems(["one", "two", "three"])
    layout.addWidget(line)
    layout.addWidget(box)
    InputGuard(root).watch(root)
    root.show()
    line.setFocus()
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(box.mapToGlobal(QPoint(5, 5))),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, turn)
    assert box.currentIndex() == 0


def test_ctrl_z_in_a_field_that_is_done_takes_back_the_edit(qtbot: QtBot, window: MainWindow) -> None:
    window.files.new_blank()
    window.show_page(home_of("population") or 0)
    workspace = window.workspace
    assert workspace is not None
    assert window.area is not None
    assert window.area.reveal("population.weight_min")
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "50 kg")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert workspace.trial.population.weight_min is not None
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert workspace.trial.population.weight_min is None
