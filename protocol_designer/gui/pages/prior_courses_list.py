"""Courses of therapy of prior studies: a table to take one over from, with its sources."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from protocol_designer.domain.wording import title_word
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.gui.widgets.card import ActionButton, button_row
from protocol_designer.gui.widgets.table import RowsView
from protocol_designer.precedents.library import load_templates
from protocol_designer.workspace.models.rows import Column, RowsModel

if TYPE_CHECKING:
    from protocol_designer.gui.pages.base_page import BasePage
    from protocol_designer.precedents.prior_courses import PriorCourse


class PriorCoursesList(QWidget):
    """Opened by its button, read from the studies then; Enter or the second button takes the row in hand.

    Signals:
        taken: A course was copied into the protocol.
    """

    taken = Signal()

    def __init__(self, page: "BasePage") -> None:
        super().__init__(page)
        self._page = page
        tr = self.tr
        self.opener = ActionButton(
            tr("Take over a course from a prior study…"), "template", page.theme, self.toggle
        )
        self.adder = ActionButton(tr("Take over the chosen course"), "add", page.theme, self.take_over)
        self.model: RowsModel[PriorCourse] = RowsModel(
            (
                Column(tr("Study"), lambda one: one.template.label),
                Column(tr("Course of the study"), lambda one: one.course.name),
                Column(tr("Approach"), _approach),
                Column(tr("Sessions"), _count, True),
            ),
            lambda one: one.key,
        )
        self.view = RowsView(self.model, page.theme, tr("Courses of prior studies"), 6)
        self.view.size_columns(180, 230, 190)
        self.told = small_print("", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, FIELD_GAP)
        column.setSpacing(FIELD_GAP)
        column.addLayout(button_row(self.opener, self.adder))
        column.addWidget(self.view)
        column.addWidget(self.told)
        self.view.chosen.connect(self._tell)
        self.view.opened.connect(self.take_over)
        self._show(False)

    def toggle(self) -> None:
        """Open the table, or close it again."""
        is_open = not self.view.isVisibleTo(self)
        if is_open:
            self._read()
        self._show(is_open)
        if is_open:
            self._page.focus(self.view, self)

    def take_over(self) -> None:
        """Copy the course in hand into the protocol as one step."""
        from protocol_designer.edits.prior_courses import take_over_course

        prior = self._current()
        if prior is not None and self._page.apply(take_over_course(prior.template, prior.course.id)):
            self._show(False)
            self.taken.emit()

    def _read(self) -> None:
        if self.model.rows:
            return
        from protocol_designer.precedents.prior_courses import prior_courses

        self.model.show(prior_courses(load_templates()))
        self.view.choose(self.model.key_at(0))
        self._tell()

    def _show(self, is_open: bool) -> None:
        for widget in (self.view, self.adder, self.told):
            widget.setVisible(is_open)

    def _current(self) -> "PriorCourse | None":
        key = self.view.current_key
        return next((one for one in self.model.rows if one.key == key), None)

    def _tell(self) -> None:
        """Say what the course consists of and which documents describe it."""
        prior = self._current()
        if prior is None:
            return
        names = "; ".join(
            f"{one.name}, {one.duration.printed()}" if one.duration else one.name
            for one in prior.course.sessions
        )
        sessions = names or prior.course.schedule_as_described or self.tr("Sessions were not reported.")
        sources = "; ".join(prior.sources)
        self.told.setText(
            self.tr("{sessions}\nFrom {sources}. Its visits do not come along; times from a dose do.").format(
                sessions=sessions[:1].upper() + sessions[1:], sources=sources
            )
        )


def _approach(one: "PriorCourse") -> str:
    return title_word(one.course.approach) if one.course.approach else "–"


def _count(one: "PriorCourse") -> str:
    number = one.course.sessions_planned or len(one.course.sessions)
    return str(number) if number else "–"
