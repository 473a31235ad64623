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


def history_of(entries: Iterable[JournalEntry]) -> History:
    """Read the history from journal entries, oldest first; they may begin anywhere in the journal."""
    history = History()
    for entry in entries:
        kind = _kind_of(entry, history)
        if kind is EntryKind.UNDO and history.done:
            history.done -= 1
        elif kind is EntryKind.REDO and history.done < len(history.steps):
            history.done += 1
        elif kind is EntryKind.CONTINUED and history.done:
            last = history.steps[history.done - 1]
            history.steps[history.done - 1 :] = [Step(last.label, (*last.changes, *entry.changes))]
        elif kind in (EntryKind.EDIT, EntryKind.CONTINUED):
            history.steps[history.done :] = [Step(entry.label, entry.changes)]
            history.done += 1
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
