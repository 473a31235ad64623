"""The cell and the activity in hand of the schedule grid: times, footnote, length, blood and who does it."""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.schedule import Activity, ActivityGroup, ScheduleCell, Visit
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word
from protocol_designer.edits import schedule as edits
from protocol_designer.edits.activities import arrange_activity, rename_activity
from protocol_designer.edits.cells import set_footnote, set_times
from protocol_designer.edits.edit import Edit
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.widgets.card import ActionButton, Card, fields_grid
from protocol_designer.gui.widgets.choice import Choice, yes_no_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.grid_commands import GridCommand
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit, line_edit, quantity_edit, whole_number_edit
from protocol_designer.quantities import TimeOffset
from protocol_designer.report.schedule_notes import GROUP_NAMES
from protocol_designer.workspace.models.grid_text import read_times, write_times


class InHandCard(Card):
    """Fields of the cell over fields of its activity; both follow the cell in hand of the grid.

    Signals:
        done: Enter or Esc ended the writing of times or a footnote; the grid is next.
    """

    done = Signal()

    def __init__(
        self, page: BasePage, activity: Callable[[], Activity | None], visit: Callable[[], Visit | None]
    ) -> None:
        super().__init__(page.tr("Activity in hand"), page)
        self._page = page
        self._activity = activity
        self._visit = visit
        theme = page.theme
        self.times: ParsedEdit[tuple[TimeOffset, ...]] = ParsedEdit(read_times, write_times, theme)
        self.times.setPlaceholderText(self.tr("e.g. -30 min; 40 min"))
        self.footnote = line_edit(theme)
        words = self.tr("Times from the start of the dose")
        self._times_field = self._cell_field(words, self.times, "from_dose_start")
        self._note_field = self._cell_field(self.tr("Footnote"), self.footnote, "footnote")
        for editor in (self.times, self.footnote):
            editor.installEventFilter(self)
        self.times.committed.connect(self._set_times)
        self.footnote.committed.connect(self._set_footnote)
        self.name = line_edit(theme)
        self._purpose = ActionButton(
            self.tr("Serves no endpoint: go to the endpoints"), "go_to", theme, self._go_to_endpoints
        )
        self.body.addLayout(fields_grid((self._times_field, self._note_field), stretches=(2, 3)))
        self.body.addLayout(self._activity_fields())
        self.body.addWidget(self._purpose)

    def show_cell(self, trial: TrialProtocol, orphans: frozenset[str]) -> None:
        """Follow the document or another cell in hand."""
        activity, visit = self._activity(), self._visit()
        self.setVisible(activity is not None and visit is not None)
        if activity is None or visit is None:
            return
        self.set_title(self.tr("{activity} at {visit}").format(activity=activity.name, visit=visit.name))
        cell = self._cell(trial)
        self.times.show_value((cell.from_dose_start or None) if cell else None)
        self.footnote.show_value(cell.footnote if cell else None)
        self.times.setEnabled(visit.is_dosing or bool(cell and cell.from_dose_start))
        self._purpose.setVisible(activity.id in orphans)

    def place(self, trial: TrialProtocol) -> str | None:
        """Return the place of the cell in hand, or of its activity where it is not marked."""
        activity, visit = self._activity(), self._visit()
        if activity is None or visit is None:
            return None
        at = _position(trial, activity, visit)
        return f"schedule.cells[{at}]" if at is not None else edits.activity_place(activity)

    def write(self, command: GridCommand) -> None:
        """Take the focus to the times or the footnote."""
        editor = self.times if command is GridCommand.TIMES and self.times.isEnabled() else self.footnote
        self._page.focus(editor, self)
        editor.selectAll()

    def reveal(self, field: str) -> bool:
        """Focus the field of the cell that a place names; False when it names none."""
        editors: dict[str, QLineEdit] = {"times": self.times, "footnote": self.footnote}
        editor = editors.get("times" if field == "from_dose_start" else field)
        if editor is None or not editor.isEnabled():
            return False
        self._page.focus(editor, self)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice the end of the writing, unless the text was refused."""
        if event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            is_end = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
            editor = self.times if watched is self.times else self.footnote
            if is_end and not editor.problem and not event.isAutoRepeat():
                self.done.emit()
        return super().eventFilter(watched, event)

    def _activity_fields(self) -> QGridLayout:
        theme, field = self._page.theme, self._field
        minutes, volume = whole_number_edit(theme), quantity_edit(theme)
        volume.show_example("8 mL")
        groups = Choice((group, GROUP_NAMES[group]) for group in ActivityGroup)
        instruments = Choice((code, title_word(code)) for code in Instrument)
        return fields_grid(
            (
                field("name", self.tr("Activity name"), self.name),
                field("instrument", self.tr("Instrument"), instruments),
                field("group", self.tr("Group"), groups),
            ),
            (
                field("rater", self.tr("Done by"), line_edit(theme)),
                field("minutes", self.tr("Minutes each time"), minutes),
                field("is_blood_sample", self.tr("Blood sample"), yes_no_choice()),
                field("blood_volume", self.tr("Blood each time"), volume),
            ),
            columns=12,
        )

    def _field(self, name: str, label: str, editor: QWidget) -> Field:
        return self._page.bind(
            Field(label, editor, self._page.theme),
            lambda: f"{edits.activity_place(activity)}.{name}" if (activity := self._activity()) else None,
            lambda value: self._edit(name, value),
        )

    def _edit(self, name: str, value: object) -> Edit | None:
        activity = self._activity()
        if activity is None:
            return None
        if name == "name":
            return rename_activity(activity, cast(str, value))
        if name == "group" and isinstance(value, ActivityGroup):
            return arrange_activity(activity, value)
        return edits.change_activity(activity, **{name: value})

    def _cell_field(self, label: str, editor: QWidget, name: str) -> Field:
        field = Field(label, editor, self._page.theme)
        self._page.note_at(field, lambda: self._cell_place(name))
        field.entered.connect(self._select)
        return field

    def _cell_place(self, name: str) -> str | None:
        place = self.place(self._page.trial)
        if place is None or not place.startswith("schedule.cells"):
            return None
        return place if name == "from_dose_start" else f"{place}.{name}"

    def _cell(self, trial: TrialProtocol) -> ScheduleCell | None:
        activity, visit = self._activity(), self._visit()
        if activity is None or visit is None:
            return None
        at = _position(trial, activity, visit)
        return trial.schedule.cells[at] if at is not None else None

    def _set_times(self, value: tuple[TimeOffset, ...] | None) -> None:
        if (activity := self._activity()) and (visit := self._visit()):
            self._page.apply_from(self._times_field, set_times(activity, visit, value or ()))

    def _set_footnote(self, value: str | None) -> None:
        if (activity := self._activity()) and (visit := self._visit()):
            self._page.apply_from(self._note_field, set_footnote(activity, visit, value))

    def _select(self) -> None:
        if place := self.place(self._page.trial):
            self._page.workspace.select(place)

    def _go_to_endpoints(self) -> None:
        endpoints = self._page.trial.endpoints
        self._page.workspace.go_to(f"endpoints[{endpoints[0].id}].activities" if endpoints else "endpoints")


def _position(trial: TrialProtocol, activity: Activity, visit: Visit) -> int | None:
    key = activity.id, visit.id
    cells = enumerate(trial.schedule.cells)
    return next((at for at, cell in cells if (cell.activity, cell.visit) == key), None)
