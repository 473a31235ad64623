"""The canvas under the mouse: what is dragged moves with what hangs from it, as one step, or says why not."""

from fractions import Fraction

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.canvas.movable import Grip
from protocol_designer.gui.pages.design_page import DesignPage
from protocol_designer.rules.findings import Severity
from tests.gui.pages.canvas_tools import (
    LEFT,
    NONE,
    drag,
    end_of_window,
    hold,
    middle,
    pixels,
    place_of,
    stop_of,
    times,
    visit_of,
)
from tests.gui.pages.page_tools import Open


@pytest.fixture
def page(open_page: Open, sample_trial: TrialProtocol) -> DesignPage:
    """The sample, zoomed so that a day is several pixels wide."""
    shown: DesignPage = open_page(DesignPage, sample_trial)
    shown.canvas.set_zoom(6)
    return shown


def in_view(page: DesignPage, name: str) -> QPoint:
    """Bring a visit into the middle of the view; return where it stands."""
    canvas = page.canvas
    stop = stop_of(canvas, name)
    canvas.make_current(stop)
    canvas.scroll_to(stop.area.center().x() - canvas.view.width / 2, canvas.view.y)
    return middle(canvas, stop)


def test_a_visit_is_dragged_to_another_day_in_one_step(
    qtbot: QtBot, page: DesignPage, sample_trial: TrialProtocol
) -> None:
    canvas = page.canvas
    start = in_view(page, "Day 28")
    drag(qtbot, canvas, start, pixels(canvas, stop_of(canvas, "Day 28"), 2))
    assert times(page.trial, "Day 28") == ("28 day", "30 day", "32 day")
    assert page.workspace.undo_stack.count() == 1
    assert page.workspace.undo_stack.undoText() == "Move Day 28 to day 30"
    assert page.panel.edge_line.text == "Move Day 28 to day 30."
    page.workspace.undo_stack.undo()
    assert page.trial is sample_trial


def test_the_ghost_tells_day_window_and_followers_before_anything_changes(
    qtbot: QtBot, page: DesignPage, sample_trial: TrialProtocol
) -> None:
    canvas = page.canvas
    start = in_view(page, "Dosing day")
    hold(qtbot, canvas, start, pixels(canvas, stop_of(canvas, "Dosing day"), 1))
    words = canvas.ghost_words.text
    # 8 visits and 7 sessions hang from the dose, directly or over a visit.
    assert words.startswith("Dosing day: day 0 → day 1 (window day 1 to day 1), 15 follow")
    assert page.trial is sample_trial
    assert not canvas.grab().isNull()
    qtbot.mouseRelease(canvas, LEFT, NONE, start)


def test_escape_gives_a_drag_up(qtbot: QtBot, page: DesignPage, sample_trial: TrialProtocol) -> None:
    canvas = page.canvas
    start = in_view(page, "Day 28")
    across = pixels(canvas, stop_of(canvas, "Day 28"), 3)
    hold(qtbot, canvas, start, across)
    assert canvas.drag is not None
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.drag is None
    qtbot.mouseRelease(canvas, LEFT, NONE, start + QPoint(across, 0))
    assert page.trial is sample_trial
    assert page.panel.edge_line.text == "Nothing was moved."


def test_a_click_that_trembles_moves_nothing(
    qtbot: QtBot, page: DesignPage, sample_trial: TrialProtocol
) -> None:
    start = in_view(page, "Day 28")
    drag(qtbot, page.canvas, start, 2)
    assert page.trial is sample_trial
    assert page.workspace.selection == place_of(sample_trial, "Day 28")


def test_what_hangs_from_a_visit_follows_it_on_the_canvas(qtbot: QtBot, page: DesignPage) -> None:
    canvas = page.canvas
    session = "courses[course-1].sessions[session-5]"  # half an hour after the beginning of day 7
    before = canvas.scene.stops_at(session)[0].box
    drag(qtbot, canvas, in_view(page, "Day 7"), pixels(canvas, stop_of(canvas, "Day 7"), 2))
    after = canvas.scene.stops_at(session)[0].box
    assert before is not None
    assert after is not None
    assert before.timed is not None
    assert after.timed is not None
    assert times(page.trial, "Day 7") == ("8 day", "9 day", "10 day")
    assert after.timed.start - before.timed.start == 2 * 24 * 60
    assert page.trial.courses == page.workspace.trial.courses


@pytest.mark.parametrize(
    ("grip", "days", "expected"),
    [(Grip.LATEST, 2, ("26 day", "28 day", "32 day")), (Grip.EARLIEST, 1, ("27 day", "28 day", "30 day"))],
)
def test_an_end_of_a_window_is_dragged_alone(
    qtbot: QtBot, page: DesignPage, grip: Grip, days: int, expected: tuple[str, str, str]
) -> None:
    canvas = page.canvas
    in_view(page, "Day 28")
    stop = stop_of(canvas, "Day 28")
    drag(qtbot, canvas, end_of_window(canvas, stop, grip), pixels(canvas, stop, days, grip))
    assert times(page.trial, "Day 28") == expected
    assert page.workspace.undo_stack.count() == 1


def test_a_window_that_would_leave_its_target_is_refused_in_words(
    qtbot: QtBot, page: DesignPage, sample_trial: TrialProtocol
) -> None:
    canvas = page.canvas
    in_view(page, "Day 28")
    stop = stop_of(canvas, "Day 28")
    across = pixels(canvas, stop, 4, Grip.EARLIEST)
    drag(qtbot, canvas, end_of_window(canvas, stop, Grip.EARLIEST), across)
    assert page.trial is sample_trial
    assert page.panel.edge_line.text == (
        "The window of Day 28 would start at day 30, after its target day 28; move the target first."
    )


def test_a_hard_limit_that_a_drop_would_break_shows_while_dragging(qtbot: QtBot, page: DesignPage) -> None:
    canvas = page.canvas
    start = in_view(page, "Day 21")
    hold(qtbot, canvas, start, pixels(canvas, stop_of(canvas, "Day 21"), 6))
    qtbot.waitUntil(lambda: canvas.ghost_words.severity is Severity.HARD)
    assert "breaks a hard limit" in canvas.ghost_words.text
    assert "overlap" in page.panel.edge_line.text
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    hold(qtbot, canvas, start, pixels(canvas, stop_of(canvas, "Day 21"), 1))
    qtbot.waitUntil(lambda: "no new hard limit" in canvas.ghost_words.text)
    assert canvas.ghost_words.severity is None
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)


def test_a_dose_bar_carries_its_visit(qtbot: QtBot, page: DesignPage) -> None:
    canvas = page.canvas
    bar = canvas.scene.stops_at(f"regimens[{page.trial.regimens[0].id}]")[0]
    canvas.make_current(bar)
    drag(qtbot, canvas, middle(canvas, bar), pixels(canvas, bar, 1))
    assert times(page.trial, "Dosing day") == ("1 day", "1 day", "1 day")


def test_a_session_of_a_dosing_day_moves_by_minutes(qtbot: QtBot, page: DesignPage) -> None:
    canvas = page.canvas
    stop = canvas.scene.stops_at("courses[course-1].sessions[session-3]")[0]
    canvas.make_current(stop)
    drag(qtbot, canvas, middle(canvas, stop), pixels(canvas, stop, Fraction(10, 24 * 60)))
    session = page.trial.courses[0].sessions[2]
    assert session.timing is not None
    assert str(session.timing.target) == "10 min"


def test_a_protocol_that_may_not_be_changed_says_so(
    qtbot: QtBot, page: DesignPage, sample_trial: TrialProtocol
) -> None:
    page.workspace.read_only = "This file is open elsewhere. Save a copy to change it."
    canvas = page.canvas
    start = in_view(page, "Day 28")
    drag(qtbot, canvas, start, pixels(canvas, stop_of(canvas, "Day 28"), 2))
    assert page.trial is sample_trial
    assert page.panel.edge_line.text == page.workspace.read_only


def test_what_is_held_at_the_edge_scrolls_on(qtbot: QtBot, page: DesignPage) -> None:
    canvas = page.canvas
    start = in_view(page, "Day 7")
    before = canvas.view.x
    hold(qtbot, canvas, start, canvas.width() - 4 - start.x())
    qtbot.waitUntil(lambda: canvas.view.x > before + 60)
    assert canvas.drag is not None
    day = canvas.drag.timing.target
    qtbot.waitUntil(lambda: canvas.drag is not None and canvas.drag.timing.target > day)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)


def test_an_undo_from_elsewhere_ends_a_drag(qtbot: QtBot, page: DesignPage) -> None:
    canvas = page.canvas
    start = in_view(page, "Day 28")
    across = pixels(canvas, stop_of(canvas, "Day 28"), 2)
    drag(qtbot, canvas, start, across)
    start = in_view(page, "Day 56")
    hold(qtbot, canvas, start, pixels(canvas, stop_of(canvas, "Day 56"), 3))
    page.workspace.undo_stack.undo()
    assert canvas.drag is None
    qtbot.mouseRelease(canvas, LEFT, NONE, start)
    assert visit_of(page.trial, "Day 56").timing == visit_of(page.workspace.trial, "Day 56").timing
    assert times(page.trial, "Day 56")[1] == "56 day"
