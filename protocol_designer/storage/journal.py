"""The journal of a protocol file: who did what and when, each entry chained to the one before by its hash."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from protocol_designer.storage.changes import Change, is_change
from protocol_designer.storage.exchange import compact, sha256_of


class EntryKind(StrEnum):
    """What an entry records."""

    CREATED = "created"
    EDIT = "edit"
    CONTINUED = "continued"
    UNDO = "undo"
    REDO = "redo"
    CATCH_UP = "catch_up"
    SAVED_STATE = "saved_state"


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One entry.

    ``kind`` is continued for an edit that belongs to the undo step before it, as in typing, and catch_up for
    one that also brings in earlier ones the disk had refused.
    """

    seq: int
    at: str
    author: str
    label: str
    kind: EntryKind
    changes: tuple[Change, ...]
    sha256_before: str
    sha256_after: str
    chain: str

    @property
    def moment(self) -> datetime:
        """When it was made, in UTC."""
        return datetime.fromisoformat(self.at)

    def row(self) -> dict[str, Any]:
        """Return the entry as a row of the table ``journal``."""
        return {
            "seq": self.seq,
            "at": self.at,
            "author": self.author,
            "label": self.label,
            "kind": self.kind.value,
            "changes": compact(self.changes),
            "sha256_before": self.sha256_before,
            "sha256_after": self.sha256_after,
            "chain": self.chain,
        }

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "JournalEntry":
        """Read a row of the table ``journal``; ValueError when it is none."""
        changes = json.loads(row["changes"])
        if not isinstance(changes, list) or not all(is_change(change) for change in changes):
            raise ValueError("an entry holds a list of changes")
        if compact(changes) != row["changes"]:
            raise ValueError("its changes are not written as this program writes them")
        datetime.fromisoformat(row["at"])
        return cls(**{**row, "kind": EntryKind(row["kind"]), "changes": tuple(changes)})


def next_entry(
    last: JournalEntry | None,
    *,
    now: datetime,
    author: str,
    label: str,
    kind: EntryKind,
    changes: tuple[Change, ...],
    sha256_after: str,
) -> JournalEntry:
    """Make the entry that follows ``last``, or the first one of a new file."""
    sha256_before = last.sha256_after if last else ""
    seq = last.seq + 1 if last else 1
    at = written_moment(now)
    chain = _link(
        last.chain if last else "", seq, at, author, label, kind, changes, sha256_before, sha256_after
    )
    return JournalEntry(seq, at, author, label, kind, changes, sha256_before, sha256_after, chain)


def written_moment(moment: datetime) -> str:
    """Write a moment as the file keeps it: in UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def first_broken_entry(entries: Sequence[JournalEntry]) -> int | None:
    """Return the number of the first entry that was changed, removed or moved, or None."""
    before: JournalEntry | None = None
    for number, entry in enumerate(entries, start=1):
        link = _link(
            before.chain if before else "", entry.seq, entry.at, entry.author, entry.label, entry.kind,
            entry.changes, entry.sha256_before, entry.sha256_after,
        )  # fmt: skip
        follows = before is None or entry.sha256_before == before.sha256_after
        if entry.seq != number or entry.chain != link or not follows:
            return number
        before = entry
    return None


def _link(chain_before: str, *facts: object) -> str:
    return sha256_of(compact([chain_before, *facts]))
