"""The way through the pages: keys to the next and the previous one, the outline and the list of all pages."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from protocol_designer.gui.document_area import DocumentArea
from protocol_designer.gui.page_table import PAGES
from protocol_designer.gui.page_tabs import PageList
from protocol_designer.gui.panels.outline import OutlinePanel
from protocol_designer.gui.theme import Theme
from protocol_designer.workspace.workspace import Workspace


class PageActions(QObject):
    """Turns the pages of the protocol in view."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._area: DocumentArea | None = None

    def work_on(self, workspace: Workspace, outline: OutlinePanel, area: DocumentArea) -> None:
        """Turn the pages of a protocol from now on."""
        self._area = area
        outline.page_requested.connect(area.show_page)
        area.page_changed.connect(lambda: outline.show_page(area.tabs.currentIndex()))
        pages = PageList(workspace, area.tabs, self._theme)
        area.tabs.setCornerWidget(pages, Qt.Corner.TopRightCorner)
        pages.show()  # where the window is on the screen already, Qt leaves it hidden

    def next(self) -> None:
        """Show the page after the one in view; after the last comes the first."""
        self._turn(1)

    def previous(self) -> None:
        """Show the page before the one in view."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        if self._area is not None:
            self._area.show_page((self._area.tabs.currentIndex() + by) % len(PAGES))
