"""The open questions of a protocol as rows, unanswered ones first; updated by difference."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from protocol_designer.domain.evidence import OpenQuestion
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.report.place_words import place_words
from protocol_designer.workspace.differences import row_changes

QUESTION = Qt.ItemDataRole.UserRole + 1
"""The role under which a row gives its OpenQuestion."""

Index = QModelIndex | QPersistentModelIndex
Row = tuple[OpenQuestion, str]
_NOWHERE = QModelIndex()


class QuestionsModel(QAbstractTableModel):
    """One row a question: whether it is answered, what is asked, about which place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def show(self, trial: TrialProtocol) -> None:
        """Bring the rows to a new document with the fewest changes."""
        ordered = sorted(trial.open_questions, key=lambda question: question.answer is not None)
        fresh = [(entry, place_words(trial, entry.place) if entry.place else "") for entry in ordered]
        for change in row_changes([_key(row) for row in self._rows], [_key(row) for row in fresh]):
            if change.removed:
                self.beginRemoveRows(QModelIndex(), change.first, change.first + change.removed - 1)
                del self._rows[change.first : change.first + change.removed]
                self.endRemoveRows()
            if change.inserted:
                self.beginInsertRows(QModelIndex(), change.first, change.first + change.inserted - 1)
                self._rows[change.first : change.first] = fresh[
                    change.source : change.source + change.inserted
                ]
                self.endInsertRows()
        for number, (old, new) in enumerate(zip(self._rows, fresh, strict=True)):
            if old != new:
                self._rows[number] = new
                self.dataChanged.emit(self.index(number, 0), self.index(number, 2))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
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
