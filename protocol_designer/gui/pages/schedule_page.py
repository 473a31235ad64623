"""The schedule: what is done at which visit, when each visit can take place, and in which epoch."""

import re

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from protocol_designer.derived.purposes import unmeasured
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.epochs_card import EpochsCard
from protocol_designer.gui.pages.grid_card import GridCard
from protocol_designer.gui.pages.in_hand_card import InHandCard
from protocol_designer.gui.pages.unmeasured_card import UnmeasuredCard
from protocol_designer.gui.pages.visits_card import VisitsCard
from protocol_designer.gui.theme import Theme
from protocol_designer.rules.findings import Report
from protocol_designer.workspace.workspace import Workspace

_KEYED = re.compile(r"schedule\.(visits|activities|epochs|cells)\[([^\[\]]+)\](?:\.([a-z_]+))?")


class SchedulePage(BasePage):
    """The grid, the cell in hand, the visits with their windows, and the epochs."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(workspace, theme, parent)
        self.grid_card = GridCard(self)
        self.grid, self.grid_model = self.grid_card.grid, self.grid_card.model
        self.in_hand = InHandCard(self, self.grid_card.activity, self.grid_card.visit)
        self.unmeasured = UnmeasuredCard(self)
        self.visits_card = VisitsCard(self)
        self.visits, self.timing = self.visits_card.table, self.visits_card.timing
        self.epochs = EpochsCard(self)
        for card in (self.grid_card, self.unmeasured, self.in_hand, self.visits_card, self.epochs):
            self.column.addWidget(card)
        self.column.addStretch(1)
        self._is_following = False
        self.show_all()
        self.grid.chosen.connect(self._cell_chosen)
        self.grid_card.fields_wanted.connect(self.in_hand.write)
        self.grid_card.names_wanted.connect(self._write_name)
        self.in_hand.done.connect(lambda: self.focus(self.grid))
        self.visits.chosen.connect(self._visit_chosen)
        workspace.selection_changed.connect(self._follow_selection)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the grid and the strip under it fill the page."""
        super().resizeEvent(event)
        self.grid.use_room(event.size().height() - self.grid_card.beside_grid())

    def refresh(self, before: TrialProtocol | None, after: TrialProtocol) -> None:
        """Follow with the grid, the tables and what is in hand."""
        parts = ("schedule", "arms", "courses", "regimens", "endpoints", "harms")
        if before is not None and all(getattr(before, part) is getattr(after, part) for part in parts):
            return
        self._is_following = True
        if before is None or before.schedule.visits is not after.schedule.visits or (
            before.schedule.epochs is not after.schedule.epochs or before.arms is not after.arms
        ):  # fmt: skip
            self.visits_card.show_trial(before, after)
            self.epochs.show_trial(after)
        self.grid_card.show_trial(before, after)
        self.in_hand.show_cell(after, self.grid.facts.orphans)
        self.unmeasured.show_gaps(unmeasured(after))
        self._is_following = False
        if self.grid.hasFocus() and (place := self.in_hand.place(after)):
            self.workspace.select(place)

    def show_report(self, report: Report) -> None:
        """Show findings beside fields and in the grid."""
        super().show_report(report)
        self.grid_card.show_report(report)

    def reveal(self, place: str) -> bool:
        """Take the visit, activity, cell or epoch in hand that the place speaks of, and focus its field."""
        found = _KEYED.match(place)
        kind, key, field = found.groups() if found else ("", "", "")
        if kind == "epochs" and any(epoch.id == key for epoch in self.trial.schedule.epochs):
            self.epochs.reveal(key)
            return True
        if kind == "cells":
            self._follow_selection(place)
            if field and self.in_hand.reveal(field):
                return True
        if kind == "visits":
            self.visits.choose(key)
        if kind == "activities":
            self.grid_card.choose(key, None)
        if kind in ("activities", "cells") and not (kind == "activities" and field and super().reveal(place)):
            self.focus(self.grid, self.grid)
            return True
        if kind == "activities":
            return True
        if place in ("schedule", "schedule.visits", "schedule.epochs"):
            card = self.visits_card
            self.focus(self.visits.view if self.trial.schedule.visits else card.add_visit, self.visits)
            return True
        if place.startswith(("schedule.activities", "schedule.cells")):
            self.focus(self.grid if self.grid.isVisibleTo(self) else self.grid_card.add_activity)
            return True
        return super().reveal(place)

    def _cell_chosen(self) -> None:
        """Follow the cell in hand with its fields, its visit and the selection."""
        if self._is_following or self.grid_card.activity() is None:
            return
        self._is_following = True
        self.in_hand.show_cell(self.trial, self.grid.facts.orphans)
        visit = self.grid_card.visit()
        if visit is None or not self.visits.choose(visit.id) or self.visits.current == visit.id:
            self.show_fields()
            super().show_report(self.workspace.known_report)
        self._is_following = False
        if self.grid.hasFocus() and (place := self.in_hand.place(self.trial)):
            self.workspace.select(place)

    def _visit_chosen(self, key: object) -> None:
        """Follow the visit in hand with the column of the grid."""
        if not self._is_following and isinstance(key, str):
            self._is_following = True
            self.grid_card.choose(None, key)
            self.in_hand.show_cell(self.trial, self.grid.facts.orphans)
            self._is_following = False

    def _follow_selection(self, place: str) -> None:
        """Show what was selected elsewhere."""
        found = _KEYED.match(place)
        if found is None or self._is_following or self.grid.hasFocus():
            return
        kind, key, _ = found.groups()
        if kind == "cells" and key.isdecimal() and int(key) < len(self.trial.schedule.cells):
            cell = self.trial.schedule.cells[int(key)]
            self.grid_card.choose(cell.activity, cell.visit)
        elif kind == "activities":
            self.grid_card.choose(key, None)
        elif kind == "visits":
            self.visits.choose(key)

    def _write_name(self, is_visit: bool) -> None:
        card = self.visits_card if is_visit else self.in_hand
        self.focus(card.name, card)
        card.name.selectAll()
