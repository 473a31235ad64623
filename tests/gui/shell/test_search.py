"""Finding: everything with one line, and words on the page in view, by keys alone."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from protocol_designer.gui.formulary_dialog import FormularyDialog
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.page_table import PAGES, home_of
from protocol_designer.gui.rule_dialog import RulesDialog
from protocol_designer.gui.search_dialog import SearchDialog
from protocol_designer.gui.study_browser import StudyBrowser
from protocol_designer.workspace.search_entries import SearchEntry, Sought
from protocol_designer.workspace.search_matching import SearchIndex


@pytest.fixture
def sample(window: MainWindow) -> Iterator[MainWindow]:
    window.files.open_sample()
    yield window
    for dialog in window.findChildren(SearchDialog):
        dialog.close()


def searched(window: MainWindow, words: str) -> SearchDialog:
    window.actions_by_id["search"].trigger()
    dialog = window.findChildren(SearchDialog)[-1]
    QTest.keyClicks(dialog.search, words)
    return dialog


def go(dialog: SearchDialog) -> None:
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    QApplication.processEvents()


@pytest.mark.parametrize("words", ["highest weight", "heaviest weight", "hihgest weight", "WEIGHT highest"])
def test_a_field_is_found_by_its_words_and_focused(sample: MainWindow, words: str) -> None:
    dialog = searched(sample, words)
    first = dialog.list.topLevelItem(0)
    assert first is not None
    assert (first.text(0), first.text(1)) == ("Population › highest weight", "100 kg")
    go(dialog)
    assert sample.workspace is not None
    assert sample.workspace.selection == "population.weight_max"
    assert sample.area is not None
    assert sample.area.tabs.currentIndex() == home_of("population")
    field = sample.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.text() == "100 kg"


def test_the_arrows_choose_while_the_words_are_typed(sample: MainWindow) -> None:
    dialog = searched(sample, "midazolam amount")
    QTest.keyClick(dialog.search, Qt.Key.Key_Down)
    chosen = dialog.list.currentItem()
    assert chosen is not None
    assert chosen.text(0) == "Midazolam, matched in steps › step 2 › amount"
    go(dialog)
    assert sample.workspace is not None
    assert sample.workspace.selection == "regimens[regimen-2].steps[1].amount"


@pytest.mark.parametrize(
    ("words", "opened"),
    [
        ("KET-001", RulesDialog),
        ("atropine sulfate injection", FormularyDialog),
        ("grabski 2022", StudyBrowser),
    ],
)
def test_rules_sources_and_studies_open_where_they_are_explained(
    sample: MainWindow, words: str, opened: type[QDialog]
) -> None:
    go(searched(sample, words))
    (shown,) = [one for one in sample.findChildren(opened) if one.isVisible()]
    shown.close()


def test_commands_and_pages_are_found_also_on_the_start_page(window: MainWindow) -> None:
    go(searched(window, "new blank"))
    assert window.shows_protocol
    go(searched(window, "oversight"))
    assert window.area is not None
    assert PAGES[window.area.tabs.currentIndex()].title == "Oversight"


def test_nothing_found_says_so_and_enter_stays(sample: MainWindow) -> None:
    dialog = searched(sample, "zzzzqqqq")
    assert dialog.list.topLevelItemCount() == 0
    assert "Nothing here" in dialog.told.text()
    go(dialog)
    assert dialog.isVisible()


def test_hostile_words_are_only_words(sample: MainWindow) -> None:
    for words in ("(", "[a-", "*" * 300, "\\", "%_'\"", "\u202eabc"):
        dialog = searched(sample, "")
        dialog.search.setText(words)
        dialog.close()


def test_an_exact_start_of_a_word_comes_before_its_inside() -> None:
    index = SearchIndex(
        SearchEntry(Sought.FIELD, title, title) for title in ("Overdose", "Dose of the day", "The dose")
    )
    assert [entry.title for entry in index.find("dose")] == ["The dose", "Dose of the day", "Overdose"]


def test_words_on_the_page_are_found_one_after_the_other(qtbot: QtBot, sample: MainWindow) -> None:
    sample.show_page(home_of("population") or 0)
    QApplication.processEvents()
    sample.actions_by_id["find"].trigger()
    assert sample.area is not None
    bar = sample.area.find_bar
    assert bar.isVisible()
    assert bar.search.hasFocus()
    QTest.keyClicks(bar.search, "weight")
    assert bar.told.text().endswith("places")
    QTest.keyClick(bar.search, Qt.Key.Key_Return)
    assert bar.told.text().startswith("1 of ")
    QTest.keyClick(bar.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    last = bar.told.text()
    number, _, count = last.partition(" of ")
    assert number == count
    QTest.keyClick(bar.search, Qt.Key.Key_Return)
    QTest.keyClick(bar.search, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert "weight" in focused.accessibleName().lower()
    sample.actions_by_id["find"].trigger()
    bar.search.setText("no such words here")
    assert "Ctrl+Shift+F" in bar.told.text()
