"""Cards of the dosing-day page that hold single fields: setting, kit, antisialagogue, discharge, pharmacy."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from protocol_designer.domain.codes import DischargeCriterion, KitItem, Measure, Setting
from protocol_designer.gui.pages.day_lists import interval
from protocol_designer.gui.widgets.card import Card, fields_grid
from protocol_designer.gui.widgets.choice import code_choice, yes_no_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import line_edit, whole_number_edit
from protocol_designer.gui.widgets.tick_list import TickList
from protocol_designer.gui.widgets.waiver_edit import WaiverEdit

if TYPE_CHECKING:
    from protocol_designer.gui.pages.base_page import BasePage

_DAY = "dosing_day"


def _tr(text: str) -> str:
    return QCoreApplication.translate("day_cards", text)


def setting_card(page: "BasePage") -> Card:
    """Make the card of place, fasting and hours."""
    card, theme = Card(_tr("Setting and hours")), page.theme
    field = page.plain_field
    staffed = line_edit(theme)
    staffed.show_example("08:00")
    card.body.addLayout(
        fields_grid(
            (
                field(_tr("Setting"), f"{_DAY}.setting", code_choice(Setting)),
                field(_tr("Dosing is directly observed"), f"{_DAY}.is_directly_observed", yes_no_choice()),
                field(
                    _tr("Observation after the dose"),
                    f"{_DAY}.observation_after_dose",
                    interval(theme, "120 min")(),
                ),
            ),
            (
                field(_tr("Unit is staffed from"), f"{_DAY}.staffed_from", staffed),
                field(_tr("Staffed for"), f"{_DAY}.staffed_hours", interval(theme, "9 h")()),
                field(
                    _tr("No clear fluids before dosing for"),
                    f"{_DAY}.fasting.clear_fluids",
                    interval(theme, "2 h")(),
                ),
                field(
                    _tr("No light meal before dosing for"),
                    f"{_DAY}.fasting.light_meal",
                    interval(theme, "6 h")(),
                ),
            ),
            (field(_tr("Set and setting"), f"{_DAY}.set_and_setting", page.prose(3)),),
            columns=12,
        )
    )
    return card


def kit_card(page: "BasePage") -> tuple[Card, TickList]:
    """Make the card of the emergency kit."""
    card, ticks = Card(_tr("Emergency kit within reach")), TickList(KitItem, 2)
    card.body.addWidget(page.plain_field(_tr("Equipment and drugs"), f"{_DAY}.kit", ticks))
    return card, ticks


def antisialagogue_card(page: "BasePage") -> Card:
    """Make the card of the decision on drying the mouth."""
    card = Card(_tr("Antisialagogue"))
    hint = _tr("A waiver is the written decision to give none where the dose would ask for one.")
    waiver = page.plain_field(_tr("Waiver"), f"{_DAY}.antisialagogue_waiver", WaiverEdit(3), hint)
    rationale = page.plain_field(
        _tr("Why it is given or not"), f"{_DAY}.antisialagogue_rationale", page.prose(6)
    )
    card.body.addLayout(fields_grid((waiver, rationale)))
    return card


def actions_card(page: "BasePage") -> Card:
    """Make the card of what is done beyond thresholds."""
    card = Card(_tr("Written rules of the day"))
    card.body.addLayout(
        fields_grid(
            (
                page.plain_field(
                    _tr("Severe agitation, or no response"), f"{_DAY}.stop_rule_for_agitation", page.prose(3)
                ),
            ),
            (
                page.plain_field(
                    _tr("Positive toxicology"), f"{_DAY}.action_on_positive_toxicology", page.prose(5)
                ),
                page.plain_field(_tr("Suicide risk"), f"{_DAY}.action_on_suicide_risk", page.prose(5)),
            ),
            columns=2,
        )
    )
    return card


def discharge_card(page: "BasePage") -> tuple[Card, TickList]:
    """Make the card of going home."""
    card, theme, place = Card(_tr("Going home")), page.theme, f"{_DAY}.discharge"
    ticks, field = TickList(DischargeCriterion, 2), page.plain_field

    def yes_no(label: str, name: str, hint: str = "") -> Field:
        return field(label, f"{place}.{name}", yes_no_choice(), hint)

    card.body.addWidget(field(_tr("Must be true before discharge"), f"{place}.criteria", ticks))
    card.body.addLayout(
        fields_grid(
            (
                field(_tr("Discharge score"), f"{place}.score", code_choice((Measure.PADSS, Measure.OTHER))),
                field(_tr("At least, points"), f"{place}.score_at_least", whole_number_edit(theme)),
                field(_tr("In how many readings"), f"{place}.score_readings", whole_number_edit(theme)),
            ),
            (
                yes_no(_tr("A clinician signs"), "needs_clinician_sign_off"),
                yes_no(_tr("A responsible adult escorts"), "needs_adult_escort"),
                field(_tr("No driving for"), f"{place}.no_driving", interval(theme, "24 h")()),
                yes_no(_tr("And not before a night’s sleep"), "no_driving_until_after_sleep"),
            ),
            columns=12,
        )
    )
    return card, ticks


def pharmacy_card(page: "BasePage") -> Card:
    """Make the card of controlled drugs: authority, storage, preparation, accountability."""
    card, place = Card(_tr("Pharmacy and controlled drugs")), "pharmacy"

    def yes_no(label: str, name: str) -> Field:
        return page.plain_field(label, f"{place}.{name}", yes_no_choice())

    def prose(label: str, name: str) -> Field:
        return page.plain_field(label, f"{place}.{name}", page.prose(3))

    card.body.addLayout(
        fields_grid(
            (
                prose(_tr("Controlled-drug authority"), "controlled_drug_authority"),
                prose(_tr("Storage"), "storage"),
            ),
            (
                yes_no(_tr("Two people prepare each dose"), "has_two_person_preparation"),
                yes_no(_tr("Waste is witnessed"), "has_witnessed_waste"),
                yes_no(_tr("Doses are reconciled"), "has_dose_reconciliation"),
            ),
            (
                yes_no(_tr("Participants hold no supply"), "bars_participant_held_supply"),
                yes_no(_tr("Two strengths of one drug are kept"), "stocks_two_strengths"),
            ),
            (prose(_tr("How the strength is checked"), "strength_check_step"),),
            columns=6,
        )
    )
    return card
