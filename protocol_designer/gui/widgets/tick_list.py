"""Ticks over a closed vocabulary, all in view, each with the rule that asks for it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from protocol_designer.domain.wording import title_word
from protocol_designer.gui.typography import GROUP_GAP


class TickList(QWidget):
    """Holds the ticked codes in the order of the vocabulary; each tick is applied at once.

    Signals:
        committed: The user ticked or unticked a code (tuple of codes).
        problem_changed: A problem came or went (one sentence, or an empty text).
    """

    committed = Signal(object)
    problem_changed = Signal(str)

    def __init__(self, codes: type[StrEnum], columns: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: tuple[object, ...] = ()
        self._problem = ""
        self._boxes: dict[StrEnum, QCheckBox] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(GROUP_GAP)
        grid.setVerticalSpacing(4)
        rows = -(-len(codes) // columns)
        for number, code in enumerate(codes):
            box = QCheckBox(title_word(code), self)
            box.setMinimumHeight(24)
            box.clicked.connect(self._tick)
            self._boxes[code] = box
            grid.addWidget(box, number % rows, number // rows)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        self.setFocusProxy(next(iter(self._boxes.values())))

    @property
    def value(self) -> tuple[object, ...]:
        """The codes shown last."""
        return self._value

    def box(self, code: StrEnum) -> QCheckBox:
        """Return the box of a code."""
        return self._boxes[code]

    def show_value(self, value: Sequence[object] | None) -> None:
        """Show the ticked codes."""
        self._value = tuple(value or ())
        self._show()
        self.show_problem("")

    def show_problem(self, message: str) -> None:
        """Say why a tick is not applied; the codes in force are shown again."""
        if message:
            self._show()
        if message != self._problem:
            self._problem = message
            self.problem_changed.emit(message)

    def show_asked(self, asked: Mapping[str, tuple[str, str]]) -> None:
        """Say beside each code which rule asks for it; the second text, its sources, is in the tooltip."""
        for code, box in self._boxes.items():
            rule, sources = asked.get(code.value, ("", ""))
            told = self.tr("asked for by {rule}").format(rule=rule) if rule else ""
            box.setText(f"{title_word(code)} · {told}" if told else title_word(code))
            box.setToolTip(f"{told}: {sources}" if told else "")
            box.setAccessibleDescription(f"{told}: {sources}" if told else "")

    def _tick(self) -> None:
        ticked = tuple(code for code, box in self._boxes.items() if box.isChecked())
        self.committed.emit(ticked)

    def _show(self) -> None:
        for code, box in self._boxes.items():
            box.setChecked(code in self._value)
