"""Opens and starts protocols: from a file, from the exchange form, from a prior study, from nothing."""

from datetime import datetime
from pathlib import Path

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.storage.opening import is_kept_file, read_protocol
from protocol_designer.storage.protocol_file import ProtocolFile
from protocol_designer.workspace.drafts import draft_title, is_draft, new_draft
from protocol_designer.workspace.workspace import Workspace


def open_document(path: Path, formulary: Formulary, now: datetime) -> Workspace:
    """Open a protocol file; the exchange form becomes a new draft, so that its file stays as it is.

    Raises:
        StorageProblem: The file cannot be read; it is left as it was.
    """
    if is_kept_file(path):
        file = ProtocolFile.open(path)
        return Workspace(file.trial, formulary, file)
    return start_document(read_protocol(path), path.stem, formulary, now)


def start_document(trial: TrialProtocol, title: str, formulary: Formulary, now: datetime) -> Workspace:
    """Start a new protocol as a draft, so that it is kept from the first moment.

    Raises:
        StorageProblem: The drafts folder cannot be written.
    """
    return Workspace(trial, formulary, new_draft(trial, title, now))


def name_document(workspace: Workspace, path: Path) -> None:
    """Keep the protocol under a name from now on; a draft that got its name is no draft any more.

    Raises:
        StorageProblem: The file cannot be written; the protocol stays where it was kept.
    """
    old = workspace.file
    if old is None:
        workspace.move_to(ProtocolFile.create(path, workspace.trial, replace=True))
        return
    workspace.move_to(old.save_as(path, workspace.trial, replace=True))
    old.close()
    if is_draft(old.path):
        old.path.unlink(missing_ok=True)


def document_title(workspace: Workspace) -> str:
    """Return what the window calls the protocol."""
    identity = workspace.trial.identity
    titled = identity.acronym or identity.short_title or identity.full_title
    if titled is not None:
        return titled
    path = workspace.file.path if workspace.file else None
    if path is None:
        return "Protocol"
    return draft_title(path) if is_draft(path) else path.stem
