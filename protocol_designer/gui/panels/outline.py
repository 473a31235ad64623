"""The outline at the left, the way through the pages: a click shows the part; badges count what was found."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTreeView, QVBoxLayout, QWidget

from protocol_designer.gui.page_table import chapters
from protocol_designer.gui.panels.outline_delegate import OutlineDelegate
from protocol_designer.gui.theme import Theme
from protocol_designer.workspace.outline_model import PLACE, STATE, OutlineModel
from protocol_designer.workspace.workspace import Workspace

_LONG_LIST = 12


class _OutlineView(QTreeView):
    """A tree whose Enter key acts like a click."""

    entered = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit(self.currentIndex())
            event.accept()
        else:
            super().keyPressEvent(event)


class OutlinePanel(QWidget):
    """A tree of the pages and the parts of the protocol in them.

    Signals:
        page_requested: A page was chosen (its number).
    """

    page_requested = Signal(int)

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._is_following = False
        self.model = OutlineModel(chapters(), self)
        self.model.show(workspace.trial, workspace.known_report)
        self.view = _OutlineView(self)
        self.view.setAccessibleName(self.tr("Outline of the protocol"))
        self.view.setHeaderHidden(True)
        self.view.setUniformRowHeights(True)
        self.view.setFrameShape(QTreeView.Shape.NoFrame)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setIndentation(14)
        self.view.setExpandsOnDoubleClick(False)
        self.view.setModel(self.model)
        self._delegate = OutlineDelegate(theme, self.view)
        self.view.setItemDelegate(self._delegate)
        self._expand()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.selectionModel().currentChanged.connect(self._choose)
        self.view.entered.connect(self._reveal)
        self.view.clicked.connect(self._reveal)
        workspace.report_changed.connect(self._follow_report)
        workspace.selection_changed.connect(self._follow_selection)
        theme.changed.connect(self.view.viewport().update)

    def show_page(self, number: int) -> None:
        """Mark the page in view, and bring it into sight."""
        self._delegate.page = number
        self.view.scrollTo(self.model.index(number, 0))
        self.view.viewport().update()

    def _expand(self) -> None:
        """Open the pages, but not the lists inside them, nor a page with very many parts."""
        for row in range(self.model.rowCount()):
            index = self.model.index(row, 0)
            self.view.setExpanded(index, self.model.rowCount(index) <= _LONG_LIST)

    def _choose(self, index: QModelIndex) -> None:
        if not self._is_following and index.isValid():
            self._workspace.select(str(self.model.data(index, PLACE)))

    def _reveal(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        if self.model.data(index, STATE) is None:
            self._workspace.go_to(str(self.model.data(index, PLACE)))
        else:
            self.page_requested.emit(self.model.page_of(index))

    def _follow_report(self) -> None:
        self.model.show(self._workspace.trial, self._workspace.report)

    def _follow_selection(self, place: str) -> None:
        index = self.model.index_of(place)
        if index.isValid() and index != self.view.currentIndex():
            self._is_following = True
            self.view.setCurrentIndex(index)
            self._is_following = False
