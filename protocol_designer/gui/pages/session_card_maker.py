"""The line that makes the session card: a range of weights and the button that writes the PDF."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from protocol_designer.domain.population import Population
from protocol_designer.domain.schedule import Visit
from protocol_designer.gui.sheet_export import SheetExport
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.gui.widgets.card import ActionButton
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit, quantity_edit
from protocol_designer.quantities import Dimension, Quantity
from protocol_designer.report.session_card import session_card

if TYPE_CHECKING:
    from protocol_designer.gui.pages.base_page import BasePage


class SessionCardMaker(QWidget):
    """Asks for the weights whose doses stand on the card; they belong to the card, not to the protocol."""

    def __init__(self, page: "BasePage", visit: Callable[[], Visit | None]) -> None:
        super().__init__(page)
        self._page = page
        self._visit = visit
        self.lightest = self._weight("50 kg")
        self.heaviest = self._weight("100 kg")
        self.button = ActionButton(self.tr("Session card (PDF)…"), "export", page.theme, self.make, self)
        self.button.setToolTip(
            self.tr("Timings, thresholds, staff, kit and doses for the room, on one page where they fit.")
        )
        self._said = small_print("", self)
        self._export = SheetExport(page, self._say)
        line = QHBoxLayout()
        line.setSpacing(FIELD_GAP)
        for label, editor in (
            (self.tr("Doses from weight"), self.lightest),
            (self.tr("To weight"), self.heaviest),
        ):
            field = Field(label, editor, page.theme)
            field.setMaximumWidth(190)
            line.addWidget(field, 1)
        beside = QVBoxLayout()
        beside.setSpacing(3)
        beside.addSpacing(self.fontMetrics().height())
        beside.addWidget(self.button)
        beside.addStretch(1)
        line.addLayout(beside)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(line)
        column.addWidget(self._said)
        self._said.hide()

    def show_weights(self, population: Population) -> None:
        """Start from the weights that may take part."""
        self.lightest.show_value(population.weight_min)
        self.heaviest.show_value(population.weight_max)

    def make(self) -> None:
        """Ask for a file and write the card; what is wrong with the weights is said at them."""
        self.lightest.commit()
        self.heaviest.commit()
        low, high = self.lightest.value, self.heaviest.value
        if self.lightest.problem or self.heaviest.problem:
            return
        if low is not None and high is not None and low > high:
            self.heaviest.show_problem(self.tr("This is below the lower weight."))
            return
        workspace = self._page.workspace
        document = session_card(
            workspace.trial, workspace.report, workspace.formulary, self._visit(), (low, high)
        )
        self._export.write(document, Path.home())

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.show()

    def _weight(self, example: str) -> ParsedEdit[Quantity]:
        editor = quantity_edit(self._page.theme)
        editor.show_example(example)

        def take(value: Quantity | None) -> None:
            problem = self._problem_of(value)
            if problem:
                editor.show_problem(problem)
            else:
                editor.show_value(value)

        editor.committed.connect(take)
        return editor

    def _problem_of(self, value: object) -> str:
        if not isinstance(value, Quantity):
            return ""
        if value.dimension is not Dimension.BODY_WEIGHT or value.value == 0:
            return self.tr("“{value}” is no body weight; write for example 70 kg.").format(value=value)
        population = self._page.trial.population
        low, high = population.weight_min, population.weight_max
        if (low is not None and value < low) or (high is not None and value > high):
            eligible = f"{low.printed() if low else '…'} to {high.printed() if high else '…'}"
            return self.tr("This lies outside the weights that may take part, {eligible}.").format(
                eligible=eligible
            )
        return ""
