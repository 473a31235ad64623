"""Files of every earlier version open; reading leaves them alone, writing keeps the original."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.storage import migrations, protocol_file
from protocol_designer.storage.attachments import attachments
from protocol_designer.storage.comments import add_comment, threads
from protocol_designer.storage.layout import FILE_VERSION, check_header
from protocol_designer.storage.migrations import original_of
from protocol_designer.storage.problems import FromNewerProgram
from protocol_designer.storage.protocol_file import ProtocolFile, StorageProblem
from protocol_designer.storage.verification import verify

CORPUS = sorted(Path(__file__).with_name("corpus").glob("*.ketprotocol"))


@pytest.fixture(params=CORPUS, ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    copy = tmp_path / "study.ketprotocol"
    shutil.copyfile(request.param, copy)
    return copy


def _retitled(trial: TrialProtocol, title: str = "New") -> TrialProtocol:
    return set_field("identity.short_title", title, "Title")(trial)


def test_the_corpus_has_files_of_every_earlier_version() -> None:
    assert {check_header(path) for path in CORPUS} == set(range(1, FILE_VERSION))


def test_reading_changes_nothing(old: Path) -> None:
    before = old.read_bytes()
    assert verify(old).faults == ()
    with ProtocolFile.open(old) as file:
        file.journal()
        file.history()
        assert threads(file) == ()
        assert attachments(file) == ()
        for state in file.saved_states():
            assert (state.version, state.note) == ("", "")
            file.state(state.journal_seq)
    assert old.read_bytes() == before
    assert list(old.parent.iterdir()) == [old]


@pytest.mark.parametrize("what", ["edit", "state", "comment"])
def test_the_first_write_brings_it_up_to_date_and_keeps_the_original(old: Path, what: str) -> None:
    before = old.read_bytes()
    with ProtocolFile.open(old) as file:
        trial, entries = file.trial, file.journal()
        if what == "edit":
            file.record("Title", trial, _retitled(trial))
        elif what == "state":
            file.save_state("For the board", version="1.0")
        else:
            add_comment(file, "Is this right?")
        assert file.journal()[: len(entries)] == entries
        file.save_state("Later")
    assert check_header(old) == FILE_VERSION
    assert original_of(old, 1).read_bytes() == before
    assert verify(old).faults == ()
    with ProtocolFile.open(old) as file:
        assert file.trial == (_retitled(trial) if what == "edit" else trial)
        assert file._db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert sorted(old.parent.iterdir()) == sorted((old, original_of(old, 1)))


def test_another_file_of_that_name_is_left_alone(old: Path) -> None:
    before = old.read_bytes()
    original_of(old, 1).write_text("precious")
    with ProtocolFile.open(old) as file:
        file.save_state("Now")
    assert original_of(old, 1).read_text() == "precious"
    assert original_of(old, 1, 2).read_bytes() == before


def test_what_fails_midway_leaves_the_file_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = old.read_bytes()

    def fails(db: object, version: int) -> None:
        migrations._STEPS[1](db)  # type: ignore[arg-type]  # a bare connection is enough
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(protocol_file, "migrate", fails)
    with ProtocolFile.open(old) as file, pytest.raises(StorageProblem, match="cannot be written"):
        file.save_state("Now")
    assert old.read_bytes() == before
    assert list(old.parent.iterdir()) == [old]


def test_two_who_bring_it_up_to_date_do_not_meet_halfway(old: Path) -> None:
    with ProtocolFile.open(old) as first, ProtocolFile.open(old) as second:
        add_comment(first, "First")
        add_comment(second, "Second")
        first.record("Title", first.trial, _retitled(first.trial))
        with pytest.raises(StorageProblem, match="was changed elsewhere"):
            second.save_state("Mine")
    assert verify(old).faults == ()
    with ProtocolFile.open(old) as file:
        assert len(threads(file)) == 2


def test_a_newer_program_that_wrote_meanwhile_is_named(old: Path) -> None:
    with ProtocolFile.open(old) as file:
        with closing(sqlite3.connect(old)) as other:
            other.execute(f"PRAGMA user_version={FILE_VERSION + 1}")
        with pytest.raises(FromNewerProgram, match="newer version of the program"):
            file.save_state("Now")


def test_a_migration_cut_off_by_a_kill_is_rolled_back(old: Path, tmp_path: Path) -> None:
    """A killed writer leaves the new version in the header and the old tables in the rollback journal."""
    kept = old.read_bytes()
    with closing(sqlite3.connect(old, isolation_level=None)) as db:
        db.execute("PRAGMA cache_size=1")
        db.execute("PRAGMA cache_spill=1")
        db.execute("BEGIN IMMEDIATE")
        db.execute(f"PRAGMA user_version={FILE_VERSION}")
        db.execute("UPDATE document SET json = json || ?", (" " * 400_000,))
        half, journal = old.read_bytes(), old.with_name(f"{old.name}-journal").read_bytes()
        db.execute("ROLLBACK")
    assert half != kept
    cut = tmp_path / "cut" / "study.ketprotocol"
    cut.parent.mkdir()
    cut.write_bytes(half)
    cut.with_name(f"{cut.name}-journal").write_bytes(journal)
    header = bytearray(cut.read_bytes())
    header[60:64] = FILE_VERSION.to_bytes(4, "big")
    cut.write_bytes(header)
    with ProtocolFile.open(cut) as file, ProtocolFile.open(old) as whole:
        assert file.trial == whole.trial
    assert check_header(cut) == 1


def test_a_read_only_folder_can_be_read(old: Path) -> None:
    old.parent.chmod(0o555)
    try:
        with ProtocolFile.open(old) as file:
            assert file.journal()
    finally:
        old.parent.chmod(0o755)
