"""The written decision to give no antisialagogue: a reason and its explanation, applied together."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from protocol_designer.domain.dosing_day import AntisialagogueWaiver, WaiverReason
from protocol_designer.domain.wording import title_word
from protocol_designer.gui.widgets.choice import Choice
from protocol_designer.gui.widgets.prose_edit import ProseEdit


class WaiverEdit(QWidget):
    """Holds a waiver or None. Until both the reason and its explanation are there, nothing changes.

    Signals:
        committed: Another waiver was written, or it was taken back (AntisialagogueWaiver or None).
        problem_changed: A problem came or went (one sentence, or an empty text).
    """

    committed = Signal(object)
    problem_changed = Signal(str)

    def __init__(self, lines: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: AntisialagogueWaiver | None = None
        self._chosen: WaiverReason | None = None
        self._problem = ""
        entries = [(reason, title_word(reason)) for reason in WaiverReason]
        self.reason = Choice(entries, self, self.tr("No waiver"))
        self.reason.setAccessibleName(self.tr("Reason of the waiver"))
        self.explanation = ProseEdit(lines, self)
        self.explanation.setAccessibleName(self.tr("Explanation of the waiver"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.reason)
        column.addWidget(self.explanation)
        self.setFocusProxy(self.reason)
        self.reason.committed.connect(self._choose)
        self.explanation.committed.connect(self._commit)

    @property
    def value(self) -> AntisialagogueWaiver | None:
        """The waiver shown last."""
        return self._value

    def show_value(self, value: object) -> None:
        """Show a waiver; a reason that still waits for its explanation stays."""
        was, self._value = self._value, value if isinstance(value, AntisialagogueWaiver) else None
        if self._value is not None or was is not None:
            self._chosen = self._value.reason if self._value else None
        self.reason.show_value(self._chosen)
        self.explanation.show_value(self._value.explanation if self._value else None)
        self.explanation.setEnabled(self._chosen is not None)
        self.show_problem("")

    def show_problem(self, message: str) -> None:
        """Say why the waiver is not applied."""
        if message != self._problem:
            self._problem = message
            self.problem_changed.emit(message)

    def _choose(self, reason: object) -> None:
        self._chosen = WaiverReason(reason) if isinstance(reason, str) else None
        self.reason.show_value(self._chosen)
        self.explanation.setEnabled(self._chosen is not None)
        if self._chosen is None:
            self.show_problem("")
            if self._value is not None:
                self.committed.emit(None)
        else:
            self._commit(self.explanation.toPlainText())

    def _commit(self, text: object) -> None:
        if self._chosen is None:
            return
        if text:
            self.committed.emit(AntisialagogueWaiver(reason=self._chosen, explanation=str(text)))
        else:
            self.show_problem(self.tr("The waiver counts once its explanation is written."))
            self.explanation.setFocus()
