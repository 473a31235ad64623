"""Comments on places of a protocol, in threads; kept in the file, passed on as a review copy.

Rows are only ever added, so that the comments of several reviewers come together without loss. Comments are
no part of the protocol: neither its hash nor the chain of the journal covers them.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import uuid4

from protocol_designer.storage import atomic_file
from protocol_designer.storage.problems import StorageProblem, shown, told
from protocol_designer.storage.protocol_file import ProtocolFile

REVIEW_SUFFIX = ".ketreview"
_FORM = "protocol-designer review 1"
_LARGEST = 10_000_000
_LONGEST_TEXT = 20_000


class CommentKind(StrEnum):
    """What a row does to its thread."""

    OPENED = "opened"
    REPLY = "reply"
    RESOLVED = "resolved"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Comment:
    """One row of a thread; the first one has the thread's identity as its own."""

    id: str
    thread: str
    kind: CommentKind
    place: str
    at: str
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation on one place, oldest entry first."""

    comments: tuple[Comment, ...]

    @property
    def id(self) -> str:
        """The identity of the thread."""
        return self.comments[0].thread

    @property
    def place(self) -> str:
        """What it speaks of; the place may be gone by now."""
        return self.comments[0].place

    @property
    def is_resolved(self) -> bool:
        """Whether the last word was that it is settled."""
        marks = [entry.kind for entry in self.comments if entry.kind is not CommentKind.REPLY]
        return marks[-1] is CommentKind.RESOLVED


def threads(file: ProtocolFile) -> tuple[Thread, ...]:
    """Return all threads, oldest first.

    Raises:
        StorageProblem: The file cannot be read, or a row is damaged.
    """
    found: dict[str, list[Comment]] = {}
    for comment in _all(file):
        found.setdefault(comment.thread, []).append(comment)
    return tuple(Thread(tuple(comments)) for comments in found.values())


def add_comment(
    file: ProtocolFile,
    text: str,
    *,
    place: str = "",
    thread: Thread | None = None,
    kind: CommentKind = CommentKind.OPENED,
    now: datetime | None = None,
) -> Comment:
    """Open a thread on a place, or add to one.

    Raises:
        StorageProblem: The text is empty or too long, or the file cannot be written.
    """
    is_mark = kind in (CommentKind.RESOLVED, CommentKind.REOPENED)
    if not text.strip() and not is_mark:
        raise StorageProblem("A comment needs words; write some, or leave it.")
    if len(text) > _LONGEST_TEXT:
        raise StorageProblem(f"A comment has at most {_LONGEST_TEXT:,} characters; split it.")
    identity = str(uuid4())
    at = (now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="milliseconds")
    comment = Comment(
        identity,
        thread.id if thread else identity,
        kind,
        thread.place if thread else place,
        at,
        file.author,
        text.strip(),
    )
    _insert(file, (comment,))
    return comment


def write_review_copy(file: ProtocolFile, path: Path, replace: bool = False) -> int:
    """Write the comments of a file for somebody who has a copy of the same study; returns how many.

    Raises:
        StorageProblem: File, folder or disk.
    """
    comments = _all(file)
    content = {
        "form": _FORM,
        "study_id": file.study_id,
        "sha256": file.sha256,
        "comments": [asdict(comment) for comment in comments],
    }
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    with told(path, "cannot be written"):
        atomic_file.write_text(path, text, replace)
    return len(comments)


def take_in_review_copy(file: ProtocolFile, path: Path) -> int:
    """Add the comments of a review copy that are not here yet; returns how many were new.

    Raises:
        StorageProblem: It is no review copy, one of another study, or damaged; nothing was taken in.
    """
    content = _read(path)
    if content.get("study_id") != file.study_id:
        raise StorageProblem(
            f"{shown(path)} holds comments on another study; open the file of that study to take them in."
        )
    comments = [_comment(row, path) for row in content["comments"]]
    here = {comment.id for comment in _all(file)}
    fresh = [comment for comment in comments if comment.id not in here]
    opened = here | {comment.id for comment in comments if comment.id == comment.thread}
    if any(comment.thread not in opened for comment in fresh):
        raise StorageProblem(f"{shown(path)} lacks the beginning of a thread; ask for a new review copy.")
    if fresh:
        _insert(file, fresh)
    return len(fresh)


def _read(path: Path) -> dict[str, Any]:
    with told(path, "cannot be read"), path.open("rb") as handle:
        raw = handle.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise StorageProblem(f"{shown(path)} is too large for a review copy; ask for a new one.")
    try:
        content: dict[str, Any] = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise StorageProblem(
            f"{shown(path)} is no review copy; choose a file ending in {REVIEW_SUFFIX}."
        ) from error
    is_ours = isinstance(content, dict) and content.get("form") == _FORM
    if not is_ours or not isinstance(content.get("comments"), list):
        raise StorageProblem(f"{shown(path)} is no review copy; choose a file ending in {REVIEW_SUFFIX}.")
    return content


def _comment(row: object, path: Path) -> Comment:
    try:
        if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
            raise ValueError("a comment is an object of texts")
        comment = Comment(**{**row, "kind": CommentKind(row["kind"])})
        datetime.fromisoformat(comment.at)
    except (KeyError, TypeError, ValueError) as error:
        raise StorageProblem(f"{shown(path)} holds a comment that cannot be read ({error}); ask for a new "
                             "review copy.") from error  # fmt: skip
    return comment


def _all(file: ProtocolFile) -> tuple[Comment, ...]:
    with file.reading() as db:
        if "comment" not in db.table_names():
            return ()
        rows = list(db.query("SELECT * FROM comment ORDER BY at, rowid"))
    return tuple(_comment(row, file.path) for row in rows)


def _insert(file: ProtocolFile, comments: Iterable[Comment]) -> None:
    with file.writing() as db:
        db.table("comment").insert_all(asdict(comment) for comment in comments)
