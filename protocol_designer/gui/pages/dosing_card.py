"""One drug regimen: what it is, how it is made up, its steps over the drawn profile, when it is given."""

from collections.abc import Callable
from typing import cast

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.interventions import DrugRegimen, Enantiomer, RegimenUse, Route, WeightBasis
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import doses as edits
from protocol_designer.edits.comparators import match_comparator, match_explained
from protocol_designer.edits.edit import Edit, EditRefused
from protocol_designer.gui.drawing_view import DrawingView
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.steps_table import StepsTable
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.widgets.card import ActionButton, Card, button_row, fields_grid
from protocol_designer.gui.widgets.choice import Choice, code_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import line_edit, quantity_edit
from protocol_designer.gui.widgets.several_choice import SeveralChoice
from protocol_designer.quantities import Quantity
from protocol_designer.report.display_list import Drawing
from protocol_designer.report.figures.infusion_profile import infusion_profile

_STANDARD_WEIGHT = Quantity.parse("70 kg")
_PROFILE_HEIGHT = 150


class DosingCard(Card):
    """Shows the regimen in hand on its page."""

    def __init__(self, page: BasePage, regimen: Callable[[], DrugRegimen | None]) -> None:
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
        self.steps = StepsTable(page, regimen)
        self.body.addWidget(self.steps)
        self.body.addLayout(
            button_row(ActionButton(self.tr("Add step"), "add", page.theme, self.steps.add_step))
        )
        self.profile = DrawingView(self._profile, page.workspace, page.theme, self)
        self.profile.setAccessibleName(self.tr("Infusion profile"))
        self.body.addWidget(self.profile)
        self._model = Choice()
        self._model.setMinimumWidth(220)
        self._model.setAccessibleName(self.tr("Study regimen to match"))
        self._model.committed.connect(self._model_chosen)
        self._match = ActionButton(self.tr("Match comparator"), "copy", page.theme, self._match_now)
        self._explained = small_print("", self)
        self._matching = QWidget()
        row = button_row(self._match, self._model)
        row.setContentsMargins(0, 0, 0, 0)
        self._matching.setLayout(row)
        self.body.addWidget(self._matching)
        self.body.addWidget(self._explained)

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
        self.steps.show_steps()
        self.profile.redraw()
        self._show_matching(trial, regimen)

    def _lay_out_fields(self) -> None:
        theme = self._page.theme
        cap, vial, concentration, volume, resolution = (quantity_edit(theme) for _ in range(5))
        for edit, example in (
            (cap, "80 mg"),
            (vial, "50 mg/mL"),
            (concentration, "1 mg/mL"),
            (volume, "50 mL"),
            (resolution, "0.1 mL/h"),
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
        verb = {
            "cap": edits.set_cap,
            "preparation.vial_strength": edits.set_vial_strength,
            "preparation.final_concentration": edits.set_final_concentration,
            "preparation.final_volume": edits.set_final_volume,
            "preparation.pump_resolution": edits.set_pump_resolution,
        }[name]
        return verb(regimen, amount)

    def _profile(self, width: float) -> Drawing:
        regimen = self._regimen()
        weight = self._page.trial.population.weight_max or _STANDARD_WEIGHT
        return infusion_profile(regimen or DrugRegimen(id="reg", name="–"), weight, width, _PROFILE_HEIGHT)

    def _show_matching(self, trial: TrialProtocol, regimen: DrugRegimen) -> None:
        models = [
            other
            for other in trial.regimens
            if other.use is RegimenUse.INVESTIGATIONAL and other.id != regimen.id
        ]
        is_offered = regimen.use is RegimenUse.COMPARATOR and bool(models)
        self._matching.setVisible(is_offered)
        self._explained.setVisible(is_offered)
        if not is_offered:
            return
        self._model.set_entries((model.id, model.name) for model in models)
        known = {model.id for model in models}
        wanted = self._model.value if self._model.value in known else regimen.matched_to
        self._model.show_value(wanted if wanted in known else models[0].id)
        self._explain(trial)

    def _model_chosen(self, value: object) -> None:
        self._model.show_value(value)
        self._explain(self._page.trial)

    def _explain(self, trial: TrialProtocol) -> None:
        regimen, key = self._regimen(), self._model.value
        if regimen is None or key is None:
            self._match.setEnabled(False)
            self._explained.setText(self.tr("Choose the study regimen that this comparator imitates."))
            return
        study = trial.regimen(str(key))
        try:
            told = match_explained(regimen, study)
        except EditRefused as refusal:
            self._match.setEnabled(False)
            self._explained.setText(str(refusal))
            return
        is_done = not told and regimen.matched_to == study.id
        self._match.setEnabled(not is_done)
        if is_done:
            text = self.tr("Matched to {study} in route, steps, volume and visits.").format(study=study.name)
        else:
            text = self.tr("Takes over from {study}: {what}.").format(
                study=study.name, what=", ".join(told) or self.tr("nothing but the link itself")
            )
        self._explained.setText(text)

    def _match_now(self) -> None:
        regimen, key = self._regimen(), self._model.value
        if regimen is not None and key is not None:
            self._page.apply(match_comparator(regimen, self._page.trial.regimen(str(key))))
