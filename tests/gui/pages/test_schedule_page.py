"""Visits, their windows and the grid of activities, by keys and clicks."""

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from protocol_designer.domain.timing import AnchorKind
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.pages.schedule_page import SchedulePage
from protocol_designer.quantities import TimeOffset
from tests.gui.pages.page_tools import Open, button, named, retype


def _visit(trial: TrialProtocol, name: str):
    return next(visit for visit in trial.schedule.visits if visit.name == name)


def _marks(trial: TrialProtocol) -> set[tuple[str, str]]:
    return {(cell.activity, cell.visit) for cell in trial.schedule.cells}


def test_a_cell_is_toggled_by_a_click_and_back_by_space(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(SchedulePage, sample_trial)
    index = page.grid_model.index(1, 1)
    key = (page.grid_model.activity(1).id, page.grid_model.visit(1).id)
    before = key in _marks(page.trial)
    where = page.grid.visualRect(index).center()
    qtbot.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert (key in _marks(page.trial)) is not before
    assert bool(index.data()) is not before
    qtbot.keyClick(page.grid, Qt.Key.Key_Space)
    assert (key in _marks(page.trial)) is before
    assert page.workspace.undo_stack.count() == 2
    page.workspace.undo_stack.undo()
    page.workspace.undo_stack.undo()
    assert page.trial == sample_trial


def test_a_press_that_slides_to_another_cell_toggles_nothing(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(SchedulePage, sample_trial)
    pressed = page.grid.visualRect(page.grid_model.index(1, 0)).center()
    released = page.grid.visualRect(page.grid_model.index(3, 2)).center()
    qtbot.mousePress(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=pressed)
    qtbot.mouseRelease(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(released))
    assert page.trial is sample_trial


def test_a_new_target_takes_its_window_along(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(SchedulePage, sample_trial)
    page.visits.choose(_visit(sample_trial, "Day 28").id)
    retype(qtbot, page.timing.target, "35 days")
    timing = _visit(page.trial, "Day 28").timing
    assert [str(t) for t in (timing.earliest, timing.target, timing.latest)] == ["33 day", "35 day", "37 day"]
    assert page.workspace.undo_stack.undoText() == "Move Day 28 to 35 days"


def test_a_window_that_ends_before_it_starts_is_not_applied_and_says_so(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(SchedulePage, sample_trial)
    visit = _visit(sample_trial, "Day 28")
    page.visits.choose(visit.id)
    retype(qtbot, page.timing.latest, "20 days")
    assert page.trial is sample_trial
    assert page.timing.latest.text() == "20 days"
    note = next(b.field.note for b in page._bindings if b.field.editor is page.timing)
    assert "20 days" in note.text
    retype(qtbot, page.timing.latest, "31 days")
    assert _visit(page.trial, "Day 28").timing.latest == TimeOffset.parse("31 days")
    assert note.text == "" or not note.text.startswith("Not applied")


def test_a_new_visit_gets_its_window_in_three_fields(
    qtbot: QtBot, open_page: Open, blank_trial: TrialProtocol
) -> None:
    page = open_page(SchedulePage, blank_trial)
    qtbot.mouseClick(button(page, "Add the first visit"), Qt.MouseButton.LeftButton)
    page.timing.anchor.choose(AnchorKind.RANDOMISATION)
    for edit, text in ((page.timing.earliest, "6 days"), (page.timing.target, "7 days")):
        retype(qtbot, edit, text)
        assert page.trial.schedule.visits[0].timing is None
    retype(qtbot, page.timing.latest, "9 days")
    timing = page.trial.schedule.visits[0].timing
    assert (timing.anchor.kind, str(timing.latest)) == (AnchorKind.RANDOMISATION, "9 day")


def test_a_visit_that_a_dose_needs_is_not_removed_and_the_window_says_why(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(SchedulePage, sample_trial)
    page.visits.choose(next(v for v in sample_trial.schedule.visits if v.is_dosing).id)
    with qtbot.waitSignal(page.workspace.edit_refused) as refused:
        qtbot.mouseClick(button(page, "Remove the visit"), Qt.MouseButton.LeftButton)
    assert "is given there" in refused.args[0]
    assert page.trial is sample_trial


def test_the_row_in_hand_stays_when_rows_move(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(SchedulePage, sample_trial)
    visit = sample_trial.schedule.visits[3]
    page.visits.choose(visit.id)
    qtbot.mouseClick(button(page, "Move the visit up"), Qt.MouseButton.LeftButton)
    assert page.trial.schedule.visits[2].id == visit.id
    assert page.visits.current == visit.id


def test_a_place_in_the_schedule_is_revealed(open_page: Open, sample_trial: TrialProtocol) -> None:
    page = open_page(SchedulePage, sample_trial)
    visit = sample_trial.schedule.visits[5]
    assert page.reveal(f"schedule.visits[{visit.id}].name")
    assert named(page, "Name").text() == visit.name
    assert named(page, "Name").hasFocus()
    assert page.reveal(f"schedule.activities[{sample_trial.schedule.activities[4].id}].minutes")
    assert page.in_hand.name.text() == sample_trial.schedule.activities[4].name
    assert named(page, "Minutes each time").hasFocus()
    assert not page.reveal("courses")
