"""The tables of a protocol file, and how it is told from other files before SQLite touches it."""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import quote_from_bytes

from protocol_designer.storage.late_database import LateDatabase
from protocol_designer.storage.problems import (
    DAMAGED,
    EMPTY,
    DamagedFile,
    FromNewerProgram,
    StorageProblem,
    shown,
)
from protocol_designer.storage.reading import read_at_most

if TYPE_CHECKING:
    from sqlite_utils import Database

SUFFIX = ".ketprotocol"
APPLICATION_ID = 0x4B505244
"""``KPRD``; in the database header, where the `file` command can find it."""
FILE_VERSION = 2
"""``user_version`` of the files this program writes; `migrations` brings older ones up to it."""

Tables = dict[str, tuple[str, dict[str, type]]]
"""For each table its primary key and the types of its columns; all of them are required."""

_FIRST_TABLES: Tables = {
    "document": ("id", {"id": int, "schema_version": int, "json": str, "sha256": str}),
    "journal": (
        "seq",
        {
            "seq": int, "at": str, "author": str, "label": str, "kind": str, "changes": str,
            "sha256_before": str, "sha256_after": str, "chain": str,
        },
    ),
    "meta": ("key", {"key": str, "value": str}),
    "saved_state": (
        "id",
        {"id": int, "name": str, "at": str, "author": str, "journal_seq": int, "json": str, "sha256": str},
    ),
}  # fmt: skip

TABLES: Tables = {
    **_FIRST_TABLES,
    "saved_state": ("id", {**_FIRST_TABLES["saved_state"][1], "version": str, "note": str}),
    "comment": (
        "id",
        {
            "id": str, "thread": str, "kind": str, "place": str, "at": str, "author": str, "text": str,
        },
    ),
    "attachment": (
        "id",
        {
            "id": int, "name": str, "media_type": str, "at": str, "author": str, "sha256": str,
            "content": bytes,
        },
    ),
}  # fmt: skip

_TABLES_OF_VERSION = {1: _FIRST_TABLES, FILE_VERSION: TABLES}

_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_ROLLBACK_JOURNAL = b"\x01\x01"


def is_database(path: Path) -> bool:
    """Tell a SQLite file from any other regular file.

    Raises:
        StorageProblem: The file is missing, a folder, a device, or may not be read.
    """
    return read_at_most(path, _HEADER)[: len(_MAGIC)] == _MAGIC


def check_header(path: Path) -> int:
    """Check that a file is a protocol file of a version that is known here, without opening it as a database.

    Returns:
        The version of the file.

    Raises:
        StorageProblem: It is something else; the text says what and what to do.
    """
    start = read_at_most(path, _HEADER)
    if not start:
        raise StorageProblem(f"{shown(path)} {EMPTY}.")
    if start[: len(_MAGIC)] != _MAGIC:
        raise StorageProblem(
            f"{shown(path)} is not a protocol file; choose a file ending in {SUFFIX} or .json."
        )
    if len(start) < _HEADER:
        raise DamagedFile(f"{shown(path)} cannot be read: {DAMAGED}.")
    version = int.from_bytes(start[60:64], "big")
    application = int.from_bytes(start[68:72], "big")
    if application != APPLICATION_ID:
        raise StorageProblem(
            f"{shown(path)} is a database of another program; choose a file ending in {SUFFIX} or .json."
        )
    if version > FILE_VERSION:
        raise FromNewerProgram(
            f"{shown(path)} has file version {version}, but this program reads up to {FILE_VERSION}; "
            "open it with a newer version of the program."
        )
    if start[18:20] != _ROLLBACK_JOURNAL:
        raise StorageProblem(
            f"{shown(path)} was switched to a write-ahead log elsewhere; switch it back to the journal "
            "mode DELETE with that program, then open it here."
        )
    if version < 1:
        raise DamagedFile(f"{shown(path)} cannot be read: {DAMAGED}.")
    return version


def connect(path: Path, is_damaged: bool = False) -> "Database":
    """Connect to an existing database file; every commit is on the disk when it returns.

    Args:
        is_damaged: Whether SQLite is to read what it can, such as a file shorter than its header says.

    Raises:
        sqlite3.Error: The file cannot be used.
    """
    connection = sqlite3.connect(_address(path), uri=True, timeout=2)
    try:
        if is_damaged:
            connection.execute("PRAGMA writable_schema=ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 1)
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
        # EXTRA also syncs the folder once the rollback journal is gone, so that a power cut right after the
        # commit cannot bring the journal, and with it the state before, back.
        connection.execute("PRAGMA synchronous=EXTRA")
        return cast("Database", LateDatabase(connection))
    except (sqlite3.Error, UnicodeDecodeError):
        connection.close()
        raise


def version_of(db: "Database") -> int:
    """Return the version of a connected file, once SQLite has rolled back what a killed writer left."""
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    return version


def create_tables(db: "Database") -> None:
    """Lay out an empty database as a protocol file."""
    db.execute("PRAGMA journal_mode=DELETE")
    with db.atomic():
        for name, (key, columns) in TABLES.items():
            db.create_table(name, columns, pk=key, not_null=set(columns), strict=True)
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        db.execute(f"PRAGMA user_version={FILE_VERSION}")


def check_database(db: "Database", path: Path, version: int = FILE_VERSION) -> None:
    """Check a connected file as a whole: every page, every table, and nothing that runs by itself.

    Args:
        version: The version of the file, which says what tables it has.

    Raises:
        StorageProblem: The file is damaged or was altered.
        sqlite3.Error: The file is damaged so much that SQLite gives up.
    """
    if [row[0] for row in db.execute("PRAGMA integrity_check(1)")] != ["ok"]:
        raise DamagedFile(f"{shown(path)} cannot be read: {DAMAGED}.")
    kinds = {kind for (kind,) in db.execute("SELECT DISTINCT type FROM sqlite_master")}
    if kinds & {"trigger", "view"}:
        raise DamagedFile(
            f"{shown(path)} holds triggers or views that no protocol file has; open an earlier copy of it."
        )
    if version not in _TABLES_OF_VERSION:
        raise DamagedFile(f"{shown(path)} cannot be read: {DAMAGED}.")
    for name, (_, columns) in _TABLES_OF_VERSION[version].items():
        # An ordinary name: it is one of ours.
        found = {row[1] for row in db.execute(f"PRAGMA table_info({name})")}
        if not found >= set(columns):
            raise DamagedFile(
                f"{shown(path)} lacks the table or a column of {name}; open an earlier copy of it."
            )


def _address(path: Path) -> str:
    """Write a path as the address SQLite opens for reading and writing, but never creates."""
    import os

    name = quote_from_bytes(os.fsencode(path.absolute().as_posix()))
    return ("file://" if name.startswith("//") else "file:") + name + "?mode=rw"
