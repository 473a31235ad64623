"""Unnamed protocols: each is a file in the user's data folder from the first moment on."""

import os
import re
from datetime import datetime, timedelta
from pathlib import Path

import platformdirs

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.storage.layout import SUFFIX
from protocol_designer.storage.protocol_file import ProtocolFile, StorageProblem

_APPLICATION = "protocol-designer"
_KEPT_DELETED = timedelta(days=30)
_MOMENT = re.compile(r" \d{4}-\d\d-\d\d \d\d\.\d\d( \(\d+\))?$")


def drafts_folder() -> Path:
    """Return the folder of unnamed protocols; it may not exist yet."""
    return platformdirs.user_data_path(_APPLICATION, appauthor=False) / "drafts"


def new_draft(
    trial: TrialProtocol, title: str, now: datetime, author: str = "", label: str = "Start the protocol"
) -> ProtocolFile:
    """Keep a new protocol in a draft file of its own.

    Raises:
        StorageProblem: The folder or file cannot be written.
    """
    return ProtocolFile.create(draft_path(title, now), trial, author=author, label=label)


def copy_to_draft(file: ProtocolFile, now: datetime) -> ProtocolFile:
    """Copy a file with its whole journal to a draft, so that the two can be merged later.

    Raises:
        StorageProblem: The folder or file cannot be written.
    """
    return file.save_as(draft_path(f"{draft_title(file.path)} (copy)", now))


def draft_path(title: str, now: datetime) -> Path:
    """Return a path in the drafts folder that no file has yet.

    Raises:
        StorageProblem: The folder cannot be made.
    """
    folder = drafts_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageProblem(
            f"The folder for drafts {folder} cannot be made ({error.strerror}); give it write access."
        ) from error
    stem = f"{_safe(title)} {now:%Y-%m-%d %H.%M}"
    path, number = folder / f"{stem}{SUFFIX}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem} ({number}){SUFFIX}"
    return path


def list_drafts() -> tuple[Path, ...]:
    """Return the unnamed protocols, the last changed first."""
    found = list(drafts_folder().glob(f"*{SUFFIX}"))
    return tuple(sorted(found, key=lambda path: path.stat().st_mtime, reverse=True))


def delete_draft(path: Path, now: datetime) -> Path:
    """Take a draft out of the list; returns where it waits to be brought back, for 30 days.

    Raises:
        StorageProblem: The file cannot be moved.
    """
    bin_folder = drafts_folder() / "deleted"
    try:
        bin_folder.mkdir(exist_ok=True)
        for old in bin_folder.iterdir():
            if now.timestamp() - old.stat().st_mtime > _KEPT_DELETED.total_seconds():
                old.unlink()
        gone = _move(path, bin_folder)
        os.utime(gone, (now.timestamp(), now.timestamp()))
    except OSError as error:
        raise StorageProblem(
            f"The draft “{draft_title(path)}” cannot be deleted ({error.strerror}); "
            f"give the folder {drafts_folder()} write access."
        ) from error
    return gone


def restore_draft(path: Path) -> Path:
    """Bring a deleted draft back into the list; returns its file.

    Raises:
        StorageProblem: The file cannot be moved.
    """
    try:
        return _move(path, drafts_folder())
    except OSError as error:
        raise StorageProblem(
            f"The draft “{draft_title(path)}” cannot be brought back ({error.strerror}); "
            f"it is kept in {path.parent}."
        ) from error


def draft_title(path: Path) -> str:
    """Return what a draft was called when it was started."""
    return _MOMENT.sub("", path.stem)


def is_draft(path: Path) -> bool:
    """Tell whether a file is an unnamed protocol."""
    return path.parent == drafts_folder()


def _move(path: Path, folder: Path) -> Path:
    """Move a file together with the journal that an interrupted edit may have left beside it."""
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():
        journal.replace(folder / journal.name)
    return path.replace(folder / path.name)


def _safe(title: str) -> str:
    return re.sub(r"[^\w\-,()]+", " ", title).strip()[:60] or "Protocol"
