"""The sheet of shortcuts, made from the tables of the actions and of the keys that act in one place."""

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QWidget

from protocol_designer.gui.actions import ACTIONS, shortcut_of, translated
from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.key_table import key_groups, printed_keys
from protocol_designer.gui.texts import small_print


class ShortcutsDialog(ColumnDialog):
    """Every action with its keys, by menu and by place; typing narrows the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search the shortcuts"))
        self.search.setAccessibleName(self.tr("Search the shortcuts"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(self.tr("Actions and their keys"))
        self.list.setHeaderLabels([self.tr("Action"), self.tr("Keys")])
        self.list.setIndentation(14)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._groups: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        for title, rows in _groups():
            group = QTreeWidgetItem([title])
            group.setFirstColumnSpanned(True)
            font = group.font(0)
            font.setBold(True)
            group.setFont(0, font)
            self._groups.append((group, [_item(group, name, keys) for name, keys in rows]))
            self.list.addTopLevelItem(group)
            group.setExpanded(True)
        self.told = small_print("", self)
        self.told.setWordWrap(False)
        self.column.addWidget(self.search)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self.told)
        self.add_close_button()
        self._narrow("")

    def sizeHint(self) -> QSize:
        return QSize(620, 600)

    def _narrow(self, text: str) -> None:
        """Show the actions whose words, keys or place hold every word of a text."""
        wanted, shown = text.casefold().split(), 0
        for group, items in self._groups:
            for item in items:
                said = f"{group.text(0)} {item.text(0)} {item.text(1)}".casefold()
                item.setHidden(not all(word in said for word in wanted))
            left = sum(not item.isHidden() for item in items)
            group.setHidden(not left)
            shown += left
        self.told.setText(
            self.tr("1 shortcut") if shown == 1 else self.tr("{count} shortcuts").format(count=shown)
        )


def _item(group: QTreeWidgetItem, name: str, keys: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem(group, [name, keys])
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{name}, {keys}")
    item.setToolTip(0, name)
    return item


def _groups() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    menus: dict[str, list[tuple[str, str]]] = {}
    for row in ACTIONS:
        keys = shortcut_of(row).toString(QKeySequence.SequenceFormat.NativeText)
        if keys:
            menus.setdefault(row.menu, []).append((translated(row.text).removesuffix("…"), keys))
    for menu, rows in menus.items():
        yield translated(menu), rows
    for group in key_groups():
        yield group.title, [(row.text, printed_keys(row.keys)) for row in group.rows]
