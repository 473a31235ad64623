"""Visits with their windows, and what is done at each of them."""

from typing import cast

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.schedule import ContactMode, Epoch, EpochKind, Visit
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word, word
from protocol_designer.edits import epochs as epoch_edits
from protocol_designer.edits import schedule as edits
from protocol_designer.edits.edit import Edit
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.parts_table import PartsTable, add_row_actions
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.card import ActionButton, Card, Invitation, fields_grid
from protocol_designer.gui.widgets.choice import Choice, code_choice, yes_no_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.grid_view import GridView
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit, line_edit
from protocol_designer.gui.widgets.several_choice import SeveralChoice
from protocol_designer.gui.widgets.timing_edit import TimingEdit
from protocol_designer.workspace.models.activity_grid import ActivityGrid
from protocol_designer.workspace.models.schedule_rows import visits_model
from protocol_designer.workspace.workspace import Workspace


class SchedulePage(BasePage):
    """Visits, their windows, and the grid of activities."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(workspace, theme, parent)
        self.column.addWidget(self._visits_card())
        self.column.addWidget(self._grid_card())
        self.column.addStretch(1)
        self.show_all()

    def refresh(self, before: TrialProtocol | None, after: TrialProtocol) -> None:
        """Follow with the table and the grid."""
        if before is not None and before.schedule is after.schedule and before.arms is after.arms:
            return
        is_named_otherwise = before is not None and before.schedule.epochs is not after.schedule.epochs
        self.visits.show_rows(after.schedule.visits, is_named_otherwise)
        self._offer_choices(after)
        self.grid_model.show(after.schedule)
        has_grid = bool(after.schedule.activities and after.schedule.visits)
        self.grid.setVisible(has_grid)
        self._grid_invitation.setVisible(not has_grid)
        for button in self._row_buttons:
            button.setEnabled(has_grid)

    def reveal(self, place: str) -> bool:
        """Take the visit in hand that the place speaks of, or the row of the grid."""
        if place.startswith("schedule.visits["):
            self.visits.choose(place.partition("[")[2].partition("]")[0])
        if place.startswith("schedule.activities["):
            key = place.partition("[")[2].partition("]")[0]
            for row, activity in enumerate(self.trial.schedule.activities):
                if activity.id == key:
                    self.grid.setCurrentIndex(self.grid_model.index(row, 0))
                    self.focus(self.grid)
                    return True
        if place.startswith("schedule.epochs["):
            return self._reveal_epoch(place.partition("[")[2].partition("]")[0])
        if place in ("schedule", "schedule.visits", "schedule.epochs"):
            self.focus(self.visits.view if self.trial.schedule.visits else self._add_visit, self.visits)
            return True
        if place.startswith(("schedule.activities", "schedule.cells")):
            self.focus(self.grid if self.grid.isVisibleTo(self) else self._new_activity)
            return True
        return super().reveal(place)

    def _visits_card(self) -> Card:
        card = Card(self.tr("Visits"))
        self._add_visit = ActionButton(self.tr("Add visit"), "add", self.theme, self._visit_added)
        card.header.addWidget(self._add_visit)
        row_buttons = add_row_actions(
            card, self.theme, self.tr("visit"), self._move_visit, self._remove_visit
        )
        self.visits = PartsTable(
            visits_model(self.workspace),
            self.theme,
            self.tr("Visits"),
            self.tr("No visit is planned yet. Add the first, then say what its day counts from."),
            (ActionButton(self.tr("Add the first visit"), "add", self.theme, self._visit_added),),
        )
        self.visits.view.size_columns(150, 92, 118, 74, 74, 74, 76)
        self.visits.enable_with_row(*row_buttons)
        card.body.addWidget(self.visits)
        self._visit_fields = QWidget()
        self.timing = TimingEdit(self.theme)
        self._name = self._visit_field("name", Field(self.tr("Name"), line_edit(self.theme), self.theme))
        self._epoch = Choice()
        self._arms = SeveralChoice(self.tr("All arms"))
        grid = fields_grid(
            (
                self._name,
                self._visit_field("epoch", Field(self.tr("Epoch"), self._epoch, self.theme)),
                self._visit_field("mode", Field(self.tr("Mode"), code_choice(ContactMode), self.theme)),
            ),
            (self._visit_field("timing", Field(self.tr("When, counted from"), self.timing, self.theme)),),
            (
                self._visit_field("is_dosing", Field(self.tr("Dosing day"), yes_no_choice(), self.theme)),
                self._visit_field("arms", Field(self.tr("Arms that have it"), self._arms, self.theme)),
                self._epoch_adder(),
            ),
        )
        grid.setContentsMargins(0, 0, 0, 0)
        self._visit_fields.setLayout(grid)
        card.body.addWidget(self._visit_fields)
        self.note_rest(card, lambda: edits.visit_place(visit) if (visit := self._visit()) else None)
        self.marks(self.visits.model)
        self.visits.chosen.connect(self._visit_chosen)
        self.visits.view.opened.connect(lambda: self.focus(self.timing.target, self._visit_fields))
        return card

    def _visit_field(self, name: str, field: Field) -> Field:
        return self.bind(field, lambda: self._visit_place(name), lambda value: self._visit_edit(name, value))

    def _visit_edit(self, name: str, value: object) -> Edit | None:
        visit = self._visit()
        if visit is None:
            return None
        if name == "name":
            return edits.rename_visit(visit, cast(str, value))
        if name == "epoch":
            epoch = next((entry for entry in self.trial.schedule.epochs if entry.id == value), None)
            return edits.set_epoch(visit, epoch)
        if name == "mode":
            return edits.change_mode(visit, cast(ContactMode | None, value))
        if name == "timing":
            return edits.change_timing(visit, cast(Timing | None, value))
        if name == "arms":
            return edits.set_arms(visit, cast(tuple[str, ...], value))
        return edits.mark_dosing(visit, value is True)

    def _epoch_adder(self) -> Field:
        """Epochs are few: choosing a kind adds one; they are put in order by their visits."""
        kinds = Choice(((kind, title_word(kind)) for kind in EpochKind), none_text=self.tr("Choose its kind"))
        field = Field(self.tr("Add an epoch"), kinds, self.theme)

        def add(kind: object) -> None:
            if isinstance(kind, EpochKind):
                self.apply(epoch_edits.add_epoch(title_word(kind), kind))
            kinds.show_value(None)

        kinds.committed.connect(add)
        return field

    def _grid_card(self) -> Card:
        card = Card(self.tr("Activities at each visit"))
        self._new_activity = Choice(
            ((code, title_word(code)) for code in Instrument), none_text=self.tr("Add an activity")
        )
        self._new_activity.setAccessibleName(self.tr("Add an activity"))
        self._new_activity.setMinimumWidth(180)
        self._new_activity.committed.connect(self._activity_added)
        card.header.addWidget(self._new_activity)
        self._row_buttons = add_row_actions(
            card, self.theme, self.tr("activity"), self._move_activity, self._remove_activity
        )
        self.grid_model = ActivityGrid()
        self.grid = GridView(self.grid_model, self.tr("Activities at each visit"))
        self.grid.setToolTip(self.tr("Click or press Space to mark or clear."))
        self.grid.toggled.connect(self._toggle)
        self._grid_invitation = Invitation(
            self.tr(
                "The grid appears with the first visit and activity. Choose an activity above to add its row."
            )
        )
        card.body.addWidget(self.grid)
        self.note_rest(card, lambda: "schedule.activities")
        card.body.addWidget(self._grid_invitation)
        return card

    def _offer_choices(self, trial: TrialProtocol) -> None:
        self._epoch.set_entries((epoch.id, epoch.name) for epoch in trial.schedule.epochs)
        self._arms.set_entries((arm.id, arm.name) for arm in trial.arms)
        visit = self._visit()
        self._visit_fields.setVisible(visit is not None)
        if visit is not None:
            self.timing.set_visits(tuple(v for v in trial.schedule.visits if v.id != visit.id))

    def _visit(self) -> Visit | None:
        key = self.visits.current
        return next((visit for visit in self.trial.schedule.visits if visit.id == key), None)

    def _visit_place(self, name: str) -> str | None:
        visit = self._visit()
        return f"{edits.visit_place(visit)}.{name}" if visit else None

    def _visit_chosen(self) -> None:
        self._offer_choices(self.trial)
        self.show_fields()
        self.show_report(self.workspace.report)

    def _visit_added(self) -> None:
        visits = self.trial.schedule.visits
        here = self._visit()
        at = visits.index(here) + 1 if here else len(visits)
        epoch: Epoch | None = None
        if here is not None:
            epoch = next((entry for entry in self.trial.schedule.epochs if entry.id == here.epoch), None)
        if self.apply(edits.add_visit(self.tr("Visit {number}").format(number=len(visits) + 1), epoch, at)):
            self.visits.choose(self.trial.schedule.visits[at].id)
            self.focus(self._name.editor, self._visit_fields)
            cast(ParsedEdit[str], self._name.editor).selectAll()

    def _move_visit(self, by: int) -> None:
        if (visit := self._visit()) is not None:
            to = self.trial.schedule.visits.index(visit) + by
            if 0 <= to < len(self.trial.schedule.visits):
                self.apply(edits.reorder_visit(visit, to))

    def _remove_visit(self) -> None:
        if (visit := self._visit()) is not None:
            self.apply(edits.remove_visit(visit))

    def _reveal_epoch(self, epoch_id: str) -> bool:
        """An epoch is shown by its first visit."""
        for visit in self.trial.schedule.visits:
            if visit.epoch == epoch_id:
                self.visits.choose(visit.id)
                break
        self.focus(self._epoch, self._visit_fields)
        return True

    def _toggle(self, row: int, column: int) -> None:
        self.apply(edits.toggle_cell(self.grid_model.activity(row), self.grid_model.visit(column)))

    def _activity_added(self, instrument: object) -> None:
        if isinstance(instrument, Instrument):
            name = word(instrument)
            self.apply(edits.add_activity(name[:1].upper() + name[1:], instrument))
        self._new_activity.show_value(None)

    def _move_activity(self, by: int) -> None:
        row = self.grid.currentIndex().row()
        if row >= 0 and 0 <= row + by < self.grid_model.rowCount():
            column = max(self.grid.currentIndex().column(), 0)
            if self.apply(edits.move_activity(self.grid_model.activity(row), row + by)):
                self.grid.setCurrentIndex(self.grid_model.index(row + by, column))

    def _remove_activity(self) -> None:
        row = self.grid.currentIndex().row()
        if row >= 0:
            self.apply(edits.remove_activity(self.grid_model.activity(row)))
