"""The undo history as the journal tells it, so that it survives closing the file."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.storage.changes import Change, undone, with_change
from protocol_designer.storage.exchange import compact, from_json, json_value, to_json
from protocol_designer.storage.journal import EntryKind, JournalEntry

_UNDO, _REDO = "Undo: ", "Redo: "


@dataclass(frozen=True, slots=True)
class Step:
    """One undo step: what was done, and what it changed, in order."""

    label: str
    changes: tuple[Change, ...]


@dataclass(slots=True)
class History:
    """All steps that can be undone or redone, oldest first; the first ``done`` are in the document."""

    steps: list[Step] = field(default_factory=list)
    done: int = 0
    _hashes: list[str] = field(default_factory=list, repr=False)
    """For each step the hash of the protocol before it."""

    def add(self, entry: JournalEntry) -> None:
        """Add a step; those that were taken back are gone for good."""
        self.steps[self.done :] = [Step(entry.label, entry.changes)]
        self._hashes[self.done :] = [entry.sha256_before]
        self.done += 1

    def lengthen(self, entry: JournalEntry) -> None:
        """Add to the last step that was done."""
        last = self.steps[self.done - 1]
        self.steps[self.done - 1 :] = [Step(last.label, (*last.changes, *entry.changes))]
        del self._hashes[self.done :]

    def take_back(self, entry: JournalEntry) -> None:
        """Take the last step back, together with those that an older program undid in one go with it."""
        self.done -= 1
        undone_to = self._hashes[: self.done + 1]
        if entry.sha256_after not in undone_to:
            return
        first = max(at for at, known in enumerate(undone_to) if known == entry.sha256_after)
        joined = self.steps[first : self.done + 1]
        changes = tuple(change for step in joined for change in step.changes)
        self.steps[first : self.done + 1] = [Step(joined[-1].label, changes)]
        del self._hashes[first + 1 : self.done + 1]
        self.done = first


def history_of(entries: Iterable[JournalEntry]) -> History:
    """Read the history from journal entries, oldest first; they may begin anywhere in the journal."""
    history = History()
    for entry in entries:
        kind = _kind_of(entry, history)
        if kind is EntryKind.UNDO and history.done:
            history.take_back(entry)
        elif kind is EntryKind.REDO and history.done < len(history.steps):
            history.done += 1
        elif kind is EntryKind.CONTINUED and history.done:
            history.lengthen(entry)
        elif kind in (EntryKind.EDIT, EntryKind.CONTINUED):
            history.add(entry)
        elif kind is not EntryKind.SAVED_STATE:
            history = History()
    return history


def without_step(trial: TrialProtocol, step: Step) -> TrialProtocol:
    """Take a step back.

    Raises:
        MisfitChange: The protocol is not the one that the step led to.
        StorageProblem: The result would not be a protocol.
    """
    return _with(trial, tuple(undone(change) for change in reversed(step.changes)))


def with_step(trial: TrialProtocol, step: Step) -> TrialProtocol:
    """Carry a step out again.

    Raises:
        MisfitChange: The protocol is not the one that the step began with.
        StorageProblem: The result would not be a protocol.
    """
    return _with(trial, step.changes)


def _with(trial: TrialProtocol, changes: tuple[Change, ...]) -> TrialProtocol:
    document = json_value(to_json(trial))
    for change in changes:
        document = with_change(document, change)
    return from_json(compact(document))


def _kind_of(entry: JournalEntry, history: History) -> EntryKind:
    """Tell an undo from an edit also where an older program wrote both as edits."""
    if entry.kind is not EntryKind.EDIT:
        return entry.kind
    steps, done = history.steps, history.done
    if done and entry.label == f"{_UNDO}{steps[done - 1].label}":
        return EntryKind.UNDO
    if done < len(steps) and entry.label == f"{_REDO}{steps[done].label}":
        return EntryKind.REDO
    return EntryKind.EDIT
