"""The policies on medicines that participants take beside the study treatment."""

from typing import cast

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.codes import ConcomitantPolicy, DrugClass
from protocol_designer.domain.conduct import ConcomitantMedication
from protocol_designer.domain.wording import title_word
from protocol_designer.edits import population as edits
from protocol_designer.edits.edit import Edit
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.parts_table import PartsTable
from protocol_designer.gui.widgets.card import ActionButton, Card, fields_grid
from protocol_designer.gui.widgets.choice import Choice, code_choice, yes_no_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import quantity_edit
from protocol_designer.gui.widgets.prose_edit import ProseEdit
from protocol_designer.workspace.models.population_rows import medication_model


class MedicinesCard(Card):
    """A table of policies, one a class of medicines, over the fields of the one in hand."""

    def __init__(self, page: BasePage) -> None:
        super().__init__(page.tr("Medicines beside the study treatment"), page)
        self._page = page
        self._adder = Choice(none_text=self.tr("Add a class of medicines"))
        self._adder.setAccessibleName(self.tr("Add a class of medicines"))
        self._adder.setMinimumWidth(210)
        self._adder.committed.connect(self._add)
        self.header.addWidget(self._adder)
        self.table = PartsTable(
            medication_model(),
            page.theme,
            self.tr("Policies on other medicines"),
            self.tr("No policy is written yet. Choose a class of medicines above to say what is allowed."),
        )
        self.table.view.size_columns(220, 160)
        remove = ActionButton(self.tr("Remove"), "remove", page.theme, self._remove)
        self.header.addWidget(remove)
        self.table.enable_with_row(remove)
        self.body.addWidget(self.table)
        self._fields = self._make_fields()
        self.body.addWidget(self._fields)
        page.note_rest(self, lambda: "concomitant")
        self.table.chosen.connect(self._chosen)

    def show_policies(self, policies: tuple[ConcomitantMedication, ...]) -> None:
        """Follow the document; only classes without a policy can be added."""
        self.table.show_rows(policies)
        self._fields.setVisible(self._medicine() is not None)
        held = {entry.drug_class for entry in policies}
        self._adder.set_entries((c, title_word(c)) for c in DrugClass if c not in held)
        self._adder.show_value(None)

    @property
    def first_field(self) -> QWidget:
        """What takes the focus when somebody comes here: the table, or the way to a first policy."""
        return self.table.view if self.table.view.isVisibleTo(self) else self._adder

    def _make_fields(self) -> QWidget:
        hold, most, stable = (quantity_edit(self._page.theme) for _ in range(3))
        hold.show_example("24 h")
        most.show_example("10 mg/day")
        stable.show_example("28 days")
        box = QWidget()
        grid = fields_grid(
            (
                self._field("policy", self.tr("Policy"), code_choice(ConcomitantPolicy)),
                self._field("free_before_dosing", self.tr("None before dosing for"), hold),
                self._field("diazepam_equivalent_max", self.tr("Highest dose as diazepam"), most),
                self._field("stable_for", self.tr("Stable for"), stable),
            ),
            (
                self._field("reason", self.tr("Reason"), ProseEdit(2)),
                self._field("blood_pressure_plan", self.tr("Plan for blood pressure"), ProseEdit(2)),
                self._field("requires_euthyroid_check", self.tr("Thyroid function checked"), yes_no_choice()),
            ),
            columns=12,
        )
        grid.setContentsMargins(0, 0, 0, 0)
        box.setLayout(grid)
        return box

    def _field(self, name: str, label: str, editor: QWidget) -> Field:
        return self._page.bind(
            Field(label, editor, self._page.theme),
            lambda: self._place(name),
            lambda value: self._edit(name, value),
        )

    def _edit(self, name: str, value: object) -> Edit | None:
        medicine = self._medicine()
        if medicine is None:
            return None
        if name == "policy":
            return edits.set_policy(medicine.drug_class, cast(ConcomitantPolicy | None, value))
        return edits.change_medication(medicine, **{name: value})

    def _medicine(self) -> ConcomitantMedication | None:
        key = self.table.current
        return next((entry for entry in self._page.trial.concomitant if entry.id == key), None)

    def _place(self, name: str) -> str | None:
        medicine = self._medicine()
        return f"concomitant[{medicine.id}].{name}" if medicine else None

    def _chosen(self) -> None:
        self._fields.setVisible(self._medicine() is not None)
        self._page.show_fields()
        self._page.show_report(self._page.workspace.known_report)

    def _add(self, drug_class: object) -> None:
        if isinstance(drug_class, DrugClass):
            self._page.apply(edits.set_policy(drug_class, ConcomitantPolicy.EXCLUDED))

    def _remove(self) -> None:
        if (medicine := self._medicine()) is not None:
            self._page.apply(edits.set_policy(medicine.drug_class, None))
