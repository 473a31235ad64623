"""Oversight, consent and data: who allows and watches the trial, what is agreed to, what becomes of data."""

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.codes import ConsentTopic
from protocol_designer.domain.conduct import SafetyOversight
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.consent_values_card import ConsentValuesCard
from protocol_designer.gui.pages.dosing_day_page import asked_words
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.card import Card, fields_grid
from protocol_designer.gui.widgets.choice import code_choice, yes_no_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.not_applicable_edit import NotApplicableEdit
from protocol_designer.gui.widgets.parsed_edit import line_edit
from protocol_designer.gui.widgets.tick_list import TickList
from protocol_designer.rules.findings import Report
from protocol_designer.workspace.expected_rows import TOPICS
from protocol_designer.workspace.workspace import Workspace


class OversightPage(BasePage):
    """Approval, watching, consent, data, and the values that the consent form repeats."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(workspace, theme, parent)
        self._asked_for: Report | None = None
        self.topics = TickList(ConsentTopic, 2)
        self.column.addWidget(self._approval_card())
        self.column.addWidget(self._consent_card())
        self.values = ConsentValuesCard(self)
        self.column.addWidget(self.values)
        self.column.addWidget(self._data_card())
        self.column.addWidget(self._after_card())
        self.column.addStretch(1)
        self.show_all()

    def refresh(self, before: TrialProtocol | None, after: TrialProtocol) -> None:
        """Follow with the values of the consent form, which come from everywhere."""
        if before is not after:
            self.values.follow()

    def show_report(self, report: Report) -> None:
        """Say beside the topics which rules ask for them."""
        super().show_report(report)
        if report is self._asked_for:
            return
        self._asked_for = report
        self.topics.show_asked(asked_words(self.workspace, TOPICS))

    def _prose(self, label: str, name: str, lines: int = 3) -> Field:
        return self.plain_field(label, f"oversight.{name}", self.prose(lines))

    def _yes_no(self, label: str, name: str) -> Field:
        return self.plain_field(label, f"oversight.{name}", yes_no_choice())

    def _approval_card(self) -> Card:
        card = Card(self.tr("Approval and independent watching"))
        hint = self.tr("The number under which a regulator allowed the trial, such as an IND number.")
        reference = self.plain_field(
            self.tr("Authorisation"), "oversight.authorisation.reference", line_edit(self.theme), hint
        )
        watcher = self.plain_field(
            self.tr("Who watches the safety data"), "oversight.safety_oversight", code_choice(SafetyOversight)
        )
        card.body.addLayout(
            fields_grid(
                (self._prose(self.tr("Ethics approval"), "ethics_approval"),),
                (
                    reference,
                    self._prose(
                        self.tr("Or why none is needed"), "authorisation.exemption_reasoning", lines=2
                    ),
                ),
                (watcher, self._prose(self.tr("How it is watched"), "safety_oversight_details", lines=5)),
                (
                    self._prose(self.tr("Monitoring of the trial"), "trial_monitoring"),
                    self._prose(self.tr("Amendments"), "amendments"),
                ),
                columns=2,
            )
        )
        return card

    def _consent_card(self) -> Card:
        card = Card(self.tr("Consent"))
        who = self.plain_field(
            self.tr("Who takes consent"), "oversight.consent.who_takes_it", line_edit(self.theme)
        )
        topics = self.plain_field(self.tr("Topics of the information sheet"), TOPICS, self.topics)
        later = self.plain_field(
            self.tr("Later use of data and specimens"), "oversight.ancillary_consent", NotApplicableEdit(3)
        )
        card.body.addLayout(
            fields_grid(
                (
                    who,
                    self._yes_no(self.tr("Taken while sober"), "consent.is_taken_sober"),
                ),
                (
                    self._yes_no(
                        self.tr("Taken before preparation sessions"), "consent.is_taken_before_preparation"
                    ),
                    self._yes_no(
                        self.tr("Capacity checked on each dosing day"),
                        "consent.capacity_is_checked_on_dosing_day",
                    ),
                ),
                (topics,),
                (
                    self._prose(
                        self.tr("Withdrawal on the dosing day"), "consent.withdrawal_on_dosing_day", lines=4
                    ),
                    later,
                ),
                (self._prose(self.tr("Payment of participants"), "consent.payment", lines=2),),
                columns=2,
            )
        )
        return card

    def _data_card(self) -> Card:
        card = Card(self.tr("Confidentiality and data"))
        card.body.addLayout(
            fields_grid(
                (
                    self._yes_no(
                        self.tr("Certificate of confidentiality"), "has_certificate_of_confidentiality"
                    ),
                    self._yes_no(
                        self.tr("Its limits stand in the consent form"),
                        "limits_of_confidentiality_in_consent",
                    ),
                ),
                (
                    self._prose(self.tr("Confidentiality"), "confidentiality", lines=5),
                    self._prose(self.tr("Data management"), "data_management", lines=5),
                ),
                (
                    self._prose(self.tr("Data sharing"), "data_sharing"),
                    self._prose(self.tr("Access to protocol and plan of analysis"), "document_access"),
                ),
                columns=2,
            )
        )
        return card

    def _after_card(self) -> Card:
        card = Card(self.tr("Results, insurance and care after the trial"))
        card.body.addLayout(
            fields_grid(
                (
                    self._prose(self.tr("Dissemination"), "dissemination"),
                    self._prose(self.tr("Insurance"), "insurance"),
                ),
                (self._prose(self.tr("Care after the trial"), "post_trial_care"),),
                columns=2,
            )
        )
        return card
