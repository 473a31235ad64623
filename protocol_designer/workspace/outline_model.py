"""The protocol as a tree of its parts with the number of findings in each; updated by difference."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from protocol_designer.domain.places import value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.report.part_names import part_name
from protocol_designer.rules.findings import Report, Severity, worst
from protocol_designer.workspace.differences import row_changes
from protocol_designer.workspace.severity_words import counted

PLACE = Qt.ItemDataRole.UserRole + 1
BADGE = Qt.ItemDataRole.UserRole + 2
"""The role under which a node gives its Badge, or None when nothing was found in it."""

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SECTION = 0


@dataclass(frozen=True, slots=True)
class Badge:
    """The gravest severity open inside a node, and how many findings have it."""

    severity: Severity
    count: int


@dataclass(frozen=True, slots=True)
class OutlineNode:
    """A part: its place, its name, what was found in it."""

    place: str
    name: str
    badge: Badge | None


class OutlineModel(QAbstractItemModel):
    """Two levels: the sections of a protocol, and the parts in those that are lists."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sections = [OutlineNode(place, name, None) for place, name in self._section_names()]
        self._parts: list[list[OutlineNode]] = [[] for _ in self._sections]

    def show(self, trial: TrialProtocol, report: Report) -> None:
        """Bring the tree to a new document and report with the fewest changes."""
        for number, section in enumerate(self._sections):
            value = value_at(trial, section.place)
            fresh = [
                _node(f"{section.place}[{part.id}]", part_name(part) or part.id, report) for part in value
            ] if isinstance(value, tuple) else []  # fmt: skip
            self._show_parts(number, fresh)
            renewed = _node(section.place, section.name, report)
            if renewed != section:
                self._sections[number] = renewed
                index = self.index(number, 0)
                self.dataChanged.emit(index, index)

    def index_of(self, place: str) -> QModelIndex:
        """Return the node that holds a place most closely; an invalid index when none does."""
        for number, section in enumerate(self._sections):
            for row, part in enumerate(self._parts[number]):
                if _is_inside(place, part.place):
                    return self.index(row, 0, self.index(number, 0))
            if _is_inside(place, section.place):
                return self.index(number, 0)
        return QModelIndex()

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _SECTION)

    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]  # Qt overloads parent()
        if not index.isValid() or index.internalId() == _SECTION:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, _SECTION)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        if not parent.isValid():
            return len(self._sections)
        return len(self._parts[parent.row()]) if parent.internalId() == _SECTION else 0

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        node = self._node_at(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return node.name
        if role == PLACE:
            return node.place
        if role == BADGE:
            return node.badge
        if role == Qt.ItemDataRole.AccessibleTextRole and node.badge:
            return f"{node.name}, {counted(node.badge.severity, node.badge.count)}"
        return node.name if role == Qt.ItemDataRole.AccessibleTextRole else None

    def _node_at(self, index: Index) -> OutlineNode:
        if index.internalId() == _SECTION:
            return self._sections[index.row()]
        return self._parts[index.internalId() - 1][index.row()]

    def _show_parts(self, number: int, fresh: list[OutlineNode]) -> None:
        parts, section = self._parts[number], self.index(number, 0)
        for change in row_changes([part.place for part in parts], [part.place for part in fresh]):
            if change.removed:
                self.beginRemoveRows(section, change.first, change.first + change.removed - 1)
                del parts[change.first : change.first + change.removed]
                self.endRemoveRows()
            if change.inserted:
                self.beginInsertRows(section, change.first, change.first + change.inserted - 1)
                parts[change.first : change.first] = fresh[change.source : change.source + change.inserted]
                self.endInsertRows()
        for row, (old, new) in enumerate(zip(parts, fresh, strict=True)):
            if old != new:
                parts[row] = new
                index = self.index(row, 0, section)
                self.dataChanged.emit(index, index)

    def _section_names(self) -> tuple[tuple[str, str], ...]:
        return (
            ("design", self.tr("Design")),
            ("schedule.epochs", self.tr("Epochs")),
            ("arms", self.tr("Arms")),
            ("regimens", self.tr("Drug regimens")),
            ("courses", self.tr("Therapy courses")),
            ("other_interventions", self.tr("Other interventions")),
            ("schedule.visits", self.tr("Visits")),
            ("schedule.activities", self.tr("Activities")),
            ("population", self.tr("Population")),
            ("objectives", self.tr("Objectives")),
            ("endpoints", self.tr("Endpoints")),
            ("dosing_day", self.tr("Dosing day")),
            ("concomitant", self.tr("Concomitant medication")),
            ("harms", self.tr("Harms and stopping")),
            ("oversight", self.tr("Oversight, consent and data")),
            ("pharmacy", self.tr("Pharmacy")),
            ("statistics", self.tr("Statistics")),
        )


def _node(place: str, name: str, report: Report) -> OutlineNode:
    found = [finding.severity for finding in report.at(place) if not finding.justified]
    gravest = worst(found)
    return OutlineNode(place, name, Badge(gravest, found.count(gravest)) if gravest else None)


def _is_inside(place: str, whole: str) -> bool:
    return place == whole or place.startswith((f"{whole}.", f"{whole}["))
