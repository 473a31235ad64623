"""What surrounds the criteria: pregnancy, recruitment and conduct, and what the weights decide."""

from PySide6.QtCore import QModelIndex

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.worst_cases import worst_cases
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.widgets.card import Card, fields_grid
from protocol_designer.gui.widgets.choice import yes_no_choice
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit, whole_number_edit
from protocol_designer.gui.widgets.table import RowsView
from protocol_designer.workspace.models.worst_case_rows import worst_case_model


def pregnancy_card(page: BasePage) -> Card:
    """Make the card on how pregnancy is ruled out and avoided."""
    card = Card(page.tr("Pregnancy and lactation"), page)
    place = "population.pregnancy"

    def number(example: str) -> ParsedEdit[int]:
        edit = whole_number_edit(page.theme)
        edit.show_example(example)
        return edit

    card.body.addLayout(
        fields_grid(
            (
                page.plain_field(
                    page.tr("May enrol people who can become pregnant"),
                    f"{place}.may_enrol_people_who_can_become_pregnant",
                    yes_no_choice(),
                ),
                page.plain_field(
                    page.tr("Tested on each dosing day"),
                    f"{place}.is_tested_each_dosing_day",
                    yes_no_choice(),
                ),
            ),
            (
                page.plain_field(
                    page.tr("Days from test to first dose, at most"),
                    f"{place}.test_within_days_before_first_dose",
                    number("7"),
                ),
                page.plain_field(
                    page.tr("Weeks of contraception after the last dose"),
                    f"{place}.contraception_weeks_after_last_dose",
                    number("6"),
                ),
                page.plain_field(
                    page.tr("Lactation keeps out"), f"{place}.excludes_lactation", yes_no_choice()
                ),
            ),
            columns=6,
        )
    )
    page.note_rest(card, lambda: place)
    return card


def recruitment_card(page: BasePage) -> Card:
    """Make the card on where participants come from and what they agree to."""
    card = Card(page.tr("Recruitment and conduct"), page)
    card.body.addLayout(
        fields_grid(
            (
                page.plain_field(
                    page.tr("Sites"),
                    "design.sites",
                    page.prose(3),
                    page.tr("Where the trial takes place, and what a site must have."),
                ),
                page.plain_field(page.tr("Recruitment"), "population.recruitment", page.prose(3)),
            ),
            (
                page.plain_field(
                    page.tr("Screening again"),
                    "population.rescreening",
                    page.prose(3),
                    page.tr("Who may be screened a second time, and when."),
                ),
                page.plain_field(
                    page.tr("Lifestyle during the trial"),
                    "population.lifestyle_restrictions",
                    page.prose(3),
                    page.tr("Food, drink, driving, and what else participants keep from."),
                ),
            ),
        )
    )
    return card


class WorstCasesCard(Card):
    """The largest dose and the most per kg of each regimen; a row leads to its regimen."""

    def __init__(self, page: BasePage) -> None:
        super().__init__(page.tr("What these weights decide"), page)
        self._page = page
        self._line = small_print("", self)
        self.model = worst_case_model()
        self.view = RowsView(self.model, page.theme, self.tr("Doses at the extremes of weight"), most_rows=7)
        self.view.size_columns(300, 190)
        self.body.addWidget(self._line)
        self.body.addWidget(self.view)
        self.view.clicked.connect(self._go)
        self.view.opened.connect(lambda: self._go(self.view.currentIndex()))

    def show_trial(self, trial: TrialProtocol) -> None:
        """Follow the document."""
        self.model.show(worst_cases(trial))
        self.view.setVisible(bool(trial.regimens))
        self._line.setText(
            self.tr(
                "Doses are checked for the lightest and the heaviest participant. A row leads to its regimen."
            )
            if trial.regimens
            else self.tr("No drug regimen is planned yet. Each will be checked over all eligible weights.")
        )

    def _go(self, index: QModelIndex) -> None:
        if index.isValid():
            self._page.workspace.go_to(regimen_place(self.model.rows[index.row()].regimen))
