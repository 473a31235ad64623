"""The way through the pages: keys to the next and the previous one, the outline and the list of all pages."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from protocol_designer.gui.document_area import DocumentArea
from protocol_designer.gui.icons import icon
from protocol_designer.gui.page_table import PAGES, chapters
from protocol_designer.gui.panels.outline import OutlinePanel
from protocol_designer.gui.state_mark import state_icon
from protocol_designer.gui.theme import Theme
from protocol_designer.workspace.page_states import page_states
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
        pages = PageList(workspace, area, self._theme)
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


class PageList(QToolButton):
    """A button beside the tabs that lists every page, also those the tabs have no room for."""

    def __init__(self, workspace: Workspace, area: DocumentArea, theme: Theme) -> None:
        super().__init__(area.tabs)
        self._workspace = workspace
        self._area = area
        self._theme = theme
        self.setAutoRaise(True)
        self.setToolTip(self.tr("All pages, and how each stands"))
        self.setAccessibleName(self.tr("All pages"))
        self.pages = QMenu(self)
        self.pages.aboutToShow.connect(self._list)
        self.setMenu(self.pages)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        theme.changed.connect(self._show_icon)
        self._show_icon()

    def _list(self) -> None:
        self.pages.clear()
        found = chapters()
        states = page_states(self._workspace.trial, self._workspace.known_report, found)
        for number, (chapter, state) in enumerate(zip(found, states, strict=True)):
            told = self.tr("{page}: {state}").format(page=chapter.title, state=state.told)
            action = self.pages.addAction(state_icon(state, self._theme), told.replace("&", "&&"))
            action.setCheckable(False)
            if number == self._area.tabs.currentIndex():
                self.pages.setDefaultAction(action)
            action.triggered.connect(lambda _checked=False, number=number: self._area.show_page(number))

    def _show_icon(self) -> None:
        self.setIcon(icon("pages", self._theme))
