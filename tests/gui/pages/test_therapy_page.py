"""Courses and sessions by clicks and keys: edits and their undo, series, the strip, contact time, studies."""

from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from protocol_designer.domain.therapy import SessionKind, TherapyApproach
from protocol_designer.domain.timing import AnchorKind
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.therapy import change_session_length
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.pages.therapy_page import TherapyPage
from protocol_designer.precedents.provenance import provenance_at
from protocol_designer.quantities import Quantity
from tests.gui.pages.page_tools import Open, button, named, retype
from tests.gui.pages.window_tools import assert_all_revealed, opened, page_called, press, write

_ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(open_page: Open, sample_trial: TrialProtocol) -> Any:
    return open_page(TherapyPage, sample_trial)


def _undone(page: Any, wanted: TrialProtocol) -> None:
    """Take the last step back and find the very document of before."""
    page.workspace.undo_stack.undo()
    assert page.trial is wanted


def _names(page: Any) -> list[str]:
    return [session.name for session in page.trial.courses[0].sessions]


def _series(qtbot: QtBot, page: Any, *, number: str, every: str, length: str = "60 min") -> None:
    """Open the form and fill it by keys and choices: the first session a week after dose 1."""
    press(qtbot, page, "Add a series…")
    form = page.sessions.series
    retype(qtbot, named(form, "Number of sessions"), number)
    retype(qtbot, named(form, "One every"), every)
    retype(qtbot, named(form, "Length of each"), length)
    named(form, "Kind of each").choose(SessionKind.INTEGRATION)
    form.first.anchor.choose(AnchorKind.DOSE_START)
    for edit, text in (
        (form.first.earliest, "6 days"),
        (form.first.target, "7 days"),
        (form.first.latest, "8 days"),
    ):
        retype(qtbot, edit, text)


def test_an_empty_page_says_what_a_course_is_and_makes_the_first(
    qtbot: QtBot, open_page: Open, blank_trial: TrialProtocol
) -> None:
    page = open_page(TherapyPage, blank_trial)
    assert not page.sessions.isVisible()
    assert not page.care.isVisible()
    press(qtbot, page, "Add the first course")
    assert page.window().focusWidget() is named(page, "Course name")
    qtbot.keyClicks(page.window().focusWidget(), "Motivational interviewing")
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Return)
    assert [course.name for course in page.trial.courses] == ["Motivational interviewing"]
    press(qtbot, page, "Plan a series of sessions")
    assert named(page, "Number of sessions").hasFocus()


def test_every_field_of_a_course_has_a_widget_and_one_undo(qtbot: QtBot, page: Any) -> None:
    texts = {
        "Purpose": "purpose",
        "Schedule in words": "schedule_as_described",
        "Manual": "manual",
        "Mode of delivery": "mode",
        "Location": "location",
        "Fidelity": "fidelity",
        "Conduct: touch and boundaries": "conduct_policy",
        "Tailoring": "tailoring",
    }
    for label, name in texts.items():
        before = page.trial
        write(qtbot, page, label, f"Text for {name}")
        assert getattr(page.trial.courses[0], name) == f"Text for {name}"
        assert page.workspace.undo_stack.undoText().endswith(page.trial.courses[0].name)
        _undone(page, before)
    for label, name in {"Provider": "role", "Licence": "licence", "Training": "training",
                        "Supervision": "supervision"}.items():  # fmt: skip
        before = page.trial
        write(qtbot, page, label, f"Text for {name}")
        assert getattr(page.trial.courses[0].provider, name) == f"Text for {name}"
        _undone(page, before)
    before = page.trial
    named(page, "Alone with the participant during dosing").choose(True)
    assert page.trial.courses[0].provider.is_alone_with_participant_during_dosing is True
    _undone(page, before)
    named(page, "Approach").choose(TherapyApproach.EXISTENTIAL)
    assert page.trial.courses[0].approach is TherapyApproach.EXISTENTIAL
    _undone(page, before)
    retype(qtbot, named(page, "Sessions planned"), "6")
    assert page.trial.courses[0].sessions_planned == 6
    assert page.courses.table.model.rows[0].sessions_planned == 6
    _undone(page, before)


def test_a_course_is_renamed_copied_moved_and_its_removal_refused_while_an_arm_has_it(
    qtbot: QtBot, page: Any
) -> None:
    refusals: list[str] = []
    page.workspace.edit_refused.connect(refusals.append)
    before = page.trial
    press(qtbot, page, "Remove the course")
    assert page.trial is before
    assert "Ketamine with therapy receives it" in refusals[0]
    press(qtbot, page, "Copy the course with its sessions")
    copy = page.trial.courses[1]
    assert copy.name == f"{before.courses[0].name} (copy)"
    assert len(copy.sessions) == len(before.courses[0].sessions)
    assert page.courses.course() is copy
    copied = page.trial
    retype(qtbot, named(page, "Course name"), "Another")
    assert page.trial.courses[1].name == "Another"
    _undone(page, copied)
    press(qtbot, page, "Move the course up")
    assert page.trial.courses[0].id == copy.id
    _undone(page, copied)
    press(qtbot, page, "Remove the course")
    assert [course.id for course in page.trial.courses] == [course.id for course in before.courses]
    _undone(page, copied)
    _undone(page, before)


def test_an_arm_is_ticked_and_the_contact_time_follows(qtbot: QtBot, page: Any) -> None:
    before, arm = page.trial, page.trial.arms[1]
    named(page, "Arms that receive it").choose(arm.id)
    assert before.courses[0].id not in page.trial.arm(arm.id).courses
    rows = [page.care.model.index(1, column).data() for column in range(7)]
    assert rows[0] == arm.name
    assert rows[1:5] == ["–", "–", "–", "300 min"]
    assert rows[5:] == ["5 h", "≠ 292 min less"]
    assert "Unequal care time" in page.care.told.text()
    assert "Hard limit" in page.care._note.text
    _undone(page, before)
    assert page.care.model.index(1, 6).data() == "Same time"
    assert page.care._note.text == ""
    assert "Unequal" not in page.care.told.text()


def test_a_length_that_is_open_is_counted_in_words_and_never_taken_as_nothing(
    qtbot: QtBot, page: Any
) -> None:
    arm, course = page.trial.arms[1], page.trial.courses[0]
    named(page, "Arms that receive it").choose(arm.id)
    page.workspace.apply(change_session_length(course, course.sessions[0], None))
    assert page.care.model.index(0, 1).data() == "≥\u00a060 min"
    assert page.care.model.index(0, 5).data() == "≥\u00a08 h 52 min"
    assert page.care.model.index(1, 6).data() == "Not known yet"
    assert "1 session without a length (Preparation 1)" in page.care.told.text()


def test_every_field_of_a_session_is_written_and_taken_back(qtbot: QtBot, page: Any) -> None:
    before = page.trial

    def first(name: str) -> Any:
        return getattr(page.trial.courses[0].sessions[0], name)

    for label, text, name, wanted in (
        ("Session name", "Getting ready", "name", "Getting ready"),
        ("Length", "1.5 h", "duration", Quantity.parse("1.5 h")),
        ("Belongs to dose", "2", "dose_number", 2),
        ("Content", "What may come up", "content", "What may come up"),
    ):
        write(qtbot, page, label, text)
        assert first(name) == wanted
        _undone(page, before)
    for label, value, name in (
        ("Kind", SessionKind.EDUCATION, "kind"),
        ("Needs memory", False, "depends_on_memory"),
        ("At visit", before.schedule.visits[0].id, "visit"),
    ):
        named(page, label).choose(value)
        assert first(name) == value
        _undone(page, before)
    retype(qtbot, named(page, "Target"), "2 h")
    assert first("timing").target.printed() == "2 h"
    assert page.sessions.table.model.index(0, 2).data().startswith("2 h after")
    _undone(page, before)


@pytest.mark.parametrize("text", ["60", "0 min", "-5 min", "1e3 min", "60 kg", "0,5 h", ".5 h"])
def test_a_length_that_is_none_is_told_under_the_field(qtbot: QtBot, page: Any, text: str) -> None:
    before = page.trial
    retype(qtbot, named(page, "Length"), text)
    assert page.trial is before
    assert named(page, "Length").problem
    assert named(page, "Length").text() == text


def test_sessions_are_added_copied_removed_and_moved_by_buttons_keys_and_mouse(
    qtbot: QtBot, page: Any
) -> None:
    start, names = page.trial, _names(page)
    press(qtbot, page, "Add session")
    assert _names(page) == [*names, "Session 6"]
    assert page.window().focusWidget() is named(page, "Session name")
    _undone(page, start)
    page.sessions.table.choose(start.courses[0].sessions[1].id)
    press(qtbot, page, "Copy the session")
    assert _names(page) == [*names[:2], f"{names[1]} (copy)", *names[2:]]
    _undone(page, start)
    view = page.sessions.table.view
    page.focus(view)
    page.sessions.table.choose(start.courses[0].sessions[1].id)
    qtbot.keyClick(view, Qt.Key.Key_Down, _ALT)
    assert _names(page) == [names[0], names[2], names[1], *names[3:]]
    _undone(page, start)
    top, bottom = view.rowViewportPosition(0) + 10, view.rowViewportPosition(4) + 24
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, top))
    qtbot.mouseMove(view.viewport(), QPoint(30, top + 30))
    qtbot.mouseMove(view.viewport(), QPoint(30, bottom))
    assert page.sessions.drag.is_dragging
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, bottom))
    assert _names(page) == [*names[1:], names[0]]
    _undone(page, start)
    page.sessions.table.choose(start.courses[0].sessions[4].id)
    press(qtbot, page, "Remove the session")
    assert _names(page) == names[:4]
    _undone(page, start)


def test_a_series_is_seen_before_it_is_made_and_is_one_step(qtbot: QtBot, page: Any) -> None:
    before, names = page.trial, _names(page)
    _series(qtbot, page, number="6", every="7 days")
    shown = page.sessions.series.preview.text().splitlines()
    assert shown[0] == "Integration 1: 7 days after the start of dose 1 (±1 day)"
    assert shown[-1] == "Integration 6: 42 days after the start of dose 1 (±1 day)"
    assert page.trial is before
    press(qtbot, page, "Add these sessions")
    assert _names(page) == [*names, *(f"Integration {number}" for number in range(1, 7))]
    assert {one.duration for one in page.trial.courses[0].sessions[5:]} == {Quantity.parse("60 min")}
    assert page.sessions.table.current == page.trial.courses[0].sessions[5].id
    assert page.workspace.undo_stack.undoText().startswith("Add 6 sessions to ")
    _undone(page, before)


@pytest.mark.parametrize(
    ("number", "every", "length", "told"),
    [
        ("0", "7 days", "60 min", "1 to 60"),
        ("999999999", "7 days", "60 min", "1 to 60"),
        ("3", "0 min", "60 min", "above 0"),
        ("3", "-7 days", "60 min", "above 0"),
        ("3", "7", "60 min", "Give number"),
        ("-3", "7 days", "60 min", "Give number"),
        ("3", "7 days", "60 kg", "Cannot be added"),
        ("3", "7 days", "0 min", "Cannot be added"),
        ("3", "7 days", "60", "Give number"),
    ],
)
def test_a_series_that_cannot_be_meant_is_not_offered(
    qtbot: QtBot, page: Any, *, number: str, every: str, length: str, told: str
) -> None:
    before = page.trial
    _series(qtbot, page, number=number, every=every, length=length)
    assert told in page.sessions.series.preview.text()
    assert not button(page, "Add these sessions").isEnabled()
    assert page.trial is before


def test_a_finding_appears_beside_its_field_and_goes(qtbot: QtBot, page: Any) -> None:
    assert page.workspace.report.at("courses") == ()
    named(page, "Alone with the participant during dosing").choose(True)
    places = [
        finding.place for finding in page.workspace.report.findings if finding.place.startswith("courses")
    ]
    assert places
    told = [b.field.note.text for b in page._bindings if b.place() in places]
    assert any(told)
    named(page, "Alone with the participant during dosing").choose(False)
    assert not any(b.field.note.text for b in page._bindings)


def test_the_strip_and_the_table_choose_the_same_session(qtbot: QtBot, page: Any) -> None:
    course = page.trial.courses[0]
    strip, table = page.sessions.strip, page.sessions.table
    place = f"courses[{course.id}].sessions[{course.sessions[3].id}]"
    middle = strip.bounds_of_place(place).center().toPoint()
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=middle)
    assert page.workspace.selection == place
    assert table.current == course.sessions[3].id
    assert named(page, "Session name").text() == course.sessions[3].name
    page.focus(table.view)
    qtbot.keyClick(table.view, Qt.Key.Key_Up)
    assert page.workspace.selection == f"courses[{course.id}].sessions[{course.sessions[2].id}]"
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert page.workspace.selection == place
    assert table.current == course.sessions[3].id


def test_a_course_of_a_study_is_taken_over_with_its_sources_as_one_step(qtbot: QtBot, page: Any) -> None:
    before = page.trial
    prior = page.courses.prior
    assert not prior.model.rows
    press(qtbot, page, "Take over a course from a prior study…")
    studies = [row.template.id for row in prior.model.rows]
    assert {"azhari_2021", "grabski_2022", "krupitsky_2007"} <= set(studies)
    prior.view.choose(("grabski_2022", "course-1"))
    assert "Thomas & Chambers 2025" in prior.told.text()
    qtbot.keyClick(prior.view, Qt.Key.Key_Return)
    taken = page.trial.courses[-1]
    assert (taken.name, len(taken.sessions)) == ("Mindfulness-based relapse prevention", 7)
    source = provenance_at(page.trial, f"courses[{taken.id}].sessions_planned")
    assert source is not None
    assert source.study == "Grabski 2022 (KARE)"
    assert page.courses.course() is taken
    assert not prior.view.isVisible()
    assert page.workspace.undo_stack.undoText().startswith("Take over Mindfulness-based")
    _undone(page, before)


def test_every_place_of_the_courses_is_found_in_the_window(real_window: MainWindow) -> None:
    assert_all_revealed(real_window, "Therapy", "courses")


def test_what_is_selected_elsewhere_is_in_hand_when_the_page_is_seen(real_window: MainWindow) -> None:
    workspace = opened(real_window)
    course = workspace.trial.courses[2]
    page_called(real_window, "Design")
    workspace.select(f"courses[{course.id}].sessions[{course.sessions[1].id}]")
    page = page_called(real_window, "Therapy")
    QCoreApplication.processEvents()
    assert page.courses.course() is course
    assert page.sessions.table.current == course.sessions[1].id


def test_no_widget_that_takes_the_focus_is_without_a_name(qtbot: QtBot, page: Any) -> None:
    press(qtbot, page, "Take over a course from a prior study…")
    press(qtbot, page, "Add a series…")
    nameless = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []
