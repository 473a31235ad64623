"""The sessions of the course in hand: drawn over time, in a table, and one by one in fields."""

from collections.abc import Callable
from typing import cast

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.therapy import SessionKind, TherapyCourse, TherapySession
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import therapy as edits
from protocol_designer.edits.course_copies import duplicate_session
from protocol_designer.edits.edit import Edit
from protocol_designer.gui.drawing_view import FIGURE_ZOOM, DrawingView
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.parts_table import PartsTable, add_row_actions
from protocol_designer.gui.pages.series_form import SeriesForm
from protocol_designer.gui.widgets.card import ActionButton, Card, fields_grid, icon_button
from protocol_designer.gui.widgets.choice import Choice, code_choice, yes_no_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit, line_edit, quantity_edit, whole_number_edit
from protocol_designer.gui.widgets.row_drag import RowDrag
from protocol_designer.gui.widgets.timing_edit import TimingEdit
from protocol_designer.quantities import Quantity
from protocol_designer.report.display_list import Drawing
from protocol_designer.report.figures.course_strip import course_strip
from protocol_designer.workspace.models.therapy_rows import sessions_model


class SessionsCard(Card):
    """A strip of time and a table of sessions over the fields of the one in hand."""

    def __init__(self, page: BasePage, course: Callable[[], TherapyCourse | None]) -> None:
        super().__init__(page.tr("Sessions"), page)
        self._page = page
        self._course = course
        theme = page.theme
        self.add_session = ActionButton(self.tr("Add session"), "add", theme, self._add)
        self.open_series = ActionButton(self.tr("Add a series…"), "add", theme, self._toggle_series)
        copy = icon_button(self.tr("Copy the session"), "copy", theme, self._copy)
        for button in (self.add_session, self.open_series, copy):
            self.header.addWidget(button)
        row_buttons = add_row_actions(self, theme, self.tr("session"), self._move, self._remove)
        self.strip = DrawingView(self._draw, page.workspace, theme, self, zoom=FIGURE_ZOOM)
        self.strip.setAccessibleName(self.tr("Sessions over time"))
        self.table = PartsTable(
            sessions_model(page.workspace, course),
            theme,
            self.tr("Sessions"),
            self.tr("This course has no session yet. Add one, or several at equal distances in one step."),
            (
                ActionButton(self.tr("Add the first session"), "add", theme, self._add),
                ActionButton(self.tr("Plan a series of sessions"), "add", theme, self._toggle_series),
            ),
        )
        self.table.view.size_columns(184, 134, 226, 70)
        self.table.enable_with_row(copy, *row_buttons)
        self.drag = RowDrag(self.table.view, theme)
        self.series = SeriesForm(page, course)
        self.series.hide()
        for widget in (self.strip, self.table, self.series):
            self.body.addWidget(widget)
        self._name = self._field("name", self.tr("Session name"), line_edit(theme))
        self._visit = Choice()
        self._timing = TimingEdit(theme)
        self._fields = self._make_fields()
        self.body.addWidget(self._fields)
        page.note_rest(self, self.place)
        page.marks(self.table.model)
        self.table.chosen.connect(self._chosen)
        self.table.view.opened.connect(lambda: page.focus(self._name.editor, self._fields))
        self.drag.moved.connect(self._move_row)
        self.series.made.connect(self._made)
        self.series.closed.connect(self._toggle_series)

    def show_course(self, trial: TrialProtocol, is_all_new: bool) -> None:
        """Follow the document, or another course."""
        course = self._course()
        self.setVisible(course is not None)
        if course is not None:
            self.set_title(self.tr("Sessions of {course}").format(course=course.name))
        self.table.show_rows(course.sessions if course else (), is_all_new)
        self.strip.setVisible(course is not None and bool(course.sessions))
        self.strip.redraw()
        self._visit.set_entries((visit.id, visit.name) for visit in trial.schedule.visits)
        self._timing.set_visits(trial.schedule.visits)
        if not self.series.isHidden():
            self.series.show_trial(trial)
        self._show_fields()

    def place(self) -> str | None:
        """Return the place of the session in hand."""
        course, session = self._course(), self._session()
        return edits.session_place(course, session) if course and session else None

    @property
    def first_field(self) -> QWidget:
        """What takes the focus when somebody comes for the sessions of a course."""
        return self.table.view if self.table.view.isVisibleTo(self) else self.add_session

    def _make_fields(self) -> QWidget:
        length = quantity_edit(self._page.theme)
        length.show_example("60 min")
        dose = whole_number_edit(self._page.theme)
        dose.setPlaceholderText(self.tr("e.g. 1"))
        box = QWidget()
        grid = fields_grid(
            (
                self._name,
                self._field("kind", self.tr("Kind"), code_choice(SessionKind)),
                self._field("duration", self.tr("Length"), length),
                self._field("depends_on_memory", self.tr("Needs memory"), yes_no_choice()),
            ),
            (
                self._field("visit", self.tr("At visit"), self._visit),
                self._field("dose_number", self.tr("Belongs to dose"), dose),
                self._field("timing", self.tr("When, counted from"), self._timing),
            ),
            (self._field("content", self.tr("Content"), self._page.prose(2)),),
            columns=4,
        )
        grid.setContentsMargins(0, 0, 0, 0)
        box.setLayout(grid)
        return box

    def _field(self, name: str, label: str, editor: QWidget) -> Field:
        return self._page.bind(
            Field(label, editor, self._page.theme),
            lambda: f"{place}.{name}" if (place := self.place()) else None,
            lambda value: self._edit(name, value),
        )

    def _session(self) -> TherapySession | None:
        course, key = self._course(), self.table.current
        return next((entry for entry in course.sessions if entry.id == key), None) if course else None

    def _edit(self, name: str, value: object) -> Edit | None:
        course, session = self._course(), self._session()
        if course is None or session is None:
            return None
        if name == "timing":
            return edits.change_session_timing(course, session, cast(Timing | None, value))
        if name == "duration":
            return edits.change_session_length(course, session, cast(Quantity | None, value))
        return edits.change_session(course, session, **{name: value})

    def _draw(self, width: float) -> Drawing:
        course = self._course()
        return course_strip(self._page.trial, course, width) if course else Drawing(width, 1, (), "")

    def _chosen(self) -> None:
        self._show_fields()
        if self.table.view.hasFocus() and (place := self.place()):
            self._page.workspace.select(place)
        self._page.show_fields()
        self._page.show_report(self._page.workspace.known_report)

    def _show_fields(self) -> None:
        """Show the fields of the session in hand, unless a series is being planned in their place."""
        self._fields.setVisible(self._session() is not None and self.series.isHidden())

    def _toggle_series(self) -> None:
        is_open = self.series.isHidden()
        self.series.setVisible(is_open)
        self._show_fields()
        if is_open:
            self.series.show_trial(self._page.trial)
            self._page.focus(self.series.number, self.series)
        else:
            self._page.focus(self.open_series, self)

    def _made(self, number: int) -> None:
        """Close the form and take the first new session in hand."""
        self.series.hide()
        self._show_fields()
        if (course := self._course()) is not None:
            self.table.choose(course.sessions[-number].id)
        self._page.focus(self.table.view, self.table)

    def _add(self) -> None:
        if (course := self._course()) is not None:
            name = self.tr("Session {number}").format(number=len(course.sessions) + 1)
            if self._page.apply(edits.add_session(course, name)):
                self._write_name(-1)

    def _copy(self) -> None:
        course, session = self._course(), self._session()
        if course and session:
            at = course.sessions.index(session) + 1
            name = self.tr("{session} (copy)").format(session=session.name)
            if self._page.apply(duplicate_session(course, session, name)):
                self._write_name(at)

    def _write_name(self, at: int) -> None:
        if (course := self._course()) is not None:
            self.series.hide()
            self.table.choose(course.sessions[at].id)
            self._show_fields()
            self._page.focus(self._name.editor, self._fields)
            cast(ParsedEdit[str], self._name.editor).selectAll()

    def _move(self, by: int) -> None:
        course, session = self._course(), self._session()
        if course and session:
            at = course.sessions.index(session)
            self._move_row(at, at + by)

    def _move_row(self, row: int, to: int) -> None:
        course = self._course()
        if course is not None and 0 <= to < len(course.sessions):
            self._page.apply(edits.move_session(course, course.sessions[row], to))

    def _remove(self) -> None:
        course, session = self._course(), self._session()
        if course and session:
            self._page.apply(edits.remove_session(course, session))
