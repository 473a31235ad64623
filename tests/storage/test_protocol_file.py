"""A protocol file keeps every edit, in order, and gives back exactly what it was given."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.storage.changes import undone, with_change
from protocol_designer.storage.exchange import json_value, to_json
from protocol_designer.storage.journal import EntryKind, first_broken_entry
from protocol_designer.storage.layout import APPLICATION_ID, FILE_VERSION
from protocol_designer.storage.protocol_file import ProtocolFile, StorageProblem
from tests.storage.stored_protocols import protocols

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "study.ketprotocol"


def _titled(trial: TrialProtocol, title: str) -> TrialProtocol:
    return set_field("identity.short_title", title, "Title")(trial)


def _carried(document: object, changes: list[dict[str, object]]) -> object:
    for change in changes:
        document = with_change(document, change)
    return document


@settings(max_examples=20)
@given(states=st.lists(protocols, min_size=1, max_size=5))
def test_save_and_load_is_the_identity(
    tmp_path_factory: pytest.TempPathFactory, states: list[TrialProtocol]
) -> None:
    path = tmp_path_factory.mktemp("states") / "study.ketprotocol"
    with ProtocolFile.create(path, states[0]) as file:
        for before, after in pairwise(states):
            file.record("Edit", before, after)
    with ProtocolFile.open(path) as file:
        assert file.trial == states[-1]
        entries = file.journal()
        assert first_broken_entry(entries) is None
        document = json_value(to_json(states[-1]))
        for entry in reversed(entries):
            document = _carried(document, [undone(change) for change in reversed(entry.changes)])
        assert document == json_value(to_json(states[0]))


def test_the_journal_says_what_when_and_who(path: Path, blank_trial: TrialProtocol) -> None:
    named = _titled(blank_trial, "Pilot")
    with ProtocolFile.create(path, blank_trial, now=NOON, author="Dr. Ames") as file:
        file.record("Name the study", blank_trial, named, now=NOON)
        made, edited = file.journal()
    assert (made.kind, made.author, made.at) == (
        EntryKind.CREATED,
        "Dr. Ames",
        "2026-11-21T12:00:00.000+00:00",
    )
    assert (edited.seq, edited.label, edited.kind) == (2, "Name the study", EntryKind.EDIT)
    assert edited.changes == ({"place": "identity.short_title", "is": "Pilot"},)
    assert edited.sha256_before == made.sha256_after != edited.sha256_after
    assert edited.moment == NOON


def test_an_edit_that_changes_nothing_leaves_no_entry(path: Path, blank_trial: TrialProtocol) -> None:
    with ProtocolFile.create(path, blank_trial) as file:
        file.record("Nothing", blank_trial, blank_trial.model_copy())
        file.record("Nothing", blank_trial, blank_trial)
        assert len(file.journal()) == 1


def test_an_undo_is_an_edit_like_any_other(path: Path, blank_trial: TrialProtocol) -> None:
    named = _titled(blank_trial, "Pilot")
    with ProtocolFile.create(path, blank_trial) as file:
        first = file.sha256
        file.record("Name the study", blank_trial, named)
        file.record("Undo: Name the study", named, blank_trial)
        assert [entry.label for entry in file.journal()][1:] == ["Name the study", "Undo: Name the study"]
        assert file.sha256 == first


def test_a_small_edit_of_a_large_protocol_stays_small(
    path: Path, trial_from: Callable[[str], TrialProtocol]
) -> None:
    trial = trial_from("dakwar_2020_alcohol")
    with ProtocolFile.create(path, trial) as file:
        size = path.stat().st_size
        for number in range(100):
            after = _titled(trial, f"Title {number}")
            file.record("Title", trial, after)
            trial = after
        assert path.stat().st_size - size < 100 * 2000


def test_an_edit_that_was_missed_is_taken_along(path: Path, blank_trial: TrialProtocol) -> None:
    missed = _titled(blank_trial, "Missed")
    after = set_field("identity.acronym", "ACR", "Acronym")(missed)
    with ProtocolFile.create(path, blank_trial) as file:
        file.record("Acronym", missed, after)
        last = file.journal()[-1]
        assert last.kind is EntryKind.CATCH_UP
        assert [change["place"] for change in last.changes] == ["identity.acronym", "identity.short_title"]
    with ProtocolFile.open(path) as file:
        assert file.trial == after


def test_named_states_can_be_had_back(path: Path, blank_trial: TrialProtocol) -> None:
    later = _titled(blank_trial, "Later")
    with ProtocolFile.create(path, blank_trial) as file:
        state = file.save_state("For the pharmacist", now=NOON)
        file.record("Title", blank_trial, later)
    with ProtocolFile.open(path) as file:
        assert file.saved_states() == (state,)
        assert file.state(state.journal_seq) == blank_trial
        assert file.trial == later
        assert first_broken_entry(file.journal()) is None
        with pytest.raises(StorageProblem, match="no state saved as entry 99"):
            file.state(99)
        with pytest.raises(StorageProblem, match="needs a name"):
            file.save_state(" ")


def test_the_file_says_what_it_is(path: Path, blank_trial: TrialProtocol) -> None:
    ProtocolFile.create(path, blank_trial).close()
    with sqlite3.connect(path) as connection:
        read = {
            pragma: connection.execute(f"PRAGMA {pragma}").fetchone()[0]
            for pragma in ("application_id", "user_version", "journal_mode", "integrity_check")
        }
        tables = connection.execute("PRAGMA table_list").fetchall()
    connection.close()
    assert read == {
        "application_id": APPLICATION_ID,
        "user_version": FILE_VERSION,
        "journal_mode": "delete",
        "integrity_check": "ok",
    }
    assert {row[1]: row[5] for row in tables if not row[1].startswith("sqlite_")} == {
        "document": 1,
        "journal": 1,
        "meta": 1,
        "saved_state": 1,
        "comment": 1,
        "attachment": 1,
    }
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_every_commit_reaches_the_disk_with_its_folder(path: Path, blank_trial: TrialProtocol) -> None:
    with ProtocolFile.create(path, blank_trial) as file:
        assert file._db.execute("PRAGMA synchronous").fetchone()[0] == 3


def test_a_new_file_never_replaces_another(path: Path, blank_trial: TrialProtocol) -> None:
    path.write_text("precious")
    with pytest.raises(StorageProblem, match="exists already"):
        ProtocolFile.create(path, blank_trial)
    with pytest.raises(StorageProblem, match="is a file of another kind"):
        ProtocolFile.create(path, blank_trial, replace=True)
    assert path.read_text() == "precious"
    path.write_text("")
    ProtocolFile.create(path, blank_trial, replace=True).close()
    ProtocolFile.create(path, _titled(blank_trial, "Again"), replace=True).close()
    with ProtocolFile.open(path) as file:
        assert file.trial == _titled(blank_trial, "Again")
    assert list(path.parent.iterdir()) == [path]


def test_save_as_takes_the_journal_and_the_latest_edits_along(
    path: Path, tmp_path: Path, blank_trial: TrialProtocol
) -> None:
    kept, shown = _titled(blank_trial, "Kept"), _titled(blank_trial, "On the screen")
    with ProtocolFile.create(path, blank_trial) as file:
        file.record("Title", blank_trial, kept)
        with file.save_as(tmp_path / "copy.ketprotocol", trial=shown) as copy:
            assert copy.trial == shown
            assert [entry.label for entry in copy.journal()][1] == "Title"
            assert first_broken_entry(copy.journal()) is None
        assert file.trial == kept
        with pytest.raises(StorageProblem, match="is the file that is open"):
            file.save_as(path)
        with pytest.raises(StorageProblem, match="exists already"):
            file.save_as(tmp_path / "copy.ketprotocol")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["copy.ketprotocol", "study.ketprotocol"]


@pytest.mark.parametrize(
    "name", ["100 % #1?.ketprotocol", "ütrecht “α” $(x).ketprotocol", "-x;'\".ketprotocol"]
)
def test_odd_names_are_names(tmp_path: Path, blank_trial: TrialProtocol, name: str) -> None:
    with ProtocolFile.create(tmp_path / name, blank_trial) as file:
        file.record("Title", blank_trial, _titled(blank_trial, "A"))
    with ProtocolFile.open(tmp_path / name) as file:
        assert file.trial.identity.short_title == "A"
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


def test_a_link_leads_to_the_file_and_stays_a_link(
    path: Path, tmp_path: Path, blank_trial: TrialProtocol
) -> None:
    ProtocolFile.create(path, blank_trial).close()
    link = tmp_path / "link.ketprotocol"
    link.symlink_to(path)
    with ProtocolFile.open(link) as file:
        file.record("Title", blank_trial, _titled(blank_trial, "A"))
    assert link.is_symlink()
    with ProtocolFile.open(path) as file:
        assert file.trial.identity.short_title == "A"


def test_a_second_writer_is_never_overwritten(path: Path, tmp_path: Path, blank_trial: TrialProtocol) -> None:
    theirs, ours = _titled(blank_trial, "Theirs"), _titled(blank_trial, "Ours")
    with ProtocolFile.create(path, blank_trial) as first, ProtocolFile.open(path) as second:
        second.record("Title", blank_trial, theirs)
        with pytest.raises(StorageProblem, match="was changed elsewhere"):
            first.record("Title", blank_trial, ours)
        with pytest.raises(StorageProblem, match="was changed elsewhere"):
            first.save_state("Mine")
        assert first.trial == blank_trial
        with first.save_as(tmp_path / "ours.ketprotocol", trial=ours) as rescued:
            assert rescued.trial == ours
    with ProtocolFile.open(path) as file:
        assert file.trial == theirs


def test_a_changed_entry_breaks_the_chain(path: Path, blank_trial: TrialProtocol) -> None:
    with ProtocolFile.create(path, blank_trial, author="Dr. Ames") as file:
        trial = blank_trial
        for number in range(4):
            after = _titled(trial, f"Title {number}")
            file.record("Title", trial, after)
            trial = after
        entries = file.journal()
    assert first_broken_entry(entries) is None
    assert first_broken_entry([*entries[:2], *entries[3:]]) == 3
    assert first_broken_entry([entries[1], entries[0], *entries[2:]]) == 1
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE journal SET author = 'Dr. Else' WHERE seq = 3")
    connection.close()
    with ProtocolFile.open(path) as file:
        assert first_broken_entry(file.journal()) == 3
