"""A table of parts, a row each, that follows the document by difference."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

NUMBER_GAP = "\u2002"
"""Keeps a right-aligned number off the column that follows."""

MARK_ROLE = Qt.ItemDataRole.UserRole + 1
"""The severity that a cell carries, or None; delegates paint its shape."""


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its title, the text of a row, and how it stands."""

    title: str
    text: Callable[[Row], str]
    is_number: bool = False
    tip: Callable[[Row], str] | None = None
    mark: Callable[[Row], object] | None = None


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Shows values of one kind; each has a key that stays while the value changes."""

    def __init__(
        self, columns: Sequence[Column[Row]], key: Callable[[Row], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._key = key
        self._rows: list[Row] = []

    @property
    def rows(self) -> tuple[Row, ...]:
        """The values shown, in order."""
        return tuple(self._rows)

    def show(self, rows: Sequence[Row], is_all_new: bool = False) -> None:
        """Show other rows with the smallest change. ``is_all_new``: equal rows may read otherwise now."""
        wanted = list(rows)
        self._remove_missing({self._key(row) for row in wanted})
        for position, row in enumerate(wanted):
            key = self._key(row)
            at = next((i for i in range(position, len(self._rows)) if self._key(self._rows[i]) == key), None)
            if at is None:
                self.beginInsertRows(QModelIndex(), position, position)
                self._rows.insert(position, row)
                self.endInsertRows()
                continue
            if at != position:
                self.beginMoveRows(QModelIndex(), at, at, QModelIndex(), position)
                self._rows.insert(position, self._rows.pop(at))
                self.endMoveRows()
            if is_all_new or self._rows[position] != row:
                self._rows[position] = row
                last = len(self._columns) - 1
                self.dataChanged.emit(self.index(position, 0), self.index(position, last))
            else:
                self._rows[position] = row

    def set_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show other columns; the rows stay."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self.endResetModel()

    def marks_changed(self) -> None:
        """Ask for the marks again: another review came in."""
        marked = [at for at, column in enumerate(self._columns) if column.mark]
        if self._rows and marked:
            last = self.index(len(self._rows) - 1, marked[-1])
            self.dataChanged.emit(self.index(0, marked[0]), last, [MARK_ROLE])

    def key_at(self, position: int) -> object:
        """Return the key of a row."""
        return self._key(self._rows[position])

    def position_of(self, key: object) -> int | None:
        """Return the row with a key, or None."""
        return next((at for at, row in enumerate(self._rows) if self._key(row) == key), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Count the rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Count the columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text, alignment, tooltip or severity of a cell."""
        column, row = self._columns[index.column()], self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) if column.tip else column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {column.text(row)}"
        if role == MARK_ROLE and column.mark:
            return column.mark(row)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the title of a column."""
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                column = self._columns[section]
                return column.title + (NUMBER_GAP if column.is_number else "")
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = (
                    Qt.AlignmentFlag.AlignRight
                    if self._columns[section].is_number
                    else Qt.AlignmentFlag.AlignLeft
                )
                return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _remove_missing(self, kept: set[object]) -> None:
        for position in reversed(range(len(self._rows))):
            if self._key(self._rows[position]) not in kept:
                self.beginRemoveRows(QModelIndex(), position, position)
                del self._rows[position]
                self.endRemoveRows()
