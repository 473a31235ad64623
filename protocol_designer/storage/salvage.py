"""Saves what can be saved of a damaged file into a new one; the damaged one is left as it is.

How the pieces are found is the business of `remains`; this module chooses among them and writes them down.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.storage.changes import MisfitChange, with_change
from protocol_designer.storage.exchange import compact, from_json, json_value, sha256_of
from protocol_designer.storage.journal import JournalEntry
from protocol_designer.storage.problems import DamagedFile, StorageProblem, shown
from protocol_designer.storage.protocol_file import ProtocolFile
from protocol_designer.storage.remains import KeptText, Remains, remains_of

_IN_DOUBT = ", altered since it was written, so check every number"


@dataclass(frozen=True, slots=True)
class Salvaged:
    """The best protocol found in a damaged file, how it was found, in words, and what else is left.

    ``states`` are the named states and versions that are whole; ``remains`` holds comments and attachments.
    """

    trial: TrialProtocol
    found_as: str
    states: tuple[tuple[KeptText, TrialProtocol], ...] = ()
    remains: Remains = field(default_factory=Remains)

    @property
    def beside(self) -> str:
        """What comes along besides the protocol, in words; empty when nothing does."""
        counts = (
            (len(self.states), "saved state"),
            (len(self.remains.comments), "comment"),
            (len(self.remains.attachments), "attachment"),
        )
        return ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts if count)


def salvage(path: Path) -> Salvaged:
    """Look for a readable protocol, what is proved by its hash first.

    Raises:
        StorageProblem: There is none, or the file cannot be read; the text says so.
    """
    remains = remains_of(path)
    states = tuple(
        (state, trial) for state in remains.states if state.is_proved and (trial := _read(state.text))
    )
    for text, found_as in _candidates(remains):
        trial = _read(text)
        if trial is not None:
            return Salvaged(trial, found_as, states, remains)
    raise StorageProblem(
        f"Nothing can be saved of {shown(path)}: it holds no readable protocol; open an earlier copy of it, "
        "such as one from a backup."
    )


def what_can_be_saved(path: Path, problem: StorageProblem) -> str:
    """Say what of a file that could not be read can be saved; empty when nothing can, or nothing is broken.

    Args:
        problem: Why it could not be read.
    """
    if not isinstance(problem, DamagedFile):
        return ""
    try:
        found = salvage(path)
    except StorageProblem:
        return ""
    return f"{found.found_as} and {found.beside}" if found.beside else found.found_as


def salvage_into(path: Path, new: Path, now: datetime | None = None) -> Salvaged:
    """Save what can be saved into a new file: the protocol, saved states, comments and attachments.

    Raises:
        StorageProblem: Nothing can be saved, or the new file cannot be written.
    """
    found = salvage(path)
    label = f"Salvage from {shown(Path(path.name))}: {found.found_as}"[:200]
    trials = [trial for _, trial in found.states] + [found.trial]
    with ProtocolFile.create(new, trials[0], now=now, label=label) as file:
        for (state, _), after in zip(found.states, trials[1:], strict=True):
            origin = f"Saved {state.at} by {state.author or 'nobody named'}. {state.note}".strip()
            file.save_state(state.name, now, version=state.version, note=origin)
            file.record(label, file.trial, after, now)
        with file.writing() as db:
            db.table("comment").insert_all(asdict(comment) for comment in found.remains.comments)
            db.table("attachment").insert_all(found.remains.attachments)
    return found


def _candidates(remains: Remains) -> Iterator[tuple[str, str]]:
    documents = remains.documents
    yield from ((one.text, "the protocol as it was last") for one in documents if one.is_proved)
    proved = [state for state in remains.states if state.is_proved]
    followed = [_followed(state, remains.entries) for state in reversed(proved)]
    last = remains.entries[-1].seq if remains.entries else 0
    yield from ((text, how) for text, how, seq in followed if seq == last)
    yield from ((one.text, f"the protocol as it was last{_IN_DOUBT}") for one in documents)
    yield from ((text, how) for text, how, _ in followed)
    yield from ((state.text, f"{_called(state)}{_IN_DOUBT}") for state in reversed(remains.states))
    yield from remains.texts


def _followed(state: KeptText, entries: tuple[JournalEntry, ...]) -> tuple[str, str, int]:
    """Carry out what the journal says was done after a saved state, as far as the hashes prove it."""
    document, text, seq = json_value(state.text), state.text, state.seq
    for entry in entries:
        if entry.seq != seq + 1:
            continue
        try:
            for change in entry.changes:
                document = with_change(document, change)
        except MisfitChange:
            break
        fresh = compact(document)
        if sha256_of(fresh) != entry.sha256_after:
            break
        text, seq = fresh, entry.seq
    edits = seq - state.seq
    after = (
        "" if not edits else f" with the {edits} journal entries after it" if edits > 1 else " and one edit"
    )
    return text, f"{_called(state)}{after}", seq


def _called(state: KeptText) -> str:
    return f"version {state.version}" if state.version else f"the saved state “{state.name}”"


def _read(text: str) -> TrialProtocol | None:
    try:
        return from_json(text)
    except (StorageProblem, UnicodeEncodeError):
        return None
