"""Who is compared with whom: arms, what each receives, comparators, factors, sequences, other treatments."""

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.pages.arms_card import ArmsCard
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.theme import Theme
from protocol_designer.workspace.workspace import Workspace


class ArmsPage(BasePage):
    """Arms over the matrix of what they receive; each card follows its own parts."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(workspace, theme, parent)
        self.arms = ArmsCard(self)
        self.column.addWidget(self.arms)
        self.column.addStretch(1)
        self.arms.table.chosen.connect(self._arm_chosen)
        self.show_all()

    def refresh(self, before: TrialProtocol | None, after: TrialProtocol) -> None:
        """Let each card follow the parts that it shows."""
        changed = {
            name
            for name in ("arms", "design", "regimens", "courses", "other_interventions", "schedule")
            if before is None or getattr(before, name) is not getattr(after, name)
        }
        if changed & {"arms", "design"}:
            self.arms.show_arms(after)

    def reveal(self, place: str) -> bool:
        """Take the part in hand that the place speaks of, then focus its field."""
        if place.startswith("arms["):
            self.arms.table.choose(place.partition("[")[2].partition("]")[0])
        elif place == "arms":
            self.focus(self.arms.first_field, self.arms)
            return True
        return super().reveal(place)

    def _arm_chosen(self) -> None:
        self.arms.show_arms(self.trial)
        self.show_fields()
        self.show_report(self.workspace.report)
