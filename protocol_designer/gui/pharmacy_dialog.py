"""Exports the pharmacy sheet: which regimens, which paper, which file, progress, result."""

from pathlib import Path

from PySide6.QtCore import QUrl
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

from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.file_dialogs import ask_pdf_path, file_name
from protocol_designer.gui.texts import text_label
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.report.pharmacy_sheet import PURPOSE
from protocol_designer.workspace.pharmacy_job import PharmacyJob, PharmacyOrder
from protocol_designer.workspace.workspace import Workspace


class PharmacyDialog(ColumnDialog):
    """Works on the protocol as it was when the export was started."""

    def __init__(self, workspace: Workspace, regimen: DrugRegimen, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Pharmacy sheet"))
        self.setMinimumWidth(560)
        self._workspace = workspace
        self._job: PharmacyJob | None = None
        self._written: Path | None = None
        self.column.addWidget(text_label(PURPOSE, self))
        self._build_choices(regimen)
        self.standing = text_label("", self)
        self.column.addWidget(self.standing)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(self.tr("Progress of the pharmacy sheet"))
        self.progress.hide()
        self.column.addWidget(self.progress)
        self.outcome = text_label("", self)
        self.outcome.hide()
        self.column.addWidget(self.outcome)
        self._build_buttons()
        self._show_standing()

    def reject(self) -> None:
        """Close, or give up a sheet that is being made."""
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

    def _build_choices(self, regimen: DrugRegimen) -> None:
        self.regimens = QComboBox(self)
        self.regimens.setAccessibleName(self.tr("Regimens on the sheet"))
        self.regimens.addItem(regimen.name, (regimen.id,))
        every = tuple(one.id for one in self._workspace.trial.regimens)
        if len(every) > 1:
            self.regimens.addItem(self.tr("All {count} regimens").format(count=len(every)), every)
        self.paper = QComboBox(self)
        self.paper.setAccessibleName(self.tr("Paper size"))
        self.paper.addItem(self.tr("A4"), "a4")
        self.paper.addItem(self.tr("US Letter"), "letter")
        short = self._workspace.trial.identity.short_title or self.tr("protocol")
        suggested = file_name(self.tr("Pharmacy sheet, {protocol}").format(protocol=short))
        self.path = QLineEdit(str(Path.home() / f"{suggested}.pdf"), self)
        self.path.setAccessibleName(self.tr("File to write"))
        self.path.textChanged.connect(self._show_standing)
        browse = QPushButton(self.tr("Choose…"), self)
        browse.setAccessibleName(self.tr("Choose the file to write"))
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.setSpacing(FIELD_GAP)
        row.addWidget(self.path, 1)
        row.addWidget(browse)
        form = QFormLayout()
        form.setSpacing(FIELD_GAP)
        form.addRow(self.tr("&Regimens"), self.regimens)
        form.addRow(self.tr("P&aper"), self.paper)
        file_label = QLabel(self.tr("&File"), self)
        file_label.setBuddy(self.path)
        form.addRow(file_label, row)
        self.column.addLayout(form)

    def _build_buttons(self) -> None:
        roles = QDialogButtonBox.ButtonRole
        self.open_button = self.buttons.addButton(self.tr("Open"), roles.ActionRole)
        self.cancel_button = self.buttons.addButton(self.tr("Cancel"), roles.RejectRole)
        self.export_button = self.buttons.addButton(self.tr("Export"), roles.AcceptRole)
        self.export_button.setDefault(True)
        self.export_button.clicked.connect(self._start)
        self.open_button.clicked.connect(self._open)
        self.open_button.hide()

    def _browse(self) -> None:
        chosen = ask_pdf_path(self, Path(self.path.text()))
        if chosen:
            self.path.setText(str(chosen))

    def _show_standing(self) -> None:
        count = len(self._workspace.report.blocking)
        draft = self.tr("Each page is marked as a draft: {count} findings stand against a final export.")
        final = self.tr("Nothing stands against a final export; the pages carry no draft mark.")
        one = self.tr("Each page is marked as a draft: 1 finding stands against a final export.")
        self.standing.setText(final if not count else one if count == 1 else draft.format(count=count))
        text = self.path.text().strip()
        replaces = bool(text) and Path(text).is_file()
        self.export_button.setText(self.tr("Replace the file") if replaces else self.tr("Export"))
        self.export_button.setEnabled(bool(text) and not (self._job is not None and self._job.isRunning()))

    def _start(self) -> None:
        chosen = self.regimens.currentData()
        workspace = self._workspace
        order = PharmacyOrder(
            workspace.trial,
            workspace.report,
            workspace.formulary,
            tuple(one for one in workspace.trial.regimens if one.id in chosen),
            Path(self.path.text().strip()),
            self.paper.currentData(),
        )
        self._job = PharmacyJob(order, self)
        self._job.written.connect(self._finish)
        self._job.failed.connect(self._say)
        self._job.cancelled.connect(
            lambda: self._say(self.tr("The sheet was cancelled; no file was written."))
        )
        self._job.finished.connect(lambda: self._allow(True))
        self._allow(False)
        self.outcome.hide()
        self._job.start()

    def _allow(self, is_idle: bool) -> None:
        self.progress.setVisible(not is_idle)
        for widget in (self.regimens, self.paper, self.path, self.export_button, self.open_button):
            widget.setEnabled(is_idle)
        self.cancel_button.setEnabled(True)
        if is_idle:
            self._show_standing()

    def _finish(self, path: Path) -> None:
        self._written = path
        self._say(self.tr("Written: {path}").format(path=path))
        self.open_button.show()
        self.cancel_button.setText(self.tr("Close"))

    def _say(self, sentence: str) -> None:
        self.outcome.setText(sentence)
        self.outcome.show()

    def _open(self) -> None:
        if self._written and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written))):
            self._say(self.tr("No program opens it here; the file is {path}").format(path=self._written))
