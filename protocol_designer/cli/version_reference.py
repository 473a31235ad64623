"""What stands for a protocol on the command line: a file, a version inside it, a prior study, the sample."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from protocol_designer.cli.faults import CommandRefused
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.storage.opening import read_protocol
from protocol_designer.storage.problems import DamagedFile, shown

SAMPLE = "sample"


def read_reference(text: str) -> TrialProtocol:
    """Read what a reference stands for; a file goes before a prior study of the same name.

    ``FILE@1.0`` is the version 1.0 frozen in FILE, or the state saved under that name; ``FILE@#12`` is FILE
    as it was after entry 12 of its journal.

    Raises:
        CommandRefused: There is no such file, version or study.
        StorageProblem: The file cannot be read.
    """
    path = Path(text)
    file, at, version = text.rpartition("@")
    if path.exists() or "/" in version:
        at = ""
    if at and Path(file).exists():
        with naming_what_is_left(Path(file)):
            return _version(Path(file), version)
    if path.exists() or path.suffix or at:
        with naming_what_is_left(path):
            return read_protocol(path)
    return _study(text)


@contextmanager
def naming_what_is_left(path: Path) -> Iterator[None]:
    """Add to the refusal of a damaged file what can be saved of it."""
    try:
        yield
    except DamagedFile as problem:
        from protocol_designer.storage.salvage import what_can_be_saved

        found = what_can_be_saved(path, problem)
        how = "Can be saved into a new file with “protocol-designer salvage FILE NEW”"
        left = f"{how}: {found}." if found else "Nothing can be saved of this one."
        raise CommandRefused(f"{problem} {left}") from problem


def _version(path: Path, version: str) -> TrialProtocol:
    from protocol_designer.storage.ancestry import state_after
    from protocol_designer.storage.protocol_file import ProtocolFile

    with ProtocolFile.open(path) as file:
        number = version.removeprefix("#")
        if number != version and number.isascii() and number.isdecimal():
            return state_after(file, int(number))
        states = file.saved_states()
        for known in (
            [one for one in states if one.version == version],
            [s for s in states if s.name == version],
        ):
            if known:
                return file.state(known[-1].journal_seq)
    there = ", ".join(state.version or state.name for state in states) or "none"
    raise CommandRefused(f"{shown(path)} has no version or saved state “{version}”; there are: {there}.")


def _study(name: str) -> TrialProtocol:
    from protocol_designer.precedents.library import UnknownTemplate, load_sample, load_templates
    from protocol_designer.precedents.start import start_from

    if name == SAMPLE:
        return load_sample()
    try:
        return start_from(load_templates().get(name))
    except UnknownTemplate as unknown:
        raise CommandRefused(
            f"There is neither a file nor a prior study “{name}”; list the studies with: "
            "protocol-designer templates"
        ) from unknown
