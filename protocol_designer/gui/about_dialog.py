"""The page about the program: its version, the drug library in force, and the licences of its parts."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from protocol_designer import __version__
from protocol_designer.formulary.records import Formulary
from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.texts import heading, small_print, text_label
from protocol_designer.gui.typography import PAGE_TITLE
from protocol_designer.third_party import MissingLicenceError, Part, third_party


class AboutDialog(ColumnDialog):
    """Version, drug library, and every part with its licence; a licence text is read when it is asked for."""

    def __init__(self, formulary: Formulary, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("About Protocol Designer"))
        self.column.addWidget(heading(f"Protocol Designer {__version__}", size=PAGE_TITLE))
        purpose = self.tr(
            "Composes clinical trial protocols and reviews them against cited limits. "
            "It supports the judgement of qualified people and is not for bedside use."
        )
        self.column.addWidget(text_label(purpose))
        self.column.addWidget(heading(self.tr("Drug library in force")))
        sign_off = formulary.sign_off or self.tr("not signed off locally")
        self.column.addWidget(text_label(f"{formulary.name} {formulary.version}, {formulary.owner}"))
        issued = f"{formulary.issued_on.day} {formulary.issued_on:%B %Y}"
        self.column.addWidget(
            small_print(self.tr("Issued on {date}; {sign_off}").format(date=issued, sign_off=sign_off))
        )
        self.column.addWidget(heading(self.tr("Parts and their licences")))
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Filter the parts"))
        self.search.setAccessibleName(self.tr("Filter the parts"))
        self.search.textChanged.connect(self._narrow)
        self.column.addWidget(self.search)
        self.list = self._parts_list()
        self.terms = QPlainTextEdit(self)
        self.terms.setReadOnly(True)
        self.terms.setAccessibleName(self.tr("Licence text"))
        self.terms.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self.terms)
        self.column.addWidget(split, 1)
        self.add_close_button()
        self._fill()

    def sizeHint(self) -> QSize:
        return QSize(680, 700)

    def _parts_list(self) -> QTreeWidget:
        tree = QTreeWidget(self)
        tree.setAccessibleName(self.tr("Parts and their licences"))
        tree.setRootIsDecorated(False)
        tree.setHeaderLabels([self.tr("Part"), self.tr("Version"), self.tr("Licence"), self.tr("Kind")])
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        tree.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        tree.header().setStretchLastSection(False)
        tree.currentItemChanged.connect(self._show_terms)
        return tree

    def _fill(self) -> None:
        try:
            parts = third_party()
        except (MissingLicenceError, OSError) as problem:
            self.terms.setPlainText(str(problem))
            return
        items = []
        for part in parts:
            item = QTreeWidgetItem([part.name, part.version, part.licence, part.kind])
            item.setData(0, Qt.ItemDataRole.UserRole, part)
            item.setToolTip(2, part.licence)
            items.append(item)
        self.list.addTopLevelItems(items)
        self.list.setCurrentItem(items[0])

    def _show_terms(self, item: QTreeWidgetItem | None) -> None:
        part = item.data(0, Qt.ItemDataRole.UserRole) if item else None
        if not isinstance(part, Part):
            self.terms.clear()
            return
        try:
            self.terms.setPlainText(part.text())
        except OSError as problem:
            told = self.tr("This installation lacks the text ({reason}). Install the program again.")
            self.terms.setPlainText(told.format(reason=problem.strerror or ""))

    def _narrow(self, text: str) -> None:
        items = (self.list.topLevelItem(number) for number in range(self.list.topLevelItemCount()))
        for item in filter(None, items):
            words = " ".join(item.text(column) for column in range(4)).casefold()
            item.setHidden(text.strip().casefold() not in words)
