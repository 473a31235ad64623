"""Earlier states of a protocol by its journal, and the last state that two copies have in common."""

from collections.abc import Iterator, Sequence
from typing import Any

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.storage.changes import MisfitChange, undone, with_change
from protocol_designer.storage.exchange import compact, from_json, sha256_of
from protocol_designer.storage.journal import JournalEntry
from protocol_designer.storage.problems import StorageProblem, shown
from protocol_designer.storage.protocol_file import ProtocolFile


def state_after(file: ProtocolFile, seq: int) -> TrialProtocol:
    """Return the protocol as it was after a journal entry.

    Raises:
        StorageProblem: There is no such entry, or the journal does not lead back to it.
    """
    entries = file.journal()
    wanted = next((entry for entry in entries if entry.seq == seq), None)
    if wanted is None:
        raise StorageProblem(
            f"{shown(file.path)} has no entry {seq}; choose one of its {len(entries)} entries."
        )
    return _state(file, entries, wanted)


def common_state(ours: ProtocolFile, theirs: ProtocolFile) -> TrialProtocol | None:
    """Return the last state that two files have in common by their journals; None for two different studies.

    Raises:
        StorageProblem: A file cannot be read, or its journal does not lead back.
    """
    here, there = ours.journal(), theirs.journal()
    shared = None
    for mine, other in zip(here, there, strict=False):
        if mine.chain != other.chain:
            break
        shared = mine
    return None if shared is None else _state(ours, here, shared)


def documents_backwards(document: Any, entries: Sequence[JournalEntry]) -> Iterator[tuple[JournalEntry, Any]]:
    """Yield each entry with the document that it led to, newest first, proved by its hash.

    Args:
        document: The protocol as the file holds it, after the last of the entries.

    Raises:
        MisfitChange: An entry does not fit; entries or document were altered.
    """
    for entry in reversed(entries):
        _prove(document, entry)
        yield entry, document
        document = _taken_back(document, entry)


def _prove(document: Any, entry: JournalEntry) -> None:
    if sha256_of(compact(document)) != entry.sha256_after:
        raise MisfitChange(f"the protocol after entry {entry.seq} is not the one whose hash stands there")


def _taken_back(document: Any, entry: JournalEntry) -> Any:
    for change in reversed(entry.changes):
        document = with_change(document, undone(change))
    return document


def _state(file: ProtocolFile, entries: tuple[JournalEntry, ...], wanted: JournalEntry) -> TrialProtocol:
    """Take back all that came after an entry; only the state arrived at is proved by its hash."""
    document = file.document
    try:
        for entry in reversed([entry for entry in entries if entry.seq > wanted.seq]):
            document = _taken_back(document, entry)
        _prove(document, wanted)
    except MisfitChange as error:
        raise StorageProblem(
            f"The journal of {shown(file.path)} does not lead back to entry {wanted.seq}: {error}; "
            "choose a saved state or version instead."
        ) from error
    return from_json(compact(document))
