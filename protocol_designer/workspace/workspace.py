"""The one open protocol: its value, its history, its report, and what is selected."""

import logging
import zlib
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.edit import Edit, EditRefused
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.place_words import place_words
from protocol_designer.rules.engine import review
from protocol_designer.rules.findings import Report
from protocol_designer.storage.protocol_file import ProtocolFile, StorageProblem

_log = logging.getLogger(__name__)

MOST_REGIMENS, MOST_VISITS, MOST_CELLS = 20, 30, 400
"""Up to these sizes a review is short and done with each edit; larger protocols wait for a pause."""

PAUSE_MS = 120
"""How long nothing must be edited before a large protocol is reviewed, in milliseconds."""


class _ReplaceDocument(QUndoCommand):
    """One undo step: the document before and after an edit."""

    def __init__(
        self,
        show: Callable[[TrialProtocol, str], None],
        before: TrialProtocol,
        after: TrialProtocol,
        edit: Edit,
    ) -> None:
        super().__init__(edit.label)
        self._show = show
        self._before = before
        self._after = after
        self._merge_key = edit.merge_key
        self._is_new = True

    def redo(self) -> None:
        label = self.text() if self._is_new else f"Redo: {self.text()}"
        self._is_new = False
        self._show(self._after, label)

    def undo(self) -> None:
        self._show(self._before, f"Undo: {self.text()}")

    def id(self) -> int:
        return -1 if self._merge_key is None else zlib.crc32(self._merge_key.encode()) & 0x7FFF_FFFF

    def mergeWith(self, later: QUndoCommand) -> bool:
        if not isinstance(later, _ReplaceDocument) or later._merge_key != self._merge_key:
            return False
        self._after = later._after
        self.setObsolete(self._after is self._before)
        return True


class Workspace(QObject):
    """The open protocol. Every change comes through `apply`.

    Signals:
        document_changed: The document was replaced (before, after).
        report_changed: The review of the current document is complete (Report); for a large protocol that is
            after a pause in the editing, so that no keystroke waits for a review.
        selection_changed: Another place was selected (place, or an empty text).
        navigation_requested: Somebody wants the field at a place shown and focused (place).
        edit_refused: An edit would have left the protocol broken (one sentence).
        storage_failed: An edit could not be kept in the file (one sentence); the document in memory is safe.
    """

    document_changed = Signal(object, object)
    report_changed = Signal(object)
    selection_changed = Signal(str)
    navigation_requested = Signal(str)
    edit_refused = Signal(str)
    storage_failed = Signal(str)

    def __init__(
        self,
        trial: TrialProtocol,
        formulary: Formulary,
        file: ProtocolFile | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._trial = trial
        self._formulary = formulary
        self._file = file
        self._selection = ""
        self._report: Report | None = review(trial, formulary)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._tell_report)
        self.undo_stack = QUndoStack(self)

    @property
    def trial(self) -> TrialProtocol:
        """The document as it is now."""
        return self._trial

    @property
    def report(self) -> Report:
        """The review of exactly this document; done now where it still waited for a pause."""
        if self._report is None:
            self._report = review(self._trial, self._formulary)
        return self._report

    @property
    def formulary(self) -> Formulary:
        """The drug library in force."""
        return self._formulary

    @property
    def file(self) -> ProtocolFile | None:
        """The file that keeps every edit, or None for a document that lives in memory only."""
        return self._file

    @property
    def selection(self) -> str:
        """The selected place, or an empty text."""
        return self._selection

    def apply(self, edit: Edit) -> bool:
        """Carry out an edit as one undo step; returns whether the document changed."""
        try:
            after = edit(self._trial)
        except EditRefused as refusal:
            where = f"{place_words(self._trial, refusal.place)}: " if refusal.place else ""
            self.edit_refused.emit(f"{where}{refusal.reason}")
            return False
        if after is self._trial:
            return False
        self.undo_stack.push(_ReplaceDocument(self._show, self._trial, after, edit))
        return True

    def use_formulary(self, formulary: Formulary) -> None:
        """Judge by another formulary from now on; the document stays, justifications may lapse."""
        self._formulary = formulary
        self._report = None
        self._tell_report()

    def select(self, place: str) -> None:
        """Make a place the selection of every view."""
        if place != self._selection:
            self._selection = place
            self.selection_changed.emit(place)

    def go_to(self, place: str) -> None:
        """Select a place and ask for its field to be shown and focused."""
        self.select(place)
        self.navigation_requested.emit(place)

    def move_to(self, file: ProtocolFile) -> None:
        """Keep all further edits in another file (after *Save as*)."""
        self._file = file

    def _show(self, trial: TrialProtocol, label: str) -> None:
        before, self._trial = self._trial, trial
        if self._file is not None:
            try:
                self._file.record(label, before, trial)
            except StorageProblem as problem:
                _log.info("An edit could not be kept", exc_info=problem)
                self.storage_failed.emit(str(problem))
        self._report = None
        self.document_changed.emit(before, trial)
        if is_large(trial):
            self._pause.start()
        else:
            self._tell_report()

    def _tell_report(self) -> None:
        self._pause.stop()
        self.report_changed.emit(self.report)


def is_large(trial: TrialProtocol) -> bool:
    """Tell whether the review of a protocol takes longer than a keystroke should."""
    schedule = trial.schedule
    return (
        len(trial.regimens) > MOST_REGIMENS
        or len(schedule.visits) > MOST_VISITS
        or len(schedule.cells) > MOST_CELLS
    )
