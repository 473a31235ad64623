"""The tabs of the pages, slim enough for the width of a laptop, and the list of all pages beside them."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QMenu, QProxyStyle, QStyle, QStyleOption, QTabWidget, QToolButton, QWidget

from protocol_designer.gui.icons import icon
from protocol_designer.gui.page_table import chapters
from protocol_designer.gui.state_mark import state_icon
from protocol_designer.gui.theme import Theme
from protocol_designer.workspace.page_states import page_states
from protocol_designer.workspace.workspace import Workspace

_AIR = 11
"""Pixels around the words of a tab; Fusion gives 24, and twelve tabs have no room for them."""


_LINE = 2


class _SlimStyle(QProxyStyle):
    """Fusion with less air beside the words of tabs, and a line over the tab of the page in view."""

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw a line over the selected tab: on dark its ground alone hardly tells it from the others."""
        super().drawControl(element, option, painter, widget)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if element is QStyle.ControlElement.CE_TabBarTabShape and is_selected:
            top = option.rect.adjusted(1, 0, -1, _LINE - option.rect.height())
            painter.fillRect(top, option.palette.color(QPalette.ColorRole.Accent))

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        """Give tabs less air; all else is as in Fusion."""
        if metric is QStyle.PixelMetric.PM_TabBarTabHSpace:
            return _AIR
        return super().pixelMetric(metric, option, widget)


class PageTabs(QTabWidget):
    """The pages under their tabs; scroll buttons come where the tabs have no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        style = _SlimStyle("Fusion")
        style.setParent(self)
        self.tabBar().setStyle(style)


class PageList(QToolButton):
    """A button beside the tabs that lists every page, also those the tabs have no room for."""

    def __init__(self, workspace: Workspace, tabs: QTabWidget, theme: Theme) -> None:
        super().__init__(tabs)
        self._workspace = workspace
        self._tabs = tabs
        self._theme = theme
        self.setAutoRaise(True)
        self.setIconSize(QSize(16, 16))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(self.tr("All pages, and how each stands"))
        self.setAccessibleName(self.tr("All pages"))
        self.pages = QMenu(self)
        self.pages.aboutToShow.connect(self._list)
        self.clicked.connect(self._open)
        theme.changed.connect(self._show_icon)
        self._show_icon()

    def _open(self) -> None:
        self.pages.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _list(self) -> None:
        self.pages.clear()
        found = chapters()
        states = page_states(self._workspace.trial, self._workspace.known_report, found)
        for number, (chapter, state) in enumerate(zip(found, states, strict=True)):
            told = self.tr("{page}: {state}").format(page=chapter.title, state=state.told)
            action = self.pages.addAction(state_icon(state, self._theme), told.replace("&", "&&"))
            if number == self._tabs.currentIndex():
                self.pages.setDefaultAction(action)
            action.triggered.connect(lambda _checked=False, number=number: self._tabs.setCurrentIndex(number))

    def _show_icon(self) -> None:
        self.setIcon(icon("pages", self._theme))
