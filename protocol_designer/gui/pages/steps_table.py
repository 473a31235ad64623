"""The ordered dose steps of the regimen in hand, as an editable table."""

from collections.abc import Callable
from functools import partial
from typing import cast

from PySide6.QtWidgets import QVBoxLayout, QWidget

from protocol_designer.domain.interventions import DoseBasis, DrugRegimen, basis_of
from protocol_designer.edits import doses as edits
from protocol_designer.edits.edit import Edit
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.step_row import CELLS, StepRow, step_headings
from protocol_designer.gui.typography import GRID
from protocol_designer.gui.widgets.card import ActionButton, Invitation
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit
from protocol_designer.quantities import Quantity


class StepsTable(QWidget):
    """Keeps a row per step; rows are made once and follow whatever regimen is in hand."""

    def __init__(self, page: BasePage, regimen: Callable[[], DrugRegimen | None]) -> None:
        super().__init__(page)
        self._page = page
        self._regimen = regimen
        self.rows: list[StepRow] = []
        self._headings = step_headings(self)
        first = ActionButton(self.tr("Add the first step"), "add", page.theme, self.add_step)
        self._invitation = Invitation(
            self.tr(
                "No dose step is decided yet. A step is a bolus, an infusion, an injection or another giving."
            ),
            first,
        )
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)
        self._column.addWidget(self._headings)
        self._column.addWidget(self._invitation)

    def show_steps(self) -> None:
        """Show as many rows as there are steps."""
        regimen = self._regimen()
        count = len(regimen.steps) if regimen else 0
        while len(self.rows) < count:
            self._add_row()
        for row in self.rows:
            row.setVisible(row.index < count)
        self._headings.setVisible(count > 0)
        self._invitation.setVisible(count == 0)

    def add_step(self) -> None:
        """Add an empty step and go to its kind."""
        regimen = self._regimen()
        if regimen is not None and self._page.apply(edits.add_step(regimen)):
            row = self.rows[len(regimen.steps)]
            self._page.focus(row.cells["kind"].editor, row)

    def _add_row(self) -> None:
        row = StepRow(len(self.rows), self._page.theme, self)
        for name in CELLS:
            cell = row.cells[name]
            self._page.bind(
                cell,
                partial(self._place, row.index, name),
                partial(self._edit, row, name),
            )
        self._page.note_at(row, partial(self._place, row.index))
        row.move_requested.connect(lambda by: self._move(row.index, by))
        row.remove_requested.connect(lambda: self._remove(row.index))
        self.rows.append(row)
        self._column.addWidget(row)

    def _place(self, index: int, name: str = "") -> str | None:
        regimen = self._regimen()
        if regimen is None or index >= len(regimen.steps):
            return None
        step = f"{edits.regimen_place(regimen)}.steps[{index}]"
        return f"{step}.{name}" if name else step

    def _edit(self, row: StepRow, name: str, value: object) -> Edit | None:
        regimen = self._regimen()
        if regimen is None:
            return None
        if name == "amount":
            return edits.set_amount(regimen, row.index, cast(Quantity | None, value))
        if name == "basis":
            basis = cast(DoseBasis | None, value)
            return edits.change_basis(regimen, row.index, basis, self._waiting_amount(row, basis))
        return edits.change_step(regimen, row.index, **{name: value})

    def _waiting_amount(self, row: StepRow, basis: DoseBasis | None) -> Quantity | None:
        """Return an amount that was typed, did not fit the old basis, and fits the new one."""
        edit = cast("ParsedEdit[Quantity]", row.cells["amount"].editor)
        amount = edit.pending() if edit.problem else None
        return amount if amount is not None and basis is not None and basis_of(amount) is basis else None

    def _move(self, index: int, by: int) -> None:
        regimen = self._regimen()
        if regimen is not None and 0 <= index + by < len(regimen.steps):
            self._page.apply(edits.move_step(regimen, index, index + by))

    def _remove(self, index: int) -> None:
        regimen = self._regimen()
        if regimen is not None:
            self._page.apply(edits.remove_step(regimen, index))
