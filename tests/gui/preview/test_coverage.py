"""The coverage: what each item lacks, where it is printed, the way to its field, reasons against items."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from protocol_designer.edits.fields import set_field
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.panels.coverage import CoveragePanel
from protocol_designer.report.section_states import Coverage
from protocol_designer.workspace.coverage_model import PAGE, ROW, CoverageRow
from protocol_designer.workspace.workspace import Workspace
from tests.gui.preview.preview_tools import job_of, name, wait_for
from tests.gui.shell.test_everything_by_keyboard import nameless


@pytest.fixture
def coverage(dakwar: MainWindow, qtbot: QtBot) -> CoveragePanel:
    dakwar.actions_by_id["coverage"].trigger()
    panel = dakwar.preview.coverage
    assert panel is not None
    wait_for(qtbot, lambda: panel.model.rowCount() > 0)
    return panel


def workspace_of(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


def row_of(panel: CoveragePanel, number: str) -> CoverageRow:
    at = panel.model.row_of(number)
    row = panel.model.index(at, 0).data(ROW)
    assert isinstance(row, CoverageRow)
    return row


def choose(panel: CoveragePanel, number: str) -> None:
    panel.view.setCurrentIndex(panel.model.index(panel.model.row_of(number), 0))


def give_reason(qtbot: QtBot, panel: CoveragePanel, text: str) -> None:
    panel.reason.setFocus()
    panel.reason.selectAll()
    qtbot.keyClicks(panel.reason, text)
    qtbot.keyClick(panel.reason, Qt.Key.Key_Tab)


def test_the_rows_say_what_is_missing_and_the_head_counts_them(coverage: CoveragePanel) -> None:
    assert coverage.model.rowCount() == 53
    assert row_of(coverage, "1a").state is Coverage.OPEN
    assert row_of(coverage, "1a").told == "title page › full title"
    counts = coverage.model.counts()
    assert sum(counts.values()) == 53
    assert coverage.counts.text().startswith(f"{counts[Coverage.ADDRESSED]} of 53 addressed")


def test_rows_name_the_pages_that_the_pdf_prints(
    dakwar: MainWindow, coverage: CoveragePanel, qtbot: QtBot
) -> None:
    at = coverage.model.row_of("18")
    wait_for(qtbot, lambda: bool(coverage.model.index(at, PAGE).data()))
    pages = job_of(dakwar).pages
    assert pages is not None
    printed = pages.map.numbers.of(("s-1.2", "schedule.visits", "schedule.epochs"))
    assert str(coverage.model.index(at, PAGE).data()).startswith(str(printed[0]))


def test_rows_follow_an_edit_by_difference(dakwar: MainWindow, coverage: CoveragePanel, qtbot: QtBot) -> None:
    choose(coverage, "2")
    resets: list[None] = []
    coverage.model.modelReset.connect(lambda: resets.append(None))
    workspace_of(dakwar).apply(set_field("identity.full_title", "A trial of ketamine", "Name the trial"))
    wait_for(qtbot, lambda: row_of(coverage, "1a").state is Coverage.ADDRESSED)
    assert coverage.view.currentIndex().data(ROW).number == "2"
    assert not resets


def test_nothing_is_computed_while_it_is_out_of_sight(
    dakwar: MainWindow, coverage: CoveragePanel, qtbot: QtBot
) -> None:
    dakwar.docks.show_problems()
    before = row_of(coverage, "1a")
    name(dakwar, "Short")
    qtbot.wait(150)
    assert row_of(coverage, "1a") is before


def test_enter_goes_to_the_field_of_a_row(dakwar: MainWindow, coverage: CoveragePanel, qtbot: QtBot) -> None:
    coverage.view.setFocus()
    choose(coverage, "1a")
    qtbot.keyClick(coverage.view, Qt.Key.Key_Return)
    assert workspace_of(dakwar).selection == "identity.full_title"
    focused = QApplication.focusWidget()
    assert focused is not None
    assert dakwar.area is not None
    assert dakwar.area.isAncestorOf(focused)


def test_the_buttons_lead_to_the_field_and_to_the_page(
    dakwar: MainWindow, coverage: CoveragePanel, qtbot: QtBot
) -> None:
    choose(coverage, "18")
    qtbot.mouseClick(coverage.field, Qt.MouseButton.LeftButton)
    assert workspace_of(dakwar).selection == row_of(coverage, "18").place
    qtbot.mouseClick(coverage.show_page, Qt.MouseButton.LeftButton)
    assert dakwar.docks.preview.isVisible()


def test_a_reason_is_written_edited_taken_back_and_undone(
    dakwar: MainWindow, coverage: CoveragePanel, qtbot: QtBot
) -> None:
    workspace = workspace_of(dakwar)
    before = workspace.trial
    choose(coverage, "11")
    give_reason(qtbot, coverage, "Nobody could be asked.")
    wait_for(qtbot, lambda: row_of(coverage, "11").state is Coverage.NOT_APPLICABLE)
    assert workspace.trial.coverage_notes[0].because == "Nobody could be asked."
    assert workspace.undo_stack.undoText() == "Say why item 11 does not apply"
    give_reason(qtbot, coverage, "There was no time.")
    wait_for(qtbot, lambda: row_of(coverage, "11").told == "There was no time.")
    qtbot.mouseClick(coverage.take_back, Qt.MouseButton.LeftButton)
    wait_for(qtbot, lambda: row_of(coverage, "11").state is Coverage.OPEN)
    for _ in range(3):
        dakwar.undo()
    assert workspace.trial == before


def test_a_section_takes_its_reason_as_its_own_text(
    dakwar: MainWindow, coverage: CoveragePanel, qtbot: QtBot
) -> None:
    qtbot.mouseClick(coverage.switch.m11, Qt.MouseButton.LeftButton)
    wait_for(qtbot, lambda: coverage.model.row_of("8.7") >= 0)
    choose(coverage, "8.7")
    give_reason(qtbot, coverage, "Neither drug is a biological product.")
    wait_for(qtbot, lambda: row_of(coverage, "8.7").state is Coverage.NOT_APPLICABLE)
    (section,) = [one for one in workspace_of(dakwar).trial.narrative if one.number == "8.7"]
    assert section.text.because == "Neither drug is a biological product."  # type: ignore[union-attr]
    assert coverage.reason.isVisible()
    qtbot.mouseClick(coverage.take_back, Qt.MouseButton.LeftButton)
    wait_for(qtbot, lambda: row_of(coverage, "8.7").state is Coverage.OPEN)


def test_a_settled_item_takes_no_reason(dakwar: MainWindow, coverage: CoveragePanel) -> None:
    dakwar.files.open_sample()
    dakwar.actions_by_id["coverage"].trigger()
    panel = dakwar.preview.coverage
    assert panel is not None
    panel.bring_up_to_date()
    choose(panel, "1a")
    assert not panel.reason.isVisible()
    assert panel.counts.text() == "51 of 53 addressed, 0 partly, 0 open, 2 not applicable"


def test_every_control_of_both_panels_has_a_name(
    dakwar: MainWindow, coverage: CoveragePanel, qtbot: QtBot
) -> None:
    dakwar.actions_by_id["preview"].trigger()
    panel = dakwar.preview.panel
    assert panel is not None
    wait_for(qtbot, panel.view.is_sharp)
    choose(coverage, "11")
    assert nameless(panel) == []
    assert nameless(coverage) == []


def test_only_open_rows_are_listed_when_asked_for(coverage: CoveragePanel, qtbot: QtBot) -> None:
    coverage.open_only.setFocus()
    qtbot.keyClick(coverage.open_only, Qt.Key.Key_Space)
    states = {coverage.model.index(at, 0).data(ROW).state for at in range(coverage.model.rowCount())}
    assert states <= {Coverage.OPEN, Coverage.PARTLY}
    assert coverage.model.rowCount() < 53
