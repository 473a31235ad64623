"""One protocol in one SQLite file: the document as it is now, and the journal of every edit."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.storage import atomic_file
from protocol_designer.storage.changes import Change, changes_between
from protocol_designer.storage.exchange import LARGEST, Written, json_value, sha256_of, written
from protocol_designer.storage.history import History, history_of
from protocol_designer.storage.journal import EntryKind, JournalEntry, next_entry, written_moment
from protocol_designer.storage.layout import FILE_VERSION, check_database, check_header, connect, version_of
from protocol_designer.storage.migrations import keep_original, migrate
from protocol_designer.storage.problems import DamagedFile, FromNewerProgram, StorageProblem, shown, told
from protocol_designer.storage.rows import (
    SavedState,
    all_entries,
    last_entries,
    last_entry,
    lay_out,
    read_document,
    read_state,
    saved_states,
    transaction,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = ["ProtocolFile", "SavedState", "StorageProblem"]

_ENTRIES_OF_HISTORY = 2000
"""As many entries back as undo reaches after a file was opened; each keystroke may be one."""


class ProtocolFile:
    """An open protocol file. Every edit is on the disk when `record` returns.

    Made by `create` or `open`; one thread uses it. ``author`` is the name, as typed, in journal entries.
    """

    def __init__(self, path: Path, db: "Database", author: str) -> None:
        """Take over a connected database; `create` and `open` are the doors."""
        self.path = path
        self.author = author
        self._db = db
        self._identity = _identity(path)
        self._trial, self._written, self._sha256 = read_document(db, path)
        last = last_entry(db, path)
        if last is None or last.sha256_after != self._sha256:
            raise DamagedFile(f"{shown(path)} cannot be read: its journal does not lead to its protocol; "
                              "open an earlier copy of it.")  # fmt: skip
        self._last = last

    @classmethod
    def create(
        cls,
        path: Path,
        trial: TrialProtocol,
        *,
        now: datetime | None = None,
        author: str = "",
        label: str = "Start the protocol",
        replace: bool = False,
    ) -> "ProtocolFile":
        """Write a new file and open it. It appears under its name only when it is complete.

        Args:
            now: The moment the journal notes; the machine's clock when left out.
            replace: Whether a file that is already there may be replaced.

        Raises:
            StorageProblem: The file exists, or the folder or disk does not take it; nothing is left behind.
        """
        form = written(trial)
        text = form.text
        digest = sha256_of(text)
        first = next_entry(
            None,
            now=now or _clock(),
            author=author,
            label=label,
            kind=EntryKind.CREATED,
            changes=(),
            sha256_after=digest,
        )
        with told(path, "cannot be written"), atomic_file.replacing(path, replace) as temporary:
            lay_out(temporary, trial.schema_version, text, first)
        return cls.open(path, author)

    @classmethod
    def open(cls, path: Path, author: str = "") -> "ProtocolFile":
        """Open a file. It is not changed before the first write, which brings an older one up to date.

        Raises:
            StorageProblem: It is missing, not ours, newer, damaged or may not be read.
        """
        target = _resolved(path)
        check_header(path)
        with told(path, "cannot be read"):
            db = connect(target)
            try:
                # Not the one in the header: a writer that was killed may have left that half changed.
                check_database(db, path, version_of(db))
                return cls(target, db, author)
            except BaseException:
                db.close()
                raise

    @property
    def trial(self) -> TrialProtocol:
        """The protocol as the file holds it."""
        return self._trial

    @property
    def document(self) -> Any:
        """The protocol in the exchange form, value for value as the file holds it."""
        return json_value(self._written.text)

    @property
    def study_id(self) -> str:
        """The identity that all copies of this study share; empty when the file has none.

        Raises:
            StorageProblem: The file cannot be read.
        """
        with self.reading() as db:
            rows = list(db.execute("SELECT value FROM meta WHERE key = 'study_id'"))
        return str(rows[0][0]) if rows else ""

    @property
    def sha256(self) -> str:
        """The hash of the protocol as the file holds it."""
        return self._sha256

    def record(
        self,
        label: str,
        before: TrialProtocol,
        after: TrialProtocol,
        now: datetime | None = None,
        kind: EntryKind = EntryKind.EDIT,
    ) -> None:
        """Keep an edit: its journal entry and the new document in one transaction, durable on return.

        When an earlier edit was refused by the disk, ``before`` is not what the file holds; this entry then
        takes the earlier one along, so that the file is whole again.

        An edit that changes nothing leaves no entry. An undo or redo always does: the history counts them.

        Args:
            kind: An edit, one that continues the undo step before it, an undo or a redo.

        Raises:
            StorageProblem: The edit is not in the file; the file holds what it held before.
        """
        is_edit = kind in (EntryKind.EDIT, EntryKind.CONTINUED)
        if after is self._trial and is_edit:
            return
        form = written(after, (self._trial, self._written))
        changed = form.changed_since(self._written)
        if not changed and is_edit:
            self._trial, self._written = after, form
            return
        text = form.text
        if len(text) > LARGEST:
            raise StorageProblem(
                f"{shown(self.path)} cannot hold this edit: it would pass {LARGEST // 1_000_000} MB; "
                "shorten its longest texts."
            )
        digest = sha256_of(text)
        if before is not self._trial and before != self._trial:
            kind = EntryKind.CATCH_UP
        entry = self._entry(label, kind, self._changes_to(form, changed), digest, now)
        with self.writing() as db:
            db.table("document").update(
                1, {"schema_version": after.schema_version, "json": text, "sha256": digest}
            )
            db.table("journal").insert(entry.row())
        self._trial, self._written, self._sha256, self._last = after, form, digest, entry

    def save_state(
        self, name: str, now: datetime | None = None, *, version: str = "", note: str = ""
    ) -> SavedState:
        """Give the state the file holds a name; it can be had back at any time.

        Args:
            version: The number under which the state is frozen as a version, such as ``1.0``.
            note: What the state is for.

        Raises:
            StorageProblem: The name is empty, the version exists, or the file cannot be written.
        """
        if not name.strip():
            raise StorageProblem("A saved state needs a name; write one, such as “Draft for the pharmacist”.")
        if version and any(state.version == version for state in self.saved_states()):
            raise StorageProblem(f"Version {version} is frozen already; give the new version another number.")
        seq, moment = self._last.seq + 1, now or _clock()
        state = SavedState(name, written_moment(moment), self.author, seq, self._sha256, version, note)
        entry = self._entry(state.label, EntryKind.SAVED_STATE, (), self._sha256, moment)
        with self.writing() as db:
            db.table("saved_state").insert({**asdict(state), "json": self._written.text})
            db.table("journal").insert(entry.row())
        self._last = entry
        return state

    def saved_states(self) -> tuple[SavedState, ...]:
        """Return the named states, oldest first."""
        with told(self.path, "cannot be read"):
            return saved_states(self._db, self.path)

    def state(self, journal_seq: int) -> TrialProtocol:
        """Return the protocol of the named state that was saved as this journal entry.

        Raises:
            StorageProblem: There is no such state, or it was altered.
        """
        with told(self.path, "cannot be read"):
            return read_state(self._db, self.path, journal_seq)

    def history(self) -> History:
        """Return the undo history as the newest entries of the journal tell it.

        Raises:
            StorageProblem: The file cannot be read, or an entry is none.
        """
        with told(self.path, "cannot be read"):
            return history_of(last_entries(self._db, self.path, _ENTRIES_OF_HISTORY))

    def journal(self) -> tuple[JournalEntry, ...]:
        """Return every entry, oldest first.

        Raises:
            StorageProblem: The file cannot be read, or an entry is none.
        """
        with told(self.path, "cannot be read"):
            return all_entries(self._db, self.path)

    def save_as(
        self,
        path: Path,
        trial: TrialProtocol | None = None,
        replace: bool = False,
        now: datetime | None = None,
    ) -> "ProtocolFile":
        """Copy the file with its journal and open the copy; this one stays open.

        Args:
            trial: The protocol on the screen, when the disk refused the latest edits; the copy then holds it.
            replace: Whether a file that is already there may be replaced.

        Raises:
            StorageProblem: The copy cannot be written; nothing is left behind.
        """
        if _resolved(path) == self.path:
            raise StorageProblem(f"{shown(path)} is the file that is open; choose another name for the copy.")
        with told(path, "cannot be written"), atomic_file.replacing(path, replace) as temporary:
            # As bytes: a name in another encoding is no text that SQLite takes.
            self._db.execute("VACUUM INTO CAST(? AS TEXT)", (os.fsencode(temporary),))
            copy = connect(temporary)
            try:
                check_database(copy, temporary, self._version())
            finally:
                copy.close()
        opened = ProtocolFile.open(path, self.author)
        try:
            if trial is not None and written(trial).text != self._written.text:
                opened.record("Keep the latest edits", self._trial, trial, now, EntryKind.CATCH_UP)
        except BaseException:
            opened.close()
            raise
        return opened

    def close(self) -> None:
        """Let go of the file. Everything recorded is already in it."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _changes_to(self, form: Written, changed: tuple[str, ...]) -> tuple[Change, ...]:
        before = {name: json_value(text) for name in changed if (text := self._written.fields.get(name))}
        after = {name: json_value(text) for name in changed if (text := form.fields.get(name))}
        return tuple(changes_between(before, after))

    def _entry(
        self, label: str, kind: EntryKind, changes: tuple[Change, ...], digest: str, now: datetime | None
    ) -> JournalEntry:
        return next_entry(
            self._last,
            now=now or _clock(),
            author=self.author,
            label=label,
            kind=kind,
            changes=changes,
            sha256_after=digest,
        )

    @contextmanager
    def reading(self) -> Iterator["Database"]:
        """Yield the database, to read tables that belong to others.

        Raises:
            StorageProblem: The file cannot be read.
        """
        with told(self.path, "cannot be read"):
            yield self._db

    @contextmanager
    def writing(self) -> Iterator["Database"]:
        """Open a transaction on the file as we know it; an older file is brought up to date first.

        Raises:
            StorageProblem: Somebody else wrote to the file, or the disk does not take it.
        """
        with told(self.path, "cannot be written"):
            if _identity(self.path) != self._identity:
                raise StorageProblem(
                    f"{shown(self.path)} was replaced by another file since it was opened; "
                    "use Save as to keep your version under another name."
                )
            version = self._version()
            kept = keep_original(self.path, version) if version < FILE_VERSION else None
            try:
                with transaction(self._db):
                    self._check_is_as_known(version)
                    if version < FILE_VERSION:
                        migrate(self._db, version)
                    yield self._db
            except BaseException:
                if kept is not None:
                    kept.unlink(missing_ok=True)  # the file itself is still the original
                raise

    def _check_is_as_known(self, version: int) -> None:
        """Refuse to write to a file that somebody else wrote to; asked inside a transaction."""
        last = last_entry(self._db, self.path)
        if last is None or last.chain != self._last.chain or self._version() != version:
            raise StorageProblem(
                f"{shown(self.path)} was changed elsewhere since it was opened; use Save as to keep your "
                "version under another name, then compare the two."
            )

    def _version(self) -> int:
        """Return the version of the file, which whoever writes first may have raised meanwhile."""
        version = version_of(self._db)
        if version > FILE_VERSION:
            raise FromNewerProgram(
                f"{shown(self.path)} was written to by a newer version of the program since it was opened; "
                "open it with that version."
            )
        return version


def _resolved(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _clock() -> datetime:
    return datetime.now(UTC)
