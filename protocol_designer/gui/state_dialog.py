"""Asks for the name of a saved state."""

from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit, QWidget

from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.texts import small_print


class StateDialog(ColumnDialog):
    """One line: what this state of the protocol is called."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Name this state"))
        self.setMinimumWidth(420)
        self._line = QLineEdit(self)
        self._line.setAccessibleName(self.tr("Name of the state"))
        self._line.setPlaceholderText(self.tr("Sent to the pharmacist"))
        label = QLabel(self.tr("&Name"), self)
        label.setBuddy(self._line)
        self.column.addWidget(label)
        self.column.addWidget(self._line)
        self.column.addWidget(
            small_print(
                self.tr("Every change is kept already; a named state can be found again in the file.")
            )
        )
        self.column.addStretch()
        self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        keep = self.buttons.addButton(self.tr("Name this state"), QDialogButtonBox.ButtonRole.AcceptRole)
        keep.setEnabled(False)
        keep.clicked.connect(self.accept)
        self._line.textChanged.connect(lambda text: keep.setEnabled(bool(text.strip())))
        self._line.setFocus()

    @property
    def name(self) -> str:
        """What was typed."""
        return self._line.text().strip()
