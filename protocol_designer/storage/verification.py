"""Checks all that a protocol file says of itself: chain, hashes, versions, attachments, document."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from protocol_designer.storage.ancestry import documents_backwards
from protocol_designer.storage.attachments import altered_attachments
from protocol_designer.storage.changes import MisfitChange
from protocol_designer.storage.journal import EntryKind, JournalEntry, first_broken_entry
from protocol_designer.storage.problems import DamagedFile, StorageProblem
from protocol_designer.storage.protocol_file import ProtocolFile
from protocol_designer.storage.rows import SavedState

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
    """Check a protocol file; comments stand outside the chain and are not checked.

    Raises:
        StorageProblem: It cannot be checked at all: it is missing, something else, or may not be read.
    """
    try:
        with ProtocolFile.open(path) as file:
            entries, states = file.journal(), file.saved_states()
            faults = (*_journal_faults(file, entries), *_state_faults(file, entries, states))
            altered = tuple(f"The attachment {name} was altered." for name in altered_attachments(file))
            return Verification(len(entries), len(states), (*faults, *altered))
    except DamagedFile as problem:
        return Verification(0, 0, (str(problem),))


def _journal_faults(file: ProtocolFile, entries: tuple[JournalEntry, ...]) -> Iterator[str]:
    broken = first_broken_entry(entries)
    if broken is not None:
        yield f"Entry {broken} of the journal was changed, removed, added or moved."
        return
    try:
        # Takes every change back, newest first; each state must have the hash that the journal gives it.
        for _ in documents_backwards(file.document, entries):
            pass
    except MisfitChange as misfit:
        yield f"The journal does not lead to the protocol: {misfit}."


def _state_faults(
    file: ProtocolFile, entries: tuple[JournalEntry, ...], states: tuple[SavedState, ...]
) -> Iterator[str]:
    by_seq = {entry.seq: entry for entry in entries if entry.kind is EntryKind.SAVED_STATE}
    for state in states:
        called = f"Version {state.version}" if state.version else f"The saved state “{state.name}”"
        entry = by_seq.pop(state.journal_seq, None)
        told = (state.label, state.at, state.author, state.sha256)
        if entry is None or told != (entry.label, entry.at, entry.author, entry.sha256_after):
            yield f"{called} is not the one that the journal speaks of."
            continue
        try:
            file.state(state.journal_seq)
        except StorageProblem as problem:
            yield f"{called}: {problem}"
    for entry in by_seq.values():
        yield f"The state that entry {entry.seq} saved ({entry.label}) is gone."
