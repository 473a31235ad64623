"""The visits in order, and of the one in hand its window with a picture, its epoch, mode and arms."""

from typing import Any, cast

from PySide6.QtWidgets import QGridLayout, QWidget

from protocol_designer.domain.schedule import ContactMode, Epoch, Visit
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import schedule as edits
from protocol_designer.edits.activities import duplicate_visit
from protocol_designer.edits.edit import Edit
from protocol_designer.edits.fields import set_field
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.parts_table import PartsTable, add_row_actions
from protocol_designer.gui.widgets.card import ActionButton, Card, fields_grid, icon_button
from protocol_designer.gui.widgets.choice import Choice, code_choice, yes_no_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit, line_edit, quantity_edit
from protocol_designer.gui.widgets.several_choice import SeveralChoice
from protocol_designer.gui.widgets.timing_edit import TimingEdit
from protocol_designer.gui.widgets.window_picture import WindowPicture
from protocol_designer.workspace.models.schedule_rows import visits_model


class VisitsCard(Card):
    """A table of visits over the fields of the one in hand."""

    def __init__(self, page: BasePage) -> None:
        super().__init__(page.tr("Visits"), page)
        self._page = page
        theme = page.theme
        self.add_visit = ActionButton(self.tr("Add visit"), "add", theme, self._added)
        self.header.addWidget(self.add_visit)
        copy = icon_button(self.tr("Duplicate the visit"), "copy", theme, self._copied)
        self.header.addWidget(copy)
        row_buttons = add_row_actions(self, theme, self.tr("visit"), self._moved, self._removed)
        self.table = PartsTable(
            visits_model(page.workspace),
            theme,
            self.tr("Visits"),
            self.tr("No visit is planned yet. Add the first, then say what its day counts from."),
            (ActionButton(self.tr("Add the first visit"), "add", theme, self._added),),
        )
        self.table.view.size_columns(150, 92, 118, 74, 74, 74, 76)
        self.table.enable_with_row(copy, *row_buttons)
        self.body.addWidget(self.table)
        self.timing = TimingEdit(theme)
        self.picture = WindowPicture(theme)
        self.name = line_edit(theme)
        self._epoch = Choice()
        self._arms = SeveralChoice(self.tr("All arms"))
        self.fields = QWidget()
        self.fields.setLayout(self._make_fields())
        self.body.addWidget(self.fields)
        page.note_rest(self, lambda: edits.visit_place(visit) if (visit := self.visit()) else None)
        page.marks(self.table.model)
        self.table.chosen.connect(self._chosen)
        self.table.view.opened.connect(lambda: page.focus(self.timing.target, self.fields))

    def show_trial(self, before: TrialProtocol | None, after: TrialProtocol) -> None:
        """Follow with the table, the choices and the picture."""
        is_named_otherwise = before is not None and before.schedule.epochs is not after.schedule.epochs
        self.table.show_rows(after.schedule.visits, is_named_otherwise)
        self._offer_choices(after)

    def visit(self) -> Visit | None:
        """Return the visit in hand."""
        key = self.table.current
        return next((visit for visit in self._page.trial.schedule.visits if visit.id == key), None)

    def focus_epoch(self) -> None:
        """Take the focus to the epoch of the visit in hand."""
        self._page.focus(self._epoch, self.fields)

    def _make_fields(self) -> QGridLayout:
        theme = self._page.theme
        grid = fields_grid(
            (
                self._field("name", Field(self.tr("Name"), self.name, theme)),
                self._field("epoch", Field(self.tr("Epoch"), self._epoch, theme)),
                self._field("mode", Field(self.tr("Mode"), code_choice(ContactMode), theme)),
            ),
            (self._field("timing", Field(self.tr("When, counted from"), self.timing, theme)),),
            (self.picture,),
            (
                self._field("is_dosing", Field(self.tr("Dosing day"), yes_no_choice(), theme)),
                self._field("arms", Field(self.tr("Arms that have it"), self._arms, theme)),
            ),
            (
                self._plain("start_of_day", self.tr("Begins at"), line_edit(theme), "09:00"),
                self._plain("planned_duration", self.tr("Takes"), quantity_edit(theme), "2 h"),
                self._plain("note", self.tr("Note"), line_edit(theme)),
            ),
            columns=6,
        )
        grid.setContentsMargins(0, 0, 0, 0)
        return grid

    def _field(self, name: str, field: Field) -> Field:
        return self._page.bind(field, lambda: self._place(name), lambda value: self._edit(name, value))

    def _plain(self, name: str, label: str, editor: ParsedEdit[Any], example: str = "") -> Field:
        """Make a field whose value is simply set at the visit in hand."""
        if example:
            editor.show_example(example)
        says = {
            "start_of_day": self.tr("Change when a visit begins"),
            "planned_duration": self.tr("Change how long a visit takes"),
            "note": self.tr("Change the note of a visit"),
        }[name]
        return self._page.bind(
            Field(label, editor, self._page.theme),
            lambda: self._place(name),
            lambda value: set_field(place, value, says) if (place := self._place(name)) else None,
        )

    def _place(self, name: str) -> str | None:
        visit = self.visit()
        return f"{edits.visit_place(visit)}.{name}" if visit else None

    def _edit(self, name: str, value: object) -> Edit | None:
        visit = self.visit()
        if visit is None:
            return None
        if name == "name":
            return edits.rename_visit(visit, cast(str, value))
        if name == "epoch":
            epoch = next((entry for entry in self._page.trial.schedule.epochs if entry.id == value), None)
            return edits.set_epoch(visit, epoch)
        if name == "mode":
            return edits.change_mode(visit, cast(ContactMode | None, value))
        if name == "timing":
            return edits.change_timing(visit, cast(Timing | None, value))
        if name == "arms":
            return edits.set_arms(visit, cast(tuple[str, ...], value))
        return edits.mark_dosing(visit, value is True)

    def _offer_choices(self, trial: TrialProtocol) -> None:
        self._epoch.set_entries((epoch.id, epoch.name) for epoch in trial.schedule.epochs)
        self._arms.set_entries((arm.id, arm.name) for arm in trial.arms)
        visit = self.visit()
        self.fields.setVisible(visit is not None)
        self.picture.show_visit(trial, visit)
        if visit is not None:
            self.timing.set_visits(tuple(v for v in trial.schedule.visits if v.id != visit.id))

    def _chosen(self) -> None:
        self._offer_choices(self._page.trial)
        self._page.show_fields()
        self._page.show_report(self._page.workspace.known_report)

    def _added(self) -> None:
        schedule, here = self._page.trial.schedule, self.visit()
        at = schedule.visits.index(here) + 1 if here else len(schedule.visits)
        epoch: Epoch | None = None
        if here is not None:
            epoch = next((entry for entry in schedule.epochs if entry.id == here.epoch), None)
        name = self.tr("Visit {number}").format(number=len(schedule.visits) + 1)
        if self._page.apply(edits.add_visit(name, epoch, at)):
            self.table.choose(self._page.trial.schedule.visits[at].id)
            self._page.focus(self.name, self.fields)
            self.name.selectAll()

    def _copied(self) -> None:
        if (visit := self.visit()) is not None and self._page.apply(duplicate_visit(visit)):
            visits = self._page.trial.schedule.visits
            self.table.choose(visits[next(at for at, v in enumerate(visits) if v.id == visit.id) + 1].id)

    def _moved(self, by: int) -> None:
        if (visit := self.visit()) is not None:
            to = self._page.trial.schedule.visits.index(visit) + by
            if 0 <= to < len(self._page.trial.schedule.visits):
                self._page.apply(edits.reorder_visit(visit, to))

    def _removed(self) -> None:
        if (visit := self.visit()) is not None:
            self._page.apply(edits.remove_visit(visit))
