"""The version that an amendment changes, as the protocol file froze it."""

from pathlib import Path

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.storage.opening import is_kept_file, read_protocol
from protocol_designer.storage.protocol_file import ProtocolFile


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


def read_with_amended(path: Path) -> tuple[TrialProtocol, TrialProtocol | None]:
    """Read a protocol and the version that its amendment changes, which only a protocol file can hold.

    Raises:
        StorageProblem: One sentence with the place and the cure; the file is left as it is.
    """
    if not is_kept_file(path):
        return read_protocol(path), None
    with ProtocolFile.open(path) as file:
        trial = file.trial
        return trial, amended_version(file, trial)
