"""Saves what can be saved of a damaged protocol file into a new file; the damaged one is left as it is."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.storage.exchange import LARGEST, from_json, sha256_of
from protocol_designer.storage.layout import connect
from protocol_designer.storage.problems import StorageProblem, shown, told
from protocol_designer.storage.protocol_file import ProtocolFile

_START = b'{"'
_MAGIC = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Salvaged:
    """The best protocol found in a damaged file, and how it was found, in words."""

    trial: TrialProtocol
    found_as: str


def salvage(path: Path) -> Salvaged:
    """Look for a readable protocol: the document, then the versions and saved states, newest first.

    Raises:
        StorageProblem: There is none; the text says so.
    """
    for text, found_as in (*_from_tables(path), *_from_bytes(path)):
        try:
            return Salvaged(from_json(text), found_as)
        except StorageProblem:
            continue
    raise StorageProblem(
        f"Nothing can be saved of {shown(path)}: it holds no readable protocol; open an earlier copy of it, "
        "such as one from a backup."
    )


def salvage_into(path: Path, new: Path, now: datetime | None = None) -> Salvaged:
    """Save what can be saved into a new file.

    Raises:
        StorageProblem: Nothing can be saved, or the new file cannot be written.
    """
    found = salvage(path)
    label = f"Salvage from {path.name}: {found.found_as}"
    ProtocolFile.create(new, found.trial, now=now, label=label[:200]).close()
    return found


def _from_tables(path: Path) -> Iterator[tuple[str, str]]:
    """Read rows as far as SQLite still can."""
    queries = (
        ("SELECT json, sha256, '' FROM document WHERE id = 1", "the protocol as it was last"),
        ("SELECT json, sha256, name FROM saved_state ORDER BY id DESC", "the saved state"),
    )
    with told(path, "cannot be read"):
        if not path.is_file():
            return
        with path.open("rb") as handle:
            if handle.read(len(_MAGIC)) != _MAGIC:
                return
    for query, found_as in queries:
        try:
            with closing(connect(path)) as db:
                for text, digest, name in db.execute(query):
                    if isinstance(text, str) and len(text) <= LARGEST:
                        doubt = "" if sha256_of(text) == digest else ", altered since it was written"
                        yield text, f"{found_as}{f' “{name}”' if name else ''}{doubt}"
        except sqlite3.Error:
            continue


def _from_bytes(path: Path) -> Iterator[tuple[str, str]]:
    """Look for whole JSON texts in a text file that was cut or spoilt at its end."""
    with told(path, "cannot be read"), path.open("rb") as handle:
        raw = handle.read(LARGEST + 1)
    at = raw.find(_START)
    if at < 0 or raw.startswith(_MAGIC):
        return
    end = raw.rfind(b"}")
    if end > at:
        yield raw[at : end + 1].decode("utf-8", errors="replace"), "the text between its first and last brace"
