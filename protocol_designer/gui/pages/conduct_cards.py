"""What keeps a comparison honest beside who is blinded: assignment, who sees what, emergency unblinding."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.design import EmergencyUnblinding
from protocol_designer.edits.fields import set_field
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.card import Card, fields_grid
from protocol_designer.gui.widgets.choice import yes_no_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit, line_edit
from protocol_designer.gui.widgets.prose_edit import ProseEdit

_SEPARATION = "design.blinding.separation"
_EMERGENCY = "design.blinding.emergency_unblinding"


class AssignmentCard(Card):
    """Why this design, how participants are assigned, and how long the trial takes."""

    def __init__(self, page: BasePage) -> None:
        super().__init__(page.tr("Reasons and assignment"), page)

        def prose(label: str, name: str) -> Field:
            return page.plain_field(label, f"design.{name}", page.prose(2))

        assisted = page.tr("Whether the drug is given to support psychotherapy held around each dose.")
        self.body.addLayout(
            fields_grid(
                (
                    page.plain_field(
                        self.tr("Drug assists the therapy"),
                        "design.is_assisted_therapy",
                        yes_no_choice(),
                        assisted,
                    ),
                    page.plain_field(
                        self.tr("Duration of the trial"), "design.planned_duration", line_edit(page.theme)
                    ),
                    page.plain_field(
                        self.tr("Stratified by (separate with semicolons)"),
                        "design.allocation.stratification",
                        lines_edit(page.theme),
                    ),
                ),
                (
                    prose(self.tr("How the sequence is generated"), "allocation.sequence_generation"),
                    prose(self.tr("Who enrols and who assigns"), "allocation.implementation"),
                ),
                (
                    prose(self.tr("Why this design"), "rationale"),
                    prose(self.tr("Patients and public in the design"), "public_involvement"),
                ),
                columns=6,
            )
        )


class SeparationCard(Card):
    """Who must not see what, and how a code is broken when safety asks for it."""

    def __init__(self, page: BasePage) -> None:
        super().__init__(page.tr("Separation of roles and emergency unblinding"), page)

        def yes_no(label: str, place: str) -> Field:
            return page.plain_field(label, place, yes_no_choice())

        self.body.addLayout(
            fields_grid(
                (
                    yes_no(self.tr("Raters attend dosing"), f"{_SEPARATION}.raters_attend_dosing"),
                    yes_no(
                        self.tr("Raters do not know which visit it is"),
                        f"{_SEPARATION}.raters_blind_to_visit",
                    ),
                    yes_no(
                        self.tr("Who prepares doses does nothing else"),
                        f"{_SEPARATION}.dose_preparer_is_independent",
                    ),
                ),
                (
                    yes_no(
                        self.tr("Integration therapist attends dosing"),
                        f"{_SEPARATION}.integration_therapist_attends_dosing",
                    ),
                    yes_no(self.tr("Double dummy"), "design.blinding.uses_double_dummy"),
                ),
                (
                    page.plain_field(
                        self.tr("Why roles are not kept apart"), f"{_SEPARATION}.justification", page.prose(2)
                    ),
                ),
                columns=6,
            )
        )
        self._add_unblinding(page)

    def _add_unblinding(self, page: BasePage) -> None:
        unblinding = EmergencyUnblindingEdit(page.theme)
        field = Field(self.tr("Emergency unblinding"), unblinding, page.theme)
        page.bind(
            field,
            _EMERGENCY,
            lambda value: set_field(_EMERGENCY, value, self.tr("Change the emergency unblinding")),
        )
        self.body.addWidget(field)


class EmergencyUnblindingEdit(QWidget):
    """Around the clock or not, who may ask, and how; applied as a whole, as soon as all three are there.

    Where it does not apply, only the reason is written.

    Signals:
        committed: Another value was given (exchange form, or None).
        problem_changed: A problem came or went (one sentence, or an empty text).
    """

    committed = Signal(object)
    problem_changed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: object = None
        self._problem = ""
        self.hours = yes_no_choice()
        self.who, self.how = line_edit(theme), ProseEdit(3)
        self.because = line_edit(theme)
        names = (
            (self.hours, self.tr("At any hour")),
            (self.who, self.tr("Who may ask for the code")),
            (self.how, self.tr("How the code is given")),
            (self.because, self.tr("Or why there is no code to break")),
        )
        parts = [Field(name, editor, theme) for editor, name in names]
        grid = fields_grid(tuple(parts[:2]), (parts[2],), (parts[3],), columns=2)
        grid.setContentsMargins(0, 0, 0, 0)
        self.setLayout(grid)
        self.setFocusProxy(self.hours)
        self.hours.committed.connect(self._hours_chosen)
        for edit in (self.who, self.how):
            edit.committed.connect(self._gather)
        self.because.committed.connect(self._excuse)

    def show_value(self, value: object) -> None:
        """Show what is decided; parts that are not applied yet stay while it is the same."""
        if value == self._value and self._problem:
            return
        self._value = value
        decided = value if isinstance(value, EmergencyUnblinding) else None
        self.hours.show_value(decided.is_available_24h if decided else None)
        self.who.show_value(decided.who if decided else None)
        self.how.show_value(decided.how if decided else None)
        self.because.show_value(value.because if isinstance(value, NotApplicable) else None)
        self.show_problem("")

    def show_problem(self, message: str) -> None:
        """Say why the parts are not applied."""
        if message != self._problem:
            self._problem = message
            self.problem_changed.emit(message)

    def _hours_chosen(self, value: object) -> None:
        self.hours.show_value(value)
        self._gather()

    def _gather(self) -> None:
        parts = {
            "is_available_24h": self.hours.value,
            "who": self.who.pending(),
            "how": self.how.text() or None,
        }
        given = [value for value in parts.values() if value is not None]
        if not given:
            self.committed.emit(None)
        elif len(given) < len(parts):
            self.show_problem(self.tr("The hours, who may ask and how it is done are all needed."))
        else:
            self.show_problem("")
            self.committed.emit(parts)

    def _excuse(self, reason: object) -> None:
        self.show_problem("")
        self.committed.emit({"because": reason} if reason else None)


def lines_edit(theme: Theme) -> ParsedEdit[tuple[str, ...]]:
    """Make a field for several short texts in one line, with semicolons between."""
    return ParsedEdit(_split, "; ".join, theme)


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for piece in text.split(";") if (part := piece.strip()))
