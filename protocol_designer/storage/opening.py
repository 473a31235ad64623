"""Reads a protocol from whichever kind of file it is in: protocol file, exchange form, or archive PDF."""

from pathlib import Path

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.storage import atomic_file
from protocol_designer.storage.archive import is_pdf, protocol_text
from protocol_designer.storage.exchange import LARGEST, from_json, to_json
from protocol_designer.storage.layout import SUFFIX, is_database
from protocol_designer.storage.problems import (
    EMPTY,
    DamagedFile,
    FromNewerProgram,
    StorageProblem,
    ending,
    shown,
    told,
)
from protocol_designer.storage.protocol_file import ProtocolFile
from protocol_designer.storage.reading import read_at_most

EXCHANGE_SUFFIX = ".json"


def is_kept_file(path: Path) -> bool:
    """Tell whether a file keeps a protocol with its journal: its content says so, or else its name."""
    return is_database(path) or path.suffix == SUFFIX


def read_protocol(path: Path) -> TrialProtocol:
    """Read a protocol; the content of the file decides how, not its name.

    Raises:
        StorageProblem: One sentence with the place and the cure; the file is left as it is.
    """
    if is_kept_file(path):
        with ProtocolFile.open(path) as file:
            return file.trial
    return _read_exchange(path)


def write_new(path: Path, trial: TrialProtocol) -> None:
    """Write a protocol to a new file; the suffix says in which form. An existing file is never replaced.

    Raises:
        StorageProblem: The suffix is neither form, the file exists, or folder or disk do not take it.
    """
    if path.suffix == SUFFIX:
        ProtocolFile.create(path, trial).close()
    elif path.suffix == EXCHANGE_SUFFIX:
        text = to_json(trial)
        with told(path, "cannot be written"):
            atomic_file.write_text(path, text, replace=False)
    else:
        raise StorageProblem(
            f"{shown(path)} has no suffix that says in which form to write; end the name in {SUFFIX} "
            f"or {EXCHANGE_SUFFIX}."
        )


def _read_exchange(path: Path) -> TrialProtocol:
    content = read_at_most(path, LARGEST + 1)
    if len(content) > LARGEST:
        raise StorageProblem(f"{shown(path)} is larger than {LARGEST // 1_000_000} MB; this is no protocol.")
    if not content:
        raise StorageProblem(f"{shown(path)} {EMPTY}.")
    if content.startswith(b"\xef\xbb\xbf"):
        raise StorageProblem(
            f"{shown(path)} starts with a byte order mark; save it again as UTF-8 without one."
        )
    try:
        text = protocol_text(path, content) if is_pdf(content) else content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise StorageProblem(
            f"{shown(path)} is neither a protocol file nor text in UTF-8; choose a file ending in {SUFFIX} "
            f"or {EXCHANGE_SUFFIX}."
        ) from error
    try:
        return from_json(text)
    except StorageProblem as problem:
        kind = FromNewerProgram if isinstance(problem, FromNewerProgram) else DamagedFile
        raise kind(f"{shown(path)} cannot be read: {ending(problem)}") from problem
