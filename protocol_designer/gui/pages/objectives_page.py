"""What the trial asks: objectives with their estimands, endpoints, instruments, and what links them."""

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.objectives import Concern, Objective, ObjectiveLevel
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.endpoints_card import EndpointsCard
from protocol_designer.gui.pages.estimand_card import EstimandCard, EventsCard
from protocol_designer.gui.pages.library_card import LibraryCard
from protocol_designer.gui.pages.parts_card import PartColumn, PartField, PartsCard, PartsList
from protocol_designer.gui.pages.trace_card import TraceCard
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.card import ActionButton
from protocol_designer.gui.widgets.choice import code_choice
from protocol_designer.gui.widgets.prose_edit import ProseEdit
from protocol_designer.gui.widgets.several_choice import SeveralChoice
from protocol_designer.workspace.workspace import Workspace


class ObjectivesPage(BasePage):
    """Objectives, estimands, endpoints, instruments."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(workspace, theme, parent)
        self.trace = TraceCard(self)
        self.objectives = self._objectives_card()
        self.estimand = EstimandCard(self, self._objective)
        self.events = EventsCard(self, self._objective)
        self.endpoints = EndpointsCard(self)
        self.library = LibraryCard(self, self._objective)
        for card in (
            self.objectives, self.estimand, self.events, self.endpoints, self.library, self.trace
        ):  # fmt: skip
            self.column.addWidget(card)
        self.column.addStretch(1)
        self._gaps = ActionButton("", "go_to", theme, self._show_gaps)
        self.objectives.header.insertWidget(1, self._gaps)
        self.endpoints.library.clicked.connect(self.library.open)
        self.library.taken.connect(self._taken)
        self.objectives.table.chosen.connect(self._objective_chosen)
        self.show_all()

    def refresh(self, before: TrialProtocol | None, after: TrialProtocol) -> None:
        """Follow with what the fields offer, the texts that name other parts, and the thread."""
        self.endpoints.offer(before, after)
        if before is None or before.endpoints is not after.endpoints:
            self._answers.set_entries((one.id, one.variable) for one in after.endpoints)
            if before is not None:
                self.objectives.renew()
        if before is None or _threaded(before) != _threaded(after):
            self.trace.show_trial(after)
            self._gaps.setText(self.trace.summary)
            self._gaps.setVisible(not self.trace.isHidden())

    def show_lists(self) -> None:
        """Show the estimand of the objective in hand with the lists."""
        super().show_lists()
        self.estimand.show_objective(self.trial.endpoints)
        if not self.library.isHidden():
            self.library.follow()

    def _objectives_card(self) -> PartsCard:
        tr = self.tr
        self._answers = SeveralChoice(tr("No endpoint yet"))
        listed = PartsList(
            place=lambda: "objectives",
            what=tr("objective"),
            invitation=tr(
                "No objective is written yet. Begin with the primary one: the one question that decides "
                "how many participants are needed."
            ),
            columns=(
                PartColumn(tr("Level"), lambda one: title_word(one.level), 110),
                PartColumn(tr("About"), lambda one: title_word(one.concern), 96),
                PartColumn(tr("Objective"), lambda one: one.text, 380),
                PartColumn(tr("Endpoints"), self._endpoints_of),
            ),
            rows=(
                (PartField("text", tr("Objective"), lambda: ProseEdit(2)),),
                (
                    PartField("level", tr("Level"), lambda: code_choice(ObjectiveLevel)),
                    PartField("concern", tr("About"), lambda: code_choice(Concern)),
                    PartField("endpoints", tr("Endpoints that answer it"), lambda: self._answers),
                ),
            ),
            name=lambda one: one.text,
            new=self._new_objective,
            id_kind="objective",
            grid_columns=3,
            most_rows=6,
        )
        return PartsCard(self, tr("Objectives"), listed)

    def _new_objective(self) -> dict[str, object]:
        has_primary = any(one.level is ObjectiveLevel.PRIMARY for one in self.trial.objectives)
        level = ObjectiveLevel.SECONDARY if has_primary else ObjectiveLevel.PRIMARY
        return {"level": level, "text": self.tr("New objective")}

    def _objective(self) -> Objective | None:
        current = self.objectives.current
        return current if isinstance(current, Objective) else None

    def _endpoints_of(self, objective: Objective) -> str:
        return "; ".join(one.variable for one in self.trial.endpoints if one.id in objective.endpoints)

    def _objective_chosen(self) -> None:
        self.estimand.forget_pending()
        self.show_lists()

    def _show_gaps(self) -> None:
        self.focus(self.trace.first_field, self.trace)

    def _taken(self, endpoint: str) -> None:
        self.workspace.go_to(f"endpoints[{endpoint}].variable")


def _threaded(trial: TrialProtocol) -> tuple[object, ...]:
    """Return what the thread runs through."""
    return trial.objectives, trial.endpoints, trial.schedule, trial.statistics, trial.harms
