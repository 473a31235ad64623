"""Asks for files; the one place where the system's file dialogs open."""

import re
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from protocol_designer.storage.comments import REVIEW_SUFFIX
from protocol_designer.storage.layout import SUFFIX


def _tr(text: str) -> str:
    return QCoreApplication.translate("file_dialogs", text)


def file_name(title: str) -> str:
    """Return a title as the name of a file."""
    return re.sub(r"[^\w\-,()]+", " ", title).strip()[:80] or "Protocol"


def ask_open_path(parent: QWidget) -> Path | None:
    """Ask for a protocol to open; None when the user gives up."""
    kinds = f"{_tr('Protocols')} (*{SUFFIX} *.json *.pdf);;{_tr('All files')} (*)"
    name, _ = QFileDialog.getOpenFileName(parent, _tr("Open a protocol"), str(Path.home()), kinds)
    return Path(name) if name else None


def ask_formulary_path(parent: QWidget) -> Path | None:
    """Ask for a site formulary; None when the user gives up."""
    kinds = f"{_tr('Site formularies')} (*.json);;{_tr('All files')} (*)"
    name, _ = QFileDialog.getOpenFileName(parent, _tr("Load a site formulary"), str(Path.home()), kinds)
    return Path(name) if name else None


def ask_save_path(parent: QWidget, suggestion: str) -> Path | None:
    """Ask where a protocol shall be kept; None when the user gives up."""
    start = str(Path.home() / f"{file_name(suggestion)}{SUFFIX}")
    kinds = f"{_tr('Protocols')} (*{SUFFIX})"
    name, _ = QFileDialog.getSaveFileName(parent, _tr("Save the protocol as"), start, kinds)
    if not name:
        return None
    path = Path(name)
    if path.suffix == SUFFIX:
        return path
    # The system's dialog asked about the name as it was typed, not about the one with the suffix.
    path = path.with_name(path.name + SUFFIX)
    return path if not path.exists() or _may_replace(parent, path) else None


def _may_replace(parent: QWidget, path: Path) -> bool:
    text = _tr("{name} exists already. Replace it?").format(name=path.name)
    buttons = QMessageBox.StandardButton
    answer = QMessageBox.question(
        parent, _tr("Save the protocol as"), text, buttons.Yes | buttons.No, buttons.No
    )
    return answer is buttons.Yes


def ask_pdf_path(parent: QWidget, start: Path) -> Path | None:
    """Ask where a PDF shall be written; None when the user gives up."""
    name, _ = QFileDialog.getSaveFileName(parent, _tr("Export PDF to"), str(start), "PDF (*.pdf)")
    if not name:
        return None
    path = Path(name)
    return path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")


def ask_copy_path(parent: QWidget) -> Path | None:
    """Ask for a colleague's copy to merge; None when the user gives up."""
    kinds = f"{_tr('Protocols')} (*{SUFFIX} *.json);;{_tr('All files')} (*)"
    name, _ = QFileDialog.getOpenFileName(parent, _tr("Merge a copy"), str(Path.home()), kinds)
    return Path(name) if name else None


def ask_review_path(parent: QWidget) -> Path | None:
    """Ask for a review copy to take in; None when the user gives up."""
    kinds = f"{_tr('Review copies')} (*{REVIEW_SUFFIX});;{_tr('All files')} (*)"
    name, _ = QFileDialog.getOpenFileName(parent, _tr("Take in a review copy"), str(Path.home()), kinds)
    return Path(name) if name else None


def ask_path_for_review(parent: QWidget, suggestion: str) -> Path | None:
    """Ask where a review copy shall be written; None when the user gives up."""
    start = str(Path.home() / f"{file_name(suggestion)}{REVIEW_SUFFIX}")
    kinds = f"{_tr('Review copies')} (*{REVIEW_SUFFIX})"
    name, _ = QFileDialog.getSaveFileName(parent, _tr("Export a review copy"), start, kinds)
    if not name:
        return None
    path = Path(name)
    if path.suffix == REVIEW_SUFFIX:
        return path
    path = path.with_name(path.name + REVIEW_SUFFIX)
    return path if not path.exists() or _may_replace(parent, path) else None


def ask_attachment_path(parent: QWidget) -> Path | None:
    """Ask for a file to attach; None when the user gives up."""
    name, _ = QFileDialog.getOpenFileName(parent, _tr("Attach a file"), str(Path.home()))
    return Path(name) if name else None


def ask_path_for_attachment(parent: QWidget, suggestion: str) -> Path | None:
    """Ask where an attachment shall be written; None when the user gives up."""
    start = str(Path.home() / Path(suggestion).name)
    name, _ = QFileDialog.getSaveFileName(parent, _tr("Save the attachment as"), start)
    return Path(name) if name else None
