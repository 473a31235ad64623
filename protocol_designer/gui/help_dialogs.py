"""The shortcuts sheet, made from the action table."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QWidget

from protocol_designer.gui.actions import ACTIONS, shortcut_of, translated
from protocol_designer.gui.dialogs import ColumnDialog


class ShortcutsDialog(ColumnDialog):
    """Every action with its keys; typing narrows the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Filter the shortcuts"))
        self.search.setAccessibleName(self.tr("Filter the shortcuts"))
        self.search.textChanged.connect(self._narrow)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(self.tr("Actions and their keys"))
        self.list.setRootIsDecorated(False)
        self.list.setHeaderLabels([self.tr("Action"), self.tr("Keys"), self.tr("Menu")])
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setStretchLastSection(False)
        for row in ACTIONS:
            keys = shortcut_of(row).toString(QKeySequence.SequenceFormat.NativeText)
            if keys:
                name = translated(row.text).removesuffix("…")
                self.list.addTopLevelItem(QTreeWidgetItem([name, keys, translated(row.menu)]))
        for keys, name in (
            ("Enter", self.tr("Go to the field of a finding")),
            ("Esc", self.tr("Give up what was typed in a field")),
            ("Alt+1", self.tr("Keep ours in a merge")),
            ("Alt+2", self.tr("Take theirs in a merge")),
            ("Space", self.tr("Choose a study to compare")),
        ):
            self.list.addTopLevelItem(QTreeWidgetItem([name, keys, self.tr("In place")]))
        self.column.addWidget(self.search)
        self.column.addWidget(self.list)
        self.add_close_button()

    def sizeHint(self) -> QSize:
        return QSize(520, 560)

    def _narrow(self, text: str) -> None:
        items = (self.list.topLevelItem(number) for number in range(self.list.topLevelItemCount()))
        for item in filter(None, items):
            words = " ".join(item.text(column) for column in range(3)).casefold()
            item.setHidden(text.strip().casefold() not in words)
