"""When the disk, the folder or the process fails: one sentence, the old state whole, nothing half written."""

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIG_DFL, SIG_IGN, SIGXFSZ, signal

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.storage import atomic_file
from protocol_designer.storage.journal import first_broken_entry
from protocol_designer.storage.opening import write_new
from protocol_designer.storage.protocol_file import ProtocolFile, StorageProblem

WRITER = Path(__file__).with_name("killed_writer.py")


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Let the system refuse to write files beyond a size, as a full disk or a quota does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal(SIGXFSZ, SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal(SIGXFSZ, SIG_DFL)


def _longer(trial: TrialProtocol, words: int) -> TrialProtocol:
    return set_field("design.rationale", "word " * words + "end", "Rationale")(trial)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "study.ketprotocol"


def test_a_full_disk_keeps_the_state_before(path: Path, blank_trial: TrialProtocol) -> None:
    with ProtocolFile.create(path, blank_trial) as file:
        pages = file._db.execute("PRAGMA page_count").fetchone()[0]
        file._db.execute(f"PRAGMA max_page_count={pages}")
        with pytest.raises(StorageProblem, match="the disk is full; free some space") as refused:
            file.record("Rationale", blank_trial, _longer(blank_trial, 20_000))
        assert str(path) in str(refused.value)
        assert file.trial == blank_trial
        assert len(file.journal()) == 1
        file._db.execute(f"PRAGMA max_page_count={pages + 1000}")
        file.record("Rationale", blank_trial, _longer(blank_trial, 20_000))
    with ProtocolFile.open(path) as file:
        assert file.trial == _longer(blank_trial, 20_000)
        assert first_broken_entry(file.journal()) is None


def test_a_write_the_system_refuses_keeps_the_state_before(path: Path, blank_trial: TrialProtocol) -> None:
    with ProtocolFile.create(path, blank_trial) as file:
        with (
            files_no_larger_than(path.stat().st_size),
            pytest.raises(StorageProblem, match=r"cannot be written: the disk"),
        ):
            file.record("Rationale", blank_trial, _longer(blank_trial, 30_000))
        assert file.trial == blank_trial
        file.record("Rationale", blank_trial, _longer(blank_trial, 10))
    with ProtocolFile.open(path) as file:
        assert file.trial == _longer(blank_trial, 10)


@pytest.mark.parametrize("name", ["study.ketprotocol", "study.json"])
def test_a_new_file_that_does_not_fit_leaves_nothing(
    tmp_path: Path, trial_from: Callable[[str], TrialProtocol], name: str
) -> None:
    trial = trial_from("grabski_2022")
    with files_no_larger_than(5000), pytest.raises(StorageProblem, match="cannot be written"):
        write_new(tmp_path / name, trial)
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_does_not_fit_leaves_nothing(
    path: Path, tmp_path: Path, trial_from: Callable[[str], TrialProtocol]
) -> None:
    with ProtocolFile.create(path, trial_from("grabski_2022")) as file:
        with files_no_larger_than(5000), pytest.raises(StorageProblem, match="cannot be written"):
            file.save_as(tmp_path / "copy.ketprotocol")
        assert list(tmp_path.iterdir()) == [path]


def test_a_failing_sync_leaves_nothing(
    tmp_path: Path, blank_trial: TrialProtocol, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(atomic_file.os, "fsync", fails)
    with pytest.raises(StorageProblem, match="the disk reported an error"):
        write_new(tmp_path / "study.json", blank_trial)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_none(tmp_path: Path, blank_trial: TrialProtocol) -> None:
    (tmp_path / "file").write_text("x")
    for name in ("study.ketprotocol", "study.json"):
        with pytest.raises(StorageProblem, match="not a folder"):
            write_new(tmp_path / "file" / name, blank_trial)
        with pytest.raises(StorageProblem, match="does not exist"):
            write_new(tmp_path / "gone" / name, blank_trial)


def test_a_file_deleted_meanwhile(path: Path, tmp_path: Path, blank_trial: TrialProtocol) -> None:
    with ProtocolFile.create(path, blank_trial) as file:
        path.unlink()
        with pytest.raises(StorageProblem, match="does not exist"):
            file.record("Rationale", blank_trial, _longer(blank_trial, 3))
        assert not path.exists()
        with file.save_as(tmp_path / "rescued.ketprotocol", trial=_longer(blank_trial, 3)) as rescued:
            assert rescued.trial == _longer(blank_trial, 3)


def test_a_file_replaced_meanwhile(path: Path, tmp_path: Path, blank_trial: TrialProtocol) -> None:
    other = _longer(blank_trial, 7)
    ProtocolFile.create(tmp_path / "other.ketprotocol", other).close()
    with ProtocolFile.create(path, blank_trial) as file:
        (tmp_path / "other.ketprotocol").replace(path)
        with pytest.raises(StorageProblem, match="was replaced by another file"):
            file.record("Rationale", blank_trial, _longer(blank_trial, 3))
    with ProtocolFile.open(path) as file:
        assert file.trial == other


def test_a_file_in_use_elsewhere(path: Path, blank_trial: TrialProtocol) -> None:
    with ProtocolFile.create(path, blank_trial) as file, ProtocolFile.open(path) as other:
        other._db.execute("BEGIN EXCLUSIVE")
        file._db.execute("PRAGMA busy_timeout=1")
        with pytest.raises(StorageProblem, match="another program is using the file"):
            file.record("Rationale", blank_trial, _longer(blank_trial, 3))
        other._db.execute("ROLLBACK")
        file.record("Rationale", blank_trial, _longer(blank_trial, 3))


def test_killed_at_any_moment_everything_that_was_kept_is_there(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(WRITER), str(tmp_path), "300"], capture_output=True, text=True, check=False
    )
    assert (done.stderr, done.returncode) == ("", 0)
    assert json.loads(done.stdout)["kills"] == 300
    assert json.loads(done.stdout)["kept"] > 300
