"""The pages of a protocol as a tree of their parts, each with what was found in it; updated by difference."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from protocol_designer.domain.places import value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.report.part_names import part_name
from protocol_designer.rules.findings import Finding, Report, Severity, worst
from protocol_designer.workspace.differences import row_changes
from protocol_designer.workspace.page_states import Chapter, PageState, owner_of, page_states
from protocol_designer.workspace.severity_words import counted

PLACE = Qt.ItemDataRole.UserRole + 1
BADGE = Qt.ItemDataRole.UserRole + 2
"""The role under which a node gives its Badge, or None when nothing was found in it."""
STATE = Qt.ItemDataRole.UserRole + 3
"""The role under which a page gives its PageState; None for what is inside a page."""

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Badge:
    """The gravest severity open inside a node, and how many findings have it."""

    severity: Severity
    count: int


@dataclass(frozen=True, slots=True)
class OutlineNode:
    """A page, a list or a part: its place, its name, what was found in it, and for a page how it stands."""

    place: str
    name: str
    badge: Badge | None
    state: PageState | None = None


@dataclass(slots=True)
class _Branch:
    """A node with what is inside it. ``key`` stands for the node in the indexes of Qt."""

    node: OutlineNode
    inside: "list[_Branch]" = field(default_factory=list)
    above: "_Branch | None" = None
    key: int = 0


class OutlineModel(QAbstractItemModel):
    """The pages; inside a page the parts of the list it is about, and its other lists with their parts."""

    def __init__(self, chapters: Sequence[Chapter], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chapters = tuple(chapters)
        self._top = _Branch(OutlineNode("", "", None))
        self._branches: dict[int, _Branch] = {}
        self._made = 0
        self._top.inside = [_Branch(OutlineNode(one.homes[0], one.title, None)) for one in chapters]
        self._adopt(self._top, self._top.inside)

    def show(self, trial: TrialProtocol, report: Report) -> None:
        """Bring the tree to a new document and report with the fewest changes."""
        states = page_states(trial, report, self._chapters)
        homes = [chapter.homes for chapter in self._chapters]
        found: list[list[Finding]] = [[] for _ in states]
        for finding in report.findings:
            if (number := owner_of(finding.place, homes)) is not None:
                found[number].append(finding)
        lists: list[list[tuple[str, str]]] = [[] for _ in states]
        for place, name in self._list_names():
            if (number := owner_of(place, homes)) is not None:
                lists[number].append((place, name))
        self._bring(
            self._top,
            [
                _page(chapter, state, trial, report, badge=_badge(own), lists=listed)
                for chapter, state, own, listed in zip(self._chapters, states, found, lists, strict=True)
            ],
        )

    def index_of(self, place: str) -> QModelIndex:
        """Return the node that holds a place most closely; an invalid index when none does."""
        number = owner_of(place, [chapter.homes for chapter in self._chapters])
        if number is None:
            return QModelIndex()
        branch = self._top.inside[number]
        while inner := next((one for one in branch.inside if _is_inside(place, one.node.place)), None):
            branch = inner
        return self._index_of(branch)

    def page_of(self, index: Index) -> int:
        """Return the number of the page that a node belongs to."""
        branch = self._branches[index.internalId()]
        while branch.above is not None and branch.above is not self._top:
            branch = branch.above
        return self._top.inside.index(branch)

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, self._at(parent).inside[row].key)

    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]  # Qt overloads parent()
        above = self._at(index).above
        return QModelIndex() if above is None else self._index_of(above)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return len(self._at(parent).inside)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        node = self._at(index).node
        if role == Qt.ItemDataRole.DisplayRole:
            return node.name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return _told(node)
        return {PLACE: node.place, BADGE: node.badge, STATE: node.state}.get(role)

    def _at(self, index: Index) -> _Branch:
        return self._branches[index.internalId()] if index.isValid() else self._top

    def _index_of(self, branch: _Branch) -> QModelIndex:
        if branch.above is None:
            return QModelIndex()
        return self.createIndex(branch.above.inside.index(branch), 0, branch.key)

    def _bring(self, branch: _Branch, fresh: list[_Branch]) -> None:
        """Make the inside of a branch what ``fresh`` is."""
        parent = self._index_of(branch)
        before = [one.node.place for one in branch.inside]
        for change in row_changes(before, [one.node.place for one in fresh]):
            if change.removed:
                self.beginRemoveRows(parent, change.first, change.first + change.removed - 1)
                for gone in branch.inside[change.first : change.first + change.removed]:
                    self._forget(gone)
                del branch.inside[change.first : change.first + change.removed]
                self.endRemoveRows()
            if change.inserted:
                self.beginInsertRows(parent, change.first, change.first + change.inserted - 1)
                come = fresh[change.source : change.source + change.inserted]
                branch.inside[change.first : change.first] = come
                self._adopt(branch, come)
                self.endInsertRows()
        for old, new in zip(branch.inside, fresh, strict=True):
            if old.node != new.node:
                old.node = new.node
                index = self._index_of(old)
                self.dataChanged.emit(index, index)
            if old is not new:
                self._bring(old, new.inside)

    def _adopt(self, above: _Branch, fresh: list[_Branch]) -> None:
        for branch in fresh:
            self._made += 1
            branch.above, branch.key = above, self._made
            self._branches[branch.key] = branch
            self._adopt(branch, branch.inside)

    def _forget(self, branch: _Branch) -> None:
        del self._branches[branch.key]
        for inner in branch.inside:
            self._forget(inner)

    def _list_names(self) -> tuple[tuple[str, str], ...]:
        return (
            ("arms", self.tr("Arms")),
            ("design.factors", self.tr("Factors")),
            ("regimens", self.tr("Drug regimens")),
            ("courses", self.tr("Therapy courses")),
            ("other_interventions", self.tr("Other interventions")),
            ("schedule.epochs", self.tr("Epochs")),
            ("schedule.visits", self.tr("Visits")),
            ("schedule.activities", self.tr("Activities")),
            ("population.criteria", self.tr("Criteria")),
            ("concomitant", self.tr("Concomitant medication")),
            ("objectives", self.tr("Objectives")),
            ("endpoints", self.tr("Endpoints")),
        )


def _page(
    chapter: Chapter,
    state: PageState,
    trial: TrialProtocol,
    report: Report,
    *,
    badge: Badge | None,
    lists: Sequence[tuple[str, str]],
) -> _Branch:
    page = OutlineNode(chapter.homes[0], chapter.title, badge, state)
    inside: list[_Branch] = []
    for place, name in lists:
        parts = _parts(place, trial, report)
        if parts and place == page.place:
            inside = parts + inside
        elif parts:
            inside.append(_Branch(OutlineNode(place, name, _badge(report.at(place))), parts))
    return _Branch(page, inside)


def _parts(place: str, trial: TrialProtocol, report: Report) -> list[_Branch]:
    value = value_at(trial, place)
    if not isinstance(value, tuple):
        return []
    places = [(f"{place}[{part.id}]", part_name(part) or part.id) for part in value]
    return [_Branch(OutlineNode(where, name, _badge(report.at(where)))) for where, name in places]


def _badge(findings: Sequence[Finding]) -> Badge | None:
    found = [finding.severity for finding in findings if not finding.justified]
    gravest = worst(found)
    return Badge(gravest, found.count(gravest)) if gravest else None


def _told(node: OutlineNode) -> str:
    """Say a node with all that is only painted."""
    state = [node.state.told] if node.state else []
    badge = [counted(node.badge.severity, node.badge.count)] if node.badge else []
    return ", ".join([node.name, *state, *badge])


def _is_inside(place: str, whole: str) -> bool:
    return place == whole or place.startswith((f"{whole}.", f"{whole}["))
