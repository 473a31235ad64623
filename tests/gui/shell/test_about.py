"""The parts and their licences in the window, and faults that come before there is one."""

import json
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from protocol_designer import resource_paths
from protocol_designer.cli import main
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.about_dialog import AboutDialog
from protocol_designer.gui.crash_dialog import crash_report
from protocol_designer.gui.file_open_events import FileOpenEvents
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.start_fault import StartFaultDialog
from protocol_designer.storage.opening import write_new


def about(window: MainWindow) -> AboutDialog:
    window.actions_by_id["about"].trigger()
    (dialog,) = window.findChildren(AboutDialog)
    return dialog


def shown(dialog: AboutDialog) -> list[str]:
    items = [dialog.list.topLevelItem(number) for number in range(dialog.list.topLevelItemCount())]
    return [item.text(0) for item in items if item is not None and not item.isHidden()]


def test_the_parts_are_searched_by_typing_and_read_by_choosing(qtbot: QtBot, window: MainWindow) -> None:
    dialog = about(window)
    assert shown(dialog)[0] == "Protocol Designer"
    assert "Permission is hereby granted" in dialog.terms.toPlainText()
    qtbot.keyClicks(dialog.search, "lgpl")
    assert shown(dialog) == ["Qt for Python and Qt", "shiboken6"]
    dialog.search.clear()
    qtbot.keyClicks(dialog.search, "noto")
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert "SIL OPEN FONT LICENSE" in dialog.terms.toPlainText().upper()
    dialog.close()


def test_a_frozen_program_shows_the_list_its_build_wrote(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"name": "Part", "version": "1", "licence": "MIT", "kind": "library", "url": ""}
    folder = tmp_path / "third_party"
    folder.mkdir()
    (folder / "one.txt").write_text("The terms", encoding="utf-8")
    rows = [{**row, "texts": ["one.txt"]}, {**row, "name": "Zone", "texts": ["gone.txt"]}]
    (folder / "parts.json").write_text(json.dumps(rows), encoding="utf-8")
    monkeypatch.setattr(resource_paths, "_roots", lambda: (tmp_path,))
    dialog = about(window)
    assert shown(dialog) == ["Part", "Zone"]
    assert dialog.terms.toPlainText() == "The terms"
    dialog.list.setCurrentItem(dialog.list.topLevelItem(1))
    assert "Install the program again" in dialog.terms.toPlainText()
    dialog.close()


def test_a_report_quotes_nothing_of_the_protocol_unless_asked() -> None:
    quoted = ", ".join(("Participant 7", "Aar" + "hus"))
    try:
        try:
            int(quoted)
        except ValueError as error:
            raise KeyError(quoted) from error
    except KeyError as error:
        trace = error.__traceback__
        report = crash_report(KeyError, error, trace)
        full = crash_report(KeyError, error, trace, with_messages=True)
    assert "Aarhus" not in report
    assert report.index("ValueError") < report.index("KeyError (its message is left out")
    assert "test_about.py" in report
    assert "Aarhus" in full


def test_a_fault_before_the_window_is_told_in_a_window(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(resource_paths, "_roots", lambda: (tmp_path,))
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr("protocol_designer.cli.program._is_without_terminal", lambda: True)
    told: list[str] = []

    def read_and_close() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, StartFaultDialog)
        told.append(dialog.said.text())
        dialog.copy.click()
        dialog.reject()

    QTimer.singleShot(200, read_and_close)
    assert main([]) == 2
    assert "Install the program again" in told[0]
    assert QApplication.clipboard().text().startswith(told[0])


def test_a_document_that_macos_hands_over_is_opened(
    qapp: QApplication, window: MainWindow, sample_trial: TrialProtocol, tmp_path: Path
) -> None:
    path = tmp_path / "handed over.ketprotocol"
    write_new(path, sample_trial)
    watcher = FileOpenEvents(window.files)
    qapp.installEventFilter(watcher)
    QApplication.sendEvent(qapp, QFileOpenEvent(str(path)))
    qapp.removeEventFilter(watcher)
    assert window.workspace is not None
    assert window.workspace.file is not None
    assert window.workspace.file.path == path
