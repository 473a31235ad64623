"""What studies of the same drug report on harms: a table to choose events of interest from."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from protocol_designer.edits.harms import add_reported_event
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.gui.widgets.card import ActionButton, button_row
from protocol_designer.gui.widgets.table import RowsView
from protocol_designer.precedents.library import load_templates
from protocol_designer.precedents.reported_harms import ReportedHarm, reported_harms
from protocol_designer.report.precedent_words import figures_in_words
from protocol_designer.workspace.models.rows import Column, RowsModel

if TYPE_CHECKING:
    from protocol_designer.gui.pages.base_page import BasePage


class ReportedHarms(QWidget):
    """Opened by its button, read from the studies then; Enter or the second button adds the row in hand."""

    def __init__(self, page: "BasePage") -> None:
        super().__init__(page)
        self._page = page
        self._is_read = False
        tr = self.tr
        self.opener = ActionButton(tr("Choose from what studies report"), "rule", page.theme, self.toggle)
        self.adder = ActionButton(tr("Add the chosen one as an event"), "add", page.theme, self.add)
        self.model: RowsModel[ReportedHarm] = RowsModel(
            (
                Column(tr("Study"), lambda harm: harm.study),
                Column(tr("As reported"), _told, tip=_told),
            ),
            lambda harm: (harm.study, harm.finding),
        )
        self.view = RowsView(self.model, page.theme, tr("Harms that studies report"), 7)
        self.view.size_columns(190)
        self._source = small_print("", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, FIELD_GAP)
        column.setSpacing(FIELD_GAP)
        column.addLayout(button_row(self.opener, self.adder))
        column.addWidget(self.view)
        column.addWidget(self._source)
        self.view.chosen.connect(self._tell)
        self.view.opened.connect(self.add)
        self._show(False)

    def toggle(self) -> None:
        """Open the table, or close it again."""
        is_open = not self.view.isVisibleTo(self)
        if is_open:
            self._read()
        self._show(is_open)
        if is_open and self.model.rows:
            self._page.focus(self.view, self)

    def drugs_changed(self) -> None:
        """Read again when it is seen: other drugs are studied now."""
        self._is_read = False
        if self.view.isVisibleTo(self):
            self._read()

    def add(self) -> None:
        """Add the harm in hand as an event of interest, with its source."""
        if (harm := self._current()) is not None:
            self._page.apply(add_reported_event(harm))

    def _read(self) -> None:
        if self._is_read:
            return
        self._is_read = True
        workspace = self._page.workspace
        found = reported_harms(workspace.trial, load_templates(), workspace.formulary)
        self.model.show(found)
        if found:
            self.view.choose(self.model.key_at(0))
        self._tell()

    def _show(self, is_open: bool) -> None:
        for widget in (self.view, self.adder, self._source):
            widget.setVisible(is_open)
        self.adder.setEnabled(bool(self.model.rows))

    def _current(self) -> ReportedHarm | None:
        key = self.view.current_key
        return next((harm for harm in self.model.rows if (harm.study, harm.finding) == key), None)

    def _tell(self) -> None:
        harm = self._current()
        if harm is None:
            self._source.setText(self.tr("No study here reports on harms of the study drugs of this trial."))
        else:
            where = f", {harm.locator}" if harm.locator else ""
            self._source.setText(f"{_told(harm)}\n{harm.source}{where}")


def _told(harm: ReportedHarm) -> str:
    return f"{harm.finding}{figures_in_words(harm.figures)}"
