"""Freeze, amend, compare, restore and read versions in the real window."""

from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from protocol_designer.gui.amendment_dialog import AmendmentDialog, BeginAmendmentDialog
from protocol_designer.gui.compare_dialog import CompareDialog
from protocol_designer.gui.export_dialog import ExportDialog
from protocol_designer.gui.freeze_dialog import FreezeDialog
from protocol_designer.gui.history_dialog import HistoryDialog
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.name_dialog import NameDialog
from protocol_designer.storage.attachments import attachments
from protocol_designer.storage.journal import EntryKind
from protocol_designer.workspace.compare_sources import state_key
from protocol_designer.workspace.settings import UserSettings
from tests.gui.versions.version_tools import button, decide, dialog_of, opened, press, trigger, type_into


def freeze(qtbot: QtBot, window: MainWindow, number: str, purpose: str) -> None:
    trigger(window, "freeze")
    dialog = dialog_of(window, FreezeDialog)
    type_into(qtbot, dialog.number, number)
    type_into(qtbot, dialog.purpose, purpose)
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)


def begin_amendment(qtbot: QtBot, window: MainWindow) -> AmendmentDialog:
    trigger(window, "amend")
    press(qtbot, dialog_of(window, BeginAmendmentDialog), "Begin the amendment")
    return dialog_of(window, AmendmentDialog)


def test_a_frozen_version_has_number_date_author_and_hash(qtbot: QtBot, window: MainWindow) -> None:
    freeze(qtbot, window, "1.0", "Submitted to the board")
    workspace = opened(window)
    assert workspace.file is not None
    version = workspace.states[-1]
    assert (version.version, version.name, version.author) == ("1.0", "Submitted to the board", "A. Meyer")
    assert version.sha256 == workspace.file.sha256
    identity = workspace.trial.identity
    assert identity.version == "1.0"
    assert identity.version_date is not None
    window.status_line.show_kept(workspace)
    assert "version 1.0, frozen" in window.status_line._kept_text
    decide(window, "identity.short_title", "Another title")
    assert "draft after 1.0" in window.status_line._kept_text
    window.undo()
    assert "version 1.0, frozen" in window.status_line._kept_text


def test_a_number_that_is_taken_cannot_be_frozen_again(qtbot: QtBot, window: MainWindow) -> None:
    freeze(qtbot, window, "1.0", "Submitted")
    trigger(window, "freeze")
    dialog = dialog_of(window, FreezeDialog)
    assert dialog.number.text() == "1.1"
    type_into(qtbot, dialog.number, "1.0")
    type_into(qtbot, dialog.purpose, "Again")
    assert not dialog.keep.isEnabled()
    assert "frozen already" in dialog.problem.text()


def test_a_version_needs_the_name_of_who_freezes_it(qtbot: QtBot, window: MainWindow) -> None:
    window.versions.use_name("")
    trigger(window, "freeze")
    dialog = dialog_of(window, FreezeDialog)
    type_into(qtbot, dialog.purpose, "Submitted")
    assert not dialog.keep.isEnabled()
    type_into(qtbot, dialog.author, "C. Diaz")
    press(qtbot, dialog, "Freeze version")
    assert UserSettings().author == "C. Diaz"
    decide(window, "identity.short_title", "Another title")
    file = opened(window).file
    assert file is not None
    assert file.journal()[-1].author == "C. Diaz"


def test_a_version_is_opened_to_be_read_and_the_draft_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    freeze(qtbot, window, "1.0", "Submitted")
    decide(window, "population.weight_max", "90 kg")
    draft = opened(window).trial
    trigger(window, "history")
    dialog = dialog_of(window, HistoryDialog)
    assert dialog.choose(state_key(opened(window).states[0]))
    press(qtbot, dialog, "Open to read")
    assert "Version 1.0" in window.windowTitle()
    assert "read only" in window.windowTitle()
    assert window.standing.isVisible()
    shown = opened(window)
    assert str(shown.trial.population.weight_max) != str(draft.population.weight_max)
    for action in ("freeze", "merge", "save_as"):
        trigger(window, action)
        assert "begin the next version" in window.notice.text.text()
    trigger(window, "comments")
    press(qtbot, window.standing, "Back to the draft")
    assert opened(window).trial == draft
    assert not window.standing.isVisible()
    decide(window, "population.weight_max", "95 kg")
    window.undo()
    window.undo()
    assert opened(window).trial.population.weight_max == shown.trial.population.weight_max


def test_an_edit_in_a_version_is_refused_under_the_field(qtbot: QtBot, window: MainWindow) -> None:
    freeze(qtbot, window, "1.0", "Submitted")
    window.versions.view(opened(window).states[0])
    trial = opened(window).trial
    opened(window).go_to("population.weight_max")
    field = window.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, "90 kg")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert opened(window).trial is trial
    assert "begin the next version" in window.notice.text.text()


def test_restoring_a_version_is_one_edit_that_can_be_undone(qtbot: QtBot, window: MainWindow) -> None:
    freeze(qtbot, window, "1.0", "Submitted")
    frozen = opened(window).trial
    decide(window, "population.weight_max", "90 kg")
    decide(window, "identity.short_title", "Another title")
    later = opened(window).trial
    trigger(window, "history")
    dialog = dialog_of(window, HistoryDialog)
    dialog.choose(state_key(opened(window).states[0]))
    press(qtbot, dialog, "Restore as an edit")
    assert opened(window).trial.population == frozen.population
    assert opened(window).trial.identity == frozen.identity
    window.undo()
    assert opened(window).trial is later


def test_the_history_is_searched_and_shows_what_an_edit_changed(qtbot: QtBot, window: MainWindow) -> None:
    decide(window, "population.weight_max", "90 kg")
    decide(window, "identity.short_title", "Another title")
    trigger(window, "history")
    dialog = dialog_of(window, HistoryDialog)
    type_into(qtbot, dialog.search, "weight_max meyer")
    assert dialog.found.text().startswith("1 of")
    page = dialog.make_page(
        next(key for key, entry in dialog._entries.items() if "weight_max" in entry.label)
    )
    texts = [child.text() for child in page.findChildren(type(dialog.found))]
    assert "To: 90 kg" in texts
    assert any("not an electronic signature" in text for text in texts)


def test_the_pdf_of_a_version_is_exported_from_its_own_content(qtbot: QtBot, window: MainWindow) -> None:
    freeze(qtbot, window, "1.0", "Submitted")
    decide(window, "identity.short_title", "Another title")
    trigger(window, "history")
    dialog = dialog_of(window, HistoryDialog)
    dialog.choose(state_key(opened(window).states[0]))
    press(qtbot, dialog, "Export its PDF")
    export = dialog_of(window, ExportDialog)
    assert "Version 1.0" in export.path.text() or "1 0" in export.path.text()
    assert export._workspace.trial.identity.short_title != "Another title"


def test_a_changed_protocol_is_not_exported_under_the_number_of_a_frozen_version(
    qtbot: QtBot, window: MainWindow
) -> None:
    def can_submit() -> tuple[bool, str]:
        trigger(window, "export")
        dialog = dialog_of(window, ExportDialog)
        dialog.profile.setCurrentIndex(1)
        answer = dialog.export_button.isEnabled(), dialog.verdict.text()
        dialog.reject()
        return answer

    assert can_submit()[0]
    freeze(qtbot, window, "1.0", "Submitted")
    assert can_submit()[0]
    decide(window, "identity.short_title", "Another title")
    allowed, verdict = can_submit()
    assert not allowed
    assert "changed since that version was frozen" in verdict
    begin_amendment(qtbot, window).accept()
    allowed, verdict = can_submit()
    assert not allowed  # scope and reasons of the amendment are still open
    assert "open points" in verdict
    assert "changed since that version was frozen" not in verdict


def test_an_amendment_takes_its_changes_from_the_two_versions(qtbot: QtBot, window: MainWindow) -> None:
    freeze(qtbot, window, "1.0", "Submitted")
    dialog = begin_amendment(qtbot, window)
    assert opened(window).trial.identity.version == "1.1"
    dialog.accept()
    decide(window, "identity.indication", "Severe alcohol use disorder")
    decide(window, "population.weight_max", "90 kg")
    trigger(window, "amend")
    dialog = dialog_of(window, AmendmentDialog)
    first = dialog.list.current
    assert first is not None
    assert first.touches_safety
    assert (first.before, first.after) == ("100 kg", "90 kg")
    press(qtbot, dialog, "Copy the summary")
    copied = QGuiApplication.clipboard().text()
    assert copied.index("Population") < copied.index("Title page")
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert opened(window).selection == "population.weight_max"


def test_the_amendment_block_is_written_and_undone_field_by_field(qtbot: QtBot, window: MainWindow) -> None:
    freeze(qtbot, window, "1.0", "Submitted")
    dialog = begin_amendment(qtbot, window)
    fields = [one for one in dialog.page.findChildren(QWidget) if hasattr(one, "committed")]
    editors: dict[str, Any] = {one.accessibleName(): one for one in fields}
    editors["Enrolled so far"].setFocus()
    qtbot.keyClicks(editors["Enrolled so far"], "12")
    qtbot.keyClick(editors["Enrolled so far"], Qt.Key.Key_Return)
    editors["Participants consent again"].choose(True)
    amendment = opened(window).trial.amendment
    assert amendment is not None
    assert (amendment.enrolled_so_far, amendment.needs_new_consent) == (12, True)
    assert dialog.isVisible()
    dialog.accept()
    window.undo()
    amendment = opened(window).trial.amendment
    assert amendment is not None
    assert amendment.needs_new_consent is None
    trigger(window, "amend")
    press(qtbot, dialog_of(window, AmendmentDialog), "Withdraw")
    assert opened(window).trial.identity.version == "1.0"
    assert opened(window).trial.amendment is None


def test_an_amendment_without_a_frozen_version_says_what_to_do(window: MainWindow) -> None:
    trigger(window, "amend")
    assert "freeze the version" in window.notice.text.text()


def test_any_two_states_are_compared_and_filtered(qtbot: QtBot, window: MainWindow) -> None:
    freeze(qtbot, window, "1.0", "Submitted")
    decide(window, "identity.indication", "=Severe alcohol use disorder")
    decide(window, "population.weight_max", "90 kg")
    trigger(window, "compare")
    dialog = dialog_of(window, CompareDialog)
    assert [change.place for change in dialog.listed] == ["population.weight_max", "identity.indication"]
    dialog.safety_only.setChecked(True)
    assert [change.place for change in dialog.listed] == ["population.weight_max"]
    dialog.safety_only.setChecked(False)
    press(qtbot, dialog, "Copy for a spreadsheet")
    assert '"\'=Severe alcohol use disorder"' in QGuiApplication.clipboard().text()
    dialog.after.setCurrentIndex(1)
    assert not dialog.listed
    assert "do not differ" in dialog.found.text()
    study = next(at for at in range(dialog.before.count()) if "Dakwar 2020" in dialog.before.itemText(at))
    dialog.before.setCurrentIndex(study)
    dialog.after.setCurrentIndex(0)
    assert len(dialog.listed) > 50
    type_into(qtbot, dialog.search, "title page indication")
    assert 0 < len(dialog.listed) < 10
    press(qtbot, dialog, "Go to the field")
    assert opened(window).selection.startswith("identity.")


def test_the_listed_changes_are_printed(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze(qtbot, window, "1.0", "Submitted")
    decide(window, "identity.indication", "Severe alcohol use disorder")
    decide(window, "population.weight_max", "90 kg")
    out = tmp_path / "changes.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    trigger(window, "compare")
    dialog = dialog_of(window, CompareDialog)
    dialog.safety_only.setChecked(True)
    press(qtbot, dialog, "Export PDF")
    qtbot.waitUntil(lambda: "Written" in dialog.found.text(), timeout=30_000)
    text = " ".join(PdfReader(out).pages[0].extract_text().split())
    assert "Changes listed: 1 of 2 (the others were filtered out)" in text
    assert "highest weight" in text
    qtbot.waitUntil(dialog.print_button.isEnabled, timeout=30_000)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "gone" / "x.pdf"), ""))
    press(qtbot, dialog, "Export PDF")
    qtbot.waitUntil(lambda: "folder does not exist" in dialog.notice.text.text(), timeout=30_000)
    type_into(qtbot, dialog.search, "nothing is called so")
    assert not dialog.print_button.isEnabled()


def test_words_of_a_long_text_are_marked_and_never_taken_for_markup(qtbot: QtBot, window: MainWindow) -> None:
    freeze(qtbot, window, "1.0", "Submitted")
    old = opened(window).trial.identity.full_title
    decide(window, "identity.full_title", f"{old} <img src=x> & more")
    trigger(window, "compare")
    dialog = dialog_of(window, CompareDialog)
    texts = [label.text() for label in dialog.page.widget().findChildren(type(dialog.found))]
    marked = next(text for text in texts if "<u " in text)
    assert "&lt;" in marked
    assert "<img" not in marked


def test_an_unreadable_file_is_told_in_the_comparison(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(broken), ""))
    trigger(window, "compare")
    dialog = dialog_of(window, CompareDialog)
    press(qtbot, dialog, "Another file")
    assert dialog.notice.isVisible()
    assert "broken.json" in dialog.notice.text.text()


def test_attachments_are_added_saved_and_removed(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manual = tmp_path / "manual.txt"
    manual.write_text("Therapy manual")
    saved = tmp_path / "saved.txt"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(manual), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(saved), ""))
    file = opened(window).file
    assert file is not None
    trigger(window, "history")
    dialog = dialog_of(window, HistoryDialog)
    press(qtbot, dialog, "Attach a file")
    assert [one.name for one in attachments(file)] == ["manual.txt"]
    press(qtbot, dialog, "Save to disk")
    assert saved.read_text() == "Therapy manual"
    press(qtbot, dialog, "Remove from the file")
    assert attachments(file) == ()


def test_the_name_is_typed_once_and_kept(qtbot: QtBot, window: MainWindow) -> None:
    trigger(window, "author")
    dialog = dialog_of(window, NameDialog)
    type_into(qtbot, dialog.line, "D. Evans")
    press(qtbot, dialog, "Keep name")
    decide(window, "identity.short_title", "Another title")
    file = opened(window).file
    assert file is not None
    assert file.journal()[-1].author == "D. Evans"
    assert file.journal()[-1].kind is EntryKind.EDIT
    trigger(window, "freeze")
    assert dialog_of(window, FreezeDialog).author.text() == "D. Evans"
    assert button(dialog_of(window, FreezeDialog), "Cancel").isVisible()
