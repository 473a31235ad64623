"""A card about the regimen in hand of the dosing page."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.card import Card
from protocol_designer.workspace.workspace import Workspace


class RegimenCard(Card):
    """Asks which regimen is in hand when it needs it; the page says when to follow."""

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        regimen: Callable[[], DrugRegimen | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self._workspace = workspace
        self._theme = theme
        self._regimen = regimen
