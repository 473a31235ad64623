"""The epochs of the trial in order: their names, kinds, periods and settings."""

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.schedule import Epoch, EpochKind
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word
from protocol_designer.edits import epochs as edits
from protocol_designer.edits.edit import Edit
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.parts_table import PartsTable, add_row_actions
from protocol_designer.gui.widgets.card import Card, fields_grid
from protocol_designer.gui.widgets.choice import Choice, code_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import line_edit, whole_number_edit
from protocol_designer.workspace.models.schedule_rows import epochs_model


class EpochsCard(Card):
    """A table of epochs over the fields of the one in hand; choosing a kind adds one."""

    def __init__(self, page: BasePage) -> None:
        super().__init__(page.tr("Epochs"), page)
        self._page = page
        theme = page.theme
        kinds = ((kind, title_word(kind)) for kind in EpochKind)
        self.add_epoch = Choice(kinds, none_text=self.tr("Add an epoch"))
        self.add_epoch.setAccessibleName(self.tr("Add an epoch"))
        self.add_epoch.setMinimumWidth(150)
        self.add_epoch.committed.connect(self._added)
        self.header.addWidget(self.add_epoch)
        buttons = add_row_actions(self, theme, self.tr("epoch"), self._moved, self._removed)
        self.table = PartsTable(
            epochs_model(page.workspace),
            theme,
            self.tr("Epochs"),
            self.tr("No epoch yet. Choose a kind above; visits are put into epochs one by one."),
        )
        self.table.view.size_columns(190, 110, 70, 70)
        self.table.enable_with_row(*buttons)
        self.body.addWidget(self.table)
        self._name = self._field("name", self.tr("Epoch name"), line_edit(theme))
        self._fields = QWidget()
        grid = fields_grid(
            (
                self._name,
                self._field("kind", self.tr("Kind"), code_choice(EpochKind)),
                self._field("period", self.tr("Number of the period"), whole_number_edit(theme)),
                self._field("setting", self.tr("Setting"), line_edit(theme)),
            ),
            stretches=(3, 2, 2, 3),
        )
        grid.setContentsMargins(0, 0, 0, 0)
        self._fields.setLayout(grid)
        self.body.addWidget(self._fields)
        self.table.chosen.connect(self._chosen)
        self.table.view.opened.connect(lambda: page.focus(self._name.editor, self._fields))
        page.marks(self.table.model)
        page.note_rest(self, lambda: "schedule.epochs")

    def show_trial(self, trial: TrialProtocol) -> None:
        """Follow the document; the count of visits may change without the epochs."""
        self.table.show_rows(trial.schedule.epochs, is_all_new=True)
        self._fields.setVisible(self._epoch() is not None)

    def reveal(self, epoch_id: str) -> None:
        """Take an epoch in hand and focus its name."""
        self.table.choose(epoch_id)
        self._page.focus(self._name.editor, self._fields)

    def _field(self, name: str, label: str, editor: QWidget) -> Field:
        return self._page.bind(
            Field(label, editor, self._page.theme),
            lambda: f"{edits.epoch_place(epoch)}.{name}" if (epoch := self._epoch()) else None,
            lambda value: self._edit(name, value),
        )

    def _epoch(self) -> Epoch | None:
        key = self.table.current
        return next((epoch for epoch in self._page.trial.schedule.epochs if epoch.id == key), None)

    def _edit(self, name: str, value: object) -> Edit | None:
        epoch = self._epoch()
        return edits.change_epoch(epoch, **{name: value}) if epoch else None

    def _chosen(self) -> None:
        self._fields.setVisible(self._epoch() is not None)
        self._page.show_fields()
        self._page.show_report(self._page.workspace.known_report)

    def _added(self, kind: object) -> None:
        if isinstance(kind, EpochKind) and self._page.apply(edits.add_epoch(title_word(kind), kind)):
            self.table.choose(self._page.trial.schedule.epochs[-1].id)
        self.add_epoch.show_value(None)

    def _moved(self, by: int) -> None:
        if (epoch := self._epoch()) is not None:
            to = self._page.trial.schedule.epochs.index(epoch) + by
            if 0 <= to < len(self._page.trial.schedule.epochs):
                self._page.apply(edits.move_epoch(epoch, to))

    def _removed(self) -> None:
        if (epoch := self._epoch()) is not None:
            self._page.apply(edits.remove_epoch(epoch))
