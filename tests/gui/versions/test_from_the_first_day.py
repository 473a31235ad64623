"""The story of a new user: write, be killed, start again, freeze, amend, compare, read the PDF's hash."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCommandLinkButton
from pytestqt.qtbot import QtBot

from protocol_designer.gui.amendment_dialog import AmendmentDialog, BeginAmendmentDialog
from protocol_designer.gui.compare_dialog import CompareDialog
from protocol_designer.gui.freeze_dialog import FreezeDialog
from protocol_designer.storage.protocol_file import ProtocolFile
from protocol_designer.storage.verification import verify
from protocol_designer.workspace.drafts import list_drafts
from tests.gui.versions.version_tools import OpenWindow, decide, dialog_of, opened, press, trigger, type_into

_FIRST_DAY = """
import os
from PySide6.QtWidgets import QApplication
from protocol_designer.app import build_window
from protocol_designer.edits.fields import set_field

window = build_window(QApplication([]))
window.files.start_from_template("dakwar_2020_alcohol")
for number in range(30):
    window.workspace.apply(set_field("identity.short_title", f"Title {number}", "Change the title"))
window.workspace.apply(set_field("population.weight_max", "110 kg", "Change the highest weight"))
os.kill(os.getpid(), 9)
"""


def test_a_draft_survives_the_kill_and_becomes_a_version_and_an_amendment(
    qtbot: QtBot, new_window: OpenWindow, own_home: Path
) -> None:
    killed = subprocess.run([sys.executable, "-c", _FIRST_DAY], check=False, capture_output=True, text=True)
    assert killed.returncode == -9, killed.stderr
    assert len(list_drafts()) == 1
    window = new_window()
    links = window.start_page.findChildren(QCommandLinkButton)
    draft = next(link for link in links if "Draft without a name" in link.description())
    qtbot.mouseClick(draft, Qt.MouseButton.LeftButton)
    assert opened(window).trial.identity.short_title == "Title 29"
    assert opened(window).undo_stack.count() == 31
    trigger(window, "undo")
    assert opened(window).trial.population.weight_max is None
    trigger(window, "redo")

    trigger(window, "freeze")
    form = dialog_of(window, FreezeDialog)
    assert form.number.text() == "1.0"
    type_into(qtbot, form.purpose, "Submitted to the board")
    type_into(qtbot, form.author, "N. User")
    press(qtbot, form, "Freeze version 1.0")
    trigger(window, "amend")
    press(qtbot, dialog_of(window, BeginAmendmentDialog), "Begin the amendment")
    dialog_of(window, AmendmentDialog).reject()
    decide(window, "population.weight_max", "100 kg")
    trigger(window, "compare")
    listed = dialog_of(window, CompareDialog).listed
    assert (listed[0].before, listed[0].after) == ("110 kg", "100 kg")
    assert "identity.version" in [change.place for change in listed]
    dialog_of(window, CompareDialog).reject()

    file = opened(window).file
    assert file is not None
    path = file.path
    window.close()
    QApplication.processEvents()
    assert verify(path).faults == ()
    with ProtocolFile.open(path) as again:
        assert [state.version for state in again.saved_states()] == ["1.0"]
        assert again.journal()[-1].author == "N. User"
