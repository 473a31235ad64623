"""What is whole in a damaged file comes into a new one; the damaged one is left as it is."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.storage.comments import add_comment, threads
from protocol_designer.storage.exchange import to_json
from protocol_designer.storage.protocol_file import ProtocolFile, StorageProblem
from protocol_designer.storage.salvage import salvage, salvage_into
from protocol_designer.storage.verification import verify


@pytest.fixture
def path(tmp_path: Path, sample_trial: TrialProtocol) -> Path:
    path = tmp_path / "study.ketprotocol"
    with ProtocolFile.create(path, sample_trial) as file:
        file.save_state("For the board", version="1.0", note="sent")
        for number in range(4):
            edit = set_field("identity.short_title", f"T{number}", "T")
            file.record("T", file.trial, edit(file.trial))
        add_comment(file, "Is this the dose?")
    return path


def _sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def _saved(path: Path) -> tuple[TrialProtocol, str]:
    before, new = path.read_bytes(), path.with_name("new.ketprotocol")
    found = salvage_into(path, new)
    assert path.read_bytes() == before
    assert verify(new).faults == ()
    with ProtocolFile.open(new) as file:
        assert file.trial == found.trial
    return found.trial, found.found_as


def test_everything_that_is_whole_comes_along(path: Path) -> None:
    _sql(path, "DELETE FROM journal WHERE seq = 6")
    trial, how = _saved(path)
    assert (trial.identity.short_title, how) == ("T3", "the protocol as it was last")
    with ProtocolFile.open(path.with_name("new.ketprotocol")) as file:
        (state,) = file.saved_states()
        assert (state.version, state.name) == ("1.0", "For the board")
        assert "sent" in state.note
        assert [thread.comments[0].text for thread in threads(file)] == ["Is this the dose?"]


def test_a_version_and_the_journal_prove_what_an_altered_document_cannot(path: Path) -> None:
    _sql(path, "UPDATE document SET json = replace(json, '0.', '9.')")
    trial, how = _saved(path)
    assert how == "version 1.0 with the 4 journal entries after it"
    assert trial.identity.short_title == "T3"
    with ProtocolFile.open(path.with_name("new.ketprotocol")) as file:
        assert trial.regimens == file.state(2).regimens


def test_an_altered_document_is_called_doubtful(path: Path) -> None:
    _sql(path, "UPDATE document SET json = replace(json, 'T3', 'T4')", "DELETE FROM saved_state")
    trial, how = _saved(path)
    assert "altered since it was written, so check every number" in how
    assert trial.identity.short_title == "T4"


def test_a_file_with_its_first_page_gone_is_read_page_by_page(path: Path, tmp_path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[:4096] = bytes(4096)
    path.write_bytes(raw)
    assert _saved(path)[0].identity.short_title == "T3"


def test_a_cut_off_file_gives_what_is_before_the_cut(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) - 4096])
    assert _saved(path)[0].identity.short_title in ("T3", "T2")


def test_the_whole_parts_of_a_cut_text(tmp_path: Path, sample_trial: TrialProtocol) -> None:
    text = to_json(sample_trial)
    path = tmp_path / "study.json"
    path.write_text(text[: text.index('\n "open_questions"')])
    trial, how = _saved(path)
    assert trial.identity == sample_trial.identity
    assert trial.design == sample_trial.design
    assert "regimens" in how.partition("without")[2]


def test_a_text_with_something_around_it(tmp_path: Path, sample_trial: TrialProtocol) -> None:
    path = tmp_path / "study.json"
    path.write_text(f"Dear colleague,\n{to_json(sample_trial)}\nYours")
    assert _saved(path)[0] == sample_trial


@pytest.mark.parametrize("content", [b"", b"text", b"{}x{", b"SQLite format 3\0", bytes(9000), b"[" * 9000])
def test_nothing_to_save_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "study.ketprotocol"
    path.write_bytes(content)
    with pytest.raises(StorageProblem, match="Nothing can be saved"):
        salvage(path)
    with pytest.raises(StorageProblem, match="is a folder"):
        salvage(tmp_path)
