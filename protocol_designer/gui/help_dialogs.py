"""The shortcuts sheet, made from the action table, and the page about the program and its parts."""

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QWidget

from protocol_designer import __version__
from protocol_designer.formulary.records import Formulary
from protocol_designer.gui.actions import ACTIONS, shortcut_of, translated
from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.texts import heading, small_print, text_label
from protocol_designer.gui.typography import PAGE_TITLE

_PARTS = (
    ("PySide6-Essentials", "LGPL-3.0-only"),
    ("pydantic", "MIT"),
    ("reportlab", "BSD-3-Clause"),
    ("sqlite-utils", "Apache-2.0"),
    ("platformdirs", "MIT"),
)


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


class AboutDialog(ColumnDialog):
    """Versions, the drug library in force, licences."""

    def __init__(self, formulary: Formulary, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("About Protocol Designer"))
        self.setMinimumWidth(460)
        self.column.addWidget(heading(f"Protocol Designer {__version__}", size=PAGE_TITLE))
        self.column.addWidget(
            text_label(
                self.tr(
                    "Composes clinical trial protocols and reviews them against cited limits. "
                    "It supports the judgement of qualified people and is not for bedside use."
                )
            )
        )
        self.column.addWidget(heading(self.tr("Drug library in force")))
        sign_off = formulary.sign_off or self.tr("not signed off locally")
        self.column.addWidget(text_label(f"{formulary.name} {formulary.version}, {formulary.owner}"))
        issued = f"{formulary.issued_on.day} {formulary.issued_on:%B %Y}"
        self.column.addWidget(
            small_print(self.tr("Issued on {date}; {sign_off}").format(date=issued, sign_off=sign_off))
        )
        self.column.addWidget(heading(self.tr("Licences")))
        lines = [f"Protocol Designer {__version__}: MIT", f"Python {platform.python_version()}: PSF-2.0"]
        lines += [f"Qt {qVersion()}: LGPL-3.0-only"]
        lines += [f"{name} {_version(name)}: {licence}" for name, licence in _PARTS]
        lines += ["Noto Sans, DejaVu Sans: SIL OFL 1.1, Bitstream Vera licence"]
        listed = text_label("\n".join(lines))
        listed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(listed)
        self.column.addStretch()
        self.add_close_button()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
