"""A line of text that is read into a value when finished; what cannot be read stays as typed, marked."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QWidget

from protocol_designer.gui.theme import Theme
from protocol_designer.quantities import Quantity, TimeOffset, UnreadableNumber, UnreadableQuantity
from protocol_designer.quantities.decimals import exact_decimal, visible
from protocol_designer.quantities.quantity import unit_word
from protocol_designer.quantities.units import find_unit
from protocol_designer.report.display_list import Ink

Value = TypeVar("Value")


class ParsedEdit(QLineEdit, Generic[Value]):
    """One line that stands for a value or, when empty, for *not decided*.

    Signals:
        committed: Enter was pressed or the focus left, and the text reads as another value (value or None).
        problem_changed: A problem came or went (one sentence, or an empty text).
    """

    committed = Signal(object)
    problem_changed = Signal(str)

    def __init__(
        self,
        read: Callable[[str], Value],
        write: Callable[[Value], str],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._write = write
        self._theme = theme
        self._value: Value | None = None
        self._problem = ""
        self._example = ""
        self.setTextMargins(2, 0, 2, 0)
        self.textEdited.connect(self._forget_problem_when_mended)
        theme.changed.connect(self._show_mark)

    @property
    def value(self) -> Value | None:
        """The value shown last; text that is not committed does not count."""
        return self._value

    @property
    def problem(self) -> str:
        """Why the text is not applied, or an empty text."""
        return self._problem

    def show_value(self, value: Value | None) -> None:
        """Show a value. Text that could not be applied stays as long as the value is the same as before."""
        if self._problem and value == self._value:
            return
        is_new = value != self._value
        self._value = value
        if is_new or (not self.hasFocus() and self.text() != self._written()):
            self._restore()

    def show_problem(self, message: str) -> None:
        """Mark the text as not applied and keep it."""
        if message != self._problem:
            self._problem = message
            self._show_mark()
            self.problem_changed.emit(message)

    def show_example(self, example: str) -> None:
        """Say in the empty field what could be typed, in words that nobody takes for a value."""
        self.setPlaceholderText(self.tr("e.g. {example}").format(example=example))
        self._example = example

    def pending(self) -> Value | None:
        """Read the text as it stands, committed or not; None when it is empty or cannot be read."""
        try:
            return self._read(self.text()) if self.text() else None
        except (UnreadableQuantity, UnreadableNumber):
            return None

    def commit(self) -> None:
        """Read the text; emit it when it is another value, mark it when it cannot be read."""
        text = self.text()
        if text == self._written():
            self.show_problem("")
            return
        if not text:
            self.show_problem("")
            self.committed.emit(None)
            return
        try:
            value = self._read(text)
        except (UnreadableQuantity, UnreadableNumber) as error:
            self.show_problem(self._without_unit(text) or str(error))
            return
        self.show_problem("")
        if value == self._value:
            self._restore()
        else:
            self.committed.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Commit on Enter, restore on Escape; all other keys are text."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
        elif event.key() == Qt.Key.Key_Escape and (self._problem or self.text() != self._written()):
            self._restore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit when the focus goes elsewhere, but not to a menu or another window."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.commit()

    def _without_unit(self, text: str) -> str:
        """Name the unit that a bare number most likely lacks in this very field; empty for other faults."""
        unit = self._example.partition(" ")[2]
        try:
            exact = Quantity.parse(f"{text} {unit}") if unit else None
        except UnreadableQuantity:
            exact = None
        told = self.tr("“{text}” has no unit; write for example “{text} {unit}”.")
        return told.format(text=text, unit=unit) if exact else ""

    def _restore(self) -> None:
        self.setText(self._written())
        self.setCursorPosition(0)
        self.show_problem("")

    def _written(self) -> str:
        return "" if self._value is None else self._write(self._value)

    def _forget_problem_when_mended(self) -> None:
        if self._problem and (not self.text() or self.pending() is not None):
            self.show_problem("")

    def _show_mark(self) -> None:
        if not self._problem:
            self.setPalette(QPalette())
            return
        palette = QPalette(self.palette())
        base, hard = self._theme.colour(Ink.SURFACE), self._theme.colour(Ink.HARD)
        base.setRed(round(0.86 * base.red() + 0.14 * hard.red()))
        base.setGreen(round(0.86 * base.green() + 0.14 * hard.green()))
        base.setBlue(round(0.86 * base.blue() + 0.14 * hard.blue()))
        palette.setColor(QPalette.ColorRole.Base, base)
        self.setPalette(palette)


def quantity_edit(theme: Theme, parent: QWidget | None = None) -> ParsedEdit[Quantity]:
    """Make a field for an amount with its unit, such as "0.71 mg/kg"."""
    return ParsedEdit(Quantity.parse, written, theme, parent)


def offset_edit(theme: Theme, parent: QWidget | None = None) -> ParsedEdit[TimeOffset]:
    """Make a field for a time before or after an anchor, such as "-5 min" or "28 days"."""
    return ParsedEdit(TimeOffset.parse, written, theme, parent)


def line_edit(theme: Theme, parent: QWidget | None = None) -> ParsedEdit[str]:
    """Make a field for one line of text."""
    return ParsedEdit(str, str, theme, parent)


def whole_number_edit(theme: Theme, parent: QWidget | None = None) -> ParsedEdit[int]:
    """Make a field for a count."""
    return ParsedEdit(_whole_number, str, theme, parent)


def written(value: Quantity | TimeOffset) -> str:
    """Write an amount as a person types it ("28 days"); reads back as the same value."""
    text = unit_word(value.unit, abs(value.value))
    unit = text if find_unit(text) is value.unit else value.unit.value
    return f"{exact_decimal(value.value)} {unit}"


def _whole_number(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) <= 9:
        if text != str(int(text)):
            raise UnreadableNumber(f"“{text}” is not a plain whole number; leave the leading zero out.")
        return int(text)
    raise UnreadableNumber(f"“{visible(text[:40])}” is not a whole number; write digits only, such as 48.")
