"""Endpoints that nobody measures: a chip for each, which leads to the endpoint."""

from collections.abc import Sequence
from functools import partial

from protocol_designer.domain.objectives import Endpoint
from protocol_designer.domain.schedule import Activity
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.widgets.card import ActionButton, Card


class UnmeasuredCard(Card):
    """Stands only while an activity that measures or verifies an endpoint is marked at no visit."""

    def __init__(self, page: BasePage) -> None:
        super().__init__(page.tr("Endpoints without a visit"), page)
        self._page = page
        self._gaps: tuple[tuple[Endpoint, Activity], ...] = ()
        self.hide()

    def show_gaps(self, gaps: Sequence[tuple[Endpoint, Activity]]) -> None:
        """Show a chip for each endpoint and its activity."""
        if tuple(gaps) == self._gaps:
            return
        self._gaps = tuple(gaps)
        while (item := self.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for endpoint, activity in self._gaps:
            told = self.tr("“{endpoint}”: {activity} stands at no visit")
            text = told.format(endpoint=_short(endpoint.variable), activity=activity.name)
            place = f"endpoints[{endpoint.id}].activities"
            chip = ActionButton(text, "go_to", self._page.theme, partial(self._page.workspace.go_to, place))
            chip.setToolTip(endpoint.variable)
            self.body.addWidget(chip)
        self.setVisible(bool(self._gaps))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39].rstrip()}…"
