"""Who receives what: one matrix of interventions and arms, and the therapy time of each arm beneath it."""

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.arms import arm_place
from protocol_designer.edits.receiving import list_of, set_received
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.widgets.card import Card
from protocol_designer.gui.widgets.tick_grid import TickGrid
from protocol_designer.report.care_words import contact_in_words
from protocol_designer.workspace.models.arm_matrix import ArmMatrix, described


class ArmMatrixCard(Card):
    """Ticks what each arm receives; a dose that several arms share is one row."""

    def __init__(self, page: BasePage) -> None:
        super().__init__(page.tr("What each arm receives"), page)
        self._page = page
        self._model = ArmMatrix()
        self.grid = TickGrid(self._model, page.theme, self.tr("What each arm receives"))
        self.grid.toggled.connect(self._toggle)
        self.grid.moved.connect(self._select)
        self.body.addWidget(self.grid)
        self._empty = small_print(
            self.tr("Once there are arms and drugs, therapy or other treatments, they are matched up here."),
            self,
        )
        self.body.addWidget(self._empty)
        self.told = small_print("", self)
        self.body.addWidget(self.told)
        self.contact = small_print("", self)
        self.contact.setAccessibleName(self.tr("Therapy time of each arm"))
        self.body.addWidget(self.contact)

    def show_matrix(self, trial: TrialProtocol) -> None:
        """Follow the document."""
        self._model.show(trial)
        is_filled = self._model.rowCount() > 0 and self._model.columnCount() > 0
        self.grid.setVisible(is_filled)
        self._empty.setVisible(not is_filled)
        self.contact.setText(contact_in_words(trial))
        self.contact.setVisible(bool(self.contact.text()))
        self._tell()

    def choose_arm(self, arm_id: str) -> bool:
        """Take a cell of an arm in hand; False when there is none."""
        arms = [self._model.arm(column).id for column in range(self._model.columnCount())]
        if arm_id not in arms or not self._model.rowCount():
            return False
        row = max(self.grid.currentIndex().row(), 0)
        self.grid.setCurrentIndex(self._model.index(row, arms.index(arm_id)))
        return True

    def _toggle(self, row: int, column: int) -> None:
        part, arm = self._model.part(row), self._model.arm(column)
        self._page.apply(set_received(arm, part, not self._model.is_ticked(row, column)))

    def _select(self, row: int, column: int) -> None:
        part, arm = self._model.part(row), self._model.arm(column)
        self._page.workspace.select(f"{arm_place(arm)}.{list_of(part)}")
        self._tell()

    def _tell(self) -> None:
        index = self.grid.currentIndex()
        text = ""
        if index.isValid() and index.row() < self._model.rowCount():
            part = self._model.part(index.row())
            text = f"{part.name} – {described(part)}"
        self.told.setText(text)
        self.told.setVisible(bool(text))
