"""The canvas by keys and to the eye: stepping, moving, zoom, selection, marks, exact fields, names."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.formulary.records import Formulary
from protocol_designer.gui.canvas.canvas_view import MAGNIFIED
from protocol_designer.gui.canvas.panel import CanvasPanel
from protocol_designer.gui.pages.design_page import DesignPage
from protocol_designer.gui.theme import Theme, ThemeMode
from protocol_designer.report.figures.trial_schema import trial_schema
from protocol_designer.rules.findings import Severity
from protocol_designer.workspace.workspace import Workspace
from tests.gui.pages.canvas_tools import middle, place_of, stop_of, times
from tests.gui.pages.page_tools import Open, button, named, retype

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture
def page(open_page: Open, sample_trial: TrialProtocol) -> DesignPage:
    """The sample on the page that is home."""
    shown: DesignPage = open_page(DesignPage, sample_trial)
    return shown


def test_the_canvas_shows_what_paper_prints(page: DesignPage, sample_trial: TrialProtocol) -> None:
    canvas = page.canvas
    assert canvas.drawing == trial_schema(sample_trial, canvas.width() / MAGNIFIED)
    layout = canvas.scene.layout
    pieces = {id(mark) for mark in (*layout.body, *layout.fixed, *layout.axis, *layout.foot)}
    assert pieces == {id(mark) for mark in layout.drawing.marks}


def test_the_arrow_keys_reach_everything_in_reading_order(qtbot: QtBot, page: DesignPage) -> None:
    canvas = page.canvas
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    seen = []
    for _ in canvas.scene.stops:
        assert canvas.current is not None
        seen.append(canvas.current)
        assert page.workspace.selection == canvas.current.place
        qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert seen == list(canvas.scene.stops)
    for visit in page.trial.schedule.visits:
        assert f"schedule.visits[{visit.id}]" in {stop.place for stop in seen}
    canvas.make_current(stop_of(canvas, "Day 28"))
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert canvas.current.row == stop_of(canvas, "Day 28").row - 1


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ((Qt.Key.Key_Right, CTRL), ("27 day", "29 day", "31 day")),
        ((Qt.Key.Key_Left, ALT), ("25 day", "27 day", "29 day")),
        ((Qt.Key.Key_Up, CTRL), ("625 h", "673 h", "721 h")),
        ((Qt.Key.Key_Right, CTRL | SHIFT), ("26 day", "28 day", "31 day")),
        ((Qt.Key.Key_Left, ALT | SHIFT), ("25 day", "28 day", "30 day")),
    ],
)
def test_every_drag_has_a_twin_among_the_keys(
    qtbot: QtBot,
    page: DesignPage,
    sample_trial: TrialProtocol,
    keys: tuple[Qt.Key, Qt.KeyboardModifier],
    expected: tuple[str, str, str],
) -> None:
    canvas = page.canvas
    canvas.setFocus()
    canvas.make_current(stop_of(canvas, "Day 28"))
    qtbot.keyClick(canvas, *keys)
    assert times(page.trial, "Day 28") == expected
    assert canvas.current is not None
    assert canvas.current.place == place_of(sample_trial, "Day 28")
    page.workspace.undo_stack.undo()
    assert page.trial is sample_trial


def test_steps_with_the_keys_merge_and_what_has_no_time_says_so(
    qtbot: QtBot, page: DesignPage, sample_trial: TrialProtocol
) -> None:
    canvas = page.canvas
    canvas.setFocus()
    canvas.make_current(stop_of(canvas, "Day 28"))
    for _ in range(3):
        qtbot.keyClick(canvas, Qt.Key.Key_Right, CTRL)
    assert page.workspace.undo_stack.undoText() == "Move Day 28 to day 31"
    assert page.workspace.undo_stack.count() == 1
    canvas.make_current(canvas.scene.stops_at(f"arms[{sample_trial.arms[0].id}]")[0])
    qtbot.keyClick(canvas, Qt.Key.Key_Right, CTRL)
    assert page.panel.edge_line.text.startswith("Select a visit or session that has a time")
    assert page.workspace.undo_stack.count() == 1


def test_enter_and_double_click_ask_for_the_exact_field(qtbot: QtBot, page: DesignPage) -> None:
    canvas, asked = page.canvas, list[str]()
    page.workspace.navigation_requested.connect(asked.append)
    canvas.setFocus()
    stop = stop_of(canvas, "Day 28")
    canvas.make_current(stop)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=middle(canvas, stop))
    assert asked == [f"{stop.place}.timing"] * 2


def test_selection_goes_both_ways(qtbot: QtBot, page: DesignPage, sample_trial: TrialProtocol) -> None:
    canvas = page.canvas
    place = place_of(sample_trial, "Day 56")
    scene = canvas.scene
    page.workspace.select(f"{place}.timing.target")
    assert canvas.current is stop_of(canvas, "Day 56")
    assert page.panel.strip.timing.isVisible()
    other = stop_of(canvas, "Day 14")
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=middle(canvas, other))
    assert page.workspace.selection == other.place
    page.workspace.select("population.weight_max")
    assert canvas.current is None
    qtbot.mouseMove(canvas, middle(canvas, other))
    assert canvas.scene is scene  # neither selection nor hover lays anything out again


def test_a_finding_marks_its_block_and_the_tooltip_tells_it(
    page: DesignPage, sample_trial: TrialProtocol
) -> None:
    canvas = page.canvas
    place = place_of(sample_trial, "Day 56")
    assert place not in canvas._marked
    clean = canvas.grab().toImage()
    widened = f"{place_of(sample_trial, 'Day 28')}.timing.latest"
    page.apply(set_field(widened, "60 day", "Widen the window"))
    assert canvas._marked[place] == (Severity.HARD, False)
    assert canvas.grab().toImage() != clean
    tip = canvas.tip_at(QPointF(middle(canvas, stop_of(canvas, "Day 56"))))
    assert tip.splitlines()[:2] == ["10 Day 56", "56 days after the start of dose 1 (±3 days)"]
    assert "Hard limit: " in tip
    page.workspace.undo_stack.undo()
    assert place not in canvas._marked


def test_zoom_keeps_what_is_under_the_pointer_and_fit_shows_all(qtbot: QtBot, page: DesignPage) -> None:
    canvas = page.canvas
    at = middle(canvas, stop_of(canvas, "Day 28"))
    for _ in range(4):
        wheel = QWheelEvent(
            QPointF(at), canvas.mapToGlobal(QPointF(at)), QPoint(), QPoint(0, 120),
            Qt.MouseButton.NoButton, CTRL, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(canvas, wheel)
    assert canvas.zoom == pytest.approx(1.25**4)
    assert abs(middle(canvas, stop_of(canvas, "Day 28")).x() - at.x()) < 25
    assert page.panel._across.isVisible()
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Plus, CTRL)
    qtbot.keyClick(canvas, Qt.Key.Key_Minus, CTRL)
    assert canvas.zoom == pytest.approx(1.25**4)
    qtbot.keyClick(canvas, Qt.Key.Key_0, CTRL)
    assert (canvas.zoom, canvas.view.x) == (1, 0)
    qtbot.mouseClick(button(page, "More room for time (Ctrl++)"), Qt.MouseButton.LeftButton)
    assert canvas.zoom > 1
    qtbot.mouseClick(button(page, "Fit"), Qt.MouseButton.LeftButton)
    assert canvas.zoom == 1
    assert not page.panel._across.isVisible()


def test_heads_and_ruler_stay_in_view_while_scrolling(page: DesignPage, sample_trial: TrialProtocol) -> None:
    canvas = page.canvas
    arm = f"arms[{sample_trial.arms[0].id}]"
    head = canvas.bounds_of_place(arm).left()
    canvas.set_zoom(4)
    canvas.scroll_to(600, 0)
    assert canvas.bounds_of_place(arm).left() == head
    page.resize(820, 330)
    QApplication.processEvents()
    layout, view = canvas.scene.layout, canvas.view
    deep = layout.axis_bottom - layout.axis_top
    assert view.height < layout.axis_top + deep
    assert view.axis_y(layout) == view.height - deep
    canvas.scroll_to(600, 10_000)
    assert view.axis_y(layout) == max(0, layout.axis_top - view.y)


def test_the_strip_sets_exact_times_and_says_why_not(
    qtbot: QtBot, page: DesignPage, sample_trial: TrialProtocol
) -> None:
    page.canvas.make_current(stop_of(page.canvas, "Day 28"))
    retype(qtbot, named(page, "Target"), "29 days")
    assert times(page.trial, "Day 28") == ("27 day", "29 day", "31 day")
    assert page.workspace.undo_stack.undoText() == "Move Day 28 to 29 days"
    retype(qtbot, named(page, "Latest"), "20 days")
    assert times(page.trial, "Day 28") == ("27 day", "29 day", "31 day")
    assert "ends" in page.panel.strip._problem.text()
    page.workspace.undo_stack.undo()
    assert page.trial is sample_trial


def test_the_canvas_takes_the_whole_page_and_gives_it_back(qtbot: QtBot, page: DesignPage) -> None:
    height = page.panel.height()
    qtbot.mouseClick(button(page, "Full page"), Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    phase = next(one.field.editor for one in page._bindings if one.place() == "identity.phase")
    assert page.panel.height() > height
    assert not phase.isVisible()
    assert page.reveal("identity.phase")
    assert phase.isVisible()


def test_every_stop_has_a_name_a_value_and_a_state_for_those_who_hear_it(page: DesignPage) -> None:
    canvas = page.canvas
    canvas.setFocus()
    canvas.make_current(stop_of(canvas, "Day 28"))
    shown = QAccessible.queryAccessibleInterface(canvas)
    assert shown.role() == QAccessible.Role.List
    assert shown.text(QAccessible.Text.Name)
    assert shown.childCount() == len(canvas.scene.stops)
    for index, stop in enumerate(canvas.scene.stops):
        child = shown.child(index)
        assert child.text(QAccessible.Text.Name), stop.place
        assert not child.rect().isEmpty(), stop.place
        assert shown.indexOfChild(child) == index
    current = shown.focusChild()
    assert current.text(QAccessible.Text.Name) == "Day 28"
    assert current.text(QAccessible.Text.Value).startswith("28 days after the start of dose 1 (±2 days)")
    assert current.state().focused


def test_what_a_screen_reader_holds_of_a_closed_canvas_is_empty_and_harmless(
    qtbot: QtBot, sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    was_active = QAccessible.isActive()
    QAccessible.setActive(True)
    held = []
    for _ in range(2):
        workspace, theme = Workspace(sample_trial, formulary), Theme(ThemeMode.LIGHT)
        panel = CanvasPanel(workspace, theme)
        workspace.setParent(panel)
        theme.setParent(panel)
        panel.show()
        shown = QAccessible.queryAccessibleInterface(panel.canvas)
        held.append(shown.child(0))
        panel.canvas.setFocus()
        panel.canvas.make_current(panel.canvas.scene.stops[1])
        panel.close()
        panel.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert not held[-1].isValid()
        assert held[-1].text(QAccessible.Text.Name) == ""
    QAccessible.setActive(was_active)


def test_an_empty_protocol_invites(qtbot: QtBot, open_page: Open, blank_trial: TrialProtocol) -> None:
    page = open_page(DesignPage, blank_trial)
    assert "Add an arm" in page.canvas.accessibleDescription()
    page.canvas.setFocus()
    qtbot.keyClick(page.canvas, Qt.Key.Key_Right)
    assert page.workspace.selection == "arms"
    qtbot.keyClick(page.canvas, Qt.Key.Key_Plus, CTRL)
    assert not page.canvas.grab().isNull()
