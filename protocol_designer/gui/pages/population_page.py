"""Who may take part: bounds that every worst case is taken over, coded criteria, other medicines."""

from typing import cast

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.codes import ConditionCode
from protocol_designer.domain.population import Criterion, CriterionKind
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word, word
from protocol_designer.edits import population as edits
from protocol_designer.edits.edit import Edit
from protocol_designer.edits.fields import set_field
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.criterion_bounds import CriterionBounds
from protocol_designer.gui.pages.medicines_card import MedicinesCard
from protocol_designer.gui.pages.participants_cards import WorstCasesCard, pregnancy_card, recruitment_card
from protocol_designer.gui.pages.parts_table import PartsTable, add_row_actions
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.card import ActionButton, Card, fields_grid
from protocol_designer.gui.widgets.choice import Choice, code_choice, yes_no_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import line_edit, quantity_edit
from protocol_designer.gui.widgets.prose_edit import ProseEdit
from protocol_designer.gui.widgets.several_choice import SeveralChoice
from protocol_designer.quantities import Quantity
from protocol_designer.workspace.models.population_rows import criteria_model
from protocol_designer.workspace.workspace import Workspace


class PopulationPage(BasePage):
    """Bounds, criteria, medicines."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(workspace, theme, parent)
        self.column.addWidget(self._bounds_card())
        self.worst_cases = WorstCasesCard(self)
        self.column.addWidget(self.worst_cases)
        self.column.addWidget(self._criteria_card())
        self.column.addWidget(pregnancy_card(self))
        self.medicines = MedicinesCard(self)
        self.column.addWidget(self.medicines)
        self.column.addWidget(recruitment_card(self))
        self.column.addStretch(1)
        self.show_all()

    def refresh(self, before: TrialProtocol | None, after: TrialProtocol) -> None:
        """Follow with the tables."""
        if before is None or before.population.criteria is not after.population.criteria:
            self.criteria.show_rows(after.population.criteria)
            self._criterion_fields.setVisible(self._criterion() is not None)
            self._bounds.follow()
        if before is None or (before.population, before.regimens) != (after.population, after.regimens):
            self.worst_cases.show_trial(after)
        if before is None or before.concomitant is not after.concomitant:
            self.medicines.show_policies(after.concomitant)

    def reveal(self, place: str) -> bool:
        """Take the part in hand that the place speaks of, then focus its field."""
        if place.startswith("population.criteria["):
            self.criteria.choose(place.partition("[")[2].partition("]")[0])
        if place.startswith("concomitant["):
            self.medicines.table.choose(place.partition("[")[2].partition("]")[0])
        self._bounds.follow()
        if super().reveal(place):
            return True
        if place == "population.criteria":
            view = self.criteria.view
            self.focus(view if view.isVisibleTo(self) else self._add_inclusion, self.criteria)
            return True
        if place.startswith("concomitant"):
            self.focus(self.medicines.first_field, self.medicines)
            return True
        return False

    def _bounds_card(self) -> Card:
        card = Card(self.tr("Eligible participants"))
        hint = self.tr("Doses per kg and their limits are checked over the whole range.")

        def bound(label: str, name: str, example: str, make: str) -> Field:
            editor = quantity_edit(self.theme)
            editor.show_example(example)
            field = Field(label, editor, self.theme, hint)
            low, high = (f"{make}_min", f"{make}_max")

            def change(value: object) -> Edit:
                held = {
                    end: cast(Quantity | None, getattr(self.trial.population, end)) for end in (low, high)
                }
                held[name] = cast(Quantity | None, value)
                verb = {
                    "weight": edits.set_weight_bounds,
                    "age": edits.set_age_bounds,
                    "bmi": edits.set_bmi_bounds,
                }[make]
                return verb(held[low], held[high])

            return self.bind(field, f"population.{name}", change)

        self.column_of_bounds = fields_grid(
            (
                bound(self.tr("Lowest weight"), "weight_min", "50 kg", "weight"),
                bound(self.tr("Highest weight"), "weight_max", "100 kg", "weight"),
                bound(self.tr("Youngest"), "age_min", "18 years", "age"),
                bound(self.tr("Oldest"), "age_max", "60 years", "age"),
            ),
            (
                bound(self.tr("Lowest body mass index"), "bmi_min", "18.5 kg/m2", "bmi"),
                bound(self.tr("Highest body mass index"), "bmi_max", "35 kg/m2", "bmi"),
                self.plain_field(
                    self.tr("Seeking treatment"), "population.is_seeking_treatment", yes_no_choice()
                ),
            ),
            (
                self.bind(
                    Field(self.tr("Participants in a sentence"), self.prose(2), self.theme),
                    "population.description",
                    lambda v: set_field("population.description", v, self.tr("Describe the population")),
                ),
            ),
            columns=12,
        )
        card.body.addLayout(self.column_of_bounds)
        return card

    def _criteria_card(self) -> Card:
        card = Card(self.tr("Eligibility criteria"))
        self._add_inclusion = self._adder(CriterionKind.INCLUSION)
        card.header.addWidget(self._add_inclusion)
        card.header.addWidget(self._adder(CriterionKind.EXCLUSION))
        self.criteria = PartsTable(
            criteria_model(),
            self.theme,
            self.tr("Eligibility criteria"),
            self.tr("No criterion is written yet. Its codes tell the review whom it keeps out."),
            (self._adder(CriterionKind.INCLUSION), self._adder(CriterionKind.EXCLUSION)),
        )
        self.criteria.view.size_columns(90, 420)
        row_buttons = add_row_actions(
            card, self.theme, self.tr("criterion"), self._move_criterion, self._remove_criterion
        )
        self.criteria.enable_with_row(*row_buttons)
        card.body.addWidget(self.criteria)
        codes = SeveralChoice(self.tr("No code: no rule reads this criterion"))
        codes.set_entries((code, title_word(code)) for code in ConditionCode)
        self._criterion_fields = QWidget()
        self._text = Field(self.tr("Criterion"), ProseEdit(2), self.theme)
        grid = fields_grid(
            (
                self._criterion_field("kind", Field(self.tr("Type"), _kind_choice(), self.theme)),
                self._criterion_field("codes", Field(self.tr("Codes that rules read"), codes, self.theme)),
                self._criterion_field(
                    "verified_by", Field(self.tr("Verified by"), line_edit(self.theme), self.theme)
                ),
            ),
            (
                self._criterion_field("text", self._text),
                self._criterion_field("reason", Field(self.tr("Reason"), self.prose(2), self.theme)),
            ),
            columns=6,
        )
        grid.setContentsMargins(0, 0, 0, 0)
        self._bounds = CriterionBounds(self, self._criterion)
        self._criterion_fields.setLayout(grid)
        grid.addWidget(self._bounds, grid.rowCount(), 0, 1, 6)
        card.body.addWidget(self._criterion_fields)
        self.note_rest(card, lambda: "population.criteria")
        self.criteria.chosen.connect(self._criterion_chosen)
        self.criteria.view.opened.connect(lambda: self.focus(self._text.editor))
        return card

    def _criterion_field(self, name: str, field: Field) -> Field:
        def change(value: object) -> Edit | None:
            criterion = self._criterion()
            return edits.change_criterion(criterion, **{name: value}) if criterion else None

        return self.bind(field, lambda: self._criterion_place(name), change)

    def _adder(self, kind: CriterionKind) -> ActionButton:
        text = self.tr("Add {kind}").format(kind=word(kind))

        def add() -> None:
            if self.apply(edits.add_criterion(kind, self.tr("New {kind}").format(kind=word(kind)))):
                self.criteria.choose(self.trial.population.criteria[-1].id)
                self.focus(self._text.editor, self._text)
                cast(ProseEdit, self._text.editor).selectAll()

        return ActionButton(text, "add", self.theme, add)

    def _criterion(self) -> Criterion | None:
        key = self.criteria.current
        return next((entry for entry in self.trial.population.criteria if entry.id == key), None)

    def _criterion_place(self, name: str) -> str | None:
        criterion = self._criterion()
        return f"{edits.criterion_place(criterion)}.{name}" if criterion else None

    def _criterion_chosen(self) -> None:
        self._criterion_fields.setVisible(self._criterion() is not None)
        self._bounds.follow()
        self.show_fields()
        self.show_report(self.workspace.known_report)

    def _move_criterion(self, by: int) -> None:
        criterion = self._criterion()
        if criterion is not None:
            to = self.trial.population.criteria.index(criterion) + by
            if 0 <= to < len(self.trial.population.criteria):
                self.apply(edits.move_criterion(criterion, to))

    def _remove_criterion(self) -> None:
        if (criterion := self._criterion()) is not None:
            self.apply(edits.remove_criterion(criterion))


def _kind_choice() -> Choice:
    return code_choice(CriterionKind)
