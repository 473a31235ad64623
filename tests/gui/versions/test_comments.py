"""Comments with threads at places, and review copies, in the real window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from protocol_designer.gui.comment_actions import CommentDialog
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.name_dialog import NameDialog
from protocol_designer.gui.opening_dialogs import OpenAs
from protocol_designer.gui.page_table import home_of
from protocol_designer.gui.panels.comments import CommentsPanel
from protocol_designer.storage.comments import comments_of, threads
from protocol_designer.storage.protocol_file import ProtocolFile
from tests.gui.versions.version_tools import OpenWindow, decide, dialog_of, opened, press, trigger, type_into


def panel_of(window: MainWindow) -> CommentsPanel:
    assert window.docks.panels is not None
    return window.docks.panels.comments


def write(qtbot: QtBot, window: MainWindow, text: str, keep: str = "Keep comment") -> None:
    dialog = dialog_of(window, CommentDialog)
    field = dialog.findChild(QPlainTextEdit)
    assert field is not None
    qtbot.keyClicks(field, text)
    press(qtbot, dialog, keep)


def comment(qtbot: QtBot, window: MainWindow, place: str, text: str) -> None:
    opened(window).go_to(place)
    trigger(window, "comment")
    write(qtbot, window, text)


def marks(window: MainWindow) -> list[str]:
    return [
        label.text()
        for label in window.findChildren(QLabel)
        if label.isVisible() and label.text() in ("1 comment", "2 comments")
    ]


def test_a_thread_is_opened_answered_resolved_and_reopened(qtbot: QtBot, window: MainWindow) -> None:
    comment(qtbot, window, "population.weight_max", "Does the pharmacy agree?")
    panel = panel_of(window)
    assert panel.isVisible()
    assert marks(window) == ["1 comment"]
    press(qtbot, panel, "Reply")
    write(qtbot, window, "As of today.", "Keep reply")
    file = opened(window).file
    assert file is not None
    (thread,) = threads(file)
    assert [entry.text for entry in thread.comments] == ["Does the pharmacy agree?", "As of today."]
    assert {entry.author for entry in thread.comments} == {"A. Meyer"}
    press(qtbot, panel, "Resolve")
    assert threads(file)[0].is_resolved
    assert panel.view.topLevelItemCount() == 0
    assert marks(window) == []
    panel.resolved.setChecked(True)
    press(qtbot, panel, "Reopen")
    assert not threads(file)[0].is_resolved
    opened(window).select("")
    window.show_page(0)
    press(qtbot, panel, "Go to the place")
    assert opened(window).selection == "population.weight_max"
    assert window.area is not None
    assert window.area.tabs.currentIndex() == home_of("population.weight_max")


def test_the_first_comment_asks_for_the_name(qtbot: QtBot, window: MainWindow) -> None:
    window.versions.use_name("")
    opened(window).go_to("population.weight_max")
    trigger(window, "comment")
    name = dialog_of(window, NameDialog)
    type_into(qtbot, name.line, "E. Ford")
    press(qtbot, name, "Keep name")
    write(qtbot, window, "Too low")
    file = opened(window).file
    assert file is not None
    assert comments_of(file)[0].author == "E. Ford"


def test_a_comment_outlives_its_place(qtbot: QtBot, window: MainWindow) -> None:
    criterion = opened(window).trial.population.criteria[0]
    comment(qtbot, window, f"population.criteria[{criterion.id}].text", "Unclear")
    rest = [entry for entry in opened(window).trial.population.criteria if entry.id != criterion.id]
    decide(window, "population.criteria", tuple(rest))
    item = panel_of(window).view.topLevelItem(0)
    assert item is not None
    assert item.text(2) == "A part that is gone"


def test_comments_travel_in_a_review_copy_and_back(
    qtbot: QtBot,
    window: MainWindow,
    new_window: OpenWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    review, other = tmp_path / "comments.ketreview", tmp_path / "colleague.ketprotocol"
    file = opened(window).file
    assert file is not None
    file.save_as(other).close()
    comment(qtbot, window, "population.weight_max", "Does the pharmacy agree?")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(review), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(review), ""))
    press(qtbot, panel_of(window), "Export a review copy")
    colleague = new_window()
    assert colleague.files.open_path(other)
    trigger(colleague, "comments")
    press(qtbot, panel_of(colleague), "Take in a review copy")
    assert [thread.place for thread in panel_of(colleague).book.threads] == ["population.weight_max"]
    press(qtbot, panel_of(colleague), "Take in a review copy")
    assert len(panel_of(colleague).book.threads) == 1


def test_a_file_open_to_be_read_is_commented_through_a_review_copy(
    qtbot: QtBot,
    window: MainWindow,
    new_window: OpenWindow,
    trial_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    review = trial_file.with_name("comments.ketreview")
    reader = new_window()
    reader.files._open(trial_file, OpenAs.TO_READ)
    assert "read only" in reader.windowTitle()
    comment(qtbot, reader, "population.weight_max", "Seen while reading")
    assert panel_of(reader).book.is_apart
    with ProtocolFile.open(trial_file) as file:
        assert comments_of(file) == ()
    again = new_window()
    again.files._open(trial_file, OpenAs.TO_READ)
    assert [thread.comments[0].text for thread in panel_of(again).book.threads] == ["Seen while reading"]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(review), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(review), ""))
    trigger(again, "comments")
    press(qtbot, panel_of(again), "Export a review copy")
    trigger(window, "comments")
    press(qtbot, panel_of(window), "Take in a review copy")
    assert [thread.comments[0].text for thread in panel_of(window).book.threads] == ["Seen while reading"]


def test_what_is_no_review_copy_is_told(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "comments.ketreview"
    path.write_text("{}")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    trigger(window, "comments")
    press(qtbot, panel_of(window), "Take in a review copy")
    assert "no review copy" in window.notice.text.text()


def test_a_thread_is_chosen_with_the_arrow_keys(qtbot: QtBot, window: MainWindow) -> None:
    comment(qtbot, window, "population.weight_max", "First")
    comment(qtbot, window, "population.weight_min", "Second")
    view = panel_of(window).view
    view.setCurrentItem(view.topLevelItem(0))
    qtbot.keyClick(view, Qt.Key.Key_Down)
    current = panel_of(window).current
    assert current is not None
    assert current.comments[0].text == "Second"
