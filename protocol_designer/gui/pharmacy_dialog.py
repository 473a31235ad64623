"""Exports the pharmacy sheet: which regimens, and whether it is a draft."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QWidget

from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.gui.file_dialogs import file_name
from protocol_designer.gui.pdf_dialog import PdfDialog
from protocol_designer.gui.texts import text_label
from protocol_designer.report.pharmacy_sheet import PURPOSE
from protocol_designer.workspace.pharmacy_job import PharmacyJob, PharmacyOrder
from protocol_designer.workspace.workspace import Workspace


class PharmacyDialog(PdfDialog):
    """Works on the protocol as it was when the export was started."""

    def __init__(self, workspace: Workspace, regimen: DrugRegimen, parent: QWidget | None = None) -> None:
        super().__init__(Path.home(), parent)
        self.setWindowTitle(self.tr("Pharmacy sheet"))
        self.progress.setAccessibleName(self.tr("Progress of the pharmacy sheet"))
        short = workspace.trial.identity.short_title or self.tr("protocol")
        suggested = file_name(self.tr("Pharmacy sheet, {protocol}").format(protocol=short))
        self.path.setText(str(Path.home() / f"{suggested}.pdf"))
        self.setMinimumWidth(560)
        self._workspace = workspace
        self.regimens = QComboBox(self)
        self.regimens.setAccessibleName(self.tr("Regimens on the sheet"))
        self.regimens.addItem(regimen.name, (regimen.id,))
        every = tuple(one.id for one in workspace.trial.regimens)
        if len(every) > 1:
            self.regimens.addItem(self.tr("All {count} regimens").format(count=len(every)), every)
        self.standing = text_label("", self)
        self.lay_out(
            (text_label(PURPOSE, self),), ((self.tr("&Regimens"), self.regimens),), (), (self.standing,)
        )

    def show_standing(self) -> None:
        """Say whether the pages will be marked as a draft."""
        count = len(self._workspace.report.blocking)
        draft = self.tr("Each page is marked as a draft: {count} findings stand against a final export.")
        final = self.tr("Nothing stands against a final export; the pages carry no draft mark.")
        one = self.tr("Each page is marked as a draft: 1 finding stands against a final export.")
        self.standing.setText(final if not count else one if count == 1 else draft.format(count=count))
        self.allow_export()

    def cancelled_words(self) -> str:
        """Say that nothing was written."""
        return self.tr("The sheet was cancelled; no file was written.")

    def make_job(self) -> PharmacyJob:
        """Order the sheet of the regimens that were chosen."""
        chosen, workspace = self.regimens.currentData(), self._workspace
        order = PharmacyOrder(
            workspace.trial,
            workspace.report,
            workspace.formulary,
            tuple(one for one in workspace.trial.regimens if one.id in chosen),
            self.target,
            self.paper.currentData(),
        )
        return PharmacyJob(order, self)
