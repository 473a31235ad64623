"""Manners of a good editor: what is spoken, what the status bar counts, tips by keys, undo, layout."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from protocol_designer.edits.fields import set_field
from protocol_designer.edits.justifications import accept_finding
from protocol_designer.gui import announcing
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.recent_menu import RecentMenu
from protocol_designer.gui.widgets.kept_splitter import KeptSplitter
from protocol_designer.rules.findings import Severity
from protocol_designer.workspace.settings import UserSettings
from protocol_designer.workspace.workspace import Workspace


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader that listens is told."""
    told: list[str] = []

    class Listening:
        @staticmethod
        def isActive() -> bool:  # noqa: N802  # the name is Qt's
            return True

        @staticmethod
        def updateAccessibility(event: QAccessibleAnnouncementEvent) -> None:  # noqa: N802  # the name is Qt's
            told.append(event.message())

    monkeypatch.setattr(announcing, "QAccessible", Listening)
    return told


def sample(window: MainWindow) -> Workspace:
    window.files.open_sample()
    assert window.workspace is not None
    assert window.workspace.report.is_done
    return window.workspace


def open_limits(workspace: Workspace) -> set[tuple[str, str]]:
    graves = (Severity.HARD, Severity.SOFT)
    return {found.key for found in workspace.report.findings if found.severity in graves}


def test_new_and_solved_problems_are_spoken(window: MainWindow, spoken: list[str]) -> None:
    workspace = sample(window)
    spoken.clear()
    before = open_limits(workspace)
    workspace.apply(set_field("population.weight_max", "200 kg", "Let heavier people in"))
    after = open_limits(workspace)
    new = len(after - before)
    assert new
    assert spoken == ["1 new problem" if new == 1 else f"{new} new problems"]
    window.actions_by_id["undo"].trigger()
    assert spoken[1] == ("1 problem solved" if new == 1 else f"{new} problems solved")


def test_an_edit_without_a_new_problem_is_not_spoken(window: MainWindow, spoken: list[str]) -> None:
    workspace = sample(window)
    spoken.clear()
    workspace.apply(set_field("identity.acronym", "CALM", "Set the acronym"))
    assert spoken == []


def test_what_the_status_bar_says_is_spoken(window: MainWindow, spoken: list[str]) -> None:
    sample(window)
    window.status_line.say("Saved as Study")
    assert spoken[-1] == "Saved as Study"


def test_accepted_findings_are_counted_apart(window: MainWindow) -> None:
    workspace = sample(window)
    workspace.apply(set_field("population.weight_max", "118 kg", "Let heavier people in"))
    soft = workspace.report.of(Severity.SOFT)
    button = window.status_line.counts[Severity.SOFT]
    assert button.text() == ("1 soft limit" if len(soft) == 1 else f"{len(soft)} soft limits")
    workspace.apply(
        accept_finding(soft[0], "Few people are heavier.", "Watched closely.", "A. Meyer", date(2026, 11, 21))
    )
    left = len(soft) - 1
    assert button.text() == f"{left} soft limit{'' if left == 1 else 's'}, 1 accepted"
    assert button.accessibleName().startswith(button.text())


def test_where_a_new_protocol_is_kept_is_said_at_once(window: MainWindow) -> None:
    sample(window)
    window.status_line.say("Something for some seconds")
    window.show_start_page()
    window.files.new_blank()
    assert window.status_line.kept.isVisible()
    assert window.status_line.kept.text().startswith("Draft")


def test_a_tip_comes_with_the_keys_and_goes_with_escape(qtbot: QtBot, window: MainWindow) -> None:
    sample(window)
    window.activateWindow()
    counts = list(window.status_line.counts.values())
    counts[0].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(counts[0], Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.toolTip()
    qtbot.waitUntil(QToolTip.isVisible)
    assert QToolTip.text() == focused.toolTip()
    qtbot.keyClick(focused, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_the_menu_of_recent_files_greys_what_is_gone(window: MainWindow, tmp_path: Path) -> None:
    workspace = sample(window)
    assert workspace.file is not None
    kept = workspace.file.path
    window.files.new_blank()
    settings = UserSettings()
    settings.remember_file(kept)
    settings.remember_file(tmp_path / "gone.ketprotocol")
    menu = next(one for one in window.findChildren(RecentMenu))
    menu.popup(window.mapToGlobal(window.rect().topLeft()))
    gone, there = menu.actions()
    assert gone.text() == "&1 gone (no longer there)"
    assert not gone.isEnabled()
    assert there.isEnabled()
    there.trigger()
    menu.close()
    assert window.workspace is not None
    assert window.workspace.file is not None
    assert window.workspace.file.path == kept


def test_the_canvas_has_at_the_next_start_the_room_it_was_given(
    qtbot: QtBot, qapp: QApplication, window: MainWindow
) -> None:
    sample(window)
    (splitter,) = window.findChildren(KeptSplitter, "canvas")
    handle = splitter.handle(1)
    middle = handle.rect().center()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(handle, middle + QPoint(0, 60))
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle)
    shares = splitter.sizes()
    window.files.new_blank()
    (again,) = [one for one in window.findChildren(KeptSplitter, "canvas") if one is not splitter]
    assert again.sizes() == shares
