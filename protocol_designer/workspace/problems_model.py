"""The findings as rows that stay put: updated by difference, keyed by rule and place; gui paints them."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.justifications import has_lapsed
from protocol_designer.report.place_words import place_words
from protocol_designer.rules.findings import Finding, Report, Severity
from protocol_designer.workspace.row_table import NOWHERE, Index, RowTable
from protocol_designer.workspace.severity_words import message_beside

FINDING = Qt.ItemDataRole.UserRole + 1
"""The role under which a row gives its Finding."""

SEVERITY, MESSAGE, WHERE, RULE, FIXES = range(5)


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A finding and its place in words; equal rows need no repaint."""

    finding: Finding
    where: str
    has_lapsed: bool = False


class ProblemsModel(RowTable[ProblemRow]):
    """One row a finding, the gravest first, justified ones after those that still ask for an answer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_key, parent)

    def show(self, trial: TrialProtocol, report: Report) -> None:
        """Bring the rows to a new report with the fewest changes."""
        fresh = [
            ProblemRow(finding, place_words(trial, finding.place), has_lapsed(finding, trial))
            for finding in _ordered(report)
        ]
        self.bring(fresh)

    def finding(self, row: int) -> Finding:
        """Return the finding of a row."""
        return self._rows[row].finding

    def columnCount(self, parent: Index = NOWHERE) -> int:
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
            if row.finding.justified:
                return self.tr("Soft, justified")
            return self.tr("Soft, lapsed") if row.has_lapsed else word
        fixes = self.tr("Fix…") if row.finding.fixes else ""
        return (message_beside(row.finding), row.where, row.finding.rule, fixes)[column - MESSAGE]


def _key(row: ProblemRow) -> tuple[str, str, Severity, bool]:
    return (*row.finding.key, row.finding.severity, row.finding.justified)


def _ordered(report: Report) -> list[Finding]:
    order = list(Severity)
    return sorted(report.findings, key=lambda finding: (order.index(finding.severity), finding.justified))
