"""The export dialog: profile, paper and path, what stands against a final export, progress, result."""

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
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

from protocol_designer.gui.against_export import AgainstExport
from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.file_dialogs import ask_pdf_path
from protocol_designer.gui.texts import text_label
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.storage.amended import amended_version
from protocol_designer.storage.problems import StorageProblem
from protocol_designer.workspace.export_job import ExportJob, ExportOrder
from protocol_designer.workspace.versions import reused_number
from protocol_designer.workspace.workspace import Workspace

DRAFT = "draft"


class ExportDialog(ColumnDialog):
    """Exports the protocol as it was when the dialog opened.

    Signals:
        finding_chosen: The user wants to settle what blocks (place); the dialog has closed.
    """

    finding_chosen = Signal(str)

    def __init__(self, workspace: Workspace, theme: Theme, path: Path, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Export PDF"))
        self.setMinimumWidth(600)
        self._workspace = workspace
        self._job: ExportJob | None = None
        self._written: Path | None = None
        self._reused = reused_number(workspace)
        self._build_choices(path)
        self.verdict = text_label("", self)
        self.column.addWidget(self.verdict)
        self.blocking = AgainstExport(workspace, theme, self)
        self.blocking.place_chosen.connect(self._choose)
        self.column.addWidget(self.blocking)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(self.tr("Progress of the export"))
        self.progress.hide()
        self.column.addWidget(self.progress)
        self.outcome = text_label("", self)
        self.outcome.hide()
        self.column.addWidget(self.outcome)
        self._build_buttons()
        self._show_verdict()

    def reject(self) -> None:
        """Close, or give up an export that is running."""
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

    def _build_choices(self, path: Path) -> None:
        self.profile = QComboBox(self)
        self.profile.setAccessibleName(self.tr("Profile of the export"))
        self.profile.addItem(self.tr("Draft, marked as such"), DRAFT)
        self.profile.addItem(self.tr("Submission to an ethics board"), "submission")
        self.profile.addItem(self.tr("Archive copy"), "archive")
        self.profile.currentIndexChanged.connect(self._show_verdict)
        self.paper = QComboBox(self)
        self.paper.setAccessibleName(self.tr("Paper size"))
        self.paper.addItem(self.tr("A4"), "a4")
        self.paper.addItem(self.tr("US Letter"), "letter")
        self.stamp_space = QCheckBox(
            self.tr("Leave room for the board’s &stamp at the foot of each page"), self
        )
        self.path = QLineEdit(str(path), self)
        self.path.setAccessibleName(self.tr("File to write"))
        self.path.textChanged.connect(self._show_verdict)
        browse = QPushButton(self.tr("Choose…"), self)
        browse.setAccessibleName(self.tr("Choose the file to write"))
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.setSpacing(FIELD_GAP)
        row.addWidget(self.path, 1)
        row.addWidget(browse)
        form = QFormLayout()
        form.setSpacing(FIELD_GAP)
        form.addRow(self.tr("&Profile"), self.profile)
        form.addRow(self.tr("P&aper"), self.paper)
        form.addRow("", self.stamp_space)
        file_label = QLabel(self.tr("&File"), self)
        file_label.setBuddy(self.path)
        form.addRow(file_label, row)
        self.column.addLayout(form)

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

    def _choose(self, place: str) -> None:
        super().reject()
        self.finding_chosen.emit(place)

    def _browse(self) -> None:
        chosen = ask_pdf_path(self, Path(self.path.text()))
        if chosen:
            self.path.setText(str(chosen))

    def _show_verdict(self) -> None:
        count = self.blocking.count()
        is_final = self.profile.currentData() != DRAFT
        if not count:
            verdict = self.tr("Nothing stands against a final export.")
        else:
            text = (
                self.tr("1 point stands against a final export ({parts}).")
                if count == 1
                else self.tr("{count} points stand against a final export ({parts}).")
            )
            listed = text.format(count=count, parts=self.blocking.words)
            cure = self.tr("Enter leads to the field of each; settle them, or export a draft.")
            draft = self.tr("The draft is marked on every page and lists them.")
            verdict = f"{listed} {cure if is_final else draft}"
        if self._reused:
            verdict += f"\n{self._reused}"
        self.verdict.setText(verdict)
        replaces = Path(self.path.text().strip()).is_file()
        self.export_button.setText(self.tr("Replace the file") if replaces else self.tr("Export"))
        running = self._job is not None and self._job.isRunning()
        self.export_button.setEnabled(
            not running and bool(self.path.text().strip()) and not (is_final and (count or self._reused))
        )

    @property
    def _choices(self) -> tuple[QWidget, ...]:
        return (self.profile, self.paper, self.stamp_space, self.path)

    def _start(self) -> None:
        try:
            file = self._workspace.file
            earlier = amended_version(file, self._workspace.trial) if file is not None else None
        except StorageProblem as problem:
            self._say(str(problem))
            return
        order = ExportOrder(
            self._workspace.trial,
            self._workspace.report,
            self._workspace.formulary,
            Path(self.path.text().strip()),
            self.profile.currentData(),
            self.paper.currentData(),
            earlier,
            self.stamp_space.isChecked(),
        )
        self._job = ExportJob(order, self)
        self._job.written.connect(self._finish)
        self._job.failed.connect(self._say)
        self._job.cancelled.connect(
            lambda: self._say(self.tr("The export was cancelled; no file was written."))
        )
        self._job.finished.connect(self._settle)
        for widget in (
            *self._choices,
            self.export_button,
            self.open_button,
            self.folder_button,
        ):
            widget.setEnabled(False)
        self.outcome.hide()
        self.progress.show()
        self._job.start()

    def _finish(self, path: Path) -> None:
        self._written = path
        self._say(self.tr("Written: {path}").format(path=path))
        self.open_button.show()
        self.folder_button.show()
        self.cancel_button.setText(self.tr("Close"))

    def _say(self, sentence: str) -> None:
        self.outcome.setText(sentence)
        self.outcome.show()

    def _settle(self) -> None:
        self.progress.hide()
        for widget in (
            *self._choices,
            self.open_button,
            self.folder_button,
            self.cancel_button,
        ):
            widget.setEnabled(True)
        self._show_verdict()

    def _show_file(self, folder: bool) -> None:
        if self._written is None:
            return
        target = self._written.parent if folder else self._written
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(target))):
            self._say(self.tr("No program opens it here; the file is {path}").format(path=self._written))
