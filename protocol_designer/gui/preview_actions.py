"""The preview and the coverage: made when first seen, and the way between a page and its field."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDockWidget, QWidget

from protocol_designer.gui.docks import Docks
from protocol_designer.gui.document_area import DocumentArea
from protocol_designer.gui.page_table import home_of
from protocol_designer.gui.theme import Theme
from protocol_designer.workspace.settings import UserSettings
from protocol_designer.workspace.workspace import Workspace

if TYPE_CHECKING:
    from protocol_designer.gui.panels.coverage import CoveragePanel
    from protocol_designer.gui.panels.preview import PreviewPanel
    from protocol_designer.workspace.preview_job import PreviewJob


class PreviewActions(QObject):
    """Acts on the pages of the open protocol. Both panels are None until they are seen.

    Signals:
        said: Something could not be done (one sentence for the status bar).
    """

    said = Signal(str)

    def __init__(self, docks: Docks, theme: Theme, settings: UserSettings, window: QWidget) -> None:
        super().__init__(window)
        self._docks = docks
        self._theme = theme
        self._settings = settings
        self._window = window
        self._workspace: Workspace | None = None
        self._area: DocumentArea | None = None
        self.pages: PreviewJob | None = None
        self.panel: PreviewPanel | None = None
        self.coverage: CoveragePanel | None = None
        docks.preview.visibilityChanged.connect(self._look)
        docks.coverage.visibilityChanged.connect(self._look_at_coverage)

    def work_on(self, workspace: Workspace, area: DocumentArea) -> None:
        """Serve a protocol from now on."""
        self.let_go()
        self._workspace, self._area = workspace, area
        if self._docks.preview.isVisible():
            self._look(True)

    def let_go(self) -> None:
        """End the work on a protocol that is closed."""
        if self.panel is not None:
            self._settings.preview_width = self._docks.preview.width()
            self.panel.view.renderer.stop()
            _empty(self._docks.preview)
        if self.coverage is not None:
            _empty(self._docks.coverage)
        if self.pages is not None:
            self.pages.close()
            self.pages.deleteLater()
        self._workspace = self._area = self.pages = self.panel = self.coverage = None

    def toggle(self) -> None:
        """Show the preview and move into it, or hide it."""
        if self._docks.preview.isVisible():
            self._docks.preview.hide()
        elif panel := self._open():
            panel.view.setFocus()

    def show_place(self) -> None:
        """Show in the preview where the selected field is printed."""
        if self._workspace is None:
            return
        if not self._workspace.selection:
            self.said.emit(self.tr("Select a field first; the preview then shows where it is printed"))
            return
        self._show_on_page(self._workspace.selection)

    def show_coverage(self) -> None:
        """Show how the protocol covers its standards, and focus the list."""
        self._docks.show_coverage()

    def _open(self) -> "PreviewPanel | None":
        if not self._docks.preview.isVisible():
            self._docks.show_preview(self._settings.preview_width)
        return self.panel

    def _show_on_page(self, place: str) -> None:
        if panel := self._open():
            panel.show_place(place)

    def _show_field(self, place: str) -> None:
        """Bring the field of a place into view; the focus stays on the pages."""
        if self._workspace is None or self._area is None or self.panel is None:
            return
        if home_of(place) is not None:
            self._area.reveal(place)
        self._workspace.select(place)
        self.panel.view.setFocus()

    def _look(self, is_seen: bool) -> None:
        dock = self._docks.preview
        if is_seen and self.panel is None and self._workspace is not None:
            self._make_preview(self._workspace)
        if self.panel is not None:
            self.panel.look(is_seen)
            if dock.isHidden():
                self._settings.preview_width = dock.width()
        self._docks.fit(self._window.width())

    def _look_at_coverage(self, is_seen: bool) -> None:
        if is_seen and self.coverage is None and self._workspace is not None:
            self._make_coverage(self._workspace)
        if self.coverage is not None:
            self.coverage.look(is_seen)

    def _make_preview(self, workspace: Workspace) -> None:
        from protocol_designer.gui.panels.preview import PreviewPanel

        self.panel = PreviewPanel(workspace, self._job(workspace), self._theme, self._docks.preview)
        self.panel.place_chosen.connect(self._show_field)
        self.panel.place_entered.connect(workspace.go_to)
        _fill(self._docks.preview, self.panel)

    def _make_coverage(self, workspace: Workspace) -> None:
        from protocol_designer.gui.panels.coverage import CoveragePanel

        self.coverage = CoveragePanel(workspace, self._job(workspace), self._theme, self._docks.coverage)
        self.coverage.place_entered.connect(workspace.go_to)
        self.coverage.pages_requested.connect(self._show_on_page)
        _fill(self._docks.coverage, self.coverage)

    def _job(self, workspace: Workspace) -> "PreviewJob":
        from protocol_designer.workspace.preview_job import PreviewJob

        if self.pages is None:
            self.pages = PreviewJob(workspace, self)
        return self.pages


def _fill(dock: QDockWidget, panel: QWidget) -> None:
    old = dock.widget()
    dock.setWidget(panel)
    if old is not None:
        old.deleteLater()


def _empty(dock: QDockWidget) -> None:
    _fill(dock, QWidget(dock))
