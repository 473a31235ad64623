"""The pump table over the eligible weights, with the rows that break a limit marked."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from protocol_designer.derived.pump import DEFAULT_RESOLUTION
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.gui.pages.pump_delegate import PumpDelegate
from protocol_designer.gui.pages.regimen_card import RegimenCard
from protocol_designer.gui.pharmacy_dialog import PharmacyDialog
from protocol_designer.gui.texts import small_print, text_label
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.card import ActionButton
from protocol_designer.gui.widgets.note_line import NoteLine
from protocol_designer.gui.widgets.table import RowsView
from protocol_designer.quantities import rounded_decimal
from protocol_designer.workspace.models.pump_rows import (
    PumpLine,
    broken_rules,
    columns_for,
    largest_error,
    pump_lines,
    pump_model,
    told_beneath,
    with_limits,
)
from protocol_designer.workspace.nearby import said_nearby
from protocol_designer.workspace.workspace import Workspace

_WEIGHT_WIDTH = 88
"""Room for the mark of a broken limit before the weight, in logical pixels."""


class PumpCard(RegimenCard):
    """Shows the numbers at once and judges the rows right after, so that typing never waits for it."""

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        regimen: Callable[[], DrugRegimen | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(workspace, theme, regimen, parent)
        self.set_title(self.tr("Pump table over the eligible weights"))
        self._lines: tuple[PumpLine, ...] = ()
        self._is_judged = True
        self._columns_of: tuple[str, ...] = ()
        self.model = pump_model()
        self.setFrameShape(QFrame.Shape.NoFrame)
        inside = self.layout()
        if inside is not None:
            inside.setContentsMargins(0, 0, 0, 0)
        self.sheet = ActionButton(self.tr("Pharmacy sheet (PDF)…"), "export", theme, self._print)
        self.header.addWidget(self.sheet)
        self.view = RowsView(self.model, theme, self.tr("Pump table"), 18, is_wide=True)
        self.view.setItemDelegate(PumpDelegate(theme, self.view))
        self.note = NoteLine(theme, 1, self)
        self._missing = text_label("", self, muted=True)
        self._foot = small_print("", self)
        self.body.addWidget(self._missing)
        self.body.addWidget(self.note)
        self.body.addWidget(self.view)
        self.body.addWidget(self._foot)
        self._judge_later = QTimer(self)
        self._judge_later.setSingleShot(True)
        self._judge_later.timeout.connect(self.judge)

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
        self._missing.setText(missing)
        self._missing.setVisible(bool(missing))
        for part in (self.note, self.view, self._foot):
            part.setVisible(bool(self._lines))
        self.note.show_findings(())
        self.model.show(self._lines)
        self._is_judged = False
        self._judge_later.start()

    def judge(self) -> None:
        """Mark the rows that break a limit; hidden rows wait until they are seen."""
        regimen = self._regimen()
        if self._is_judged or regimen is None or not self.isVisible():
            return
        self._is_judged = True
        workspace = self._workspace
        broken = broken_rules(workspace.report, regimen)
        if broken and self._lines:
            judged, shared = with_limits(self._lines, workspace.trial, workspace.formulary, regimen, broken)
            self.model.show(judged, is_all_new=True)
            self.note.show_findings([said_nearby(workspace.trial, finding) for finding in shared])

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was not judged while hidden."""
        super().showEvent(event)
        self._judge_later.start()

    def _print(self) -> None:
        regimen = self._regimen()
        if regimen is not None:
            PharmacyDialog(self._workspace, regimen, self.window()).open()

    def _show_columns(self, regimen: DrugRegimen) -> None:
        columns = columns_for(regimen, self._lines)
        titles = (regimen.id, *(column.title for column in columns))
        if titles != self._columns_of:
            self._columns_of = titles
            self.model.set_columns(columns)
            self.view.size_columns(_WEIGHT_WIDTH, *(_width_of(column.title) for column in columns[1:-1]))
        resolution = regimen.preparation.pump_resolution
        text = self.tr("Rates are rounded to the pump's smallest step, {step}").format(
            step=(resolution or DEFAULT_RESOLUTION).printed()
        )
        rounding = text + ("." if resolution else self.tr(" (taken while none is decided)."))
        moved = self.tr("That moves the dose of a step by at most {error}%.").format(
            error=rounded_decimal(largest_error(self._lines), 2)
        )
        has_rates = any(
            step.programmed_ml_per_h is not None for line in self._lines for step in line.row.steps
        )
        told = (*told_beneath(regimen, self._lines), *((rounding, moved) if has_rates else ()))
        self._foot.setText(" ".join(told))


def _width_of(title: str) -> int:
    """Return the width of a column in logical pixels; a step's titles are longer than those of sums."""
    return 104 if "min" in title else 72 if "mL/h" in title or title == "mg/kg" else 66
