"""Whatever is changed in a file behind the program's back, verification says so."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.storage.attachments import attach
from protocol_designer.storage.exchange import compact, json_value, sha256_of
from protocol_designer.storage.protocol_file import ProtocolFile, StorageProblem
from protocol_designer.storage.verification import verify

_FACTS = ("seq", "at", "author", "label", "kind", "changes", "sha256_before", "sha256_after")


@pytest.fixture
def path(tmp_path: Path, blank_trial: TrialProtocol) -> Path:
    path = tmp_path / "study.ketprotocol"
    (tmp_path / "letter.txt").write_text("To the board")
    with ProtocolFile.create(path, blank_trial, author="Dr. Ames") as file:
        for number in range(6):
            if number == 3:
                file.save_state("For the board", version="1.0")
            file.record("T", file.trial, set_field("identity.short_title", f"T{number}", "T")(file.trial))
        attach(file, tmp_path / "letter.txt")
    return path


def _altered(path: Path, *statements: str, is_chained_anew: bool = False) -> tuple[str, ...]:
    with closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        for statement in statements:
            db.execute(statement)
        chain = ""
        for row in db.execute("SELECT * FROM journal ORDER BY seq").fetchall() if is_chained_anew else ():
            facts = [json_value(row[name]) if name == "changes" else row[name] for name in _FACTS]
            chain = sha256_of(compact([chain, *facts]))
            db.execute("UPDATE journal SET chain = ? WHERE seq = ?", (chain, row["seq"]))
        db.commit()
    return verify(path).faults


def test_a_whole_file_has_no_faults(path: Path) -> None:
    found = verify(path)
    assert (found.entries, found.states, found.faults) == (8, 1, ())
    assert _altered(path, is_chained_anew=True) == ()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE journal SET author = 'Dr. Else' WHERE seq = 3", "Entry 3"),
        ("UPDATE journal SET at = '2020-01-01T00:00:00.000+00:00' WHERE seq = 3", "Entry 3"),
        ("DELETE FROM journal WHERE seq = 4", "Entry 4"),
        ("UPDATE journal SET seq = -seq WHERE seq IN (3, 4)", "Entry"),
        ("UPDATE journal SET changes = replace(changes, 'T1', 'T9') WHERE seq = 3", "Entry 3"),
        ("INSERT INTO journal SELECT 0, at, author, label, kind, changes, sha256_before, sha256_after, chain "
         "FROM journal WHERE seq = 2", "Entry 1"),
        ("UPDATE document SET json = replace(json, 'T5', 'T6')", "altered outside"),
        ("UPDATE saved_state SET json = replace(json, 'T2', 'T9')", "Version 1.0"),
        ("UPDATE saved_state SET version = '2.0'", "not the one that the journal speaks of"),
        ("UPDATE saved_state SET author = 'Dr. Else'", "not the one that the journal speaks of"),
        ("DELETE FROM saved_state", "is gone"),
        ("UPDATE attachment SET content = x'00'", "The attachment letter.txt was altered"),
        ("UPDATE journal SET changes = '[1]' WHERE seq = 3", "an entry of its journal is damaged"),
        ("UPDATE journal SET at = 'noon' WHERE seq = 3", "an entry of its journal is damaged"),
    ],
)  # fmt: skip
def test_what_was_altered_is_named(path: Path, statement: str, said: str) -> None:
    assert said in " ".join(_altered(path, statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET changes = replace(changes, 'T1', 'T9') WHERE seq = 3",
        "UPDATE journal SET changes = '[]' WHERE seq = 3",
        "UPDATE journal SET sha256_after = sha256_before WHERE seq = 3",
        "UPDATE saved_state SET journal_seq = 2",
    ],
)
def test_a_new_chain_does_not_hide_what_does_not_fit(path: Path, statement: str) -> None:
    assert _altered(path, statement, is_chained_anew=True)


def test_a_file_that_is_none_cannot_be_verified(tmp_path: Path) -> None:
    (tmp_path / "text.ketprotocol").write_text("text")
    with pytest.raises(StorageProblem, match="is not a protocol file"):
        verify(tmp_path / "text.ketprotocol")
