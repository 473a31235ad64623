"""The pump table over the eligible weights, with the rows that break a limit marked."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from protocol_designer.derived.pump import DEFAULT_RESOLUTION
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.gui.texts import small_print, text_label
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.card import Card
from protocol_designer.gui.widgets.table import RowsView
from protocol_designer.workspace.models.pump_rows import (
    PumpLine,
    columns_for,
    pump_lines,
    pump_model,
    with_limits,
)
from protocol_designer.workspace.workspace import Workspace


class PumpCard(Card):
    """Shows the numbers at once and judges the rows right after, so that typing never waits for it."""

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        regimen: Callable[[], DrugRegimen | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("Pump table over the eligible weights"))
        self._workspace = workspace
        self._regimen = regimen
        self._lines: tuple[PumpLine, ...] = ()
        self._next = 0
        self._columns_of: tuple[object, ...] = ()
        self.model = pump_model()
        self.view = RowsView(self.model, theme, self.tr("Pump table"), 18, is_wide=True)
        self._missing = text_label("", self, muted=True)
        self._foot = small_print("", self)
        self.body.addWidget(self._missing)
        self.body.addWidget(self.view)
        self.body.addWidget(self._foot)
        self._judge_later = QTimer(self)
        self._judge_later.timeout.connect(self._judge_next)

    def show_table(self) -> None:
        """Compute the table of the regimen in hand."""
        regimen = self._regimen()
        try:
            self._lines = pump_lines(self._workspace.trial, regimen) if regimen else ()
            missing = ""
        except Undecided as reason:
            self._lines = ()
            missing = self.tr("The table appears when {what} is decided.").format(what=reason.what)
        if regimen is not None:
            self._show_columns(regimen)
            self._show_foot(regimen)
        self._missing.setText(missing)
        self._missing.setVisible(bool(missing))
        self.view.setVisible(bool(self._lines))
        self._foot.setVisible(bool(self._lines))
        self.model.show(self._lines)
        self._next = 0
        self._judge_later.start()

    def judge(self) -> None:
        """Mark every row that breaks a limit, now."""
        while self._judge_next():
            pass

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was not judged while hidden."""
        super().showEvent(event)
        self._judge_later.start()

    def _judge_next(self) -> bool:
        """Judge one row a turn of the event loop, and none while nobody sees them."""
        regimen = self._regimen()
        if regimen is None or self._next >= len(self._lines) or not self.isVisible():
            self._judge_later.stop()
            return False
        workspace = self._workspace
        line = with_limits(self._lines[self._next], workspace.trial, workspace.formulary, regimen)
        if line.findings:
            self.model.replace(self._next, line)
        self._next += 1
        return True

    def _show_columns(self, regimen: DrugRegimen) -> None:
        shape = (regimen.id, tuple(step.duration is None for step in regimen.steps))
        if shape == self._columns_of:
            return
        self._columns_of = shape
        columns = columns_for(regimen)
        self.model.set_columns(columns)
        widths = [74, 190, 62, 62, 62, *(100 if "kg" in column.title else 78 for column in columns[5:-1])]
        self.view.size_columns(*widths)

    def _show_foot(self, regimen: DrugRegimen) -> None:
        resolution = regimen.preparation.pump_resolution
        text = self.tr("Rates are rounded to the pump's smallest step, {step}").format(
            step=(resolution or DEFAULT_RESOLUTION).printed()
        )
        self._foot.setText(text + ("." if resolution else self.tr(" (taken while none is decided).")))
