"""The docks around the pages: made once for the window, filled anew for each protocol."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDockWidget, QMainWindow, QWidget

from protocol_designer.gui.panels.comments import CommentsPanel
from protocol_designer.gui.panels.inspector import InspectorPanel
from protocol_designer.gui.panels.outline import OutlinePanel
from protocol_designer.gui.panels.problems import ProblemsPanel
from protocol_designer.gui.panels.questions import QuestionsPanel
from protocol_designer.gui.theme import Theme
from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.workspace.workspace import Workspace

if TYPE_CHECKING:
    from protocol_designer.gui.panels.precedents import PrecedentsPanel

_THREE_COLUMNS = 1180
_LOW, _LOW_PROBLEMS = 660, 96
_OUTLINE, _INSPECTOR, _PROBLEMS, _PRECEDENTS, _PREVIEW = 208, 256, 186, 330, 460


@dataclass(frozen=True, slots=True)
class Panels:
    """The panels of one protocol."""

    outline: OutlinePanel
    inspector: InspectorPanel
    problems: ProblemsPanel
    questions: QuestionsPanel
    comments: CommentsPanel
    precedents: "PrecedentsPanel"


class Docks(QObject):
    """Owns the docks of a window; ``panels`` is None while no protocol is open."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.panels: Panels | None = None
        self.outline = self._make("outline", self.tr("Outline"))
        self.inspector = self._make("inspector", self.tr("Inspector"))
        self.problems = self._make("problems", self.tr("Problems"))
        self.questions = self._make("questions", self.tr("Open questions"))
        self.comments = self._make("comments", self.tr("Comments"))
        self.precedents = self._make("precedents", self.tr("Precedents"))
        self.preview = self._make("preview", self.tr("Preview"))
        self.coverage = self._make("coverage", self.tr("Coverage"))
        self._closed: list[QDockWidget] = []
        self._is_shown = True
        self._is_narrow = False
        self.arrange()
        self.hide_all()
        self._closed = [self.preview]

    @property
    def all(self) -> tuple[QDockWidget, ...]:
        """The docks in the order of the F6 key."""
        bottom = self.problems, self.questions, self.comments, self.precedents, self.coverage
        return self.outline, self.inspector, self.preview, *bottom

    @property
    def listed(self) -> tuple[QDockWidget, ...]:
        """The docks that the View menu ticks; the preview has an entry of its own."""
        return tuple(dock for dock in self.all if dock is not self.preview)

    def arrange(self) -> None:
        """Put every dock where it stands at first."""
        window = self._window
        window.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.outline)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.inspector)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.problems)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.questions)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.comments)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.precedents)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.coverage)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.preview)
        self._is_narrow = False
        for dock in self.all:
            dock.setFloating(False)
            dock.setVisible(self._is_shown and dock is not self.preview)
        window.tabifyDockWidget(self.problems, self.questions)
        window.tabifyDockWidget(self.questions, self.comments)
        window.tabifyDockWidget(self.comments, self.precedents)
        window.tabifyDockWidget(self.precedents, self.coverage)
        _put_in_front(self.problems)
        window.resizeDocks([self.outline, self.inspector], [_OUTLINE, _INSPECTOR], Qt.Orientation.Horizontal)
        window.resizeDocks([self.problems], [_PROBLEMS], Qt.Orientation.Vertical)

    def fit(self, width: int) -> None:
        """Lay the inspector beside the problems when the window is too narrow for one more column."""
        is_beside = self.preview.isVisible() and not self.preview.isFloating()
        right, bottom = Qt.DockWidgetArea.RightDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea
        self._window.setCorner(Qt.Corner.BottomRightCorner, right if is_beside else bottom)
        is_narrow = width < _THREE_COLUMNS + (_PREVIEW if is_beside else 0)
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        if is_narrow:
            self._window.tabifyDockWidget(self.precedents, self.inspector)
        else:
            self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.inspector)
            self._window.resizeDocks([self.inspector], [_INSPECTOR], Qt.Orientation.Horizontal)
        if self._is_shown:
            QTimer.singleShot(0, self.problems, lambda: _put_in_front(self.problems))

    def fill(self, workspace: Workspace, theme: Theme, library: TemplateLibrary) -> Panels:
        """Fill the docks for a protocol; the panels of the last one are deleted.

        Before the window is shown, at the start of the program, they do not wait for the review.
        """
        from protocol_designer.gui.panels.precedents import PrecedentsPanel

        if self._window.isVisible():
            workspace.begin_review()
        self.panels = Panels(
            OutlinePanel(workspace, theme, self.outline),
            InspectorPanel(workspace, theme, self.inspector),
            ProblemsPanel(workspace, theme, self.problems),
            QuestionsPanel(workspace, self.questions),
            CommentsPanel(workspace, theme, self.comments),
            PrecedentsPanel(workspace, theme, library, self.precedents),
        )
        for dock, panel in zip(
            (self.outline, self.inspector, self.problems, self.questions, self.comments, self.precedents),
            (
                self.panels.outline,
                self.panels.inspector,
                self.panels.problems,
                self.panels.questions,
                self.panels.comments,
                self.panels.precedents,
            ),
            strict=True,
        ):
            _replace(dock, panel)
        self.precedents.visibilityChanged.connect(self.panels.precedents.catch_up_soon)
        _put_in_front(self.problems)
        return self.panels

    def show_beside_protocol(self) -> None:
        """Show the docks that the user has not closed."""
        if not self._is_shown:
            self._is_shown = True
            for dock in self.all:
                dock.setVisible(dock not in self._closed)
            self._leave_room()
            _put_in_front(self.problems)

    def _leave_room(self) -> None:
        """Keep the panels below low in a low window, so that a page can be worked on above them."""
        if self._window.height() < _LOW:
            self._window.resizeDocks([self.problems], [_LOW_PROBLEMS], Qt.Orientation.Vertical)

    def hide_all(self) -> None:
        """Hide the docks on the start page, and remember which were closed."""
        if self._is_shown:
            self._closed = [dock for dock in self.all if dock.isHidden()]
        self._is_shown = False
        for dock in self.all:
            dock.hide()

    def bring_forward(self, dock: QDockWidget) -> None:
        """Show a dock above those it shares its place with, and focus what is in it."""
        dock.show()
        _put_in_front(dock)
        self._focus(dock)

    def show_problems(self) -> None:
        """Show the problems and focus their list."""
        self.bring_forward(self.problems)

    def show_precedents(self) -> None:
        """Show the precedents with room to read them, and focus their list."""
        self.bring_forward(self.precedents)
        if not self.precedents.isFloating() and self.precedents.height() < _PRECEDENTS:
            self._window.resizeDocks([self.precedents], [_PRECEDENTS], Qt.Orientation.Vertical)

    def show_preview(self, width: int) -> None:
        """Show the pages at the right, as wide as they were last; 0 for as wide as at first."""
        self.preview.show()
        _put_in_front(self.preview)
        if not self.preview.isFloating():
            self.fit(self._window.width())
            self._window.resizeDocks([self.preview], [width or _PREVIEW], Qt.Orientation.Horizontal)

    def show_coverage(self) -> None:
        """Show the coverage with room to read it, and focus its list."""
        self.bring_forward(self.coverage)
        if not self.coverage.isFloating() and self.coverage.height() < _PRECEDENTS:
            self._window.resizeDocks([self.coverage], [_PRECEDENTS], Qt.Orientation.Vertical)

    def show_inspector(self) -> None:
        """Show the inspector above those it shares its place with; the focus stays."""
        self.inspector.show()
        _put_in_front(self.inspector)

    def focus_next(self) -> bool:
        """Focus the dock after the one in hand; False after the last."""
        focused = QApplication.focusWidget()
        here = [number for number, dock in enumerate(self.all) if focused and dock.isAncestorOf(focused)]
        for dock in self.all[here[0] + 1 if here else 0 :]:
            if dock.isVisible() and self._focus(dock):
                _put_in_front(dock)
                return True
        return False

    @staticmethod
    def _focus(dock: QDockWidget) -> bool:
        panel = dock.widget()
        if panel is None:
            return False  # it is made when it is first seen
        fields = panel.findChildren(QAbstractItemView)
        target = panel.focusProxy() or (fields[0] if fields else panel)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _make(self, name: str, title: str) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(name)
        dock.setAccessibleName(title)
        return dock


def _put_in_front(dock: QDockWidget) -> None:
    """Show a dock above those it shares its place with.

    Qt turns to its tab only when its place among the widgets changes, which it may hold already.
    """
    dock.lower()
    dock.raise_()


def _replace(dock: QDockWidget, panel: QWidget) -> None:
    old = dock.widget()
    dock.setWidget(panel)
    if old is not None:
        old.deleteLater()
