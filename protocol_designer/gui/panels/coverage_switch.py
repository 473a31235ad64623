"""The switch between the standards that the coverage is held against."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from protocol_designer.gui.typography import GRID
from protocol_designer.workspace.coverage_model import SPIRIT

M11 = "ich_m11"


class CoverageSwitch(QWidget):
    """Two buttons, one of them down.

    Signals:
        switched: The other standard was chosen.
    """

    switched = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spirit = QToolButton(self)
        self.m11 = QToolButton(self)
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for button, text, full in (
            (self.spirit, self.tr("SPIRIT 2025"), self.tr("Items of the SPIRIT 2025 checklist")),
            (self.m11, self.tr("ICH M11"), self.tr("Sections of the ICH M11 template")),
        ):
            button.setText(text)
            button.setToolTip(full)
            button.setAccessibleName(full)
            button.setCheckable(True)
            group.addButton(button)
            row.addWidget(button)
        self.spirit.setChecked(True)
        self.m11.toggled.connect(self.switched)

    @property
    def standard(self) -> str:
        """The standard that is chosen."""
        return M11 if self.m11.isChecked() else SPIRIT
