"""Opens a page on a protocol, wired as the window wires it."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
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
