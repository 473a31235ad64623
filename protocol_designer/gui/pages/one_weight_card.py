"""What one participant would receive: a weight is typed, the dose is worked out before the reader's eyes."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.gui.pages.regimen_card import RegimenCard
from protocol_designer.gui.texts import small_print, text_label
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import quantity_edit
from protocol_designer.quantities import Quantity
from protocol_designer.report.worked_dose import NOT_AT_THE_BEDSIDE, NotEligible, worked_dose
from protocol_designer.workspace.workspace import Workspace


class OneWeightCard(RegimenCard):
    """Keeps the weight typed last while document and regimen change; it is no part of the protocol."""

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        regimen: Callable[[], DrugRegimen | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(workspace, theme, regimen, parent)
        self.set_title(self.tr("Work out one weight"))
        self._weight: Quantity | None = None
        self.weight = quantity_edit(theme)
        self.weight.show_example("70 kg")
        self.weight.setMaximumWidth(160)
        self.weight.committed.connect(self._take)
        self.body.addWidget(Field(self.tr("Weight of a participant"), self.weight, theme))
        self.summary = text_label("", self)
        self.arithmetic = text_label("", self)
        for part in (self.summary, self.arithmetic):
            self.body.addWidget(part)
        self.body.addWidget(small_print(NOT_AT_THE_BEDSIDE, self))

    def show_dose(self) -> None:
        """Work the dose out again: regimen, weights or preparation may be other ones."""
        regimen = self._regimen()
        self.setVisible(regimen is not None)
        if regimen is None:
            return
        summary, lines, problem = self._worked(regimen)
        self.weight.show_problem(problem)
        self.summary.setText(summary)
        self.summary.setVisible(bool(summary))
        self.arithmetic.setText("\n".join(lines))
        self.arithmetic.setVisible(bool(lines))

    def _take(self, weight: object) -> None:
        self._weight = weight if isinstance(weight, Quantity) else None
        self.weight.show_value(self._weight)
        self.show_dose()

    def _worked(self, regimen: DrugRegimen) -> tuple[str, tuple[str, ...], str]:
        """Return the line, the arithmetic, and what is wrong with the weight."""
        if self._weight is None:
            return "", (), ""
        try:
            made = worked_dose(self._workspace.trial, regimen, self._weight)
        except NotEligible as refusal:
            return "", (), str(refusal)
        except Undecided as missing:
            return self.tr("This needs {what}.").format(what=missing.what), (), ""
        return made.summary, made.lines, ""
