"""An anchor with earliest, target and latest: applied as a whole, as soon as the four fit together."""

from pydantic import ValidationError
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from protocol_designer.domain.messages import sentence
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.timing import Anchor, AnchorKind, Timing
from protocol_designer.edits.schedule import shifted
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, GRID
from protocol_designer.gui.widgets.choice import Choice, code_choice
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit, offset_edit, whole_number_edit
from protocol_designer.quantities import TimeOffset

_NUMBERED = (AnchorKind.DOSE_START, AnchorKind.DOSE_END, AnchorKind.PERIOD_START)


class TimingEdit(QWidget):
    """When something happens. A new target takes its window along; a new end of the window stays alone.

    Signals:
        committed: The user decided another timing (Timing or None).
        problem_changed: A problem came or went (one sentence, or an empty text).
    """

    committed = Signal(object)
    problem_changed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None, is_one_row: bool = False) -> None:
        super().__init__(parent)
        self._value: Timing | None = None
        self._problem = ""
        self.anchor = code_choice(AnchorKind, self)
        self.number = whole_number_edit(theme, self)
        self.number.setPlaceholderText(self.tr("number"))
        self.number.setMaximumWidth(72)
        self.visit = Choice((), self)
        self.earliest = offset_edit(theme, self)
        self.target = offset_edit(theme, self)
        self.latest = offset_edit(theme, self)
        for edit in (self.earliest, self.target, self.latest):
            edit.setPlaceholderText(self.tr("e.g. 28 days"))
        self._lay_out(QHBoxLayout(self) if is_one_row else QVBoxLayout(self))
        self.anchor.committed.connect(self._anchor_chosen)
        self.visit.committed.connect(self._part_chosen)
        self.number.committed.connect(self._part_chosen)
        self.target.committed.connect(self._target_set)
        self.earliest.committed.connect(self._part_chosen)
        self.latest.committed.connect(self._part_chosen)
        self.number.problem_changed.connect(self.show_problem)
        for edit in (self.earliest, self.target, self.latest):
            edit.problem_changed.connect(self.show_problem)

    def set_visits(self, visits: tuple[Visit, ...]) -> None:
        """Offer other visits as anchors."""
        self.visit.set_entries((visit.id, visit.name) for visit in visits)

    def show_value(self, value: Timing | None) -> None:
        """Show a timing; fields with text that is not applied keep it while the timing stays the same."""
        if value == self._value and self._problem:
            return
        self._value = value
        self.anchor.show_value(value.anchor.kind if value else None)
        self.number.show_value(value.anchor.number if value else None)
        self.visit.show_value(value.anchor.visit if value else None)
        for edit, time in self._times():
            edit.show_value(time)
        self._show_parts(value.anchor.kind if value else None)
        self.show_problem("")

    def show_problem(self, message: str) -> None:
        """Say why the timing is not applied."""
        if message != self._problem:
            self._problem = message
            self.problem_changed.emit(message)

    def _lay_out(self, whole: QBoxLayout) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(FIELD_GAP)
        grid.setVerticalSpacing(GRID)
        for column, (text, edit) in enumerate(
            (
                (self.tr("Earliest"), self.earliest),
                (self.tr("Target"), self.target),
                (self.tr("Latest"), self.latest),
            )
        ):
            label = QLabel(text, self)
            label.setBuddy(edit)
            edit.setAccessibleName(text)
            grid.addWidget(label, 0, column)
            grid.addWidget(edit, 1, column)
            grid.setColumnStretch(column, 1)
        self.anchor.setAccessibleName(self.tr("Counted from"))
        self.number.setAccessibleName(self.tr("Number of the dose or period"))
        self.visit.setAccessibleName(self.tr("Visit counted from"))
        row = QHBoxLayout()
        row.setSpacing(FIELD_GAP)
        row.addWidget(self.anchor, 2)
        row.addWidget(self.number)
        row.addWidget(self.visit, 2)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(FIELD_GAP)
        if whole.direction() is QBoxLayout.Direction.LeftToRight:
            from_label = QLabel(self.tr("Counted from"), self)
            from_label.setBuddy(self.anchor)
            left = QVBoxLayout()
            left.setSpacing(GRID)
            left.addWidget(from_label)
            left.addLayout(row)
            whole.addLayout(left, 2)
            whole.addLayout(grid, 3)
        else:
            whole.addLayout(row)
            whole.addLayout(grid)
        self._show_parts(None)

    def _anchor_chosen(self, kind: object) -> None:
        chosen = kind if isinstance(kind, AnchorKind) else None
        self.anchor.show_value(chosen)
        self._show_parts(chosen)
        if chosen is None:
            self.committed.emit(None)
        elif chosen in _NUMBERED and self.number.value is None:
            self.number.show_value(1)
            self._gather()
        else:
            self._gather()

    def _part_chosen(self, value: object) -> None:
        sender = self.sender()
        if isinstance(sender, Choice):
            sender.show_value(value)
        self._gather()

    def _target_set(self, target: object) -> None:
        if self._value is None or not isinstance(target, TimeOffset):
            self._gather()
            return
        try:
            moved = shifted(self._value, target)
        except ValidationError as error:
            self.show_problem(sentence(error))
            return
        self.committed.emit(moved)

    def _gather(self) -> None:
        """Apply what the fields hold together, or say what is missing."""
        kind = self.anchor.value
        if not isinstance(kind, AnchorKind):
            self.show_problem(self.tr("Choose first what the time counts from."))
            return
        times = [edit.pending() for edit in (self.earliest, self.target, self.latest)]
        if any(time is None for time in times):
            self.show_problem(
                self.tr("Earliest, target and latest are all needed; write one time in each for no window.")
            )
            return
        visit = self.visit.value if kind is AnchorKind.VISIT else None
        if kind is AnchorKind.VISIT and visit is None:
            self.show_problem(self.tr("Choose the visit that the time counts from."))
            return
        number = self.number.pending() if kind in _NUMBERED else None
        try:
            anchor = Anchor(kind=kind, number=number, visit=str(visit) if visit else None)
            timing = Timing.model_validate(
                {"anchor": anchor, "earliest": times[0], "target": times[1], "latest": times[2]}
            )
        except ValidationError as error:
            self.show_problem(sentence(error))
            return
        self.show_problem("")
        if timing != self._value:
            self.committed.emit(timing)

    def _times(self) -> tuple[tuple[ParsedEdit[TimeOffset], TimeOffset | None], ...]:
        value = self._value
        return (
            (self.earliest, value.earliest if value else None),
            (self.target, value.target if value else None),
            (self.latest, value.latest if value else None),
        )

    def _show_parts(self, kind: AnchorKind | None) -> None:
        self.number.setVisible(kind in _NUMBERED)
        self.visit.setVisible(kind is AnchorKind.VISIT)
