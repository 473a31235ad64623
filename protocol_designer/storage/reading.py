"""Reads the bytes of a file: never from a device or pipe, and never more than was asked for."""

import stat
from pathlib import Path

from protocol_designer.storage.problems import StorageProblem, shown, told


def read_at_most(path: Path, count: int) -> bytes:
    """Return the first ``count`` bytes of a regular file, or all of it when it is shorter.

    Raises:
        StorageProblem: The file is missing, a folder, a device or pipe, or may not be read.
    """
    with told(path, "cannot be read"):
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(21, "is a folder")
        if not stat.S_ISREG(mode):
            raise StorageProblem(f"{shown(path)} is a device or pipe, not a file; choose another one.")
        with path.open("rb") as file:
            return file.read(count)
