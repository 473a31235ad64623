"""The schedule of activities as a grid model: marks, letters of notes, findings, words for each cell."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from protocol_designer.domain.schedule import Activity, ActivityGroup, CellTime, ScheduleCell, Visit
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import word
from protocol_designer.quantities import TimeOffset
from protocol_designer.report.schedule_notes import GROUP_NAMES, ScheduleNotes, schedule_notes
from protocol_designer.rules.findings import Report, Severity
from protocol_designer.workspace.models.grid_changes import Spot
from protocol_designer.workspace.models.grid_findings import CellKey, cell_findings
from protocol_designer.workspace.models.grid_frame import (
    GridColumn,
    GridRow,
    grid_columns,
    grid_rows,
    row_key,
)

Index = QModelIndex | QPersistentModelIndex
MARK = "●"
_LETTERS = {CellTime.BEFORE_DOSE: "B", CellTime.DURING_DOSE: "D", CellTime.AFTER_DOSE: "A"}


@dataclass(frozen=True, slots=True)
class Look:
    """What is painted in a cell: its mark, the letter of its note, and the mark of a finding."""

    mark: str
    letter: str
    severity: Severity | None


class ActivityGrid(QAbstractTableModel):
    """Follows the schedule by difference: a toggled mark changes one cell, other rows or columns reset."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._trial = TrialProtocol()
        self._cells: dict[CellKey, ScheduleCell] = {}
        self._notes = ScheduleNotes({}, {})
        self._marks: dict[CellKey, Severity] = {}
        self._opened: dict[str, tuple[TimeOffset, ...]] = {}
        self.rows: list[GridRow] = []
        self.columns: list[GridColumn] = []

    @property
    def notes(self) -> ScheduleNotes:
        """The notes with their letters, as printed."""
        return self._notes

    def show(self, trial: TrialProtocol) -> None:
        """Show another protocol with the smallest change."""
        cells = {(cell.activity, cell.visit): cell for cell in trial.schedule.cells}
        notes = schedule_notes(trial)
        keep = {visit.id for visit in trial.schedule.visits if visit.is_dosing}
        self._opened = {key: times for key, times in self._opened.items() if key in keep}
        rows, columns = grid_rows(trial), grid_columns(trial.schedule, self._opened, self._opened)
        self._keep_times(columns)
        if self._frame(rows, columns) != self._frame(self.rows, self.columns):
            self.beginResetModel()
            self._trial, self._cells, self._notes = trial, cells, notes
            self.rows, self.columns = rows, columns
            self.endResetModel()
            return
        had, had_letters = self._cells, self._notes.letters
        epochs_before, visits_before = self._trial.schedule.epochs, self._trial.schedule.visits
        activities_before = self._trial.schedule.activities
        self._trial, self._cells, self._notes = trial, cells, notes
        self.rows, self.columns = rows, columns
        schedule = trial.schedule
        if columns and (visits_before is not schedule.visits or epochs_before is not schedule.epochs):
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)
        if rows and activities_before is not schedule.activities:
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(rows) - 1)
        letters = notes.letters
        self._tell(
            key
            for key in {**had, **cells}
            if had.get(key) is not cells.get(key) or had_letters.get(key) != letters.get(key)
        )

    def show_report(self, report: Report) -> None:
        """Show the findings in the corners of the cells that they speak of."""
        marks = cell_findings(self._trial, report)
        had, self._marks = self._marks, marks
        self._tell(key for key in {**had, **marks} if had.get(key) is not marks.get(key))

    def open_visit(self, visit: Visit, is_open: bool) -> None:
        """Show or hide the minute columns of a dosing day."""
        opened = {key: times for key, times in self._opened.items() if key != visit.id}
        self._reframe({**opened, visit.id: ()} if is_open else opened)

    def is_open(self, visit: Visit) -> bool:
        """Tell whether a visit shows its minute columns."""
        return visit.id in self._opened

    def activity(self, row: int) -> Activity | None:
        """Return the activity of a row; None for the heading of a group."""
        entry = self.rows[row]
        return entry if isinstance(entry, Activity) else None

    def visit(self, column: int) -> Visit:
        """Return the visit of a column."""
        return self.columns[column].visit

    def spot(self, row: int, column: int) -> Spot | None:
        """Return where a row and a column meet; None in the heading of a group."""
        activity = self.activity(row) if 0 <= row < len(self.rows) else None
        if activity is None or not 0 <= column < len(self.columns):
            return None
        return Spot(activity, self.columns[column].visit, self.columns[column].time)

    def cell(self, activity: Activity, visit: Visit) -> ScheduleCell | None:
        """Return the mark of an activity at a visit."""
        return self._cells.get((activity.id, visit.id))

    def row_of(self, activity_id: str) -> int | None:
        """Return the row of an activity."""
        return next((at for at, row in enumerate(self.rows) if row_key(row) == activity_id), None)

    def column_of(self, visit_id: str) -> int | None:
        """Return the first column of a visit."""
        return next((at for at, column in enumerate(self.columns) if column.visit.id == visit_id), None)

    def look(self, row: int, column: int) -> Look:
        """Return what is painted where a row and a column meet."""
        activity, entry = self.activity(row), self.columns[column]
        if activity is None:
            return Look("", "", None)
        key = activity.id, entry.visit.id
        cell = self._cells.get(key)
        if entry.time is not None:
            is_done = cell is not None and any(
                offset.minutes == entry.time.minutes for offset in cell.from_dose_start
            )
            return Look(MARK if is_done else "", "", None)
        mark = (" ".join(_LETTERS[time] for time in cell.times) or MARK) if cell else ""
        return Look(mark, self._notes.letters.get(key, ""), self._marks.get(key))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Count the rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Count the columns."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let everything but the headings of groups be chosen."""
        if not index.isValid() or self.activity(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the mark with its letter, or what a cell says in words."""
        if role == Qt.ItemDataRole.DisplayRole:
            look = self.look(index.row(), index.column())
            return f"{look.mark} {look.letter}" if look.letter else look.mark
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(index.row(), index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Name the visit, with its time in a minute column, or the activity."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation is Qt.Orientation.Vertical:
            row = self.rows[section]
            return row.name if isinstance(row, Activity) else GROUP_NAMES[row]
        column = self.columns[section]
        text = f"{column.number} {column.visit.name}"
        return f"{text}, {_from_dose(column.time)}" if column.time else text

    def _words(self, row: int, column: int) -> str:
        spot = self.spot(row, column)
        if spot is None:
            entry = self.rows[row]
            return GROUP_NAMES[entry] if isinstance(entry, ActivityGroup) else ""
        look = self.look(row, column)
        told = [spot.activity.name, _tr("visit {number} ({name})").format(
            number=self.columns[column].number, name=spot.visit.name
        )]  # fmt: skip
        if spot.time is not None:
            told.append(_from_dose(spot.time))
        told.append(_tr("marked") if look.mark else _tr("not marked"))
        cell = self.cell(spot.activity, spot.visit)
        if cell is not None and spot.time is None:
            told += [word(time) for time in cell.times if not cell.from_dose_start]
            told += [_from_dose(time) for time in cell.from_dose_start]
            if cell.footnote:
                told.append(_tr("footnote {letter}: {text}").format(letter=look.letter, text=cell.footnote))
        if look.severity is not None:
            told.append(look.severity.printed)
        return ", ".join(told)

    def _reframe(self, opened: dict[str, tuple[TimeOffset, ...]]) -> None:
        self.beginResetModel()
        self._opened = opened
        self.columns = grid_columns(self._trial.schedule, opened, opened)
        self._keep_times(self.columns)
        self.endResetModel()

    def _keep_times(self, columns: Collection[GridColumn]) -> None:
        """Let a time keep its column until its visit is closed, so that no column goes under the mouse."""
        for key in self._opened:
            self._opened[key] = tuple(c.time for c in columns if c.visit.id == key and c.time is not None)

    def _tell(self, keys: Iterable[CellKey]) -> None:
        """Tell of changed cells, one by one."""
        changed = set(keys)
        if not changed:
            return
        at_row = {row_key(row): at for at, row in enumerate(self.rows)}
        by_visit: dict[str, list[int]] = {}
        for at, column in enumerate(self.columns):
            by_visit.setdefault(column.visit.id, []).append(at)
        for activity, visit in changed:
            row, columns = at_row.get(activity), by_visit.get(visit)
            if row is not None and columns:
                self.dataChanged.emit(self.index(row, columns[0]), self.index(row, columns[-1]))

    def _frame(self, rows: list[GridRow], columns: list[GridColumn]) -> tuple[list[str], list[object]]:
        return [row_key(row) for row in rows], [column.key for column in columns]


def _from_dose(time: TimeOffset) -> str:
    if time.minutes == 0:
        return _tr("at the start of the dose")
    size = TimeOffset(abs(time.value), time.unit).printed()
    side = _tr("{time} before dose start") if time.minutes < 0 else _tr("{time} after dose start")
    return side.format(time=size)


def _tr(text: str) -> str:
    return QCoreApplication.translate("schedule", text)
