"""The open questions that a prior study left: what is not settled, and the way to answer it."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeView, QVBoxLayout, QWidget

from protocol_designer.domain.evidence import OpenQuestion
from protocol_designer.gui.panels.delegates import RowDelegate
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.workspace.questions_model import QUESTION, QuestionsModel
from protocol_designer.workspace.workspace import Workspace


class QuestionsPanel(QWidget):
    """A list of open questions.

    Signals:
        question_requested: An open question is to be answered (OpenQuestion).
    """

    question_requested = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.model = QuestionsModel(self)
        self.model.show(workspace.trial)
        self.view = QTreeView(self)
        self.view.setAccessibleName(self.tr("Open questions of the protocol"))
        self.view.setModel(self.model)
        self.view.setRootIsDecorated(False)
        self.view.setUniformRowHeights(True)
        self.view.setAllColumnsShowFocus(True)
        self.view.setItemDelegate(RowDelegate(self.view))
        self.view.setFrameShape(QTreeView.Shape.NoFrame)
        header = self.view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(0, 140)
        header.resizeSection(2, 260)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.none = small_print(
            self.tr(
                "No question is open. A protocol that starts from a prior study brings along what its "
                "sources leave unsaid or disagree on."
            ),
            self,
        )
        self.none.setContentsMargins(FIELD_GAP, FIELD_GAP, FIELD_GAP, FIELD_GAP)
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.none, 1)
        layout.addWidget(self.view)
        self._show_which()
        self.view.clicked.connect(self._select)
        self.view.activated.connect(self._ask)
        workspace.report_changed.connect(self._follow)

    def _follow(self) -> None:
        self.model.show(self._workspace.trial)
        self._show_which()

    def _show_which(self) -> None:
        """Show the list, or why there is none."""
        has_rows = self.model.rowCount() > 0
        self.view.setVisible(has_rows)
        self.none.setHidden(has_rows)

    def _select(self, index: QModelIndex) -> None:
        question = index.data(QUESTION)
        if isinstance(question, OpenQuestion) and question.place:
            self._workspace.select(question.place)

    def _ask(self, index: QModelIndex) -> None:
        question = index.data(QUESTION)
        if isinstance(question, OpenQuestion):
            self.question_requested.emit(question)
