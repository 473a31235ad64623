"""Versions in the File menu: freezing, history, comparing, amending; and the name of the author."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from protocol_designer.edits.amendments import begin_amendment, withdraw_amendment
from protocol_designer.gui import file_dialogs
from protocol_designer.gui.merge_actions import MergeActions
from protocol_designer.gui.theme import Theme
from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.storage.protocol_file import SavedState, StorageProblem
from protocol_designer.workspace.documents import document_title
from protocol_designer.workspace.settings import UserSettings
from protocol_designer.workspace.versions import (
    freeze,
    next_number,
    restore,
    state_title,
    suggested_number,
    version_called,
)
from protocol_designer.workspace.workspace import Workspace

if TYPE_CHECKING:
    from protocol_designer.gui.amendment_dialog import BeginAmendmentDialog
    from protocol_designer.gui.freeze_dialog import FreezeDialog


class VersionActions(QObject):
    """Acts on the versions of the open protocol.

    Signals:
        viewed: An earlier state, or the draft again, is to be shown (Workspace on the same file).
        said: Something was done (one sentence).
        failed: It could not be done (one sentence).
    """

    viewed = Signal(object)
    said = Signal(str)
    failed = Signal(str)

    def __init__(
        self, templates: TemplateLibrary, theme: Theme, settings: UserSettings, window: QWidget
    ) -> None:
        super().__init__(window)
        self._templates = templates
        self._theme = theme
        self._settings = settings
        self._window = window
        self._workspace: Workspace | None = None
        self.merging = MergeActions(self.editable, theme, window)
        self.merging.said.connect(self.said)
        self.merging.failed.connect(self.failed)

    def work_on(self, workspace: Workspace) -> None:
        """Act on a protocol from now on."""
        self._workspace = workspace

    def freeze(self) -> None:
        """Ask for number and purpose, then freeze the protocol as a version."""
        from protocol_designer.gui.freeze_dialog import FreezeDialog

        workspace = self.editable()
        if workspace is None:
            return
        dialog = FreezeDialog(
            number=suggested_number(workspace),
            author=self._settings.author,
            today=datetime.now(UTC).astimezone().date(),
            taken=tuple(state.version for state in workspace.states if state.version),
            blocking=len(workspace.report.blocking),
            parent=self._window,
        )
        dialog.accepted.connect(lambda: self._freeze(workspace, dialog))
        dialog.open()

    def show_history(self) -> None:
        """Show versions, saved states, attachments and the journal."""
        from protocol_designer.gui.history_dialog import HistoryDialog

        workspace = self._workspace
        if workspace is None or workspace.file is None:
            self._tell_memory_only()
            return
        dialog = HistoryDialog(workspace, workspace.file, self._theme, self._window)
        dialog.view_requested.connect(self.view)
        dialog.compare_requested.connect(self.compare)
        dialog.restore_requested.connect(self._restore)
        dialog.export_requested.connect(self._export)
        dialog.freeze_requested.connect(self.freeze)
        dialog.open()

    def compare(self, before: str = "") -> None:
        """Compare two states; ``before`` is the key of the one to start with."""
        from protocol_designer.gui.compare_dialog import CompareDialog
        from protocol_designer.workspace.compare_sources import own_sources, study_source

        workspace = self._workspace
        if workspace is None:
            return
        studies = sorted(self._templates.starting, key=lambda template: template.label)
        sources = [*own_sources(workspace), *(study_source(template) for template in studies)]
        dialog = CompareDialog(sources, self._theme, before, self._window)
        dialog.place_chosen.connect(workspace.go_to)
        dialog.open()

    def amend(self) -> None:
        """Show the amendment, or begin one from the version on the title page."""
        if self._workspace is not None and self._workspace.earlier is not None:
            self.back_to_draft()
        workspace = self.editable()
        if workspace is None:
            return
        identity = workspace.trial.identity
        if version_called(workspace, identity.version) is not None:
            self._ask_to_begin(workspace, identity.version or "")
        elif workspace.trial.amendment is not None:
            self._show_amendment(workspace)
        else:
            self.failed.emit(
                self.tr(
                    "An amendment starts from a frozen version; freeze the version that was submitted first."
                )
            )

    def view(self, state: SavedState) -> None:
        """Show an earlier state to be read."""
        workspace = self._workspace
        if workspace is None or workspace.file is None:
            return
        if workspace.lags_behind:
            self.failed.emit(
                self.tr("The latest edits are in memory only; save the protocol under another name first.")
            )
            return
        try:
            trial = workspace.file.state(state.journal_seq)
        except StorageProblem as problem:
            self.failed.emit(str(problem))
            return
        reason = self.tr(
            "{state} is open to be read; go back to the draft and begin the next version to change it."
        )
        shown = Workspace(
            trial, workspace.formulary, workspace.file, read_only=reason.format(state=state_title(state))
        )
        shown.earlier = state
        shown.note = workspace.note
        self.viewed.emit(shown)

    def back_to_draft(self) -> None:
        """Show the protocol as it is now, after an earlier state."""
        workspace = self._workspace
        if workspace is None or workspace.file is None or workspace.earlier is None:
            return
        # Without a note beside the file, it was open to be read only before the version was shown.
        reason = (
            ""
            if workspace.note
            else self.tr(
                "{name} is open to be read only; save it under another name to work on a copy."
            ).format(name=workspace.file.path.name)
        )
        shown = Workspace(workspace.file.trial, workspace.formulary, workspace.file, read_only=reason)
        shown.note = workspace.note
        self.viewed.emit(shown)

    def ask_name(self) -> None:
        """Ask for the name that stands beside everything written from now on."""
        from protocol_designer.gui.name_dialog import NameDialog

        dialog = NameDialog(self._settings.author, self._window)
        dialog.accepted.connect(lambda: self.use_name(dialog.name))
        dialog.open()

    def use_name(self, name: str) -> None:
        """Put a name beside everything written from now on, and remember it."""
        self._settings.author = name
        if self._workspace is not None and self._workspace.file is not None:
            self._workspace.file.author = name

    def editable(self) -> Workspace | None:
        """Return the protocol when it can be changed and kept; tell why not otherwise."""
        workspace = self._workspace
        if workspace is None:
            return None
        if workspace.read_only:
            self.failed.emit(workspace.read_only)
            return None
        if workspace.file is None:
            self._tell_memory_only()
            return None
        return workspace

    def _freeze(self, workspace: Workspace, dialog: "FreezeDialog") -> None:
        self.use_name(dialog.author.text().strip())
        number = dialog.number.text().strip()
        try:
            freeze(
                workspace,
                number,
                dialog.purpose.text().strip(),
                dialog.note.toPlainText().strip(),
                dialog.date,
            )
        except StorageProblem as problem:
            self.failed.emit(str(problem))
            return
        self.said.emit(
            self.tr("Version {number} is frozen; go on with the draft after it").format(number=number)
        )

    def _ask_to_begin(self, workspace: Workspace, amends: str) -> None:
        from protocol_designer.gui.amendment_dialog import BeginAmendmentDialog

        dialog = BeginAmendmentDialog(amends, next_number(amends), self._window)
        dialog.accepted.connect(lambda: self._begin(workspace, dialog))
        dialog.open()

    def _begin(self, workspace: Workspace, dialog: "BeginAmendmentDialog") -> None:
        number, identifier = dialog.number.text().strip(), dialog.identifier.text().strip()
        if version_called(workspace, number) is not None:
            told = self.tr("Version {number} is frozen already; give the next version another number.")
            self.failed.emit(told.format(number=number))
        elif workspace.apply(begin_amendment(number, identifier or None)):
            self._show_amendment(workspace)

    def _show_amendment(self, workspace: Workspace) -> None:
        from protocol_designer.gui.amendment_dialog import AmendmentDialog
        from protocol_designer.workspace.compare_sources import state_key

        amendment = workspace.trial.amendment
        state = version_called(workspace, amendment.amends) if amendment else None
        try:
            baseline = workspace.file.state(state.journal_seq) if workspace.file and state else None
        except StorageProblem as problem:
            self.failed.emit(str(problem))
            return
        dialog = AmendmentDialog(workspace, baseline, self._theme, self._window)
        dialog.place_chosen.connect(workspace.go_to)
        dialog.compare_requested.connect(lambda: self.compare(state_key(state) if state else ""))
        dialog.withdrawal_requested.connect(lambda: workspace.apply(withdraw_amendment()))
        dialog.open()

    def _restore(self, state: SavedState) -> None:
        workspace = self.editable()
        if workspace is None:
            return
        try:
            edit = restore(workspace, state)
        except StorageProblem as problem:
            self.failed.emit(str(problem))
            return
        if workspace.apply(edit):
            self.said.emit(
                self.tr("{state} is restored; undo takes it back").format(state=state_title(state))
            )
        else:
            self.said.emit(self.tr("The protocol is the same as {state}").format(state=state_title(state)))

    def _export(self, state: SavedState) -> None:
        from protocol_designer.gui.export_dialog import ExportDialog

        workspace = self._workspace
        if workspace is None or workspace.file is None:
            return
        try:
            trial = workspace.file.state(state.journal_seq)
        except StorageProblem as problem:
            self.failed.emit(str(problem))
            return
        shown = Workspace(trial, workspace.formulary)
        name = file_dialogs.file_name(f"{document_title(workspace)} {state_title(state)}")
        dialog = ExportDialog(shown, self._theme, Path.home() / f"{name}.pdf", self._window)
        shown.setParent(dialog)
        dialog.finding_chosen.connect(lambda place: self._view_at(state, place))
        dialog.open()

    def _view_at(self, state: SavedState, place: str) -> None:
        self.view(state)
        if self._workspace is not None:
            self._workspace.go_to(place)

    def _tell_memory_only(self) -> None:
        self.failed.emit(self.tr("The protocol is in memory only; save it to a file first."))
