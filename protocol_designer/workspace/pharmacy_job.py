"""Judges the pump tables and writes the pharmacy sheet as a PDF, in a thread of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.pharmacy_sheet import SheetPart, SheetRow, pharmacy_document
from protocol_designer.rules.findings import Report
from protocol_designer.workspace.models.pump_rows import broken_rules, pump_lines, with_limits


@dataclass(frozen=True, slots=True)
class PharmacyOrder:
    """The regimens to print, from which protocol and review, on which paper, and where to."""

    trial: TrialProtocol
    report: Report
    formulary: Formulary
    regimens: tuple[DrugRegimen, ...]
    path: Path
    paper: str = "a4"


class PharmacyJob(QThread):
    """One sheet; the file appears whole or not at all.

    Signals:
        written: The file is complete (path).
        failed: It could not be written (one sentence).
        cancelled: It was given up before anything was written.
    """

    written = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, order: PharmacyOrder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Pharmacy sheet")
        self._order = order

    def cancel(self) -> None:
        """Give the sheet up; the thread ends by itself."""
        self.requestInterruption()

    def run(self) -> None:
        from protocol_designer.export.pdf.export import ExportProblem
        from protocol_designer.export.pdf.extract import write_extract

        order = self._order
        parts = []
        for part in sheet_parts(order.trial, order.report, order.formulary, order.regimens):
            if self.isInterruptionRequested():
                self.cancelled.emit()
                return
            parts.append(part)
        document = pharmacy_document(order.trial, order.report, order.formulary, parts)
        try:
            write_extract(document, order.path, paper=order.paper)
        except ExportProblem as problem:
            self.failed.emit(str(problem))
        else:
            self.written.emit(order.path)


def sheet_parts(
    trial: TrialProtocol, report: Report, formulary: Formulary, regimens: tuple[DrugRegimen, ...]
) -> Iterator[SheetPart]:
    """Compute and judge the pump table of each regimen."""
    for regimen in regimens:
        try:
            lines = pump_lines(trial, regimen)
        except Undecided as missing:
            yield SheetPart(regimen, (), missing=missing.what)
            continue
        judged, shared = with_limits(lines, trial, formulary, regimen, broken_rules(report, regimen))
        rows = tuple(SheetRow(line.row, line.extremes, line.findings, line.is_worst) for line in judged)
        yield SheetPart(regimen, rows, shared)
