"""The schedule of activities as a grid: a row per activity, a column per visit, a mark where they meet."""

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from protocol_designer.domain.schedule import Activity, Schedule, ScheduleCell, Visit
from protocol_designer.domain.wording import word
from protocol_designer.report.timing_words import short_offset

Index = QModelIndex | QPersistentModelIndex
MARK = "●"


class ActivityGrid(QAbstractTableModel):
    """Follows the schedule by difference: a toggled mark changes one cell."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._schedule = Schedule()
        self._cells: dict[tuple[str, str], ScheduleCell] = {}

    def show(self, schedule: Schedule) -> None:
        """Show another schedule with the smallest change."""
        before, cells_before = self._schedule, self._cells
        cells = {(cell.activity, cell.visit): cell for cell in schedule.cells}
        is_same_frame = _ids(before.activities) == _ids(schedule.activities) and _ids(before.visits) == _ids(
            schedule.visits
        )
        if not is_same_frame:
            self.beginResetModel()
        self._schedule, self._cells = schedule, cells
        if not is_same_frame:
            self.endResetModel()
            return
        if before.visits is not schedule.visits and schedule.visits:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(schedule.visits) - 1)
        if before.activities is not schedule.activities and schedule.activities:
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(schedule.activities) - 1)
        for row, activity in enumerate(schedule.activities):
            for column, visit in enumerate(schedule.visits):
                key = (activity.id, visit.id)
                if cells_before.get(key) != cells.get(key):
                    cell = self.index(row, column)
                    self.dataChanged.emit(cell, cell)

    def activity(self, row: int) -> Activity:
        """Return the activity of a row."""
        return self._schedule.activities[row]

    def visit(self, column: int) -> Visit:
        """Return the visit of a column."""
        return self._schedule.visits[column]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Count the activities."""
        return 0 if parent.isValid() else len(self._schedule.activities)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Count the visits."""
        return 0 if parent.isValid() else len(self._schedule.visits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the mark of a cell, its words for the tooltip, and its place in the middle."""
        activity, visit = self.activity(index.row()), self.visit(index.column())
        cell = self._cells.get((activity.id, visit.id))
        if role == Qt.ItemDataRole.DisplayRole:
            return MARK if cell else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            state = _tr("done") if cell else _tr("not done")
            return f"{visit.name}, {activity.name}: {_details(cell) if cell else state}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Name the visit with its day, or the activity."""
        if orientation is Qt.Orientation.Vertical:
            activity = self.activity(section)
            if role == Qt.ItemDataRole.DisplayRole:
                return activity.name
            return (
                f"{activity.name} ({word(activity.group)})" if role == Qt.ItemDataRole.ToolTipRole else None
            )
        visit = self.visit(section)
        if role == Qt.ItemDataRole.DisplayRole:
            day = short_offset(visit.timing.target.minutes) if visit.timing else "–"
            return f"{visit.name}\n{day}"
        return visit.name if role == Qt.ItemDataRole.ToolTipRole else None


def _details(cell: ScheduleCell) -> str:
    told = [word(time) for time in cell.times]
    told += [_tr("{time} from dose start").format(time=time.printed()) for time in cell.from_dose_start]
    if cell.footnote:
        told.append(cell.footnote)
    return "; ".join(told) or _tr("done")


def _ids(parts: tuple[Activity, ...] | tuple[Visit, ...]) -> list[str]:
    return [part.id for part in parts]


def _tr(text: str) -> str:
    return QCoreApplication.translate("schedule", text)
