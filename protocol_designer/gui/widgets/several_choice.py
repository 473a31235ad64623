"""A button with a menu of ticks: any number of values out of a closed vocabulary."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget


class SeveralChoice(QPushButton):
    """Shows the chosen values in words; each tick in the menu is applied at once.

    Signals:
        committed: The user ticked or unticked a value (tuple of values in the order of the vocabulary).
        problem_changed: A problem came or went (one sentence, or an empty text).
    """

    committed = Signal(object)
    problem_changed = Signal(str)

    def __init__(self, none_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._none_text = none_text
        self._entries: list[tuple[object, str]] = []
        self._value: tuple[object, ...] = ()
        self._problem = ""
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._menu.triggered.connect(self._tick)

    @property
    def value(self) -> tuple[object, ...]:
        """The values shown last."""
        return self._value

    def set_entries(self, entries: Iterable[tuple[object, str]]) -> None:
        """Offer other values, each with its words."""
        wanted = list(entries)
        if wanted == self._entries:
            return
        self._entries = wanted
        self._menu.clear()
        for value, text in wanted:
            action = self._menu.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            action.setData(value)
        self._show()

    def show_value(self, value: Sequence[object] | None) -> None:
        """Show the chosen values."""
        self._value = tuple(value or ())
        self._show()
        self.show_problem("")

    def show_problem(self, message: str) -> None:
        """Say why a tick is not applied; the values in force are shown again."""
        if message:
            self._show()
        if message != self._problem:
            self._problem = message
            self.problem_changed.emit(message)

    def choose(self, value: object) -> None:
        """Tick or untick a value as a user would."""
        for action in self._menu.actions():
            if action.data() == value:
                action.trigger()

    def sizeHint(self) -> QSize:
        """Ask for little width: the text is shortened to what there is."""
        return QSize(120, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Shrink as far as a few letters."""
        return QSize(80, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button with its text shortened to the room there is, from the left."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.width() - 32
        words, option.text = option.text, ""
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect().adjusted(7, 0, -24, 0), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()

    def _tick(self, action: QAction) -> None:
        chosen = set(self._value) ^ {action.data()}
        known = [value for value, _ in self._entries]
        self.committed.emit(
            (*(value for value in known if value in chosen), *(v for v in self._value if v not in known))
        )

    def _show(self) -> None:
        for action in self._menu.actions():
            action.setChecked(action.data() in self._value)
        words = [text for value, text in self._entries if value in self._value]
        text = ", ".join(words) if words else self._none_text
        self.setText(text.replace("&", "&&"))
        self.setToolTip(text)
