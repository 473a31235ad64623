"""A flow of small buttons, each of which leads to a place; wraps at the width there is."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QLayout, QLayoutItem, QPushButton, QSizePolicy, QWidget

from protocol_designer.gui.icons import icon
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import GRID, SECONDARY, sized

_WIDEST = 420


@dataclass(frozen=True, slots=True)
class Chip:
    """One chip: its words, the place it leads to, and more in the tooltip."""

    text: str
    place: str
    tip: str = ""


class FlowLayout(QLayout):
    """Lays widgets out from left to right, and on in the next line when the width is used up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(GRID)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), is_trial=True)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, is_trial=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        widest = max((item.minimumSize().width() for item in self._items), default=0)
        tallest = max((item.minimumSize().height() for item in self._items), default=0)
        return QSize(widest, tallest)

    def _arrange(self, rect: QRect, is_trial: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            size = item.sizeHint()
            width = min(size.width(), rect.width())
            if x > rect.x() and x + width > rect.right() + 1:
                x, y, line = rect.x(), y + line + self.spacing(), 0
            if not is_trial:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, size.height())))
            x += width + self.spacing()
            line = max(line, size.height())
        return y + line - rect.y()


class Chips(QWidget):
    """Shows chips.

    Signals:
        chosen: A chip was pressed (its place).
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, icon_name: str = "go_to", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon_name
        self._chips: tuple[Chip, ...] = ()
        self._buttons: list[QPushButton] = []
        self._flow = FlowLayout(self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._tint)

    @property
    def chips(self) -> tuple[Chip, ...]:
        """The chips shown."""
        return self._chips

    @property
    def first(self) -> QPushButton | None:
        """The first chip; None while there is none."""
        return self._buttons[0] if self._buttons else None

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Show other chips; a button that stays keeps its focus."""
        if tuple(chips) == self._chips:
            return
        self._chips = tuple(chips)
        while len(self._buttons) > len(chips):
            gone = self._buttons.pop()
            self._flow.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self._buttons) < len(chips):
            self._buttons.append(self._button(len(self._buttons)))
        for button, chip in zip(self._buttons, chips, strict=True):
            metrics = button.fontMetrics()
            shown = metrics.elidedText(chip.text, Qt.TextElideMode.ElideRight, _WIDEST)
            button.setText(shown.replace("&", "&&"))
            button.setAccessibleName(chip.text)
            button.setToolTip(chip.tip or chip.text)
        self._tint()
        self.updateGeometry()

    def _button(self, number: int) -> QPushButton:
        button = QPushButton(self)
        button.setAutoDefault(True)
        button.setFont(sized(button.font(), SECONDARY))
        button.clicked.connect(lambda: self.chosen.emit(self._chips[number].place))
        self._flow.addWidget(button)
        return button

    def _tint(self) -> None:
        for button in self._buttons:
            button.setIcon(icon(self._icon_name, self._theme))
