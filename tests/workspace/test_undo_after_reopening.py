"""Undo and redo across closing a file: the journal remembers the very steps that were on the stack."""

import random
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.formulary.records import Formulary
from protocol_designer.storage.exchange import to_json
from protocol_designer.storage.journal import EntryKind
from protocol_designer.storage.protocol_file import ProtocolFile, StorageProblem
from protocol_designer.workspace.workspace import Workspace


def texts_back_and_forth(workspace: Workspace) -> tuple[list[str], list[str]]:
    """Undo everything, redo everything; returns the documents met on the way and the names of the steps."""
    met, names = [to_json(workspace.trial)], []
    stack = workspace.undo_stack
    while stack.canUndo():
        names.append(stack.undoText())
        stack.undo()
        met.append(to_json(workspace.trial))
    while stack.canRedo():
        stack.redo()
        met.append(to_json(workspace.trial))
    return met, names


def act(workspace: Workspace, chance: random.Random) -> None:
    """Do something a user does: type into one of two fields, change another, undo, redo, save a state."""
    what = chance.randrange(7)
    value = f"Text {chance.randrange(4)}"
    if what == 0:
        workspace.apply(set_field("identity.full_title", value, "Type the title", merge=True))
    elif what == 1:
        workspace.apply(set_field("identity.short_title", value, "Type the short title", merge=True))
    elif what == 2:
        workspace.apply(set_field("identity.indication", value, "Change the indication"))
    elif what in (3, 4):
        workspace.undo_stack.undo()
    elif what == 5:
        workspace.undo_stack.redo()
    elif workspace.file:
        workspace.file.save_state(value)


@pytest.mark.parametrize("seed", range(25))
def test_a_reopened_file_undoes_and_redoes_the_same_states(
    qapp: QApplication, tmp_path: Path, blank_trial: TrialProtocol, formulary: Formulary, seed: int
) -> None:
    path = tmp_path / "trial.ketprotocol"
    chance = random.Random(seed)
    expected: tuple[list[str], list[str]] | None = None
    ProtocolFile.create(path, blank_trial).close()
    for _ in range(3):
        with ProtocolFile.open(path) as file:
            workspace = Workspace(file.trial, formulary, file)
            if expected is not None:
                assert texts_back_and_forth(workspace) == expected
            for _ in range(25):
                act(workspace, chance)
            while workspace.undo_stack.canRedo():
                workspace.undo_stack.redo()
            expected = texts_back_and_forth(workspace)
            assert to_json(file.trial) == to_json(workspace.trial)


def test_what_was_undone_before_closing_can_be_redone_after(
    qapp: QApplication, tmp_path: Path, blank_trial: TrialProtocol, formulary: Formulary
) -> None:
    path = tmp_path / "trial.ketprotocol"
    with ProtocolFile.create(path, blank_trial) as file:
        workspace = Workspace(file.trial, formulary, file)
        workspace.apply(set_field("identity.full_title", "One", "Write one"))
        workspace.apply(set_field("identity.full_title", "Two", "Write two"))
        workspace.undo_stack.undo()
    with ProtocolFile.open(path) as file:
        workspace = Workspace(file.trial, formulary, file)
        assert workspace.undo_stack.redoText() == "Write two"
        assert workspace.undo_stack.undoText() == "Write one"
        workspace.undo_stack.redo()
        assert workspace.trial.identity.full_title == "Two"
        assert file.journal()[-1].kind is EntryKind.REDO


def test_typing_into_one_field_is_one_step_after_reopening(
    qapp: QApplication, tmp_path: Path, blank_trial: TrialProtocol, formulary: Formulary
) -> None:
    path = tmp_path / "trial.ketprotocol"
    with ProtocolFile.create(path, blank_trial) as file:
        workspace = Workspace(file.trial, formulary, file)
        for text in ("K", "Ke", "Ket"):
            workspace.apply(set_field("identity.full_title", text, "Type the title", merge=True))
        kinds = [entry.kind for entry in file.journal()]
    assert kinds == [EntryKind.CREATED, EntryKind.EDIT, EntryKind.CONTINUED, EntryKind.CONTINUED]
    with ProtocolFile.open(path) as file:
        workspace = Workspace(file.trial, formulary, file)
        assert workspace.undo_stack.count() == 1
        workspace.undo_stack.undo()
        assert workspace.trial == blank_trial


def test_a_step_that_does_not_fit_is_told_once_and_loses_nothing(
    qapp: QApplication, tmp_path: Path, blank_trial: TrialProtocol, formulary: Formulary
) -> None:
    path = tmp_path / "trial.ketprotocol"
    with ProtocolFile.create(path, blank_trial) as file:
        workspace = Workspace(file.trial, formulary, file)
        workspace.apply(set_field("identity.full_title", "One", "Write one"))
        with file.writing() as db:
            forged = '[{"is":"Other","place":"identity.full_title"}]'
            db.execute("UPDATE journal SET changes = ? WHERE seq = 2", (forged,))
    with ProtocolFile.open(path) as file:
        workspace = Workspace(file.trial, formulary, file)
        told: list[str] = []
        workspace.storage_failed.connect(told.append)
        workspace.undo_stack.undo()
        qapp.processEvents()
        assert len(told) == 1
        assert "nothing is lost" in told[0]
        assert workspace.undo_stack.count() == 0
        assert workspace.trial.identity.full_title == "One"
        assert workspace.apply(set_field("identity.full_title", "Two", "Write two"))
        assert file.trial.identity.full_title == "Two"


def test_an_edit_the_disk_refused_does_not_shift_the_remembered_steps(
    qapp: QApplication,
    tmp_path: Path,
    blank_trial: TrialProtocol,
    formulary: Formulary,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "trial.ketprotocol"
    with ProtocolFile.create(path, blank_trial) as file:
        workspace = Workspace(file.trial, formulary, file)
        workspace.apply(set_field("identity.full_title", "One", "Write one"))

        def full(*_: object, **__: object) -> None:
            raise StorageProblem("The disk is full.")

        with monkeypatch.context() as patch:
            patch.setattr(file, "record", full)
            workspace.apply(set_field("identity.full_title", "Two", "Write two"))
            assert workspace.lags_behind
            workspace.undo_stack.undo()
        workspace.undo_stack.redo()
        assert not workspace.lags_behind
        workspace.undo_stack.undo()
        assert workspace.trial.identity.full_title == "One"
    with ProtocolFile.open(path) as file:
        workspace = Workspace(file.trial, formulary, file)
        assert workspace.trial.identity.full_title == "One"
        texts_back_and_forth(workspace)
        assert workspace.trial.identity.full_title == "One"


def test_a_protocol_open_to_be_read_refuses_edits_with_the_cure(
    qapp: QApplication, sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    workspace = Workspace(sample_trial, formulary, read_only="Version 1.0 is frozen; begin the next version.")
    told: list[str] = []
    workspace.edit_refused.connect(told.append)
    assert not workspace.apply(set_field("identity.full_title", "Other", "Change the title"))
    assert told == ["Version 1.0 is frozen; begin the next version."]
    assert workspace.trial is sample_trial
