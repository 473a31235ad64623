"""What a chapter works from: protocol, review, formulary, profile, and words that many share."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from protocol_designer.domain.identity import Person, PersonRole
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.findings import Report

if TYPE_CHECKING:
    from protocol_designer.precedents.nearest import Precedents

YES_NO = {True: "Yes", False: "No"}


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that the document is made from; ``citations`` numbers the works it cites.

    ``precedents`` are those of the study drugs; none when the document is made without prior studies.
    ``earlier`` is the version that an amendment changes, where it is at hand.
    """

    trial: TrialProtocol
    review: Report
    formulary: Formulary
    profile: str
    citations: tuple[str, ...]
    precedents: "tuple[Precedents, ...]" = ()
    earlier: TrialProtocol | None = None

    @property
    def is_draft(self) -> bool:
        """Whether this is a draft, which shows gaps and a watermark."""
        return self.profile == "draft"

    def drug_name(self, drug_id: str | None) -> str | None:
        """Name a drug for people; None when it is not decided."""
        if drug_id is None:
            return None
        known = self.formulary.drug(drug_id)
        return known.name if known else drug_id.replace("_", " ").capitalize()

    def visit_names(self, visit_ids: Sequence[str]) -> str | None:
        """Name visits with their numbers, or None when there are none."""
        named = [
            f"{number} {visit.name}" for number, visit in self.numbered_visits() if visit.id in visit_ids
        ]
        return "; ".join(named) or None

    def numbered_visits(self) -> list[tuple[int, Visit]]:
        """Return the visits with their numbers in the schedule."""
        return list(enumerate(self.trial.schedule.visits, start=1))

    def people(self, role: PersonRole) -> list[Person]:
        """Return the people of one role."""
        return [person for person in self.trial.identity.people if person.role is role]

    def study_regimens(self) -> list[DrugRegimen]:
        """Return the investigational and comparator regimens."""
        wanted = (RegimenUse.INVESTIGATIONAL, RegimenUse.COMPARATOR)
        return [regimen for regimen in self.trial.regimens if regimen.use in wanted]

    def citation_number(self, key: str) -> int | None:
        """Return the number of a cited work in the list of references."""
        return self.citations.index(key) + 1 if key in self.citations else None


def printed(value: Quantity | None) -> str | None:
    """Write a quantity, or None for a gap."""
    return value.printed() if value is not None else None


def number_of(value: Fraction, unit: Unit, significant: int = 4) -> str:
    """Write the number of a quantity alone, for a column whose head names the unit."""
    return Quantity(value, unit).printed(significant).partition(" ")[0]


def yes_no(value: bool | None) -> str | None:
    """Write yes or no, or None for a gap."""
    return None if value is None else YES_NO[value]


def listed(items: Sequence[str], joint: str = "and") -> str:
    """Join words as a sentence does: ``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"


def span(low: Quantity | None, high: Quantity | None) -> str | None:
    """Write a range; None when neither end is decided."""
    if low is None and high is None:
        return None
    if low is None or high is None:
        return f"from {low.printed()}" if low is not None else f"up to {printed(high)}"
    if low.unit is high.unit:
        return f"{low.printed().partition(' ')[0]} to {high.printed()}"
    return f"{low.printed()} to {high.printed()}"
