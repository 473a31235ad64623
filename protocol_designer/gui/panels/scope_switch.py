"""The switch between the findings of the whole study and those of the page in view, each with its count."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from protocol_designer.gui.typography import GRID


class ScopeSwitch(QWidget):
    """Two buttons, one of them down.

    Signals:
        switched: The other scope was chosen.
    """

    switched = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.whole_study = QToolButton(self)
        self.this_page = QToolButton(self)
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for button in (self.whole_study, self.this_page):
            button.setCheckable(True)
            group.addButton(button)
            row.addWidget(button)
        self.whole_study.setChecked(True)
        self.this_page.toggled.connect(self.switched)

    @property
    def is_page_only(self) -> bool:
        """Whether only the page in view counts."""
        return self.this_page.isChecked()

    def show_counts(self, whole: int, here: int) -> None:
        """Show how many findings there are in all and on the page in view."""
        for button, words, count in (
            (self.whole_study, self.tr("Whole study ({count})"), whole),
            (self.this_page, self.tr("This page ({count})"), here),
        ):
            button.setText(words.format(count=count))
            button.setAccessibleName(self.tr("List the findings of: {scope}").format(scope=button.text()))
