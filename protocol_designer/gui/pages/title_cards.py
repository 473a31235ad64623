"""The rest of the title page: version, sponsor, registration, jurisdictions, and the people of the trial."""

from datetime import date

from PySide6.QtWidgets import QWidget

from protocol_designer.domain.identity import Jurisdiction, Person, PersonRole, Registration
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word
from protocol_designer.edits.edit import Edit, EditRefused
from protocol_designer.edits.fields import set_field
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.parts_card import PartColumn, PartField, PartsCard, PartsList
from protocol_designer.gui.widgets.card import Card, fields_grid
from protocol_designer.gui.widgets.choice import code_choice, yes_no_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit, line_edit
from protocol_designer.gui.widgets.prose_edit import ProseEdit
from protocol_designer.gui.widgets.several_choice import SeveralChoice
from protocol_designer.quantities import UnreadableNumber

_REGISTRATION = "identity.registration"


class SponsorCard(Card):
    """Version, sponsor, registration and where the trial takes place, as ICH M11 asks for them."""

    def __init__(self, page: BasePage) -> None:
        super().__init__(page.tr("Version, sponsor and registration"), page)
        self._page = page
        theme = page.theme
        regions = SeveralChoice(self.tr("Not decided"))
        regions.set_entries((code, title_word(code)) for code in Jurisdiction)
        self.body.addLayout(
            fields_grid(
                (
                    page.plain_field(self.tr("Date of version"), "identity.version_date", date_edit(page)),
                    page.plain_field(self.tr("First version"), "identity.is_original", yes_no_choice()),
                    page.plain_field(self.tr("Acronym"), "identity.acronym", line_edit(theme)),
                    page.plain_field(self.tr("Jurisdictions"), "identity.jurisdictions", regions),
                ),
                (
                    page.plain_field(self.tr("Sponsor"), "identity.sponsor_name", line_edit(theme)),
                    page.plain_field(
                        self.tr("Address of the sponsor"), "identity.sponsor_address", line_edit(theme)
                    ),
                ),
                (
                    page.plain_field(
                        self.tr("What sponsor and funders decide"), "identity.sponsor_role", page.prose(2)
                    ),
                    page.plain_field(self.tr("Funding"), "identity.funding", page.prose(2)),
                ),
                (
                    self._registration(self.tr("Registry"), "registry", line_edit(theme)),
                    self._registration(self.tr("Number in the registry"), "identifier", line_edit(theme)),
                    self._registration(self.tr("Registered on"), "registered_on", date_edit(page)),
                    page.bind(
                        Field(self.tr("Or why it is not registered"), line_edit(theme), theme),
                        f"{_REGISTRATION}.because",
                        self._not_registered,
                    ),
                ),
                (
                    page.plain_field(
                        self.tr("Statement of confidentiality"),
                        "identity.confidentiality_statement",
                        page.prose(2),
                    ),
                ),
                columns=4,
            )
        )

    def _registration(self, label: str, name: str, editor: QWidget) -> Field:
        return self._page.bind(
            Field(label, editor, self._page.theme),
            f"{_REGISTRATION}.{name}",
            lambda value: self._registered(name, value),
        )

    def _registered(self, name: str, value: object) -> Edit:
        """Set one part of the registration; without a registry there is none."""
        now = self._page.trial.identity.registration
        parts = now.model_dump() if isinstance(now, Registration) else {}
        parts[name] = value
        if name == "registry" and value is None:
            return set_field(_REGISTRATION, None, self.tr("Remove the registration"))
        label = self.tr("Change the registration")
        if not parts.get("registry"):
            return _refusal(label, self.tr("Write the registry first."))
        return set_field(_REGISTRATION, parts, label)

    def _not_registered(self, value: object) -> Edit:
        reason = {"because": value} if value else None
        return set_field(_REGISTRATION, reason, self.tr("Change why it is not registered"))


def people_card(page: BasePage) -> PartsCard:
    """Make the list of those who are responsible."""
    theme = page.theme

    def named(person: Person) -> str:
        return person.name

    return PartsCard(
        page,
        page.tr("People"),
        PartsList(
            place=lambda: "identity.people",
            what=page.tr("person"),
            invitation=page.tr(
                "Nobody is named yet. Begin with the principal investigator and who signs for the sponsor."
            ),
            columns=(
                PartColumn(page.tr("Name"), named, 220),
                PartColumn(page.tr("Role"), lambda person: title_word(person.role), 180),
                PartColumn(page.tr("Affiliation"), lambda person: person.affiliation or ""),
            ),
            rows=(
                (
                    PartField("name", page.tr("Name"), lambda: line_edit(theme)),
                    PartField("role", page.tr("Role"), lambda: code_choice(PersonRole)),
                ),
                (
                    PartField("affiliation", page.tr("Affiliation"), lambda: line_edit(theme)),
                    PartField("contact", page.tr("Contact"), lambda: line_edit(theme)),
                ),
                (PartField("interests", page.tr("Competing interests"), lambda: ProseEdit(2)),),
            ),
            name=named,
            new=lambda: {
                "name": page.tr("New person"),
                "role": PersonRole.PRINCIPAL_INVESTIGATOR.value,
            },
            id_kind="person",
            grid_columns=2,
            most_rows=5,
        ),
    )


def date_edit(page: BasePage) -> ParsedEdit[date]:
    """Make a field for a calendar day, written 2026-11-21."""
    edit = ParsedEdit(_day, date.isoformat, page.theme)
    edit.show_example("2026-11-21")
    return edit


def _day(text: str) -> date:
    told = f"“{text[:40]}” is no day; write year, month and day, such as 2026-11-21."
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise UnreadableNumber(told) from error
    if day.isoformat() != text:
        raise UnreadableNumber(told)
    return day


def _refusal(label: str, reason: str) -> Edit:
    def refuse(_: TrialProtocol) -> TrialProtocol:
        raise EditRefused(reason, _REGISTRATION)

    return Edit(label, refuse)
