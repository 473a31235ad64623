"""The narrative in the real window: outline, texts with chips, examples, reasons, references."""

from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.arms import add_arm, remove_arm
from protocol_designer.edits.fields import set_field
from protocol_designer.edits.narrative import write_section
from protocol_designer.gui.link_numbers_dialog import LinkNumbersDialog
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.pages.narrative_page import NarrativePage
from protocol_designer.gui.widgets.value_picker import ValuePicker
from protocol_designer.report.blocks import texts_of
from protocol_designer.report.document import compose
from protocol_designer.rules.findings import Severity
from protocol_designer.workspace.narrative_outline import ROW, Holds
from tests.gui.pages.page_tools import Open, named
from tests.gui.pages.window_tools import ListSteps, add_change_move_remove, opened, page_called, press, write

DOWN, UP, RETURN = Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WEIGHT = "{{population.weight_max}}"


@pytest.fixture
def page(real_window: MainWindow) -> Any:
    return page_called(real_window, "Narrative")


def text_of(trial: TrialProtocol, number: str) -> Any:
    return next((section.text for section in trial.narrative if section.number == number), None)


def holds(page: Any, number: str) -> Holds:
    outline = page.sections.outline
    kind: Holds = outline.index(outline.row_of(number), 0).data(ROW).holds
    return kind


def printed(window: MainWindow) -> str:
    workspace = opened(window)
    document = compose(workspace.trial, workspace.report, workspace.formulary)
    return "\n".join(text for block in document.blocks for text, _ in texts_of(block))


def go_to_end(page: Any) -> None:
    page.card.text.setFocus()
    page.card.text.moveCursor(QTextCursor.MoveOperation.End)


def test_a_chosen_value_is_a_chip_that_page_paper_and_undo_follow(
    qtbot: QtBot, real_window: MainWindow, page: Any
) -> None:
    workspace, before = opened(real_window), opened(real_window).trial
    page.sections.take("7.2")
    go_to_end(page)
    qtbot.keyClicks(page.card.text, " Nobody weighs more than ")
    qtbot.keyClick(page.card.text, Qt.Key.Key_I, CONTROL | SHIFT)
    picker = page.card.text.findChild(ValuePicker)
    qtbot.keyClicks(picker.line, "highest weight")
    qtbot.keyClick(picker.line, RETURN)
    assert text_of(workspace.trial, "7.2").endswith(f"Nobody weighs more than {WEIGHT}")
    assert "Nobody weighs more than 100 kg" in printed(real_window)
    population = page_called(real_window, "Population")
    write(qtbot, population, "Highest weight", "95 kg")
    assert "Nobody weighs more than 95 kg" in printed(real_window)
    page_called(real_window, "Narrative")
    assert "95 kg" in page.card.text.accessibleDescription()
    for _ in range(3):  # the weight, the chip, the run of typing
        workspace.undo_stack.undo()
    assert workspace.trial == before
    assert page.card.text.text() == text_of(before, "7.2")


def test_arrows_and_control_arrows_go_through_the_sections(
    qtbot: QtBot, real_window: MainWindow, page: Any
) -> None:
    page.sections.setFocus()
    page.sections.take("1.3")
    qtbot.keyClick(page.sections, DOWN)
    assert page.sections.number == "2.1"  # over the heading of chapter 2
    assert page.card.number == "2.1"
    qtbot.keyClick(page.sections, RETURN)
    assert QApplication.focusWidget() is page.card.text
    qtbot.keyClicks(page.card.text, "X")
    qtbot.keyClick(page.card.text, DOWN, CONTROL)
    assert page.card.number == "2.2"
    assert text_of(opened(real_window).trial, "2.1").startswith("X")  # applied before it was left
    assert page.card.text.text() == text_of(opened(real_window).trial, "2.2")
    qtbot.keyClick(page.card.text, UP, CONTROL)
    assert page.card.number == "2.1"
    assert page.card.text.textCursor().position() == 0


def test_a_new_text_is_written_counted_and_cleared(qtbot: QtBot, real_window: MainWindow, page: Any) -> None:
    workspace = opened(real_window)
    before = workspace.trial
    page.sections.take("10.2")
    assert holds(page, "10.2") is Holds.FIELDS
    write(qtbot, page, "Section 10.2, text or reason", "All who were dosed.")
    assert text_of(workspace.trial, "10.2") == "All who were dosed."
    assert workspace.undo_stack.undoText() == "Write section 10.2"
    assert holds(page, "10.2") is Holds.BOTH
    assert page.card.count.text() == "4 words"
    page.card.text.selectAll()
    qtbot.keyClick(page.card.text, Qt.Key.Key_Delete)
    qtbot.keyClick(page.card.text, RETURN, CONTROL)
    assert text_of(workspace.trial, "10.2") is None
    assert holds(page, "10.2") is Holds.FIELDS
    workspace.undo_stack.undo()
    assert workspace.trial == before


def test_a_section_that_does_not_apply_says_why(qtbot: QtBot, real_window: MainWindow, page: Any) -> None:
    workspace = opened(real_window)
    page.sections.take("8.5")
    assert holds(page, "8.5") is Holds.REASON
    assert page.card.editor.tick.isChecked()
    page.card.editor.tick.setFocus()
    qtbot.keyClick(page.card.editor.tick, Qt.Key.Key_Space)
    assert isinstance(text_of(workspace.trial, "8.5"), str)
    page.sections.take("13")
    assert not page.card.editor.tick.isChecked()
    page.card.editor.tick.setFocus()
    qtbot.keyClick(page.card.editor.tick, Qt.Key.Key_Space)
    write(qtbot, page, "Section 13, text or reason", "There are no abbreviations.")
    assert text_of(workspace.trial, "13") == NotApplicable(because="There are no abbreviations.")
    page.sections.take("10.2")
    assert not page.card.editor.tick.isChecked()
    workspace.undo_stack.undo()
    assert text_of(workspace.trial, "13") is None


def test_the_example_is_shown_and_used_as_one_step(
    qtbot: QtBot, open_page: Open, blank_trial: TrialProtocol, sample_trial: TrialProtocol
) -> None:
    page = open_page(NarrativePage, blank_trial)
    page.sections.take("6.5")
    assert holds(page, "6.5") is Holds.NOTHING
    assert page.card.example.text() == text_of(sample_trial, "6.5")
    qtbot.mouseClick(page.card.draft, Qt.MouseButton.LeftButton)
    assert text_of(page.trial, "6.5") == page.card.example.text()
    assert page.card.text.text() == page.card.example.text()
    assert page.workspace.undo_stack.count() == 1
    assert page.workspace.undo_stack.undoText() == "Use the example in section 6.5"
    page.workspace.undo_stack.undo()
    assert page.trial == blank_trial
    assert page.card.text.text() == ""


def test_numbers_are_linked_only_where_somebody_says_so(
    qtbot: QtBot, real_window: MainWindow, page: Any
) -> None:
    workspace = opened(real_window)
    text = "Between 50 kg and 100 kg, not 100 kg/day, and 1100 kg."
    workspace.apply(write_section("5.1", text))
    page.sections.take("5.1")
    press(qtbot, page, "Link the numbers…")
    dialog = real_window.findChild(LinkNumbersDialog)
    assert [number.start for number, _, _ in dialog.rows] == [text.index("50 kg"), text.index("100 kg")]
    assert dialog.confirm.text() == "Link 2 numbers"
    dialog.rows[0][1].click()
    qtbot.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    assert text_of(workspace.trial, "5.1") == text.replace("100 kg", WEIGHT, 1)
    workspace.undo_stack.undo()
    assert text_of(workspace.trial, "5.1") == text
    press(qtbot, page, "Link the numbers…")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    dialog = real_window.findChild(LinkNumbersDialog)
    press(qtbot, dialog, "Cancel")
    assert text_of(workspace.trial, "5.1") == text


def test_a_link_to_a_removed_arm_is_found_and_marked_at_its_section(
    real_window: MainWindow, page: Any
) -> None:
    workspace = opened(real_window)
    assert workspace.apply(add_arm("Third arm"))
    arm = workspace.trial.arms[-1]
    workspace.apply(write_section("7.3", f"Those in {{{{arms[{arm.id}].name}}}} too."))
    page.sections.take("7.3")
    assert "Third arm" in page.card.text.accessibleDescription()
    workspace.apply(remove_arm(arm))
    found = [one for one in workspace.report.of(Severity.HARD) if one.rule == "PROSE-007"]
    assert len(found) == 1
    assert "gone" in page.card.field.note.text
    row = page.sections.outline.index(page.sections.outline.row_of("7.3"), 0).data(ROW)
    assert row.gravest is Severity.HARD
    page.sections.take("7.2")
    assert page.card.field.note.text == ""
    workspace.go_to(found[0].place)
    assert page.card.number == "7.3"
    assert QApplication.focusWidget() is page.card.text


def test_what_cannot_be_applied_is_still_there_after_looking_elsewhere(
    qtbot: QtBot, real_window: MainWindow, page: Any
) -> None:
    page.sections.take("13")
    page.card.text.setFocus()
    page.card.text.insertPlainText("a\x07b")
    page.sections.take("7.2")
    assert page.card.text.text() == text_of(opened(real_window).trial, "7.2")
    page.sections.take("13")
    assert page.card.text.text() == "a\x07b"
    assert "U+0007" in page.card.field.note.text


def test_ways_lead_to_the_pages_that_print_there_and_back(
    qtbot: QtBot, real_window: MainWindow, page: Any
) -> None:
    page.sections.take("6.1")
    assert "overview of interventions" in page.card.prints.text()
    press(qtbot, page, "Go to Therapy")
    assert real_window.area is not None
    assert real_window.area.tabs.tabText(real_window.area.tabs.currentIndex()) == "Therapy"
    opened(real_window).go_to("narrative.6.5")
    assert real_window.area.tabs.currentWidget().isAncestorOf(page)
    assert page.card.number == "6.5"
    opened(real_window).apply(write_section("6.5", None))
    opened(real_window).go_to("narrative.6.5")
    qtbot.waitUntil(lambda: opened(real_window).selection == "narrative")


def test_the_undo_key_takes_back_a_run_of_typing_that_is_not_applied_yet(
    qtbot: QtBot, real_window: MainWindow, page: Any
) -> None:
    workspace, before = opened(real_window), opened(real_window).trial
    page.sections.take("7.2")
    go_to_end(page)
    qtbot.keyClicks(page.card.text, " Quickly.")
    assert workspace.trial == before
    qtbot.keyClick(page.card.text, Qt.Key.Key_Z, CONTROL)
    assert workspace.undo_stack.count() == 1
    assert workspace.trial == before
    assert page.card.text.text() == text_of(before, "7.2")
    real_window.actions_by_id["redo"].trigger()
    assert text_of(workspace.trial, "7.2").endswith(" Quickly.")
    assert page.card.text.text().endswith(" Quickly.")


def test_references_are_a_list_below_section_14(qtbot: QtBot, real_window: MainWindow, page: Any) -> None:
    page.sections.take("14")
    steps = ListSteps("references", "Add reference", "Work, as it is cited", "Smith 2026. A trial.")
    add_change_move_remove(qtbot, real_window, page, steps)
    page.sections.take("1.1")
    assert not page.references.isVisible()
    opened(real_window).go_to("references[reference-2].doi")
    assert page.card.number == "14"
    assert QApplication.focusWidget() is named(page, "DOI")


def test_every_place_of_the_narrative_is_revealed(real_window: MainWindow, page: Any) -> None:
    trial = opened(real_window).trial
    for at, section in enumerate(trial.narrative):
        opened(real_window).go_to(f"narrative[{at}].text")
        assert page.card.number == section.number


def test_everything_that_takes_the_focus_has_a_name(page: Any) -> None:
    page.sections.take("14")
    QCoreApplication.processEvents()
    for widget in page.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            name = widget.accessibleName() or (widget.text() if isinstance(widget, QPushButton) else "")
            assert name or getattr(widget, "text", str)(), widget
    outline = page.sections.outline
    said = outline.index(outline.row_of("8.5"), 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "8.5 Pharmacokinetics, Not applicable"


def test_a_value_changed_elsewhere_leaves_what_is_typed_here(
    qtbot: QtBot, real_window: MainWindow, page: Any
) -> None:
    workspace = opened(real_window)
    workspace.apply(write_section("7.2", f"Up to {WEIGHT}."))
    page.sections.take("7.2")
    go_to_end(page)
    qtbot.keyClicks(page.card.text, " In tow")
    at = page.card.text.textCursor().position()
    workspace.apply(set_field("population.weight_max", "95 kg", "Weight"))
    assert page.card.text.text() == f"Up to {WEIGHT}. In tow"
    assert page.card.text.textCursor().position() == at
    assert "95 kg" in page.card.text.accessibleDescription()
