"""The library of instruments: find one, read what is known of it, and measure an endpoint with it."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from protocol_designer.domain.objectives import Objective
from protocol_designer.domain.wording import title_word
from protocol_designer.edits.objectives import measure_with
from protocol_designer.formulary.instruments import InstrumentDomain, KnownInstrument, load_instruments
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.texts import small_print, text_label
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.gui.widgets.card import ActionButton, Card, icon_button
from protocol_designer.gui.widgets.choice import Choice
from protocol_designer.gui.widgets.table import RowsView
from protocol_designer.workspace.models.instrument_rows import described, instruments_model, matching


class LibraryCard(Card):
    """Finds instruments and takes one over. Hidden until it is asked for.

    Signals:
        taken: An endpoint was added with an instrument (the identity of the endpoint).
    """

    taken = Signal(str)

    def __init__(self, page: BasePage, objective: Callable[[], Objective | None]) -> None:
        super().__init__(page.tr("Library of instruments"), page)
        self._page = page
        self._objective = objective
        self._library = load_instruments()
        self.header.addWidget(icon_button(self.tr("Close the library"), "close", page.theme, self.hide))
        self.words = QLineEdit(self)
        self.words.setPlaceholderText(self.tr("Find an instrument"))
        self.words.setAccessibleName(self.tr("Find an instrument"))
        self.words.setClearButtonEnabled(True)
        self.about = Choice(none_text=self.tr("About anything"))
        self.about.setAccessibleName(self.tr("What the instrument is about"))
        self.about.set_entries((one, title_word(one)) for one in InstrumentDomain)
        self.answers = Choice(none_text=self.tr("For no objective yet"))
        self.answers.setAccessibleName(self.tr("Objective that the endpoint answers"))
        self._model = instruments_model()
        self.view = RowsView(self._model, page.theme, self.tr("Instruments"), most_rows=7)
        self.view.size_columns(330, 120, 130, 80)
        self.details = text_label("", self)
        self._known = small_print("", self)
        self._take = ActionButton(self.tr("Add endpoint and activity"), "add", page.theme, self._add)
        self._lay_out()
        self.words.textChanged.connect(self._find)
        self.words.returnPressed.connect(self.view.setFocus)
        self.about.committed.connect(self._narrow)
        self.answers.committed.connect(self.answers.show_value)
        self.view.chosen.connect(self._show_details)
        self.view.opened.connect(self._take.setFocus)
        self._find()
        self.hide()

    @property
    def current(self) -> KnownInstrument | None:
        """The instrument in hand."""
        key = self.view.current_key
        return next((one for one in self._library.instruments if one.id == key), None)

    def open(self) -> None:
        """Show the library, for the objective in hand, and wait for words to find."""
        objective = self._objective()
        self.show()
        self.follow()
        self.answers.show_value(objective.id if objective else None)
        self._page.focus(self.words, self)

    def follow(self) -> None:
        """Follow the document: which objectives there are, and what the schedule has already."""
        objectives = self._page.trial.objectives
        self.answers.set_entries((one.id, f"{title_word(one.level)}: {one.text[:60]}") for one in objectives)
        if self.answers.value not in {one.id for one in objectives}:
            self.answers.show_value(None)
        self._show_details()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(FIELD_GAP)
        row.addWidget(self.words, 2)
        row.addWidget(self.about, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.view)
        self.body.addWidget(self.details)
        last = QWidget(self)
        foot = QHBoxLayout(last)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(FIELD_GAP)
        foot.addWidget(self.answers, 2)
        foot.addWidget(self._take)
        self.body.addWidget(self._known)
        self.body.addWidget(last)

    def _narrow(self, domain: object) -> None:
        self.about.show_value(domain)
        self._find()

    def _find(self) -> None:
        about = self.about.value
        domain = about if isinstance(about, InstrumentDomain) else None
        found = matching(self._library.instruments, self.words.text(), domain)
        self._model.show(found)
        if found and self.current is None:
            self.view.choose(found[0].id)
        self._show_details()

    def _show_details(self) -> None:
        entry = self.current
        self._take.setEnabled(entry is not None)
        if entry is None:
            self.details.setText(self.tr("No instrument of the library has these words."))
            self._known.setText("")
            return
        self.details.setText(described(entry))
        known = self._library.activity_of(entry, self._page.trial.schedule.activities)
        self._known.setText(
            self.tr("The schedule has it: {name}. Only an endpoint is added.").format(name=known.name)
            if known
            else self.tr("An activity is added to the schedule as well; mark its visits there.")
        )

    def _add(self) -> None:
        entry = self.current
        if entry is None:
            return
        trial = self._page.trial
        objective = next((one for one in trial.objectives if one.id == self.answers.value), None)
        known = self._library.activity_of(entry, trial.schedule.activities)
        if self._page.apply(measure_with(entry, known, objective)):
            self.taken.emit(self._page.trial.endpoints[-1].id)
