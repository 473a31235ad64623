"""Oversight, consent and data in the real window: fields, topics, the values a consent form repeats."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.codes import ConsentTopic
from protocol_designer.domain.conduct import SafetyOversight
from protocol_designer.gui.main_window import MainWindow
from tests.gui.pages.page_tools import named
from tests.gui.pages.window_tools import (
    assert_all_revealed,
    note_at,
    opened,
    page_called,
    press,
    tick,
    write,
)


def test_every_place_is_revealed(real_window: MainWindow) -> None:
    assert_all_revealed(real_window, "Oversight", "oversight")


def test_a_finding_comes_and_goes_beside_its_field(real_window: MainWindow) -> None:
    page, before = page_called(real_window, "Oversight"), opened(real_window).trial
    place = "oversight.consent.is_taken_sober"
    named(page, "Taken while sober").choose(False)
    assert "intoxicated" in note_at(page, place)
    named(page, "Taken while sober").choose(True)
    assert note_at(page, place) == ""
    named(page, "Who watches the safety data").choose(SafetyOversight.INVESTIGATOR_ONLY)
    assert note_at(page, "oversight.safety_oversight")
    for _ in range(3):
        opened(real_window).undo_stack.undo()
    assert opened(real_window).trial == before


def test_topics_are_ticked_and_tell_who_asks_for_them(qtbot: QtBot, real_window: MainWindow) -> None:
    page = page_called(real_window, "Oversight")
    tick(qtbot, page, "Driving · asked for by ETH-002")
    topics = opened(real_window).trial.oversight.consent.information_topics
    assert ConsentTopic.DRIVING not in topics
    assert "driving" in note_at(page, "oversight.consent.information_topics")
    tick(qtbot, page, "Driving")
    assert note_at(page, "oversight.consent.information_topics") == ""


def test_later_use_is_a_text_or_does_not_apply(qtbot: QtBot, real_window: MainWindow) -> None:
    page = page_called(real_window, "Oversight")
    assert isinstance(opened(real_window).trial.oversight.ancillary_consent, NotApplicable)
    tick(qtbot, page, "Not applicable")
    assert isinstance(opened(real_window).trial.oversight.ancillary_consent, str)


def test_a_text_is_typed_and_taken_back(qtbot: QtBot, real_window: MainWindow) -> None:
    page, workspace = page_called(real_window, "Oversight"), opened(real_window)
    before = workspace.trial
    write(qtbot, page, "Insurance", "The hospital is insured.")
    assert workspace.trial.oversight.insurance == "The hospital is insured."
    assert workspace.undo_stack.undoText() == "Change insurance"
    workspace.undo_stack.undo()
    assert workspace.trial == before


def test_the_values_of_the_consent_form_follow_lead_and_are_copied(
    qtbot: QtBot, real_window: MainWindow
) -> None:
    page, workspace = page_called(real_window, "Oversight"), opened(real_window)
    said = {value.name: value.said for value in page.values.model.rows}
    assert said["Number of participants"] == str(workspace.trial.statistics.sample_size.total)
    assert said["No driving after a dose for"] == "24 h"
    assert any(name.startswith("Dose of Ketamine") for name in said)
    write(qtbot, page, "Insurance", "Cover by the hospital.")
    assert {value.name: value.said for value in page.values.model.rows}[
        "Cover for harm"
    ] == "Cover by the hospital."
    press(qtbot, page, "Copy as text")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert f"Number of visits: {len(workspace.trial.schedule.visits)}" in lines
    row = next(
        n for n, v in enumerate(page.values.model.rows) if v.place == "dosing_day.discharge.no_driving"
    )
    view = page.values.view
    point = view.visualRect(view.model().index(row, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "No driving for"
