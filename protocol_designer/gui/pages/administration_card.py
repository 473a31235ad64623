"""How the drug in hand is given beside its dose: when, to whom, from which bag, by what rules, and why."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.interventions import ConditionalUse, DrugRegimen, StrengthExpression
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.edit import Edit
from protocol_designer.edits.fields import set_field
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.widgets.card import Card, fields_grid
from protocol_designer.gui.widgets.choice import Choice, code_choice, yes_no_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.number_edits import percent_edit
from protocol_designer.gui.widgets.parsed_edit import line_edit, offset_edit
from protocol_designer.gui.widgets.several_choice import SeveralChoice
from protocol_designer.gui.widgets.timing_edit import TimingEdit


class AdministrationCard(Card):
    """Shows the regimen in hand; follows with the dosing card."""

    def __init__(self, page: BasePage, regimen: Callable[[], DrugRegimen | None]) -> None:
        super().__init__(page.tr("How it is given"), page)
        self._page = page
        self._regimen = regimen
        self._timing = TimingEdit(page.theme, is_one_row=True)
        self._diluent, self._decided_at = Choice(none_text=self.tr("Not decided")), Choice()
        self._mixed = SeveralChoice(self.tr("With nothing"))
        self._lay_out()

    def show_regimen(self, trial: TrialProtocol) -> None:
        """Follow the document, or another regimen."""
        regimen = self._regimen()
        self.setVisible(regimen is not None)
        self._timing.set_visits(trial.schedule.visits)
        self._decided_at.set_entries((visit.id, visit.name) for visit in trial.schedule.visits)
        drugs = [(drug.id, drug.name) for drug in self._page.workspace.formulary.drugs]
        self._diluent.set_entries(drugs)
        self._mixed.set_entries(drugs)

    def _lay_out(self) -> None:
        theme = self._page.theme
        before = offset_edit(theme)
        before.show_example("-10 min")
        bioavailability = percent_edit(theme)
        rows: tuple[tuple[QWidget, ...], ...] = (
            (self._field(self.tr("When, counted from"), "timing", self._timing),),
            (
                self._field(
                    self.tr("Time from the study drug"),
                    "minutes_from_study_drug",
                    before,
                    self.tr("On the same day: a time before the study drug has a minus sign."),
                ),
                self._field(
                    self.tr("Strength counts"),
                    "preparation.strength_expressed_as",
                    code_choice(StrengthExpression),
                ),
                self._field(self.tr("Given undiluted"), "preparation.is_given_undiluted", yes_no_choice()),
            ),
            (
                self._field(self.tr("Diluent"), "preparation.diluent", self._diluent),
                self._field(self.tr("Mixed in one syringe or bag"), "preparation.mixed_with", self._mixed),
                self._field(self.tr("IV line of its own"), "preparation.has_own_line", yes_no_choice()),
            ),
            (
                self._field(self.tr("Marketed product"), "is_marketed_product_use", yes_no_choice()),
                self._field(
                    self.tr("Follows its risk programme"), "follows_product_programme", yes_no_choice()
                ),
                self._field(self.tr("Taken without staff"), "is_self_administered", yes_no_choice()),
            ),
            (
                self._field(self.tr("Appearance"), "preparation.appearance", line_edit(theme)),
                self._field(self.tr("Supplied by"), "sourcing", line_edit(theme)),
                self._field(self.tr("Assumed bioavailability"), "assumed_bioavailability", bioavailability),
            ),
            (
                self._condition(self.tr("Given only when"), "condition", line_edit(theme)),
                self._condition(self.tr("Decided at"), "decided_at", self._decided_at),
                self._condition(self.tr("Decided by"), "decided_by", line_edit(theme)),
            ),
            (
                self._prose(self.tr("Why this dose"), "rationale"),
                self._prose(self.tr("When the dose is changed"), "dose_modification"),
            ),
            (
                self._prose(self.tr("What must be true before"), "prerequisites"),
                self._prose(self.tr("Why this bioavailability"), "bioavailability_rationale"),
            ),
            (self._prose(self.tr("Note on the preparation"), "preparation.note"),),
        )
        self.body.addLayout(fields_grid(*rows, columns=6))

    def _place(self, name: str) -> str | None:
        regimen = self._regimen()
        return f"regimens[{regimen.id}].{name}" if regimen else None

    def _prose(self, label: str, name: str) -> Field:
        return self._field(label, name, self._page.prose(2))

    def _field(self, label: str, name: str, editor: QWidget, hint: str = "") -> Field:
        says = self.tr("Change {field}").format(field=label[:1].lower() + label[1:])
        return self._page.bind(
            Field(label, editor, self._page.theme, hint),
            lambda: self._place(name),
            lambda value: set_field(place, value, says) if (place := self._place(name)) else None,
        )

    def _condition(self, label: str, name: str, editor: QWidget) -> Field:
        return self._page.bind(
            Field(label, editor, self._page.theme),
            lambda: self._place(f"condition.{name}"),
            lambda value: self._decide(name, value),
        )

    def _decide(self, name: str, value: object) -> Edit | None:
        """Set one part of the condition; without its words there is none."""
        regimen, place = self._regimen(), self._place("condition")
        if regimen is None or place is None:
            return None
        now = regimen.condition
        parts: dict[str, Any] = {key: getattr(now, key) for key in ConditionalUse.model_fields} if now else {}
        parts[name] = value
        is_gone = name == "condition" and value is None
        return set_field(place, None if is_gone else parts, self.tr("Change when the drug is given"))
