"""What all dialogs share: a column of content over named buttons, shown without blocking the program."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from protocol_designer.gui.typography import FIELD_GAP, SECTION_GAP


class ColumnDialog(QDialog):
    """A dialog with a column to fill and a row of buttons; it deletes itself when closed."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SECTION_GAP, SECTION_GAP, SECTION_GAP, SECTION_GAP - FIELD_GAP)
        outer.setSpacing(SECTION_GAP - FIELD_GAP)
        self.column = QVBoxLayout()
        self.column.setSpacing(FIELD_GAP)
        outer.addLayout(self.column, 1)
        self.buttons = QDialogButtonBox(self)
        self.buttons.rejected.connect(self.reject)
        outer.addWidget(self.buttons)

    def add_close_button(self) -> None:
        """End with a single button that closes."""
        button = self.buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        button.setDefault(True)

    def leave_enter_alone(self) -> None:
        """Let no button answer to Enter, which belongs to the fields and lists of the dialog."""
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
            button.setDefault(False)
