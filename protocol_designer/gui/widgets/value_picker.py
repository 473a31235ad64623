"""The list of values that a text can take from fields: found by words, chosen with the keys."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from protocol_designer.gui.texts import small_print
from protocol_designer.gui.typography import FIELD_GAP, GRID
from protocol_designer.workspace.linkable_values import LinkableValue
from protocol_designer.workspace.search_entries import SearchEntry, Sought
from protocol_designer.workspace.search_matching import SearchIndex

_MOST = 60
_VALUE_WIDTH = 170
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class ValuePicker(QFrame):
    """A popup: words narrow the list, the arrows go through it, Enter takes a value, Esc leaves.

    Signals:
        chosen: A value was taken (place).
        closed: The list is gone, whether or not a value was taken.
    """

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, values: Sequence[LinkableValue], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(self.tr("Insert a value"))
        self._values = {value.place: value for value in values}
        self._index: SearchIndex | None = None
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("Words of the field or its value"))
        self.line.setAccessibleName(self.tr("Find a value"))
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(self.tr("Values that the text can take"))
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(1, _VALUE_WIDTH)
        self.told: QLabel = small_print("", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(FIELD_GAP, FIELD_GAP, FIELD_GAP, FIELD_GAP)
        column.setSpacing(GRID)
        column.addWidget(self.line)
        column.addWidget(self.list)
        column.addWidget(self.told)
        self.setFocusProxy(self.line)
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._narrow)
        self.list.itemClicked.connect(self._take)
        self._narrow("")

    def sizeHint(self) -> QSize:
        return QSize(520, 320)

    def open_at(self, corner: QPoint) -> None:
        """Show the list with its upper left corner at a point, or where the screen has room near it."""
        self.resize(self.sizeHint())
        screen = self.screen().availableGeometry()
        left = max(screen.left(), min(corner.x(), screen.right() - self.width()))
        top = max(screen.top(), min(corner.y(), screen.bottom() - self.height()))
        self.move(left, top)
        self.show()
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: object) -> bool:
        """Let the arrows go through the list while the words are typed."""
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
                self._take()
                return True
            if event.key() in _LIST_KEYS:
                self._step(event.key())
                return True
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def _narrow(self, words: str) -> None:
        found = list(self._values.values()) if not words.strip() else self._found(words)
        self.list.clear()
        for value in found[:_MOST]:
            row = QTreeWidgetItem([value.name, value.said])
            row.setData(0, Qt.ItemDataRole.UserRole, value.place)
            row.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{value.name}: {value.said}")
            for column in range(2):
                row.setToolTip(column, row.text(column))
            self.list.addTopLevelItem(row)
        self._go_to_row(0)
        self._tell(len(found))

    def _found(self, words: str) -> list[LinkableValue]:
        if self._index is None:
            self._index = SearchIndex(
                SearchEntry(Sought.FIELD, value.place, value.name, value.said)
                for value in self._values.values()
            )
        found = (self._values[entry.key] for entry in self._index.find(words))
        return sorted(found, key=lambda value: value.distance)

    def _tell(self, count: int) -> None:
        if not count:
            text = self.tr("No value has these words")
        elif count > _MOST:
            text = self.tr("The first {shown} of {count}; type words of the field, such as “highest weight”")
        else:
            text = self.tr("1 value") if count == 1 else self.tr("{count} values")
        self.told.setText(text.format(shown=_MOST, count=count))

    def _step(self, key: int) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}[
            Qt.Key(key)
        ]
        self._go_to_row(self.list.currentIndex().row() + by)

    def _go_to_row(self, number: int) -> None:
        last = self.list.topLevelItemCount() - 1
        if row := self.list.topLevelItem(max(0, min(last, number))):
            self.list.setCurrentItem(row)

    def _take(self) -> None:
        row = self.list.currentItem()
        if row is None:
            return
        self.close()
        self.chosen.emit(str(row.data(0, Qt.ItemDataRole.UserRole)))
