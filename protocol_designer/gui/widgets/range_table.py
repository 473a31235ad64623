"""A table in which rectangles of cells are chosen as in a spreadsheet: by Shift with arrows and clicks."""

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

_Move = QAbstractItemView.CursorAction
_MOVES = {
    Qt.Key.Key_Up.value: _Move.MoveUp,
    Qt.Key.Key_Down.value: _Move.MoveDown,
    Qt.Key.Key_Left.value: _Move.MoveLeft,
    Qt.Key.Key_Right.value: _Move.MoveRight,
    Qt.Key.Key_Home.value: _Move.MoveHome,
    Qt.Key.Key_End.value: _Move.MoveEnd,
    Qt.Key.Key_PageUp.value: _Move.MovePageUp,
    Qt.Key.Key_PageDown.value: _Move.MovePageDown,
}


class RangeTable(QTableView):
    """Knows the cell that a range began with; Qt forgets it when a cell is taken in hand by the program.

    Signals:
        chosen: Another cell came in hand.
    """

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._anchor = QPersistentModelIndex()
        self._is_extending = False
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)

    def area(self) -> QRect:
        """Return the chosen rectangle as columns and rows; empty when nothing is chosen."""
        found = QRect()
        chosen = self.selectionModel().selection()
        for part in (chosen.at(number) for number in range(chosen.count())):
            found = found.united(QRect(QPoint(part.left(), part.top()), QPoint(part.right(), part.bottom())))
        index = self.currentIndex()
        if found.isEmpty() and index.isValid():
            found = QRect(index.column(), index.row(), 1, 1)
        return found

    def choose(self, row: int, column: int) -> None:
        """Take one cell in hand."""
        self.setCurrentIndex(self.model().index(row, column))

    def choose_area(self, area: QRect) -> None:
        """Choose a rectangle; the cell in hand stays."""
        first = self.model().index(area.top(), area.left())
        last = self.model().index(area.bottom(), area.right())
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().select(QItemSelection(first, last), flag)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Begin a range anew unless one is drawn out, and tell of another cell."""
        super().currentChanged(current, previous)
        if not self._is_extending:
            self._anchor = QPersistentModelIndex(current)
        self.chosen.emit()

    def moveCursor(
        self, cursorAction: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier  # noqa: N803  # Qt's name
    ) -> QModelIndex:  # fmt: skip
        """Step over rows that cannot be chosen."""
        target = super().moveCursor(cursorAction, modifiers)
        if not target.isValid() or target.flags() & Qt.ItemFlag.ItemIsEnabled:
            return target
        for by in (1, -1) if target.row() >= self.currentIndex().row() else (-1, 1):
            near = self.model().index(target.row() + by, target.column())
            if near.isValid() and near.flags() & Qt.ItemFlag.ItemIsEnabled:
                return near
        return self.currentIndex()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Draw the range out with Shift; all else is the table's."""
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and event.key() in _MOVES:
            self._extend(self.moveCursor(_MOVES[event.key()], event.modifiers()))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Draw the range out to a cell that is clicked with Shift."""
        index = self.indexAt(event.position().toPoint())
        if event.modifiers() == Qt.KeyboardModifier.ShiftModifier and index.isValid():
            self._extend(index)
        else:
            super().mousePressEvent(event)

    def _extend(self, index: QModelIndex) -> None:
        anchor = self._anchor if self._anchor.isValid() else self.currentIndex()
        if not anchor.isValid() or not index.isValid() or not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        self._is_extending = True
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._is_extending = False
        rows = sorted((anchor.row(), index.row()))
        columns = sorted((anchor.column(), index.column()))
        self.choose_area(QRect(QPoint(columns[0], rows[0]), QPoint(columns[1], rows[1])))
        self.scrollTo(index)
