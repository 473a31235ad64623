"""Every decided value of objectives, statistics and population can be reached from anywhere in the window."""

from collections.abc import Iterator

import pytest
from pydantic import BaseModel
from PySide6.QtWidgets import QApplication

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
