"""The estimand of the objective in hand: its five attributes, or why there is none (ICH E9(R1))."""

from collections.abc import Callable
from enum import StrEnum
from typing import cast

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.objectives import Endpoint, Estimand, EventStrategy, Objective
from protocol_designer.domain.wording import title_word
from protocol_designer.edits import objectives as edits
from protocol_designer.edits.edit import Edit
from protocol_designer.edits.fields import set_field
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.parts_card import PartColumn, PartField, PartsCard, PartsList
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.widgets.card import Card, fields_grid
from protocol_designer.gui.widgets.choice import Choice, code_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import line_edit
from protocol_designer.gui.widgets.prose_edit import ProseEdit


class EstimandState(StrEnum):
    """Whether an objective has an estimand."""

    DESCRIBED = "described"
    NOT_APPLICABLE = "not_applicable"


class EstimandChoice(Choice):
    """Shows an estimand, a `NotApplicable` or None as the state it stands for."""

    def show_value(self, value: object) -> None:
        """Show the state of an estimand."""
        super().show_value(state_of(value))


def state_of(estimand: object) -> EstimandState | None:
    """Return whether there is an estimand, none on purpose, or nothing decided."""
    if isinstance(estimand, Estimand):
        return EstimandState.DESCRIBED
    return EstimandState.NOT_APPLICABLE if isinstance(estimand, NotApplicable) else None


class EstimandCard(Card):
    """The fields of an estimand. ``objective`` gives the objective in hand."""

    def __init__(self, page: BasePage, objective: Callable[[], Objective | None]) -> None:
        super().__init__(page.tr("Estimand"), page)
        self._page = page
        self._objective = objective
        self._is_pending = False
        self._state = EstimandChoice(none_text=self.tr("Not decided"))
        self._state.set_entries(
            (
                (EstimandState.DESCRIBED, self.tr("Described by its five attributes")),
                (EstimandState.NOT_APPLICABLE, self.tr("Not applicable, because:")),
            )
        )
        state = Field(self.tr("Estimand of this objective"), self._state, page.theme)
        page.bind(state, self._place, self._decide)
        self._because = Field(self.tr("Why there is no estimand"), ProseEdit(2), page.theme)
        page.bind(self._because, self._reason_place, self._dismiss)
        self.body.addLayout(fields_grid((state, self._because), stretches=(2, 3)))
        self._endpoint = Choice()
        self._attributes = QWidget(self)
        grid = fields_grid(
            (
                self._attribute("treatment", self.tr("Treatment"), page.prose(3), self.tr(
                    "The treatment of interest and what it is compared with, with all that belongs to them."
                )),
                self._attribute("population", self.tr("Population"), page.prose(3), self.tr(
                    "The participants whom the question is about."
                )),
            ),
            (
                self._attribute("endpoint", self.tr("Endpoint"), self._endpoint, self.tr(
                    "What is measured in each participant to answer the question."
                )),
                self._attribute(
                    "summary_measure", self.tr("Population-level summary"), line_edit(page.theme), self.tr(
                        "The number that compares the treatments: a difference, a ratio, a hazard ratio."
                    )
                ),
            ),
        )  # fmt: skip
        grid.setContentsMargins(0, 0, 0, 0)
        self._attributes.setLayout(grid)
        self.body.addWidget(self._attributes)

    def show_objective(self, endpoints: tuple[Endpoint, ...]) -> None:
        """Show the fields that the state of the estimand has; offer the endpoints of the protocol."""
        objective = self._objective()
        state = state_of(objective.estimand) if objective else None
        if state is not None:
            self._is_pending = False
        self._endpoint.set_entries((one.id, one.variable) for one in endpoints)
        self.setVisible(objective is not None)
        self._because.setVisible(state is EstimandState.NOT_APPLICABLE or self._is_pending)
        self._attributes.setVisible(state is EstimandState.DESCRIBED)

    def forget_pending(self) -> None:
        """Another objective is in hand: a reason that was asked for and not given is not asked any more."""
        self._is_pending = False

    def _attribute(self, name: str, label: str, editor: QWidget, meaning: str) -> Field:
        field = Field(label, editor, self._page.theme)
        field.explain(meaning)
        says = self.tr("Change the {field} of the estimand").format(field=label.lower())
        return self._page.bind(
            field,
            lambda: self._attribute_place(name),
            lambda value: set_field(place, value, says) if (place := self._attribute_place(name)) else None,
        )

    def _decide(self, state: object) -> Edit | None:
        objective = self._objective()
        if objective is None:
            return None
        self._is_pending = state is EstimandState.NOT_APPLICABLE
        if state is EstimandState.DESCRIBED:
            return edits.describe_estimand(objective)
        if state is None:
            return edits.leave_estimand_open(objective)
        self._because.setVisible(True)
        self._page.focus(self._because.editor, self._because)
        return None

    def _dismiss(self, reason: object) -> Edit | None:
        objective = self._objective()
        if objective is None:
            return None
        if reason is None:
            return edits.leave_estimand_open(objective)
        return edits.dismiss_estimand(objective, cast(str, reason))

    def _place(self) -> str | None:
        objective = self._objective()
        return f"{edits.objective_place(objective)}.estimand" if objective else None

    def _reason_place(self) -> str | None:
        objective = self._objective()
        is_asked = objective is not None and (
            self._is_pending or state_of(objective.estimand) is EstimandState.NOT_APPLICABLE
        )
        return f"{self._place()}.because" if is_asked else None

    def _attribute_place(self, name: str) -> str | None:
        objective = self._objective()
        is_there = objective is not None and isinstance(objective.estimand, Estimand)
        return f"{self._place()}.{name}" if is_there else None


class EventsCard(PartsCard):
    """The intercurrent events of the estimand in hand, each with its strategy."""

    def __init__(self, page: BasePage, objective: Callable[[], Objective | None]) -> None:
        def place() -> str | None:
            one = objective()
            is_there = one is not None and isinstance(one.estimand, Estimand)
            return f"objectives[{one.id}].estimand.intercurrent_events" if one and is_there else None

        tr = page.tr
        listed = PartsList(
            place=place,
            what=tr("intercurrent event"),
            invitation=tr(
                "No intercurrent event is named yet: what may happen after allocation that changes what the "
                "endpoint means, such as a stopped infusion, another treatment, or death."
            ),
            columns=(
                PartColumn(tr("Event"), lambda one: one.event, 300),
                PartColumn(tr("Strategy"), lambda one: title_word(one.strategy), 150),
                PartColumn(tr("Reason"), lambda one: one.reason or ""),
            ),
            rows=(
                (
                    PartField("event", tr("Event"), lambda: line_edit(page.theme)),
                    PartField("strategy", tr("Strategy"), lambda: code_choice(EventStrategy)),
                ),
                (PartField("reason", tr("Reason for the strategy"), lambda: ProseEdit(2)),),
            ),
            name=lambda one: one.event,
            new=lambda: {"event": tr("New intercurrent event"), "strategy": EventStrategy.TREATMENT_POLICY},
            most_rows=6,
        )
        super().__init__(page, tr("Intercurrent events"), listed)
        self._meaning = small_print("", self)
        self.body.addWidget(self._meaning)

    def follow(self) -> None:
        """Follow the document, and say what the strategy in hand means."""
        super().follow()
        strategy = getattr(self.current, "strategy", None)
        self._meaning.setText(self._means(strategy) if strategy else "")
        self._meaning.setVisible(strategy is not None)
        self.setVisible(self.place is not None)

    def _means(self, strategy: EventStrategy) -> str:
        meanings = {
            EventStrategy.TREATMENT_POLICY: self.tr(
                "the value counts as it is, whether the event occurs or not."
            ),
            EventStrategy.HYPOTHETICAL: self.tr(
                "the value counts that would have been seen without the event."
            ),
            EventStrategy.COMPOSITE: self.tr("the event is part of the endpoint, for example as a failure."),
            EventStrategy.WHILE_ON_TREATMENT: self.tr("only what happens before the event counts."),
            EventStrategy.PRINCIPAL_STRATUM: self.tr(
                "only participants count in whom the event would, or would not, occur."
            ),
        }
        return f"{title_word(strategy)}: {meanings[strategy]}"
