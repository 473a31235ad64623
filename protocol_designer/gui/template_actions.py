"""What the menus offer around templates: browse, start from one, keep the open protocol as one."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from protocol_designer.gui.file_actions import FileActions
from protocol_designer.gui.start_page import StartPage
from protocol_designer.gui.theme import Theme
from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.storage.own_templates import (
    OwnTemplateFile,
    delete_own_template,
    keep_own_template,
    rename_own_template,
    restore_own_template,
)
from protocol_designer.storage.problems import StorageProblem
from protocol_designer.workspace.documents import document_title
from protocol_designer.workspace.formulary_choice import FormularyChoice
from protocol_designer.workspace.workspace import Workspace

if TYPE_CHECKING:
    from protocol_designer.gui.study_browser import StudyBrowser
    from protocol_designer.precedents.own_template import OwnTemplate


class TemplateActions(QObject):
    """Opens the browser with or without an open protocol; the browser is made when it is first wanted.

    Signals:
        said: A template was kept (one sentence for the status bar).
    """

    said = Signal(str)

    def __init__(
        self,
        library: TemplateLibrary,
        formularies: FormularyChoice,
        files: FileActions,
        theme: Theme,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._library = library
        self._formularies = formularies
        self._files = files
        self._theme = theme
        self._window = window
        self._workspace: Workspace | None = None
        self._deleted: Path | None = None

    def serve(self, page: StartPage) -> None:
        """Carry out what is asked for on the start page."""
        page.studies_requested.connect(self.browse)
        page.own_templates_requested.connect(self.browse_own)

    def work_on(self, workspace: Workspace) -> None:
        """Make a protocol the one that can be kept as a template."""
        self._workspace = workspace

    def browse(self) -> "StudyBrowser":
        """Show the prior studies."""
        from protocol_designer.gui.study_browser import StudyBrowser

        browser = StudyBrowser(self._library, self._formularies.in_force, self._theme, self._window)
        browser.start_requested.connect(lambda key: self._start(browser, key))
        browser.own_start_requested.connect(lambda template: self._start_own(browser, template))
        browser.rename_requested.connect(lambda file: self._rename(browser, file))
        browser.delete_requested.connect(lambda file: self._delete(browser, file))
        browser.restore_requested.connect(lambda: self._restore(browser))
        browser.open()
        return browser

    def browse_own(self) -> None:
        """Show the user's own templates."""
        self.browse().show_own(deleted=self._deleted is not None)

    def save_as_template(self) -> None:
        """Ask for a name and keep the open protocol as a template."""
        from protocol_designer.gui.own_template_dialog import OwnTemplateDialog

        if self._workspace is None:
            return
        dialog = OwnTemplateDialog(
            self.tr("Save as a template"), self._keep, document_title(self._workspace), parent=self._window
        )
        dialog.open()

    def _keep(self, name: str, description: str) -> str:
        if self._workspace is None:
            return ""
        today = datetime.now(UTC).astimezone().date()
        try:
            kept = keep_own_template(self._workspace.trial, name, description, today)
        except StorageProblem as problem:
            return str(problem)
        told = self.tr("Kept as the template “{name}”; File, Prior studies and templates lists it")
        self.said.emit(told.format(name=kept.name))
        return ""

    def _start(self, browser: "StudyBrowser", template_id: str) -> None:
        browser.close()
        self._files.start_from_template(template_id)

    def _start_own(self, browser: "StudyBrowser", template: "OwnTemplate") -> None:
        browser.close()
        self._files.start_from_own(template)

    def _rename(self, browser: "StudyBrowser", file: OwnTemplateFile) -> None:
        from protocol_designer.gui.own_template_dialog import OwnTemplateDialog

        def rename(name: str, _description: str) -> str:
            try:
                rename_own_template(file, name)
            except StorageProblem as problem:
                return str(problem)
            browser.show_own(str(file.path))
            return ""

        title = self.tr("Rename “{name}”").format(name=file.name)
        OwnTemplateDialog(title, rename, file.name, has_description=False, parent=browser).open()

    def _delete(self, browser: "StudyBrowser", file: OwnTemplateFile) -> None:
        try:
            self._deleted = delete_own_template(file)
        except StorageProblem as problem:
            browser.notice.say(str(problem))
        browser.show_own(deleted=self._deleted is not None)

    def _restore(self, browser: "StudyBrowser") -> None:
        if self._deleted is None:
            return
        try:
            restore_own_template(self._deleted)
        except StorageProblem as problem:
            browser.notice.say(str(problem))
            return
        back = self._deleted.parent.parent / self._deleted.name
        self._deleted = None
        browser.show_own(str(back))
