"""The real window, built as the program builds it, with the file dialogs answered by the test."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from protocol_designer.app import build_window
from protocol_designer.gui.main_window import MainWindow


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
    """The window with a protocol started from Dakwar 2020."""
    window.files.start_from_template("dakwar_2020_alcohol")
    return window
