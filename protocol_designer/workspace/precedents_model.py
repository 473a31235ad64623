"""The prior regimens nearest to one of this protocol, as rows; updated by difference."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from protocol_designer.workspace.row_table import NOWHERE, Index, RowTable

if TYPE_CHECKING:
    from protocol_designer.precedents.nearest import Precedents

PRECEDENT = Qt.ItemDataRole.UserRole + 1
"""The role under which a row gives its PrecedentRow."""


@dataclass(frozen=True, slots=True)
class PrecedentRow:
    """One prior regimen in words."""

    study_id: str
    regimen: str
    study: str
    dose: str
    people: str
    comparator: str
    beside: str
    outcome: str


class PrecedentsModel(RowTable[PrecedentRow]):
    """One row a prior regimen by the same route, the nearest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(lambda row: (row.study_id, row.regimen), parent)

    def show(self, precedents: "Precedents | None") -> None:
        """Bring the rows to other precedents with the fewest changes."""
        self.bring([] if precedents is None else precedent_rows(precedents))

    def row_of(self, wanted: PrecedentRow | None) -> int:
        """Return where a regimen stands now; 0, the nearest, when it is not listed."""
        keys = [self._key(row) for row in self._rows]
        return keys.index(self._key(wanted)) if wanted and self._key(wanted) in keys else 0

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else 5

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            titles = (
                self.tr("Study"),
                self.tr("Dose as reported"),
                self.tr("Received it"),
                self.tr("Comparator"),
                self.tr("This protocol"),
            )
            return titles[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == PRECEDENT:
            return row
        texts = (row.study, row.dose, row.people, row.comparator, row.beside)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return texts[index.column()]
        return "; ".join(texts) if role == Qt.ItemDataRole.AccessibleTextRole else None


def precedent_rows(precedents: "Precedents") -> list[PrecedentRow]:
    """Write each prior regimen by the same route."""
    from protocol_designer.report.precedent_words import (
        comparator_words,
        differences,
        outcome_words,
        people,
        reported_dose,
    )

    return [
        PrecedentRow(
            entry.reported.template.id,
            entry.reported.administration.id,
            entry.reported.template.label,
            reported_dose(entry.reported.administration),
            people(entry.reported),
            comparator_words(entry.reported),
            differences(entry),
            outcome_words(entry.reported.template),
        )
        for entry in precedents.by_same_route
    ]
