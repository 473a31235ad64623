"""The canvas as part of the window: its keys come before the menus, its items lead to fields."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from protocol_designer.domain.timing import AnchorKind
from protocol_designer.edits.schedule import change_timing
from protocol_designer.edits.therapy import change_session_timing
from protocol_designer.gui.canvas.trial_canvas import TrialCanvas
from protocol_designer.gui.main_window import MainWindow
from tests.gui.pages.canvas_tools import drag, middle, pixels, place_of, stop_of, times
from tests.gui.pages.page_tools import named, retype


@pytest.fixture
def canvas(qtbot: QtBot, window: MainWindow) -> TrialCanvas:
    """The canvas of the sample, with the focus."""
    window.files.open_sample()
    found: TrialCanvas | None = window.findChild(TrialCanvas)
    assert found is not None
    with qtbot.waitActive(window):
        window.activateWindow()
    found.setFocus()
    QApplication.processEvents()
    return found


def test_keys_that_the_menus_know_too_belong_to_the_canvas_while_it_has_the_focus(
    qtbot: QtBot, window: MainWindow, canvas: TrialCanvas
) -> None:
    canvas.make_current(stop_of(canvas, "Day 28"))
    qtbot.keyClick(canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.shows_protocol
    assert times(canvas.workspace.trial, "Day 28") == ("25 day", "27 day", "29 day")
    qtbot.keyClick(canvas, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert canvas.isVisible()


def test_a_drag_is_undone_by_the_menu_under_its_name(
    qtbot: QtBot, window: MainWindow, canvas: TrialCanvas
) -> None:
    before = canvas.workspace.trial
    stop = stop_of(canvas, "Day 56")
    canvas.make_current(stop)
    drag(qtbot, canvas, middle(canvas, stop), pixels(canvas, stop, 14))
    label = canvas.workspace.undo_stack.undoText()
    assert label.startswith("Move Day 56 to day ")
    assert label in window.actions_by_id["undo"].text()
    window.actions_by_id["undo"].trigger()
    assert canvas.workspace.trial is before


def test_enter_leads_to_the_field_on_the_page_of_the_part(
    qtbot: QtBot, window: MainWindow, canvas: TrialCanvas
) -> None:
    assert window.area is not None
    for place, page in (
        (place_of(canvas.workspace.trial, "Day 28"), "Schedule"),
        ("courses[course-1].sessions[session-4]", "Therapy"),
    ):
        window.show_page(0)
        canvas.setFocus()
        canvas.make_current(canvas.scene.stops_at(place)[0])
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
        assert window.area.tabs.tabText(window.area.tabs.currentIndex()) == page
        assert canvas.workspace.selection.startswith(place)


def test_what_has_no_time_yet_is_given_one_in_the_strip(qtbot: QtBot, canvas: TrialCanvas) -> None:
    workspace = canvas.workspace
    before = workspace.trial
    last = before.schedule.visits[-1]
    workspace.apply(change_timing(last, None))
    stop = stop_of(canvas, last.name)
    assert stop.mover is None  # it waits below the axis
    canvas.make_current(stop)
    strip = canvas.parentWidget().strip
    strip.timing.anchor.choose(AnchorKind.RANDOMISATION)
    for field in ("Earliest", "Target", "Latest"):
        retype(qtbot, named(strip, field), "180 days")
    assert times(workspace.trial, last.name) == ("180 day", "180 day", "180 day")
    assert stop_of(canvas, last.name).mover == stop.place
    workspace.undo_stack.undo()
    workspace.undo_stack.undo()
    assert workspace.trial is before


def test_a_session_that_stood_beside_its_visit_gets_a_time_of_its_own(
    qtbot: QtBot, canvas: TrialCanvas
) -> None:
    workspace = canvas.workspace
    course = workspace.trial.courses[0]
    workspace.apply(change_session_timing(course, course.sessions[3], None))
    stop = canvas.scene.stops_at("courses[course-1].sessions[session-4]")[0]
    canvas.make_current(stop)
    qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    timing = workspace.trial.courses[0].sessions[3].timing
    assert timing is not None
    assert (timing.anchor.visit, str(timing.target)) == ("visit-5", "1 day")
    assert workspace.undo_stack.undoText() == "Move Integration 1 to day 1"
