"""The schedule grid: cells chosen as in a spreadsheet, heads that stay in sight, one command for each wish.

What a command does to the protocol is left to the card around the grid.
"""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QHeaderView

from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.drag_header import HeadFacts
from protocol_designer.gui.widgets.grid_commands import (
    ON_CELLS,
    ON_COLUMN,
    ON_ROW,
    GridCommand,
    command_of,
)
from protocol_designer.gui.widgets.grid_delegate import GridDelegate
from protocol_designer.gui.widgets.grid_menus import offer_head_menus, offer_menu
from protocol_designer.gui.widgets.name_header import NameHeader
from protocol_designer.gui.widgets.range_table import RangeTable
from protocol_designer.gui.widgets.visit_header import VisitHeader
from protocol_designer.report.display_list import Ink
from protocol_designer.workspace.models.activity_grid import ActivityGrid

ROW, COLUMN, MINUTES, FEWEST_ROWS = 26, 74, 44, 6
_HANDLE = 8


class GridView(RangeTable):
    """Shows an `ActivityGrid`. A click or Space toggles; Shift extends; the handle at the corner fills.

    Signals:
        wanted: A command was given for the chosen cells (`GridCommand`).
        filled: The chosen cells were dragged by their handle over others (area chosen, area to fill).
    """

    wanted = Signal(object)
    filled = Signal(QRect, QRect)

    def __init__(self, model: ActivityGrid, name: str, theme: Theme) -> None:
        super().__init__()
        self.grid = model
        self.facts = HeadFacts()
        self._theme = theme
        self._pressed = QPersistentModelIndex()
        self._fill: QRect | None = None
        self._room = 0
        self._kept: tuple[str, tuple[str, object]] | None = None
        model.setParent(self)
        self.names = NameHeader(self.facts, theme, self)
        self.heads = VisitHeader(self.facts, theme, self)
        self.setVerticalHeader(self.names)
        self.setHorizontalHeader(self.heads)
        self.setModel(model)
        self._cells = GridDelegate(model, theme, self)
        self.setItemDelegate(self._cells)
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        if (corner := self.findChild(QAbstractButton)) is not None:
            corner.setEnabled(False)
            corner.installEventFilter(self)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.heads.setDefaultSectionSize(COLUMN)
        self.names.setDefaultSectionSize(ROW)
        offer_head_menus(self)
        self.horizontalScrollBar().valueChanged.connect(lambda: self.heads.viewport().update())
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._fit)
        theme.changed.connect(self._repaint)
        self._fit()

    def use_room(self, room: int) -> None:
        """Be as high as its rows, within a room in pixels, and at least a few rows."""
        self._room = room
        frame = self.heads.sizeHint().height() + self.horizontalScrollBar().sizeHint().height() + 4
        rows = min(max(self.grid.rowCount(), 1), max((room - frame) // ROW, FEWEST_ROWS))
        self.setFixedHeight(frame + rows * ROW)

    def choose_near(self, row: int) -> None:
        """Take the nearest activity in hand after one was removed."""
        column = max(self.currentIndex().column(), 0)
        for near in (row, row - 1, row + 1, row - 2):
            if self.grid.spot(near, column):
                self.choose(near, column)
                return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the corner between the heads empty."""
        is_corner = event.type() == QEvent.Type.Paint and isinstance(watched, QAbstractButton)
        return is_corner or super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the grid from the menus while it has the focus, as spreadsheets do."""
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and command_of(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn keys into commands; Esc ends a drag."""
        if event.key() == Qt.Key.Key_Escape and self._is_dragging():
            self._fill = None
            self.names.cancel()
            self.heads.cancel()
            self.viewport().update()
        elif (command := command_of(event)) is not None:
            if self.currentIndex().isValid():
                self.wanted.emit(command)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start to fill at the handle; else remember the cell: a press that slides away toggles none."""
        here = event.position().toPoint()
        self._pressed = QPersistentModelIndex()
        if event.button() == Qt.MouseButton.LeftButton and self._handle().contains(here):
            self._fill = self.area()
            return
        index = self.indexAt(here)
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.button() == Qt.MouseButton.RightButton and self.area().contains(index.column(), index.row()):
            return
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and is_plain and index.isValid():
            self._pressed = QPersistentModelIndex(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Count two quick clicks as two clicks."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow with the cross-hair, the chosen area, or the area to fill."""
        here = event.position().toPoint()
        index = self.indexAt(here)
        self._hover(index.row(), index.column())
        if self._fill is not None:
            self._fill = self._extended(index)
            self.viewport().update()
            return
        over = Qt.CursorShape.CrossCursor if self._handle().contains(here) else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(over)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Fill, or toggle the cell that was pressed."""
        if self._fill is not None:
            area, target, self._fill = self.area(), self._fill, None
            self.viewport().update()
            if target != area:
                self.filled.emit(area, target)
            return
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and self._pressed == index:
            self.wanted.emit(GridCommand.TOGGLE)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the cross-hair away."""
        super().leaveEvent(event)
        self._hover(-1, -1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the chosen cells, their row and their column."""
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        here = self.visualRect(self.currentIndex()).center() if is_by_key else event.pos()
        offer_menu(self, (*ON_CELLS, None, *ON_ROW, None, *ON_COLUMN), self.viewport().mapToGlobal(here))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the handle and the area to fill over the cells."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        accent = self._theme.colour(Ink.ACCENT)
        if self._fill is not None:
            painter.setPen(QPen(accent, 2, Qt.PenStyle.DashLine))
            painter.drawRect(self._pixels(self._fill).adjusted(1, 1, -2, -2))
        elif self.hasFocus() and not (handle := self._handle()).isEmpty():
            painter.fillRect(handle, accent)
        painter.end()

    def _is_dragging(self) -> bool:
        return self._fill is not None or self.names.is_dragging or self.heads.is_dragging

    def _handle(self) -> QRect:
        area = self.area()
        if area.isEmpty():
            return QRect()
        corner = self._pixels(area).bottomRight()
        return QRect(corner.x() - _HANDLE + 1, corner.y() - _HANDLE + 1, _HANDLE, _HANDLE)

    def _pixels(self, area: QRect) -> QRect:
        first = self.visualRect(self.grid.index(area.top(), area.left()))
        return first.united(self.visualRect(self.grid.index(area.bottom(), area.right())))

    def _extended(self, index: QModelIndex) -> QRect:
        """Return the chosen area drawn out down or to the right, whichever the mouse went further."""
        area = self.area()
        if not index.isValid():
            return self._fill or area
        down, right = max(index.row() - area.bottom(), 0), max(index.column() - area.right(), 0)
        return area.adjusted(0, 0, 0, down) if down >= right else area.adjusted(0, 0, right, 0)

    def _hover(self, row: int, column: int) -> None:
        if (row, column) != self._cells.hovered:
            self._cells.hovered = row, column
            self.names.hover(row)
            self.heads.hover(column)
            self.viewport().update()

    def _repaint(self) -> None:
        for part in (self, self.names, self.heads):
            part.viewport().update()

    def _keep_place(self) -> None:
        index = self.currentIndex()
        spot = self.grid.spot(index.row(), index.column()) if index.isValid() else None
        self._kept = (spot.activity.id, self.grid.columns[index.column()].key) if spot else None

    def _fit(self) -> None:
        """Make minute columns narrow, and take the cell in hand again where it stands now."""
        for at, entry in enumerate(self.grid.columns):
            self.heads.resizeSection(at, MINUTES if entry.time is not None else COLUMN)
        self.use_room(self._room)
        if self._kept is None:
            return
        (activity, key), keys = self._kept, [column.key for column in self.grid.columns]
        row, column = self.grid.row_of(activity), self.grid.column_of(key[0])
        if row is not None and column is not None:
            self.choose(row, keys.index(key) if key in keys else column)
