"""Merging a colleague's copy in the real window, by keys and by clicks."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.merge_dialog import BaseDialog, MergeDialog
from protocol_designer.storage.attachments import attach, attachments
from protocol_designer.storage.comments import add_comment, threads
from protocol_designer.storage.exchange import to_json
from protocol_designer.storage.journal import EntryKind
from protocol_designer.storage.opening import write_new
from protocol_designer.storage.protocol_file import ProtocolFile
from tests.gui.versions.version_tools import decide, dialog_of, opened, press, trigger


@contextmanager
def copy_of(window: MainWindow, path: Path) -> Iterator[ProtocolFile]:
    """Copy the open file as a colleague would and open the copy."""
    file = opened(window).file
    assert file is not None
    with file.save_as(path) as copy:
        copy.author = "B. Chen"
        yield copy


def change(copy: ProtocolFile, place: str, value: object) -> None:
    after = set_field(place, value, f"Set {place}")(copy.trial)
    copy.record(f"Set {place}", copy.trial, after)


def merge(window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    trigger(window, "merge")


def test_conflicts_are_decided_by_keys_and_the_rest_comes_by_itself(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "colleague.ketprotocol"
    with copy_of(window, path) as copy:
        change(copy, "population.weight_max", "105 kg")
        change(copy, "identity.indication", "Severe alcohol use disorder")
        change(copy, "identity.short_title", "Their title")
        add_comment(copy, "Agreed with the pharmacy", place="population.weight_max")
    decide(window, "population.weight_max", "110 kg")
    decide(window, "identity.short_title", "Our title")
    ours = opened(window).trial
    merge(window, path, monkeypatch)
    dialog = dialog_of(window, MergeDialog)
    assert len(dialog._conflicts) == 2
    assert [one.what for one in dialog._taken.values()] == ["Title page › indication"]
    assert not dialog.finish.isEnabled()
    assert "2 conflicts" in dialog.told.text()
    assert dialog.current_key() == "conflict:population.weight_max"
    qtbot.keyClick(dialog.list, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert dialog.current_key() == "conflict:identity.short_title"
    assert "1 conflict is" in dialog.told.text()
    press(qtbot, dialog, "Keep ours")
    press(qtbot, dialog, "Merge")
    merged = opened(window).trial
    assert str(merged.population.weight_max) == "105 kg"
    assert merged.identity.short_title == "Our title"
    assert merged.identity.indication == "Severe alcohol use disorder"
    file = opened(window).file
    assert file is not None
    assert file.journal()[-1].kind is EntryKind.EDIT
    assert "colleague.ketprotocol" in file.journal()[-1].label
    assert [thread.comments[0].author for thread in threads(file)] == ["B. Chen"]
    assert opened(window).comments_at["population.weight_max"] == 1
    window.undo()
    assert opened(window).trial is ours
    window.redo()
    assert to_json(opened(window).trial) == to_json(merged)


def test_a_copy_without_conflicts_is_shown_before_it_is_merged(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "colleague.ketprotocol"
    with copy_of(window, path) as copy:
        change(copy, "population.weight_max", "105 kg")
        theirs = copy.trial
    merge(window, path, monkeypatch)
    dialog = dialog_of(window, MergeDialog)
    assert "Everything is decided" in dialog.told.text()
    press(qtbot, dialog, "Merge")
    assert opened(window).trial.population == theirs.population


def test_another_study_is_not_merged(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample_trial: TrialProtocol
) -> None:
    path = tmp_path / "other.ketprotocol"
    ProtocolFile.create(path, sample_trial).close()
    before = opened(window).trial
    merge(window, path, monkeypatch)
    assert "another study" in window.notice.text.text()
    assert opened(window).trial is before


def test_an_exchange_copy_asks_which_state_it_was_made_from(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "copy.json"
    theirs = set_field("population.weight_max", "105 kg", "Theirs")(opened(window).trial)
    write_new(path, theirs)
    merge(window, path, monkeypatch)
    assert "no saved state" in window.notice.text.text()
    window.notice.hide()
    file = opened(window).file
    assert file is not None
    file.save_state("Sent to B. Chen")
    opened(window).forget_states()
    decide(window, "identity.short_title", "Our title")
    merge(window, path, monkeypatch)
    dialog = dialog_of(window, BaseDialog)
    assert "Sent to B. Chen" in dialog.choice.currentText()
    press(qtbot, dialog, "Go on")
    press(qtbot, dialog_of(window, MergeDialog), "Merge")
    assert str(opened(window).trial.population.weight_max) == "105 kg"
    assert opened(window).trial.identity.short_title == "Our title"


def test_a_merge_given_up_changes_nothing(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "colleague.ketprotocol"
    with copy_of(window, path) as copy:
        change(copy, "population.weight_max", "105 kg")
    decide(window, "population.weight_max", "110 kg")
    before = opened(window).trial
    merge(window, path, monkeypatch)
    press(qtbot, dialog_of(window, MergeDialog), "Take theirs")
    press(qtbot, dialog_of(window, MergeDialog), "Cancel")
    assert opened(window).trial is before


def test_a_copy_that_brings_nothing_says_so(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "colleague.ketprotocol"
    with copy_of(window, path):
        pass
    before = opened(window).trial
    merge(window, path, monkeypatch)
    dialog = dialog_of(window, MergeDialog)
    assert "no change that is not here" in dialog.told.text()
    press(qtbot, dialog, "Merge")
    assert opened(window).trial is before
    assert "changes nothing" in window.status_line.kept.text()


def test_attachments_of_the_copy_come_along_and_its_own_versions_are_named(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, manual = tmp_path / "colleague.ketprotocol", tmp_path / "manual.txt"
    manual.write_text("Therapy manual")
    file = opened(window).file
    assert file is not None
    with copy_of(window, path) as copy:
        change(copy, "population.weight_max", "105 kg")
        attach(copy, manual)
        copy.save_state("For B. Chen", version="0.9")
    merge(window, path, monkeypatch)
    press(qtbot, dialog_of(window, MergeDialog), "Merge")
    assert [(one.name, one.author) for one in attachments(file)] == [("manual.txt", "B. Chen")]
    said = window.status_line.kept.text()
    assert "new attachments: 1" in said
    assert "only in the copy: Version 0.9" in said
    merge(window, path, monkeypatch)
    press(qtbot, dialog_of(window, MergeDialog), "Merge")
    assert len(attachments(file)) == 1


def test_an_altered_attachment_is_told_and_the_merge_stands(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, manual = tmp_path / "colleague.ketprotocol", tmp_path / "manual.txt"
    manual.write_text("Therapy manual")
    file = opened(window).file
    assert file is not None
    with copy_of(window, path) as copy:
        change(copy, "population.weight_max", "105 kg")
        add_comment(copy, "Agreed with the pharmacy")
        attach(copy, manual)
        with copy.writing() as db:
            db.execute("UPDATE attachment SET content = x'00'")
    merge(window, path, monkeypatch)
    press(qtbot, dialog_of(window, MergeDialog), "Merge")
    assert "is merged, but" in window.notice.text.text()
    assert "manual.txt" in window.notice.text.text()
    assert str(opened(window).trial.population.weight_max) == "105 kg"
    assert attachments(file) == ()
    assert len(threads(file)) == 1
