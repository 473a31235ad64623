"""Factors: name them and their levels, tick the combinations that exist, and make the arms."""

from typing import cast

from PySide6.QtWidgets import QWidget

from protocol_designer.derived.factorial import PlannedArm
from protocol_designer.domain.design import Factor, Level
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import design as edits
from protocol_designer.edits.edit import Edit
from protocol_designer.edits.factorial import generate_arms, set_stands_for
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.parts_table import PartsTable
from protocol_designer.gui.texts import small_print, text_label
from protocol_designer.gui.widgets.card import ActionButton, Card, button_row, fields_grid, icon_button
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit, line_edit
from protocol_designer.gui.widgets.several_choice import SeveralChoice
from protocol_designer.gui.widgets.tick_grid import TickGrid
from protocol_designer.workspace.models.factor_rows import (
    CombinationGrid,
    Key,
    level_rows,
    levels_model,
    plan_in_words,
)


class FactorsCard(Card):
    """Factors and levels over the grid of combinations; the plan is said before it is carried out."""

    def __init__(self, page: BasePage) -> None:
        super().__init__(page.tr("Factors"), page)
        self._page = page
        self._unwanted: set[Key] = set()
        theme = page.theme
        self._add_factor = ActionButton(self.tr("Add factor"), "add", theme, self.add_factor)
        add_level = ActionButton(self.tr("Add level"), "add", theme, self._level_added)
        remove = icon_button(self.tr("Remove the level or factor"), "remove", theme, self._remove)
        for button in (self._add_factor, add_level, remove):
            self.header.addWidget(button)
        self.table = PartsTable(
            levels_model(page.workspace),
            theme,
            self.tr("Factors and levels"),
            self.tr(
                "A factor is varied independently of others, such as drug or therapy. Name the factors and "
                "their levels, and the arms are made of the combinations."
            ),
            most_rows=8,
        )
        self.table.view.size_columns(170, 190)
        self.table.enable_with_row(add_level, remove)
        self.table.chosen.connect(self._chosen)
        self.body.addWidget(self.table)
        self._fields = self._make_fields()
        self.body.addWidget(self._fields)
        self.table.view.opened.connect(self._open)
        self._model = CombinationGrid()
        self._ask = text_label(self.tr("Combinations that exist"), self)
        self.body.addWidget(self._ask)
        self.grid = TickGrid(self._model, theme, self.tr("Combinations that exist"))
        self.grid.toggled.connect(self._toggle)
        self.body.addWidget(self.grid)
        self.plan = small_print("", self)
        self.plan.setAccessibleName(self.tr("What making the arms changes"))
        self.body.addWidget(self.plan)
        self._make = ActionButton(self.tr("Make the arms"), "add", theme, self._generate)
        self.body.addLayout(button_row(self._make))
        page.note_rest(self, lambda: "design.factors")

    @property
    def first_field(self) -> QWidget:
        """What takes the focus when somebody comes here."""
        return self.table.view if self._page.trial.design.factors else self._add_factor

    def show_factors(self, trial: TrialProtocol) -> None:
        """Follow the document."""
        self.table.show_rows(level_rows(trial), is_all_new=True)
        parts = [(regimen.id, regimen.name) for regimen in trial.regimens]
        parts += [(course.id, course.name) for course in trial.courses]
        parts += [(other.id, other.name) for other in trial.other_interventions]
        self._parts.set_entries(parts)
        self._show_fields()
        self._show_plan(trial)

    def choose(self, place: str) -> None:
        """Take the level or factor in hand that a place speaks of."""
        factor = place.partition("factors[")[2].partition("]")[0]
        level = place.partition("levels[")[2].partition("]")[0]
        for row in level_rows(self._page.trial):
            if row.factor.id == factor and level in ("", row.level.id if row.level else ""):
                self.table.choose((row.factor.id, row.level.id if row.level else None))
                return

    def _make_fields(self) -> QWidget:
        theme = self._page.theme
        self._parts = SeveralChoice(self.tr("Nothing of its own"))
        self.factor_name = self._page.bind(
            Field(self.tr("Name of the factor"), line_edit(theme), theme), self._factor_place, self._renamed
        )
        self.level_name = self._page.bind(
            Field(self.tr("Name of the level"), line_edit(theme), theme),
            lambda: f"{place}.name" if (place := self._level_place()) else None,
            self._level_renamed,
        )
        self._stands_for = Field(self.tr("An arm receives for it"), self._parts, theme)
        self._parts.committed.connect(self._parts_chosen)
        self._stands_for.entered.connect(lambda: self._page.workspace.select(self._level_place() or ""))
        box = QWidget()
        grid = fields_grid((self.factor_name, self.level_name, self._stands_for), stretches=(3, 3, 4))
        grid.setContentsMargins(0, 0, 0, 0)
        box.setLayout(grid)
        return box

    def _in_hand(self) -> tuple[Factor | None, Level | None]:
        key = self.table.current
        for row in level_rows(self._page.trial):
            if key == (row.factor.id, row.level.id if row.level else None):
                return row.factor, row.level
        return None, None

    def _factor_place(self) -> str | None:
        factor, _ = self._in_hand()
        return f"design.factors[{factor.id}].name" if factor else None

    def _level_place(self) -> str | None:
        factor, level = self._in_hand()
        return f"design.factors[{factor.id}].levels[{level.id}]" if factor and level else None

    def _renamed(self, value: object) -> Edit | None:
        factor, _ = self._in_hand()
        return edits.rename_factor(factor, cast(str, value)) if factor else None

    def _level_renamed(self, value: object) -> Edit | None:
        factor, level = self._in_hand()
        return edits.rename_level(factor, level, cast(str, value)) if factor and level else None

    def _parts_chosen(self, parts: object) -> None:
        factor, level = self._in_hand()
        if factor and level:
            self._page.apply_from(
                self._stands_for, set_stands_for(factor, level, cast(tuple[str, ...], parts))
            )

    def _chosen(self) -> None:
        self._show_fields()
        if self.table.view.hasFocus() and (place := self._level_place() or self._factor_place()):
            self._page.workspace.select(place)
        self._page.show_fields()

    def _show_fields(self) -> None:
        factor, level = self._in_hand()
        self._fields.setVisible(factor is not None)
        self.level_name.setVisible(level is not None)
        self._stands_for.setVisible(level is not None)
        if level is not None:
            self._parts.show_value((*level.regimens, *level.courses, *level.other_interventions))

    def _open(self) -> None:
        field = self.level_name if self._in_hand()[1] else self.factor_name
        self._page.focus(field.editor, self._fields)

    def _show_plan(self, trial: TrialProtocol) -> None:
        index = self.grid.currentIndex()
        at = (index.row(), index.column())
        self._model.show(trial, self._unwanted)
        self.grid.setCurrentIndex(self._model.index(*at))
        planned = self._model.planned
        self._unwanted &= {plan.key for plan in planned}
        self._ask.setVisible(bool(planned))
        self.grid.setVisible(bool(planned))
        self.plan.setText(plan_in_words(trial, planned, self._unwanted))
        self.plan.setVisible(bool(planned))
        new = sum(plan.kept is None for plan in self._wanted())
        words = self.tr("Make 1 arm") if new == 1 else self.tr("Make {count} arms").format(count=new)
        self._make.setText(words if new else self.tr("Give the arms their levels"))
        self._make.setVisible(any(plan.kept is None or not plan.holds_levels for plan in self._wanted()))

    def _wanted(self) -> list[PlannedArm]:
        return [plan for plan in self._model.planned if plan.kept or plan.key not in self._unwanted]

    def _toggle(self, row: int, column: int) -> None:
        plan = self._model.plan(row, column)
        if plan.kept is not None:
            told = self.tr("{name} is the arm {arm}; remove that arm above to leave it out.")
            self.plan.setText(told.format(name=plan.name, arm=plan.kept.name))
            return
        self._unwanted ^= {plan.key}
        self._show_plan(self._page.trial)

    def _generate(self) -> None:
        self._page.apply(generate_arms(tuple(plan.key for plan in self._wanted())))

    def add_factor(self) -> None:
        """Add a factor and focus its name."""
        page = self._page
        name = self.tr("Factor {number}").format(number=len(page.trial.design.factors) + 1)
        if page.apply(edits.add_factor(name)):
            self.table.choose((page.trial.design.factors[-1].id, None))
            self._focus_name(self.factor_name)

    def _level_added(self) -> None:
        factor, _ = self._in_hand()
        if factor is None:
            return
        name = self.tr("Level {number}").format(number=len(factor.levels) + 1)
        if self._page.apply(edits.add_level(factor, name)):
            made = next(one for one in self._page.trial.design.factors if one.id == factor.id)
            self.table.choose((made.id, made.levels[-1].id))
            self._focus_name(self.level_name)

    def _focus_name(self, field: Field) -> None:
        self._page.focus(field.editor, self._fields)
        cast("ParsedEdit[str]", field.editor).selectAll()

    def _remove(self) -> None:
        factor, level = self._in_hand()
        if factor and level:
            self._page.apply(edits.remove_level(factor, level))
        elif factor:
            self._page.apply(edits.remove_factor(factor))
