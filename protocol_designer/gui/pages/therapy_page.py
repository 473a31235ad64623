"""Talking treatment: courses with their sessions, who gives them, and the contact time of each arm."""

from typing import cast

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.design import Arm
from protocol_designer.domain.therapy import TherapyApproach, TherapyCourse
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import arms as arm_edits
from protocol_designer.edits import therapy as edits
from protocol_designer.edits.edit import Edit, in_one
from protocol_designer.edits.fields import set_field
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.parts_table import PartsTable, add_row_actions
from protocol_designer.gui.pages.sessions_card import SessionsCard
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.card import ActionButton, Card, fields_grid
from protocol_designer.gui.widgets.choice import code_choice, yes_no_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit, line_edit
from protocol_designer.gui.widgets.prose_edit import ProseEdit
from protocol_designer.gui.widgets.several_choice import SeveralChoice
from protocol_designer.gui.widgets.table import RowsView
from protocol_designer.workspace.models.therapy_rows import contact_model, contact_rows, courses_model
from protocol_designer.workspace.workspace import Workspace


class TherapyPage(BasePage):
    """Courses, sessions, providers, contact time."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(workspace, theme, parent)
        self.column.addWidget(self._courses_card())
        self.sessions = SessionsCard(self, self._course)
        self.column.addWidget(self.sessions)
        self.column.addWidget(self._delivery_card())
        self.column.addWidget(self._contact_card())
        self.column.addStretch(1)
        self.show_all()

    def refresh(self, before: TrialProtocol | None, after: TrialProtocol) -> None:
        """Follow with courses, sessions and contact time."""
        same_arms = before is not None and before.arms is after.arms
        same_schedule = before is not None and before.schedule is after.schedule
        if before is not None and before.courses is after.courses and same_arms and same_schedule:
            return
        self.courses.show_rows(after.courses, not same_arms)
        self._show_course(after, not same_schedule)
        self._arms.set_entries((arm.id, arm.name) for arm in after.arms)
        self._contact.show(contact_rows(after), is_all_new=True)
        self._contact_box.setVisible(bool(after.arms))

    def show_fields(self) -> None:
        """Show which arms receive the course beside its own fields."""
        super().show_fields()
        course = self._course()
        self._arms.show_value([arm.id for arm in self.trial.arms if course and course.id in arm.courses])

    def reveal(self, place: str) -> bool:
        """Take the course and session in hand that the place speaks of."""
        if place.startswith("courses["):
            self.courses.choose(place.partition("[")[2].partition("]")[0])
            if ".sessions[" in place:
                self.sessions.table.choose(place.partition(".sessions[")[2].partition("]")[0])
        elif place == "courses":
            self.focus(self.courses.view if self.trial.courses else self._add_course, self.courses)
            return True
        return super().reveal(place)

    def _courses_card(self) -> Card:
        card = Card(self.tr("Courses of therapy"))
        self._add_course = ActionButton(self.tr("Add course"), "add", self.theme, self._course_added)
        card.header.addWidget(self._add_course)
        row_buttons = add_row_actions(
            card, self.theme, self.tr("course"), self._move_course, self._remove_course
        )
        self.courses = PartsTable(
            courses_model(self.workspace),
            self.theme,
            self.tr("Courses of therapy"),
            self.tr(
                "No therapy is planned yet. A course is a set of sessions that one or more arms receive."
            ),
            (ActionButton(self.tr("Add the first course"), "add", self.theme, self._course_added),),
            most_rows=5,
        )
        self.courses.view.size_columns(250, 200, 76)
        self.courses.enable_with_row(*row_buttons)
        card.body.addWidget(self.courses)
        self._course_name = self._course_field(
            "name", Field(self.tr("Name"), line_edit(self.theme), self.theme)
        )
        self._arms = SeveralChoice(self.tr("No arm yet"))
        arms = Field(self.tr("Arms that receive it"), self._arms, self.theme)
        self._arms.committed.connect(lambda wanted: self._arms_chosen(cast(tuple[str, ...], wanted)))
        approach = code_choice(TherapyApproach)
        self._course_fields = QWidget()
        grid = fields_grid(
            (
                self._course_name,
                self._course_field("approach", Field(self.tr("Approach"), approach, self.theme)),
                arms,
            ),
            stretches=(4, 3, 3),
        )
        grid.setContentsMargins(0, 0, 0, 0)
        self._course_fields.setLayout(grid)
        card.body.addWidget(self._course_fields)
        self.note_rest(card, lambda: edits.course_place(course) if (course := self._course()) else None)
        self.marks(self.courses.model)
        self.courses.chosen.connect(self._course_chosen)
        self.courses.view.opened.connect(lambda: self.focus(self._course_name.editor, self._course_fields))
        return card

    def _delivery_card(self) -> Card:
        card = self._delivery_box = Card(self.tr("Provider, manual and fidelity"))
        card.body.addLayout(
            fields_grid(
                (
                    self._course_field("provider.role", self._line(self.tr("Provider"))),
                    self._course_field("provider.licence", self._line(self.tr("Licence"))),
                    self._course_field("manual", self._line(self.tr("Manual"))),
                ),
                (
                    self._course_field("provider.training", self._prose(self.tr("Training"))),
                    self._course_field("provider.supervision", self._prose(self.tr("Supervision"))),
                    self._course_field("fidelity", self._prose(self.tr("Fidelity"))),
                ),
                (
                    self._course_field(
                        "provider.is_alone_with_participant_during_dosing",
                        Field(
                            self.tr("Alone with the participant during dosing"), yes_no_choice(), self.theme
                        ),
                    ),
                    self._course_field("mode", self._line(self.tr("Mode of delivery"))),
                    self._course_field("tailoring", self._prose(self.tr("Tailoring"))),
                ),
            )
        )
        return card

    def _contact_card(self) -> Card:
        card = self._contact_box = Card(self.tr("Contact time of each arm"))
        self._contact = contact_model()
        view = RowsView(self._contact, self.theme, self.tr("Contact time of each arm"), 8)
        view.size_columns(270, 90, 110)
        card.body.addWidget(view)
        return card

    def _line(self, label: str) -> Field:
        return Field(label, line_edit(self.theme), self.theme)

    def _prose(self, label: str) -> Field:
        return Field(label, ProseEdit(2), self.theme)

    def _course_field(self, name: str, field: Field) -> Field:
        return self.bind(
            field, lambda: self._course_place(name), lambda value: self._course_edit(name, value)
        )

    def _course_edit(self, name: str, value: object) -> Edit | None:
        course = self._course()
        if course is None:
            return None
        if name == "name":
            return edits.rename_course(course, cast(str, value))
        if name == "approach":
            return edits.change_approach(course, cast(TherapyApproach | None, value))
        if name == "manual":
            return edits.change_manual(course, cast(str | None, value))
        if name == "fidelity":
            return edits.change_fidelity(course, cast(str | None, value))
        if name.startswith("provider."):
            return edits.change_provider(course, **{name.removeprefix("provider."): value})
        return set_field(
            f"{edits.course_place(course)}.{name}",
            value,
            self.tr("Change {course}").format(course=course.name),
        )

    def _course(self) -> TherapyCourse | None:
        key = self.courses.current
        return next((course for course in self.trial.courses if course.id == key), None)

    def _course_place(self, name: str) -> str | None:
        course = self._course()
        return f"{edits.course_place(course)}.{name}" if course else None

    def _show_course(self, trial: TrialProtocol, is_all_new: bool = True) -> None:
        for box in (self._course_fields, self._delivery_box):
            box.setVisible(self._course() is not None)
        self.sessions.show_course(trial, is_all_new)

    def _course_chosen(self) -> None:
        self._show_course(self.trial)
        self.show_fields()
        self.show_report(self.workspace.report)

    def _course_added(self) -> None:
        name = self.tr("Therapy course {number}").format(number=len(self.trial.courses) + 1)
        if self.apply(edits.add_course(name)):
            self.courses.choose(self.trial.courses[-1].id)
            self.focus(self._course_name.editor, self._course_fields)
            cast(ParsedEdit[str], self._course_name.editor).selectAll()

    def _move_course(self, by: int) -> None:
        if (course := self._course()) is not None:
            to = self.trial.courses.index(course) + by
            if 0 <= to < len(self.trial.courses):
                self.apply(edits.move_course(course, to))

    def _remove_course(self) -> None:
        if (course := self._course()) is not None:
            self.apply(edits.remove_course(course))

    def _arms_chosen(self, wanted: tuple[str, ...]) -> None:
        course = self._course()
        if course is None:
            return
        changes = [self._arm_edit(arm, course, arm.id in wanted) for arm in self.trial.arms]
        self.apply(
            in_one(self.tr("Change who receives {course}").format(course=course.name), *filter(None, changes))
        )

    def _arm_edit(self, arm: Arm, course: TherapyCourse, receives: bool) -> Edit | None:
        if receives == (course.id in arm.courses):
            return None
        return arm_edits.give_course(arm, course) if receives else arm_edits.withdraw_course(arm, course)
