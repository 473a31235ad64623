"""Opens and starts protocols: from a file, from the exchange form, from a prior study, from nothing."""

import os
from datetime import datetime
from pathlib import Path

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.storage.opened_by import Opener, OpenNote, leave_note
from protocol_designer.storage.opening import is_kept_file, read_protocol
from protocol_designer.storage.problems import StorageProblem
from protocol_designer.storage.protocol_file import ProtocolFile
from protocol_designer.storage.salvage import salvage_into
from protocol_designer.workspace.drafts import copy_to_draft, draft_path, draft_title, is_draft, new_draft
from protocol_designer.workspace.versions import state_title
from protocol_designer.workspace.workspace import Workspace


def open_document(
    path: Path, formulary: Formulary, now: datetime, author: str = "", *, to_read: bool = False
) -> Workspace:
    """Open a protocol file; the exchange form becomes a new draft, so that its file stays as it is.

    A note beside the file tells others who has it. Where none can be laid the file is open to be read only.

    Args:
        author: The name, as typed, for the journal.
        to_read: Whether the file is only to be read, because somebody else has it.

    Raises:
        StorageProblem: The file cannot be read; it is left as it was.
    """
    if not is_kept_file(path):
        return start_document(read_protocol(path), path.stem, formulary, now, author)
    file = ProtocolFile.open(path, author)
    note: OpenNote | None = None
    reason = ""
    if to_read:
        reason = f"{path.name} is open to be read only; save it under another name to work on a copy."
    else:
        note = _note(file, now, author)
        if note is None:
            reason = (
                f"{path.name} or its folder cannot be written, so it is open to be read only; save it under "
                "another name to work on a copy."
            )
    workspace = Workspace(file.trial, formulary, file, read_only=reason)
    workspace.note = note
    return workspace


def open_copy(path: Path, formulary: Formulary, now: datetime, author: str = "") -> Workspace:
    """Open a copy of a file as a draft; it shares the journal, so that it can be merged later.

    Raises:
        StorageProblem: The file cannot be read, or the drafts folder cannot be written.
    """
    with ProtocolFile.open(path, author) as file:
        return _kept(copy_to_draft(file, now), formulary, now, author)


def start_document(
    trial: TrialProtocol, title: str, formulary: Formulary, now: datetime, author: str = ""
) -> Workspace:
    """Start a new protocol as a draft, so that it is kept from the first moment.

    Raises:
        StorageProblem: The drafts folder cannot be written.
    """
    return _kept(new_draft(trial, title, now, author), formulary, now, author)


def open_salvaged(path: Path, formulary: Formulary, now: datetime, author: str = "") -> Workspace:
    """Save what can be saved of a damaged file into a new draft and open it.

    Raises:
        StorageProblem: Nothing can be saved, or the drafts folder cannot be written.
    """
    new = draft_path(path.stem, now)
    salvage_into(path, new, now)
    return _kept(ProtocolFile.open(new, author), formulary, now, author)


def name_document(workspace: Workspace, path: Path, now: datetime) -> None:
    """Keep the protocol under a name from now on; a draft that got its name is no draft any more.

    Raises:
        StorageProblem: The file cannot be written; the protocol stays where it was kept.
    """
    old, note = workspace.file, workspace.note
    if old is None:
        workspace.move_to(ProtocolFile.create(path, workspace.trial, replace=True))
    else:
        workspace.move_to(old.save_as(path, workspace.trial, replace=True))
        old.close()
    if note is not None:
        note.remove()
    file = workspace.file
    workspace.note = _note(file, now, file.author) if file else None
    workspace.allow_edits()
    if old is not None and is_draft(old.path):
        old.path.unlink(missing_ok=True)


def close_document(workspace: Workspace) -> None:
    """Let go of the file and of the note beside it; everything is in the file already."""
    if workspace.file is not None:
        workspace.file.close()
    if workspace.note is not None:
        workspace.note.remove()


def _kept(file: ProtocolFile, formulary: Formulary, now: datetime, author: str) -> Workspace:
    workspace = Workspace(file.trial, formulary, file)
    workspace.note = _note(file, now, author)
    return workspace


def _note(file: ProtocolFile, now: datetime, author: str) -> OpenNote | None:
    """Lay a note beside a file that can be written; None where it cannot."""
    if not os.access(file.path, os.W_OK):
        return None
    try:
        return leave_note(file.path, Opener.here(now, author))
    except StorageProblem:
        return None


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


def window_title(workspace: Workspace) -> str:
    """Return the title of the window: the protocol, and how it stands."""
    title = document_title(workspace)
    if workspace.earlier is not None:
        return f"{title}, {state_title(workspace.earlier)} (read only)"
    if workspace.read_only:
        return f"{title} (read only)"
    return f"{title} (draft)" if workspace.file is None or is_draft(workspace.file.path) else title
