"""The grid of activities and visits with its burden and its notes; its commands are in grid_actions."""

from html import escape

from PySide6.QtCore import Qt, Signal

from protocol_designer.derived.burden import Burdens
from protocol_designer.derived.purposes import group_of, orphans
from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.schedule import Activity, Visit
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word
from protocol_designer.edits import schedule as edits
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.grid_actions import GridActions
from protocol_designer.gui.pages.parts_table import add_row_actions
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.typography import FIELD_GAP, GROUP_GAP
from protocol_designer.gui.widgets.burden_strip import BurdenStrip
from protocol_designer.gui.widgets.card import Card, Invitation, icon_button
from protocol_designer.gui.widgets.choice import Choice
from protocol_designer.gui.widgets.grid_commands import GridCommand
from protocol_designer.gui.widgets.grid_view import GridView
from protocol_designer.gui.widgets.note_line import NoteLine
from protocol_designer.report.burden_words import burden_sentences
from protocol_designer.report.timing_words import short_window
from protocol_designer.report.visit_heads import head_target
from protocol_designer.rules.findings import Report
from protocol_designer.workspace.models.activity_grid import ActivityGrid
from protocol_designer.workspace.models.grid_findings import part_findings


class GridCard(Card):
    """Holds the grid. What belongs to the cell or row in hand stands in the cards below.

    Signals:
        fields_wanted: The times (or footnote) of the cell in hand are to be written (command).
        names_wanted: The name of the activity (or visit) in hand is to be written (True for the visit).
    """

    fields_wanted = Signal(object)
    names_wanted = Signal(bool)

    def __init__(self, page: BasePage) -> None:
        super().__init__(page.tr("Activities at each visit"), page)
        self._page = page
        self._theme = page.theme
        self.add_activity = Choice(
            ((code, title_word(code)) for code in Instrument), none_text=self.tr("Add an activity")
        )
        self.add_activity.setAccessibleName(self.tr("Add an activity"))
        self.add_activity.setMinimumWidth(180)
        self.add_activity.committed.connect(self._activity_added)
        self.header.addWidget(self.add_activity)
        copy = icon_button(
            self.tr("Duplicate the activity"), "copy", page.theme, lambda: self._do(GridCommand.COPY_ROW)
        )
        self.header.addWidget(copy)
        self._row_buttons = (
            copy,
            *add_row_actions(
                self,
                page.theme,
                self.tr("activity"),
                lambda by: self._do(GridCommand.ROW_UP if by < 0 else GridCommand.ROW_DOWN),
                lambda: self._do(GridCommand.REMOVE_ROW),
            ),
        )
        self.model = ActivityGrid()
        self.grid = GridView(self.model, self.tr("Activities at each visit"), page.theme)
        self._burdens = Burdens(page.trial)
        self.strip = BurdenStrip(self.grid, self.tr("What each visit asks of a participant"), page.theme)
        self.problem = NoteLine(page.theme, 2, self)
        self._burden = small_print("", self)
        self._notes = small_print("", self)
        self._notes.setTextFormat(Qt.TextFormat.RichText)
        self._invitation = Invitation(
            self.tr(
                "The grid appears with the first visit and activity. Choose an activity above to add its row."
            )
        )
        self.body.addWidget(self.grid)
        self.body.addLayout(self.strip.row)
        for widget in (self.problem, self._burden, self._notes, self._invitation):
            self.body.addWidget(widget)
        self._actions = GridActions(page, self.grid, self.problem)
        page.note_at(self.problem, lambda: "schedule.cells")
        page.note_rest(self, lambda: "schedule.activities")
        self._connect()

    def show_trial(self, before: TrialProtocol | None, after: TrialProtocol) -> None:
        """Follow the document by difference."""
        schedule = after.schedule
        same = ("visits", "epochs")
        if (
            before is None
            or before.regimens is not after.regimens
            or any(getattr(before.schedule, part) is not getattr(schedule, part) for part in same)
        ):
            self._show_heads(after)
        self.model.show(after)
        lost = frozenset(activity.id for activity in orphans(after))
        if lost != self.grid.facts.orphans:
            self.grid.facts.orphans = lost
            self.grid.names.viewport().update()
        has_grid = bool(schedule.activities and schedule.visits)
        if has_grid:
            self._burdens = Burdens(after)
            self.strip.rows.show(after, self.model.columns, self._burdens)
            self._burden.setText(burden_sentences(after, self._burdens))
        notes = self.model.notes.texts
        told = self.tr("Notes; times count from the start of the dose.")
        listed = (f"<b>{letter}</b>&nbsp;{escape(text)}" for letter, text in notes.items())
        self._notes.setText(" &nbsp; ".join((escape(told), *listed)))
        for widget in (self.grid, self.strip, self.problem, self._burden):
            widget.setVisible(has_grid)
        self._notes.setVisible(has_grid and bool(notes))
        self._invitation.setVisible(not has_grid)
        for button in self._row_buttons:
            button.setEnabled(has_grid)
        if has_grid and not self.grid.currentIndex().isValid():
            self.grid.choose(1, 0)

    def beside_grid(self) -> int:
        """Return the height that title, strip and refusals take on the page beside the grid."""
        below = self.strip.height() + self.problem.height() + 2 * FIELD_GAP
        return self.add_activity.sizeHint().height() + below + 3 * GROUP_GAP

    def show_report(self, report: Report) -> None:
        """Show findings in the corners of cells and beside names."""
        self.model.show_report(report)
        marks = part_findings(report)
        if marks != self.grid.facts.marks:
            self.grid.facts.marks = marks
            self.grid.names.viewport().update()
            self.grid.heads.viewport().update()

    def activity(self) -> Activity | None:
        """Return the activity of the row in hand."""
        row = self.grid.currentIndex().row()
        return self.model.activity(row) if row >= 0 else None

    def visit(self) -> Visit | None:
        """Return the visit of the column in hand."""
        column = self.grid.currentIndex().column()
        return self.model.visit(column) if column >= 0 else None

    def choose(self, activity: str | None, visit: str | None) -> None:
        """Take the cell of an activity and a visit in hand; None keeps the row or column."""
        here = self.grid.currentIndex()
        row = self.model.row_of(activity) if activity else here.row()
        column = self.model.column_of(visit) if visit else here.column()
        if row is None or column is None:
            return
        if visit and here.column() >= 0 and self.model.visit(here.column()).id == visit:
            column = here.column()
        self.grid.choose(max(row, 1), max(column, 0))

    def _connect(self) -> None:
        actions, grid = self._actions, self.grid
        grid.wanted.connect(self._do)
        grid.filled.connect(actions.fill)
        grid.names.chip_clicked.connect(lambda _: actions.show_purpose())
        grid.heads.opener_clicked.connect(lambda column: actions.open_day(self.model.visit(column)))
        grid.names.dropped.connect(actions.row_dropped)
        grid.heads.dropped.connect(actions.column_dropped)
        grid.names.opened.connect(lambda _: self.names_wanted.emit(False))
        grid.heads.opened.connect(lambda _: self.names_wanted.emit(True))
        grid.chosen.connect(lambda: self.problem.show_problem(""))
        self.model.modelReset.connect(self._show_columns)

    def _show_columns(self) -> None:
        self.strip.rows.show(self._page.trial, self.model.columns, self._burdens)

    def _do(self, command: GridCommand) -> None:
        if command in (GridCommand.TIMES, GridCommand.FOOTNOTE):
            self.fields_wanted.emit(command)
        else:
            self._actions.do(command)

    def _show_heads(self, trial: TrialProtocol) -> None:
        facts = self.grid.facts
        facts.epochs = {epoch.id: epoch.name for epoch in trial.schedule.epochs}
        facts.days = {
            visit.id: (head_target(trial, visit, visit.timing), short_window(visit.timing))
            for visit in trial.schedule.visits
            if visit.timing is not None
        }
        self.grid.heads.viewport().update()

    def _activity_added(self, instrument: object) -> None:
        if isinstance(instrument, Instrument):
            name = title_word(instrument)
            if self._page.apply(edits.add_activity(name, instrument, group_of(instrument))):
                self.choose(self._page.trial.schedule.activities[-1].id, None)
                self.names_wanted.emit(False)
        self.add_activity.show_value(None)
