"""Reads and guards the rows of a protocol file; `protocol_file` decides what is written and when."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.storage.exchange import LARGEST, Written, from_json, sha256_of
from protocol_designer.storage.journal import JournalEntry
from protocol_designer.storage.problems import DAMAGED, StorageProblem, shown

if TYPE_CHECKING:
    from sqlite_utils import Database

_ALTERED = (
    "its protocol does not match the hash stored beside it, so it was altered outside this program; "
    "open an earlier copy of it"
)


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
        raise StorageProblem(f"{shown(path)} holds no protocol; open an earlier copy of it.")
    size, digest = rows[0]
    if not isinstance(size, int) or size > LARGEST:
        raise StorageProblem(f"{shown(path)} cannot be read: {DAMAGED}.")
    text = db.execute("SELECT json FROM document WHERE id = 1").fetchone()[0]
    if not isinstance(text, str) or sha256_of(text) != digest:
        raise StorageProblem(f"{shown(path)} cannot be read: {_ALTERED}.")
    try:
        trial = from_json(text)
        return trial, Written.parsed(text), digest
    except StorageProblem as problem:
        raise StorageProblem(f"{shown(path)} cannot be read. {problem}") from problem


def entry_of(row: dict[str, object], path: Path) -> JournalEntry:
    """Read one row of the journal; StorageProblem when it is damaged."""
    try:
        return JournalEntry.from_row(row)
    except (ValueError, TypeError, RecursionError) as error:
        raise StorageProblem(f"{shown(path)} cannot be read: an entry of its journal is damaged; "
                             "open an earlier copy of it.") from error  # fmt: skip


def last_entry(db: "Database", path: Path) -> JournalEntry | None:
    """Return the newest entry of the journal."""
    rows = list(db.query("SELECT * FROM journal ORDER BY seq DESC LIMIT 1"))
    return entry_of(rows[0], path) if rows else None
