"""The arms as a table over the fields of the one in hand: order, kind, planned number, words."""

from collections.abc import Callable
from typing import cast

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.design import Arm, ArmKind, ComparatorKind
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import arms as edits
from protocol_designer.edits.copying import duplicate_arm_in_full
from protocol_designer.edits.design import set_ratio
from protocol_designer.edits.edit import Edit
from protocol_designer.edits.fields import set_field
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.parts_table import PartsTable, add_row_actions
from protocol_designer.gui.texts import text_label
from protocol_designer.gui.widgets.card import ActionButton, Card, fields_grid
from protocol_designer.gui.widgets.choice import code_choice, yes_no_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.menu_button import MenuButton
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit, line_edit, whole_number_edit
from protocol_designer.gui.widgets.prose_edit import ProseEdit
from protocol_designer.gui.widgets.ratio_edit import ratio_edit
from protocol_designer.gui.widgets.row_drag import RowDrag
from protocol_designer.workspace.models.arm_rows import arms_model, numbers_in_words


class ArmsCard(Card):
    """Adds, copies, orders and removes arms, and edits the one in hand.

    ``start_factors`` leads to the other way of making arms.
    """

    def __init__(self, page: BasePage, start_factors: Callable[[], object]) -> None:
        super().__init__(page.tr("Arms"), page)
        self._page = page
        theme = page.theme
        self._adder = ActionButton(self.tr("Add arm"), "add", theme, self._add)
        self.header.addWidget(self._adder)
        copy = MenuButton(
            self.tr("Copy arm"),
            "copy",
            theme,
            (
                (self.tr("Copy, sharing drugs and therapy with the original"), self._copy_sharing),
                (self.tr("Copy, with drugs and therapy of its own"), self._copy_in_full),
            ),
        )
        self.header.addWidget(copy)
        row_buttons = add_row_actions(self, theme, self.tr("arm"), self._move, self._remove)
        self.table = PartsTable(
            arms_model(page.workspace),
            theme,
            self.tr("Arms"),
            self.tr("No arm is planned yet. An arm is what participants are allocated to."),
            (
                ActionButton(self.tr("Add the first arm"), "add", theme, self._add),
                ActionButton(self.tr("Make arms from factors"), "add", theme, start_factors),
            ),
            most_rows=8,
        )
        self.table.view.size_columns(270, 140, 130, 70)
        self.table.view.setAccessibleDescription(
            self.tr("Alt with the up or down arrow moves the arm, as dragging its row does.")
        )
        self.table.view.setToolTip(self.tr("Drag a row to reorder the arms, or press Alt with an arrow key."))
        self.table.enable_with_row(copy, *row_buttons)
        RowDrag(self.table.view, theme).moved.connect(self._move_row)
        self.body.addWidget(self.table)
        self.total = text_label("", self)
        self.total.setAccessibleName(self.tr("Planned numbers"))
        self.body.addWidget(self.total)
        self.name = self._field("name", self.tr("Name"), line_edit(theme))
        self._fields = self._make_fields()
        self.body.addWidget(self._fields)
        page.note_rest(self, lambda: edits.arm_place(arm) if (arm := self.arm()) else None)
        page.marks(self.table.model)
        self.table.view.opened.connect(lambda: page.focus(self.name.editor, self._fields))

    def arm(self) -> Arm | None:
        """Return the arm in hand."""
        key = self.table.current
        return next((arm for arm in self._page.trial.arms if arm.id == key), None)

    @property
    def first_field(self) -> QWidget:
        """What takes the focus when somebody comes here: the table, or the way to a first arm."""
        return self.table.view if self._page.trial.arms else self._adder

    def show_arms(self, trial: TrialProtocol) -> None:
        """Follow the document."""
        self.table.show_rows(trial.arms, is_all_new=True)
        self.show_in_hand()
        self.total.setText(numbers_in_words(trial))
        self.total.setVisible(bool(trial.arms))

    def show_in_hand(self) -> None:
        """Show the fields while there is an arm to edit."""
        self._fields.setVisible(self.arm() is not None)

    def _make_fields(self) -> QWidget:
        theme = self._page.theme
        ratio = Field(
            self.tr("Allocation ratio"),
            ratio_edit(theme),
            theme,
            self.tr("One share per arm, in the order of the arms."),
        )
        self._page.bind(
            ratio, "design.allocation.ratio", lambda value: set_ratio(cast(tuple[int, ...], value or ()))
        )
        inactive = self.tr("Described as inactive")
        box = QWidget()
        grid = fields_grid(
            (
                self.name,
                self._field("kind", self.tr("Type"), code_choice(ArmKind)),
                self._field("comparator", self.tr("Kind of control"), code_choice(ComparatorKind)),
            ),
            (
                self._field("planned_n", self.tr("Planned participants"), whole_number_edit(theme)),
                ratio,
                self._field(
                    "is_described_as_inactive",
                    inactive,
                    yes_no_choice(),
                    self.tr("Whether participants are told that this arm has no active treatment."),
                ),
            ),
            (self._field("description", self.tr("Description"), ProseEdit(2)),),
            columns=6,
        )
        grid.setContentsMargins(0, 0, 0, 0)
        box.setLayout(grid)
        return box

    def _field(self, name: str, label: str, editor: QWidget, hint: str = "") -> Field:
        return self._page.bind(
            Field(label, editor, self._page.theme, hint),
            lambda: f"{edits.arm_place(arm)}.{name}" if (arm := self.arm()) else None,
            lambda value: self._edit(name, value),
        )

    def _edit(self, name: str, value: object) -> Edit | None:
        arm = self.arm()
        if arm is None:
            return None
        if name == "name":
            return edits.rename_arm(arm, cast(str, value))
        if name == "kind":
            return edits.change_kind(arm, cast(ArmKind | None, value))
        if name == "comparator":
            return edits.change_comparator(arm, cast(ComparatorKind | None, value))
        if name == "planned_n":
            return edits.set_planned_n(arm, cast(int | None, value))
        if name == "description":
            return edits.describe_arm(arm, cast(str | None, value))
        label = self.tr("Change whether {arm} is described as inactive").format(arm=arm.name)
        return set_field(f"{edits.arm_place(arm)}.{name}", value, label)

    def _add(self) -> None:
        page = self._page
        if page.apply(edits.add_arm(self.tr("Arm {number}").format(number=len(page.trial.arms) + 1))):
            self.table.choose(page.trial.arms[-1].id)
            page.focus(self.name.editor, self._fields)
            cast("ParsedEdit[str]", self.name.editor).selectAll()

    def _copy_sharing(self) -> None:
        if (arm := self.arm()) is not None:
            self._page.apply(edits.duplicate_arm(arm, self.tr("{arm} (copy)").format(arm=arm.name)))

    def _copy_in_full(self) -> None:
        if (arm := self.arm()) is not None:
            self._page.apply(duplicate_arm_in_full(arm, self.tr("{arm} (copy)").format(arm=arm.name)))

    def _move(self, by: int) -> None:
        if (arm := self.arm()) is not None:
            to = self._page.trial.arms.index(arm) + by
            if 0 <= to < len(self._page.trial.arms):
                self._page.apply(edits.move_arm(arm, to))

    def _move_row(self, row: int, to: int) -> None:
        arm = self._page.trial.arms[row]
        self._page.apply(edits.move_arm(arm, to))
        self.table.choose(arm.id)

    def _remove(self) -> None:
        if (arm := self.arm()) is not None:
            self._page.apply(edits.remove_arm(arm))
