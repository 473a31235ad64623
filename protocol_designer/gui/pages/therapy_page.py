"""Talking treatment: courses with their sessions, who gives them, and the contact time of each arm."""

import re

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.care_time_card import CareTimeCard
from protocol_designer.gui.pages.courses_card import CoursesCard
from protocol_designer.gui.pages.delivery_card import delivery_card
from protocol_designer.gui.pages.sessions_card import SessionsCard
from protocol_designer.gui.theme import Theme
from protocol_designer.rules.findings import Report
from protocol_designer.workspace.workspace import Workspace

_KEYED = re.compile(r"courses\[([^\[\]]+)\](?:\.sessions\[([^\[\]]+)\])?(.*)")


class TherapyPage(BasePage):
    """Courses, sessions, providers, contact time."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(workspace, theme, parent)
        self.courses = CoursesCard(self)
        self.sessions = SessionsCard(self, self.courses.course)
        self.delivery = delivery_card(self, self.courses.course)
        self.care = CareTimeCard(self)
        for card in (self.courses, self.sessions, self.care, self.delivery):
            self.column.addWidget(card)
        self.column.addStretch(1)
        self.show_all()
        self.courses.table.chosen.connect(self._course_chosen)
        workspace.selection_changed.connect(self._follow_selection)

    def showEvent(self, event: QShowEvent) -> None:
        """Take in hand what was selected while the page was not seen."""
        super().showEvent(event)
        self._follow_selection(self.workspace.selection)

    def refresh(self, before: TrialProtocol | None, after: TrialProtocol) -> None:
        """Follow with courses, sessions and contact time."""
        parts = ("courses", "arms", "schedule", "regimens", "design")
        changed = {
            part for part in parts if before is None or getattr(before, part) is not getattr(after, part)
        }
        if changed & {"courses", "arms"}:
            self.courses.show_courses(after, "arms" in changed)
        if changed:
            self._show_course(after, "schedule" in changed)
        if changed & {"courses", "arms", "schedule"}:
            self.care.show_time(after)

    def show_report(self, report: Report) -> None:
        """Show findings beside fields, and those on unequal therapy under the contact time."""
        super().show_report(report)
        self.care.show_report(report)

    def reveal(self, place: str) -> bool:
        """Take the course and session in hand that the place speaks of, and focus its field."""
        if place == "courses":
            self.focus(self.courses.first_field, self.courses)
            return True
        self._take_in_hand(place)
        found = _KEYED.fullmatch(place)
        if found is None:
            return super().reveal(place)
        _course, session, field = found.groups()
        if field == ".sessions":
            self.focus(self.sessions.first_field, self.sessions)
            return True
        if not field:
            table = self.sessions.table if session else self.courses.table
            self.focus(table.view, table)
            return True
        return super().reveal(place)

    def _take_in_hand(self, place: str) -> None:
        found = _KEYED.fullmatch(place)
        if found is not None:
            self.courses.table.choose(found[1])
            if found[2]:
                self.sessions.table.choose(found[2])

    def _follow_selection(self, place: str) -> None:
        if self.isVisible():
            self._take_in_hand(place)

    def _show_course(self, trial: TrialProtocol, is_all_new: bool = True) -> None:
        self.delivery.setVisible(self.courses.course() is not None)
        self.sessions.show_course(trial, is_all_new)

    def _course_chosen(self) -> None:
        self._show_course(self.trial)
        self.courses.show_in_hand()
        course = self.courses.course()
        if self.courses.table.view.hasFocus() and course is not None:
            self.workspace.select(f"courses[{course.id}]")
        self.show_fields()
        self.show_report(self.workspace.known_report)
