"""The study browser, own templates, disputed values and sources beside fields, in the real window by keys."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QCommandLinkButton, QLabel, QLineEdit, QRadioButton
from pytestqt.qtbot import QtBot

from protocol_designer.domain.places import value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.own_template_dialog import OwnTemplateDialog
from protocol_designer.gui.question_dialog import QuestionDialog
from protocol_designer.gui.study_browser import StudyBrowser
from protocol_designer.gui.widgets.field import Field
from protocol_designer.precedents.browsing import Facet
from protocol_designer.storage.own_templates import list_own_templates, own_templates_folder
from protocol_designer.workspace.studies_model import STUDY
from protocol_designer.workspace.workspace import Workspace
from tests.gui.pages.page_tools import named, retype
from tests.gui.shell.test_everything_by_keyboard import nameless

AMOUNT = "regimens[regimen-2].steps[0].amount"


def opened(window: MainWindow) -> Workspace:
    """Return the workspace of the open protocol."""
    assert window.workspace is not None
    return window.workspace


def browser_of(window: MainWindow) -> StudyBrowser:
    """Return the browser in view."""
    return next(found for found in window.findChildren(StudyBrowser) if found.isVisible())


@pytest.fixture
def browser(window: MainWindow) -> StudyBrowser:
    """The browser as the menu opens it."""
    window.actions_by_id["studies"].trigger()
    return browser_of(window)


def listed(browser: StudyBrowser) -> list[str]:
    """Return the keys of the rows."""
    rows = range(browser.model.rowCount())
    return [browser.model.index(row, 0).data(STUDY).key for row in rows]


def read(browser: StudyBrowser) -> str:
    """Return the text of the preview."""
    return browser.preview.toPlainText().replace("\u2028", "\n")


def test_the_start_page_stays_short_and_leads_to_every_study(qtbot: QtBot, window: MainWindow) -> None:
    links = window.start_page.findChildren(QCommandLinkButton)
    assert len(links) < 14
    everything = next(link for link in links if link.text() == "All 42 prior studies…")
    everything.setFocus()
    qtbot.keyClick(everything, Qt.Key.Key_Return)
    assert len(listed(browser_of(window))) == 42
    browser_of(window).close()


def test_the_midazolam_controlled_alcohol_study_is_found_and_started_by_keys(
    qtbot: QtBot, window: MainWindow, browser: StudyBrowser
) -> None:
    tester = QAbstractItemModelTester(browser.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert browser.focusWidget() is browser.search
    qtbot.keyClicks(browser.search, "midazolam alcohol")
    assert listed(browser) == ["dakwar_2020_alcohol", "rothberg_2021"]
    assert browser.found.text() == "2 of 42 records"
    qtbot.keyClick(browser.search, Qt.Key.Key_Down)
    assert "18 questions stay open" in read(browser)
    assert "midazolam: 3 of 11" in read(browser)
    assert browser.preview.drawing is not None
    qtbot.keyClick(browser.list, Qt.Key.Key_Return)
    assert opened(window).trial.started_from == "dakwar_2020_alcohol"
    assert len(opened(window).trial.open_questions) == 18
    assert tester.model() is browser.model


def test_a_record_that_is_evidence_only_says_why_and_starts_nothing(
    qtbot: QtBot, window: MainWindow, browser: StudyBrowser
) -> None:
    browser.choose("gao_2023")
    assert "Evidence only, starts no protocol: A study of health records" in read(browser)
    assert not browser.start.isEnabled()
    assert browser.start.toolTip()
    qtbot.keyClick(browser.list, Qt.Key.Key_Return)
    assert window.workspace is None
    assert browser.isVisible()
    browser.close()


def test_filters_narrow_and_are_cleared(browser: StudyBrowser) -> None:
    assert not browser.filters.clear_button.isEnabled()
    browser.filters.choices[Facet.SUBSTANCE].choose("Cocaine")
    browser.filters.choices[Facet.COMPARATOR].choose("Lorazepam")
    assert listed(browser) == ["dakwar_2014_cocaine"]
    browser.filters.choices[Facet.YEAR].choose("Before 2000")
    assert listed(browser) == []
    assert "Nothing fits" in read(browser)
    assert not browser.start.isEnabled()
    browser.filters.clear_button.click()
    assert len(listed(browser)) == 42
    browser.close()


def test_the_row_in_hand_stays_while_the_list_narrows_around_it(qtbot: QtBot, browser: StudyBrowser) -> None:
    browser.choose("das_2019")
    qtbot.keyClicks(browser.search, "alcohol")
    assert browser.current_key == "das_2019"
    browser.search.clear()
    assert browser.current_key == "das_2019"
    browser.close()


def test_both_sides_of_a_disagreement_and_related_records_can_be_read(browser: StudyBrowser) -> None:
    browser.choose("azhari_2021")
    assert "“0.71 mg/kg or 0.41 mg/kg” [1]" in read(browser)
    browser.choose("dakwar_2020_alcohol")
    browser.preview.study_requested.emit("rothberg_2021")
    assert browser.current_key == "rothberg_2021"
    browser.close()


def test_every_control_of_the_browser_has_a_name_in_both_lists_and_themes(
    window: MainWindow, browser: StudyBrowser
) -> None:
    for theme in ("dark", "light"):
        window.set_theme(theme)
        for tab in (1, 0):
            browser.tabs.setCurrentIndex(tab)
            assert nameless(browser) == []
    browser.close()


def kept(qtbot: QtBot, window: MainWindow, name: str) -> OwnTemplateDialog:
    """Keep the open protocol as a template by the form."""
    window.actions_by_id["save_as_template"].trigger()
    dialog = next(found for found in window.findChildren(OwnTemplateDialog) if found.isVisible())
    assert nameless(dialog) == []
    dialog.name.clear()
    assert not dialog.keep.isEnabled()
    qtbot.keyClicks(dialog.name, name)
    dialog.keep.click()
    return dialog


def test_a_protocol_becomes_a_template_that_starts_the_next_one(qtbot: QtBot, dakwar: MainWindow) -> None:
    kept(qtbot, dakwar, "Our design")
    before = opened(dakwar).trial
    dakwar.show_start_page()
    links = dakwar.start_page.widget().findChildren(QCommandLinkButton)
    own = next(link for link in links if link.text() == "Your templates (1)")
    own.click()
    browser = browser_of(dakwar)
    assert browser.shows_own
    assert "not evidence" in read(browser)
    browser.start.click()
    assert opened(dakwar).trial.regimens == before.regimens
    assert opened(dakwar).trial.open_questions == before.open_questions
    assert "Our design" in dakwar.windowTitle()


def test_a_name_that_is_taken_is_told_in_the_form_which_stays(qtbot: QtBot, dakwar: MainWindow) -> None:
    kept(qtbot, dakwar, "Our design")
    dialog = kept(qtbot, dakwar, "our design")
    assert dialog.isVisible()
    assert "already" in dialog.problem.text()
    dialog.close()
    assert len(list_own_templates()) == 1


def test_a_damaged_template_is_listed_with_its_fault_and_the_window_starts(
    qtbot: QtBot, window: MainWindow
) -> None:
    own_templates_folder().mkdir(parents=True)
    (own_templates_folder() / "bad.json").write_text('{"id": "bad", "name": "Bad", "colour": 1}')
    window.show_start_page()
    window.templates.browse_own()
    browser = browser_of(window)
    assert "bad.json is no template of this program" in read(browser)
    assert "saved_on" in read(browser)
    assert not browser.start.isEnabled()
    assert not browser.rename.isEnabled()
    browser.delete.click()
    assert "You have no templates yet" in read(browser)
    assert browser.restore.isVisible()
    browser.restore.click()
    assert "saved_on" in read(browser)
    browser.close()


def test_a_template_is_renamed_in_the_browser(qtbot: QtBot, dakwar: MainWindow) -> None:
    kept(qtbot, dakwar, "First name")
    dakwar.templates.browse_own()
    browser = browser_of(dakwar)
    browser.rename.click()
    dialog = next(found for found in browser.findChildren(OwnTemplateDialog) if found.isVisible())
    dialog.name.clear()
    qtbot.keyClicks(dialog.name, "Second name")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert [file.name for file in list_own_templates()] == ["Second name"]
    assert "Second name" in read(browser)
    browser.close()


@pytest.fixture
def azhari(window: MainWindow) -> MainWindow:
    """The window with the study whose second dose is in dispute."""
    window.files.start_from_template("azhari_2021")
    return window


def asked(window: MainWindow) -> QuestionDialog:
    """Open the first question of the panel, the one on which sources disagree."""
    panels = window.docks.panels
    assert panels is not None
    first = panels.questions.model.index(0, 0)
    assert first.data() == "sources disagree"
    panels.questions.view.activated.emit(first)
    return next(found for found in window.findChildren(QuestionDialog) if found.isVisible())


def test_a_disputed_value_is_chosen_with_a_reason_and_undone_in_one_step(
    qtbot: QtBot, azhari: MainWindow
) -> None:
    before = opened(azhari).trial
    dialog = asked(azhari)
    assert nameless(dialog) == []
    low = next(button for button in dialog.findChildren(QRadioButton) if "0.41" in button.text())
    assert any("line 73" in label.text() for label in dialog.findChildren(QLabel))
    assert not dialog.keep.isEnabled()
    low.setFocus()
    qtbot.keyClick(low, Qt.Key.Key_Space)
    assert not dialog.keep.isEnabled()
    qtbot.keyClicks(dialog.text, "Start lower than the abstract")
    dialog.keep.click()
    trial = opened(azhari).trial
    assert str(value_at(trial, AMOUNT)) == "0.41 mg/kg"
    assert trial.open_questions[0].reason == "Start lower than the abstract"
    azhari.undo()
    assert opened(azhari).trial is before


def test_an_answer_in_words_is_kept_without_touching_the_dose(qtbot: QtBot, azhari: MainWindow) -> None:
    before = opened(azhari).trial
    dialog = asked(azhari)
    dialog.other.click()
    qtbot.keyClicks(dialog.text, "Neither")
    dialog.keep.click()
    assert opened(azhari).trial.regimens is before.regimens
    assert opened(azhari).trial.open_questions[0].answer == "Neither"


def test_a_choice_that_was_typed_over_asks_to_be_settled_again(azhari: MainWindow) -> None:
    dialog = asked(azhari)
    next(iter(dialog.choices)).click()
    dialog.text.setPlainText("The abstract says so")
    dialog.keep.click()
    opened(azhari).apply(set_field(AMOUNT, "1 mg/kg", "Change the dose"))
    panels = azhari.docks.panels
    assert panels is not None
    assert panels.questions.model.index(0, 0).data() == "value changed since"


def test_the_source_stands_under_a_dose_until_it_is_edited_and_returns_on_undo(
    qtbot: QtBot, dakwar: MainWindow
) -> None:
    study = next(regimen for regimen in opened(dakwar).trial.regimens if regimen.drug == "ketamine")
    opened(dakwar).go_to(f"regimens[{study.id}].steps[1].amount")
    QApplication.processEvents()
    assert dakwar.area is not None
    page = dakwar.area.tabs.currentWidget()
    edit: QLineEdit = named(page, "Amount, step 2")
    row = edit.parentWidget()
    assert row.origin.startswith("0.6 mg/kg, 50 min – Dakwar 2020 (alcohol); ")
    height = row.sizeHint().height()
    retype(qtbot, edit, "0.5 mg/kg")
    assert row.origin.startswith("50 min – Dakwar 2020 (alcohol); ")
    assert row.sizeHint().height() == height
    dakwar.undo()
    assert row.origin.startswith("0.6 mg/kg, 50 min – Dakwar 2020 (alcohol); ")


def test_the_source_stands_beside_a_field_until_it_is_edited(qtbot: QtBot, dakwar: MainWindow) -> None:
    assert dakwar.area is not None
    opened(dakwar).go_to("population.age_min")
    page = dakwar.area.tabs.currentWidget()
    field = next(found for found in page.findChildren(Field) if found.editor.hasFocus())
    assert "Dakwar 2020 (alcohol); supplement" in told(field)
    assert isinstance(field.editor, QLineEdit)
    retype(qtbot, field.editor, "25 year")
    assert opened(dakwar).trial.population.age_min is not None
    assert "Dakwar" not in told(field)
    dakwar.undo()
    assert "Dakwar 2020 (alcohol); supplement" in told(field)


def told(field: Field) -> list[str]:
    """Return what a screen reader can say of the parts of a field."""
    return [part.accessibleName() for part in field.findChildren(object) if hasattr(part, "accessibleName")]


def test_the_inspector_writes_value_study_and_status(
    dakwar: MainWindow, trial_from: Callable[[str], TrialProtocol]
) -> None:
    opened(dakwar).select("arms[arm-2].comparator")
    panels = dakwar.docks.panels
    assert panels is not None
    texts = [label.text() for label in panels.inspector.findChildren(QLabel)]
    assert "Active placebo – Dakwar 2020 (alcohol); interpreted" in texts
