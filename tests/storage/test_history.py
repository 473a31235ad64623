"""The undo history survives in the journal, also the one that older programs wrote."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.precedents.library import load_sample
from protocol_designer.storage.ancestry import common_state, state_after
from protocol_designer.storage.history import with_step, without_step
from protocol_designer.storage.journal import EntryKind
from protocol_designer.storage.protocol_file import ProtocolFile, StorageProblem
from protocol_designer.storage.verification import verify
from tests.revisions.random_edits import edited, edits

SAMPLE = load_sample()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "study.ketprotocol"


def _titled(trial: TrialProtocol, title: str) -> TrialProtocol:
    return set_field("identity.short_title", title, "Title")(trial)


def _type(file: ProtocolFile, title: str, kind: EntryKind = EntryKind.EDIT, label: str = "Title") -> None:
    file.record(label, file.trial, _titled(file.trial, title), kind=kind)


@settings(max_examples=10)
@given(wanted=edits)
def test_undoing_and_redoing_all_gives_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, wanted: list
) -> None:
    path = tmp_path_factory.mktemp("history") / "study.ketprotocol"
    with ProtocolFile.create(path, SAMPLE) as file:
        for edit in wanted:
            file.record("Edit", file.trial, edited(file.trial, [edit]))
        last = file.sha256
    with ProtocolFile.open(path) as file:
        first, steps = file.journal()[0].sha256_after, file.history().steps
        for step in reversed(steps):
            file.record("Undo", file.trial, without_step(file.trial, step), kind=EntryKind.UNDO)
        assert file.sha256 == first
        assert file.history().done == 0
        for step in steps:
            file.record("Redo", file.trial, with_step(file.trial, step), kind=EntryKind.REDO)
        assert file.sha256 == last
        assert (file.history().steps, file.history().done) == (steps, len(steps))
    assert verify(path).faults == ()


def test_typing_is_one_step(path: Path, blank_trial: TrialProtocol) -> None:
    with ProtocolFile.create(path, blank_trial) as file:
        _type(file, "P")
        _type(file, "Pi", EntryKind.CONTINUED)
        _type(file, "Pil", EntryKind.CONTINUED)
        (step,) = file.history().steps
        assert without_step(file.trial, step) == blank_trial


def test_an_edit_after_an_undo_drops_what_was_undone(path: Path, blank_trial: TrialProtocol) -> None:
    with ProtocolFile.create(path, blank_trial) as file:
        _type(file, "One")
        _type(file, "Two")
        file.record("Undo", file.trial, _titled(blank_trial, "One"), kind=EntryKind.UNDO)
        _type(file, "Three", label="Third")
        history = file.history()
        assert [step.label for step in history.steps] == ["Title", "Third"]
        assert history.done == 2


def test_typing_that_an_older_program_undid_in_one_go_is_one_step(
    path: Path, blank_trial: TrialProtocol
) -> None:
    with ProtocolFile.create(path, blank_trial) as file:
        for title in ("P", "Pi", "Pil"):
            _type(file, title)
        file.record("Undo: Title", file.trial, blank_trial)
        history = file.history()
        assert (len(history.steps), history.done) == (1, 0)
        assert with_step(blank_trial, history.steps[0]) == _titled(blank_trial, "Pil")
        file.record("Redo: Title", file.trial, _titled(blank_trial, "Pil"))
        assert file.history().done == 1


def test_what_the_disk_had_refused_ends_the_history_before_it(path: Path, blank_trial: TrialProtocol) -> None:
    with ProtocolFile.create(path, blank_trial) as file:
        _type(file, "One")
        missed = _titled(blank_trial, "Missed")
        file.record("Acronym", missed, set_field("identity.acronym", "ACR", "Acronym")(missed))
        assert file.history().steps == []


def test_every_earlier_state_can_be_had_back(path: Path, blank_trial: TrialProtocol) -> None:
    with ProtocolFile.create(path, blank_trial) as file:
        for title in ("One", "Two", "Three"):
            _type(file, title)
        assert state_after(file, 1) == blank_trial
        assert state_after(file, 3) == _titled(blank_trial, "Two")
        assert state_after(file, 4) == file.trial
        with pytest.raises(StorageProblem, match="has no entry 9; choose one of its 4 entries"):
            state_after(file, 9)


def test_copies_have_the_state_in_common_where_they_parted(
    path: Path, tmp_path: Path, blank_trial: TrialProtocol
) -> None:
    with ProtocolFile.create(path, blank_trial) as file:
        _type(file, "Shared")
        with file.save_as(tmp_path / "copy.ketprotocol") as copy:
            _type(file, "Ours")
            _type(copy, "Theirs")
            assert common_state(file, copy) == _titled(blank_trial, "Shared")
        with ProtocolFile.create(tmp_path / "other.ketprotocol", _titled(blank_trial, "Other")) as other:
            assert common_state(file, other) is None
