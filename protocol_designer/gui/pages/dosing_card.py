"""One drug regimen: what it is, how made up, when given; its steps over the profile, its pump beside."""

from collections.abc import Callable
from typing import cast

from PySide6.QtWidgets import QVBoxLayout, QWidget

from protocol_designer.derived.doses import cap_weight_kg
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen, Enantiomer, RegimenUse, Route, WeightBasis
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import doses as edits
from protocol_designer.edits.edit import Edit
from protocol_designer.edits.fields import set_field
from protocol_designer.gui.drawing_view import FIGURE_ZOOM, DrawingView
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.matching_row import MatchingRow
from protocol_designer.gui.pages.pump_card import PumpCard
from protocol_designer.gui.pages.side_by_side import SideBySide
from protocol_designer.gui.pages.steps_table import StepsTable
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.gui.widgets.card import ActionButton, Card, button_row, fields_grid
from protocol_designer.gui.widgets.choice import Choice, code_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import line_edit, quantity_edit, whole_number_edit
from protocol_designer.gui.widgets.several_choice import SeveralChoice
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.report.display_list import Drawing
from protocol_designer.report.figures.infusion_profile import infusion_profile

_STANDARD_WEIGHT = Quantity.parse("70 kg")
_PROFILE_HEIGHT = 126
_BESIDE_FROM = 1060
"""Width of the card's content from which the pump table stands beside the steps, in logical pixels."""
_PLAIN = ("formulation", "administrations_planned", "interval", "planned_cumulative_max")
_STEPS_SHARE, _PUMP_SHARE = 13, 9


class DosingCard(Card):
    """Shows the regimen in hand on its page; the pump table stands beside the steps where there is room."""

    def __init__(self, page: BasePage, regimen: Callable[[], DrugRegimen | None], pump: PumpCard) -> None:
        super().__init__("", page)
        self._page = page
        self._regimen = regimen
        self.shared = small_print("", self)
        self.body.addWidget(self.shared)
        page.note_rest(self, self._whole)
        self.drug = Choice()
        self.visits = SeveralChoice(self.tr("No visit yet"))
        self.name = self._field(self.tr("Name"), "name", line_edit(page.theme))
        self._lay_out_fields()
        self.cap_told = small_print("", self)
        self.body.addWidget(self.cap_told)
        self.steps = StepsTable(page, regimen)
        self.profile = DrawingView(self._profile, page.workspace, page.theme, self, zoom=FIGURE_ZOOM)
        self.profile.setAccessibleName(self.tr("Infusion profile"))
        self.sides = SideBySide(
            self._steps_and_profile(), pump, _BESIDE_FROM, (_STEPS_SHARE, _PUMP_SHARE), self
        )
        self.body.addWidget(self.sides)
        self.matching = MatchingRow(page, regimen)
        self.body.addWidget(self.matching)

    def show_regimen(self, trial: TrialProtocol) -> None:
        """Follow the document, or another regimen."""
        regimen = self._regimen()
        self.setVisible(regimen is not None)
        if regimen is None:
            return
        self.set_title(regimen.name)
        arms = trial.arms_with_regimen(regimen.id)
        others = ", ".join(arm.name for arm in arms)
        self.shared.setText(
            self.tr("Shared by {arms}: a change here changes all of them.").format(arms=others)
        )
        self.shared.setVisible(len(arms) > 1)
        self.visits.set_entries((visit.id, visit.name) for visit in trial.schedule.visits)
        self.drug.set_entries((drug.id, drug.name) for drug in self._page.workspace.formulary.drugs)
        self.cap_told.setText(self._cap_in_words(regimen))
        self.cap_told.setVisible(bool(self.cap_told.text()))
        self.steps.show_steps()
        self.profile.redraw()
        self.matching.show_matching(trial)

    def _steps_and_profile(self) -> QWidget:
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(FIELD_GAP)
        column.addWidget(self.steps)
        column.addLayout(
            button_row(ActionButton(self.tr("Add step"), "add", self._page.theme, self.steps.add_step))
        )
        column.addWidget(self.profile)
        column.addStretch(1)
        return side

    def _cap_in_words(self, regimen: DrugRegimen) -> str:
        """Say from which weight on the cap holds the dose; nothing where it cannot be said."""
        try:
            biting = cap_weight_kg(regimen)
        except Undecided:
            return ""
        if biting is None or biting <= 0 or regimen.cap is None:
            return ""
        return self.tr("The cap of {cap} holds the dose above {weight}.").format(
            cap=regimen.cap.printed(), weight=Quantity(biting, Unit.KILOGRAM).printed()
        )

    def _lay_out_fields(self) -> None:
        theme = self._page.theme
        cap, vial, concentration, volume, resolution, whole = (quantity_edit(theme) for _ in range(6))
        product, interval = line_edit(theme), line_edit(theme)
        product.show_example(self.tr("hydrochloride injection"))
        interval.show_example(self.tr("7 days"))
        for edit, example in (
            (cap, "80 mg"),
            (vial, "50 mg/mL"),
            (concentration, "1 mg/mL"),
            (volume, "50 mL"),
            (resolution, "0.1 mL/h"),
            (whole, "240 mg"),
        ):
            edit.show_example(example)
        self.body.addLayout(
            fields_grid(
                (
                    self.name,
                    self._field(self.tr("Use"), "use", code_choice(RegimenUse)),
                    self._field(self.tr("Drug"), "drug", self.drug),
                    self._field(self.tr("Enantiomer"), "enantiomer", code_choice(Enantiomer)),
                ),
                (
                    self._field(self.tr("Route"), "route", code_choice(Route)),
                    self._field(self.tr("Weight basis"), "weight_basis", code_choice(WeightBasis)),
                    self._field(
                        self.tr("Cap"),
                        "cap",
                        cap,
                        self.tr("The most that one administration contains at any weight."),
                    ),
                    self._field(self.tr("Given at"), "visits", self.visits),
                ),
                (
                    self._field(self.tr("Vial strength"), "preparation.vial_strength", vial),
                    self._field(
                        self.tr("Final concentration"), "preparation.final_concentration", concentration
                    ),
                    self._field(self.tr("Final volume"), "preparation.final_volume", volume),
                    self._field(self.tr("Smallest pump step"), "preparation.pump_resolution", resolution),
                ),
                (
                    self._field(self.tr("Product"), "formulation", product),
                    self._field(
                        self.tr("Repeats"),
                        "administrations_planned",
                        whole_number_edit(theme),
                        self.tr("How many administrations each participant receives in all."),
                    ),
                    self._field(self.tr("Interval"), "interval", interval),
                    self._field(self.tr("Most over the trial"), "planned_cumulative_max", whole),
                ),
                columns=4,
            )
        )

    def _field(self, label: str, name: str, editor: QWidget, hint: str = "") -> Field:
        return self._page.bind(
            Field(label, editor, self._page.theme, hint),
            lambda: self._place(name),
            lambda value: self._edit(name, value),
        )

    def _whole(self) -> str | None:
        regimen = self._regimen()
        return edits.regimen_place(regimen) if regimen else None

    def _place(self, name: str) -> str | None:
        regimen = self._regimen()
        return f"{edits.regimen_place(regimen)}.{name}" if regimen else None

    def _edit(self, name: str, value: object) -> Edit | None:
        regimen = self._regimen()
        if regimen is None:
            return None
        amount = cast(Quantity | None, value)
        if name == "name":
            return edits.rename_regimen(regimen, cast(str, value))
        if name == "use":
            return edits.change_use(regimen, cast(RegimenUse | None, value))
        if name == "drug":
            known = self._page.workspace.formulary.drug(cast(str, value)) if value else None
            return edits.change_drug(regimen, cast(str | None, value), known.enantiomer if known else None)
        if name == "enantiomer":
            return edits.change_enantiomer(regimen, cast(Enantiomer | None, value))
        if name == "route":
            return edits.change_route(regimen, cast(Route | None, value))
        if name == "weight_basis":
            return edits.change_weight_basis(regimen, cast(WeightBasis | None, value))
        if name == "visits":
            return edits.set_visits(regimen, cast(tuple[str, ...], value))
        if name in _PLAIN:
            return set_field(f"{edits.regimen_place(regimen)}.{name}", value, self._label(name, regimen))
        verb = {
            "cap": edits.set_cap,
            "preparation.vial_strength": edits.set_vial_strength,
            "preparation.final_concentration": edits.set_final_concentration,
            "preparation.final_volume": edits.set_final_volume,
            "preparation.pump_resolution": edits.set_pump_resolution,
        }[name]
        return verb(regimen, amount)

    def _label(self, name: str, regimen: DrugRegimen) -> str:
        """Name the edit of a field that has no verb of its own."""
        told = {
            "formulation": self.tr("Change the product of {regimen}"),
            "administrations_planned": self.tr("Change how often {regimen} is given"),
            "interval": self.tr("Change the interval of {regimen}"),
            "planned_cumulative_max": self.tr("Change the most of {regimen} over the trial"),
        }
        return told[name].format(regimen=regimen.name)

    def _profile(self, width: float) -> Drawing:
        regimen = self._regimen()
        weight = self._page.trial.population.weight_max or _STANDARD_WEIGHT
        return infusion_profile(regimen or DrugRegimen(id="reg", name="–"), weight, width, _PROFILE_HEIGHT)
