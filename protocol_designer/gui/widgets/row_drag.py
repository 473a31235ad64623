"""Lets rows of a table be dragged to another place, or moved there with Alt and the arrow keys."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QTableView

from protocol_designer.gui.theme import Chrome, Theme


class RowDrag(QObject):
    """Watches a table whose rows have one order that a user may change.

    Signals:
        moved: A row was dropped or moved by keys (its row, and the row it shall have).
    """

    moved = Signal(int, int)

    def __init__(self, view: QTableView, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._theme = theme
        self._row = -1
        self._start = QPoint()
        self._line = QFrame(view.viewport())
        self._line.setFixedHeight(2)
        self._line.setAutoFillBackground(True)
        self._line.hide()
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    @property
    def is_dragging(self) -> bool:
        """Whether a row is being dragged now."""
        return not self._line.isHidden()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse from press to release, and the keys."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if isinstance(event, QMouseEvent) and watched is self._view.viewport():
            return self._mouse(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self.is_dragging:
            self._end()
            return True
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if not by or event.modifiers() != Qt.KeyboardModifier.AltModifier:
            return False
        row = self._view.currentIndex().row()
        if row >= 0 and 0 <= row + by < self._rows:
            self.moved.emit(row, row + by)
        return True

    def _mouse(self, event: QMouseEvent) -> bool:
        at = event.position().toPoint()
        if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._row, self._start = self._view.indexAt(at).row(), at
            return False
        if event.type() == QEvent.Type.MouseMove and self._row >= 0:
            if not self.is_dragging:
                if (at - self._start).manhattanLength() < QApplication.startDragDistance():
                    return True
                self._line.setPalette(self._theme.colour(Chrome.FOCUS))
                self._line.show()
            self._line.setGeometry(0, self._edge(self._gap(at.y())) - 1, self._view.viewport().width(), 2)
            return True
        if event.type() == QEvent.Type.MouseButtonRelease:
            row, gap, was_dragging = self._row, self._gap(at.y()), self.is_dragging
            self._end()
            to = gap - 1 if gap > row else gap
            if was_dragging and row >= 0 and to != row:
                self.moved.emit(row, to)
            return was_dragging
        return False

    @property
    def _rows(self) -> int:
        return self._view.model().rowCount()

    def _gap(self, y: int) -> int:
        """Return the gap between rows that is nearest to a height: 0 above the first."""
        return min(range(self._rows + 1), key=lambda gap: abs(self._edge(gap) - y), default=0)

    def _edge(self, gap: int) -> int:
        if gap < self._rows:
            return self._view.rowViewportPosition(gap)
        last = self._rows - 1
        return self._view.rowViewportPosition(last) + self._view.rowHeight(last) if last >= 0 else 0

    def _end(self) -> None:
        self._row = -1
        self._line.hide()
