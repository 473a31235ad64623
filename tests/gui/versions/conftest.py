"""The real window on a named protocol file, as the program builds it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from protocol_designer.app import build_window
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.workspace.documents import name_document
from tests.gui.versions.version_tools import OpenWindow


@pytest.fixture
def new_window(qtbot: QtBot, qapp: QApplication) -> Iterator[OpenWindow]:
    """Build windows one after the other, as starts of the program would."""
    made: list[MainWindow] = []

    def build() -> MainWindow:
        window = build_window(qapp)
        window.resize(1280, 800)
        window.show()
        qtbot.waitExposed(window)
        made.append(window)
        return window

    yield build
    for window in made:
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()


@pytest.fixture
def trial_file(tmp_path: Path) -> Path:
    """Where the protocol of the story is kept."""
    return tmp_path / "trial.ketprotocol"


@pytest.fixture
def window(new_window: OpenWindow, trial_file: Path) -> MainWindow:
    """The window on the sample, kept in a file, with the name of its author."""
    made = new_window()
    made.versions.use_name("A. Meyer")
    made.files.open_sample()
    assert made.workspace is not None
    name_document(made.workspace, trial_file, datetime.now(UTC))
    return made
