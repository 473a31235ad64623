"""A table of parts with the actions on the row in hand; its fields stand beneath it on the page."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.gui.widgets.card import Card, Invitation, icon_button
from protocol_designer.gui.widgets.table import RowsView
from protocol_designer.workspace.models.rows import RowsModel


class PartsTable(QWidget):
    """Keeps a row in hand while the document changes, and shows an invitation while there is none.

    Signals:
        chosen: Another row is in hand (its key, or None).
    """

    chosen = Signal(object)

    def __init__(
        self,
        model: RowsModel[Any],
        theme: Theme,
        name: str,
        invitation: str,
        actions: Sequence[QPushButton] = (),
        *,
        most_rows: int = 10,
    ) -> None:
        super().__init__()
        self.model = model
        self.view = RowsView(model, theme, name, most_rows)
        self._row_buttons: tuple[QPushButton, ...] = ()
        self._invitation = Invitation(invitation, *actions)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(FIELD_GAP)
        column.addWidget(self.view)
        column.addWidget(self._invitation)
        self.view.chosen.connect(self.chosen)

    @property
    def current(self) -> object:
        """The key of the row in hand, or None."""
        return self.view.current_key

    def show_rows(self, rows: Sequence[Any], is_all_new: bool = False) -> None:
        """Show other rows. A new row is taken in hand; after a removal, the one that took its place."""
        known = {self.model.key_at(row) for row in range(self.model.rowCount())}
        had = self.model.rowCount() > 0
        self.model.show(rows, is_all_new)
        new = [key for row in range(self.model.rowCount()) if (key := self.model.key_at(row)) not in known]
        if had and len(new) == 1:
            self.view.choose(new[0])
        elif self.current is None and rows:
            self.view.choose(self.model.key_at(0))
        for button in self._row_buttons:
            button.setEnabled(self.current is not None)
        self.view.setVisible(bool(rows))
        self._invitation.setVisible(not rows)

    def enable_with_row(self, *buttons: QPushButton) -> None:
        """Let buttons act only while there is a row in hand."""
        self._row_buttons = (*self._row_buttons, *buttons)

    def choose(self, key: object) -> bool:
        """Take a row in hand; False when there is none with that key."""
        return self.view.choose(key)


def add_row_actions(
    card: Card,
    theme: Theme,
    what: str,
    move: Callable[[int], object],
    remove: Callable[[], object],
) -> tuple[QPushButton, ...]:
    """Put move up, move down and remove into the header of a card; ``move`` gets -1 or 1."""
    tr = card.tr
    buttons = (
        icon_button(tr("Move the {what} up").format(what=what), "up", theme, lambda: move(-1)),
        icon_button(tr("Move the {what} down").format(what=what), "down", theme, lambda: move(1)),
        icon_button(tr("Remove the {what}").format(what=what), "remove", theme, remove),
    )
    for button in buttons:
        card.header.addWidget(button)
    return buttons
