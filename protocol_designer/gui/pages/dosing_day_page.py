"""The dosing day from arrival to going home: drawn, watched, staffed, equipped, and what ends it."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from protocol_designer.derived.session_day import dosing_visits, session_day
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.drawing_view import DrawingView
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.day_cards import (
    actions_card,
    antisialagogue_card,
    discharge_card,
    kit_card,
    pharmacy_card,
    setting_card,
)
from protocol_designer.gui.pages.day_lists import monitoring_list, rescue_list, staff_list
from protocol_designer.gui.pages.expected_offer import ExpectedOffer
from protocol_designer.gui.pages.parts_card import PartsCard
from protocol_designer.gui.pages.session_card_maker import SessionCardMaker
from protocol_designer.gui.pages.thresholds_card import ThresholdsCard
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.card import Card
from protocol_designer.gui.widgets.choice import Choice
from protocol_designer.gui.widgets.several_choice import SeveralChoice
from protocol_designer.gui.widgets.tick_list import TickList
from protocol_designer.report.chapters.dosing_day import PEAK
from protocol_designer.report.display_list import Drawing
from protocol_designer.report.figures.dosing_day import dosing_day
from protocol_designer.rules.findings import Report
from protocol_designer.workspace.expected_rows import CRITERIA, KIT, asked_ticks
from protocol_designer.workspace.workspace import Workspace

_DRAWN = ("dosing_day", "regimens", "schedule")


class DosingDayPage(BasePage):
    """A drawing of the day over its lists; the pharmacy stands at the end."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(workspace, theme, parent)
        self._regimens = SeveralChoice(self.tr("No medicine"))
        self._offers: list[ExpectedOffer] = []
        self._offered_for: Report | None = None
        self._asked: list[tuple[TickList, str]] = []
        self.column.addWidget(self._drawing_card())
        self.column.addWidget(setting_card(self))
        self.monitoring = PartsCard(
            self, self.tr("Monitoring"), monitoring_list(theme, lambda: self.trial.dosing_day)
        )
        self._add_list(
            self.monitoring,
            self.tr("Add the parameter the review asks for"),
            self.tr("Add the {count} parameters the review asks for"),
        )
        self.staff = PartsCard(self, self.tr("Staff and roles"), staff_list(theme))
        self._add_list(
            self.staff,
            self.tr("Add the person the review asks for"),
            self.tr("Add the {count} people the review asks for"),
        )
        kit, ticks = kit_card(self)
        self._asked.append((ticks, KIT))
        self.column.addWidget(kit)
        self.thresholds = ThresholdsCard(self)
        self._add_list(
            self.thresholds,
            self.tr("Add the threshold the review has a limit for"),
            self.tr("Add the {count} thresholds the review has limits for"),
        )
        self.column.addWidget(actions_card(self))
        self.rescue = PartsCard(
            self,
            self.tr("Emergency plans"),
            rescue_list(lambda: self.trial.dosing_day, lambda: self._regimens, self._name_of),
        )
        self._add_list(
            self.rescue,
            self.tr("Add the emergency plan the review asks for"),
            self.tr("Add the {count} emergency plans the review asks for"),
        )
        self.column.addWidget(antisialagogue_card(self))
        discharge, criteria = discharge_card(self)
        self._asked.append((criteria, CRITERIA))
        self.column.addWidget(discharge)
        self.column.addWidget(pharmacy_card(self))
        self.column.addStretch(1)
        self.show_all()

    def refresh(self, before: TrialProtocol | None, after: TrialProtocol) -> None:
        """Draw the day again, and offer the regimens there are."""
        if before is None or before.regimens is not after.regimens:
            self._regimens.set_entries((regimen.id, regimen.name) for regimen in after.regimens)
        if before is None or any(getattr(before, part) is not getattr(after, part) for part in _DRAWN):
            self._show_visits(dosing_visits(after))
            self.drawing.redraw()
        if before is None or before.population is not after.population:
            self.session_card.show_weights(after.population)

    def show_report(self, report: Report) -> None:
        """Show what the lists and ticks still lack beside the findings."""
        super().show_report(report)
        if report is self._offered_for:
            return
        self._offered_for = report
        for offer in self._offers:
            offer.show_report(report)
        for ticks, place in self._asked:
            ticks.show_asked(asked_words(self.workspace, place))

    def _add_list(self, card: PartsCard, one: str, several: str) -> None:
        offer = ExpectedOffer(self, card.place or "", one, several)
        card.body.insertWidget(card.body.indexOf(card.details), offer)
        self._offers.append(offer)
        self.column.addWidget(card)

    def _drawing_card(self) -> Card:
        card = Card(self.tr("The day"))
        self.visit = Choice((), card, self.tr("The first dosing day"))
        self.visit.setAccessibleName(self.tr("Dosing day drawn"))
        self.visit.committed.connect(self._draw_another)
        self.visit.setMaximumWidth(220)
        card.header.addWidget(self.visit)
        self.drawing = DrawingView(self._drawn, self.workspace, self.theme, card)
        self.drawing.setAccessibleName(self.tr("Drawing of the dosing day"))
        card.body.addWidget(self.drawing)
        self.session_card = SessionCardMaker(self, self._visit)
        card.body.addWidget(self.session_card)
        return card

    def _show_visits(self, visits: tuple[Visit, ...]) -> None:
        self.visit.set_entries((visit.id, visit.name) for visit in visits)
        if self.visit.value not in {visit.id for visit in visits}:
            self.visit.show_value(None)
        self.visit.setVisible(len(visits) > 1)

    def _draw_another(self, visit: object) -> None:
        self.visit.show_value(visit)
        self.drawing.redraw()

    def _visit(self) -> Visit | None:
        visits = dosing_visits(self.trial)
        chosen = next((visit for visit in visits if visit.id == self.visit.value), None)
        return chosen or next(iter(visits), None)

    def _drawn(self, width: float) -> Drawing:
        day = session_day(self.trial, self._visit())
        return dosing_day(day, self.trial.dosing_day, self.workspace.formulary.limit(PEAK), width)

    def _name_of(self, regimen: str) -> str:
        return self.trial.regimen(regimen).name


def asked_words(workspace: Workspace, place: str) -> Mapping[str, tuple[str, str]]:
    """Return for each code that rules want in a list the rule and its sources, for a list of ticks."""
    formulary = workspace.formulary
    return {
        tick.code: (tick.rule, "; ".join(formulary.source(key).title for key in tick.sources))
        for tick in asked_ticks(workspace.trial, formulary, place)
    }
