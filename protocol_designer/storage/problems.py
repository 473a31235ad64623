"""Turns faults of disk, permission and database into one sentence with the place and the cure."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_HELD_ELSEWHERE = "another program is using the file; close it there and try again"
_DISK = {
    errno.ENOSPC: "the disk is full; free some space and try again",
    errno.EDQUOT: "your disk quota is used up; free some space and try again",
    errno.EFBIG: "the disk or your account allows no file this large; choose another folder",
    errno.EBUSY: _HELD_ELSEWHERE,
    errno.EACCES: "you have no permission; choose another place or ask for the right to use this one",
    errno.EPERM: "you have no permission; choose another place or ask for the right to use this one",
    errno.EROFS: "this disk cannot be written to; choose another folder",
    errno.ENOENT: "it does not exist; check the name and the folder",
    errno.ENOTDIR: "part of this path is a file, not a folder; check the path",
    errno.EISDIR: "this is a folder; name a file in it",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
    errno.ELOOP: "this link leads back to itself; name the file itself",
    errno.EIO: "the disk reported an error; save to another disk",
}

_SHARING_VIOLATIONS = (32, 33)
"""What Windows says of a file that another program has open: sharing and lock violation."""

_DATABASE = (
    ("SQLITE_FULL", _DISK[errno.ENOSPC]),
    ("SQLITE_BUSY", _HELD_ELSEWHERE),
    ("SQLITE_LOCKED", _HELD_ELSEWHERE),
    ("SQLITE_READONLY", "the file cannot be written to; save under another name or in another folder"),
    ("SQLITE_PERM", _DISK[errno.EACCES]),
    ("SQLITE_AUTH", _DISK[errno.EACCES]),
    ("SQLITE_IOERR", "the disk reported an error or is full; save to another disk"),
    ("SQLITE_CANTOPEN", "the file or its folder cannot be used; check that both exist and may be written to"),
)

EMPTY = "is empty; open an earlier copy of it, such as one from a backup"
DAMAGED = "the file is damaged; open an earlier copy of it, such as one from a backup"


class StorageProblem(Exception):  # noqa: N818  # the word of the house for what a person is told
    """Something that cannot be kept or read; the text is one sentence with the place and the cure."""


class DamagedFile(StorageProblem):
    """A file that is damaged or was altered; `salvage.what_can_be_saved` says what is left in it."""


class FromNewerProgram(StorageProblem):
    """A file that only a newer version of this program reads; nothing is wrong with it."""


def shown(path: Path) -> str:
    """Write a path on one line, whatever characters its name has."""
    return "".join(
        character if character.isprintable() else ascii(character)[1:-1] for character in str(path)
    )


def ending(problem: StorageProblem) -> str:
    """Write a problem as the end of a sentence that named the file."""
    text = str(problem)
    return text[:1].lower() + text[1:]


@contextmanager
def told(path: Path, doing: str) -> Iterator[None]:
    """Raise every fault of disk or database inside the block as a `StorageProblem`.

    Args:
        doing: What was tried, such as ``"cannot be read"``; stands after the path.
    """
    try:
        yield
    except OSError as error:
        is_held = getattr(error, "winerror", None) in _SHARING_VIOLATIONS
        known = _HELD_ELSEWHERE if is_held else _DISK.get(error.errno or 0)
        cure = known or f"{error.strerror or error}; choose another place"
        raise StorageProblem(f"{shown(path)} {doing}: {cure}.") from error
    except sqlite3.Error as error:
        raise _database_problem(error, f"{shown(path)} {doing}") from error
    except UnicodeDecodeError as error:
        # Where a table of contents is damaged, the very message of SQLite may be no text.
        raise DamagedFile(f"{shown(path)} {doing}: {DAMAGED}.") from error


def _database_problem(error: sqlite3.Error, said: str) -> StorageProblem:
    name = str(getattr(error, "sqlite_errorname", ""))
    for start, cure in _DATABASE:
        if name.startswith(start):
            return StorageProblem(f"{said}: {cure}.")
    return DamagedFile(f"{said}: {DAMAGED}.")
