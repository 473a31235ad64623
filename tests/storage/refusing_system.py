"""Lets the system itself refuse what one thread asks of it: writes, syncs, rights; the other threads go on.

A filter on system calls and the capabilities of root belong to a thread, so nothing has to be mounted, no
right is needed, and root is refused like anybody else. The filter goes away with its thread.
"""

import ctypes
import errno
import os
import platform
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")

_CALLS = {
    "x86_64": {"writes": (1, 18, 20, 40, 326), "syncs": (74, 75)},
    "aarch64": {"writes": (64, 68, 66, 71, 285), "syncs": (82, 83)},
}
"""Numbers of write, pwrite64, writev, sendfile and copy_file_range, and of fsync and fdatasync."""

_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER, _FIRST_ARGUMENT = 0, 16
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_SET_SECCOMP, _FILTER, _SET_NO_NEW_PRIVS = 22, 2, 38
_CAPABILITY_VERSION = 0x20080522


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16), ("yes", ctypes.c_uint8), ("no", ctypes.c_uint8), ("value", ctypes.c_uint32)
    )  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))


def apart(work: Callable[[], Result]) -> Result:
    """Carry out work in a thread of its own, which may have refusals, and return or raise what it does."""
    with ThreadPoolExecutor(max_workers=1) as threads:
        return threads.submit(work).result()


def refuse_writes() -> None:
    """Answer every write of this thread as a full disk does."""
    _refuse(_CALLS[platform.machine()]["writes"], errno.ENOSPC)


def refuse_syncs(only: Path | None = None) -> None:
    """Answer every sync of this thread as a failing disk does, or those of one file that is open."""
    _refuse(_CALLS[platform.machine()]["syncs"], errno.EIO, None if only is None else _handle_of(only))


def refuse_privileges() -> None:
    """Take from this thread what root may do beyond the owner of a file; nothing for anybody else."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    none = (ctypes.c_uint32 * 6)()
    _checked(ctypes.CDLL(None, use_errno=True).capset(header, none))


def _refuse(calls: tuple[int, ...], error: int, handle: int | None = None) -> None:
    count = len(calls)
    steps = [_Step(_LOAD, 0, 0, _NUMBER)]
    steps += [_Step(_EQUAL, count - at, 0, number) for at, number in enumerate(calls)]
    steps.append(_Step(_RETURN, 0, 0, _ALLOW))
    if handle is not None:
        steps += [_Step(_LOAD, 0, 0, _FIRST_ARGUMENT), _Step(_EQUAL, 1, 0, handle)]
        steps.append(_Step(_RETURN, 0, 0, _ALLOW))
    steps.append(_Step(_RETURN, 0, 0, _ERROR | error))
    program = _Program(len(steps), (_Step * len(steps))(*steps))
    libc = ctypes.CDLL(None, use_errno=True)
    _checked(libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    _checked(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0))


def _handle_of(path: Path) -> int:
    handles = (int(entry.name) for entry in Path("/proc/self/fd").iterdir())
    (found,) = (one for one in handles if _is_open_on(one, path))
    return found


def _is_open_on(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False  # the handle of the listing itself


def _checked(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
