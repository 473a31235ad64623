"""The thresholds of a dosing day: the values that hold, stop, treat or call, added with their value only."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from protocol_designer.domain.codes import Measure, Relation
from protocol_designer.domain.dosing_day import Threshold, ThresholdPurpose
from protocol_designer.domain.measured import check_unit
from protocol_designer.domain.wording import title_word, word
from protocol_designer.edits.parts import add_entry
from protocol_designer.gui.pages.day_lists import interval
from protocol_designer.gui.pages.parts_card import PartColumn, PartField, PartsCard, PartsList
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.gui.widgets.card import ActionButton
from protocol_designer.gui.widgets.choice import code_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import quantity_edit
from protocol_designer.gui.widgets.prose_edit import ProseEdit
from protocol_designer.quantities import Quantity

if TYPE_CHECKING:
    from protocol_designer.gui.pages.base_page import BasePage

_PLACE = "dosing_day.thresholds"


def _tr(text: str) -> str:
    return QCoreApplication.translate("thresholds_card", text)


def threshold_words(entry: Threshold) -> str:
    """Write the limit: "systolic blood pressure above 180 mmHg"."""
    return f"{word(entry.measure)} {word(entry.relation)} {entry.value.printed()}"


def _list(theme: Theme) -> PartsList:
    return PartsList(
        place=lambda: _PLACE,
        what=_tr("threshold"),
        invitation=_tr("No value holds or stops a dose yet. Add one, or all that the review has limits for."),
        columns=(
            PartColumn(_tr("Leads to"), lambda entry: title_word(entry.purpose), 140),
            PartColumn(_tr("When"), threshold_words, 300),
            PartColumn(_tr("Again after"), lambda e: e.repeat_after.printed() if e.repeat_after else "", 90),
            PartColumn(_tr("Action"), lambda entry: entry.action or ""),
        ),
        rows=(
            (
                PartField("purpose", _tr("Leads to"), lambda: code_choice(ThresholdPurpose)),
                PartField("measure", _tr("Measure"), lambda: code_choice(Measure)),
                PartField("relation", _tr("Relation"), lambda: code_choice(Relation)),
            ),
            (
                PartField("value", _tr("Value"), interval(theme, "180 mmHg")),
                PartField("repeat_after", _tr("Measured again after"), interval(theme, "5 min")),
            ),
            (PartField("action", _tr("Action"), lambda: ProseEdit(3)),),
        ),
        name=threshold_words,
        new=dict,
        id_kind="threshold",
        grid_columns=6,
        most_rows=10,
    )


class ThresholdsCard(PartsCard):
    """A list whose entries need a value from the start: *Add threshold* opens a line that asks for it."""

    def __init__(self, page: "BasePage") -> None:
        super().__init__(page, _tr("Thresholds that hold, stop, treat or call"), _list(page.theme))
        theme = page.theme
        self._on_page = page
        self._purpose = code_choice(ThresholdPurpose)
        self._measure = code_choice(Measure)
        self._relation = code_choice(Relation)
        self._value = quantity_edit(theme)
        self._value.show_example("180 mmHg")
        named: Sequence[tuple[str, QWidget]] = (
            (_tr("New threshold leads to"), self._purpose),
            (_tr("Measure of the new threshold"), self._measure),
            (_tr("Relation of the new threshold"), self._relation),
            (_tr("Value of the new threshold"), self._value),
        )
        self._fields = {editor: Field(label, editor, theme) for label, editor in named}
        self.new_line = QWidget(self)
        row = QHBoxLayout(self.new_line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(FIELD_GAP)
        for editor, field in self._fields.items():
            row.addWidget(field, 5 if editor is self._value else 3)
        self.body.insertWidget(0, self.new_line)
        self.finish = ActionButton(_tr("Add it"), "add", theme, self._press)
        row.addWidget(self.finish)
        self.new_line.hide()
        for choice in (self._purpose, self._measure, self._relation):
            choice.committed.connect(choice.show_value)
        self._value.committed.connect(self._take)

    def add(self) -> None:
        """Open the line for a new threshold; the purpose comes first."""
        for choice, first in (
            (self._purpose, ThresholdPurpose.HOLD_BEFORE_DOSE),
            (self._measure, None),
            (self._relation, Relation.ABOVE),
        ):
            choice.show_value(first)
        self._value.show_value(None)
        self.new_line.show()
        self._on_page.focus(self._measure, self.new_line)

    def _press(self) -> None:
        self._value.commit()
        if self.new_line.isVisibleTo(self) and not self._value.problem:
            self._finish()

    def _take(self, value: object) -> None:
        self._value.show_value(cast(Quantity | None, value))
        self._finish()

    def _finish(self) -> None:
        """Add the threshold when everything is there; else say what is missing, where it is missing."""
        purpose, measure, relation, value = (
            self._purpose.value, self._measure.value, self._relation.value, self._value.value,
        )  # fmt: skip
        for choice in (self._purpose, self._measure, self._relation):
            choice.show_problem("" if choice.value is not None else _tr("Choose one."))
        if self._value.problem:
            return
        if value is None:
            self._value.show_problem(_tr("Write the value with its unit."))
        if purpose is None or measure is None or relation is None or value is None:
            return
        try:
            check_unit(Measure(str(measure)), value)
        except ValueError as fault:
            self._value.show_problem(str(fault))
            return
        entry = {"purpose": purpose, "measure": measure, "relation": relation, "value": str(value)}
        label = _tr("Add threshold for {measure}").format(measure=word(Measure(str(measure))))
        if self._on_page.apply(add_entry(_PLACE, entry, label, "threshold")):
            self.new_line.hide()
            last = self.entries[-1]
            self.table.choose(cast(Threshold, last).id)
            self.focus_fields()
