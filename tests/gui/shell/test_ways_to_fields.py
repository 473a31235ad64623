"""Every decided value of objectives, statistics and population can be reached from anywhere in the window."""

from collections.abc import Iterator

import pytest
from pydantic import BaseModel
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from protocol_designer.domain.base import Part
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.page_table import PAGES, home_of

_FEW = 3
"""How many entries of a list are tried: the others have the same fields."""


def _places(value: object, here: str) -> Iterator[str]:
    yield here
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            if name != "id" and inner not in (None, ()):
                yield from _places(inner, f"{here}.{name}")
    elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
        for number, entry in enumerate(value[:_FEW]):
            yield from _places(entry, f"{here}[{entry.id if isinstance(entry, Part) else number}]")


@pytest.mark.parametrize("part", ["objectives", "endpoints", "statistics", "population", "concomitant"])
def test_each_value_leads_to_a_focused_field_on_the_page_of_its_part(
    window: MainWindow, qapp: QApplication, part: str
) -> None:
    window.files.open_sample()
    workspace, area = window.workspace, window.area
    assert workspace is not None
    assert area is not None
    window.activateWindow()
    places = list(_places(getattr(workspace.trial, part), part))
    assert len(places) > 10
    for place in places:
        area.show_page(0)
        workspace.go_to(place)
        number = area.tabs.currentIndex()
        assert number == home_of(place), place
        assert PAGES[number].title in {"Objectives", "Statistics", "Population"}
        focused = window.focusWidget()
        assert focused is not None, place
        assert area.tabs.currentWidget().isAncestorOf(focused), place
        assert focused.isVisible(), place


def _press(qtbot: QtBot, page: QWidget, text: str) -> None:
    QApplication.processEvents()
    found = next(
        button
        for button in page.findChildren(QPushButton)
        if text in (button.text(), button.accessibleName()) and button.isVisible()
    )
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def test_from_an_empty_protocol_to_the_visit_that_a_new_endpoint_lacks(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.files.new_blank()
    window.activateWindow()
    workspace, area = window.workspace, window.area
    assert workspace is not None
    assert area is not None
    area.show_page(home_of("objectives") or 0)
    page = area.tabs.currentWidget()
    _press(qtbot, page, "Add the first objective")
    qtbot.keyClicks(window.focusWidget(), "Does it lower craving?")
    _press(qtbot, page, "From the library")
    qtbot.keyClicks(window.focusWidget(), "penn")
    _press(qtbot, page, "Add endpoint and activity")
    trial = workspace.trial
    assert trial.objectives[0].text == "Does it lower craving?"
    assert trial.objectives[0].endpoints == (trial.endpoints[0].id,)
    activity = trial.schedule.activities[0]
    _press(qtbot, page, f"At no visit: {activity.name}")
    assert area.tabs.currentIndex() == home_of("schedule")
    assert workspace.selection == f"schedule.activities[{activity.id}]"
    labels = []
    while workspace.undo_stack.canUndo():
        labels.append(workspace.undo_stack.undoText())
        window.undo()
    assert labels[0] == "Measure Craving for alcohol with PACS"
    assert workspace.trial.objectives == workspace.trial.endpoints == ()
    assert workspace.trial.schedule.activities == ()
