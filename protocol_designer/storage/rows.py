"""Reads and guards the rows of a protocol file; `protocol_file` decides what is written and when."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from protocol_designer import __version__
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.storage.exchange import LARGEST, Written, from_json, sha256_of
from protocol_designer.storage.journal import JournalEntry
from protocol_designer.storage.layout import connect, create_tables
from protocol_designer.storage.problems import (
    DAMAGED,
    DamagedFile,
    FromNewerProgram,
    StorageProblem,
    ending,
    shown,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

_ALTERED = (
    "its protocol does not match the hash stored beside it, so it was altered outside this program; "
    "open an earlier copy of it"
)


@dataclass(frozen=True, slots=True)
class SavedState:
    """A state of the protocol that was given a name; one with a version number is frozen as that version."""

    name: str
    at: str
    author: str
    journal_seq: int
    sha256: str
    version: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        """What the journal says of it."""
        return f"Freeze version {self.version}: “{self.name}”" if self.version else f"Save “{self.name}”"


def lay_out(path: Path, schema_version: int, text: str, first: JournalEntry) -> None:
    """Write a new protocol file with its first journal entry.

    Raises:
        OSError: The file cannot be made.
        sqlite3.Error: The disk does not take it.
    """
    path.touch()
    db = connect(path)
    facts = {
        "study_id": str(uuid4()),
        "created_at": first.at,
        "created_by": f"Protocol Designer {__version__}",
    }
    try:
        create_tables(db)
        with transaction(db):
            db.table("meta").insert_all({"key": key, "value": value} for key, value in facts.items())
            db.table("document").insert(
                {"id": 1, "schema_version": schema_version, "json": text, "sha256": first.sha256_after}
            )
            db.table("journal").insert(first.row())
    finally:
        db.close()


@contextmanager
def transaction(db: "Database") -> Iterator[None]:
    """Keep others from writing until the block is done; commit, or leave everything as it was."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:
            db.execute("ROLLBACK")
        raise


def read_document(db: "Database", path: Path) -> tuple[TrialProtocol, Written, str]:
    """Read the current document, its stored form and its hash.

    Raises:
        StorageProblem: There is none, or it is not the one whose hash stands beside it.
    """
    rows = list(db.execute("SELECT length(CAST(json AS BLOB)), sha256 FROM document WHERE id = 1"))
    if not rows:
        raise DamagedFile(f"{shown(path)} holds no protocol; open an earlier copy of it.")
    size, digest = rows[0]
    if not isinstance(size, int) or size > LARGEST:
        raise DamagedFile(f"{shown(path)} cannot be read: {DAMAGED}.")
    text = db.execute("SELECT json FROM document WHERE id = 1").fetchone()[0]
    if not isinstance(text, str) or sha256_of(text) != digest:
        raise DamagedFile(f"{shown(path)} cannot be read: {_ALTERED}.")
    try:
        trial = from_json(text)
        return trial, Written.parsed(text), digest
    except FromNewerProgram as problem:
        raise FromNewerProgram(f"{shown(path)} cannot be read: {ending(problem)}") from problem
    except StorageProblem as problem:
        raise DamagedFile(f"{shown(path)} cannot be read: {ending(problem)}") from problem


def entry_of(row: dict[str, object], path: Path) -> JournalEntry:
    """Read one row of the journal; StorageProblem when it is damaged."""
    try:
        return JournalEntry.from_row(row)
    except (ValueError, TypeError, RecursionError) as error:
        raise DamagedFile(f"{shown(path)} cannot be read: an entry of its journal is damaged; "
                          "open an earlier copy of it.") from error  # fmt: skip


def last_entry(db: "Database", path: Path) -> JournalEntry | None:
    """Return the newest entry of the journal."""
    rows = list(db.query("SELECT * FROM journal ORDER BY seq DESC LIMIT 1"))
    return entry_of(rows[0], path) if rows else None


def all_entries(db: "Database", path: Path) -> tuple[JournalEntry, ...]:
    """Return the whole journal, oldest entry first."""
    return tuple(entry_of(row, path) for row in db.query("SELECT * FROM journal ORDER BY seq"))


def last_entries(db: "Database", path: Path, count: int) -> tuple[JournalEntry, ...]:
    """Return the newest ``count`` entries, oldest first."""
    rows = list(db.query("SELECT * FROM journal ORDER BY seq DESC LIMIT ?", (count,)))
    return tuple(entry_of(row, path) for row in reversed(rows))


def saved_states(db: "Database", path: Path) -> tuple[SavedState, ...]:
    """Return the named states, oldest first; StorageProblem when a row is damaged."""
    wanted = ("name", "at", "author", "journal_seq", "sha256", "version", "note")
    there = {row[1] for row in db.execute("PRAGMA table_info(saved_state)")}
    columns = ", ".join(name for name in wanted if name in there)
    rows = list(db.query(f"SELECT {columns} FROM saved_state ORDER BY id"))
    texts = [value for row in rows for name, value in row.items() if name != "journal_seq"]
    if not all(isinstance(text, str) for text in texts):
        raise DamagedFile(f"{shown(path)} cannot be read: {DAMAGED}.")
    return tuple(SavedState(**row) for row in rows)


def read_state(db: "Database", path: Path, journal_seq: int) -> TrialProtocol:
    """Read the state saved as a journal entry; StorageProblem when there is none or it was altered."""
    row = db.execute("SELECT json, sha256 FROM saved_state WHERE journal_seq = ?", (journal_seq,)).fetchone()
    if row is None:
        raise StorageProblem(f"{shown(path)} has no state saved as entry {journal_seq}; choose another one.")
    text, digest = row
    if not isinstance(text, str) or sha256_of(text) != digest:
        raise DamagedFile(
            f"{shown(path)} cannot give back this state, for it was altered elsewhere; choose another one."
        )
    try:
        return from_json(text)
    except StorageProblem as problem:
        raise DamagedFile(f"{shown(path)} cannot give back this state: {ending(problem)}") from problem
