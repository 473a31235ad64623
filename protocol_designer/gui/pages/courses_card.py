"""The courses of therapy: a table over what the one in hand is, why it is given and to whom."""

from typing import cast

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.therapy import TherapyApproach, TherapyCourse
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import therapy as edits
from protocol_designer.edits.course_copies import duplicate_course
from protocol_designer.edits.receiving import set_receivers
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.delivery_card import course_field
from protocol_designer.gui.pages.parts_table import PartsTable, add_row_actions
from protocol_designer.gui.pages.prior_courses_list import PriorCoursesList
from protocol_designer.gui.widgets.card import ActionButton, Card, fields_grid, icon_button
from protocol_designer.gui.widgets.choice import code_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit, line_edit, whole_number_edit
from protocol_designer.gui.widgets.row_drag import RowDrag
from protocol_designer.gui.widgets.several_choice import SeveralChoice
from protocol_designer.workspace.models.therapy_rows import courses_model


class CoursesCard(Card):
    """Adds, copies, orders and removes courses; takes one over from a prior study."""

    def __init__(self, page: BasePage) -> None:
        super().__init__(page.tr("Courses of therapy"), page)
        self._page = page
        theme = page.theme
        self.add_course = ActionButton(self.tr("Add course"), "add", theme, self._add)
        copy = icon_button(self.tr("Copy the course with its sessions"), "copy", theme, self._copy)
        self.header.addWidget(self.add_course)
        self.header.addWidget(copy)
        row_buttons = add_row_actions(self, theme, self.tr("course"), self._move, self._remove)
        self.table = PartsTable(
            courses_model(page.workspace),
            theme,
            self.tr("Courses of therapy"),
            self.tr(
                "No therapy is planned yet. A course is a set of sessions that one or more arms receive; "
                "write it anew, or start from what a prior study did."
            ),
            (ActionButton(self.tr("Add the first course"), "add", theme, self._add),),
            most_rows=5,
        )
        self.table.view.size_columns(230, 180, 116)
        self.table.enable_with_row(copy, *row_buttons)
        self.drag = RowDrag(self.table.view, theme)
        self.prior = PriorCoursesList(page)
        self.body.addWidget(self.table)
        self.body.addWidget(self.prior)
        self._name = course_field(page, self.course, "name", self.tr("Course name"), line_edit(theme))
        self._arms = SeveralChoice(self.tr("No arm yet"))
        self._fields = self._make_fields()
        self.body.addWidget(self._fields)
        page.note_rest(self, lambda: edits.course_place(course) if (course := self.course()) else None)
        page.marks(self.table.model)
        self.table.view.opened.connect(lambda: page.focus(self._name.editor, self._fields))
        self.drag.moved.connect(self._move_row)
        self.prior.taken.connect(lambda: page.focus(self.table.view, self))

    def course(self) -> TherapyCourse | None:
        """Return the course in hand."""
        key = self.table.current
        return next((course for course in self._page.trial.courses if course.id == key), None)

    @property
    def first_field(self) -> QWidget:
        """What takes the focus when somebody comes for the courses."""
        return self.table.view if self._page.trial.courses else self.add_course

    def show_courses(self, trial: TrialProtocol, is_all_new: bool) -> None:
        """Follow the document."""
        self.table.show_rows(trial.courses, is_all_new)
        self._arms.set_entries((arm.id, arm.name) for arm in trial.arms)
        self.show_in_hand()

    def show_in_hand(self) -> None:
        """Show or hide the fields of the course in hand, and which arms receive it."""
        course = self.course()
        self._fields.setVisible(course is not None)
        receivers = [arm.id for arm in self._page.trial.arms if course and course.id in arm.courses]
        self._arms.show_value(receivers)

    def _make_fields(self) -> QWidget:
        page, theme, tr = self._page, self._page.theme, self.tr
        arms = Field(tr("Arms that receive it"), self._arms, theme)
        self._arms.committed.connect(lambda wanted: self._arms_chosen(arms, cast(tuple[str, ...], wanted)))
        planned = whole_number_edit(theme)
        planned.setPlaceholderText(tr("e.g. 6"))
        box = QWidget()
        grid = fields_grid(
            (
                self._name,
                course_field(page, self.course, "approach", tr("Approach"), code_choice(TherapyApproach)),
                arms,
            ),
            (
                course_field(page, self.course, "purpose", tr("Purpose"), page.prose(2)),
                course_field(page, self.course, "sessions_planned", tr("Sessions planned"), planned),
                course_field(
                    page,
                    self.course,
                    "schedule_as_described",
                    tr("Schedule in words"),
                    line_edit(theme),
                ),
            ),
            stretches=(4, 3, 3),
        )
        grid.setContentsMargins(0, 0, 0, 0)
        box.setLayout(grid)
        return box

    def _arms_chosen(self, field: Field, wanted: tuple[str, ...]) -> None:
        if (course := self.course()) is not None:
            self._page.apply_from(field, set_receivers(course, wanted))

    def _add(self) -> None:
        name = self.tr("Therapy course {number}").format(number=len(self._page.trial.courses) + 1)
        if self._page.apply(edits.add_course(name)):
            self._write_name(-1)

    def _copy(self) -> None:
        if (course := self.course()) is not None:
            at = self._page.trial.courses.index(course) + 1
            if self._page.apply(
                duplicate_course(course, self.tr("{course} (copy)").format(course=course.name))
            ):
                self._write_name(at)

    def _write_name(self, at: int) -> None:
        self.table.choose(self._page.trial.courses[at].id)
        self._page.focus(self._name.editor, self._fields)
        cast(ParsedEdit[str], self._name.editor).selectAll()

    def _move(self, by: int) -> None:
        if (course := self.course()) is not None:
            at = self._page.trial.courses.index(course)
            self._move_row(at, at + by)

    def _move_row(self, row: int, to: int) -> None:
        courses = self._page.trial.courses
        if 0 <= to < len(courses):
            self._page.apply(edits.move_course(courses[row], to))

    def _remove(self) -> None:
        if (course := self.course()) is not None:
            self._page.apply(edits.remove_course(course))
