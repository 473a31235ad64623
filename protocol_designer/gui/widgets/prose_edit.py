"""A few lines of text that are committed when the focus leaves them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget


class ProseEdit(QPlainTextEdit):
    """Text of one or more paragraphs; empty means not decided. Tab moves on, Escape restores.

    With ``is_one_line`` the text is a single line that is only wrapped to be read, and Enter commits it.

    Signals:
        committed: The focus left and the text is another one (text or None).
        problem_changed: A problem came or went (one sentence, or an empty text).
    """

    committed = Signal(object)
    problem_changed = Signal(str)

    def __init__(self, lines: int = 3, parent: QWidget | None = None, *, is_one_line: bool = False) -> None:
        super().__init__(parent)
        self._is_one_line = is_one_line
        self._value: str | None = None
        self._problem = ""
        self.setTabChangesFocus(True)
        self.show_lines(lines)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def value(self) -> str | None:
        """The text shown last."""
        return self._value

    @property
    def run_of_typing(self) -> str | None:
        """Which run of typing a commit belongs to; None where every commit is a step of its own."""
        return None

    @property
    def problem(self) -> str:
        """Why the text is not applied, or an empty text."""
        return self._problem

    def show_value(self, value: str | None) -> None:
        """Show a text; one that could not be applied stays as long as the value is the same as before."""
        if value == self._value and (self._problem or self.hasFocus() or self.text() == (value or "")):
            return
        self._value = value
        self._restore()

    def show_problem(self, message: str) -> None:
        """Say why the text is not applied and keep it."""
        if message != self._problem:
            self._problem = message
            self.problem_changed.emit(message)

    def show_lines(self, lines: int) -> None:
        """Be as high as some lines of text."""
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 14)

    def text(self) -> str:
        """Return the text as it stands, every blank as it is: Qt's own reading changes fixed blanks."""
        lines, block = [], self.document().begin()
        while block.isValid():
            lines.append(block.text())
            block = block.next()
        return "\n".join(lines)

    def as_read(self) -> str:
        """Return the text as a reader sees it."""
        return self.text()

    def set_text(self, text: str) -> None:
        """Fill the editor; nothing is committed by it."""
        self.setPlainText(text)

    def commit(self) -> None:
        """Emit the text when it is another one."""
        text = self.text()
        if (text or None) != self._value:
            self.committed.emit(text or None)
        else:
            self.show_problem("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Restore on Escape, commit on Ctrl+Enter."""
        if event.key() == Qt.Key.Key_Escape and self.text() != (self._value or ""):
            self._restore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            self._is_one_line or event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.commit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit when the focus goes elsewhere, but not to a menu or another window."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.commit()

    def _restore(self) -> None:
        self.set_text(self._value or "")
        self.show_problem("")
