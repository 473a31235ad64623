"""The contact time of the arms side by side, what of it differs, and what the review says of that."""

from protocol_designer.derived.care_time import ArmCare, care_of_arms
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.widgets.card import Card
from protocol_designer.gui.widgets.note_line import NoteLine
from protocol_designer.gui.widgets.table import RowsView
from protocol_designer.report.care_words import remarks
from protocol_designer.rules.findings import Report
from protocol_designer.workspace.models.therapy_rows import care_model


class CareTimeCard(Card):
    """A row for each arm: minutes by what sessions are for, and the difference to the study arm."""

    def __init__(self, page: BasePage) -> None:
        super().__init__(page.tr("Contact time of each arm"), page)
        self._page = page
        self.cares: tuple[ArmCare, ...] = ()
        self.model = care_model(page.workspace, lambda: self.cares, self)
        page.marks(self.model)
        self.view = RowsView(self.model, page.theme, self.tr("Contact time of each arm"), 8)
        self.view.size_columns(150, 84, 100, 82, 74, 96)
        self.told = small_print("", self)
        self._note = NoteLine(page.theme, 2, self)
        for widget in (self.view, self.told, self._note):
            self.body.addWidget(widget)
        self.view.chosen.connect(self._chosen)
        self.view.opened.connect(self._go_to_arm)

    def show_time(self, trial: TrialProtocol) -> None:
        """Follow the document."""
        self.cares = care_of_arms(trial)
        self.model.show(self.cares, is_all_new=True)
        self.setVisible(bool(self.cares))
        self.told.setText(" ".join(remarks(self.cares)))

    def show_report(self, report: Report) -> None:
        """Show what the review found on the therapy of any arm."""
        found = [finding for care in self.cares for finding in report.at(f"arms[{care.arm.id}].courses")]
        self._note.show_findings(found)
        self._note.setVisible(bool(found))

    def _chosen(self, key: object) -> None:
        if self.view.hasFocus() and isinstance(key, str):
            self._page.workspace.select(f"arms[{key}].courses")

    def _go_to_arm(self) -> None:
        if isinstance(key := self.view.current_key, str):
            self._page.workspace.go_to(f"arms[{key}].courses")
