"""Writes SHA256SUMS for the packages in a folder, and checks it: ``python checksums.py FOLDER``."""

import hashlib
import sys
from pathlib import Path

NAME = "SHA256SUMS"


def main(folder: Path) -> int:
    """Write the file that `sha256sum --check` reads; returns 0."""
    packages = sorted(path for path in folder.iterdir() if path.is_file() and path.name != NAME)
    if not packages:
        sys.exit(f"There are no packages in {folder.name}.")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in packages]
    (folder / NAME).write_text("".join(lines), encoding="utf-8", newline="\n")
    print("".join(lines), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
