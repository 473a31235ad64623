"""The drug regimens of the trial and the dosing of the one in hand; leaves the arms to their own page."""

from typing import cast

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import interventions as edits
from protocol_designer.edits.receiving import set_receivers
from protocol_designer.gui.pages.administration_card import AdministrationCard
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.concentration_card import ConcentrationCard
from protocol_designer.gui.pages.dosing_card import DosingCard
from protocol_designer.gui.pages.one_weight_card import OneWeightCard
from protocol_designer.gui.pages.parts_table import PartsTable, add_row_actions
from protocol_designer.gui.pages.precedent_card import PrecedentCard
from protocol_designer.gui.pages.pump_card import PumpCard
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.card import ActionButton, Card
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit
from protocol_designer.gui.widgets.several_choice import SeveralChoice
from protocol_designer.workspace.models.dosing_rows import regimens_model
from protocol_designer.workspace.workspace import Workspace


class DosingPage(BasePage):
    """Drugs over the dosing card with its pump table, the predicted curves, one weight, and prior doses."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(workspace, theme, parent)
        self.column.addWidget(self._drugs_card())
        self.pump = PumpCard(workspace, theme, self._regimen)
        self.dosing = DosingCard(self, self._regimen, self.pump)
        self.administration = AdministrationCard(self, self._regimen)
        self.curves = ConcentrationCard(workspace, theme, self._regimen)
        self.one_weight = OneWeightCard(workspace, theme, self._regimen)
        self.precedents = PrecedentCard(workspace, theme, self._regimen)
        for card in (self.dosing, self.curves, self.administration, self.one_weight, self.precedents):
            self.column.addWidget(card)
        self.column.addStretch(1)
        self.marks(self.drugs.model)
        self.drugs.chosen.connect(self._regimen_chosen)
        self.show_all()

    def refresh(self, before: TrialProtocol | None, after: TrialProtocol) -> None:
        """Follow with the tables; the pump table also follows the eligible weights."""
        same_arms = before is not None and before.arms is after.arms
        same_drugs = before is not None and before.regimens is after.regimens
        if not (same_arms and same_drugs):
            self._show_drugs(after, is_all_new=not same_arms)
        same_visits = before is not None and before.schedule.visits is after.schedule.visits
        same_weights = before is not None and before.population is after.population
        if not (same_arms and same_drugs and same_visits and same_weights):
            self._show_dosing(after)

    def reveal(self, place: str) -> bool:
        """Take the regimen in hand that the place speaks of, then focus its field."""
        if place.startswith("regimens["):
            self.drugs.choose(place.partition("[")[2].partition("]")[0])
        elif place == "regimens":
            self.focus(self.drugs.view if self.trial.regimens else self._add, self.drugs)
            return True
        return super().reveal(place)

    def _drugs_card(self) -> Card:
        card = Card(self.tr("Drugs"))
        self._add = ActionButton(self.tr("Add drug"), "add", self.theme, self._regimen_added)
        card.header.addWidget(self._add)
        row_buttons = add_row_actions(
            card, self.theme, self.tr("drug"), self._move_regimen, self._remove_regimen
        )
        self.drugs = PartsTable(
            regimens_model(self.workspace),
            self.theme,
            self.tr("Drugs"),
            self.tr("No drug is planned yet. A regimen says how a drug is given, once for all arms with it."),
            (ActionButton(self.tr("Add the first drug"), "add", self.theme, self._regimen_added),),
            most_rows=8,
        )
        self.drugs.view.size_columns(200, 112, 56, 260)
        self.drugs.enable_with_row(*row_buttons)
        card.body.addWidget(self.drugs)
        self._receivers = SeveralChoice(self.tr("No arm"))
        self._receivers.committed.connect(self._give_to)
        self._given_to = Field(self.tr("Given to"), self._receivers, self.theme)
        self._given_to.entered.connect(lambda: self.workspace.select("arms"))
        card.body.addWidget(self._given_to)
        self.drugs.view.opened.connect(lambda: self.focus(self.dosing.name.editor, self.dosing.name))
        return card

    def _regimen(self) -> DrugRegimen | None:
        key = self.drugs.current
        return next((regimen for regimen in self.trial.regimens if regimen.id == key), None)

    def _show_drugs(self, trial: TrialProtocol, is_all_new: bool = False) -> None:
        self.drugs.show_rows(trial.regimens, is_all_new)
        self._show_receivers(trial)

    def _show_receivers(self, trial: TrialProtocol) -> None:
        regimen = self._regimen()
        self._given_to.setVisible(regimen is not None and bool(trial.arms))
        if regimen is not None:
            self._receivers.set_entries((arm.id, arm.name) for arm in trial.arms)
            self._receivers.show_value([arm.id for arm in trial.arms_with_regimen(regimen.id)])

    def _show_dosing(self, trial: TrialProtocol) -> None:
        self.dosing.show_regimen(trial)
        self.administration.show_regimen(trial)
        self.pump.setVisible(self._regimen() is not None)
        self.pump.show_table()
        self.curves.show_curves()
        self.one_weight.show_dose()
        self.precedents.show_strips()

    def _regimen_chosen(self) -> None:
        self._show_receivers(self.trial)
        self._show_dosing(self.trial)
        self.show_fields()
        self.show_report(self.workspace.known_report)

    def _give_to(self, arms: object) -> None:
        if (regimen := self._regimen()) is not None:
            self.apply_from(self._given_to, set_receivers(regimen, cast(tuple[str, ...], arms)))

    def _regimen_added(self) -> None:
        name = self.tr("Drug {number}").format(number=len(self.trial.regimens) + 1)
        if self.apply(edits.plan_regimen(name)):
            self.drugs.choose(self.trial.regimens[-1].id)
            self.focus(self.dosing.name.editor, self.dosing.name)
            cast("ParsedEdit[str]", self.dosing.name.editor).selectAll()

    def _move_regimen(self, by: int) -> None:
        if (regimen := self._regimen()) is not None:
            to = self.trial.regimens.index(regimen) + by
            if 0 <= to < len(self.trial.regimens):
                self.apply(edits.move_regimen(regimen, to))

    def _remove_regimen(self) -> None:
        if (regimen := self._regimen()) is not None:
            self.apply(edits.remove_regimen(regimen))
