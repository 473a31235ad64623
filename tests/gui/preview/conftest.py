"""The real window with its preview open on a protocol, the pages laid out by the real second process."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from protocol_designer.app import build_window
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.panels.preview import PreviewPanel
from tests.gui.preview.preview_tools import PATIENCE_MS


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on its start page."""
    made = build_window(qapp)
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()


@pytest.fixture
def dakwar(window: MainWindow) -> MainWindow:
    """The window with a protocol started from Dakwar 2020, which has many findings."""
    window.files.start_from_template("dakwar_2020_alcohol")
    return window


@pytest.fixture
def preview(dakwar: MainWindow, qtbot: QtBot) -> PreviewPanel:
    """Its preview, with pages that are sharp."""
    dakwar.actions_by_id["preview"].trigger()
    panel = dakwar.preview.panel
    assert panel is not None
    qtbot.waitUntil(panel.view.is_sharp, timeout=PATIENCE_MS)
    return panel
