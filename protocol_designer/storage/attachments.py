"""Files kept with a protocol, whole and with their hash: therapy manuals, consent texts, letters."""

import hashlib
import mimetypes
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from protocol_designer.storage import atomic_file
from protocol_designer.storage.journal import written_moment
from protocol_designer.storage.problems import StorageProblem, shown, told
from protocol_designer.storage.protocol_file import ProtocolFile
from protocol_designer.storage.reading import read_at_most

LARGEST = 50_000_000
"""Bytes of one attachment; a protocol file is mailed and copied."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """What is known of an attachment without reading it."""

    id: int
    name: str
    media_type: str
    at: str
    author: str
    sha256: str
    size: int


def attachments(file: ProtocolFile) -> tuple[Attachment, ...]:
    """Return the attachments in the order in which they were added.

    Raises:
        StorageProblem: The file cannot be read.
    """
    with file.reading() as db:
        if "attachment" not in db.table_names():
            return ()
        rows = db.query(
            "SELECT id, name, media_type, at, author, sha256, length(content) AS size "
            "FROM attachment ORDER BY id"
        )
        return tuple(Attachment(**row) for row in rows)


def altered_attachments(file: ProtocolFile) -> tuple[str, ...]:
    """Name the attachments whose content is not the one whose hash stands beside it.

    Raises:
        StorageProblem: The file cannot be read.
    """
    return tuple(one.name for one in attachments(file) if _content(file, one) is None)


def attach(file: ProtocolFile, path: Path, now: datetime | None = None) -> Attachment:
    """Copy a file into the protocol file.

    Raises:
        StorageProblem: It cannot be read, is too large, or the protocol file cannot be written.
    """
    content = read_at_most(path, LARGEST + 1)
    if len(content) > LARGEST:
        raise StorageProblem(
            f"{shown(path)} is larger than {LARGEST // 1_000_000} MB; attach a smaller file."
        )
    at = written_moment(now or datetime.now(UTC))
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    row = {
        "name": shown(Path(path.name)), "media_type": media_type, "at": at, "author": file.author,
        "sha256": hashlib.sha256(content).hexdigest(), "content": content,
    }  # fmt: skip
    with file.writing() as db:
        db.table("attachment").insert(row)
    return attachments(file)[-1]


def copy_attachments(source: ProtocolFile, target: ProtocolFile) -> int:
    """Copy the attachments that another file has not, by name and content; returns how many.

    Raises:
        StorageProblem: One was altered, or the other file cannot be written.
    """
    there = {(one.name, one.sha256) for one in attachments(target)}
    missing = [one for one in attachments(source) if (one.name, one.sha256) not in there]
    rows = []
    for one in missing:
        content = _content(source, one)
        if content is None:
            raise StorageProblem(
                f"The attachment {one.name} of {shown(source.path)} was altered; detach it there."
            )
        row = {**asdict(one), "content": content}
        rows.append({name: value for name, value in row.items() if name not in ("id", "size")})
    if rows:
        with target.writing() as db:
            db.table("attachment").insert_all(rows)
    return len(rows)


def detach(file: ProtocolFile, attachment: Attachment) -> None:
    """Remove an attachment from the protocol file.

    Raises:
        StorageProblem: The file cannot be written.
    """
    with file.writing() as db:
        db.table("attachment").delete(attachment.id)


def save_attachment(file: ProtocolFile, attachment: Attachment, path: Path, replace: bool = False) -> None:
    """Write an attachment to a file of its own.

    Raises:
        StorageProblem: It was altered inside the protocol file, or folder or disk do not take it.
    """
    content = _content(file, attachment)
    if content is None:
        raise StorageProblem(
            f"The attachment {attachment.name} was altered or removed; take it from an earlier copy of "
            f"{shown(file.path)}."
        )
    with told(path, "cannot be written"), atomic_file.replacing(path, replace) as temporary:
        temporary.write_bytes(content)


def _content(file: ProtocolFile, attachment: Attachment) -> bytes | None:
    """Return what is attached; None when it was altered or removed."""
    with file.reading() as db:
        row = db.execute("SELECT content FROM attachment WHERE id = ?", (attachment.id,)).fetchone()
    if row is None or hashlib.sha256(row[0]).hexdigest() != attachment.sha256:
        return None
    content: bytes = row[0]
    return content
