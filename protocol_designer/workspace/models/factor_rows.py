"""Factors and levels as rows; their combinations as a grid of ticks, with a plan in words."""

from collections.abc import Collection
from itertools import product
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from protocol_designer.derived.factorial import PlannedArm, planned_arms
from protocol_designer.domain.design import Factor, Level
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.factorial import shared_by_all
from protocol_designer.workspace.models.rows import Column, RowsModel
from protocol_designer.workspace.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
Key = tuple[str, ...]


class LevelRow(NamedTuple):
    """A level with its factor; a factor that has no level yet stands alone."""

    factor: Factor
    level: Level | None


def level_rows(trial: TrialProtocol) -> tuple[LevelRow, ...]:
    """Return every level in factor order."""
    return tuple(
        LevelRow(factor, level) for factor in trial.design.factors for level in factor.levels or (None,)
    )


def levels_model(workspace: Workspace, parent: QObject | None = None) -> RowsModel[LevelRow]:
    """Make the table of factors and levels."""
    return RowsModel(
        (
            Column(_tr("Factor"), lambda row: row.factor.name),
            Column(_tr("Level"), lambda row: row.level.name if row.level else _tr("no level yet")),
            Column(_tr("An arm receives for it"), lambda row: _stands_for(workspace.trial, row.level)),
        ),
        lambda row: (row.factor.id, row.level.id if row.level else None),
        parent,
    )


class CombinationGrid(QAbstractTableModel):
    """A column per level of the last factor, a row per combination of the others."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[Level, ...]] = []
        self._columns: tuple[Level, ...] = ()
        self._title = ""
        self._planned: dict[Key, PlannedArm] = {}
        self._unwanted: frozenset[Key] = frozenset()

    def show(self, trial: TrialProtocol, unwanted: Collection[Key]) -> None:
        """Show the combinations of a protocol; ``unwanted`` are those without a tick."""
        self.beginResetModel()
        factors = trial.design.factors
        is_complete = bool(factors) and all(factor.levels for factor in factors)
        self._columns = factors[-1].levels if is_complete else ()
        self._rows = list(product(*(factor.levels for factor in factors[:-1]))) if is_complete else []
        self._title = factors[-1].name if factors else ""
        self._planned = {plan.key: plan for plan in planned_arms(trial)} if is_complete else {}
        self._unwanted = frozenset(unwanted)
        self.endResetModel()

    @property
    def planned(self) -> tuple[PlannedArm, ...]:
        """Every combination, in order."""
        return tuple(self._planned.values())

    def plan(self, row: int, column: int) -> PlannedArm:
        """Return the combination of a cell."""
        return self._planned[(*(level.id for level in self._rows[row]), self._columns[column].id)]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Count the combinations of all factors but the last."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Count the levels of the last factor."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the tick of a cell, and its words for the tooltip and for screen readers."""
        if not index.isValid():
            return None
        plan = self.plan(index.row(), index.column())
        ticked = plan.kept is not None or plan.key not in self._unwanted
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            if plan.kept is not None:
                return _tr("{name}: is the arm {arm}").format(name=plan.name, arm=plan.kept.name)
            state = _tr("wanted") if ticked else _tr("left out")
            return f"{plan.name}: {state}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Name the level, or the levels joined."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation is Qt.Orientation.Horizontal:
            return self._columns[section].name
        return " + ".join(level.name for level in self._rows[section]) or self._title


def plan_in_words(trial: TrialProtocol, planned: Collection[PlannedArm], unwanted: Collection[Key]) -> str:
    """Say what making the arms would add, recognise, keep and leave open."""
    wanted = [plan for plan in planned if plan.key not in unwanted or plan.kept]
    new = [plan.name for plan in wanted if plan.kept is None]
    known = [plan for plan in wanted if plan.kept is not None]
    told = []
    if new:
        told.append(_tr("Adds {names}.").format(names=", ".join(new)))
    kept = [plan.kept.name for plan in known if plan.kept and plan.holds_levels]
    if kept:
        told.append(_tr("Keeps {names} as they are.").format(names=", ".join(kept)))
    for plan in known:
        if plan.kept and not plan.holds_levels:
            told.append(_tr("Takes {arm} for {name}.").format(arm=plan.kept.name, name=plan.name))
        if plan.kept and plan.lacking:
            lacks = ", ".join(_names(trial, plan.lacking))
            told.append(
                _tr("{arm} does not receive {parts}, which its levels stand for.").format(
                    arm=plan.kept.name, parts=lacks
                )
            )
    matched = {plan.kept.id for plan in known if plan.kept}
    outside = [arm.name for arm in trial.arms if arm.id not in matched]
    if planned and outside:
        told.append(_tr("{names}: no combination; stays.").format(names=", ".join(outside)))
    common = _names(trial, shared_by_all(trial))
    if new and common:
        told.append(_tr("New arms also receive {parts}, as every arm does.").format(parts=", ".join(common)))
    if new and trial.design.model is None:
        told.append(_tr("The design becomes factorial."))
    return " ".join(told)


def _stands_for(trial: TrialProtocol, level: Level | None) -> str:
    if level is None:
        return "–"
    held = frozenset((*level.regimens, *level.courses, *level.other_interventions))
    return ", ".join(_names(trial, held)) or _tr("nothing of its own")


def _names(trial: TrialProtocol, wanted: Collection[str]) -> list[str]:
    names = [(regimen.id, regimen.name) for regimen in trial.regimens]
    names += [(course.id, course.name) for course in trial.courses]
    names += [(other.id, other.name) for other in trial.other_interventions]
    return [name for part, name in names if part in wanted]


def _tr(text: str) -> str:
    return QCoreApplication.translate("factors", text)
