"""Comments on places of a protocol, in threads; kept in the file, passed on as a review copy.

Rows are only ever added, so that the comments of several reviewers come together without loss. Comments are
no part of the protocol: neither its hash nor the chain of the journal covers them.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import uuid4

from protocol_designer.storage import atomic_file
from protocol_designer.storage.journal import written_moment
from protocol_designer.storage.problems import StorageProblem, shown, told
from protocol_designer.storage.protocol_file import ProtocolFile
from protocol_designer.storage.reading import read_at_most

REVIEW_SUFFIX = ".ketreview"
_FORM = "protocol-designer review 1"
_LARGEST = 10_000_000
_LONGEST_TEXT = 20_000
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters without line break and tab, and lone surrogates."""


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
        """What it speaks of; the place may be gone by now. Empty for the protocol as a whole."""
        return self.comments[0].place

    @property
    def is_resolved(self) -> bool:
        """Whether the last word was that it is settled."""
        marks = [entry.kind for entry in self.comments if entry.kind is not CommentKind.REPLY]
        return marks[-1] is CommentKind.RESOLVED


def threads(file: ProtocolFile) -> tuple[Thread, ...]:
    """Return all threads of a file, oldest first.

    Raises:
        StorageProblem: The file cannot be read, or a row is damaged.
    """
    return in_threads(comments_of(file))


def in_threads(comments: Iterable[Comment]) -> tuple[Thread, ...]:
    """Put comments together by their threads, oldest thread first."""
    found: dict[str, list[Comment]] = {}
    # The clocks of two computers differ, so that an answer may bear an earlier time than its question.
    for comment in sorted(comments, key=lambda one: (one.kind is not CommentKind.OPENED, one.at)):
        found.setdefault(comment.thread, []).append(comment)
    return tuple(Thread(tuple(entries)) for entries in found.values())


def new_comment(
    text: str,
    author: str,
    *,
    place: str = "",
    thread: Thread | None = None,
    kind: CommentKind | None = None,
    now: datetime | None = None,
) -> Comment:
    """Make a comment that opens a thread on a place, or adds to one; it is kept nowhere yet.

    Args:
        place: What a new thread speaks of; left out for the protocol as a whole.
        kind: What an addition does to its thread; a reply when left out.

    Raises:
        StorageProblem: The text is empty, too long or holds control characters.
        ValueError: The kind does not fit: a thread is opened once.
    """
    kind = kind or (CommentKind.REPLY if thread else CommentKind.OPENED)
    if (kind is CommentKind.OPENED) != (thread is None):
        raise ValueError("a thread is opened by its first comment and by no other")
    is_mark = kind in (CommentKind.RESOLVED, CommentKind.REOPENED)
    if not text.strip() and not is_mark:
        raise StorageProblem("A comment needs words; write some, or leave it.")
    if len(text) > _LONGEST_TEXT:
        raise StorageProblem(f"A comment has at most {_LONGEST_TEXT:,} characters; split it.")
    if found := _NO_TEXT.search(text):
        raise StorageProblem(
            f"A comment cannot hold the control character U+{ord(found[0]):04X}; remove it (it often comes "
            "with pasted text)."
        )
    identity = str(uuid4())
    at = written_moment(now or datetime.now(UTC))
    return Comment(
        identity,
        thread.id if thread else identity,
        kind,
        thread.place if thread else place,
        at,
        author,
        text.strip(),
    )


def add_comment(
    file: ProtocolFile,
    text: str,
    *,
    place: str = "",
    thread: Thread | None = None,
    kind: CommentKind | None = None,
    now: datetime | None = None,
) -> Comment:
    """Open a thread on a place, or add to one.

    Raises:
        StorageProblem: The text is empty or too long, or the file cannot be written.
    """
    comment = new_comment(text, file.author, place=place, thread=thread, kind=kind, now=now)
    _insert(file, (comment,))
    return comment


def write_review_copy(
    file: ProtocolFile, path: Path, replace: bool = False, extra: Iterable[Comment] = ()
) -> int:
    """Write the comments of a file for somebody who has a copy of the same study; returns how many.

    Args:
        extra: Comments that are not in the file, because it can only be read.

    Raises:
        StorageProblem: File, folder or disk.
    """
    comments = [*comments_of(file), *extra]
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
    return take_in(file, read_review_copy(file, path))


def read_review_copy(file: ProtocolFile, path: Path) -> tuple[Comment, ...]:
    """Read the comments of a review copy of the study in a file.

    Raises:
        StorageProblem: It is no review copy, one of another study, or damaged.
    """
    content = _read(path)
    if not file.study_id or content.get("study_id") != file.study_id:
        raise StorageProblem(
            f"{shown(path)} holds comments on another study; open the file of that study to take them in."
        )
    comments = tuple(_comment(row, path) for row in content["comments"])
    if len({comment.id for comment in comments}) < len(comments):
        raise StorageProblem(f"{shown(path)} holds a comment twice; ask for a new review copy.")
    opened = {comment.id for comment in (*comments_of(file), *comments) if comment.id == comment.thread}
    if any(comment.thread not in opened for comment in comments):
        raise StorageProblem(f"{shown(path)} lacks the beginning of a thread; ask for a new review copy.")
    return comments


def take_in(file: ProtocolFile, comments: Iterable[Comment]) -> int:
    """Add comments that are not in a file yet; returns how many were new.

    Raises:
        StorageProblem: The file cannot be written.
    """
    here = {comment.id for comment in comments_of(file)}
    fresh = tuple({comment.id: comment for comment in comments if comment.id not in here}.values())
    if fresh:
        _insert(file, fresh)
    return len(fresh)


def _read(path: Path) -> dict[str, Any]:
    raw = read_at_most(path, _LARGEST + 1)
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


def comment_in(row: object) -> Comment:
    """Read a comment from a row of the table or of a review copy.

    Raises:
        KeyError, TypeError, ValueError: It is none.
    """
    if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
        raise ValueError("a comment is an object of texts")
    comment = Comment(**{**row, "kind": CommentKind(row["kind"])})
    if datetime.fromisoformat(comment.at).tzinfo is None:
        raise ValueError("its time names no time zone")
    if (comment.id == comment.thread) != (comment.kind is CommentKind.OPENED):
        raise ValueError("a thread is opened by its first comment and by no other")
    if len(comment.text) > _LONGEST_TEXT or any(_NO_TEXT.search(text) for text in row.values()):
        raise ValueError("its text is too long or no text")
    return comment


def _comment(row: object, path: Path) -> Comment:
    try:
        return comment_in(row)
    except (KeyError, TypeError, ValueError) as error:
        raise StorageProblem(f"{shown(path)} holds a comment that cannot be read ({error}); ask for a new "
                             "review copy.") from error  # fmt: skip


def comments_of(file: ProtocolFile) -> tuple[Comment, ...]:
    """Return every comment in a file, oldest first.

    Raises:
        StorageProblem: The file cannot be read, or a row is damaged.
    """
    with file.reading() as db:
        if "comment" not in db.table_names():
            return ()
        rows = list(db.query("SELECT * FROM comment ORDER BY at, rowid"))
    return tuple(_comment(row, file.path) for row in rows)


def _insert(file: ProtocolFile, comments: Iterable[Comment]) -> None:
    with file.writing() as db:
        db.table("comment").insert_all(asdict(comment) for comment in comments)
