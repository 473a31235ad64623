"""Cards, button rows and invitations: how a page groups its fields."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from protocol_designer.gui.icons import icon
from protocol_designer.gui.texts import heading, text_label
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, GROUP_GAP


class Card(QFrame):
    """A titled group on the surface colour; ``body`` takes the content, ``header`` the actions."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._title = heading(title, self)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.header = QHBoxLayout()
        self.header.setSpacing(FIELD_GAP)
        self.header.addWidget(self._title, 1)
        self.body = QVBoxLayout()
        self.body.setSpacing(FIELD_GAP)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(GROUP_GAP, 12, GROUP_GAP, 12)
        whole.setSpacing(FIELD_GAP)
        whole.addLayout(self.header)
        whole.addLayout(self.body)
        self.setAccessibleName(title)

    def set_title(self, title: str) -> None:
        """Name the card after what it shows."""
        self._title.setText(title)
        self.setAccessibleName(title)


def fields_grid(*rows: tuple[QWidget, ...], columns: int = 0, stretches: tuple[int, ...] = ()) -> QGridLayout:
    """Lay fields out in columns of equal width, or as wide as ``stretches`` says."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(GROUP_GAP)
    grid.setVerticalSpacing(2)
    wide = columns or max(len(row) for row in rows)
    for line, row in enumerate(rows):
        span = wide // len(row)
        for position, widget in enumerate(row):
            is_last = position == len(row) - 1
            grid.addWidget(widget, line, position * span, 1, wide - position * span if is_last else span)
    for column in range(wide):
        grid.setColumnStretch(column, stretches[column] if stretches else 1)
    return grid


class ActionButton(QPushButton):
    """A button named after what it does to what; its icon follows the theme."""

    def __init__(
        self, text: str, icon_name: str, theme: Theme, do: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._icon_name = icon_name
        self._do = do
        self.setAutoDefault(True)
        self.clicked.connect(self._run)
        theme.changed.connect(self._tint)
        self._tint()

    def _run(self) -> None:
        self._do()

    def _tint(self) -> None:
        self.setIcon(icon(self._icon_name, self._theme))


def icon_button(name: str, icon_name: str, theme: Theme, do: Callable[[], object]) -> ActionButton:
    """Make a button that shows an icon only; its name is in the tooltip and for screen readers."""
    button = ActionButton("", icon_name, theme, do)
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.setFixedSize(28, 28)
    return button


def button_row(*buttons: QWidget) -> QHBoxLayout:
    """Lay buttons out from the left."""
    row = QHBoxLayout()
    row.setSpacing(FIELD_GAP)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row


def column_of(*widgets: QWidget) -> QWidget:
    """Lay widgets one below the other, without a gap; the last one takes the room."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
    return whole


class Invitation(QWidget):
    """What an empty place says: one sentence and the first action."""

    def __init__(self, sentence: str, *actions: QPushButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, FIELD_GAP, 0, FIELD_GAP)
        column.setSpacing(FIELD_GAP)
        column.addWidget(text_label(sentence, self, muted=True))
        if actions:
            column.addLayout(button_row(*actions))
