"""The open questions of a protocol as rows, those to settle first; updated by difference."""

from PySide6.QtCore import QObject, Qt

from protocol_designer.domain.evidence import OpenQuestion
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.precedents.disputes import Standing, standing_of
from protocol_designer.report.place_words import place_words
from protocol_designer.workspace.row_table import NOWHERE, Index, RowTable

QUESTION = Qt.ItemDataRole.UserRole + 1
"""The role under which a row gives its OpenQuestion."""

Row = tuple[OpenQuestion, str, Standing]
_FIRST = (Standing.OUTDATED, Standing.DISPUTED, Standing.OPEN, Standing.ANSWERED)


class QuestionsModel(RowTable[Row]):
    """One row a question: how it stands, what is asked, about which place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_key, parent)

    def show(self, trial: TrialProtocol) -> None:
        """Bring the rows to a new document with the fewest changes."""
        fresh = [
            (entry, place_words(trial, entry.place) if entry.place else "", standing_of(trial, entry))
            for entry in trial.open_questions
        ]
        self.bring(sorted(fresh, key=lambda row: _FIRST.index(row[2])))

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
        question, where, standing = self._rows[index.row()]
        if role == QUESTION:
            return question
        texts = (
            self._word(standing),
            question.question,
            where,
        )
        if role == Qt.ItemDataRole.DisplayRole:
            return texts[index.column()].replace("\n", " ")
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._told(question, standing)
        return ", ".join(texts) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def _word(self, standing: Standing) -> str:
        return {
            Standing.OPEN: self.tr("open"),
            Standing.DISPUTED: self.tr("sources disagree"),
            Standing.ANSWERED: self.tr("answered"),
            Standing.OUTDATED: self.tr("value changed since"),
        }[standing]

    def _told(self, question: OpenQuestion, standing: Standing) -> str:
        if standing is Standing.OUTDATED:
            told = self.tr("“{answer}” was chosen, and the value was changed afterwards. Settle it again.")
            return told.format(answer=question.answer)
        return question.answer or question.known or question.question


def _key(row: Row) -> tuple[str, Standing]:
    return row[0].id, row[2]
