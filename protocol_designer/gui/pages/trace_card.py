"""How each objective is answered: the thread through the protocol, its gaps, and the way to each field."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.card import Card
from protocol_designer.gui.widgets.chips import Chip, Chips
from protocol_designer.gui.widgets.table import RowsView
from protocol_designer.workspace.models.rows import RowsModel
from protocol_designer.workspace.models.trace_rows import TraceRow, all_gaps, trace_model, trace_rows

_FEW, _MANY = 10, 40


class TraceView(RowsView):
    """The table of threads: a click or Enter on a cell goes to what it names."""

    def __init__(self, model: RowsModel[TraceRow], theme: Theme, name: str) -> None:
        super().__init__(model, theme, name, most_rows=_FEW)
        self._trace = model
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.size_columns(164, 92, 124, 120, 92)

    def place_at(self, index: QModelIndex) -> str | None:
        """Return the place that a cell names; None for an empty one."""
        row = self._trace.rows[index.row()]
        place: str | None = row.cells[index.column()].place
        return place


class TraceCard(Card):
    """Gaps as chips over the table of threads; both lead to the field."""

    def __init__(self, page: BasePage) -> None:
        super().__init__(page.tr("From question to answer"), page)
        self._page = page
        self._summary = small_print("", self)
        self.header.addWidget(self._summary)
        self.chips = Chips(page.theme, parent=self)
        self.model = trace_model()
        self.view = TraceView(self.model, page.theme, self.tr("Objectives and what answers them"))
        self.body.addWidget(self.chips)
        self.body.addWidget(self.view)
        self.chips.chosen.connect(page.workspace.go_to)
        self.view.clicked.connect(self._go)
        self.view.opened.connect(lambda: self._go(self.view.currentIndex()))

    @property
    def summary(self) -> str:
        """How many gaps there are, in words."""
        return self._summary.text()

    @property
    def first_field(self) -> QWidget:
        """What takes the focus when somebody comes here: the first gap, or the table."""
        return self.chips.first or self.view

    def show_trial(self, trial: TrialProtocol) -> None:
        """Follow the document."""
        found = all_gaps(trial)
        self.chips.show_chips([Chip(text, place) for text, place in found[:_MANY]])
        self.chips.setVisible(bool(found))
        one = self.tr("1 gap")
        many = self.tr("{count} gaps").format(count=len(found))
        self._summary.setText(self.tr("No gap") if not found else one if len(found) == 1 else many)
        self.model.show(trace_rows(trial), is_all_new=True)
        self.view.setVisible(self.model.rowCount() > 0)
        self.setVisible(bool(trial.objectives or trial.endpoints))

    def _go(self, index: QModelIndex) -> None:
        if index.isValid() and (place := self.view.place_at(index)):
            self._page.workspace.go_to(place)
