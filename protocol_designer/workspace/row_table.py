"""A table whose rows follow a fresh list with the fewest changes, so that views keep selection and scroll."""

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex

from protocol_designer.workspace.differences import row_changes

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class RowTable(QAbstractTableModel, Generic[Row]):
    """Keeps the rows; subclasses say what stands in the columns. ``key`` stays while a row's words change."""

    def __init__(self, key: Callable[[Row], Hashable], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._rows: list[Row] = []

    def bring(self, fresh: Sequence[Row]) -> None:
        """Remove, insert and refresh only the rows that differ."""
        for change in row_changes([self._key(row) for row in self._rows], [self._key(row) for row in fresh]):
            if change.removed:
                self.beginRemoveRows(NOWHERE, change.first, change.first + change.removed - 1)
                del self._rows[change.first : change.first + change.removed]
                self.endRemoveRows()
            if change.inserted:
                self.beginInsertRows(NOWHERE, change.first, change.first + change.inserted - 1)
                self._rows[change.first : change.first] = fresh[
                    change.source : change.source + change.inserted
                ]
                self.endInsertRows()
        for number, (old, new) in enumerate(zip(self._rows, fresh, strict=True)):
            if old != new:
                self._rows[number] = new
                self.dataChanged.emit(self.index(number, 0), self.index(number, self.columnCount() - 1))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)
