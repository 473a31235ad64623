"""The measured bounds of the criterion in hand: one line each, and an empty line for the next one."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from protocol_designer.domain.population import Criterion, NumericBound
from protocol_designer.edits import population as edits
from protocol_designer.edits.edit import Edit
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.gui.widgets.bound_edit import BoundEdit
from protocol_designer.gui.widgets.card import ActionButton, icon_button
from protocol_designer.gui.widgets.field import Field


class CriterionBounds(QWidget):
    """Adds, changes and removes bounds. ``criterion`` gives the criterion in hand."""

    def __init__(self, page: BasePage, criterion: Callable[[], Criterion | None]) -> None:
        super().__init__(page)
        self._page = page
        self._criterion = criterion
        self._lines: list[QWidget] = []
        self.fields: list[Field] = []
        self._fresh = BoundEdit(page.theme)
        self._new = Field(self.tr("New measured bound"), self._fresh, page.theme)
        self._fresh.committed.connect(self._add)
        self._adder = ActionButton(self.tr("Add measured bound"), "add", page.theme, self._begin)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(self._new)
        foot = QHBoxLayout()
        foot.addWidget(self._adder)
        foot.addStretch(1)
        self._column.addLayout(foot)
        self._new.hide()
        self._shown: str | None = None

    def follow(self) -> None:
        """Show as many lines as the criterion in hand has bounds; another criterion begins no new one."""
        criterion = self._criterion()
        count = len(criterion.bounds) if criterion else 0
        while len(self._lines) < count:
            self._lines.append(self._line(len(self._lines)))
        for number, line in enumerate(self._lines):
            line.setVisible(number < count)
        key = criterion.id if criterion else None
        if key != self._shown:
            self._shown = key
            for field in self.fields:
                field.editor.show_value(None)  # type: ignore[attr-defined]  # a Field names its editor only a QWidget; here it is a BoundEdit
            self._end()

    def _line(self, number: int) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(FIELD_GAP)
        edit = BoundEdit(self._page.theme)
        field = Field(self.tr("Measured bound {number}").format(number=number + 1), edit, self._page.theme)
        self._page.bind(field, lambda: self._place(number), lambda value: self._changed(number, value))
        self.fields.append(field)
        name = self.tr("Remove measured bound {number}").format(number=number + 1)
        row.addWidget(field, 1)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addSpacing(field.fontMetrics().height() + 3)
        beside.addWidget(icon_button(name, "remove", self._page.theme, lambda: self._remove(number)))
        beside.addStretch(1)
        row.addLayout(beside)
        self._column.insertWidget(number, line)
        return line

    def _place(self, number: int) -> str | None:
        criterion = self._criterion()
        if criterion is None or number >= len(criterion.bounds):
            return None
        return f"{edits.criterion_place(criterion)}.bounds[{number}]"

    def _changed(self, number: int, bound: object) -> Edit | None:
        criterion = self._criterion()
        if criterion is None or not isinstance(bound, NumericBound):
            return None
        bounds = tuple(bound if at == number else one for at, one in enumerate(criterion.bounds))
        return edits.change_criterion(criterion, bounds=bounds)

    def _begin(self) -> None:
        self._fresh.clear()
        self._new.show()
        self._adder.hide()
        self._page.focus(self._fresh.measure, self._new)

    def _end(self) -> None:
        self._fresh.clear()
        self._new.hide()
        self._adder.show()

    def _add(self, bound: object) -> None:
        criterion = self._criterion()
        if criterion is None or not isinstance(bound, NumericBound):
            return
        edit = edits.change_criterion(criterion, bounds=(*criterion.bounds, bound))
        if self._page.apply_from(self._new, edit):
            self._end()
            line = self.fields[len(criterion.bounds)]
            self._page.focus(line.editor, line)

    def _remove(self, number: int) -> None:
        criterion = self._criterion()
        if criterion is not None:
            rest = tuple(bound for at, bound in enumerate(criterion.bounds) if at != number)
            if self._page.apply(edits.change_criterion(criterion, bounds=rest)):
                self._page.focus(self._adder, self)
