"""The export dialog: the profile, and what stands against a final export."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from protocol_designer.gui.against_export import AgainstExport
from protocol_designer.gui.pdf_dialog import PdfDialog
from protocol_designer.gui.texts import text_label
from protocol_designer.gui.theme import Theme
from protocol_designer.storage.amended import amended_version
from protocol_designer.storage.problems import StorageProblem
from protocol_designer.workspace.export_job import ExportJob, ExportOrder
from protocol_designer.workspace.versions import reused_number
from protocol_designer.workspace.workspace import Workspace

DRAFT = "draft"


class ExportDialog(PdfDialog):
    """Exports the protocol as it was when the dialog opened.

    Signals:
        finding_chosen: The user wants to settle what blocks (place); the dialog has closed.
    """

    finding_chosen = Signal(str)

    def __init__(self, workspace: Workspace, theme: Theme, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(path, parent)
        self.setWindowTitle(self.tr("Export PDF"))
        self.progress.setAccessibleName(self.tr("Progress of the export"))
        self.setMinimumWidth(600)
        self._workspace = workspace
        self._reused = reused_number(workspace)
        self.profile = QComboBox(self)
        self.profile.setAccessibleName(self.tr("Profile of the export"))
        self.profile.addItem(self.tr("Draft, marked as such"), DRAFT)
        self.profile.addItem(self.tr("Submission to an ethics board"), "submission")
        self.profile.addItem(self.tr("Archive copy"), "archive")
        self.profile.currentIndexChanged.connect(self.show_standing)
        self.stamp_space = QCheckBox(
            self.tr("Leave room for the board’s &stamp at the foot of each page"), self
        )
        self.verdict = text_label("", self)
        self.blocking = AgainstExport(workspace, theme, self)
        self.blocking.place_chosen.connect(self._choose)
        self.lay_out(
            (),
            ((self.tr("&Profile"), self.profile),),
            (self.stamp_space,),
            (self.verdict, self.blocking),
        )

    def cancelled_words(self) -> str:
        """Say that nothing was written."""
        return self.tr("The export was cancelled; no file was written.")

    def show_standing(self) -> None:
        """Say what stands against a final export, and what a draft does with it."""
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
        self.allow_export(not (is_final and (count or self._reused)))

    def make_job(self) -> ExportJob | None:
        """Order the PDF in the form that was chosen; None when the version before cannot be read."""
        try:
            file = self._workspace.file
            earlier = amended_version(file, self._workspace.trial) if file is not None else None
        except StorageProblem as problem:
            self.say(str(problem))
            return None
        order = ExportOrder(
            self._workspace.trial,
            self._workspace.report,
            self._workspace.formulary,
            self.target,
            self.profile.currentData(),
            self.paper.currentData(),
            earlier,
            self.stamp_space.isChecked(),
        )
        return ExportJob(order, self)

    def _choose(self, place: str) -> None:
        super().reject()
        self.finding_chosen.emit(place)
