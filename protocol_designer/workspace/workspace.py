"""The one open protocol: its value, its history, its report, and what is selected."""

import logging
from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.edit import Edit, EditRefused
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.place_words import place_words
from protocol_designer.rules.findings import NO_REVIEW_YET, Report
from protocol_designer.storage.journal import EntryKind
from protocol_designer.storage.opened_by import OpenNote
from protocol_designer.storage.protocol_file import ProtocolFile, SavedState, StorageProblem
from protocol_designer.workspace.undo_steps import EditStep, RememberedStep

_log = logging.getLogger(__name__)

MOST_REGIMENS, MOST_VISITS, MOST_CELLS = 20, 30, 400
"""Up to these sizes a review is short and done with each edit; larger protocols wait for a pause."""

PAUSE_MS = 120
"""How long nothing must be edited before a large protocol is reviewed, in milliseconds."""


class Workspace(QObject):
    """The open protocol. Every change comes through `apply`.

    Signals:
        document_changed: The document was replaced (before, after).
        report_changed: The review of the current document is complete (Report); for a large protocol that is
            after a pause in the editing, so that no keystroke waits for a review. The rules are loaded with
            the first review.
        selection_changed: Another place was selected (place, or an empty text).
        navigation_requested: Somebody wants the field at a place shown and focused (place).
        edit_refused: An edit would have left the protocol broken (one sentence).
        storage_failed: An edit could not be kept in the file (one sentence); the document in memory is safe.
        states_changed: A state was named or a version frozen, or the file is another one.
        comments_changed: Other places have open comments.
        comments_came: Comments were added to the file from outside the panel.
    """

    document_changed = Signal(object, object)
    report_changed = Signal(object)
    selection_changed = Signal(str)
    navigation_requested = Signal(str)
    edit_refused = Signal(str)
    storage_failed = Signal(str)
    states_changed = Signal()
    comments_changed = Signal()
    comments_came = Signal()

    def __init__(
        self,
        trial: TrialProtocol,
        formulary: Formulary,
        file: ProtocolFile | None = None,
        parent: QObject | None = None,
        *,
        read_only: str = "",
    ) -> None:
        """Open a protocol.

        Args:
            file: Where edits are kept; its journal gives the undo steps of earlier sessions.
            read_only: Why nothing may be changed, with the cure, in one sentence; empty when it may.

        ``earlier`` is the saved state or version in view instead of the document of the file; ``note`` tells
        others who has the file. Both are set by who opens the protocol. ``comments_at`` counts open threads.
        """
        super().__init__(parent)
        self._trial = trial
        self._formulary = formulary
        self._file = file
        self._selection = ""
        self._report: Report | None = None
        self._before: Report | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._tell_report)
        self.read_only = read_only
        self.earlier: SavedState | None = None
        self.note: OpenNote | None = None
        self.comments_at: Mapping[str, int] = {}
        self._lags_behind = False
        self._states: tuple[SavedState, ...] | None = None
        self.undo_stack = QUndoStack(self)
        self.is_remembering = False
        if not read_only:
            self._remember()

    @property
    def trial(self) -> TrialProtocol:
        """The document as it is now."""
        return self._trial

    @property
    def report(self) -> Report:
        """The review of exactly this document; done now where it still waited for a pause."""
        if self._report is None:
            from protocol_designer.rules.engine import review

            self._report = review(self._trial, self._formulary)
        return self._report

    @property
    def known_report(self) -> Report:
        """The last review that was done, for views that must not wait: empty before the first one.

        For a large protocol it may be the one before the last edits, until the pause in them.
        """
        return self._report or self._before or NO_REVIEW_YET

    def begin_review(self) -> None:
        """Do the first review, once the window is painted."""
        if self._report is None:
            self._tell_report()

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
        if self.read_only:
            self.edit_refused.emit(self.read_only)
            return False
        try:
            after = edit(self._trial)
        except EditRefused as refusal:
            where = f"{place_words(self._trial, refusal.place)}: " if refusal.place else ""
            self.edit_refused.emit(f"{where}{refusal.reason}")
            return False
        if after is self._trial or after == self._trial:
            return False
        step = EditStep(self, self._trial, after, edit)
        at = self.undo_stack.index()
        step.continues(self.undo_stack.command(at - 1) if at else None)
        self.undo_stack.push(step)
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
        self._lags_behind = False
        self.forget_states()

    def allow_edits(self) -> None:
        """Work on a protocol that was open to be read only, now that it is in a file of its own."""
        if self.read_only:
            self.read_only = ""
            self._remember()

    @property
    def lags_behind(self) -> bool:
        """Whether the disk refused the latest edits, so that they are in memory only."""
        return self._lags_behind

    @property
    def states(self) -> tuple[SavedState, ...]:
        """The named states and frozen versions of the file, oldest first; none without a readable file."""
        if self._states is None:
            try:
                self._states = self._file.saved_states() if self._file else ()
            except StorageProblem as problem:
                self._states = ()
                self.storage_failed.emit(str(problem))
        return self._states

    def show_comments(self, counts: Mapping[str, int]) -> None:
        """Note at which places there are open comments, and how many."""
        if counts != self.comments_at:
            self.comments_at = counts
            self.comments_changed.emit()

    def forget_comments(self) -> None:
        """Read the comments anew: some came in."""
        self.comments_came.emit()

    def forget_states(self) -> None:
        """Read the named states anew: one came in."""
        self._states = None
        self.states_changed.emit()

    def show_step(self, trial: TrialProtocol, label: str, kind: EntryKind) -> None:
        """Make a state the document and keep it; for the steps of the undo stack only."""
        before, self._trial = self._trial, trial
        if self._file is not None:
            try:
                kind = EntryKind.CATCH_UP if self._lags_behind else kind
                self._file.record(label, before, trial, kind=kind)
                self._lags_behind = False
            except StorageProblem as problem:
                self._lags_behind = True
                _log.info("An edit could not be kept", exc_info=problem)
                self.storage_failed.emit(str(problem))
        self._before, self._report = self._report or self._before, None
        self.document_changed.emit(before, trial)
        if is_large(trial):
            self._pause.start()
        else:
            self._tell_report()

    def lose_history(self, reason: str) -> None:
        """Say that a step cannot be computed and forget all of them; the document stays as it is."""
        _log.info("A step of the journal does not fit: %s", reason)
        self.storage_failed.emit(
            "The edits of earlier sessions can no longer be undone one by one, for the journal does not fit "
            "the protocol; nothing is lost, and saved states can be restored from the history."
        )
        QTimer.singleShot(0, self.undo_stack, self.undo_stack.clear)

    def _remember(self) -> None:
        """Fill the undo stack with the steps that the journal of the file knows."""
        if self._file is None or self._trial is not self._file.trial:
            return
        try:
            history = self._file.history()
        except StorageProblem as problem:
            _log.info("The undo history cannot be read", exc_info=problem)
            return
        self.is_remembering = True
        for step in history.steps:
            self.undo_stack.push(RememberedStep(self, step))
        self.undo_stack.setIndex(history.done)
        self.is_remembering = False

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
