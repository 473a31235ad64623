"""What dosing day, harms and oversight owe alike: names, room, teaching while they are empty."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QTableView

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.pages.dosing_day_page import DosingDayPage
from protocol_designer.gui.pages.harms_page import HarmsPage
from protocol_designer.gui.pages.oversight_page import OversightPage
from tests.gui.pages.page_tools import Open

PAGES = (DosingDayPage, HarmsPage, OversightPage)


@pytest.mark.parametrize("page_type", PAGES)
def test_every_field_has_a_name_and_nothing_is_cut(
    page_type: type, open_page: Open, sample_trial: TrialProtocol, trial_from
) -> None:
    for trial in (sample_trial, trial_from("dakwar_2020_alcohol")):
        page = open_page(page_type, trial)
        QCoreApplication.processEvents()
        assert page._scroll.horizontalScrollBar().maximum() == 0
        for kind in (QLineEdit, QComboBox, QPlainTextEdit, QTableView, QAbstractButton):
            for widget in page.findChildren(kind):
                if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                    interface = QAccessible.queryAccessibleInterface(widget)
                    assert interface.text(QAccessible.Text.Name), f"{widget} has no name"


@pytest.mark.parametrize("page_type", PAGES)
def test_an_empty_page_says_how_to_begin(
    page_type: type, open_page: Open, blank_trial: TrialProtocol
) -> None:
    page = open_page(page_type, blank_trial)
    for card in page._lists:
        assert not card.table.view.isVisible()
        told = [label.text() for label in card.table.findChildren(QLabel) if label.isVisible()]
        assert any("Add" in text for text in told)
        assert card._adder.isVisible()
        assert card._adder.isEnabled()
        assert not card.details.isVisible()
