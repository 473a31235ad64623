"""Asks once for the name that stands in the journal, in versions, comments and justifications."""

from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit, QWidget

from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.texts import small_print


class NameDialog(ColumnDialog):
    """One line: the name of the person at the keyboard."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Your name"))
        self.setMinimumWidth(420)
        self.line = QLineEdit(name, self)
        self.line.setAccessibleName(self.tr("Your name"))
        self.line.setPlaceholderText(self.tr("Name and role, such as A. Meyer, pharmacist"))
        self.line.setMaxLength(200)
        label = QLabel(self.tr("Your &name"), self)
        label.setBuddy(self.line)
        self.column.addWidget(label)
        self.column.addWidget(self.line)
        self.column.addWidget(
            small_print(
                self.tr(
                    "It stands beside every edit, version, comment and justification that you make from now "
                    "on. It is kept as typed and is not an electronic signature."
                )
            )
        )
        self.column.addStretch()
        self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        keep = self.buttons.addButton(self.tr("Keep name"), QDialogButtonBox.ButtonRole.AcceptRole)
        keep.setDefault(True)
        keep.setEnabled(bool(name.strip()))
        keep.clicked.connect(self.accept)
        self.line.textChanged.connect(lambda text: keep.setEnabled(bool(text.strip())))
        self.line.setFocus()

    @property
    def name(self) -> str:
        """What was typed."""
        return self.line.text().strip()
