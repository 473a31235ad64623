"""Checks all that a protocol file says of itself: chain, hashes, versions, journal against document."""

from dataclasses import dataclass
from pathlib import Path

from protocol_designer.storage.ancestry import documents_backwards
from protocol_designer.storage.changes import MisfitChange
from protocol_designer.storage.journal import EntryKind, JournalEntry, first_broken_entry
from protocol_designer.storage.problems import StorageProblem
from protocol_designer.storage.protocol_file import ProtocolFile

NO_SIGNATURE = (
    "The chain shows that a file was altered. It is not an electronic signature in the meaning of "
    "21 CFR Part 11: names are as typed, and whoever can write the file can compute a new chain."
)


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked and what is wrong; ``faults`` is empty when the file is whole."""

    entries: int
    states: int
    faults: tuple[str, ...]


def verify(path: Path) -> Verification:
    """Check a protocol file.

    Raises:
        StorageProblem: It cannot be opened at all; the text says why.
    """
    with ProtocolFile.open(path) as file:
        entries = file.journal()
        faults = []
        broken = first_broken_entry(entries)
        if broken is not None:
            faults.append(f"Entry {broken} of the journal was changed, removed, added or moved.")
        else:
            faults.extend(_replay_faults(file, entries))
        faults.extend(_state_faults(file, entries))
        return Verification(len(entries), len(file.saved_states()), tuple(faults))


def _replay_faults(file: ProtocolFile, entries: tuple[JournalEntry, ...]) -> list[str]:
    """Take every change back, newest first; each state must have the hash that the journal gives it."""
    try:
        for _ in documents_backwards(file.trial, entries):
            pass
    except MisfitChange as misfit:
        return [f"The journal does not lead to the protocol: {misfit}."]
    return []


def _state_faults(file: ProtocolFile, entries: tuple[JournalEntry, ...]) -> list[str]:
    faults = []
    by_seq = {entry.seq: entry for entry in entries}
    states = file.saved_states()
    for state in states:
        called = f"Version {state.version}" if state.version else f"The saved state “{state.name}”"
        entry = by_seq.get(state.journal_seq)
        if entry is None or entry.kind is not EntryKind.SAVED_STATE or entry.sha256_after != state.sha256:
            faults.append(f"{called} is not the one that the journal speaks of.")
            continue
        try:
            file.state(state.journal_seq)
        except StorageProblem as problem:
            faults.append(f"{called}: {problem}")
    saved = {state.journal_seq for state in states}
    for entry in entries:
        if entry.kind is EntryKind.SAVED_STATE and entry.seq not in saved:
            faults.append(f"The state that entry {entry.seq} saved ({entry.label}) is gone.")
    return faults
