"""The real window with its preview open on a protocol, the pages laid out by the real second process."""

import pytest
from pytestqt.qtbot import QtBot

from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.panels.preview import PreviewPanel
from tests.gui.preview.preview_tools import PATIENCE_MS


@pytest.fixture
def preview(dakwar: MainWindow, qtbot: QtBot) -> PreviewPanel:
    """Its preview, with pages that are sharp."""
    dakwar.actions_by_id["preview"].trigger()
    panel = dakwar.preview.panel
    assert panel is not None
    qtbot.waitUntil(panel.view.is_sharp, timeout=PATIENCE_MS)
    return panel
