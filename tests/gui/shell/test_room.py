"""Nothing is cut off in the window of a small laptop, and all can be reached in the smallest one."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.page_table import PAGES


def cut(page: QWidget) -> list[str]:
    """Return the words of labels and buttons that have less room than they need."""
    found = []
    for widget in page.findChildren(QWidget):
        if not isinstance(widget, QLabel | QAbstractButton) or not widget.isVisible() or not widget.text():
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            is_cut = widget.height() + 1 < widget.heightForWidth(widget.width())
        else:
            is_cut = widget.width() < widget.minimumSizeHint().width()
        if is_cut:
            found.append(widget.text())
    return found


def page_scroll(window: MainWindow) -> QScrollArea:
    """Return the area that scrolls the page in view."""
    assert window.area is not None
    areas = [one for one in window.area.tabs.currentWidget().findChildren(QScrollArea) if one.isVisible()]
    return max(areas, key=lambda one: one.width() * one.height())


@pytest.mark.parametrize("size", [(1280, 800), (960, 600)])
def test_no_words_are_cut_and_what_is_too_wide_can_be_scrolled_to(
    window: MainWindow, size: tuple[int, int]
) -> None:
    window.resize(*size)
    window.files.open_sample()
    faults: dict[str, list[str]] = {}
    for number, page in enumerate(PAGES):
        window.show_page(number)
        for _ in range(3):
            QApplication.processEvents()
        area = page_scroll(window)
        assert window.area is not None
        found = cut(window.area.tabs.currentWidget())
        beyond = area.widget().width() - area.viewport().width()
        if beyond > 1 and area.horizontalScrollBar().maximum() < beyond:
            found.append(f"{beyond} pixels out of reach")
        if found:
            faults[page.title] = found
    assert faults == {}


def test_every_tab_has_room_beside_both_panels(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1280, 800)
    window.files.open_sample()
    QApplication.processEvents()
    assert window.area is not None
    bar = window.area.tabs.tabBar()
    assert bar.tabRect(len(PAGES) - 1).right() <= bar.width()
