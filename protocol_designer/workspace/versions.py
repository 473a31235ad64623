"""Versions of the open protocol: what is frozen, how the draft stands to it, freezing and going back."""

import re
from datetime import date

from protocol_designer.edits.amendments import date_version
from protocol_designer.edits.edit import Edit, in_one
from protocol_designer.edits.identity import change_version
from protocol_designer.edits.states import restore_state
from protocol_designer.storage import amended
from protocol_designer.storage.protocol_file import SavedState, StorageProblem
from protocol_designer.workspace.workspace import Workspace

_LAST_NUMBER = re.compile(r"(\d+)(\D*)$")


def last_version(workspace: Workspace) -> SavedState | None:
    """Return the version frozen last, or None."""
    return next((state for state in reversed(workspace.states) if state.version), None)


def version_called(workspace: Workspace, number: str | None) -> SavedState | None:
    """Return the frozen version with a number, or None."""
    return next((state for state in workspace.states if state.version and state.version == number), None)


def is_frozen(workspace: Workspace) -> bool:
    """Tell whether the document is exactly the version frozen last."""
    last, file = last_version(workspace), workspace.file
    return last is not None and file is not None and not workspace.lags_behind and file.sha256 == last.sha256


def reused_number(workspace: Workspace) -> str:
    """Say that the title page names a version that is frozen with other content; empty when it does not.

    A file that cannot be asked any more stands against a final export as well; its problem is told.
    """
    file = workspace.file
    if file is None or workspace.earlier is not None:
        return ""
    try:
        return amended.reused_number(file, workspace.trial)
    except StorageProblem as problem:
        return str(problem)


def standing_words(workspace: Workspace) -> str:
    """Say how the document stands to the versions: “version 1.0, frozen”; empty before the first one."""
    if workspace.earlier is not None:
        return state_title(workspace.earlier)
    last = last_version(workspace)
    if last is None:
        return ""
    return f"version {last.version}, frozen" if is_frozen(workspace) else f"draft after {last.version}"


def state_title(state: SavedState) -> str:
    """Name a saved state: “Version 1.0” or “Sent to the pharmacist”."""
    return f"Version {state.version}" if state.version else f"“{state.name}”"


def next_number(number: str) -> str:
    """Count the last number of a version up: 1.0 gives 1.1."""
    return _LAST_NUMBER.sub(lambda found: f"{int(found[1]) + 1}{found[2]}", number)


def suggested_number(workspace: Workspace) -> str:
    """Suggest the number under which the document can be frozen."""
    number = workspace.trial.identity.version
    if number and version_called(workspace, number) is None:
        return number
    last = last_version(workspace)
    known = number or (last.version if last else "")
    wanted = next_number(known) if known else "1.0"
    return wanted if version_called(workspace, wanted) is None else ""


def freeze(workspace: Workspace, number: str, name: str, note: str, day: date) -> SavedState:
    """Put number and date on the title page and freeze the document as that version.

    Raises:
        StorageProblem: There is no file, the number is taken or refused, or the file cannot be written.
    """
    file = workspace.file
    if file is None:
        raise StorageProblem("The protocol is in memory only; save it to a file, then freeze it.")
    if version_called(workspace, number) is not None:
        raise StorageProblem(f"Version {number} is frozen already; give the new version another number.")
    workspace.apply(in_one(f"Number version {number}", change_version(number), date_version(day)))
    identity = workspace.trial.identity
    if workspace.lags_behind or (identity.version, identity.version_date) != (number, day):
        raise StorageProblem(f"Version {number} is not frozen: its number could not be kept; try again.")
    state = file.save_state(name, version=number, note=note)
    workspace.forget_states()
    return state


def restore(workspace: Workspace, state: SavedState) -> Edit:
    """Return the edit that makes an earlier state the document again.

    Raises:
        StorageProblem: The state cannot be read.
    """
    if workspace.file is None:
        raise StorageProblem("The protocol is in memory only and has no earlier states.")
    return restore_state(workspace.file.state(state.journal_seq), state_title(state))
