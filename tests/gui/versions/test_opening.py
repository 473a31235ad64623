"""Opening: what was undone, who else has the file, what can only be read, what is damaged."""

import os
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.opening_dialogs import OpenElsewhereDialog, SalvageDialog
from protocol_designer.storage.attachments import attach, attachments
from protocol_designer.storage.comments import add_comment
from protocol_designer.storage.exchange import to_json
from protocol_designer.storage.opened_by import Opener, leave_note, note_path
from protocol_designer.storage.protocol_file import ProtocolFile
from protocol_designer.workspace.drafts import is_draft
from tests.gui.versions.version_tools import OpenWindow, decide, dialog_of, opened, press

_KILLED = """
import os, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from protocol_designer.app import build_window
from protocol_designer.edits.fields import set_field

window = build_window(QApplication([]))
assert window.files.open_path(Path(sys.argv[1]))
for kilos in ("90 kg", "91 kg", "92 kg"):
    window.workspace.apply(set_field("population.weight_max", kilos, f"Set {kilos}"))
window.undo()
os.kill(os.getpid(), 9)
"""


def test_after_a_kill_every_edit_is_there_and_can_be_undone(
    window: MainWindow, new_window: OpenWindow, trial_file: Path
) -> None:
    before = to_json(opened(window).trial)
    window.close()
    ended = subprocess.run(
        [sys.executable, "-c", _KILLED, str(trial_file)], check=False, capture_output=True, text=True
    )
    assert ended.returncode == -9, ended.stderr
    assert note_path(trial_file).exists()
    started = new_window()
    assert started.files.open_path(trial_file)
    assert not started.standing.isVisible()
    assert str(opened(started).trial.population.weight_max) == "91 kg"
    assert "Set 91 kg" in started.actions_by_id["undo"].text()
    assert "Set 92 kg" in started.actions_by_id["redo"].text()
    started.redo()
    assert str(opened(started).trial.population.weight_max) == "92 kg"
    for _ in range(3):
        started.undo()
    assert to_json(opened(started).trial) == before
    started.close()
    assert not note_path(trial_file).exists()


def test_who_has_the_file_is_told_and_a_copy_can_be_merged_later(
    qtbot: QtBot, window: MainWindow, new_window: OpenWindow, trial_file: Path
) -> None:
    file = opened(window).file
    assert file is not None
    study = file.study_id
    window.close()
    leave_note(trial_file, Opener("B. Chen", "ward-3", 4711, datetime.now(UTC).isoformat()))
    second = new_window()
    assert not second.files.open_path(trial_file)
    dialog = dialog_of(second, OpenElsewhereDialog)
    assert "B. Chen has trial.ketprotocol open on ward-3" in dialog.told.text()
    press(qtbot, dialog, "Open a copy")
    copy = opened(second).file
    assert copy is not None
    assert is_draft(copy.path)
    assert copy.study_id == study
    assert copy.path != trial_file


def test_a_file_that_somebody_has_is_read_and_saved_under_another_name(
    qtbot: QtBot, window: MainWindow, new_window: OpenWindow, trial_file: Path, tmp_path: Path
) -> None:
    window.close()
    leave_note(trial_file, Opener("B. Chen", "ward-3", 4711, datetime.now(UTC).isoformat()))
    second = new_window()
    second.files.open_path(trial_file)
    press(qtbot, dialog_of(second, OpenElsewhereDialog), "Open to read only")
    assert second.standing.isVisible()
    assert "another name" in second.standing.text.text()
    assert "read only" in second.windowTitle()
    assert not opened(second).undo_stack.count()
    mine = tmp_path / "mine.ketprotocol"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *_: (str(mine), ""))
        second.actions_by_id["save_as"].trigger()
    assert not second.standing.isVisible()
    decide(second, "population.weight_max", "90 kg")
    with ProtocolFile.open(trial_file) as untouched:
        assert str(untouched.trial.population.weight_max) != "90 kg"
    assert "B. Chen" in note_path(trial_file).read_text()


def test_a_note_that_may_be_out_of_date_can_be_passed_over(
    qtbot: QtBot, window: MainWindow, new_window: OpenWindow, trial_file: Path
) -> None:
    window.close()
    leave_note(trial_file, Opener("B. Chen", "ward-3", 4711, datetime.now(UTC).isoformat()))
    second = new_window()
    second.files.open_path(trial_file)
    press(qtbot, dialog_of(second, OpenElsewhereDialog), "Open anyway")
    decide(second, "population.weight_max", "90 kg")
    assert "B. Chen" not in note_path(trial_file).read_text()


def test_a_program_that_runs_on_this_computer_is_told_too(
    qtbot: QtBot, window: MainWindow, new_window: OpenWindow, trial_file: Path
) -> None:
    window.close()
    leave_note(trial_file, Opener("root", socket.gethostname(), os.getppid(), datetime.now(UTC).isoformat()))
    second = new_window()
    second.files.open_path(trial_file)
    dialog = dialog_of(second, OpenElsewhereDialog)
    assert "on this computer" in dialog.told.text()
    press(qtbot, dialog, "Open anyway")
    decide(second, "population.weight_max", "90 kg")


def test_two_windows_on_one_file_never_overwrite_each_other(
    window: MainWindow, new_window: OpenWindow, trial_file: Path
) -> None:
    second = new_window()
    assert second.files._open(trial_file)
    decide(second, "population.weight_max", "90 kg")
    decide(window, "population.weight_max", "95 kg")
    assert "changed elsewhere" in window.notice.text.text()
    assert "Save as" in window.notice.text.text()
    with ProtocolFile.open(trial_file) as file:
        assert str(file.trial.population.weight_max) == "90 kg"
    assert str(opened(window).trial.population.weight_max) == "95 kg"


def test_a_place_that_cannot_be_written_is_opened_to_be_read(
    window: MainWindow, new_window: OpenWindow, trial_file: Path
) -> None:
    window.close()
    note_path(trial_file).mkdir()
    second = new_window()
    assert second.files.open_path(trial_file)
    assert "cannot be written" in second.standing.text.text()
    assert opened(second).read_only


def test_what_is_left_of_a_damaged_file_is_saved_into_a_draft(
    qtbot: QtBot, window: MainWindow, new_window: OpenWindow, trial_file: Path
) -> None:
    trial, kept = opened(window).trial, opened(window).file
    assert kept is not None
    kept.save_state("Submitted", version="1.0", note="by post")
    add_comment(kept, "Is this the dose?", place="population.weight_max")
    attach(kept, Path(__file__))
    window.close()
    with ProtocolFile.open(trial_file) as file, file.writing() as db:
        db.execute("UPDATE journal SET sha256_after = 'x'")
    content = trial_file.read_bytes()
    second = new_window()
    assert not second.files.open_path(trial_file)
    dialog = dialog_of(second, SalvageDialog)
    assert "the file stays as it is" in dialog.found.text()
    assert "1 saved state, 1 comment, 1 attachment" in dialog.found.text()
    press(qtbot, dialog, "Save what can be saved")
    saved = opened(second).file
    assert saved is not None
    assert is_draft(saved.path)
    assert opened(second).trial == trial
    assert "Salvage" in saved.journal()[0].label
    (version,) = opened(second).states
    assert (version.version, version.name) == ("1.0", "Submitted")
    assert saved.state(version.journal_seq) == trial
    assert opened(second).comments_at == {"population.weight_max": 1}
    assert [one.name for one in attachments(saved)] == ["test_opening.py"]
    assert trial_file.read_bytes() == content


def test_a_file_with_nothing_in_it_is_only_told(new_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "empty.ketprotocol"
    path.write_bytes(b"")
    window = new_window()
    assert not window.files.open_path(path)
    assert "is empty" in window.notice.text.text()
