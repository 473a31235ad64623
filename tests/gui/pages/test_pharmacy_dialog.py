"""The pharmacy sheet from the button to the file, by clicks and keys."""

from pathlib import Path

import pypdf
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.pages.dosing_page import DosingPage
from protocol_designer.gui.pharmacy_dialog import PharmacyDialog
from protocol_designer.report.pharmacy_sheet import PURPOSE
from tests.gui.pages.page_tools import Open, button, named, retype


def opened(qtbot: QtBot, page: DosingPage) -> PharmacyDialog:
    qtbot.mouseClick(button(page, "Pharmacy sheet (PDF)…"), Qt.MouseButton.LeftButton)
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, PharmacyDialog))


def exported(qtbot: QtBot, dialog: PharmacyDialog, path: Path) -> str:
    file = named(dialog, "File to write")
    file.setFocus()
    file.selectAll()
    qtbot.keyClicks(file, str(path))
    qtbot.keyClick(dialog.export_button, Qt.Key.Key_Space)
    assert dialog.progress.isVisible()
    assert not dialog.export_button.isEnabled()
    qtbot.waitUntil(dialog.export_button.isEnabled, timeout=20_000)
    return "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def test_one_regimen_is_written_and_named(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol, tmp_path: Path
) -> None:
    page = open_page(DosingPage, sample_trial)
    dialog = opened(qtbot, page)
    assert "no draft mark" in dialog.standing.text()
    path = tmp_path / "sheet.pdf"
    text = exported(qtbot, dialog, path)
    assert dialog.outcome.text() == f"Written: {path}"
    assert PURPOSE in text
    assert "137.5" in text
    others = [one.name for one in sample_trial.regimens if one.drug != "ketamine"]
    assert not any(f"Pharmacy sheet: {name}" in text for name in others)
    assert dialog.export_button.text() == "Replace the file"
    dialog.close()


def test_all_regimens_are_written_as_a_draft_while_a_hard_limit_is_broken(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol, tmp_path: Path
) -> None:
    page = open_page(DosingPage, sample_trial)
    retype(qtbot, named(page, "Cap"), "")
    retype(qtbot, named(page, "Amount, step 2"), "1.9 mg/kg")
    dialog = opened(qtbot, page)
    assert "marked as a draft" in dialog.standing.text()
    regimens = named(dialog, "Regimens on the sheet")
    regimens.setFocus()
    qtbot.keyClick(regimens, Qt.Key.Key_Down)
    text = exported(qtbot, dialog, tmp_path / "sheet.pdf")
    assert text.count("Check lines") == len(sample_trial.regimens)
    assert "hard limit" in text
    assert "DRAFT" in text.upper()
    dialog.close()


def test_a_file_that_cannot_be_written_is_told_and_leaves_nothing(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol, tmp_path: Path
) -> None:
    page = open_page(DosingPage, sample_trial)
    dialog = opened(qtbot, page)
    other = tmp_path / "notes.pdf"
    other.write_text("no PDF")
    file = named(dialog, "File to write")
    file.selectAll()
    qtbot.keyClicks(file, str(other))
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.outcome.isVisible, timeout=20_000)
    assert "Written" not in dialog.outcome.text()
    assert other.read_text() == "no PDF"
    assert list(tmp_path.iterdir()) == [other]
    dialog.close()
