"""What is left in a damaged file: rows as far as SQLite reads them, rows in single pages, pieces of JSON."""

import hashlib
import json
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.storage.carving import rows_in_pages
from protocol_designer.storage.comments import Comment, comment_in
from protocol_designer.storage.exchange import LARGEST, compact, from_json, sha256_of
from protocol_designer.storage.journal import JournalEntry
from protocol_designer.storage.layout import connect
from protocol_designer.storage.problems import StorageProblem, shown, told
from protocol_designer.storage.reading import read_at_most

if TYPE_CHECKING:
    from sqlite_utils import Database

_MAGIC = b"SQLite format 3\0"
_LARGEST_FILE = 20 * LARGEST
_FIELD = re.compile(r'^ "([a-z_]+)": ', re.MULTILINE)
"""The beginning of a field of the protocol in the exchange form, which stands on a line of its own."""
_BY_ITSELF = ("schema_version", "parts_made", "started_from", "amendment")
"""Fields that are no loss: they have a value by themselves, or most protocols have none."""
_HASH = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class KeptText:
    """A protocol in the stored form with the hash beside it, and what is known of it when it was named."""

    text: str
    digest: str
    name: str = ""
    at: str = ""
    author: str = ""
    seq: int = 0
    version: str = ""
    note: str = ""

    @property
    def is_proved(self) -> bool:
        """Whether it is what was written, by its hash."""
        return sha256_of(self.text) == self.digest


@dataclass(frozen=True, slots=True)
class Remains:
    """All pieces; ``texts`` are protocols in the exchange form, each with words on how it was found."""

    documents: tuple[KeptText, ...] = ()
    states: tuple[KeptText, ...] = ()
    entries: tuple[JournalEntry, ...] = ()
    comments: tuple[Comment, ...] = ()
    attachments: tuple[dict[str, Any], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


def remains_of(path: Path) -> Remains:
    """Look through a file; it is not touched, SQLite works on a copy.

    Raises:
        StorageProblem: The file cannot be read, or is too large to be looked through.
    """
    raw = read_at_most(path, _LARGEST_FILE + 1)
    if len(raw) > _LARGEST_FILE:
        raise StorageProblem(f"{shown(path)} is too large to be looked through; open an earlier copy of it.")
    by_database = _by_database(path) if raw.startswith(_MAGIC) else Remains()
    if by_database.documents:
        return by_database
    documents = (*by_database.documents, *_in_pages(raw))
    return Remains(
        documents, by_database.states, by_database.entries, by_database.comments, by_database.attachments,
        tuple(_in_text(raw)),
    )  # fmt: skip


def _by_database(path: Path) -> Remains:
    """Ask SQLite, with the rollback journal that lies beside the file and then without it."""
    journal = path.with_name(f"{path.name}-journal")
    found = Remains()
    with told(path, "cannot be looked through"), tempfile.TemporaryDirectory() as folder:
        for is_rolled_back in (True, False):
            copy = Path(folder) / ("rolled back" if is_rolled_back else "as it lies there")
            shutil.copyfile(path, copy)
            if is_rolled_back and journal.is_file():
                shutil.copyfile(journal, copy.with_name(f"{copy.name}-journal"))
            with suppress(sqlite3.Error, UnicodeDecodeError), closing(connect(copy, True)) as db:
                found = _in_tables(db)
            if found.documents or not journal.is_file():
                break
    return found


def _in_tables(db: "Database") -> Remains:
    documents = [_kept(row) for row in _rows(db, "document")]
    states = [_kept(row) for row in _rows(db, "saved_state")]
    entries = []
    for row in _rows(db, "journal"):
        with suppress(ValueError, TypeError, KeyError, RecursionError):
            entries.append(JournalEntry.from_row(row))
    comments: dict[str, Comment] = {}
    for row in _rows(db, "comment"):
        with suppress(ValueError, TypeError, KeyError):
            comment = comment_in(row)
            comments[comment.id] = comment
    opened = {comment.thread for comment in comments.values() if comment.id == comment.thread}
    return Remains(
        tuple(one for one in documents if one),
        tuple(one for one in states if one and one.name.strip()),
        tuple(sorted(entries, key=lambda entry: entry.seq)),
        tuple(comment for comment in comments.values() if comment.thread in opened),
        tuple(row for row in _rows(db, "attachment") if _is_whole(row)),
    )


def _rows(db: "Database", table: str) -> Iterator[dict[str, Any]]:
    """Yield the rows up to the first that SQLite cannot read."""
    with suppress(sqlite3.Error, UnicodeDecodeError):
        # An ordinary name: it is one of ours.
        yield from db.query(f"SELECT * FROM {table}")


def _kept(row: dict[str, Any]) -> KeptText | None:
    values = {**row, "text": row.get("json"), "digest": row.get("sha256"), "seq": row.get("journal_seq", 0)}
    known = {name: value for name, value in values.items() if name in KeptText.__dataclass_fields__}
    are_texts = all(isinstance(value, str) for name, value in known.items() if name != "seq")
    return KeptText(**known) if are_texts and isinstance(known["seq"], int) else None


def _is_whole(row: dict[str, Any]) -> bool:
    content = row.get("content")
    return isinstance(content, bytes) and hashlib.sha256(content).hexdigest() == row.get("sha256")


def _in_pages(raw: bytes) -> Iterator[KeptText]:
    """Find documents in single pages: the last two of four columns are a JSON object and its hash."""
    for row in rows_in_pages(raw):
        if len(row) == 4:
            text, digest = row[2:]
            is_hash = isinstance(digest, str) and _HASH.fullmatch(digest)
            if is_hash and isinstance(text, str) and text.startswith("{"):
                yield KeptText(text, str(digest))


def _in_text(raw: bytes) -> Iterator[tuple[str, str]]:
    """Find a protocol in a JSON text that has something before or after it, is spoilt, or was cut off."""
    start, end = raw.find(b"{"), raw.rfind(b"}")
    if b'"' not in raw[start : end + 1] or b"\0" in raw[:1000]:
        return
    text = raw[start:].decode("utf-8", errors="replace")
    doubt = "; characters that cannot be read stand there as \ufffd" if "\ufffd" in text else ""
    yield raw[start : end + 1].decode("utf-8", errors="replace"), f"the text between its outer braces{doubt}"
    fields = _whole_fields(text)
    document = _fitting(fields)
    if document:
        missing = [name for name in TrialProtocol.model_fields if name not in (*document, *_BY_ITSELF)]
        without = f", without {_in_words(missing)}" if missing else ""
        yield (
            compact(document),
            f"the parts of the text that are whole ({_in_words(document)}{without}){doubt}",
        )


def _whole_fields(text: str) -> dict[str, Any]:
    decoder = json.JSONDecoder()
    fields = {}
    for match in _FIELD.finditer(text):
        with suppress(ValueError, RecursionError):
            fields[match[1]] = decoder.raw_decode(text, match.end())[0]
    return fields


def _fitting(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that make up a protocol together: what refers to a lost part is lost with it."""
    if "identity" not in fields and "schema_version" not in fields:
        return {}
    document: dict[str, Any] = {}
    waiting = dict(fields)
    while waiting:
        taken = [name for name, value in waiting.items() if _fits(document, name, value)]
        if not taken:
            break
        for name in taken:
            document[name] = waiting.pop(name)
    return document


def _fits(document: dict[str, Any], name: str, value: Any) -> bool:
    try:
        from_json(compact({**document, name: value}))
    except (StorageProblem, UnicodeEncodeError, RecursionError):
        return False
    return True


def _in_words(names: Any) -> str:
    return ", ".join(name.replace("_", " ") for name in names)
