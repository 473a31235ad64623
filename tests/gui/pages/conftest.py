"""Opens a page on a protocol, wired as the window wires it."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from protocol_designer.app import build_window
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.theme import Theme
from protocol_designer.workspace.workspace import Workspace
from tests.gui.pages.page_tools import Open


@pytest.fixture
def open_page(qtbot: QtBot, formulary: Formulary) -> Open:
    """Return a function that shows a page on a protocol."""

    def show(page_type: type[Any], trial: TrialProtocol) -> BasePage:
        workspace = Workspace(trial, formulary)
        theme = Theme()
        page: BasePage = page_type(workspace, theme)
        qtbot.addWidget(page)
        theme.setParent(page)
        workspace.setParent(page)
        workspace.document_changed.connect(page.show_document)
        workspace.report_changed.connect(page.show_report)
        page.resize(820, 700)
        page.show()
        with qtbot.waitActive(page):
            page.activateWindow()
        return page

    return show


@pytest.fixture
def real_window(qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window as the program builds it, with the complete sample open."""
    made = build_window(qapp)
    made.resize(1280, 800)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    made.files.open_sample()
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
