"""A grid of ticks: a click or Space sets or clears the one in hand, arrows move, headers stay in sight."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from protocol_designer.gui.theme import Chrome, Theme
from protocol_designer.gui.typography import SECONDARY, sized
from protocol_designer.report.display_list import Ink

_ROW, _COLUMN, _NAMES, _BOX = 26, 92, 250, 16


class _TickDelegate(QStyledItemDelegate):
    """Paints a box in the middle of the cell, and a frame around the cell in hand."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the cell."""
        view = self.parent()
        if not isinstance(view, QTableView):
            return
        painter.save()
        painter.setPen(QPen(self._theme.colour(Ink.HAIRLINE), 1))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if view.currentIndex() == index and view.hasFocus():
            painter.setPen(QPen(self._theme.colour(Chrome.FOCUS), 2))
            painter.drawRect(option.rect.adjusted(2, 2, -3, -3))
        painter.restore()
        box = QStyleOptionButton()
        box.rect = QRect(0, 0, _BOX, _BOX)
        box.rect.moveCenter(option.rect.center())
        box.palette = view.palette()
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        box.state = QStyle.StateFlag.State_Enabled | (
            QStyle.StateFlag.State_On if ticked else QStyle.StateFlag.State_Off
        )
        view.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, box, painter, view)


class _WrappedHeader(QHeaderView):
    """A header that shows the name of a column on up to two lines."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setFont(sized(self.font(), SECONDARY))

    def sizeHint(self) -> QSize:
        """Keep room for two lines."""
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing() * 2 + 8)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  # Qt's name
        """Paint the name wrapped and shortened to its room."""
        painter.save()
        painter.setPen(QPen(self._theme.colour(Ink.HAIRLINE), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(self._theme.colour(Ink.TEXT))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
        room = rect.adjusted(4, 3, -4, -3)
        shown = whole = str(self.model().headerData(logicalIndex, self.orientation()))
        metrics = self.fontMetrics()
        while len(shown) > 4 and metrics.boundingRect(room, int(flags), shown).height() > room.height():
            whole = whole[:-1].rstrip()
            shown = whole + "…"
        painter.drawText(room, int(flags), shown)
        painter.restore()


class TickGrid(QTableView):
    """Shows a model whose cells have a check state; it never changes the model itself.

    Signals:
        toggled: A cell was clicked, or Space or Enter pressed on it (row, column).
        moved: Another cell is in hand (row, column).
    """

    toggled = Signal(int, int)
    moved = Signal(int, int)

    def __init__(self, model: QAbstractItemModel, theme: Theme, name: str, most_rows: int = 14) -> None:
        super().__init__()
        self._most_rows = most_rows
        self._pressed = QPersistentModelIndex()
        model.setParent(self)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(_TickDelegate(theme, self))
        self.setHorizontalHeader(_WrappedHeader(self, theme))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setMinimumSectionSize(60)
        rows = self.verticalHeader()
        rows.setDefaultSectionSize(_ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setFixedWidth(_NAMES)
        rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        model.modelReset.connect(self._fit)
        self._fit()

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tell of another cell, and paint both."""
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.isValid() and self.hasFocus():
            self.moved.emit(current.row(), current.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Toggle on Space and Enter; arrows move."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.toggled.emit(index.row(), index.column())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember the cell, so that a press that slides away toggles nothing."""
        super().mousePressEvent(event)
        self._pressed = QPersistentModelIndex(self.indexAt(event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Toggle the cell that was pressed."""
        super().mouseReleaseEvent(event)
        index: QModelIndex = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and self._pressed == index:
            self.toggled.emit(index.row(), index.column())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        columns = max(self.model().columnCount(), 1)
        wide = max((self.viewport().width() - 2) // columns, _COLUMN)
        self.horizontalHeader().setDefaultSectionSize(wide)
        rows = min(max(self.model().rowCount(), 1), self._most_rows)
        is_cut = wide * columns > self.viewport().width()
        bar = self.horizontalScrollBar().sizeHint().height() if is_cut else 0
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * _ROW + bar + 4)
