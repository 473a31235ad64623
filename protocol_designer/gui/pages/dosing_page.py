"""Arms, what each receives as drugs, and the dosing of the regimen in hand."""

from typing import cast

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.design import Arm, ArmKind, ComparatorKind
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import arms as arm_edits
from protocol_designer.edits import doses as edits
from protocol_designer.edits.edit import Edit
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.dosing_card import DosingCard
from protocol_designer.gui.pages.parts_table import PartsTable, add_row_actions
from protocol_designer.gui.pages.pump_card import PumpCard
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.card import ActionButton, Card, fields_grid, icon_button
from protocol_designer.gui.widgets.choice import Choice, code_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit, line_edit, whole_number_edit
from protocol_designer.workspace.models.dosing_rows import arms_model, regimens_model
from protocol_designer.workspace.workspace import Workspace


class DosingPage(BasePage):
    """Arms over drugs over the dosing card and the pump table."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(workspace, theme, parent)
        self.column.addWidget(self._arms_card())
        self.column.addWidget(self._drugs_card())
        self.dosing = DosingCard(self, self._regimen)
        self.column.addWidget(self.dosing)
        self.pump = PumpCard(workspace, theme, self._regimen)
        self.column.addWidget(self.pump)
        self.column.addStretch(1)
        self.marks(self.arms.model, self.drugs.model)
        self.arms.chosen.connect(self._arm_chosen)
        self.drugs.chosen.connect(self._regimen_chosen)
        self.show_all()

    def refresh(self, before: TrialProtocol | None, after: TrialProtocol) -> None:
        """Follow with the tables; the pump table also follows the eligible weights."""
        same_arms = before is not None and before.arms is after.arms
        same_drugs = before is not None and before.regimens is after.regimens
        if not same_arms:
            self.arms.show_rows(after.arms)
        if not (same_arms and same_drugs):
            self._show_drugs(after)
        same_visits = before is not None and before.schedule.visits is after.schedule.visits
        same_weights = before is not None and before.population is after.population
        if not (same_arms and same_drugs and same_visits and same_weights):
            self._show_dosing(after)

    def reveal(self, place: str) -> bool:
        """Take the arm and regimen in hand that the place speaks of, then focus its field."""
        if place.startswith("arms["):
            self.arms.choose(place.partition("[")[2].partition("]")[0])
        elif place.startswith("regimens["):
            self._take(place.partition("[")[2].partition("]")[0])
        elif place in ("arms", "regimens"):
            self.focus(self.arms.view if self.trial.arms else self._add_arm, self.arms)
            return True
        return super().reveal(place)

    def _arms_card(self) -> Card:
        card = Card(self.tr("Arms"))
        self._add_arm = ActionButton(self.tr("Add arm"), "add", self.theme, self._arm_added)
        card.header.addWidget(self._add_arm)
        copy = icon_button(self.tr("Copy the arm"), "copy", self.theme, self._copy_arm)
        card.header.addWidget(copy)
        row_buttons = add_row_actions(card, self.theme, self.tr("arm"), self._move_arm, self._remove_arm)
        self.arms = PartsTable(
            arms_model(self.workspace),
            self.theme,
            self.tr("Arms"),
            self.tr("No arm is planned yet. An arm is what participants are allocated to."),
            (ActionButton(self.tr("Add the first arm"), "add", self.theme, self._arm_added),),
            most_rows=6,
        )
        self.arms.view.size_columns(330, 140, 80)
        self.arms.enable_with_row(copy, *row_buttons)
        card.body.addWidget(self.arms)
        self._arm_name = self._arm_field("name", Field(self.tr("Name"), line_edit(self.theme), self.theme))
        number = Field(self.tr("Planned participants"), whole_number_edit(self.theme), self.theme)
        controls = Field(self.tr("Kind of control"), code_choice(ComparatorKind), self.theme)
        self._arm_fields = QWidget()
        grid = fields_grid(
            (
                self._arm_name,
                self._arm_field("kind", Field(self.tr("Type"), code_choice(ArmKind), self.theme)),
                self._arm_field("comparator", controls),
                self._arm_field("planned_n", number),
            ),
            stretches=(2, 1, 1, 1),
        )
        grid.setContentsMargins(0, 0, 0, 0)
        self._arm_fields.setLayout(grid)
        card.body.addWidget(self._arm_fields)
        self.note_rest(card, lambda: arm_edits.arm_place(arm) if (arm := self._arm()) else None)
        self.arms.view.opened.connect(lambda: self.focus(self._arm_name.editor, self._arm_fields))
        return card

    def _drugs_card(self) -> Card:
        self._drugs_box = Card(self.tr("Drugs"))
        card = self._drugs_box
        card.header.addWidget(ActionButton(self.tr("Add drug"), "add", self.theme, self._regimen_added))
        self._existing = Choice(none_text=self.tr("Give a drug of another arm"))
        self._existing.setAccessibleName(self.tr("Give a drug of another arm"))
        self._existing.setMinimumWidth(210)
        self._existing.committed.connect(self._regimen_given)
        card.header.addWidget(self._existing)
        withdraw = icon_button(
            self.tr("Take the drug away from this arm"), "remove", self.theme, self._regimen_withdrawn
        )
        card.header.addWidget(withdraw)
        self.drugs = PartsTable(
            regimens_model(self.workspace),
            self.theme,
            self.tr("Drugs of this arm"),
            self.tr("This arm receives no drug yet. Add one, or give it one of another arm."),
            (ActionButton(self.tr("Add the first drug"), "add", self.theme, self._regimen_added),),
            most_rows=6,
        )
        self.drugs.view.size_columns(230, 112, 56)
        self.drugs.enable_with_row(withdraw)
        card.body.addWidget(self.drugs)
        self.drugs.view.opened.connect(lambda: self.focus(self.dosing.name.editor, self.dosing.name))
        return card

    def _arm_field(self, name: str, field: Field) -> Field:
        return self.bind(field, lambda: self._arm_place(name), lambda value: self._arm_edit(name, value))

    def _arm_edit(self, name: str, value: object) -> Edit | None:
        arm = self._arm()
        if arm is None:
            return None
        if name == "name":
            return arm_edits.rename_arm(arm, cast(str, value))
        if name == "kind":
            return arm_edits.change_kind(arm, cast(ArmKind | None, value))
        if name == "comparator":
            return arm_edits.change_comparator(arm, cast(ComparatorKind | None, value))
        return arm_edits.set_planned_n(arm, cast(int | None, value))

    def _arm(self) -> Arm | None:
        key = self.arms.current
        return next((arm for arm in self.trial.arms if arm.id == key), None)

    def _arm_place(self, name: str) -> str | None:
        arm = self._arm()
        return f"{arm_edits.arm_place(arm)}.{name}" if arm else None

    def _regimen(self) -> DrugRegimen | None:
        key = self.drugs.current
        return next((regimen for regimen in self.trial.regimens if regimen.id == key), None)

    def _show_drugs(self, trial: TrialProtocol) -> None:
        arm = self._arm()
        self._arm_fields.setVisible(arm is not None)
        self._drugs_box.setVisible(arm is not None)
        self.drugs.show_rows(trial.regimens_of(arm) if arm else ())
        if arm is not None:
            self._drugs_box.set_title(self.tr("What {arm} receives").format(arm=arm.name))
            others = [regimen for regimen in trial.regimens if regimen.id not in arm.regimens]
            self._existing.set_entries((regimen.id, regimen.name) for regimen in others)
            self._existing.setVisible(bool(others))

    def _show_dosing(self, trial: TrialProtocol) -> None:
        self.dosing.show_regimen(trial)
        self.pump.setVisible(self._regimen() is not None)
        self.pump.show_table()

    def _arm_chosen(self) -> None:
        self._show_drugs(self.trial)
        self._regimen_chosen()

    def _regimen_chosen(self) -> None:
        self._show_dosing(self.trial)
        self.show_fields()
        self.show_report(self.workspace.report)

    def _take(self, regimen_id: str) -> None:
        """Take a regimen in hand, in the arm shown when it has it, else in the first that does."""
        arm = self._arm()
        if arm is None or regimen_id not in arm.regimens:
            for other in self.trial.arms:
                if regimen_id in other.regimens:
                    self.arms.choose(other.id)
                    break
        self.drugs.choose(regimen_id)

    def _arm_added(self) -> None:
        if self.apply(arm_edits.add_arm(self.tr("Arm {number}").format(number=len(self.trial.arms) + 1))):
            self.arms.choose(self.trial.arms[-1].id)
            self.focus(self._arm_name.editor, self._arm_fields)
            cast("ParsedEdit[str]", self._arm_name.editor).selectAll()

    def _copy_arm(self) -> None:
        if (arm := self._arm()) is not None:
            self.apply(arm_edits.duplicate_arm(arm, self.tr("{arm} (copy)").format(arm=arm.name)))

    def _move_arm(self, by: int) -> None:
        if (arm := self._arm()) is not None:
            to = self.trial.arms.index(arm) + by
            if 0 <= to < len(self.trial.arms):
                self.apply(arm_edits.move_arm(arm, to))

    def _remove_arm(self) -> None:
        if (arm := self._arm()) is not None:
            self.apply(arm_edits.remove_arm(arm))

    def _regimen_added(self) -> None:
        arm = self._arm()
        if arm is None:
            return
        use = RegimenUse.COMPARATOR if arm.comparator else None
        name = self.tr("Drug {number}").format(number=len(self.trial.regimens) + 1)
        if self.apply(edits.add_regimen(arm, name, use)):
            self.drugs.choose(self.trial.regimens[-1].id)
            self.focus(self.dosing.name.editor, self.dosing.name)
            cast("ParsedEdit[str]", self.dosing.name.editor).selectAll()

    def _regimen_given(self, regimen_id: object) -> None:
        arm = self._arm()
        if arm is not None and isinstance(regimen_id, str):
            self.apply(edits.give_regimen(arm, self.trial.regimen(regimen_id)))

    def _regimen_withdrawn(self) -> None:
        arm, regimen = self._arm(), self._regimen()
        if arm is not None and regimen is not None:
            self.apply(edits.withdraw_regimen(arm, regimen))
