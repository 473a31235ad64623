"""Harms and stopping in the real window: lists, harms that studies report, reporting clocks."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from protocol_designer.domain.conduct import StoppingScope
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.precedents.provenance import provenance_at
from tests.gui.pages.page_tools import button, named
from tests.gui.pages.window_tools import (
    ListSteps,
    add_change_move_remove,
    assert_all_revealed,
    note_at,
    opened,
    page_called,
    press,
    write,
)


@pytest.mark.parametrize(
    "steps",
    [
        ListSteps("events", "Add event", "Event", "Falls within a day"),
        ListSteps("stopping", "Add stopping rule", "Decided by", "Sponsor"),
    ],
    ids=lambda steps: steps.card,
)
def test_a_list_is_added_to_changed_moved_and_cut(
    qtbot: QtBot, real_window: MainWindow, steps: ListSteps
) -> None:
    page = page_called(real_window, "Harms")
    add_change_move_remove(qtbot, real_window, page, steps)


def test_every_place_is_revealed(real_window: MainWindow) -> None:
    assert_all_revealed(real_window, "Harms", "harms")


def test_an_event_is_found_by_activities_of_the_schedule(real_window: MainWindow) -> None:
    page, workspace = page_called(real_window, "Harms"), opened(real_window)
    activity = workspace.trial.schedule.activities[0]
    named(page, "Activities that find it").choose(activity.id)
    assert activity.id in workspace.trial.harms.events_of_interest[0].activities
    assert activity.name in page.events.table.model.index(0, 1).data()


def test_a_harm_that_a_study_reports_becomes_an_event_with_its_source(
    qtbot: QtBot, real_window: MainWindow
) -> None:
    real_window.files.start_from_template("dakwar_2020_alcohol")
    page, workspace = page_called(real_window, "Harms"), opened(real_window)
    before = workspace.trial
    assert not page.reported.view.isVisible()
    press(qtbot, page, "Choose from what studies report")
    assert page.reported.view.hasFocus()
    years = [harm.year for harm in page.reported.model.rows]
    assert years
    assert years == sorted(years, reverse=True)
    qtbot.keyClick(page.reported.view, Qt.Key.Key_Down)
    chosen = page.reported.model.rows[1]
    qtbot.keyClick(page.reported.view, Qt.Key.Key_Return)
    (event,) = workspace.trial.harms.events_of_interest
    assert event.name.casefold()[:30] == chosen.finding.casefold()[:30]
    entry = provenance_at(workspace.trial, f"harms.events_of_interest[{event.id}].name")
    assert entry is not None
    assert (entry.study, entry.source) == (chosen.study, chosen.source)
    workspace.undo_stack.undo()
    assert workspace.trial == before


def test_rules_for_participant_and_trial_are_added_and_wait_for_their_conditions(
    qtbot: QtBot, real_window: MainWindow
) -> None:
    real_window.files.start_from_template("dakwar_2020_alcohol")
    page, workspace = page_called(real_window, "Harms"), opened(real_window)
    press(qtbot, page, "Add the 2 rules the review asks for")
    scopes = [rule.scope for rule in workspace.trial.harms.stopping_rules]
    assert scopes == [StoppingScope.PARTICIPANT, StoppingScope.TRIAL]
    assert "ETH-005" in {f.rule for f in workspace.report.at("harms.stopping_rules")}
    for rule in workspace.trial.harms.stopping_rules:
        page.stopping.table.choose(rule.id)
        write(qtbot, page.stopping, "When", "Apnoea that needs ventilation.")
    assert workspace.report.at("harms.stopping_rules") == ()


def test_a_clock_that_is_too_long_is_told_beside_it(qtbot: QtBot, real_window: MainWindow) -> None:
    page = page_called(real_window, "Harms")
    place = "harms.fatal_report_days"
    write(qtbot, page, "Fatal or life-threatening, within days", "15")
    assert "7 days" in note_at(page, place)
    write(qtbot, page, "Fatal or life-threatening, within days", "7")
    assert note_at(page, place) == ""
    write(qtbot, page, "Fatal or life-threatening, within days", "a week")
    assert "whole number" in note_at(page, place)
    assert button(page, "Add event").isEnabled()
