"""The steps of the undo stack: edits of this session, and those that the file remembers from earlier ones."""

import zlib
from typing import Protocol

from PySide6.QtGui import QUndoCommand

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.edit import Edit
from protocol_designer.storage.changes import MisfitChange
from protocol_designer.storage.history import Step, with_step, without_step
from protocol_designer.storage.journal import EntryKind
from protocol_designer.storage.problems import StorageProblem


class Document(Protocol):
    """What a step asks of the workspace."""

    @property
    def trial(self) -> TrialProtocol:
        """The document as it is now."""

    @property
    def is_remembering(self) -> bool:
        """Whether the stack is only being filled."""

    def show_step(self, trial: TrialProtocol, label: str, kind: EntryKind) -> None:
        """Make another state the document."""

    def lose_history(self, reason: str) -> None:
        """Give up what can be undone, for a step does not fit the document."""


class EditStep(QUndoCommand):
    """One edit of this session: the document before and after it."""

    def __init__(self, document: Document, before: TrialProtocol, after: TrialProtocol, edit: Edit) -> None:
        super().__init__(edit.label)
        self._document = document
        self._before = before
        self._after = after
        self._merge_key = edit.merge_key
        self._is_continued = False
        self._is_new = True

    def continues(self, step: QUndoCommand | None) -> None:
        """Note whether this edit will be merged into the step before it, as in typing."""
        self._is_continued = (
            isinstance(step, EditStep) and self._merge_key is not None and step._merge_key == self._merge_key
        )

    def redo(self) -> None:
        """Make the edit, for the first time or again."""
        kind = EntryKind.CONTINUED if self._is_continued else EntryKind.EDIT
        label = self.text() if self._is_new else f"Redo: {self.text()}"
        self._document.show_step(self._after, label, kind if self._is_new else EntryKind.REDO)
        self._is_new = False

    def undo(self) -> None:
        """Take the edit back."""
        self._document.show_step(self._before, f"Undo: {self.text()}", EntryKind.UNDO)

    def id(self) -> int:
        """Group what was typed into one field."""
        return -1 if self._merge_key is None else zlib.crc32(self._merge_key.encode()) & 0x7FFF_FFFF

    def mergeWith(self, later: QUndoCommand) -> bool:
        """Take a later edit of the same field into this step."""
        if not isinstance(later, EditStep) or later._merge_key != self._merge_key:
            return False
        self._after = later._after
        self.setText(later.text())
        return True


class RememberedStep(QUndoCommand):
    """One step of an earlier session; the other document is computed when it is first wanted."""

    def __init__(self, document: Document, step: Step) -> None:
        super().__init__(step.label)
        self._document = document
        self._step = step
        self._before: TrialProtocol | None = None
        self._after: TrialProtocol | None = None

    def redo(self) -> None:
        """Make the edit again."""
        self._travel(forward=True)

    def undo(self) -> None:
        """Take the edit back."""
        self._travel(forward=False)

    def _travel(self, forward: bool) -> None:
        if self._document.is_remembering:
            return
        here = self._document.trial
        known = self._after if forward else self._before
        try:
            there = known or (with_step if forward else without_step)(here, self._step)
        except (MisfitChange, StorageProblem) as problem:
            self._document.lose_history(str(problem))
            return
        self._before, self._after = (here, there) if forward else (there, here)
        kind, word = (EntryKind.REDO, "Redo") if forward else (EntryKind.UNDO, "Undo")
        self._document.show_step(there, f"{word}: {self.text()}", kind)
