"""A quiet table of rows: hairlines, one selected row, severity marks in cells, Tab moves on."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from protocol_designer.gui.severity_mark import paint_severity
from protocol_designer.gui.theme import Theme
from protocol_designer.report.display_list import Ink
from protocol_designer.rules.findings import Severity
from protocol_designer.workspace.models.rows import MARK_ROLE, NUMBER_GAP, RowsModel

ROW_HEIGHT = 26
_MARK = 13


class RowDelegate(QStyledItemDelegate):
    """Paints a cell, a hairline between rows, and the severity mark at its left where it carries one."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Show the whole row as in hand, not one cell."""
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        if option.displayAlignment & Qt.AlignmentFlag.AlignRight:
            option.text += NUMBER_GAP
        elif _severity(index) is not None:
            option.text = NUMBER_GAP * 3 + option.text

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the cell; text beside a mark is moved, never covered."""
        severity = _severity(index)
        shown = QStyleOptionViewItem(option)
        super().paint(painter, shown, index)
        if severity is not None:
            box = QRectF(option.rect.x() + 4, option.rect.center().y() - _MARK / 2 + 1, _MARK, _MARK)
            paint_severity(painter, box, severity, self._theme)
        if index.row() + 1 == index.model().rowCount():
            return
        painter.save()
        painter.setPen(QPen(self._theme.colour(Ink.HAIRLINE), 1))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()


def _severity(index: QModelIndex | QPersistentModelIndex) -> Severity | None:
    """Read the mark of a cell; Qt hands a code back as plain text."""
    mark = index.data(MARK_ROLE)
    return Severity(mark) if mark else None


class RowsView(QTableView):
    """Shows a `RowsModel` in full height, up to a number of rows.

    Signals:
        chosen: Another row became current (its key, or None).
        opened: Enter was pressed on the current row.
    """

    chosen = Signal(object)
    opened = Signal()

    def __init__(
        self, model: RowsModel[Any], theme: Theme, name: str, most_rows: int = 12, is_wide: bool = False
    ) -> None:
        super().__init__()
        self._rows = model
        self._is_wide = is_wide
        self._most_rows = most_rows
        model.setParent(self)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(RowDelegate(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(40)
        if not is_wide:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for change in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            change.connect(self._fit)
        self._fit()

    @property
    def current_key(self) -> object:
        """The key of the current row, or None."""
        row = self.currentIndex().row()
        return self._rows.key_at(row) if 0 <= row < self._rows.rowCount() else None

    def choose(self, key: object) -> bool:
        """Make the row with a key current; False when there is none."""
        position = self._rows.position_of(key)
        if position is None:
            return False
        if position != self.currentIndex().row():
            self.setCurrentIndex(self._rows.index(position, 0))
        self.scrollTo(self._rows.index(position, 0))
        return True

    def size_columns(self, *widths: int) -> None:
        """Set the widths of all columns but the last, which takes the rest."""
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tell of another row."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.chosen.emit(self.current_key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter for going into the row's fields; the rest is the table's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for the bar only while columns are cut."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        rows = min(max(self._rows.rowCount(), 1), self._most_rows)
        is_cut = self._is_wide and self.horizontalHeader().length() > self.viewport().width()
        bar = self.horizontalScrollBar().sizeHint().height() if is_cut else 0
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * ROW_HEIGHT + bar + 4)
