"""Who is compared with whom: arms, what each receives, comparators, factors, sequences, other treatments."""

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.pages.arm_matrix_card import ArmMatrixCard
from protocol_designer.gui.pages.arms_card import ArmsCard
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.comparator_card import ComparatorCard
from protocol_designer.gui.pages.factors_card import FactorsCard
from protocol_designer.gui.pages.sequences_card import SequencesCard
from protocol_designer.gui.pages.treatments_card import TreatmentsCard
from protocol_designer.gui.theme import Theme
from protocol_designer.workspace.workspace import Workspace

_PARTS = ("arms", "design", "regimens", "courses", "other_interventions", "schedule", "provenance")
_GIVEN = {"arms", "regimens", "courses", "other_interventions"}


class ArmsPage(BasePage):
    """Arms over the matrix of what they receive; each card follows its own parts."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(workspace, theme, parent)
        self.arms = ArmsCard(self, self._start_factors)
        self.matrix = ArmMatrixCard(self)
        self.comparators = ComparatorCard(self, self.arms)
        self.factors = FactorsCard(self)
        self.sequences = SequencesCard(self)
        self.treatments = TreatmentsCard(self)
        for card in (
            self.arms,
            self.matrix,
            self.comparators,
            self.treatments,
            self.factors,
            self.sequences,
        ):
            self.column.addWidget(card)
        self.column.addStretch(1)
        self.arms.table.chosen.connect(self._arm_chosen)
        self.show_all()

    def refresh(self, before: TrialProtocol | None, after: TrialProtocol) -> None:
        """Let each card follow the parts that it shows."""
        changed = {
            name for name in _PARTS if before is None or getattr(before, name) is not getattr(after, name)
        }
        if changed & {"arms", "design"}:
            self.arms.show_arms(after)
            self.sequences.show_sequences(after)
        if changed & _GIVEN:
            self.matrix.show_matrix(after)
        if changed & {"arms", "regimens", "schedule", "provenance"}:
            self.comparators.show_comparators(after)
        if changed & (_GIVEN | {"schedule"}):
            self.treatments.show_treatments(after)
        if changed & (_GIVEN | {"design"}):
            self.factors.show_factors(after)

    def reveal(self, place: str) -> bool:
        """Take the part in hand that the place speaks of, then focus its field."""
        lists: dict[str, ArmsCard | TreatmentsCard | FactorsCard | SequencesCard] = {
            "arms": self.arms,
            "other_interventions": self.treatments,
            "design.factors": self.factors,
            "design.sequences": self.sequences,
        }
        first = lists.get(place)
        if first is not None and first.isVisibleTo(self):
            self.focus(first.first_field, first)
            return True
        if place.startswith("arms["):
            key, _, field = place.removeprefix("arms[").partition("]")
            self.arms.table.choose(key)
            if field.lstrip(".").partition("[")[0] in _GIVEN:
                self.focus(self.matrix.grid, self.matrix)
                return self.matrix.choose_arm(key)
        elif place.startswith("other_interventions["):
            self.treatments.choose(place)
        elif place.startswith("design.factors["):
            self.factors.choose(place)
        elif place.startswith("design.sequences["):
            self.sequences.choose(place)
        return super().reveal(place)

    def _start_factors(self) -> None:
        self.factors.add_factor()

    def _arm_chosen(self) -> None:
        self.arms.show_in_hand()
        if self.arms.table.view.hasFocus() and (arm := self.arms.arm()) is not None:
            self.workspace.select(f"arms[{arm.id}]")
        self.comparators.show_offer(self.trial)
        self.show_fields()
        self.show_report(self.workspace.known_report)
