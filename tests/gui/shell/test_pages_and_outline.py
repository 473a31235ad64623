"""The way through the pages: tabs, keys, the list of all pages, and the outline with how each page stands."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.formulary.records import Formulary
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.page_table import PAGES, chapters, home_of
from protocol_designer.gui.page_tabs import PageList
from protocol_designer.gui.panels.outline import OutlinePanel
from protocol_designer.rules.engine import review
from protocol_designer.workspace.outline_model import PLACE, STATE, OutlineModel
from protocol_designer.workspace.page_states import PageState, page_states


def outline(window: MainWindow) -> OutlinePanel:
    assert window.docks.panels is not None
    return window.docks.panels.outline


def shown(window: MainWindow) -> int:
    assert window.area is not None
    return window.area.tabs.currentIndex()


def click(qtbot: QtBot, panel: OutlinePanel, index: QModelIndex) -> None:
    panel.view.scrollTo(index)
    spot = panel.view.visualRect(index).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def test_the_outline_begins_with_the_pages_in_their_order(dakwar: MainWindow) -> None:
    model = outline(dakwar).model
    names = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert names == [page.title for page in PAGES]


def test_a_click_on_a_page_of_the_outline_shows_it(qtbot: QtBot, dakwar: MainWindow) -> None:
    panel = outline(dakwar)
    for row in range(panel.model.rowCount()):
        click(qtbot, panel, panel.model.index(row, 0))
        assert shown(dakwar) == row


def test_enter_on_a_part_of_the_outline_shows_its_field(qtbot: QtBot, dakwar: MainWindow) -> None:
    panel = outline(dakwar)
    assert dakwar.workspace is not None
    arm = dakwar.workspace.trial.arms[1]
    index = panel.model.index_of(f"arms[{arm.id}]")
    assert index.data() == arm.name
    panel.view.setCurrentIndex(index)
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert shown(dakwar) == home_of("arms")


def test_keys_turn_the_pages_and_go_round(qtbot: QtBot, dakwar: MainWindow) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(dakwar, Qt.Key.Key_PageDown, control)
    assert shown(dakwar) == 1
    qtbot.keyClick(dakwar, Qt.Key.Key_PageUp, control)
    qtbot.keyClick(dakwar, Qt.Key.Key_PageUp, control)
    assert shown(dakwar) == len(PAGES) - 1


def test_the_list_beside_the_tabs_names_every_page_with_its_state(qtbot: QtBot, dakwar: MainWindow) -> None:
    assert dakwar.area is not None
    button = dakwar.area.tabs.cornerWidget()
    assert isinstance(button, PageList)
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.pages.isVisible()
    entries = button.pages.actions()
    states = page_states(dakwar.workspace.trial, dakwar.workspace.report, chapters())
    assert [entry.text() for entry in entries] == [
        f"{page.title}: {state.told}" for page, state in zip(PAGES, states, strict=True)
    ]
    entries[-1].trigger()
    button.pages.close()
    assert shown(dakwar) == len(PAGES) - 1


def test_a_blank_protocol_is_empty_on_every_page(blank_trial: TrialProtocol, formulary: Formulary) -> None:
    states = page_states(blank_trial, review(blank_trial, formulary), chapters())
    assert set(states) == {PageState.EMPTY}


def test_the_sample_is_complete_on_every_page_and_too_high_a_weight_is_a_problem_on_one(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    found = chapters()
    states = page_states(sample_trial, review(sample_trial, formulary), found)
    assert set(states) <= {PageState.COMPLETE, PageState.ACCEPTED}
    heavier = set_field("population.weight_max", "200 kg", "Let heavier people in")(sample_trial)
    states = page_states(heavier, review(heavier, formulary), found)
    assert states[home_of("population") or 0] is PageState.PROBLEM


@pytest.mark.parametrize(
    ("place", "value"), [("identity.acronym", "CALM"), ("population.is_seeking_treatment", True)]
)
def test_a_first_value_starts_its_page_alone(
    blank_trial: TrialProtocol, formulary: Formulary, place: str, value: object
) -> None:
    after = set_field(place, value, "Set a first value")(blank_trial)
    states = page_states(after, review(after, formulary), chapters())
    started = [number for number, state in enumerate(states) if state is PageState.STARTED]
    assert started == [home_of(place)]


def test_the_outline_says_in_words_what_it_paints(
    qapp: QApplication, blank_trial: TrialProtocol, formulary: Formulary
) -> None:
    model = OutlineModel(chapters())
    model.show(blank_trial, review(blank_trial, formulary))
    index = model.index_of("population.weight_min")
    assert index.data(STATE) == PageState.EMPTY
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Population, empty, ")
    assert said.endswith(" not assessed")


def test_the_tree_stays_sound_while_protocols_come_and_go(
    qapp: QApplication, blank_trial: TrialProtocol, sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    model = OutlineModel(chapters())
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for trial in (sample_trial, blank_trial, sample_trial):
        model.show(trial, review(trial, formulary))
        visits = [model.index_of(f"schedule.visits[{visit.id}]") for visit in trial.schedule.visits]
        assert [index.data(PLACE) for index in visits] == [
            f"schedule.visits[{visit.id}]" for visit in trial.schedule.visits
        ]
        assert {model.page_of(index) for index in visits} <= {home_of("schedule")}
    assert tester.model() is model
