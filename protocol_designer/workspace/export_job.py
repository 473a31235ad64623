"""Writes the PDF in a thread of its own from an immutable protocol; a cancelled export leaves no file."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.rules.findings import Report

_MOST_POINTS = 8
"""What stands against an export is shown below the form of a dialog, which must stay on the screen."""


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What to write, from what, and where.

    ``earlier`` is the version that an amendment changes; ``stamp_space`` leaves the foot of each page blank.
    """

    trial: TrialProtocol
    report: Report
    formulary: Formulary
    path: Path
    profile: str
    paper: str
    earlier: TrialProtocol | None = None
    stamp_space: bool = False


class ExportJob(QThread):
    """One export; the file appears whole or not at all.

    Signals:
        written: The file is complete (path).
        failed: It could not be written (one sentence, or what stands against it, a line each).
        cancelled: It was given up; nothing was left behind.
    """

    written = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, order: ExportOrder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("PDF export")
        self._order = order

    def cancel(self) -> None:
        """Give the export up; the thread ends by itself."""
        self.requestInterruption()

    def run(self) -> None:
        from protocol_designer.export.pdf.export import (
            ExportCancelled,
            ExportProblem,
            ExportRefused,
            export_pdf,
        )

        order = self._order
        try:
            export_pdf(
                order.trial,
                order.report,
                order.formulary,
                order.path,
                profile=order.profile,
                paper=order.paper,
                stamp_space=order.stamp_space,
                earlier=order.earlier,
                is_cancelled=self.isInterruptionRequested,
            )
            self.written.emit(order.path)
        except ExportCancelled:
            self.cancelled.emit()
        except ExportRefused as refusal:
            more = len(refusal.to_do) - _MOST_POINTS
            rest = (f"And {more} more.",) if more > 0 else ()
            self.failed.emit("\n".join((str(refusal), *refusal.to_do[:_MOST_POINTS], *rest)))
        except ExportProblem as problem:
            self.failed.emit(str(problem))
