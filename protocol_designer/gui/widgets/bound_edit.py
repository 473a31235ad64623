"""A measure, a relation and a value: applied as a whole, as soon as the three fit together."""

from pydantic import ValidationError
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from protocol_designer.domain.codes import Measure, Relation
from protocol_designer.domain.measured import example_of
from protocol_designer.domain.messages import sentence
from protocol_designer.domain.population import NumericBound
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.gui.widgets.choice import code_choice
from protocol_designer.gui.widgets.parsed_edit import quantity_edit


class BoundEdit(QWidget):
    """The measured part of a criterion, such as systolic blood pressure above 140 mmHg.

    Signals:
        committed: The three parts make another bound (NumericBound).
        problem_changed: A problem came or went (one sentence, or an empty text).
    """

    committed = Signal(object)
    problem_changed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: NumericBound | None = None
        self._problem = ""
        self.measure = code_choice(Measure, self)
        self.relation = code_choice(Relation, self)
        self.amount = quantity_edit(theme, self)
        self.measure.setAccessibleName(self.tr("Measure"))
        self.relation.setAccessibleName(self.tr("Relation"))
        self.amount.setAccessibleName(self.tr("Value with its unit"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(FIELD_GAP)
        for widget, width in ((self.measure, 3), (self.relation, 2), (self.amount, 2)):
            row.addWidget(widget, width)
        self.setFocusProxy(self.measure)
        self.measure.committed.connect(self._measure_chosen)
        self.relation.committed.connect(self._relation_chosen)
        self.amount.committed.connect(self._gather)
        self.amount.problem_changed.connect(self.show_problem)

    @property
    def value(self) -> NumericBound | None:
        """The bound shown last."""
        return self._value

    @property
    def problem(self) -> str:
        """Why the bound is not applied, or an empty text."""
        return self._problem

    def show_value(self, value: NumericBound | None) -> None:
        """Show a bound; parts that are not applied stay while the bound is the same."""
        if value == self._value and self._problem:
            return
        self._value = value
        self.measure.show_value(value.measure if value else None)
        self.relation.show_value(value.relation if value else None)
        self.amount.show_value(value.value if value else None)
        self._show_example()
        self.show_problem("")

    def show_problem(self, message: str) -> None:
        """Say why the bound is not applied."""
        if message != self._problem:
            self._problem = message
            self.problem_changed.emit(message)

    def clear(self) -> None:
        """Empty all parts, for the next bound."""
        for part in (self.measure, self.relation, self.amount):
            part.show_value(None)
        self.show_problem("")

    def _measure_chosen(self, measure: object) -> None:
        self.measure.show_value(measure)
        self._show_example()
        self._gather()

    def _relation_chosen(self, relation: object) -> None:
        self.relation.show_value(relation)
        self._gather()

    def _show_example(self) -> None:
        measure = self.measure.value
        example = example_of(measure) if isinstance(measure, Measure) else ""
        self.amount.show_example(example or self.tr("a number with its unit"))

    def _gather(self) -> None:
        """Apply the three parts together, or say what is missing or does not fit."""
        parts = {
            "measure": self.measure.value,
            "relation": self.relation.value,
            "value": self.amount.pending(),
        }
        missing = [name for name, part in parts.items() if part is None]
        if missing:
            started = len(missing) < len(parts)
            names = {
                "measure": self.tr("what is measured"),
                "relation": self.tr("the relation"),
                "value": self.tr("the value with its unit"),
            }
            told = self.tr("Still needed: {parts}.").format(parts=", ".join(names[name] for name in missing))
            self.show_problem(told if started else "")
            return
        try:
            bound = NumericBound.model_validate(parts)
        except ValidationError as error:
            self.show_problem(sentence(error))
            return
        self.show_problem("")
        if bound != self._value:
            self.committed.emit(bound)
