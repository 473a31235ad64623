"""A dialog to look things up: a filter over a list at the left, the page of the chosen entry at the right."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.typography import FIELD_GAP, GRID, GROUP_GAP

_SIZE = QSize(1080, 700)
_KEY = Qt.ItemDataRole.UserRole
_SEARCHED = Qt.ItemDataRole.UserRole + 1


class ReferenceDialog(ColumnDialog):
    """Lists entries in groups; a subclass fills the list and makes the page of an entry."""

    def __init__(self, title: str, headers: list[str], parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.narrow)
        self.list = QTreeWidget(self)
        self.list.setHeaderLabels(headers)
        self.list.setUniformRowHeights(True)
        self.list.setIndentation(GROUP_GAP)
        self.list.setAllColumnsShowFocus(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentItemChanged.connect(self._show_current)
        self.found = small_print("", self)
        self.found.setAccessibleName(self.tr("How many entries are listed"))
        self.page = QScrollArea(self)
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setWidgetResizable(True)
        self.page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, GROUP_GAP - FIELD_GAP, 0)
        column.setSpacing(FIELD_GAP)
        self.filters = QHBoxLayout()
        self.filters.setSpacing(GROUP_GAP)
        self.filters.addWidget(self.search, 1)
        column.addLayout(self.filters)
        column.addWidget(self.list, 1)
        column.addWidget(self.found)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(left)
        self.split.addWidget(self.page)
        self.column.addWidget(self.split, 1)
        self.search.setFocus()
        self.resize(_SIZE.boundedTo(self.screen().availableSize() * 0.9))
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._choose_first)

    def make_page(self, key: str) -> QWidget:
        """Make the page of an entry.

        Raises:
            NotImplementedError: A subclass must.
        """
        raise NotImplementedError

    def is_wanted(self, key: str) -> bool:
        """Tell whether an entry may be listed at all; a subclass may leave some out."""
        return bool(key)

    def add_group(self, title: str, key: str = "", words: str = "") -> QTreeWidgetItem:
        """Add a group; with a key it has a page of its own."""
        group = QTreeWidgetItem([title])
        group.setData(0, _KEY, key)
        group.setData(0, _SEARCHED, f"{title} {words}".casefold())
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        if not key:
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.list.addTopLevelItem(group)
        group.setFirstColumnSpanned(True)
        group.setExpanded(True)
        return group

    def add_entry(self, group: QTreeWidgetItem, texts: list[str], key: str, words: str) -> QTreeWidgetItem:
        """Add an entry; ``words`` is what the filter searches besides its texts."""
        entry = QTreeWidgetItem(group, texts)
        entry.setData(0, _KEY, key)
        entry.setData(0, _SEARCHED, " ".join([*texts, words]).casefold())
        for column, text in enumerate(texts):
            entry.setToolTip(column, text)
        return entry

    def size_columns(self, *widths: int) -> None:
        """Let the first column take what the others leave."""
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(widths, start=1):
            header.resizeSection(column, width)

    def choose(self, key: str) -> bool:
        """Show the page of an entry; False when there is none."""
        for item in self._items():
            if item.data(0, _KEY) == key:
                self.list.setCurrentItem(item)
                self.list.scrollToItem(item, QTreeWidget.ScrollHint.PositionAtCenter)
                return True
        return False

    def narrow(self) -> None:
        """List only what holds every word of the filter."""
        words = self.search.text().casefold().split()
        listed = 0
        for number in range(self.list.topLevelItemCount()):
            group = self.list.topLevelItem(number)
            if group is None:
                continue
            whole = all(word in group.data(0, _SEARCHED) for word in words)
            shown = 0
            for row in range(group.childCount()):
                entry = group.child(row)
                if entry is None:
                    continue
                holds = whole or all(word in entry.data(0, _SEARCHED) for word in words)
                hidden = not (holds and self.is_wanted(entry.data(0, _KEY)))
                entry.setHidden(hidden)
                shown += not hidden
            own_page = bool(group.data(0, _KEY)) and whole and self.is_wanted(group.data(0, _KEY))
            group.setHidden(not shown and not own_page)
            listed += shown
        self.found.setText(self.count_words(listed))
        self._later.start()

    def count_words(self, count: int) -> str:
        """Say how many entries are listed."""
        return self.tr("{count} listed").format(count=count)

    def current_key(self) -> str:
        """Return the entry in hand, or an empty text."""
        item = self.list.currentItem()
        return "" if item is None else str(item.data(0, _KEY))

    def refresh_page(self) -> None:
        """Make the page of the entry in hand anew."""
        self._show_current(self.list.currentItem())

    def _items(self) -> list[QTreeWidgetItem]:
        found: list[QTreeWidgetItem] = []
        for number in range(self.list.topLevelItemCount()):
            group = self.list.topLevelItem(number)
            if group is not None:
                found.append(group)
                children = (group.child(row) for row in range(group.childCount()))
                found += [child for child in children if child is not None]
        return found

    def _choose_first(self) -> None:
        """Keep an entry in hand that is listed."""
        current = self.list.currentItem()
        group = current.parent() if current is not None else None
        hidden_group = group is not None and group.isHidden()
        if current is not None and not current.isHidden() and not hidden_group and self.current_key():
            return
        listed = [item for item in self._items() if not item.isHidden() and item.data(0, _KEY)]
        if listed:
            self.list.setCurrentItem(listed[0])
        else:
            self.list.setCurrentItem(None)  # type: ignore[call-overload]  # Qt takes none for no entry

    def _show_current(self, item: QTreeWidgetItem | None) -> None:
        key = "" if item is None else str(item.data(0, _KEY))
        if key:
            self.page.setWidget(self.make_page(key))
        elif item is None:
            empty = QLabel(self.tr("Nothing holds these words; change the filter."), self)
            empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self.page.setWidget(empty)


def page_column(margin: int = GROUP_GAP) -> tuple[QWidget, QVBoxLayout]:
    """Return an empty page and its column."""
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(margin, 0, FIELD_GAP, 0)
    column.setSpacing(GRID)
    return body, column
