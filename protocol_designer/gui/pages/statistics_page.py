"""How many participants and why, and how the results are analysed."""

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.objectives import Concern, ObjectiveLevel
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.calculator_card import CalculatorCard
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.card import Card, fields_grid
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.not_applicable_edit import NotApplicableEdit
from protocol_designer.gui.widgets.number_edits import percent_edit
from protocol_designer.gui.widgets.parsed_edit import whole_number_edit
from protocol_designer.workspace.workspace import Workspace


class StatisticsPage(BasePage):
    """Sample size, its calculator, the analyses."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(workspace, theme, parent)
        self.column.addWidget(self._size_card())
        self.calculator = CalculatorCard(self)
        self.column.addWidget(self.calculator)
        self.column.addWidget(self._analyses_card())
        self.column.addStretch(1)
        self.show_all()

    def refresh(self, before: TrialProtocol | None, after: TrialProtocol) -> None:
        """Follow with what the calculator takes over, and with the endpoints that are analysed."""
        if before is None or (before.statistics, before.design) != (after.statistics, after.design):
            self.calculator.follow(after)
            self._invitation.setVisible(after.statistics.sample_size.total is None)
        if before is None or (before.objectives, before.endpoints) != (after.objectives, after.endpoints):
            self._show_endpoints(after)

    def _size_card(self) -> Card:
        card = Card(self.tr("Number of participants"))
        self._invitation = small_print(
            self.tr(
                "No number is decided yet. Choose a design below to work it out from assumptions with their "
                "source, or type it here with its reasoning."
            ),
            card,
        )
        card.body.addWidget(self._invitation)
        place = "statistics.sample_size"
        card.body.addLayout(
            fields_grid(
                (
                    self.plain_field(
                        self.tr("Participants in all"),
                        f"{place}.total",
                        whole_number_edit(self.theme),
                        self.tr("All who are enrolled, with those who are expected to leave."),
                    ),
                    self._percentage(self.tr("Power"), f"{place}.power", "80 %"),
                    self._percentage(self.tr("Significance level"), f"{place}.significance_level", "5 %"),
                    self._percentage(self.tr("Attrition"), f"{place}.attrition", "10 %"),
                ),
                (self.plain_field(self.tr("Reasoning"), f"{place}.reasoning", self.prose(6)),),
                columns=4,
            )
        )
        self.note_rest(card, lambda: place)
        return card

    def _percentage(self, label: str, place: str, example: str) -> Field:
        edit = percent_edit(self.theme)
        edit.show_example(example)
        return self.plain_field(label, place, edit)

    def _analyses_card(self) -> Card:
        card = Card(self.tr("Analyses"))
        self._primary, self._secondary, self._harms = (small_print("", card) for _ in range(3))
        for line in (self._primary, self._secondary, self._harms):
            card.body.addWidget(line)
        rows = (
            (("analysis_sets", self.tr("Analysis sets"), self.tr(
                "Who is counted in which analysis: all randomised, all dosed."
            )), ("multiplicity", self.tr("Multiplicity"), self.tr(
                "How the chance of a false claim is kept when there are several endpoints, looks or arms."
            ))),
            (("primary_analysis", self.tr("Primary analysis"), self.tr(
                "The model, its covariates, and the estimate with its interval."
            )), ("secondary_analysis", self.tr("Secondary analyses"), "")),
            (("missing_data", self.tr("Missing data"), self.tr(
                "What a missing value counts as. For abstinence the rule changes the endpoint."
            )), ("sensitivity", self.tr("Sensitivity analyses"), self.tr(
                "What is analysed in another way to see whether the answer holds."
            ))),
        )  # fmt: skip
        grid = [tuple(self._text(*described) for described in row) for row in rows]
        interim = self.plain_field(self.tr("Interim analyses"), "statistics.interim", NotApplicableEdit(4))
        grid.append((self._text("harms_analysis", self.tr("Analysis of harms"), ""), interim))
        card.body.addLayout(fields_grid(*grid, columns=2))
        self.note_rest(card, lambda: "statistics")
        return card

    def _text(self, name: str, label: str, meaning: str) -> Field:
        field = self.plain_field(label, f"statistics.{name}", self.prose(4))
        if meaning:
            field.explain(meaning)
        return field

    def _show_endpoints(self, trial: TrialProtocol) -> None:
        names = {endpoint.id: endpoint.variable for endpoint in trial.endpoints}
        of_level: dict[str, list[str]] = {"primary": [], "secondary": [], "harms": []}
        for objective in trial.objectives:
            kind = "primary" if objective.level is ObjectiveLevel.PRIMARY else (
                "harms" if objective.concern is Concern.HARM else "secondary"
            )  # fmt: skip
            if kind != "secondary" or objective.level is ObjectiveLevel.SECONDARY:
                of_level[kind] += [names[key] for key in objective.endpoints]
        for line, kind, text in (
            (self._primary, "primary", self.tr("Primary endpoint: {names}")),
            (self._secondary, "secondary", self.tr("Secondary endpoints: {names}")),
            (self._harms, "harms", self.tr("Endpoints of harm: {names}")),
        ):
            told = "; ".join(dict.fromkeys(of_level[kind]))
            line.setText(text.format(names=told or self.tr("none named yet, see Objectives")))
            line.setVisible(bool(told) or kind == "primary")
