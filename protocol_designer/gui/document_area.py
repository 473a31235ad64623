"""The pages of the open protocol as tabs; brings a page up to date when it is seen, not before."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.input_guard import InputGuard
from protocol_designer.gui.page import Page
from protocol_designer.gui.pages.design_page import DesignPage
from protocol_designer.gui.pages.dosing_page import DosingPage
from protocol_designer.gui.pages.population_page import PopulationPage
from protocol_designer.gui.pages.schedule_page import SchedulePage
from protocol_designer.gui.pages.therapy_page import TherapyPage
from protocol_designer.gui.theme import Theme
from protocol_designer.workspace.workspace import Workspace

_PAGES = (DesignPage, DosingPage, TherapyPage, SchedulePage, PopulationPage)
_HOME: tuple[tuple[str, ...], ...] = (
    ("design", "identity", "objectives", "endpoints"),
    ("arms", "regimens", "other_interventions"),
    ("courses",),
    ("schedule",),
    ("population",),
)
"""The parts of a protocol that each page is the home of."""


class DocumentArea(QWidget):
    """Holds the pages and finds the one that shows a place.

    Signals:
        page_changed: Another page came into view.
    """

    page_changed = Signal()

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._guard = InputGuard(self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for bar in (self.tabs, self.tabs.tabBar()):
            bar.setAccessibleName(self.tr("Pages of the protocol"))
        self._pages: list[Page] = []
        self._shown: list[TrialProtocol] = []
        for make in _PAGES:
            page = make(workspace, theme, self.tabs)
            self._pages.append(page)
            self._shown.append(workspace.trial)
            self.tabs.addTab(page, page.title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)
        self._guard.watch(self)
        self.tabs.currentChanged.connect(self._enter)
        workspace.report_changed.connect(self._follow)

    def show_page(self, number: int) -> None:
        """Bring a page into view."""
        self.tabs.setCurrentIndex(number)

    def holds(self, place: str) -> bool:
        """Tell whether the page in view is the home of a place."""
        return place.partition(".")[0].partition("[")[0] in _HOME[self.tabs.currentIndex()]

    def reveal(self, place: str) -> bool:
        """Bring the page of a place into view and focus its field; False when no page shows it."""
        order = sorted(range(len(self._pages)), key=lambda number: self._distance(number, place))
        for number in order:
            self._bring_up_to_date(number)
            if self._pages[number].reveal(place):
                self.tabs.setCurrentIndex(number)
                self._pages[number].reveal(place)
                return True
        return False

    def _distance(self, number: int, place: str) -> tuple[bool, bool]:
        """Order the pages: the home of a place first, then the one in view, then the others."""
        is_home = place.partition(".")[0].partition("[")[0] in _HOME[number]
        return not is_home, number != self.tabs.currentIndex()

    def _enter(self, number: int) -> None:
        self._bring_up_to_date(number)
        self.page_changed.emit()

    def _follow(self) -> None:
        self._bring_up_to_date(self.tabs.currentIndex())

    def _bring_up_to_date(self, number: int) -> None:
        before, after = self._shown[number], self._workspace.trial
        if before is not after:
            self._shown[number] = after
            self._pages[number].show_document(before, after)
            self._pages[number].show_report(self._workspace.report)
            self._guard.watch(self)
