"""The row of drop-downs that narrows the list of prior studies."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from protocol_designer.gui.texts import small_print
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.gui.widgets.choice import Choice
from protocol_designer.precedents.browsing import Facet, StudyEntry, facet_values


class StudyFilters(QWidget):
    """A choice for each facet, each with *Any* first.

    Signals:
        changed: Another value was chosen.
    """

    changed = Signal()

    def __init__(self, entries: tuple[StudyEntry, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices: dict[Facet, Choice] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(FIELD_GAP)
        grid.setVerticalSpacing(2)
        names = {
            Facet.SUBSTANCE: self.tr("Substance"),
            Facet.DRUG: self.tr("Drug"),
            Facet.ROUTE: self.tr("Route"),
            Facet.DESIGN: self.tr("Design"),
            Facet.COMPARATOR: self.tr("Comparator"),
            Facet.THERAPY: self.tr("Therapy"),
            Facet.EVIDENCE: self.tr("Evidence class"),
            Facet.YEAR: self.tr("Year"),
        }
        for column, facet in enumerate(Facet):
            values = [(value, value) for value in facet_values(entries, facet)]
            choice = Choice(values, self, none_text=self.tr("Any"))
            choice.setMinimumContentsLength(3)
            choice.setAccessibleName(names[facet])
            choice.view().setMinimumWidth(220)
            choice.committed.connect(lambda value, choice=choice: self._take(choice, value))
            label = small_print(names[facet], self)
            label.setBuddy(choice)
            grid.addWidget(label, 0, column)
            grid.addWidget(choice, 1, column)
            grid.setColumnStretch(column, 1)
            self.choices[facet] = choice
        self.clear_button = QPushButton(self.tr("Clear filters"), self)
        self.clear_button.setAutoDefault(False)
        self.clear_button.clicked.connect(self.clear)
        self.clear_button.setEnabled(False)
        grid.addWidget(self.clear_button, 1, len(self.choices))

    @property
    def chosen(self) -> Mapping[Facet, str]:
        """The values that studies must have."""
        return {
            facet: str(choice.value) for facet, choice in self.choices.items() if choice.value is not None
        }

    def clear(self) -> None:
        """Let every study through."""
        for choice in self.choices.values():
            choice.show_value(None)
        self._tell()

    def _take(self, choice: Choice, value: object) -> None:
        choice.show_value(value)
        self._tell()

    def _tell(self) -> None:
        self.clear_button.setEnabled(bool(self.chosen))
        self.changed.emit()
