"""Every screen can be heard: each page, panel and dialog, with the sample and with a blank protocol."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.page_table import PAGES
from tests.gui.shell.accessible_tools import WITH_A_DIALOG, open_dialogs, unsaid

BEGIN: dict[str, Callable[[MainWindow], object]] = {
    "sample": lambda window: window.files.open_sample(),
    "blank": lambda window: window.files.new_blank(),
}


@pytest.fixture(params=list(BEGIN))
def opened(request: pytest.FixtureRequest, window: MainWindow) -> MainWindow:
    """The window with the complete sample, and with a blank protocol."""
    BEGIN[request.param](window)
    return window


def test_the_start_page_can_be_heard(window: MainWindow) -> None:
    assert unsaid(window) == []


def test_every_page_can_be_heard(opened: MainWindow) -> None:
    faults = {}
    for number, page in enumerate(PAGES):
        opened.show_page(number)
        QApplication.processEvents()
        if found := unsaid(opened):
            faults[page.title] = found
    assert faults == {}


def test_every_panel_can_be_heard(qtbot: QtBot, opened: MainWindow) -> None:
    faults = {}
    for dock in opened.docks.all:
        opened.docks.bring_forward(dock)
        qtbot.waitUntil(lambda dock=dock: dock.widget() is not None)
        QApplication.processEvents()
        if found := unsaid(dock):
            faults[dock.windowTitle()] = found
    assert faults == {}


def test_every_dialog_can_be_heard(qtbot: QtBot, opened: MainWindow) -> None:
    faults = {}
    opened.versions.use_name("A. Meyer")
    assert opened.workspace is not None
    opened.workspace.select("population.weight_max")
    for action in WITH_A_DIALOG:
        opened.actions_by_id[action].trigger()
        QApplication.processEvents()
        for dialog in open_dialogs(opened):
            if found := unsaid(dialog):
                faults[action] = found
            dialog.close()
    assert faults == {}


def test_the_line_that_finds_can_be_heard(opened: MainWindow) -> None:
    opened.actions_by_id["find"].trigger()
    assert opened.area is not None
    assert unsaid(opened.area.find_bar) == []


def test_what_cannot_be_heard_is_found(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    layout = QVBoxLayout(root)
    silent = QPushButton()
    picture = QLabel()
    picture.setPixmap(root.grab())
    for widget in (silent, picture):
        layout.addWidget(widget)
    root.show()
    assert unsaid(root) == [
        "image without a word: QLabel in a window of Qt",
        "no name: QPushButton in a window of Qt",
    ]
