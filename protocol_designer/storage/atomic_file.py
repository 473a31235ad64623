"""Writes a file under a temporary name beside its place and puts it there only when it is complete."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from protocol_designer.storage.problems import StorageProblem, shown


@contextmanager
def replacing(path: Path, replace: bool) -> Iterator[Path]:
    """Yield a temporary path beside ``path``; on success what was written there stands at ``path``.

    A link stays a link: the file that it leads to is written. A file is replaced by one of its own kind only,
    so that a PDF exported onto the protocol by a slip of the hand does not cost the protocol.

    Args:
        replace: Whether a file that is already there may be replaced.

    Raises:
        StorageProblem: The file exists and may not be replaced, is a folder, is of another kind, or its
            folder is missing.
        OSError: Folder or disk does not take it. The temporary file is removed.
    """
    target = Path(os.path.realpath(path))
    _check(target, path, replace)
    temporary = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.tmp")
    try:
        yield temporary
        _sync(temporary)
        _check(target, path, replace)
        refuse_other_kind(path, _start_of(temporary))
        temporary.replace(target)
        _sync_folder(target.parent)
    except BaseException:
        for left in (temporary, temporary.with_name(f"{temporary.name}-journal")):
            with suppress(OSError):
                left.unlink()
        raise


def refuse_other_kind(path: Path, start: bytes) -> None:
    """Refuse to replace a file that begins otherwise than the new one will; an empty one may be replaced.

    Raises:
        StorageProblem: It is of another kind.
        OSError: It cannot be read.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and _start_of(target) not in (b"", start):
        raise StorageProblem(
            f"{shown(path)} is a file of another kind; choose another name, or move that file away first."
        )


def write_text(path: Path, text: str, replace: bool) -> None:
    """Write a text file in UTF-8, whole or not at all.

    Raises:
        StorageProblem: As for `replacing`.
        OSError: Folder or disk does not take it.
    """
    with replacing(path, replace) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def _check(target: Path, path: Path, replace: bool) -> None:
    if target.is_dir():
        raise StorageProblem(f"{shown(path)} is a folder; name a file in it.")
    if not target.parent.exists():
        raise StorageProblem(
            f"{shown(path)} cannot be written: its folder does not exist; make the folder or choose another."
        )
    if not replace and os.path.lexists(target):
        raise StorageProblem(
            f"{shown(path)} exists already; choose another name, or move that file away first."
        )


def _start_of(path: Path) -> bytes:
    """Return the bytes by which a PDF, a protocol file and JSON are told apart."""
    with path.open("rb") as file:
        return file.read(5)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return  # a folder cannot be opened there, and a rename is in the log of the file system
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network shares do not sync folders; the file itself is synced
            os.fsync(handle)
    finally:
        os.close(handle)
