"""A program that edits a protocol file without end and says each edit once it was kept; a test kills it.

For each line on stdin it forks one writer, so that the modules are loaded once, and says when it was killed.
"""

import os
import sys
from pathlib import Path

from protocol_designer.edits.fields import set_field
from protocol_designer.storage.protocol_file import ProtocolFile


def edit_for_ever(path: Path) -> None:
    """Retitle the study again and again; prints each number after the edit is on the disk."""
    with ProtocolFile.open(path) as file:
        number = len(file.journal())
        while True:
            title = f"Title {number}"
            after = set_field("identity.short_title", title, "Title")(file.trial)
            file.record(f"Title {number}", file.trial, after)
            print(number, flush=True)
            number += 1


def main(path: Path) -> None:
    """Fork a writer for each line on stdin; prints its process id first and ``killed`` last."""
    for _ in sys.stdin:
        writer = os.fork()
        if writer == 0:
            print(os.getpid(), flush=True)
            edit_for_ever(path)
        os.waitpid(writer, 0)
        print("killed", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
