"""What dialogs that write a PDF share: paper, file, progress, cancel, outcome."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QUrl, SignalInstance
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QWidget,
)

from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.file_dialogs import ask_pdf_path
from protocol_designer.gui.texts import text_label
from protocol_designer.gui.typography import FIELD_GAP


class PdfJob(Protocol):
    """What the dialog asks of the thread that writes: it tells how it ended, and gives up when asked."""

    written: SignalInstance
    failed: SignalInstance
    cancelled: SignalInstance
    finished: SignalInstance

    def start(self) -> None:
        """Begin."""

    def cancel(self) -> None:
        """Give up soon."""

    def isRunning(self) -> bool:
        """Tell whether it works."""

    def wait(self) -> bool:
        """Wait for the end."""


class PdfDialog(ColumnDialog):
    """Subclasses lay their choices out, make the job, and say how the protocol stands."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._job: PdfJob | None = None
        self._written: Path | None = None
        self._choices: tuple[QWidget, ...] = ()
        self.paper = QComboBox(self)
        self.paper.setAccessibleName(self.tr("Paper size"))
        self.paper.addItem(self.tr("A4"), "a4")
        self.paper.addItem(self.tr("US Letter"), "letter")
        self.path = QLineEdit(str(path), self)
        self.path.setAccessibleName(self.tr("File to write"))
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)
        self.progress.hide()
        self.outcome = text_label("", self)
        self.outcome.hide()

    def lay_out(
        self,
        above: Sequence[QWidget],
        choices: Sequence[tuple[str, QWidget]],
        more_choices: Sequence[QWidget],
        below: Sequence[QWidget],
    ) -> None:
        """Put the widgets in order: choices with labels, paper, choices without, file, standing, outcome."""
        form = QFormLayout()
        form.setSpacing(FIELD_GAP)
        for label, widget in (*choices, (self.tr("P&aper"), self.paper)):
            form.addRow(label, widget)
        for widget in more_choices:
            form.addRow("", widget)
        file_label = QLabel(self.tr("&File"), self)
        file_label.setBuddy(self.path)
        form.addRow(file_label, self._file_row())
        for widget in above:
            self.column.addWidget(widget)
        self.column.addLayout(form)
        for widget in (*below, self.progress, self.outcome):
            self.column.addWidget(widget)
        self._choices = (*(widget for _, widget in choices), self.paper, *more_choices, self.path)
        self._build_buttons()
        self.path.textChanged.connect(self.show_standing)
        self.show_standing()

    @property
    def target(self) -> Path:
        """The file that was named."""
        return Path(self.path.text().strip())

    @property
    def is_running(self) -> bool:
        """Whether a file is being written."""
        return self._job is not None and self._job.isRunning()

    def make_job(self) -> PdfJob | None:
        """Return the job for what was chosen; None when it was told why there is none."""
        raise NotImplementedError

    def cancelled_words(self) -> str:
        """Say that nothing was written."""
        raise NotImplementedError

    def show_standing(self) -> None:
        """Say what stands against the file, then name and allow the button with `allow_export`."""
        raise NotImplementedError

    def allow_export(self, is_allowed: bool = True) -> None:
        """Let the file be written, once it has a name and nothing is being written."""
        text = self.path.text().strip()
        replaces = bool(text) and self.target.is_file()
        self.export_button.setText(self.tr("Replace the file") if replaces else self.tr("Export"))
        self.export_button.setEnabled(is_allowed and bool(text) and not self.is_running)

    def say(self, sentence: str) -> None:
        """Tell how it went."""
        self.outcome.setText(sentence)
        self.outcome.show()

    def reject(self) -> None:
        """Close, or give up a file that is being written."""
        if self._job is not None and self._job.isRunning():
            self._job.cancel()
            self.cancel_button.setEnabled(False)
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._job is not None and self._job.isRunning():
            self._job.cancel()
            self._job.wait()
        super().closeEvent(event)

    def _file_row(self) -> QHBoxLayout:
        browse = QPushButton(self.tr("Choose…"), self)
        browse.setAccessibleName(self.tr("Choose the file to write"))
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.setSpacing(FIELD_GAP)
        row.addWidget(self.path, 1)
        row.addWidget(browse)
        return row

    def _build_buttons(self) -> None:
        roles = QDialogButtonBox.ButtonRole
        self.open_button = self.buttons.addButton(self.tr("Open"), roles.ActionRole)
        self.folder_button = self.buttons.addButton(self.tr("Show in folder"), roles.ActionRole)
        self.cancel_button = self.buttons.addButton(self.tr("Cancel"), roles.RejectRole)
        self.export_button = self.buttons.addButton(self.tr("Export"), roles.AcceptRole)
        self.export_button.setDefault(True)
        self.export_button.clicked.connect(self._start)
        self.open_button.clicked.connect(lambda: self._show_file(folder=False))
        self.folder_button.clicked.connect(lambda: self._show_file(folder=True))
        self.open_button.hide()
        self.folder_button.hide()

    def _browse(self) -> None:
        chosen = ask_pdf_path(self, Path(self.path.text()))
        if chosen:
            self.path.setText(str(chosen))

    def _start(self) -> None:
        job = self.make_job()
        if job is None:
            return
        self._job = job
        job.written.connect(self._finish)
        job.failed.connect(self.say)
        job.cancelled.connect(lambda: self.say(self.cancelled_words()))
        job.finished.connect(lambda: self._settle(True))
        self._settle(False)
        self.outcome.hide()
        job.start()

    def _settle(self, is_idle: bool) -> None:
        self.progress.setVisible(not is_idle)
        for widget in (*self._choices, self.export_button, self.open_button, self.folder_button):
            widget.setEnabled(is_idle)
        self.cancel_button.setEnabled(True)
        if is_idle:
            self.show_standing()

    def _finish(self, path: Path) -> None:
        self._written = path
        self.say(self.tr("Written: {path}").format(path=path))
        self.open_button.show()
        self.folder_button.show()
        self.cancel_button.setText(self.tr("Close"))

    def _show_file(self, folder: bool) -> None:
        if self._written is None:
            return
        target = self._written.parent if folder else self._written
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(target))):
            self.say(self.tr("No program opens it here; the file is {path}").format(path=self._written))
