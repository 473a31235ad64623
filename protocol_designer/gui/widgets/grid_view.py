"""The grid of marks: a click or Space toggles the mark in hand, arrows move, headers stay in sight."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from protocol_designer.gui.typography import SECONDARY, sized
from protocol_designer.workspace.models.activity_grid import ActivityGrid

_ROW, _COLUMN, _NAMES = 26, 64, 200


class _WrappedHeader(QHeaderView):
    """A header that shows the name of a visit on up to two lines, and its day under it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setFont(sized(self.font(), SECONDARY))

    def sizeHint(self) -> QSize:
        """Keep room for three lines."""
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing() * 3 + 8)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  # Qt's name
        """Paint the frame as ever, and the text wrapped."""
        name, _, day = str(self.model().headerData(logicalIndex, self.orientation())).partition("\n")
        painter.save()
        painter.setPen(self.palette().mid().color())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setPen(self.palette().text().color())
        metrics = self.fontMetrics()
        room = rect.adjusted(3, 3, -4, -metrics.lineSpacing() - 4)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
        shown = name
        while len(shown) > 4 and metrics.boundingRect(room, int(flags), shown).height() > room.height():
            shown = shown.rstrip("…")[:-1].rstrip() + "…"
        painter.drawText(room, int(flags), shown)
        painter.setPen(self.palette().placeholderText().color())
        line = QRect(
            rect.left(), rect.bottom() - metrics.lineSpacing() - 3, rect.width(), metrics.lineSpacing()
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, day)
        painter.restore()


class GridView(QTableView):
    """Shows an `ActivityGrid`.

    Signals:
        toggled: The mark of an activity at a visit was clicked, or Space pressed on it (row, column).
    """

    toggled = Signal(int, int)

    def __init__(self, model: ActivityGrid, name: str) -> None:
        super().__init__()
        model.setParent(self)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setHorizontalHeader(_WrappedHeader(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setDefaultSectionSize(_COLUMN)
        rows = self.verticalHeader()
        rows.setDefaultSectionSize(_ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setFixedWidth(_NAMES)
        rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._pressed = QPersistentModelIndex()
        model.modelReset.connect(self._fit)
        self._fit()

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

    def _fit(self) -> None:
        rows = min(max(self.model().rowCount(), 1), 18)
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * _ROW + bar + 4)
