"""Tells while something is dragged whether a drop would break a hard limit; never holds up a frame.

Only the rules of hard limits are asked, a few milliseconds at a time between two paints.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.rules.findings import Finding, Severity
from protocol_designer.workspace.workspace import Workspace

if TYPE_CHECKING:
    from protocol_designer.rules.registry import Rule

REST_MS = 50
"""The least time between the beginnings of two reviews, in milliseconds."""

_SLICE_S = 0.004


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the hard rules say of a candidate: the hard findings that the document does not have yet."""

    candidate: TrialProtocol
    new: tuple[Finding, ...]


class CandidateReview(QObject):
    """Reviews the latest of many candidates.

    Signals:
        judged: A candidate has been reviewed (Verdict).
    """

    judged = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._wanted: TrialProtocol | None = None
        self._candidate: TrialProtocol | None = None
        self._run: Iterator[tuple[Rule, list[Finding]]] | None = None
        self._found: list[Finding] = []
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._begin)
        self._slices = QTimer(self)
        self._slices.timeout.connect(self._go_on)

    def judge(self, candidate: TrialProtocol) -> None:
        """Review a candidate soon; one that is already being reviewed is finished first."""
        self._wanted = candidate
        if self._run is None and not self._rest.isActive():
            self._rest.start()

    def stop(self) -> None:
        """Forget all candidates."""
        self._rest.stop()
        self._slices.stop()
        self._wanted = self._candidate = self._run = None

    def _begin(self) -> None:
        from protocol_designer.rules.catalogue import RULES
        from protocol_designer.rules.engine import judged_one_by_one
        from protocol_designer.rules.view import TrialView

        if self._wanted is None:
            return
        hard = [rule for rule in RULES if rule.severity is Severity.HARD]
        self._candidate, self._wanted = self._wanted, None
        self._found = []
        self._run = judged_one_by_one(TrialView(self._candidate, self._workspace.formulary), hard)
        self._slices.start()

    def _go_on(self) -> None:
        until = perf_counter() + _SLICE_S
        while self._run is not None:
            step = next(self._run, None)
            if step is None:
                self._finish()
                return
            self._found.extend(finding for finding in step[1] if finding.severity is Severity.HARD)
            if perf_counter() >= until:
                return

    def _finish(self) -> None:
        self._slices.stop()
        self._run = None
        known = {finding.key for finding in self._workspace.report.of(Severity.HARD)}
        candidate, self._candidate = self._candidate, None
        assert candidate is not None
        self.judged.emit(Verdict(candidate, tuple(one for one in self._found if one.key not in known)))
        if self._wanted is not None:
            self._rest.start()
