"""Brings a protocol file of an older version up to the present one; the original stays beside it.

Reading never changes a file: migration happens with the first write.
"""

import filecmp
import os
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from protocol_designer.storage import atomic_file
from protocol_designer.storage.layout import FILE_VERSION, TABLES

if TYPE_CHECKING:
    from sqlite_utils import Database


def original_of(path: Path, version: int, number: int = 1) -> Path:
    """Return where the original of a migrated file is kept; a number above 1 when the name was taken."""
    told = f"file version {version}" if number == 1 else f"file version {version}, {number}"
    return path.with_name(f"{path.stem} ({told}){path.suffix}")


def keep_original(path: Path, version: int) -> Path | None:
    """Copy a file beside itself before it is migrated; another file of that name is left alone.

    Not inside a transaction: closing a file lets go of every lock that the process holds on it.

    Returns:
        The copy, or None when the very same one lies there already.

    Raises:
        StorageProblem: As for `atomic_file.replacing`.
        OSError: Folder or disk does not take the copy.
    """
    kept = original_of(path, version)
    for number in count(2):
        if not os.path.lexists(kept):
            break
        if kept.is_file() and filecmp.cmp(path, kept, shallow=False):
            return None
        kept = original_of(path, version, number)
    with atomic_file.replacing(kept, replace=False) as temporary:
        shutil.copyfile(path, temporary)
    return kept


def migrate(db: "Database", version: int) -> None:
    """Change the tables of an open transaction from ``version`` to the present one.

    Raises:
        sqlite3.Error: The disk does not take it.
    """
    for step in range(version, FILE_VERSION):
        _STEPS[step](db)
    # A number of this program, not from outside.
    db.execute(f"PRAGMA user_version={FILE_VERSION}")


def _from_1_to_2(db: "Database") -> None:
    """Version 2 numbers frozen states and keeps comments and attachments."""
    for column in ("version", "note"):
        db.execute(f"ALTER TABLE saved_state ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    for name in ("comment", "attachment"):
        key, columns = TABLES[name]
        db.create_table(name, columns, pk=key, not_null=set(columns), strict=True)


_STEPS: dict[int, Callable[["Database"], None]] = {1: _from_1_to_2}
