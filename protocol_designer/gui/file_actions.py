"""The File menu: ways into a protocol, naming it and its states, exporting it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui import file_dialogs
from protocol_designer.gui.opening_dialogs import OpenAs
from protocol_designer.gui.start_page import StartPage
from protocol_designer.gui.theme import Theme
from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.storage.opened_by import Opener, opener_of
from protocol_designer.storage.opening import is_kept_file
from protocol_designer.storage.protocol_file import StorageProblem
from protocol_designer.workspace.documents import (
    document_title,
    name_document,
    open_copy,
    open_document,
    open_salvaged,
    start_document,
)
from protocol_designer.workspace.drafts import delete_draft, is_draft, restore_draft
from protocol_designer.workspace.formulary_choice import FormularyChoice
from protocol_designer.workspace.settings import UserSettings
from protocol_designer.workspace.workspace import Workspace

if TYPE_CHECKING:
    from protocol_designer.precedents.own_template import OwnTemplate


class FileActions(QObject):
    """Opens, starts, names and exports.

    Signals:
        opened: Another protocol is open (Workspace).
        already_open: The file that was asked for is the one that is open.
        drafts_changed: A draft was deleted or brought back.
        kept: The protocol is kept under another name, or a state of it got a name (one sentence).
        failed: It could not be done (one sentence).
    """

    opened = Signal(object)
    already_open = Signal()
    drafts_changed = Signal()
    kept = Signal(str)
    failed = Signal(str)

    def __init__(
        self,
        formularies: FormularyChoice,
        templates: TemplateLibrary,
        theme: Theme,
        settings: UserSettings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._formularies = formularies
        self._templates = templates
        self._theme = theme
        self._settings = settings
        self._window = window
        self._workspace: Workspace | None = None
        self.deleted_draft: Path | None = None

    def serve(self, page: StartPage) -> None:
        """Carry out what is asked for on the start page."""
        page.open_requested.connect(self.open_path)
        page.template_requested.connect(self.start_from_template)
        page.sample_requested.connect(self.open_sample)
        page.blank_requested.connect(self.new_blank)
        page.browse_requested.connect(self.open_dialog)
        page.delete_requested.connect(self.delete_draft)
        page.restore_requested.connect(self.restore_draft)

    def work_on(self, workspace: Workspace) -> None:
        """Make a protocol the one that is saved and exported."""
        self._workspace = workspace

    def open_path(self, path: Path) -> bool:
        """Open a file; when it cannot be opened, what was open stays open."""
        file = self._workspace.file if self._workspace else None
        if file is not None and file.path == path.resolve():
            self.already_open.emit()
            return True
        if (opener := self._opener_of(path)) is not None:
            self._ask_how_to_open(path, opener)
            return False
        return self._open(path)

    def _open(self, path: Path, how: OpenAs = OpenAs.TO_WRITE) -> bool:
        now, author = datetime.now(UTC).astimezone(), self._settings.author
        formulary = self._formularies.in_force
        try:
            if how is OpenAs.COPY:
                workspace = open_copy(path, formulary, now, author)
            else:
                workspace = open_document(path, formulary, now, author, to_read=how is OpenAs.TO_READ)
        except StorageProblem as problem:
            if not path.exists():
                self._settings.forget_file(path)
            self._offer_salvage(path, problem)
            return False
        if workspace.file is not None and not is_draft(workspace.file.path):
            self._settings.remember_file(workspace.file.path)
        self.opened.emit(workspace)
        return True

    def _opener_of(self, path: Path) -> Opener | None:
        try:
            return opener_of(path) if is_kept_file(path) else None
        except StorageProblem:
            return None

    def _ask_how_to_open(self, path: Path, opener: Opener) -> None:
        from protocol_designer.gui.opening_dialogs import OpenElsewhereDialog

        dialog = OpenElsewhereDialog(path, opener, self._window)
        dialog.chosen.connect(lambda how: self._open(path, how))
        dialog.open()

    def _offer_salvage(self, path: Path, problem: StorageProblem) -> None:
        from protocol_designer.gui.opening_dialogs import SalvageDialog
        from protocol_designer.storage.salvage import what_can_be_saved

        found_as = what_can_be_saved(path, problem) if path.is_file() else ""
        if not found_as:
            self.failed.emit(str(problem))
            return
        dialog = SalvageDialog(str(problem), found_as, self._window)
        dialog.accepted.connect(lambda: self._salvage(path))
        dialog.open()

    def _salvage(self, path: Path) -> None:
        now = datetime.now(UTC).astimezone()
        try:
            workspace = open_salvaged(path, self._formularies.in_force, now, self._settings.author)
        except StorageProblem as problem:
            self.failed.emit(str(problem))
            return
        self.opened.emit(workspace)
        self.kept.emit(self.tr("Saved what could be saved into a new draft; check it before you go on"))

    def open_dialog(self) -> None:
        """Ask for a file and open it."""
        path = file_dialogs.ask_open_path(self._window)
        if path:
            self.open_path(path)

    def start_from_template(self, template_id: str) -> None:
        """Start a new protocol from a prior study."""
        from protocol_designer.precedents.start import start_from

        template = self._templates.get(template_id)
        self._start(start_from(template), template.label)

    def start_from_own(self, template: "OwnTemplate") -> None:
        """Start a new protocol from a template of the user's own."""
        from protocol_designer.precedents.own_template import start_from_own

        self._start(start_from_own(template), template.name)

    def open_sample(self) -> None:
        """Start a draft from the complete sample."""
        from protocol_designer.precedents.library import load_sample

        self._start(load_sample(), self.tr("Complete sample"))

    def new_blank(self) -> None:
        """Start an empty protocol."""
        self._start(TrialProtocol(), self.tr("Blank protocol"))

    def delete_draft(self, path: Path) -> None:
        """Take a draft out of the list; the last one deleted can be brought back."""
        try:
            self.deleted_draft = delete_draft(path, datetime.now(UTC))
        except StorageProblem as problem:
            self.failed.emit(str(problem))
        self.drafts_changed.emit()

    def restore_draft(self) -> None:
        """Bring back the draft that was deleted last."""
        if self.deleted_draft is None:
            return
        try:
            restore_draft(self.deleted_draft)
        except StorageProblem as problem:
            self.failed.emit(str(problem))
            return
        self.deleted_draft = None
        self.drafts_changed.emit()

    def save(self) -> None:
        """Name the present state by its time; a draft is asked for its file first."""
        if self._workspace is None:
            return
        if self._workspace.file is None or is_draft(self._workspace.file.path):
            self.save_as()
        else:
            now = datetime.now(UTC).astimezone()
            self._name_state(self.tr("Saved on {time}").format(time=f"{now:%Y-%m-%d %H:%M:%S}"))

    def save_as(self) -> None:
        """Keep the protocol under another name from now on."""
        if self._workspace is None:
            return
        if self._workspace.earlier is not None:
            self.failed.emit(self._workspace.read_only)
            return
        path = file_dialogs.ask_save_path(self._window, document_title(self._workspace))
        if path is None:
            return
        try:
            name_document(self._workspace, path, datetime.now(UTC))
        except StorageProblem as problem:
            self.failed.emit(str(problem))
            return
        self._settings.remember_file(path)
        self.kept.emit(self.tr("Kept as {name} from now on").format(name=path.name))

    def name_state(self) -> None:
        """Ask for a name for the present state."""
        from protocol_designer.gui.state_dialog import StateDialog

        dialog = StateDialog(self._window)
        dialog.accepted.connect(lambda: self._name_state(dialog.name))
        dialog.open()

    def export(self) -> None:
        """Open the export dialog."""
        from protocol_designer.gui.export_dialog import ExportDialog

        if self._workspace is None:
            return
        file = self._workspace.file
        folder = Path.home() if file is None or is_draft(file.path) else file.path.parent
        name = file_dialogs.file_name(document_title(self._workspace))
        dialog = ExportDialog(self._workspace, self._theme, folder / f"{name}.pdf", self._window)
        dialog.finding_chosen.connect(self._workspace.go_to)
        dialog.open()

    def _start(self, trial: TrialProtocol, title: str) -> None:
        try:
            workspace = start_document(
                trial,
                title,
                self._formularies.in_force,
                datetime.now(UTC).astimezone(),
                self._settings.author,
            )
        except StorageProblem as problem:
            self.opened.emit(Workspace(trial, self._formularies.in_force))
            self.failed.emit(str(problem))
            return
        self.opened.emit(workspace)

    def _name_state(self, name: str) -> None:
        file = self._workspace.file if self._workspace else None
        if file is None or self._workspace is None:
            return
        if self._workspace.read_only:
            self.failed.emit(self._workspace.read_only)
            return
        try:
            state = file.save_state(name)
        except StorageProblem as problem:
            self.failed.emit(str(problem))
            return
        self._workspace.forget_states()
        self.kept.emit(self.tr("This state is kept as “{name}”").format(name=state.name))
