"""The open questions of a protocol as rows, unanswered ones first; updated by difference."""

from PySide6.QtCore import QObject, Qt

from protocol_designer.domain.evidence import OpenQuestion
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.report.place_words import place_words
from protocol_designer.workspace.row_table import NOWHERE, Index, RowTable

QUESTION = Qt.ItemDataRole.UserRole + 1
"""The role under which a row gives its OpenQuestion."""

Row = tuple[OpenQuestion, str]


class QuestionsModel(RowTable[Row]):
    """One row a question: whether it is answered, what is asked, about which place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_key, parent)

    def show(self, trial: TrialProtocol) -> None:
        """Bring the rows to a new document with the fewest changes."""
        ordered = sorted(trial.open_questions, key=lambda question: question.answer is not None)
        fresh = [(entry, place_words(trial, entry.place) if entry.place else "") for entry in ordered]
        self.bring(fresh)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("State"), self.tr("Question"), self.tr("Where"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        question, where = self._rows[index.row()]
        if role == QUESTION:
            return question
        texts = (
            self.tr("open") if question.answer is None else self.tr("answered"),
            question.question,
            where,
        )
        if role == Qt.ItemDataRole.DisplayRole:
            return texts[index.column()].replace("\n", " ")
        if role == Qt.ItemDataRole.ToolTipRole:
            return question.answer or question.known or question.question
        return ", ".join(texts) if role == Qt.ItemDataRole.AccessibleTextRole else None


def _key(row: Row) -> tuple[str, bool]:
    return row[0].id, row[0].answer is None
