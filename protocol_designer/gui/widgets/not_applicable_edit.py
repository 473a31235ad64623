"""A text that a standard asks for, or the statement that it does not apply with its reason."""

from pydantic import ValidationError
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.messages import sentence
from protocol_designer.gui.widgets.prose_edit import ProseEdit


class NotApplicableEdit(QWidget):
    """Holds a text, a `NotApplicable` with its reason, or None for not decided.

    The tick says which of both the text is. It is applied once there is a reason; until then nothing changes.

    Signals:
        committed: Another value was given (text, NotApplicable or None).
        problem_changed: A problem came or went (one sentence, or an empty text).
    """

    committed = Signal(object)
    problem_changed = Signal(str)

    def __init__(
        self, lines: int = 3, parent: QWidget | None = None, *, text: ProseEdit | None = None
    ) -> None:
        super().__init__(parent)
        self._value: str | NotApplicable | None = None
        self.text = text or ProseEdit(lines, self)
        self.tick = QCheckBox(self.tr("Not applicable, because:"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.tick)
        column.addWidget(self.text)
        self.setFocusProxy(self.text)
        self.text.committed.connect(self._commit)
        self.text.problem_changed.connect(self.problem_changed)
        self.tick.clicked.connect(self._ticked)

    @property
    def value(self) -> str | NotApplicable | None:
        """The value shown last."""
        return self._value

    @property
    def run_of_typing(self) -> str | None:
        """Which run of typing a commit belongs to, where the text tells."""
        return self.text.run_of_typing

    def setAccessibleName(self, name: str) -> None:
        """Name the text, too: it is what takes the focus."""
        super().setAccessibleName(name)
        self.text.setAccessibleName(self.tr("{field}, text or reason").format(field=name))

    def show_value(self, value: object) -> None:
        """Show a text, a reason, or nothing."""
        is_pending = self.tick.isChecked() and value is None and self._value is None
        self._value = value if isinstance(value, str | NotApplicable) else None
        if not is_pending:
            self.tick.setChecked(isinstance(value, NotApplicable))
        held = self._value
        self.text.show_value(held.because if isinstance(held, NotApplicable) else held)

    def show_problem(self, message: str) -> None:
        """Say why the text is not applied and keep it."""
        self.text.show_problem(message)

    def _ticked(self) -> None:
        text = self.text.text()
        if text:
            self._commit(text)
        else:
            self.text.setFocus()

    def _commit(self, text: object) -> None:
        if not text or not self.tick.isChecked():
            self.committed.emit(text or None)
            return
        try:
            reason = NotApplicable(because=str(text))
        except ValidationError as error:
            self.text.show_problem(sentence(error))
            return
        self.committed.emit(reason)
