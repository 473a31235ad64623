"""The editor with chips: what is typed, pasted, linked and undone, and that no text is changed on the way."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import remove_part, set_field
from protocol_designer.formulary.records import Formulary
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.chip_edit import MIME
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.linked_prose_edit import LinkedProseEdit
from protocol_designer.gui.widgets.value_picker import ValuePicker
from protocol_designer.workspace.workspace import Workspace
from tests.gui.pages.page_tools import Open

PLACE = "population.description"
WEIGHT = "{{population.weight_max}}"
BACK, DELETE, RIGHT, LEFT = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Right, Qt.Key.Key_Left)
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class _Page(BasePage):
    """One linked text, and one field of another kind beside it."""

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__(workspace, theme)
        self.editor = LinkedProseEdit(workspace, theme, 4)
        self.column.addWidget(self.plain_field("People", PLACE, self.editor, "Who takes part."))
        self.other = LinkedProseEdit(workspace, theme, 2)
        self.column.addWidget(self.plain_field("Finding them", "population.recruitment", self.other))
        self.show_all()


@pytest.fixture
def page(open_page: Open, sample_trial: TrialProtocol) -> _Page:
    made: _Page = open_page(_Page, set_field(PLACE, f"Adults up to {WEIGHT}.", "Link")(sample_trial))
    made.editor.setFocus()
    made.editor.moveCursor(QTextCursor.MoveOperation.End)
    return made


@pytest.fixture
def editor(page: _Page) -> LinkedProseEdit:
    return page.editor


def kept(page: _Page) -> str | None:
    return page.trial.population.description


def picker_of(editor: LinkedProseEdit) -> ValuePicker:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return next(found for found in editor.findChildren(ValuePicker) if found.isVisible())


def said(editor: LinkedProseEdit) -> list[str]:
    return [editor.name_of(chip) for chip in editor.chips]


def test_a_chip_says_the_value_and_follows_it_without_losing_what_is_typed(
    qtbot: QtBot, page: _Page, editor: LinkedProseEdit
) -> None:
    assert said(editor) == ["Population › highest weight: 100 kg"]
    assert "highest weight: 100 kg" in editor.accessibleDescription()
    assert editor.accessibleDescription().startswith("Who takes part.")
    qtbot.keyClicks(editor, " In tow")
    at = editor.textCursor().position()
    page.workspace.apply(set_field("population.weight_max", "118 kg", "Weight"))
    assert said(editor) == ["Population › highest weight: 118 kg"]
    assert editor.text() == f"Adults up to {WEIGHT}. In tow"
    assert editor.textCursor().position() == at
    page.workspace.undo_stack.undo()
    assert said(editor) == ["Population › highest weight: 100 kg"]


def test_a_run_of_typing_is_one_step_and_the_next_run_another(
    qtbot: QtBot, page: _Page, editor: LinkedProseEdit
) -> None:
    before, stack = kept(page), page.workspace.undo_stack
    for words in (" One", " run", " of typing."):
        qtbot.keyClicks(editor, words)
        qtbot.waitUntil(lambda ending=words: (kept(page) or "").endswith(ending))
    assert stack.count() == 1
    page.other.setFocus()
    editor.setFocus()
    qtbot.keyClicks(editor, " More.")
    qtbot.keyClick(editor, Qt.Key.Key_Return, CONTROL)
    assert stack.count() == 2
    stack.undo()
    assert editor.text() == f"{before} One run of typing."
    stack.undo()
    assert editor.text() == before


def test_undo_takes_back_what_was_typed_before_the_pause(
    qtbot: QtBot, page: _Page, editor: LinkedProseEdit
) -> None:
    qtbot.keyClicks(editor, " Quick")
    shortcut = _press_override(editor, Qt.Key.Key_Z)
    assert not shortcut
    assert (kept(page) or "").endswith(" Quick")
    page.workspace.undo_stack.undo()
    assert editor.text() == f"Adults up to {WEIGHT}."


def _press_override(editor: LinkedProseEdit, key: Qt.Key) -> bool:
    """Ask the editor whether it keeps Ctrl and a key from the menus."""
    from PySide6.QtGui import QKeyEvent

    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, CONTROL)
    event.ignore()
    QApplication.sendEvent(editor, event)
    return event.isAccepted()


def test_escape_restores_and_an_unchanged_text_is_no_edit(
    qtbot: QtBot, page: _Page, editor: LinkedProseEdit
) -> None:
    qtbot.keyClicks(editor, " x")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert editor.text() == f"Adults up to {WEIGHT}."
    page.other.setFocus()
    assert page.workspace.undo_stack.count() == 0


def test_a_chip_is_one_step_for_the_caret_and_deleted_as_a_whole(
    qtbot: QtBot, page: _Page, editor: LinkedProseEdit
) -> None:
    qtbot.keyClick(editor, LEFT)
    at = editor.textCursor().position()
    qtbot.keyClick(editor, LEFT)
    assert editor.textCursor().position() == at - 1
    qtbot.keyClick(editor, DELETE)
    qtbot.keyClick(editor, Qt.Key.Key_Return, CONTROL)
    assert kept(page) == "Adults up to ."
    page.workspace.undo_stack.undo()
    assert kept(page) == f"Adults up to {WEIGHT}."
    assert len(editor.chips) == 1
    editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(editor, BACK)
    qtbot.keyClick(editor, BACK)
    qtbot.keyClick(editor, Qt.Key.Key_Return, CONTROL)
    assert kept(page) == "Adults up to "


def test_a_value_is_found_by_words_with_a_slip_and_inserted_as_one_step(
    qtbot: QtBot, page: _Page, editor: LinkedProseEdit
) -> None:
    qtbot.keyClick(editor, Qt.Key.Key_I, CONTROL | SHIFT)
    picker = picker_of(editor)
    qtbot.keyClicks(picker.line, "lowst wieght")
    row = picker.list.currentItem()
    assert (row.text(0), row.text(1)) == ("Population › lowest weight", "50 kg")
    qtbot.keyClick(picker.line, Qt.Key.Key_Return)
    assert kept(page) == f"Adults up to {WEIGHT}.{{{{population.weight_min}}}}"
    assert page.workspace.undo_stack.count() == 1
    page.workspace.undo_stack.undo()
    assert editor.text() == f"Adults up to {WEIGHT}."


def test_two_braces_open_the_list_and_escape_leaves_them(
    qtbot: QtBot, page: _Page, editor: LinkedProseEdit
) -> None:
    qtbot.keyClicks(editor, " From {{")
    picker = picker_of(editor)
    qtbot.keyClick(picker.line, Qt.Key.Key_Escape)
    assert editor.text().endswith(" From {{")
    qtbot.keyClick(editor, BACK)
    qtbot.keyClicks(editor, "{")
    picker = picker_of(editor)
    qtbot.keyClicks(picker.line, "lowest weight")
    qtbot.keyClick(picker.line, Qt.Key.Key_Down)
    qtbot.keyClick(picker.line, Qt.Key.Key_Up)
    qtbot.keyClick(picker.line, Qt.Key.Key_Return)
    assert editor.text().endswith(". From {{population.weight_min}}")
    assert kept(page) == editor.text()


def test_a_link_typed_by_hand_becomes_a_chip_and_the_caret_stays_behind_it(
    qtbot: QtBot, editor: LinkedProseEdit
) -> None:
    qtbot.keyClicks(editor, " {")
    editor.insertPlainText("{population.age_min}} years")
    qtbot.keyClick(editor, Qt.Key.Key_Return, CONTROL)
    assert [chip.place for chip in editor.chips] == ["population.weight_max", "population.age_min"]
    qtbot.keyClicks(editor, "!")
    assert editor.text().endswith("{{population.age_min}} years!")


def test_an_empty_field_and_a_field_that_is_gone_are_told(
    page: _Page, editor: LinkedProseEdit, sample_trial: TrialProtocol
) -> None:
    criterion = sample_trial.population.criteria[-1].id
    link = f"{{{{population.criteria[{criterion}].kind}}}}"
    page.workspace.apply(set_field(PLACE, f"Up to {WEIGHT}, {link}.", "Link"))
    assert said(editor)[1].endswith(": exclusion")
    page.workspace.apply(set_field("population.weight_max", None, "Open"))
    assert said(editor)[0] == "Population › highest weight: not decided yet"
    page.workspace.apply(remove_part(f"population.criteria[{criterion}]", "Remove"))
    assert "is gone" in said(editor)[1]
    field = editor.parentWidget()
    assert isinstance(field, Field)
    assert "gone" in field.note.text
    assert editor.text() == f"Up to {WEIGHT}, {link}."
    editor.grab()  # each standing is painted


def test_enter_on_the_selected_chip_and_a_double_click_go_to_its_field(
    qtbot: QtBot, page: _Page, editor: LinkedProseEdit
) -> None:
    gone_to: list[str] = []
    page.workspace.navigation_requested.connect(gone_to.append)
    qtbot.keyClick(editor, LEFT)
    qtbot.keyClick(editor, LEFT, SHIFT)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    chip = editor.chips[0]
    cursor = QTextCursor(editor.document())
    cursor.setPosition(chip.position)
    middle = editor.cursorRect(cursor).center()
    middle.setX(middle.x() + 12)
    assert editor.chip_under(middle) == chip
    qtbot.mouseDClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert gone_to == ["population.weight_max"] * 2
    assert page.workspace.undo_stack.count() == 0


def test_a_copy_holds_links_for_this_program_and_words_for_others(
    qtbot: QtBot, page: _Page, editor: LinkedProseEdit
) -> None:
    qtbot.keyClick(editor, Qt.Key.Key_A, CONTROL)
    qtbot.keyClick(editor, Qt.Key.Key_C, CONTROL)
    copied = QApplication.clipboard().mimeData()
    assert copied.text() == "Adults up to 100 kg."
    assert bytes(copied.data(MIME).data()).decode() == f"Adults up to {WEIGHT}."
    page.other.setFocus()
    qtbot.keyClick(page.other, Qt.Key.Key_A, CONTROL)
    qtbot.keyClick(page.other, Qt.Key.Key_V, CONTROL)
    assert page.other.text() == f"Adults up to {WEIGHT}."
    assert len(page.other.chips) == 1


def paste(editor: LinkedProseEdit, text: str, markup: str = "") -> None:
    pasted = QMimeData()
    pasted.setText(text)
    if markup:
        pasted.setHtml(markup)
    QApplication.clipboard().setMimeData(pasted)
    editor.selectAll()
    editor.paste()
    editor.commit()


@pytest.mark.parametrize("text", ["{{{{", "}}", "{{}}", "{{a b}}", "{{{population.weight_max}}}", "\ufffc"])
def test_hostile_text_is_kept_as_it_is(page: _Page, editor: LinkedProseEdit, text: str) -> None:
    paste(editor, text, "<b>bold</b><img src='x'>")
    assert editor.text() == text
    assert kept(page) == text


def test_a_control_character_is_seen_and_refused_and_a_text_that_is_too_long_too(
    page: _Page, editor: LinkedProseEdit
) -> None:
    before = kept(page)
    paste(editor, "a\x07b")
    assert "U+0007" in editor.problem
    assert kept(page) == before
    editor.grab()
    paste(editor, "x " * 500_000)
    assert "200" in editor.problem
    assert kept(page) == before
    paste(editor, "short\r\nlines")
    assert editor.problem == ""
    assert kept(page) == "short\nlines"


@pytest.fixture
def bare_editor(qtbot: QtBot, sample_trial: TrialProtocol, formulary: Formulary) -> Iterator[LinkedProseEdit]:
    workspace, theme = Workspace(sample_trial, formulary), Theme()
    made = LinkedProseEdit(workspace, theme)
    qtbot.addWidget(made)
    yield made
    workspace.deleteLater()
    theme.deleteLater()


ANY = st.text(alphabet=st.characters(exclude_categories=("Cs",)))
LINKS = st.sampled_from(
    [WEIGHT, "{{no.such}}", "{{", "}}", "{", "}", "\u2029", "\ufdd0", "\xa0", "\r\n", "\u2028"]
)


def test_no_text_is_changed_by_the_editor(bare_editor: LinkedProseEdit) -> None:
    @given(text=st.lists(st.one_of(ANY, LINKS), max_size=12).map("".join))
    def held(text: str) -> None:
        bare_editor.show_value(text or None)
        assert bare_editor.text() == text
        bare_editor.selectAll()
        bare_editor.cut()
        assert bare_editor.text() == ""
        if text:
            bare_editor.paste()
        assert bare_editor.text() == text

    held()
