"""The pages of the open protocol as tabs; makes a page and keeps it up to date only while it is seen."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.find_bar import FindBar
from protocol_designer.gui.input_guard import InputGuard
from protocol_designer.gui.page_table import PAGES, home_of
from protocol_designer.gui.page_tabs import PageTabs
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.theme import Theme
from protocol_designer.rules.findings import Report
from protocol_designer.workspace.workspace import Workspace

_AFTER_PAINT_MS = 40


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
        self.tabs = PageTabs(self)
        for bar in (self.tabs, self.tabs.tabBar()):
            bar.setAccessibleName(self.tr("Pages of the protocol"))
        self._rooms: list[QVBoxLayout] = []
        self._pages: dict[int, BasePage] = {}
        self._shown: dict[int, tuple[TrialProtocol, Report]] = {}
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
        self.find_bar = FindBar(self.tabs.currentWidget, theme, self)
        layout.addWidget(self.find_bar)
        self._bring_up_to_date(self.tabs.currentIndex())
        self.tabs.currentChanged.connect(self._enter)
        workspace.report_changed.connect(self._follow)
        workspace.comments_changed.connect(self._show_comments)

    def showEvent(self, event: QShowEvent) -> None:
        """Have the protocol reviewed once the window that shows it is painted and takes input."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._review_soon)

    def show_page(self, number: int) -> None:
        """Bring a page into view."""
        self.tabs.setCurrentIndex(number)

    def holds(self, place: str) -> bool:
        """Tell whether the page in view is the home of a place."""
        return home_of(place) == self.tabs.currentIndex()

    def reveal(self, place: str) -> bool:
        """Bring the page of a place into view and focus its field; False when no page is its home."""
        home, current = home_of(place), self.tabs.currentIndex()
        made = [number for number in self._pages if number not in (home, current)]
        for number in (*([] if home is None or home == current else [home]), current, *made):
            page = self._bring_up_to_date(number)
            if page.reveal(place):
                self.tabs.setCurrentIndex(number)
                page.reveal(place)
                return True
        if home is not None:
            self.tabs.setCurrentIndex(home)
        return home is not None

    def _review_soon(self) -> None:
        QTimer.singleShot(_AFTER_PAINT_MS, self._workspace, self._workspace.begin_review)

    def _enter(self, number: int) -> None:
        self._bring_up_to_date(number)
        self.page_changed.emit()

    def _show_comments(self) -> None:
        for page in self._pages.values():
            page.show_comments()

    def _follow(self) -> None:
        self._bring_up_to_date(self.tabs.currentIndex())

    def _bring_up_to_date(self, number: int) -> BasePage:
        now = (self._workspace.trial, self._workspace.known_report)
        if number not in self._pages:
            page = PAGES[number].make(self._workspace, self._theme, self.tabs.widget(number))
            page.setAccessibleName(self.tabs.tabText(number))
            self._rooms[number].addWidget(page)
            self._pages[number] = page
            self._guard.watch(self)
            self._shown[number] = now
            return page
        page, before = self._pages[number], self._shown[number]
        if before[0] is not now[0]:
            page.show_document(before[0], now[0])
            self._guard.watch(page)
        if before[1] is not now[1]:
            page.show_report(now[1])
        self._shown[number] = now
        return page
