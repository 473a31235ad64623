"""A form that plans several sessions at once and shows them before they are made."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from protocol_designer.domain.therapy import SessionKind, TherapyCourse
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word
from protocol_designer.edits.edit import Edit, EditRefused
from protocol_designer.edits.session_series import add_series
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.texts import heading, small_print
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.gui.widgets.card import ActionButton, button_row, column_of, fields_grid
from protocol_designer.gui.widgets.choice import code_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import (
    line_edit,
    offset_edit,
    quantity_edit,
    whole_number_edit,
)
from protocol_designer.gui.widgets.timing_edit import TimingEdit
from protocol_designer.report.timing_words import when_in_words

_MOST_LINES = 6


class SeriesForm(QWidget):
    """Number, distance, kind, length and first time; nothing is changed before the button is pressed.

    Signals:
        made: The sessions were added (how many).
        closed: The form is not needed any more.
    """

    made = Signal(int)
    closed = Signal()

    def __init__(self, page: BasePage, course: Callable[[], TherapyCourse | None]) -> None:
        super().__init__(page)
        self._page = page
        self._course = course
        theme = page.theme
        self.number = whole_number_edit(theme)
        self.number.setPlaceholderText(self.tr("e.g. 6"))
        self.every = offset_edit(theme)
        self.every.show_example("7 days")
        self.length = quantity_edit(theme)
        self.length.show_example("60 min")
        self.name = line_edit(theme)
        self.name.setPlaceholderText(self.tr("as its kind"))
        self.kind = code_choice(SessionKind)
        self.first = TimingEdit(theme)
        self._first: Timing | None = None
        self.preview = small_print("", self)
        self.preview.setAccessibleName(self.tr("Sessions of the series"))
        self.adder = ActionButton(self.tr("Add these sessions"), "add", theme, self._add)
        close = ActionButton(self.tr("Close"), "close", theme, self.closed.emit)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, FIELD_GAP)
        column.setSpacing(FIELD_GAP)
        grid = fields_grid(
            (
                self._field(self.tr("Number of sessions"), self.number),
                self._field(self.tr("One every"), self.every),
                self._field(self.tr("Length of each"), self.length),
                self._field(self.tr("Kind of each"), self.kind),
            ),
            (
                column_of(self._field(self.tr("Called, before the number"), self.name), self.preview),
                self._field(self.tr("First session, counted from"), self.first),
            ),
            columns=4,
        )
        column.addWidget(heading(self.tr("A series of sessions"), self))
        column.addLayout(grid)
        column.addLayout(button_row(self.adder, close))
        for edit in (self.number, self.every, self.length, self.name):
            edit.textEdited.connect(self._tell)
        self._tell()

    def show_trial(self, trial: TrialProtocol) -> None:
        """Follow the visits that a series can count from, and the words of the preview."""
        self.first.set_visits(trial.schedule.visits)
        self._tell()

    def clear(self) -> None:
        """Forget what was planned."""
        editors: tuple[Any, ...] = (self.number, self.every, self.length, self.name, self.kind, self.first)
        for editor in editors:
            editor.show_value(None)
        for line in (self.number, self.every, self.length, self.name):
            line.clear()
            line.show_problem("")
        self._first = None
        self._tell()

    def _field(self, label: str, editor: Any) -> Field:
        field = Field(label, editor, self._page.theme)
        editor.committed.connect(lambda value: self._take(editor, value))
        return field

    def _take(self, editor: Any, value: object) -> None:
        """Keep a value in the form; it belongs to no place of the document yet."""
        if editor is self.first:
            self._first = value if isinstance(value, Timing) else None
        editor.show_value(value)
        self._tell()

    def _edit(self) -> Edit | None:
        """Return the edit that the form stands for; None while something is missing or cannot be read."""
        course, number, every = self._course(), self.number.pending(), self.every.pending()
        is_read = not self.length.text() or self.length.pending() is not None
        if course is None or number is None or every is None or self._first is None or not is_read:
            return None
        kind = self.kind.value if isinstance(self.kind.value, SessionKind) else None
        name = self.name.text() or (title_word(kind) if kind else self.tr("Session"))
        length = self.length.pending()
        return add_series(course, name, number, every, self._first, kind=kind, duration=length)

    def _tell(self) -> None:
        """Show the sessions as they would be, or what stands in the way."""
        edit, course = self._edit(), self._course()
        self.adder.setEnabled(False)
        if edit is None or course is None:
            self.preview.setText(
                self.tr("Give number, distance and the time of the first session; the dates are shown here.")
            )
            return
        try:
            after = edit(self._page.trial)
        except EditRefused as refusal:
            reason = refusal.reason
            self.preview.setText(
                self.tr("Cannot be added: {reason}").format(reason=reason[:1].lower() + reason[1:])
            )
            return
        made = after.course(course.id).sessions[len(course.sessions) :]
        lines = [f"{one.name}: {when_in_words(after, one.timing)}" for one in made if one.timing]
        if len(lines) > _MOST_LINES:
            between = self.tr("… {count} more …").format(count=len(lines) - _MOST_LINES + 1)
            lines = [*lines[: _MOST_LINES - 2], between, lines[-1]]
        self.preview.setText("\n".join(lines))
        self.adder.setEnabled(True)

    def _add(self) -> None:
        edit = self._edit()
        number = self.number.pending() or 0
        if edit is not None and self._page.apply(edit):
            self.clear()
            self.made.emit(number)
