"""What is asked when a file cannot simply be opened: somebody else has it, or it is damaged."""

import socket
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.texts import heading, text_label
from protocol_designer.storage.opened_by import Opener
from protocol_designer.workspace.moments import day_words


class OpenAs(Enum):
    """How a file is opened."""

    TO_WRITE = auto()
    TO_READ = auto()
    COPY = auto()


class OpenElsewhereDialog(ColumnDialog):
    """Tells who has a file open, and offers what can be done meanwhile.

    Signals:
        chosen: How to open it (OpenAs).
    """

    chosen = Signal(object)

    def __init__(self, path: Path, opener: Opener, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Open {name}").format(name=path.name))
        self.setMinimumWidth(520)
        is_here = opener.computer == socket.gethostname()
        where = self.tr("on this computer") if is_here else self.tr("on {name}").format(name=opener.computer)
        self.column.addWidget(heading(self.tr("Somebody else has this file open")))
        told = self.tr("{person} has {file} open {where} since {since}.").format(
            person=opener.person, file=path.name, where=where, since=day_words(opener.since)
        )
        self.told = text_label(told, self)
        self.column.addWidget(self.told)
        advice = self.tr(
            "Read it as it is, or work on a copy and merge the two later. If the program was switched off "
            "there without closing the file, this note is out of date and you can open the file anyway. What "
            "was changed elsewhere is never overwritten."
        )
        self.column.addWidget(text_label(advice, self, muted=True))
        roles = QDialogButtonBox.ButtonRole
        self.buttons.addButton(self.tr("Cancel"), roles.RejectRole)
        # Also here: after a restart another program may have got the number of the process in the note.
        self._offer(self.tr("Open anyway"), OpenAs.TO_WRITE)
        self._offer(self.tr("Open a copy"), OpenAs.COPY)
        self._offer(self.tr("Open to read only"), OpenAs.TO_READ).setDefault(True)

    def _offer(self, text: str, how: OpenAs) -> QPushButton:
        button = self.buttons.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
        button.clicked.connect(lambda: self._choose(how))
        return button

    def _choose(self, how: OpenAs) -> None:
        self.accept()
        self.chosen.emit(how)


class SalvageDialog(ColumnDialog):
    """Says what is wrong with a file and what of it can be saved; accepted when it shall be."""

    def __init__(self, problem: str, found_as: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("The file cannot be opened"))
        self.setMinimumWidth(520)
        self.column.addWidget(text_label(problem, self))
        self.found = text_label(
            self.tr("Found in it: {what}. It can be saved into a new draft; the file stays as it is.").format(
                what=found_as
            ),
            self,
        )
        self.column.addWidget(self.found)
        roles = QDialogButtonBox.ButtonRole
        self.buttons.addButton(self.tr("Cancel"), roles.RejectRole)
        save = self.buttons.addButton(self.tr("Save what can be saved"), roles.AcceptRole)
        save.setDefault(True)
        save.clicked.connect(self.accept)
