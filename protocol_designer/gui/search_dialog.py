"""One line that finds everything: what is typed narrows a list, Enter goes there."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.texts import small_print
from protocol_designer.workspace.search_entries import SearchEntry, Sought
from protocol_designer.workspace.search_matching import MOST, SearchIndex

_ENTRY = Qt.ItemDataRole.UserRole
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class SearchDialog(ColumnDialog):
    """Searches an index made when it opened.

    Signals:
        chosen: Somebody wants to go to an entry (SearchEntry).
    """

    chosen = Signal(object)

    def __init__(self, index: SearchIndex, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Search everything"))
        self._index = index
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(
            self.tr("Field, value, problem, rule, source, prior study, command or page")
        )
        self.search.setAccessibleName(self.tr("Search everything"))
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(self.tr("What was found"))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHeaderLabels([self.tr("Found"), self.tr("Says"), self.tr("What it is")])
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(1, 190)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.told = small_print("", self)
        self.told.setWordWrap(False)
        self.told.setAccessibleName(self.tr("How much was found"))
        self._fill(self.column)
        self.add_close_button()
        self.leave_enter_alone()
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self._go)
        self.list.itemActivated.connect(self._go)
        self._find("")

    def sizeHint(self) -> QSize:
        return QSize(760, 520)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while the words are typed."""
        if watched is not self.search or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if isinstance(event, QKeyEvent) and event.key() in _LIST_KEYS:
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _fill(self, column: QVBoxLayout) -> None:
        for widget in (self.search, self.list, self.told):
            column.addWidget(widget)

    def _find(self, text: str) -> None:
        found = self._index.find(text)
        self._show(found)
        if not text.strip():
            self.told.setText(self.tr("Type a few letters of each word; a letter may be wrong."))
        elif not found:
            self.told.setText(self.tr("Nothing here is called that; try fewer or other words."))
        elif len(found) == MOST:
            self.told.setText(self.tr("The {count} nearest; more words narrow the list").format(count=MOST))
        else:
            told = self.tr("1 found") if len(found) == 1 else self.tr("{count} found")
            self.told.setText(told.format(count=len(found)))

    def _show(self, found: Sequence[SearchEntry]) -> None:
        self.list.clear()
        for entry in found:
            item = QTreeWidgetItem([entry.title, entry.detail, self._kind(entry.kind)])
            item.setToolTip(0, entry.title)
            item.setToolTip(1, entry.detail)
            item.setData(0, _ENTRY, entry)
            self.list.addTopLevelItem(item)
        if (first := self.list.topLevelItem(0)) is not None:
            self.list.setCurrentItem(first)

    def _go(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            entry = item.data(0, _ENTRY)
            self.accept()
            self.chosen.emit(entry)

    def _kind(self, kind: Sought) -> str:
        return {
            Sought.PAGE: self.tr("Page"),
            Sought.COMMAND: self.tr("Command"),
            Sought.FIELD: self.tr("Field"),
            Sought.PART: self.tr("Part"),
            Sought.PROBLEM: self.tr("Problem"),
            Sought.SECTION: self.tr("Section"),
            Sought.RULE: self.tr("Rule"),
            Sought.STUDY: self.tr("Prior study"),
            Sought.SOURCE: self.tr("Source"),
        }[kind]
