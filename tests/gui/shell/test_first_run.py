"""The first start: a sample with one problem, found with one key and mended with another."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from protocol_designer.app import finish_start, open_window
from protocol_designer.rules.findings import Severity


def test_the_planted_problem_is_found_mended_and_taken_back(qtbot: QtBot, qapp: QApplication) -> None:
    window = open_window(qapp, None)
    qtbot.addWidget(window)
    finish_start(window)
    workspace = window.workspace
    assert workspace is not None
    assert "one problem planted" in window.notice.text.text()
    (problem,) = workspace.report.of(Severity.HARD)
    assert problem.rule == "RATE-009"
    window.actions_by_id["next_problem"].trigger()
    assert workspace.selection == problem.place
    window.actions_by_id["fix"].trigger()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text().partition(":")[0] for action in menu.actions()] == [
        "Give step 1 of Midazolam for severe agitation over 2 min"
    ]
    menu.actions()[0].trigger()
    menu.close()
    qtbot.waitUntil(lambda: workspace.report.of(Severity.HARD) == ())
    window.undo()
    assert len(workspace.report.of(Severity.HARD)) == 1
    window.undo()
    assert workspace.report.of(Severity.HARD) == ()
    window.close()


def test_the_second_start_shows_the_start_page(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    for expected in (True, False):
        window = open_window(qapp, None)
        qtbot.addWidget(window)
        finish_start(window)
        assert window.shows_protocol is expected
        window.close()
