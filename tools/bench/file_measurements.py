"""Measurements of the protocol file: an edit beside a bare commit, and a file with a long history."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.storage.protocol_file import ProtocolFile
from readme_table import Row
from timing import median_ms

COMMITS, OPENS = 200, 15
LONG_HISTORY, VERSIONS = 10_000, 50


def file_rows(folder: Path, sample: TrialProtocol) -> list[Row]:
    """Measure both with the sample; files go into ``folder``."""
    return [durable_edit_row(folder, sample), long_history_row(folder, sample)]


def durable_edit_row(folder: Path, sample: TrialProtocol) -> Row:
    """An edit until it is on the disk, beside a bare SQLite commit that is as durable."""
    with (
        closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as bare,
        ProtocolFile.create(folder / "edited.ketprotocol", sample) as file,
    ):
        bare.execute("PRAGMA synchronous=EXTRA")
        bare.execute("CREATE TABLE journal (seq INTEGER PRIMARY KEY, text TEXT)")
        spent = median_ms(title_edit(file), COMMITS)
        alone = median_ms(
            lambda: bare.execute("INSERT INTO journal (text) VALUES (?)", ("x" * 400,)), COMMITS
        )
    return Row("Edit until it is on the disk", spent, "a bare SQLite commit on that disk", alone)


def long_history_row(folder: Path, sample: TrialProtocol) -> Row:
    """Opening a file with a long history, undo steps and versions included, beside one without."""
    short, long = folder / "short.ketprotocol", folder / "long.ketprotocol"
    ProtocolFile.create(short, sample).close()
    with ProtocolFile.create(long, sample) as file:
        with file.reading() as db:
            db.execute(
                "PRAGMA synchronous=OFF"
            )  # only the making of the file is not worth waiting for the disk
        edit, grown = title_edit(file), 0
        for version in range(VERSIONS):
            size = long.stat().st_size
            for _ in range(LONG_HISTORY // VERSIONS):
                edit()
            grown += long.stat().st_size - size
            file.save_state("For the board", version=f"{version}.0")
    each = grown / LONG_HISTORY
    what = f"Open a file of {LONG_HISTORY:,} edits ({each:.0f} bytes each) and {VERSIONS} versions"
    return Row(what, median_ms(opened(long), OPENS), "one without", median_ms(opened(short), OPENS))


def title_edit(file: ProtocolFile) -> Callable[[], None]:
    """Return a call that makes one small edit after the other."""
    numbers = count()

    def edit() -> None:
        before = file.trial
        title = f"Title {next(numbers)}"
        file.record("Title", before, set_field("identity.short_title", title, "Title")(before))

    return edit


def opened(path: Path) -> Callable[[], None]:
    """Return a call that opens a file as the window does."""

    def open_it() -> None:
        with ProtocolFile.open(path) as file:
            file.history()
            file.saved_states()

    return open_it
