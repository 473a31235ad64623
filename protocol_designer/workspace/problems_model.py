"""The findings as rows that stay put: updated by difference, keyed by rule and place; gui paints them."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.report.place_words import place_words
from protocol_designer.rules.findings import Finding, Report, Severity
from protocol_designer.workspace.differences import row_changes
from protocol_designer.workspace.severity_words import message_beside

FINDING = Qt.ItemDataRole.UserRole + 1
"""The role under which a row gives its Finding."""

SEVERITY, MESSAGE, WHERE, RULE, FIXES = range(5)
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A finding and its place in words; equal rows need no repaint."""

    finding: Finding
    where: str


class ProblemsModel(QAbstractTableModel):
    """One row a finding, the gravest first, justified ones after those that still ask for an answer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ProblemRow] = []

    def show(self, trial: TrialProtocol, report: Report) -> None:
        """Bring the rows to a new report with the fewest changes."""
        fresh = [ProblemRow(finding, place_words(trial, finding.place)) for finding in _ordered(report)]
        changes = row_changes([_key(row) for row in self._rows], [_key(row) for row in fresh])
        for change in changes:
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
                self.dataChanged.emit(self.index(number, 0), self.index(number, FIXES))

    def finding(self, row: int) -> Finding:
        """Return the finding of a row."""
        return self._rows[row].finding

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else FIXES + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("Severity"),
                self.tr("Message"),
                self.tr("Where"),
                self.tr("Rule"),
                self.tr("Fixes"),
            )[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == FINDING:
            return row.finding
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.finding.message if index.column() == MESSAGE else row.finding.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._text(row, SEVERITY)}: {row.finding.message} ({row.where}, {row.finding.rule})"
        return None

    def _text(self, row: ProblemRow, column: int) -> str:
        if column == SEVERITY:
            word = row.finding.severity.printed.capitalize()
            return self.tr("Soft, justified") if row.finding.justified else word
        fixes = self.tr("Fix…") if row.finding.fixes else ""
        return (message_beside(row.finding), row.where, row.finding.rule, fixes)[column - MESSAGE]


def _key(row: ProblemRow) -> tuple[str, str, Severity, bool]:
    return (*row.finding.key, row.finding.severity, row.finding.justified)


def _ordered(report: Report) -> list[Finding]:
    order = list(Severity)
    return sorted(report.findings, key=lambda finding: (order.index(finding.severity), finding.justified))
