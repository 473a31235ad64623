"""Amounts that can be read but can only be a slip: refused where nothing can be meant, else drawn in no time.

A drawing that lists each minute or kilogram of such an amount would never come back, and fail by the clock of
whoever runs the tests.
"""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from protocol_designer.derived.session_day import readings_during, session_day
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.widgets.note_line import NoteLine
from protocol_designer.quantities import Quantity
from tests.gui.pages.page_tools import named
from tests.gui.pages.window_tools import opened, page_called, write

MOST_MINUTES = "999999999999 min"


def _notes(page: QWidget) -> list[str]:
    """Return what stands under the fields in view."""
    return [note.text for note in page.findChildren(NoteLine) if note.isVisible()]


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("Population: Highest weight", "999999999999 kg", "no participant weighs"),
        ("Population: Lowest weight", "0 kg", "more than zero"),
        ("Statistics: Power", "200 %", "more than the whole"),
        ("Statistics: Attrition", "100.001 %", "more than the whole"),
        ("Arms: Allocation ratio", "1 : 0", "1 or more"),
        ("Arms: Allocation ratio", "02 : 1", "leading zero"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_cure(
    qtbot: QtBot, real_window: MainWindow, field: str, text: str, told: str
) -> None:
    title, _, name = field.partition(": ")
    page, workspace = page_called(real_window, title), opened(real_window)
    before = workspace.trial
    write(qtbot, page, name, text)
    assert workspace.trial is before
    assert named(page, name).text() == text
    assert any(told in note for note in _notes(page))


def test_a_visit_cannot_be_moved_out_of_the_numbers(qtbot: QtBot, real_window: MainWindow) -> None:
    page, workspace = page_called(real_window, "Schedule"), opened(real_window)
    before = workspace.trial
    write(qtbot, page, "Target", "999999999999 days")
    assert workspace.trial is before
    assert named(page, "Target").text() == "999999999999 days"
    assert any("at most 12 digits" in note for note in _notes(page))


def test_a_dose_of_two_million_years_is_drawn_and_taken_back(qtbot: QtBot, real_window: MainWindow) -> None:
    workspace = opened(real_window)
    before = workspace.trial
    dosing = page_called(real_window, "Dosing")
    write(qtbot, dosing, "Over, step 1", MOST_MINUTES)
    assert workspace.trial is not before
    page_called(real_window, "Dosing day").grab()
    page_called(real_window, "Design").grab()
    day = session_day(workspace.trial, None)
    watched = [one for one in workspace.trial.dosing_day.monitoring if one.interval_during is not None]
    found = readings_during(watched[0], day)
    interval = watched[0].interval_during or Quantity.parse("1 min")
    assert day.dose_end is not None
    assert found[0] == interval.in_base
    assert day.dose_end - interval.in_base < found[-1] <= day.dose_end
    workspace.undo_stack.undo()
    assert workspace.trial == before
