"""A drop-down over a closed vocabulary, with a first entry for *not decided*."""

from collections.abc import Iterable
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from protocol_designer.domain.wording import title_word


class Choice(QComboBox):
    """A choice of one value. The wheel never changes it.

    Signals:
        committed: The user chose another value (value or None).
        problem_changed: A problem came or went (one sentence, or an empty text).
    """

    committed = Signal(object)
    problem_changed = Signal(str)

    def __init__(
        self,
        entries: Iterable[tuple[object, str]] = (),
        parent: QWidget | None = None,
        none_text: str = "",
    ) -> None:
        super().__init__(parent)
        self._none_text = none_text or self.tr("Not decided")
        self._values: list[object] = []
        self._value: object = None
        self._problem = ""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_entries(entries)
        self.activated.connect(self._commit)

    @property
    def value(self) -> object:
        """The value shown last."""
        return self._value

    @property
    def problem(self) -> str:
        """Why the last choice was not applied, or an empty text."""
        return self._problem

    def set_entries(self, entries: Iterable[tuple[object, str]]) -> None:
        """Offer other values, each with its words; the shown value stays."""
        wanted = list(entries)
        values = [None, *(value for value, _ in wanted)]
        texts = [self._none_text, *(text for _, text in wanted)]
        if values == self._values and texts == [self.itemText(row) for row in range(self.count())]:
            return
        self._values = values
        self.clear()
        self.addItems(texts)
        self._show()

    def show_value(self, value: object) -> None:
        """Show a value; one that is not offered is shown as its own text."""
        if value not in self._values:
            self._values.append(value)
            self.addItem(str(value))
        self._value = value
        self._show()
        self.show_problem("")

    def show_problem(self, message: str) -> None:
        """Say why the choice is not applied; the value in force is shown again."""
        if message:
            self._show()
        if message != self._problem:
            self._problem = message
            self.problem_changed.emit(message)

    def choose(self, value: object) -> None:
        """Choose as a user would."""
        self.setCurrentIndex(self._values.index(value))
        self._commit(self.currentIndex())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page, so that scrolling never changes a value."""
        event.ignore()

    def _show(self) -> None:
        self.setCurrentIndex(self._values.index(self._value) if self._value in self._values else 0)
        self.setToolTip(self.currentText())

    def _commit(self, row: int) -> None:
        chosen = self._values[row]
        if chosen != self._value or type(chosen) is not type(self._value):
            self.committed.emit(chosen)


def code_choice(codes: Iterable[StrEnum], parent: QWidget | None = None) -> Choice:
    """Make a choice over the codes of a vocabulary, worded for people."""
    return Choice(((code, title_word(code)) for code in codes), parent)


def yes_no_choice(parent: QWidget | None = None) -> Choice:
    """Make a choice between yes, no and not decided."""
    choice = Choice((), parent)
    choice.set_entries(((True, choice.tr("Yes")), (False, choice.tr("No"))))
    return choice
