"""A button that opens a menu of actions; each says what it does to what."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMenu

from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.card import ActionButton


class MenuButton(ActionButton):
    """Opens ``actions_menu`` beneath itself, by a click, Space or Enter."""

    def __init__(
        self,
        text: str,
        icon_name: str,
        theme: Theme,
        entries: Sequence[tuple[str, Callable[[], object]]] = (),
    ) -> None:
        super().__init__(text, icon_name, theme, self._open)
        self.actions_menu = QMenu(self)
        self.set_entries(entries)

    def set_entries(self, entries: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """Offer other actions, each with its words."""
        self.actions_menu.clear()
        for words, do in entries:
            action = self.actions_menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, do=do: do())

    def _open(self) -> None:
        self.actions_menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
