"""The precedents in the window: they follow the dose when they are seen, lead on, and can be printed."""

from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from protocol_designer.edits.fields import set_field
from protocol_designer.gui import precedent_actions, study_comparison_dialog
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.panels.precedents import PrecedentsPanel
from protocol_designer.gui.study_browser import StudyBrowser
from protocol_designer.gui.study_comparison_dialog import StudyComparisonDialog
from protocol_designer.workspace.precedents_model import PRECEDENT


@pytest.fixture
def sample(window: MainWindow) -> MainWindow:
    window.files.open_sample()
    return window


@pytest.fixture
def panel(sample: MainWindow, qtbot: QtBot) -> PrecedentsPanel:
    sample.actions_by_id["precedents"].trigger()
    shown = sample.docks.panels
    assert shown is not None
    qtbot.waitUntil(lambda: shown.precedents.model.rowCount() > 0)
    return shown.precedents


def set_dose(window: MainWindow, amount: str) -> None:
    assert window.workspace is not None
    window.workspace.apply(set_field("regimens[regimen-1].steps[1].amount", amount, "Change the dose"))


def answer_with(path: Path) -> Callable[..., Path]:
    return lambda *_: path


def test_nothing_is_computed_while_the_panel_is_out_of_sight(sample: MainWindow, qtbot: QtBot) -> None:
    shown = sample.docks.panels
    assert shown is not None
    set_dose(sample, "0.5 mg/kg")
    qtbot.wait(120)
    assert shown.precedents.model.rowCount() == 0
    assert shown.precedents.standing.text() == ""


def test_the_panel_says_where_the_dose_stands_and_lists_the_nearest(panel: PrecedentsPanel) -> None:
    assert panel.standing.text().startswith("Compared with 0.71 mg/kg over 52 min")
    assert panel.model.index(0, 0).data() == "Dakwar 2020 (alcohol)"
    assert "6 of 8 (75%)" in panel.detail.text()
    assert "0.71 mg/kg here" in panel.strip.drawing.description
    assert panel.strip.isVisibleTo(panel)


def test_the_panel_follows_the_dose_once_the_program_is_idle(
    sample: MainWindow, panel: PrecedentsPanel, qtbot: QtBot
) -> None:
    before = panel.standing.text()
    set_dose(sample, "0.4 mg/kg")
    assert panel.standing.text() == before
    qtbot.waitUntil(lambda: panel.standing.text().startswith("Compared with 0.51 mg/kg"))
    assert "0.51 mg/kg here" in panel.strip.drawing.description


def test_rows_change_by_difference_and_the_one_in_hand_stays(
    sample: MainWindow, panel: PrecedentsPanel, qtbot: QtBot
) -> None:
    row = next(
        number
        for number in range(panel.model.rowCount())
        if panel.model.index(number, 0).data(PRECEDENT).study_id == "grabski_2022"
    )
    panel.view.setCurrentIndex(panel.model.index(row, 0))
    resets: list[object] = []
    panel.model.modelReset.connect(lambda: resets.append(None))
    set_dose(sample, "0.5 mg/kg")
    qtbot.waitUntil(lambda: panel.standing.text().startswith("Compared with 0.61 mg/kg"))
    assert panel.view.currentIndex().data(PRECEDENT).study_id == "grabski_2022"
    assert not resets


def test_a_dose_beyond_all_others_is_said_at_once(
    sample: MainWindow, panel: PrecedentsPanel, qtbot: QtBot
) -> None:
    set_dose(sample, "1.5 mg/kg")
    qtbot.waitUntil(lambda: "No precedent for the dose per kg" in panel.standing.text())


def test_a_protocol_without_a_study_drug_says_so(window: MainWindow, qtbot: QtBot) -> None:
    window.files.new_blank()
    window.actions_by_id["precedents"].trigger()
    shown = window.docks.panels
    assert shown is not None
    qtbot.waitUntil(lambda: "no investigational medicine" in shown.precedents.standing.text())
    assert not shown.precedents.study.isEnabled()
    assert not shown.precedents.print.isEnabled()


def test_enter_on_a_row_opens_the_study_in_the_browser(
    sample: MainWindow, panel: PrecedentsPanel, qtbot: QtBot
) -> None:
    panel.view.setFocus()
    panel.view.setCurrentIndex(panel.model.index(0, 0))
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    browser = sample.findChild(StudyBrowser)
    assert browser is not None
    assert browser.current_key == "dakwar_2020_alcohol"
    browser.close()


def test_the_button_compares_with_the_study_in_hand(sample: MainWindow, panel: PrecedentsPanel) -> None:
    panel.view.setCurrentIndex(panel.model.index(0, 0))
    panel.compare.click()
    dialog = sample.findChild(StudyComparisonDialog)
    assert dialog is not None
    assert dialog.chosen == ("dakwar_2020_alcohol",)
    assert "Dakwar 2020 (alcohol)" in dialog.page.toPlainText()
    assert "0.11 mg/kg over 2 min" in dialog.page.toPlainText()
    dialog.close()


def test_precedents_are_copied_as_text(panel: PrecedentsPanel) -> None:
    panel.copy.click()
    text = QGuiApplication.clipboard().text()
    assert "Precedents of Ketamine, two steps" in text
    assert "Dakwar 2020 (alcohol) [1]" in text


def test_precedents_are_printed(
    sample: MainWindow,
    panel: PrecedentsPanel,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "precedents.pdf"
    monkeypatch.setattr(precedent_actions, "ask_pdf_path", answer_with(path))
    with qtbot.waitSignal(sample.precedents.said, timeout=20_000) as told:
        panel.print.click()
    assert told.args == [f"Written: {path}"]
    sample.precedents.wait()
    text = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    assert "Precedents of Ketamine, two steps" in text
    assert "DRAFT" not in text


def test_studies_are_chosen_with_the_space_key_and_compared(window: MainWindow, qtbot: QtBot) -> None:
    dialog = window.precedents.compare()
    assert not dialog.print_button.isEnabled()
    assert dialog.told.text() == "Choose two studies to compare."
    dialog.search.setText("grabski")
    shown = [row for row in range(dialog.studies.count()) if not dialog.studies.item(row).isHidden()]
    dialog.studies.setCurrentRow(shown[0])
    QTest.keyClick(dialog.studies, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.told.text() == "Choose a study to compare.")
    dialog.search.setText("dakwar 2020")
    shown = [row for row in range(dialog.studies.count()) if not dialog.studies.item(row).isHidden()]
    dialog.studies.setCurrentRow(shown[0])
    QTest.keyClick(dialog.studies, Qt.Key.Key_Space)
    qtbot.waitUntil(dialog.print_button.isEnabled)
    assert len(dialog.chosen) == 2
    assert "not decided yet" not in dialog.page.toPlainText()
    dialog.close()


def test_a_comparison_is_copied_and_printed(
    sample: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "comparison.pdf"
    monkeypatch.setattr(study_comparison_dialog, "ask_pdf_path", answer_with(path))
    dialog = sample.precedents.compare("grabski_2022")
    dialog.copy_button.click()
    assert "Grabski 2022 (KARE)" in QGuiApplication.clipboard().text()
    dialog.print_button.click()
    qtbot.waitUntil(lambda: dialog.outcome.text() == f"Written: {path}", timeout=20_000)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    assert "Comparison of whole studies" in text
    dialog.close()


def test_too_many_studies_are_said_and_not_compared(window: MainWindow, qtbot: QtBot) -> None:
    dialog = window.precedents.compare()
    for row in range(8):
        dialog.studies.item(row).setCheckState(Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: dialog.told.text().startswith("8 are chosen; at most 7"))
    assert not dialog.print_button.isEnabled()
    dialog.close()
