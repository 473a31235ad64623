"""The outline at the left: a click shows the part everywhere; badges count what was found in it."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QTreeView, QVBoxLayout, QWidget

from protocol_designer.gui.panels.delegates import OutlineDelegate
from protocol_designer.gui.theme import Theme
from protocol_designer.workspace.outline_model import PLACE, OutlineModel
from protocol_designer.workspace.workspace import Workspace


class OutlinePanel(QWidget):
    """A tree of the protocol's parts."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._is_following = False
        self.model = OutlineModel(self)
        self.model.show(workspace.trial, workspace.known_report)
        self.view = QTreeView(self)
        self.view.setAccessibleName(self.tr("Outline of the protocol"))
        self.view.setHeaderHidden(True)
        self.view.setUniformRowHeights(True)
        self.view.setFrameShape(QTreeView.Shape.NoFrame)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setIndentation(14)
        self.view.setModel(self.model)
        self.view.setItemDelegate(OutlineDelegate(theme, self.view))
        for row in range(self.model.rowCount()):
            index = self.model.index(row, 0)
            self.view.setExpanded(index, self.model.data(index, PLACE) not in ("schedule.activities",))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.selectionModel().currentChanged.connect(self._choose)
        self.view.activated.connect(self._reveal)
        self.view.clicked.connect(self._reveal)
        workspace.report_changed.connect(self._follow_report)
        workspace.selection_changed.connect(self._follow_selection)
        theme.changed.connect(self.view.viewport().update)

    def _choose(self, index: QModelIndex) -> None:
        if not self._is_following and index.isValid():
            self._workspace.select(str(self.model.data(index, PLACE)))

    def _reveal(self, index: QModelIndex) -> None:
        self._workspace.go_to(str(self.model.data(index, PLACE)))

    def _follow_report(self) -> None:
        self.model.show(self._workspace.trial, self._workspace.report)

    def _follow_selection(self, place: str) -> None:
        index = self.model.index_of(place)
        if index.isValid() and index != self.view.currentIndex():
            self._is_following = True
            self.view.setCurrentIndex(index)
            self._is_following = False
