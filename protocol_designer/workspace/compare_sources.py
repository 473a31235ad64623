"""What can be compared: the protocol now, its versions and saved states, another file, a prior study."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.storage.opening import read_protocol
from protocol_designer.storage.protocol_file import ProtocolFile, SavedState
from protocol_designer.workspace.moments import day_words
from protocol_designer.workspace.versions import state_title
from protocol_designer.workspace.workspace import Workspace

if TYPE_CHECKING:
    from protocol_designer.precedents.template import Template

NOW = "now"


@dataclass(frozen=True, slots=True)
class Source:
    """One state to compare. ``load`` reads it and raises `StorageProblem` when it cannot be read."""

    key: str
    label: str
    load: Callable[[], TrialProtocol]


def own_sources(workspace: Workspace) -> tuple[Source, ...]:
    """Return the document as it is now, then versions and saved states, the newest first."""
    found = [Source(NOW, "The protocol now", lambda: workspace.trial)]
    file = workspace.file
    if file is not None:
        states = sorted(workspace.states, key=lambda state: (bool(state.version), state.journal_seq))
        found += [Source(state_key(state), _label(state), _reader(file, state)) for state in reversed(states)]
    return tuple(found)


def state_key(state: SavedState) -> str:
    """Return the key under which a saved state can be chosen."""
    return f"state:{state.journal_seq}"


def file_source(path: Path) -> Source:
    """Return another protocol file or exchange form."""
    return Source(f"file:{path}", f"File {path.name}", lambda: read_protocol(path))


def study_source(template: "Template") -> Source:
    """Return a prior study as the protocol that it starts."""
    from protocol_designer.precedents.start import start_from

    return Source(f"study:{template.id}", f"Prior study {template.label}", lambda: start_from(template))


def _label(state: SavedState) -> str:
    name = f" “{state.name}”" if state.version else ""
    return f"{state_title(state)}{name}, {day_words(state.at)}"


def _reader(file: ProtocolFile, state: SavedState) -> Callable[[], TrialProtocol]:
    return lambda: file.state(state.journal_seq)
