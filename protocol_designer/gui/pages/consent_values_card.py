"""The consent consistency list: what a consent form must state, as this protocol says it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QGuiApplication

from protocol_designer.gui.texts import small_print
from protocol_designer.gui.widgets.card import ActionButton, Card
from protocol_designer.gui.widgets.table import RowsView
from protocol_designer.report.consent_values import ConsentValue, consent_text, consent_values
from protocol_designer.workspace.models.rows import Column, RowsModel

if TYPE_CHECKING:
    from protocol_designer.gui.pages.base_page import BasePage


class ConsentValuesCard(Card):
    """Read-only and linked: a click or Enter goes to the field that says a value."""

    def __init__(self, page: "BasePage") -> None:
        super().__init__("", page)
        self.set_title(self.tr("What the consent form must say alike"))
        self._page = page
        self._said = small_print("", self)
        self.copier = ActionButton(self.tr("Copy as text"), "copy", page.theme, self.copy)
        self.header.addWidget(self.copier)
        undecided = self.tr("not decided")
        self.model: RowsModel[ConsentValue] = RowsModel(
            (
                Column(self.tr("Statement"), lambda value: value.name),
                Column(
                    self.tr("This protocol says"),
                    lambda value: (value.said or undecided).replace("\n", " "),
                    tip=lambda value: value.said or undecided,
                ),
            ),
            lambda value: (value.name, value.place),
        )
        self.view = RowsView(self.model, page.theme, self.tr("Values for the consent form"), 30)
        self.view.size_columns(230)
        self.body.addWidget(
            small_print(
                self.tr("Hold these against the form. A click, or Enter, goes to the field that says it."),
                self,
            )
        )
        self.body.addWidget(self.view)
        self.body.addWidget(self._said)
        self._said.hide()
        self.view.clicked.connect(self._click)
        self.view.opened.connect(self.go)

    def follow(self) -> None:
        """Show the values of the document."""
        self.model.show(consent_values(self._page.trial))

    def go(self) -> None:
        """Go to the field of the row in hand."""
        key = self.view.current_key
        if isinstance(key, tuple):
            self._page.workspace.go_to(key[1])

    def copy(self) -> None:
        """Put all values on the clipboard."""
        QGuiApplication.clipboard().setText(consent_text(self._page.trial))
        self._said.setText(self.tr("The values are on the clipboard."))
        self._said.show()

    def _click(self, index: QModelIndex) -> None:
        if index.isValid():
            self.go()
