"""The pages of the open protocol as tabs; makes a page and keeps it up to date only while it is seen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.input_guard import InputGuard
from protocol_designer.gui.page_table import PAGES, home_of
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.theme import Theme
from protocol_designer.workspace.workspace import Workspace


class DocumentArea(QWidget):
    """Holds the pages and finds the one that shows a place.

    Signals:
        page_changed: Another page came into view.
    """

    page_changed = Signal()

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._guard = InputGuard(self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for bar in (self.tabs, self.tabs.tabBar()):
            bar.setAccessibleName(self.tr("Pages of the protocol"))
        self._rooms: list[QVBoxLayout] = []
        self._pages: dict[int, BasePage] = {}
        self._shown: dict[int, TrialProtocol] = {}
        for row in PAGES:
            title = row.shown_title()
            tab = QWidget(self.tabs)
            tab.setAccessibleName(title)
            room = QVBoxLayout(tab)
            room.setContentsMargins(0, 0, 0, 0)
            self._rooms.append(room)
            self.tabs.addTab(tab, title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)
        self._bring_up_to_date(self.tabs.currentIndex())
        self.tabs.currentChanged.connect(self._enter)
        workspace.report_changed.connect(self._follow)
        workspace.comments_changed.connect(self._show_comments)

    def show_page(self, number: int) -> None:
        """Bring a page into view."""
        self.tabs.setCurrentIndex(number)

    def holds(self, place: str) -> bool:
        """Tell whether the page in view is the home of a place."""
        return home_of(place) == self.tabs.currentIndex()

    def reveal(self, place: str) -> bool:
        """Bring the page of a place into view and focus its field; False when no page shows it."""
        home, current = home_of(place), self.tabs.currentIndex()
        made = [number for number in self._pages if number not in (home, current)]
        for number in (*([] if home is None or home == current else [home]), current, *made):
            page = self._bring_up_to_date(number)
            if page.reveal(place):
                self.tabs.setCurrentIndex(number)
                page.reveal(place)
                return True
        return False

    def _enter(self, number: int) -> None:
        self._bring_up_to_date(number)
        self.page_changed.emit()

    def _show_comments(self) -> None:
        for page in self._pages.values():
            page.show_comments()

    def _follow(self) -> None:
        self._bring_up_to_date(self.tabs.currentIndex())

    def _bring_up_to_date(self, number: int) -> BasePage:
        trial = self._workspace.trial
        if number not in self._pages:
            page = PAGES[number].make(self._workspace, self._theme, self.tabs.widget(number))
            page.setAccessibleName(self.tabs.tabText(number))
            self._rooms[number].addWidget(page)
            self._pages[number] = page
            self._guard.watch(self)
        elif self._shown[number] is not trial:
            self._pages[number].show_document(self._shown[number], trial)
            self._pages[number].show_report(self._workspace.report)
            self._guard.watch(self)
        self._shown[number] = trial
        return self._pages[number]
