"""What the menus and the panel offer around precedents: show, open the study, compare, copy, print."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from protocol_designer.gui.docks import Docks
from protocol_designer.gui.file_dialogs import ask_pdf_path, file_name
from protocol_designer.gui.theme import Theme
from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.workspace.formulary_choice import FormularyChoice
from protocol_designer.workspace.workspace import Workspace

if TYPE_CHECKING:
    from protocol_designer.gui.panels.precedents import PrecedentsPanel
    from protocol_designer.gui.study_comparison_dialog import StudyComparisonDialog
    from protocol_designer.report.blocks import Block
    from protocol_designer.workspace.extract_job import ExtractJob


class PrecedentActions(QObject):
    """Acts on the precedents of the open protocol; studies can be compared without one.

    Signals:
        said: Something was done, or could not be (one sentence).
        study_requested: The page of a prior study is wanted (template id).
    """

    said = Signal(str)
    study_requested = Signal(str)

    def __init__(
        self,
        library: TemplateLibrary,
        formularies: FormularyChoice,
        docks: Docks,
        theme: Theme,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._library = library
        self._formularies = formularies
        self._docks = docks
        self._theme = theme
        self._window = window
        self._workspace: Workspace | None = None
        self._panel: PrecedentsPanel | None = None
        self._job: ExtractJob | None = None

    def work_on(self, workspace: Workspace, panel: "PrecedentsPanel") -> None:
        """Serve the panel of a protocol from now on."""
        self._workspace, self._panel = workspace, panel
        panel.study_requested.connect(self.study_requested)
        panel.comparison_requested.connect(self.compare)
        panel.copy_requested.connect(self.copy)
        panel.print_requested.connect(self.export)

    def show(self) -> None:
        """Bring the precedents to the front, with room to read them."""
        self._docks.show_precedents()

    def compare(self, study_id: str = "") -> "StudyComparisonDialog":
        """Open the comparison of whole studies, with one study or that which the protocol started from."""
        from protocol_designer.gui.study_comparison_dialog import StudyComparisonDialog

        trial = self._workspace.trial if self._workspace is not None and self._panel is not None else None
        first = study_id or (trial.started_from if trial is not None else None) or ""
        known = {template.id for template in self._library.all}
        chosen = (first,) if first in known else ()
        dialog = StudyComparisonDialog(
            trial,
            self._library,
            self._formularies.in_force,
            self._theme,
            chosen=chosen,
            parent=self._window,
        )
        dialog.open()
        return dialog

    def copy(self) -> None:
        """Put the precedents of all study drugs on the clipboard."""
        from protocol_designer.report.plain_text import plain_text

        QGuiApplication.clipboard().setText(plain_text(self._blocks()))
        self.said.emit(self.tr("The precedents are on the clipboard"))

    def export(self) -> None:
        """Ask for a file and write the precedents of all study drugs as a PDF."""
        from protocol_designer.report.precedents_document import precedents_document
        from protocol_designer.workspace.extract_job import ExtractJob

        if self._workspace is None or (self._job is not None and self._job.isRunning()):
            return
        document = precedents_document(self._workspace.trial, self._blocks())
        path = ask_pdf_path(self._window, Path.home() / f"{file_name(document.title)}.pdf")
        if path is None:
            return
        self._job = ExtractJob(document, path, self)
        self._job.written.connect(
            lambda written: self.said.emit(self.tr("Written: {path}").format(path=written))
        )
        self._job.failed.connect(self.said)
        self._job.start()

    def wait(self) -> None:
        """Let a PDF that is being written be finished; the window is about to close."""
        if self._job is not None:
            self._job.wait()

    def _blocks(self) -> "tuple[Block, ...]":
        from protocol_designer.report.precedents_document import precedents_blocks

        if self._workspace is None or self._panel is None:
            return ()
        workspace = self._workspace
        found = self._panel.precedents_of_all()
        return precedents_blocks(workspace.trial, workspace.report, workspace.formulary, found)
