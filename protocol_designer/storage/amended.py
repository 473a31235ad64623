"""What frozen versions mean for a document: the one its amendment changes, the one its number belongs to."""

from pathlib import Path
from typing import NamedTuple

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.storage.opening import is_kept_file, read_protocol
from protocol_designer.storage.protocol_file import ProtocolFile


class ForExport(NamedTuple):
    """A protocol to be printed, the version that its amendment changes, and what `reused_number` says."""

    trial: TrialProtocol
    earlier: TrialProtocol | None = None
    reused: str = ""


def amended_version(file: ProtocolFile, trial: TrialProtocol) -> TrialProtocol | None:
    """Return the frozen version that the amendment of a protocol names; None when the file has none.

    Raises:
        StorageProblem: The file cannot be read, or the version was altered.
    """
    if trial.amendment is None:
        return None
    wanted = trial.amendment.amends
    found = [state for state in file.saved_states() if state.version == wanted]
    return file.state(found[-1].journal_seq) if found else None


def reused_number(file: ProtocolFile, trial: TrialProtocol) -> str:
    """Say that the title page names a version frozen with other content; empty when it does not.

    Args:
        trial: The protocol that is to be printed; the file may lag behind it.

    Raises:
        StorageProblem: The file cannot be read.
    """
    number = trial.identity.version
    state = next((one for one in file.saved_states() if one.version and one.version == number), None)
    if state is None or (file.sha256 == state.sha256 and file.trial == trial):
        return ""
    return (
        f"The title page says version {number}, but the protocol was changed since that version was frozen; "
        "begin an amendment or freeze it under another number before a final export."
    )


def read_for_export(path: Path) -> ForExport:
    """Read a protocol and what its frozen versions mean for it, which only a protocol file can tell.

    Raises:
        StorageProblem: One sentence with the place and the cure; the file is left as it is.
    """
    if not is_kept_file(path):
        return ForExport(read_protocol(path))
    with ProtocolFile.open(path) as file:
        trial = file.trial
        return ForExport(trial, amended_version(file, trial), reused_number(file, trial))
