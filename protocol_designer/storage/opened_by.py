"""Who has a protocol file open: a small note beside the file, so that a second opener is told.

The note is advice. What keeps two people from overwriting each other is the check of every write against the
journal, in `protocol_file`.
"""

import getpass
import json
import os
import socket
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from protocol_designer.storage.problems import StorageProblem, told
from protocol_designer.storage.reading import read_at_most

_LARGEST = 4096
_NO_TRICKS: int = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True, slots=True)
class Opener:
    """Who opened a file: the account, the computer, the process, and since when (UTC)."""

    person: str
    computer: str
    process: int
    since: str

    @classmethod
    def here(cls, now: datetime, person: str = "") -> Self:
        """Describe this process; the account name stands in for a name that was not typed."""
        return cls(person or _account(), socket.gethostname(), os.getpid(), now.astimezone(UTC).isoformat())

    @property
    def may_still_work(self) -> bool:
        """Whether this opener can still be there; of another computer nobody can tell."""
        if self.computer != socket.gethostname():
            return True
        return _is_running(self.process)


class OpenNote:
    """The note that this process laid beside a file; `remove` takes it away."""

    def __init__(self, path: Path, opener: Opener) -> None:
        self._path = path
        self._opener = opener

    def remove(self) -> None:
        """Take the note away, unless somebody else's stands there by now."""
        if _read(self._path) == self._opener:
            with suppress(OSError):
                self._path.unlink()


def note_path(path: Path) -> Path:
    """Return where the note of a file lies."""
    target = Path(os.path.realpath(path))
    return target.with_name(f".~{target.name}.open")


def opener_of(path: Path) -> Opener | None:
    """Return who else has a file open, or None; a note left by a crash on this computer does not count."""
    found = _read(note_path(path))
    if found is None or not found.may_still_work:
        return None
    here = found.computer == socket.gethostname() and found.process == os.getpid()
    return None if here else found


def leave_note(path: Path, opener: Opener) -> OpenNote:
    """Lay a note beside a file, in place of one that lies there.

    Raises:
        StorageProblem: The folder cannot be written; the file can then only be read.
    """
    note = note_path(path)
    text = json.dumps(asdict(opener))
    with told(path, "cannot be opened for writing"):
        # Not through a link or pipe that somebody laid there under the name of the note.
        handle = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _NO_TRICKS, 0o666)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    return OpenNote(note, opener)


def _read(note: Path) -> Opener | None:
    """Read a note; one that is damaged or foreign says nothing."""
    try:
        opener = Opener(**json.loads(read_at_most(note, _LARGEST)))
        texts = (opener.person, opener.computer, opener.since)
        is_whole = all(isinstance(text, str) and text.isprintable() for text in texts)
        has_moment = is_whole and datetime.fromisoformat(opener.since).tzinfo is not None
    except (StorageProblem, ValueError, TypeError, RecursionError):
        return None
    return opener if has_moment and type(opener.process) is int else None


def _account() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # Windows without a name has no pwd module either
        return "somebody"


def _is_running(process: int) -> bool:
    if process <= 0:
        return False
    if os.name == "nt":
        return _is_running_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OverflowError:
        return False
    except PermissionError:
        return True
    return True


def _is_running_on_windows(process: int) -> bool:
    """Ask without a signal: there, signal 0 would end the process."""
    import ctypes

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]  # Windows only
    limited_information, still_active = 0x1000, 259
    handle = kernel.OpenProcess(limited_information, False, process)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == still_active
