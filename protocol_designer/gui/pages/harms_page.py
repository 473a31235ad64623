"""Harms and stopping: what counts as harm, how it is found, what stops whom, how fast it is reported."""

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.expected_offer import ExpectedOffer
from protocol_designer.gui.pages.harm_lists import events_list, stopping_list
from protocol_designer.gui.pages.parts_card import PartsCard
from protocol_designer.gui.pages.reported_harms_card import ReportedHarms
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.card import Card, fields_grid
from protocol_designer.gui.widgets.parsed_edit import whole_number_edit
from protocol_designer.gui.widgets.several_choice import SeveralChoice
from protocol_designer.rules.findings import Report
from protocol_designer.workspace.expected_rows import STOPPING
from protocol_designer.workspace.workspace import Workspace


class HarmsPage(BasePage):
    """Definition, events of interest, stopping rules, reporting."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(workspace, theme, parent)
        self._offered_for: Report | None = None
        self._activities = SeveralChoice(self.tr("No activity: nothing in the schedule finds it"))
        self.column.addWidget(self._definition_card())
        self.events = PartsCard(
            self,
            self.tr("Events of special interest"),
            events_list(theme, lambda: self._activities, self._name_of),
        )
        self.reported = ReportedHarms(self)
        self.events.body.insertWidget(self.events.body.indexOf(self.events.details), self.reported)
        self.column.addWidget(self.events)
        self.stopping = PartsCard(self, self.tr("Stopping rules"), stopping_list(theme))
        self._offer = ExpectedOffer(
            self,
            STOPPING,
            self.tr("Add the rule the review asks for"),
            self.tr("Add the {count} rules the review asks for"),
        )
        self.stopping.body.insertWidget(self.stopping.body.indexOf(self.stopping.details), self._offer)
        self.column.addWidget(self.stopping)
        self.column.addWidget(self._reporting_card())
        self.column.addStretch(1)
        self.show_all()

    def refresh(self, before: TrialProtocol | None, after: TrialProtocol) -> None:
        """Offer the activities there are, and the studies of the drugs there are."""
        if before is None or before.schedule.activities is not after.schedule.activities:
            self._activities.set_entries((one.id, one.name) for one in after.schedule.activities)
        if before is None or before.regimens is not after.regimens:
            self.reported.drugs_changed()

    def show_report(self, report: Report) -> None:
        """Show which stopping rules are still missing beside the findings."""
        super().show_report(report)
        if report is not self._offered_for:
            self._offered_for = report
            self._offer.show_report(report)

    def _name_of(self, activity: str) -> str:
        return next((one.name for one in self.trial.schedule.activities if one.id == activity), activity)

    def _definition_card(self) -> Card:
        card = Card(self.tr("What counts as harm"))
        card.body.addLayout(
            fields_grid(
                (
                    self.plain_field(self.tr("How harms are defined"), "harms.definition", self.prose(4)),
                    self.plain_field(self.tr("How harms are found"), "harms.collection", self.prose(4)),
                )
            )
        )
        return card

    def _reporting_card(self) -> Card:
        card = Card(self.tr("Reporting"))
        hint = self.tr("Calendar days from when the sponsor learns of it.")
        card.body.addLayout(
            fields_grid(
                (
                    self.plain_field(
                        self.tr("Serious and unexpected, within days"),
                        "harms.serious_unexpected_report_days",
                        whole_number_edit(self.theme),
                        hint,
                    ),
                    self.plain_field(
                        self.tr("Fatal or life-threatening, within days"),
                        "harms.fatal_report_days",
                        whole_number_edit(self.theme),
                        hint,
                    ),
                ),
                (self.plain_field(self.tr("Who reports harms to whom"), "harms.reporting", self.prose(4)),),
                columns=2,
            )
        )
        return card
