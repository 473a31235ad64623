"""Other treatments in one table: premedication, rescue and concurrent drugs, devices, tasks, education."""

from functools import partial
from typing import cast

from PySide6.QtWidgets import QWidget

from protocol_designer.derived.paths import STUDY_USES
from protocol_designer.domain.interventions import (
    DrugRegimen,
    OtherIntervention,
    OtherInterventionKind,
    RegimenUse,
)
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word, word
from protocol_designer.edits import doses, interventions
from protocol_designer.edits.edit import Edit
from protocol_designer.edits.fields import set_field
from protocol_designer.formulary.records import Drug
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.parts_table import PartsTable
from protocol_designer.gui.widgets.card import ActionButton, Card, fields_grid, icon_button
from protocol_designer.gui.widgets.choice import code_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.menu_button import MenuButton
from protocol_designer.gui.widgets.parsed_edit import (
    ParsedEdit,
    line_edit,
    offset_edit,
    quantity_edit,
    whole_number_edit,
)
from protocol_designer.gui.widgets.prose_edit import ProseEdit
from protocol_designer.gui.widgets.several_choice import SeveralChoice
from protocol_designer.gui.widgets.timing_edit import TimingEdit
from protocol_designer.workspace.models.treatment_rows import (
    Treatment,
    treatment_place,
    treatments_model,
    treatments_of,
)


class TreatmentsCard(Card):
    """Drugs keep their dose on the Dosing page; other interventions are edited here in full."""

    def __init__(self, page: BasePage) -> None:
        super().__init__(page.tr("Other drugs and treatments"), page)
        self._page = page
        self._visits = [SeveralChoice(self.tr("No visit")), SeveralChoice(self.tr("No visit"))]
        theme = page.theme
        self._timing = TimingEdit(theme, is_one_row=True)
        self._add_drug = MenuButton(self.tr("Add drug"), "add", theme)
        self._add_drug.actions_menu.aboutToShow.connect(self._offer_drugs)
        self._add_other = MenuButton(
            self.tr("Add other"),
            "add",
            theme,
            [(title_word(kind), partial(self._other_added, kind)) for kind in OtherInterventionKind],
        )
        self._dose = ActionButton(self.tr("Open its dose"), "go_to", theme, self._open_dose)
        remove = icon_button(self.tr("Remove the treatment"), "remove", theme, self._remove)
        for button in (self._add_drug, self._add_other, self._dose, remove):
            self.header.addWidget(button)
        self.table = PartsTable(
            treatments_model(page.workspace),
            theme,
            self.tr("Other drugs and treatments"),
            self.tr(
                "No premedication, rescue or concurrent drug and no other treatment is planned yet. "
                "What is added here is given to all arms at first."
            ),
            most_rows=9,
        )
        self.table.view.size_columns(170, 96, 60, 56, 150, 120)
        self.table.enable_with_row(self._dose, remove)
        self.table.view.opened.connect(self._open)
        self.table.chosen.connect(self._chosen)
        self.body.addWidget(self.table)
        self.drug_name = self._field("name", self.tr("Name"), line_edit(theme), is_drug=True)
        self.other_name = self._field("name", self.tr("Name"), line_edit(theme), is_drug=False)
        lead = offset_edit(theme)
        lead.show_example("-30 min")
        self._drug_fields = self._laid_out(
            (
                self.drug_name,
                self._field("use", self.tr("Use"), code_choice(self._uses()), is_drug=True),
                self._field("visits", self.tr("Given at"), self._visits[0], is_drug=True),
                self._field("minutes_from_study_drug", self.tr("From the study drug"), lead, is_drug=True),
            ),
            columns=4,
        )
        length = quantity_edit(theme)
        length.show_example("20 min")
        self._other_fields = self._laid_out(
            (
                self.other_name,
                self._field("kind", self.tr("Kind"), code_choice(OtherInterventionKind), is_drug=False),
                self._field("visits", self.tr("At visits"), self._visits[1], is_drug=False),
            ),
            (
                self._field("sessions_planned", self.tr("Times"), whole_number_edit(theme), is_drug=False),
                self._field("duration", self.tr("Each takes"), length, is_drug=False),
                self._field("target", self.tr("Aimed at"), line_edit(theme), is_drug=False),
            ),
            (self._field("timing", self.tr("When, counted from"), self._timing, is_drug=False),),
            (self._field("description", self.tr("Description"), ProseEdit(2), is_drug=False),),
        )
        page.marks(self.table.model)
        page.note_rest(self, lambda: treatment_place(row) if (row := self._row()) else None)

    def show_treatments(self, trial: TrialProtocol) -> None:
        """Follow the document."""
        self.table.show_rows(treatments_of(trial), is_all_new=True)
        for choice in self._visits:
            choice.set_entries((visit.id, visit.name) for visit in trial.schedule.visits)
        self._timing.set_visits(trial.schedule.visits)
        self._show_fields()

    @property
    def first_field(self) -> QWidget:
        """What takes the focus when somebody comes here."""
        return self.table.view if treatments_of(self._page.trial) else self._add_other

    def choose(self, place: str) -> None:
        """Take the treatment in hand that a place speaks of."""
        self.table.choose(f"{place.partition(']')[0]}]")

    def _laid_out(self, *rows: tuple[QWidget, ...], columns: int = 3) -> QWidget:
        box = QWidget()
        grid = fields_grid(*rows, columns=columns)
        grid.setContentsMargins(0, 0, 0, 0)
        box.setLayout(grid)
        self.body.addWidget(box)
        return box

    def _field(self, name: str, label: str, editor: QWidget, *, is_drug: bool) -> Field:
        def place() -> str | None:
            row = self._row()
            return (
                f"{treatment_place(row)}.{name}" if row and isinstance(row, DrugRegimen) is is_drug else None
            )

        field = Field(label, editor, self._page.theme)
        return self._page.bind(field, place, lambda value: self._edit(name, value))

    def _edit(self, name: str, value: object) -> Edit | None:
        row = self._row()
        if isinstance(row, OtherIntervention):
            return interventions.change_other(row, **{name: value})
        if row is None:
            return None
        if name == "use":
            return doses.change_use(row, cast(RegimenUse | None, value))
        if name == "visits":
            return doses.set_visits(row, cast(tuple[str, ...], value))
        if name == "minutes_from_study_drug":
            label = self.tr("Change when {drug} is given").format(drug=row.name)
            return set_field(f"{treatment_place(row)}.{name}", value, label)
        return doses.rename_regimen(row, cast(str, value))

    def _row(self) -> Treatment | None:
        key = self.table.current
        return next((one for one in treatments_of(self._page.trial) if treatment_place(one) == key), None)

    def _show_fields(self) -> None:
        row = self._row()
        self._drug_fields.setVisible(isinstance(row, DrugRegimen))
        self._other_fields.setVisible(isinstance(row, OtherIntervention))
        self._dose.setEnabled(isinstance(row, DrugRegimen))

    def _chosen(self) -> None:
        self._show_fields()
        if self.table.view.hasFocus() and (row := self._row()) is not None:
            self._page.workspace.select(treatment_place(row))
        self._page.show_fields()
        self._page.show_report(self._page.workspace.known_report)

    @staticmethod
    def _uses() -> list[RegimenUse]:
        return [use for use in RegimenUse if use not in STUDY_USES]

    def _offer_drugs(self) -> None:
        menu = self._add_drug.actions_menu
        menu.clear()
        for use in self._uses():
            inner = menu.addMenu(title_word(use))
            for drug in self._page.workspace.formulary.drugs:
                action = inner.addAction(drug.name.replace("&", "&&"))
                action.triggered.connect(partial(self._drug_added, use, drug))

    def _drug_added(self, use: RegimenUse, drug: Drug, _checked: bool = False) -> None:
        arms = tuple(arm.id for arm in self._page.trial.arms)
        name = self.tr("{drug}, {use}").format(drug=drug.name, use=word(use))
        edit = interventions.plan_regimen(name, use, drug.id, drug.enantiomer, arms)
        if self._page.apply(edit):
            self.table.choose(treatment_place(self._page.trial.regimens[-1]))
            self._focus_name()

    def _other_added(self, kind: OtherInterventionKind) -> None:
        arms = tuple(arm.id for arm in self._page.trial.arms)
        if self._page.apply(interventions.add_other(title_word(kind), kind, arms)):
            self.table.choose(treatment_place(self._page.trial.other_interventions[-1]))
            self._focus_name()

    def _focus_name(self) -> None:
        field = self.drug_name if isinstance(self._row(), DrugRegimen) else self.other_name
        self._page.focus(field.editor, field)
        cast("ParsedEdit[str]", field.editor).selectAll()

    def _open(self) -> None:
        if isinstance(self._row(), DrugRegimen):
            self._open_dose()
        elif self._row() is not None:
            self._focus_name()

    def _open_dose(self) -> None:
        row = self._row()
        if isinstance(row, DrugRegimen):
            self._page.workspace.go_to(f"{treatment_place(row)}.steps")

    def _remove(self) -> None:
        row = self._row()
        if isinstance(row, DrugRegimen):
            self._page.apply(interventions.remove_regimen(row))
        elif row is not None:
            self._page.apply(interventions.remove_other(row))
