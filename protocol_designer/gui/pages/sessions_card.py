"""The sessions of the therapy course in hand: when each takes place, how long, and what happens in it."""

from collections.abc import Callable
from typing import cast

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.therapy import SessionKind, TherapyCourse, TherapySession
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import therapy as edits
from protocol_designer.edits.edit import Edit
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.parts_table import PartsTable, add_row_actions
from protocol_designer.gui.widgets.card import ActionButton, Card, fields_grid
from protocol_designer.gui.widgets.choice import Choice, code_choice, yes_no_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit, line_edit, quantity_edit, whole_number_edit
from protocol_designer.gui.widgets.prose_edit import ProseEdit
from protocol_designer.gui.widgets.timing_edit import TimingEdit
from protocol_designer.quantities import Quantity
from protocol_designer.workspace.models.schedule_rows import sessions_model


class SessionsCard(Card):
    """A table of sessions over the fields of the one in hand."""

    def __init__(self, page: BasePage, course: Callable[[], TherapyCourse | None]) -> None:
        super().__init__(page.tr("Sessions"), page)
        self._page = page
        self._course = course
        theme = page.theme
        self.header.addWidget(ActionButton(self.tr("Add session"), "add", theme, self._add))
        row_buttons = add_row_actions(self, theme, self.tr("session"), self._move, self._remove)
        self.table = PartsTable(
            sessions_model(page.workspace),
            theme,
            self.tr("Sessions"),
            self.tr(
                "This course has no session yet. Add one, then say when it takes place and for how long."
            ),
            (ActionButton(self.tr("Add the first session"), "add", theme, self._add),),
        )
        self.table.view.size_columns(176, 108, 256, 68)
        self.table.enable_with_row(*row_buttons)
        self.body.addWidget(self.table)
        self._name = self._field("name", self.tr("Name"), line_edit(theme))
        self._visit = Choice()
        self._timing = TimingEdit(theme)
        self._fields = self._make_fields()
        self.body.addWidget(self._fields)
        self.table.chosen.connect(self._chosen)
        self.table.view.opened.connect(lambda: page.focus(self._name.editor, self._fields))

    def show_course(self, trial: TrialProtocol, is_all_new: bool) -> None:
        """Follow the document, or another course."""
        course = self._course()
        self.setVisible(course is not None)
        if course is not None:
            self.set_title(self.tr("Sessions of {course}").format(course=course.name))
        self.table.show_rows(course.sessions if course else (), is_all_new)
        self._visit.set_entries((visit.id, visit.name) for visit in trial.schedule.visits)
        self._timing.set_visits(trial.schedule.visits)
        self._fields.setVisible(self._session() is not None)

    def _make_fields(self) -> QWidget:
        length = quantity_edit(self._page.theme)
        length.show_example("60 min")
        dose = whole_number_edit(self._page.theme)
        box = QWidget()
        grid = fields_grid(
            (
                self._name,
                self._field("kind", self.tr("Type"), code_choice(SessionKind)),
                self._field("duration", self.tr("Length"), length),
                self._field("depends_on_memory", self.tr("Needs memory"), yes_no_choice()),
            ),
            (
                self._field("visit", self.tr("At visit"), self._visit),
                self._field("dose_number", self.tr("Belongs to dose"), dose),
                self._field("timing", self.tr("When, counted from"), self._timing),
            ),
            (self._field("content", self.tr("Content"), ProseEdit(2)),),
            columns=4,
        )
        grid.setContentsMargins(0, 0, 0, 0)
        box.setLayout(grid)
        return box

    def _field(self, name: str, label: str, editor: QWidget) -> Field:
        return self._page.bind(
            Field(label, editor, self._page.theme),
            lambda: self._place(name),
            lambda value: self._edit(name, value),
        )

    def _session(self) -> TherapySession | None:
        course, key = self._course(), self.table.current
        return next((entry for entry in course.sessions if entry.id == key), None) if course else None

    def _place(self, name: str) -> str | None:
        course, session = self._course(), self._session()
        return f"{edits.session_place(course, session)}.{name}" if course and session else None

    def _edit(self, name: str, value: object) -> Edit | None:
        course, session = self._course(), self._session()
        if course is None or session is None:
            return None
        if name == "timing":
            return edits.change_session_timing(course, session, cast(Timing | None, value))
        if name == "duration":
            return edits.change_session_length(course, session, cast(Quantity | None, value))
        return edits.change_session(course, session, **{name: value})

    def _chosen(self) -> None:
        self._fields.setVisible(self._session() is not None)
        self._page.show_fields()
        self._page.show_report(self._page.workspace.report)

    def _add(self) -> None:
        if (course := self._course()) is not None:
            name = self.tr("Session {number}").format(number=len(course.sessions) + 1)
            if self._page.apply(edits.add_session(course, name)):
                self.table.choose(self._page.trial.course(course.id).sessions[-1].id)
                self._page.focus(self._name.editor, self._fields)
                cast(ParsedEdit[str], self._name.editor).selectAll()

    def _move(self, by: int) -> None:
        course, session = self._course(), self._session()
        if course and session:
            to = course.sessions.index(session) + by
            if 0 <= to < len(course.sessions):
                self._page.apply(edits.move_session(course, session, to))

    def _remove(self) -> None:
        course, session = self._course(), self._session()
        if course and session:
            self._page.apply(edits.remove_session(course, session))
