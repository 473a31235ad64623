"""The schedule grid by clicks, keys and the real clipboard: marks, fills, times, notes, order, undo."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.schedule import ActivityGroup, CellTime
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.pages.schedule_page import SchedulePage
from protocol_designer.rules.findings import Finding, Report, Severity
from tests.gui.pages.grid_tools import (
    ALT,
    CTRL,
    LEFT,
    SHIFT,
    activity,
    cell,
    click,
    clipboard,
    empty,
    key,
    pixel,
    put_on_clipboard,
    spot,
    take,
    visit,
)
from tests.gui.pages.page_tools import Open, button, named, retype


@pytest.fixture
def page(open_page: Open, sample_trial: TrialProtocol) -> Any:
    """The page on the complete sample, wide enough for the grid."""
    shown = open_page(SchedulePage, sample_trial)
    shown.resize(1500, 1000)
    return shown


def _undone(page: Any, sample: TrialProtocol, steps: int = 1) -> bool:
    """Tell whether so many steps bring the sample back."""
    assert page.workspace.undo_stack.count() == steps
    for _ in range(steps):
        page.workspace.undo_stack.undo()
    return page.trial is sample


def test_a_toggle_changes_one_cell_and_resets_nothing(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol
) -> None:
    where = spot(page, "12-lead", "Day 7")
    take(page, where)
    resets, changes = QSignalSpy(page.grid_model.modelReset), QSignalSpy(page.grid_model.dataChanged)
    key(qtbot, page, Qt.Key.Key_Space)
    assert cell(page.trial, "12-lead", "Day 7") is not None
    assert resets.count() == 0
    changed = [changes.at(number) for number in range(changes.count())]
    assert {(first.row(), last.row(), first.column(), last.column()) for first, last, *_ in changed} == {
        (where[0], where[0], where[1], where[1])
    }
    assert page.workspace.undo_stack.undoText() == "Mark 12-lead electrocardiogram at Day 7"
    assert _undone(page, sample_trial)


def test_shift_click_chooses_a_range_that_space_marks_as_one_step(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol
) -> None:
    take(page, spot(page, "Readiness", "Day 14"))
    click(qtbot, page, spot(page, "Hamilton", "Day 21"), SHIFT)
    assert page.trial is sample_trial
    key(qtbot, page, Qt.Key.Key_Space)
    for row in ("Readiness", "Montgomery", "Hamilton"):
        assert cell(page.trial, row, "Day 14")
        assert cell(page.trial, row, "Day 21")
    assert page.workspace.undo_stack.undoText() == "Mark 6 cells"
    key(qtbot, page, Qt.Key.Key_Space)
    assert cell(page.trial, "Montgomery", "Day 14") is None
    assert _undone(page, sample_trial, 2)


def test_shift_and_arrows_choose_and_delete_clears_with_times_and_notes(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol
) -> None:
    take(page, spot(page, "Capacity", "Dosing day"))
    key(qtbot, page, Qt.Key.Key_Up, SHIFT)
    key(qtbot, page, Qt.Key.Key_Up, SHIFT)
    key(qtbot, page, Qt.Key.Key_Left, SHIFT)
    key(qtbot, page, Qt.Key.Key_Delete)
    assert cell(page.trial, "Consent confirmed", "Dosing day") is None
    assert cell(page.trial, "Capacity", "Dosing day") is None
    assert cell(page.trial, "Eligibility", "Dosing day")
    assert page.workspace.undo_stack.undoText() == "Clear 2 cells"
    assert _undone(page, sample_trial)


def test_arrows_step_over_the_headings_of_groups(qtbot: QtBot, page: Any) -> None:
    take(page, spot(page, "Randomisation", "Day 7"))
    key(qtbot, page, Qt.Key.Key_Down)
    assert page.grid_card.activity().name.startswith("Fidelity")
    key(qtbot, page, Qt.Key.Key_Up)
    assert page.grid_card.activity().name == "Randomisation"


def test_ctrl_d_fills_down_and_ctrl_r_right(qtbot: QtBot, page: Any, sample_trial: TrialProtocol) -> None:
    take(page, spot(page, "Timeline", "Day 14"))
    for _ in range(2):
        key(qtbot, page, Qt.Key.Key_Down, SHIFT)
    key(qtbot, page, Qt.Key.Key_D, CTRL)
    assert cell(page.trial, "Urine ethyl", "Day 14")
    assert cell(page.trial, "Penn", "Day 14")
    assert cell(page.trial, "Readiness", "Day 14") is None
    assert page.workspace.undo_stack.undoText() == "Fill down 1 cell"
    take(page, spot(page, "Readiness", "Day 7"))
    for _ in range(2):
        key(qtbot, page, Qt.Key.Key_Right, SHIFT)
    key(qtbot, page, Qt.Key.Key_R, CTRL)
    assert cell(page.trial, "Readiness", "Day 14")
    assert cell(page.trial, "Readiness", "Day 21")
    assert page.workspace.undo_stack.undoText() == "Fill right 2 cells"
    assert _undone(page, sample_trial, 2)


def test_a_single_cell_is_filled_from_the_one_above(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol
) -> None:
    take(page, spot(page, "Hamilton", "Day 7"))
    key(qtbot, page, Qt.Key.Key_D, CTRL)
    assert cell(page.trial, "Hamilton", "Day 7")
    assert _undone(page, sample_trial)


def test_the_handle_is_dragged_to_fill_and_escape_leaves_all_as_it_was(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol
) -> None:
    start = spot(page, "Penn", "Day 7")
    take(page, start)
    target = pixel(page, spot(page, "Penn", "Day 21"))
    view = page.grid.viewport()
    corner = page.grid.visualRect(page.grid_model.index(*start)).bottomRight() - QPoint(2, 2)
    qtbot.mousePress(view, LEFT, pos=corner)
    qtbot.mouseMove(view, target)
    key(qtbot, page, Qt.Key.Key_Escape)
    qtbot.mouseRelease(view, LEFT, pos=target)
    assert page.trial is sample_trial
    take(page, start)
    qtbot.mousePress(view, LEFT, pos=corner)
    qtbot.mouseMove(view, target)
    qtbot.mouseRelease(view, LEFT, pos=target)
    assert cell(page.trial, "Penn", "Day 14")
    assert cell(page.trial, "Penn", "Day 21")
    assert cell(page.trial, "Penn", "Day 56") is None
    assert page.workspace.undo_stack.undoText() == "Fill 2 cells"
    assert _undone(page, sample_trial)


def test_cells_are_copied_as_text_and_pasted_with_all_they_hold(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol
) -> None:
    take(page, spot(page, "Weight", "Preparation visit 2 and baseline"))
    key(qtbot, page, Qt.Key.Key_Right, SHIFT)
    key(qtbot, page, Qt.Key.Key_C, CTRL)
    assert clipboard() == "\t-105 min"
    take(page, spot(page, "Demographics", "Preparation visit 2 and baseline"))
    key(qtbot, page, Qt.Key.Key_V, CTRL)
    made = cell(page.trial, "Demographics", "Dosing day")
    source = cell(sample_trial, "Weight", "Dosing day")
    assert made.from_dose_start == source.from_dose_start
    assert (made.times, made.footnote) == (source.times, source.footnote)
    assert page.workspace.undo_stack.undoText() == "Paste into 1 cell"
    assert _undone(page, sample_trial)


def test_cut_moves_cells(qtbot: QtBot, page: Any, sample_trial: TrialProtocol) -> None:
    take(page, spot(page, "Hamilton", "Day 28"))
    key(qtbot, page, Qt.Key.Key_X, CTRL)
    assert cell(page.trial, "Hamilton", "Day 28") is None
    take(page, spot(page, "Hamilton", "Day 56"))
    key(qtbot, page, Qt.Key.Key_V, CTRL)
    assert cell(page.trial, "Hamilton", "Day 56")
    assert _undone(page, sample_trial, 2)


def test_a_rectangle_from_a_spreadsheet_is_pasted_as_one_step(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol
) -> None:
    put_on_clipboard("X\t-30 min; +40 min\t\r\n\t1\tx\r\n●\tB A\t1\r\n")
    take(page, spot(page, "Readiness", "Preparation visit 2 and baseline"))
    key(qtbot, page, Qt.Key.Key_V, CTRL)
    timed = cell(page.trial, "Readiness", "Dosing day")
    assert [str(time) for time in timed.from_dose_start] == ["-30 min", "40 min"]
    assert timed.times == (CellTime.BEFORE_DOSE, CellTime.DURING_DOSE)
    assert cell(page.trial, "Montgomery", "Preparation visit 2 and baseline") is None
    assert cell(page.trial, "Montgomery", "Dosing day").times == ()
    assert cell(page.trial, "Hamilton", "Dosing day").times == (CellTime.BEFORE_DOSE, CellTime.AFTER_DOSE)
    assert cell(page.trial, "Hamilton", "Safety visit, 24 to 72 h")
    assert _undone(page, sample_trial)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("yes", "is no mark; write X"),
        ("X\t0,5 min", "Row 1, column 2 (Randomisation at Safety visit, 24 to 72 h)"),
        ("X\t-30 min", "is no dosing day"),
        ("−30 min", "write the minus sign as a hyphen"),
        ("30", "has no unit"),
        ("-30 min; -30 min", "stands twice"),
        ("X\tX\nX", "Row 2 of the text has 1 columns"),
        ("\t".join("X" * 40), "there are"),
        ("\n".join("X" * 400), "rows and 1 columns"),
        ("2 mg", "is not a time"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("X\x00", "is no mark"),
        ("x" * 1_000_001, "too long"),
    ],
)
def test_what_cannot_be_read_is_refused_in_place_and_nothing_changes(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol, text: str, said: str
) -> None:
    put_on_clipboard(text)
    take(page, spot(page, "Randomisation", "Dosing day"))
    key(qtbot, page, Qt.Key.Key_V, CTRL)
    assert page.trial is sample_trial
    assert page.grid_card.problem.text.startswith("Not applied: ")
    assert said in page.grid_card.problem.text
    key(qtbot, page, Qt.Key.Key_Left)
    assert not page.grid_card.problem.text.startswith("Not applied")


def test_an_empty_clipboard_is_told(qtbot: QtBot, page: Any, qapp: Any) -> None:
    qapp.clipboard().clear()
    take(page, spot(page, "Randomisation", "Dosing day"))
    key(qtbot, page, Qt.Key.Key_V, CTRL)
    assert "no text on the clipboard" in page.grid_card.problem.text


def test_one_text_fills_all_chosen_cells(qtbot: QtBot, page: Any, sample_trial: TrialProtocol) -> None:
    put_on_clipboard("X")
    take(page, spot(page, "Readiness", "Day 14"))
    key(qtbot, page, Qt.Key.Key_Down, SHIFT)
    key(qtbot, page, Qt.Key.Key_V, CTRL)
    assert cell(page.trial, "Readiness", "Day 14")
    assert cell(page.trial, "Montgomery", "Day 14")
    assert _undone(page, sample_trial)


def test_a_dosing_day_opens_into_minutes_that_are_toggled(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol
) -> None:
    take(page, spot(page, "Clinician", "Dosing day"))
    key(qtbot, page, Qt.Key.Key_Period, CTRL)
    where = spot(page, "Clinician", "Dosing day", 10)
    take(page, where)
    resets = QSignalSpy(page.grid_model.modelReset)
    key(qtbot, page, Qt.Key.Key_Space)
    made = cell(page.trial, "Clinician", "Dosing day")
    assert [str(time) for time in made.from_dose_start] == ["-45 min", "10 min", "40 min", "160 min"]
    assert "10 min from the dose start" in page.workspace.undo_stack.undoText()
    assert resets.count() == 0
    key(qtbot, page, Qt.Key.Key_Space)
    assert [t.minutes for t in cell(page.trial, "Clinician", "Dosing day").from_dose_start] == [-45, 40, 160]
    assert _undone(page, sample_trial, 2)
    click_at = page.grid.heads.opener_rect(
        page.grid_model.column_of(visit(page.trial, "Dosing day").id)
    ).center()
    qtbot.mouseClick(page.grid.heads.viewport(), LEFT, pos=click_at)
    assert page.grid_model.columnCount() == len(sample_trial.schedule.visits)


def test_the_last_minute_takes_its_mark_along_and_its_column_stays(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol
) -> None:
    take(page, spot(page, "Fasting", "Dosing day"))
    key(qtbot, page, Qt.Key.Key_Period, CTRL)
    columns = page.grid_model.columnCount()
    take(page, spot(page, "Fasting", "Dosing day", -90))
    key(qtbot, page, Qt.Key.Key_Space)
    assert cell(page.trial, "Fasting", "Dosing day") is None
    assert page.grid_model.columnCount() == columns
    key(qtbot, page, Qt.Key.Key_Space)
    assert cell(page.trial, "Fasting", "Dosing day").times == (CellTime.BEFORE_DOSE,)


def test_times_are_typed_for_the_cell_in_hand(qtbot: QtBot, page: Any, sample_trial: TrialProtocol) -> None:
    take(page, spot(page, "Readiness", "Dosing day"))
    key(qtbot, page, Qt.Key.Key_F2)
    assert page.in_hand.times.hasFocus()
    retype(qtbot, page.in_hand.times, "-30 min; +40 min; 60 min")
    made = cell(page.trial, "Readiness", "Dosing day")
    assert made.times == (CellTime.BEFORE_DOSE, CellTime.DURING_DOSE, CellTime.AFTER_DOSE)
    retype(qtbot, page.in_hand.times, "-30; 40 min")
    assert cell(page.trial, "Readiness", "Dosing day") is made
    assert page.in_hand.times.problem
    assert _undone(page, sample_trial)
    take(page, spot(page, "Readiness", "Day 7"))
    assert not page.in_hand.times.isEnabled()


def test_a_footnote_is_written_by_keys_lettered_and_listed(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol
) -> None:
    where = spot(page, "Readiness", "Day 7")
    take(page, where)
    key(qtbot, page, Qt.Key.Key_F2, SHIFT)
    assert page.in_hand.footnote.hasFocus()
    retype(qtbot, page.in_hand.footnote, "By telephone <if> absent")
    assert cell(page.trial, "Readiness", "Day 7").footnote == "By telephone <if> absent"
    letter = page.grid_model.look(*where).letter
    assert letter
    assert f"<b>{letter}</b>&nbsp;By telephone &lt;if&gt; absent." in page.grid_card._notes.text()
    empty(qtbot, page.in_hand.footnote)
    assert cell(page.trial, "Readiness", "Day 7").footnote is None
    assert _undone(page, sample_trial, 2)


def test_enter_leads_back_to_the_grid_and_a_refused_text_stays_in_hand(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol
) -> None:
    take(page, spot(page, "Readiness", "Dosing day"))
    key(qtbot, page, Qt.Key.Key_F2)
    retype(qtbot, page.in_hand.times, "30")
    assert page.in_hand.times.hasFocus()
    retype(qtbot, page.in_hand.times, "30 min")
    assert page.grid.hasFocus()
    key(qtbot, page, Qt.Key.Key_Space)
    assert cell(page.trial, "Readiness", "Dosing day") is None
    assert _undone(page, sample_trial, 2)


def test_the_menu_offers_what_keys_do(qtbot: QtBot, page: Any, sample_trial: TrialProtocol) -> None:
    from PySide6.QtGui import QContextMenuEvent
    from PySide6.QtWidgets import QApplication, QMenu

    take(page, spot(page, "Readiness", "Day 14"))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(page.grid.viewport(), event)
    menu = next(menu for menu in page.grid.findChildren(QMenu) if menu.isVisible())
    texts = {action.text(): action for action in menu.actions()}
    assert "Times around the dose" not in texts
    assert "Go to the endpoints" in texts
    texts["Mark or clear"].trigger()
    assert cell(page.trial, "Readiness", "Day 14")
    menu.close()
    assert _undone(page, sample_trial)


def test_activities_move_within_and_between_groups_by_keys(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol
) -> None:
    take(page, spot(page, "Consent confirmed", "Day 7"))
    key(qtbot, page, Qt.Key.Key_Up, ALT)
    names = [row.name for row in page.grid_model.rows if hasattr(row, "instrument")]
    assert names[:2] == ["Consent confirmed", "Informed consent"]
    assert page.grid_card.activity().name == "Consent confirmed"
    take(page, spot(page, "Randomisation", "Day 7"))
    key(qtbot, page, Qt.Key.Key_Down, ALT)
    assert activity(page.trial, "Randomisation").group is ActivityGroup.INTERVENTION
    key(qtbot, page, Qt.Key.Key_Up, ALT)
    assert activity(page.trial, "Randomisation").group is ActivityGroup.ENROLMENT
    assert _undone(page, sample_trial, 3)


def test_an_activity_is_dragged_into_another_group(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol
) -> None:
    names = page.grid.names
    start, end = (
        page.grid_model.row_of(activity(page.trial, name).id) for name in ("Demographics", "Study drug")
    )
    page.grid.scrollTo(page.grid_model.index(end, 0))

    def at(row: int) -> QPoint:
        return QPoint(60, names.sectionViewportPosition(row) + 4)

    qtbot.mousePress(names.viewport(), LEFT, pos=at(start))
    qtbot.mouseMove(names.viewport(), at(end))
    qtbot.mouseMove(names.viewport(), at(end))
    qtbot.mouseRelease(names.viewport(), LEFT, pos=at(end))
    assert activity(page.trial, "Demographics").group is ActivityGroup.INTERVENTION
    assert page.workspace.undo_stack.undoText() == "Move Demographics above Study drug infusion"
    assert _undone(page, sample_trial)


def test_visits_are_moved_by_keys_and_by_dragging(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol
) -> None:
    take(page, spot(page, "Penn", "Day 14"))
    key(qtbot, page, Qt.Key.Key_Right, ALT)
    assert [v.name for v in page.trial.schedule.visits][6:8] == ["Day 21", "Day 14"]
    heads = page.grid.heads
    start, end = (page.grid_model.column_of(visit(page.trial, name).id) for name in ("Day 14", "Day 21"))

    def at(column: int) -> QPoint:
        return QPoint(heads.sectionViewportPosition(column) + 4, 60)

    qtbot.mousePress(heads.viewport(), LEFT, pos=at(start))
    qtbot.mouseMove(heads.viewport(), at(end))
    qtbot.mouseMove(heads.viewport(), at(end))
    qtbot.mouseRelease(heads.viewport(), LEFT, pos=at(end))
    assert [v.name for v in page.trial.schedule.visits][6:8] == ["Day 14", "Day 21"]
    assert _undone(page, sample_trial, 2)


def test_activities_are_added_duplicated_and_removed(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol
) -> None:
    named(page, "Add an activity").choose(Instrument.BPRS)
    made = page.trial.schedule.activities[-1]
    assert (made.instrument, made.group, made.minutes) == (Instrument.BPRS, ActivityGroup.SAFETY, None)
    assert page.in_hand.name.hasFocus()
    retype(qtbot, page.in_hand.name, "Psychosis rating")
    assert page.workspace.undo_stack.undoText().startswith("Rename BPRS")
    take(page, spot(page, "Penn", "Day 7"))
    marks = [c.visit for c in sample_trial.schedule.cells if c.activity == activity(page.trial, "Penn").id]
    qtbot.mouseClick(button(page, "Duplicate the activity"), LEFT)
    copy = activity(page.trial, "Penn Alcohol Craving Scale (copy)")
    assert [c.visit for c in page.trial.schedule.cells if c.activity == copy.id] == marks
    take(page, spot(page, "Penn Alcohol Craving Scale (copy)", "Day 7"))
    qtbot.mouseClick(button(page, "Remove the activity"), LEFT)
    assert page.grid_card.activity() is not None
    assert _undone(page, sample_trial, 4)


def test_an_activity_that_an_endpoint_needs_is_not_removed(qtbot: QtBot, page: Any) -> None:
    take(page, spot(page, "Timeline", "Day 7"))
    with qtbot.waitSignal(page.workspace.edit_refused) as refused:
        qtbot.mouseClick(button(page, "Remove the activity"), LEFT)
    assert "is measured by it" in refused.args[0]


def test_a_duplicated_visit_is_no_dosing_day_and_has_no_day_yet(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol
) -> None:
    page.visits.choose(visit(sample_trial, "Dosing day").id)
    qtbot.mouseClick(button(page, "Duplicate the visit"), LEFT)
    copy = visit(page.trial, "Dosing day (copy)")
    assert (copy.timing, copy.is_dosing) == (None, False)
    assert page.visits.current == copy.id
    marked = [c for c in page.trial.schedule.cells if c.visit == copy.id]
    assert marked
    assert not any(c.from_dose_start or c.times for c in marked)
    assert _undone(page, sample_trial)


def test_epochs_are_added_renamed_moved_and_removed(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol
) -> None:
    from protocol_designer.domain.schedule import EpochKind

    named(page, "Add an epoch").choose(EpochKind.WASHOUT)
    retype(qtbot, named(page, "Epoch name"), "Pause")
    qtbot.mouseClick(button(page, "Move the epoch up"), LEFT)
    assert [epoch.name for epoch in page.trial.schedule.epochs][-2:] == ["Pause", "Follow-up"]
    qtbot.mouseClick(button(page, "Remove the epoch"), LEFT)
    assert page.trial.schedule.epochs == sample_trial.schedule.epochs
    for _ in range(4):
        page.workspace.undo_stack.undo()
    assert page.trial is sample_trial


def test_a_chip_leads_from_an_orphan_to_the_endpoints(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol
) -> None:
    row, _ = spot(page, "Readiness", "Day 7")
    page.grid.scrollTo(page.grid_model.index(row, 0))
    with qtbot.waitSignal(page.workspace.navigation_requested) as asked:
        qtbot.mouseClick(page.grid.names.viewport(), LEFT, pos=page.grid.names.chip_rect(row).center())
    assert asked.args == [f"endpoints[{sample_trial.endpoints[0].id}].activities"]
    assert page.grid.names.chip_rect(spot(page, "Timeline", "Day 7")[0]) == QRect()


def test_an_endpoint_whose_activity_is_cleared_shows_a_chip(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol
) -> None:
    assert not page.unmeasured.isVisible()
    take(page, spot(page, "Urine ethyl", "Screening"))
    key(qtbot, page, Qt.Key.Key_End, SHIFT)
    key(qtbot, page, Qt.Key.Key_Delete)
    assert page.unmeasured.isVisible()
    with qtbot.waitSignal(page.workspace.navigation_requested) as asked:
        chip = page.unmeasured.body.itemAt(0).widget()
        qtbot.mouseClick(chip, LEFT)
    assert asked.args[0].startswith("endpoints[")
    page.workspace.undo_stack.undo()
    assert not page.unmeasured.isVisible()


def test_each_cell_says_what_it_is(page: Any) -> None:
    take(page, spot(page, "Clinician", "Dosing day"))
    page.grid_model.open_visit(visit(page.trial, "Dosing day"), True)
    row, column = spot(page, "Clinician", "Dosing day", 40)
    said = page.grid_model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Clinician-Administered Dissociative States Scale, visit 4 (Dosing day), ")
    assert said.endswith("40 min after dose start, marked")
    row, column = spot(page, "Clinician", "Day 7")
    assert page.grid_model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole).endswith("not marked")


def test_the_strip_follows_marks_and_minutes(qtbot: QtBot, page: Any) -> None:
    strip = page.grid_card.strip.rows
    column = page.grid_model.column_of(visit(page.trial, "Day 7").id)
    before = int(strip.index(0, column).data())
    take(page, spot(page, "Hamilton", "Day 7"))
    key(qtbot, page, Qt.Key.Key_Space)
    assert int(strip.index(0, column).data()) == before + 15
    empty(qtbot, named(page, "Minutes each time"))
    assert strip.index(0, column).data() == f"{before} + ?"
    assert "1 activity without minutes" in strip.index(0, column).data(Qt.ItemDataRole.ToolTipRole)
    assert "1 activity without minutes, not in the hours: Hamilton" in page.grid_card._burden.text()


def test_a_selected_cell_is_found_and_the_cell_in_hand_is_selected(
    qtbot: QtBot, page: Any, sample_trial: TrialProtocol
) -> None:
    at = next(
        n
        for n, c in enumerate(sample_trial.schedule.cells)
        if c == cell(sample_trial, "Weight", "Dosing day")
    )
    page.workspace.select(f"schedule.cells[{at}].times")
    assert page.grid_card.activity().name.startswith("Weight")
    assert page.visits.current == visit(sample_trial, "Dosing day").id
    take(page, spot(page, "Penn", "Day 14"))
    assert page.workspace.selection == f"schedule.activities[{activity(sample_trial, 'Penn').id}]"
    key(qtbot, page, Qt.Key.Key_Space)
    assert page.workspace.selection == f"schedule.cells[{len(sample_trial.schedule.cells)}]"
    assert page.reveal(f"schedule.cells[{at}].footnote")
    assert page.in_hand.footnote.hasFocus()


def test_the_picture_says_how_near_the_neighbours_come(qtbot: QtBot, page: Any) -> None:
    page.visits.choose(visit(page.trial, "Day 14").id)
    assert page.visits_card.picture.words == "at least 5 days after Day 7; at least 4 days before Day 21"
    retype(qtbot, page.timing.latest, "25 days")
    assert "can overlap with Day 21" in page.visits_card.picture.words


def test_a_finding_marks_the_corner_of_its_cell(page: Any, sample_trial: TrialProtocol) -> None:
    at = sample_trial.schedule.cells.index(cell(sample_trial, "Pregnancy", "Dosing day"))
    where = spot(page, "Pregnancy", "Dosing day")
    place = f"schedule.cells[{at}].times"
    found = Finding("ELIG-1", "T", Severity.SOFT, Severity.SOFT, place, "M", None, None, None, ())
    assert page.grid_model.look(*where).severity is None
    page.show_report(Report((found,), (), ""))
    assert page.grid_model.look(*where).severity is Severity.SOFT
    assert page.grid_model.index(*where).data(Qt.ItemDataRole.AccessibleTextRole).endswith("soft limit")
    page.show_report(Report((replace(found, justified=True),), (), ""))
    assert page.grid_model.look(*where).severity is None


def test_the_strip_scrolls_as_far_as_the_grid(qtbot: QtBot, page: Any) -> None:
    page.resize(820, 700)
    qtbot.wait(10)
    bar = page.grid.horizontalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    assert bar.value() == bar.maximum()
    last = page.grid_model.columnCount() - 1
    strip = page.grid_card.strip
    assert strip.columnViewportPosition(last) == page.grid.columnViewportPosition(last)


def test_a_protocol_without_visits_grows_into_a_grid(
    qtbot: QtBot, open_page: Open, blank_trial: TrialProtocol
) -> None:
    page = open_page(SchedulePage, blank_trial)
    named(page, "Add an activity").choose(Instrument.ECG_12_LEAD)
    assert not page.grid.isVisible()
    qtbot.mouseClick(button(page, "Add the first visit"), LEFT)
    take(page, (1, 0))
    key(qtbot, page, Qt.Key.Key_Space)
    assert len(page.trial.schedule.cells) == 1
    assert page.grid_card.strip.rows.index(0, 0).data() == "0 + ?"
    for _ in range(3):
        page.workspace.undo_stack.undo()
    assert page.trial == blank_trial
