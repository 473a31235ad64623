"""Crossover sequences: the orders of conditions that participants are allocated to, period by period."""

from itertools import permutations
from math import factorial
from typing import cast

from PySide6.QtWidgets import QLayout, QWidget

from protocol_designer.domain.design import AllowedSequence, DesignModel
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import design as edits
from protocol_designer.edits.edit import Edit, in_one
from protocol_designer.edits.parts import move_entry
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.parts_table import PartsTable, add_row_actions
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.widgets.card import ActionButton, Card, fields_grid
from protocol_designer.gui.widgets.choice import Choice, yes_no_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import line_edit, quantity_edit
from protocol_designer.gui.widgets.prose_edit import ProseEdit
from protocol_designer.quantities import Quantity
from protocol_designer.workspace.models.sequence_rows import sequences_model

_MOST_PERIODS = 6
_MOST_ORDERS = 6


class SequencesCard(Card):
    """Shown for a crossover, and as long as there are sequences."""

    def __init__(self, page: BasePage) -> None:
        super().__init__(page.tr("Crossover sequences"), page)
        self._page = page
        theme = page.theme
        self._adder = ActionButton(self.tr("Add sequence"), "add", theme, self._add)
        self._all = ActionButton(self.tr("Add all orders"), "add", theme, self._add_all)
        self.header.addWidget(self._adder)
        self.header.addWidget(self._all)
        row_buttons = add_row_actions(self, theme, self.tr("sequence"), self._move, self._remove)
        self.table = PartsTable(
            sequences_model(page.workspace),
            theme,
            self.tr("Crossover sequences"),
            self.tr("No order of conditions is allowed yet. A sequence names the arm of each period."),
            most_rows=8,
        )
        self.table.view.size_columns(180)
        self.table.enable_with_row(*row_buttons)
        self.table.chosen.connect(self._chosen)
        self.body.addWidget(self.table)
        self.name = page.bind(
            Field(self.tr("Name of the sequence"), line_edit(theme), theme),
            lambda: f"{place}.name" if (place := self._place()) else None,
            self._renamed,
        )
        self.periods = [self._period(number) for number in range(_MOST_PERIODS)]
        self._fields = QWidget()
        grid = fields_grid((self.name,), tuple(self.periods[:3]), tuple(self.periods[3:]), columns=3)
        grid.setContentsMargins(0, 0, 0, 0)
        self._fields.setLayout(grid)
        self.body.addWidget(self._fields)
        self.table.view.opened.connect(lambda: page.focus(self.name.editor, self._fields))
        self.body.addLayout(self._times())
        self._odd = small_print(
            self.tr("The design is no crossover: these sequences are kept, and nothing reads them."), self
        )
        self.body.addWidget(self._odd)
        page.note_rest(self, lambda: "design.sequences")

    @property
    def first_field(self) -> QWidget:
        """What takes the focus when somebody comes here."""
        return self.table.view if self._page.trial.design.sequences else self._adder

    def show_sequences(self, trial: TrialProtocol) -> None:
        """Follow the document."""
        design = trial.design
        is_crossover = design.model is DesignModel.CROSSOVER
        self.setVisible(is_crossover or bool(design.sequences))
        self._odd.setVisible(not is_crossover)
        self.table.show_rows(design.sequences, is_all_new=True)
        self._adder.setEnabled(len(trial.arms) > 1)
        self._all.setEnabled(len(trial.arms) > 1 and factorial(min(len(trial.arms), 9)) <= _MOST_ORDERS)
        self._show_periods()

    def choose(self, place: str) -> None:
        """Take the sequence in hand that a place speaks of."""
        self.table.choose(place.partition("[")[2].partition("]")[0])

    def _times(self) -> QLayout:
        """Make the fields for the time before and between periods; the design page shows the same values."""
        page = self._page
        washout = quantity_edit(page.theme)
        washout.show_example("7 days")
        return fields_grid(
            (
                page.bind(
                    Field(self.tr("Wash-out between periods"), washout, page.theme),
                    "design.washout",
                    lambda value: edits.set_washout(cast(Quantity | None, value)),
                ),
                page.plain_field(self.tr("Run-in"), "design.has_run_in", yes_no_choice()),
                page.plain_field(self.tr("What happens in the run-in"), "design.run_in", ProseEdit(1)),
            )
        )

    def _period(self, number: int) -> Field:
        choice = Choice(none_text=self.tr("None"))
        field = Field(self.tr("Period {number}").format(number=number + 1), choice, self._page.theme)
        choice.committed.connect(lambda arm: self._period_chosen(number, arm))
        field.entered.connect(lambda: self._page.workspace.select(f"{self._place()}.arms"))
        return field

    def _sequence(self) -> AllowedSequence | None:
        key = self.table.current
        return next((one for one in self._page.trial.design.sequences if one.id == key), None)

    def _place(self) -> str | None:
        sequence = self._sequence()
        return f"design.sequences[{sequence.id}]" if sequence else None

    def _show_periods(self) -> None:
        sequence, trial = self._sequence(), self._page.trial
        self._fields.setVisible(sequence is not None)
        held = sequence.arms if sequence else ()
        for number, field in enumerate(self.periods):
            choice = cast(Choice, field.editor)
            choice.set_entries((arm.id, arm.name) for arm in trial.arms)
            choice.show_value(held[number] if number < len(held) else None)
            field.setVisible(number <= len(held))

    def _chosen(self) -> None:
        self._show_periods()
        if self.table.view.hasFocus() and (place := self._place()):
            self._page.workspace.select(place)
        self._page.show_fields()

    def _renamed(self, value: object) -> Edit | None:
        sequence = self._sequence()
        return edits.rename_sequence(sequence, cast(str, value)) if sequence else None

    def _period_chosen(self, number: int, arm: object) -> None:
        sequence = self._sequence()
        if sequence is None:
            return
        arms = list(sequence.arms)
        if arm is None:
            del arms[number : number + 1]
        elif number < len(arms):
            arms[number] = cast(str, arm)
        else:
            arms.append(cast(str, arm))
        self._page.apply_from(self.periods[number], edits.change_sequence(sequence, tuple(arms)))

    def _add(self) -> None:
        trial = self._page.trial
        held = {sequence.arms for sequence in trial.design.sequences}
        ids = tuple(arm.id for arm in trial.arms)
        orders = permutations(ids) if len(ids) <= _MOST_PERIODS else iter([ids[:_MOST_PERIODS]])
        order = next((order for order in orders if order not in held), ids)
        name = self.tr("Sequence {number}").format(number=len(held) + 1)
        self._page.apply(edits.add_sequence(name, order))

    def _add_all(self) -> None:
        trial = self._page.trial
        held = {sequence.arms for sequence in trial.design.sequences}
        missing = [order for order in permutations(arm.id for arm in trial.arms) if order not in held]
        if missing:
            name = self.tr("Sequence {number}")
            adds = [
                edits.add_sequence(name.format(number=number), order)
                for number, order in enumerate(missing, start=len(held) + 1)
            ]
            self._page.apply(in_one(self.tr("Add all orders of the arms"), *adds))

    def _move(self, by: int) -> None:
        sequence, place = self._sequence(), self._place()
        if sequence is not None and place is not None:
            to = self._page.trial.design.sequences.index(sequence) + by
            if 0 <= to < len(self._page.trial.design.sequences):
                label = self.tr("Move {name} to row {row}").format(name=sequence.name, row=to + 1)
                self._page.apply(move_entry(place, to, label))

    def _remove(self) -> None:
        if (sequence := self._sequence()) is not None:
            self._page.apply(edits.remove_sequence(sequence))
