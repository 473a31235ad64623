"""The typed records of a formulary: sources, drugs, and limits that name their evidence."""

from enum import StrEnum
from typing import Self

from pydantic import model_validator

from protocol_designer.domain.base import CalendarDate, Line, Node, PartId, Prose
from protocol_designer.domain.interventions import Enantiomer, Route
from protocol_designer.domain.wording import word
from protocol_designer.quantities import Quantity


class EvidenceGrade(StrEnum):
    """How firm the ground of a limit is."""

    LABEL = "label"
    GUIDELINE = "guideline"
    TRIAL_PRECEDENT = "trial_precedent"
    PROPOSED = "proposed"

    @property
    def printed(self) -> str:
        """The words that stand wherever the limit is shown."""
        if self is EvidenceGrade.PROPOSED:
            return "proposed (needs local sign-off)"
        return word(self)


class Bound(StrEnum):
    """On which side of the value a limit is broken; strict unless it says *or equal*."""

    ABOVE = "above"
    AT_OR_ABOVE = "at_or_above"
    BELOW = "below"
    AT_OR_BELOW = "at_or_below"

    def is_broken_by(self, value: Quantity, limit: Quantity) -> bool:
        """Compare exactly; UnitMismatch when the two measure different things."""
        if self is Bound.ABOVE:
            return value > limit
        if self is Bound.AT_OR_ABOVE:
            return value >= limit
        if self is Bound.BELOW:
            return value < limit
        return value <= limit


class LimitLevel(StrEnum):
    """What breaking the limit means; a reference only defines a range or tier."""

    HARD = "hard"
    SOFT = "soft"
    REFERENCE = "reference"


class Source(Node):
    """A document that a limit rests on."""

    key: Line
    title: Prose
    address: Line | None = None
    kind: EvidenceGrade | None = None
    note: Prose | None = None


class Limit(Node):
    """One number with its unit, side, meaning, evidence and sources."""

    key: Line
    drug: PartId | None = None
    route: Route | None = None
    what: Prose
    level: LimitLevel
    bound: Bound
    value: Quantity
    grade: EvidenceGrade
    sources: tuple[Line, ...]
    note: Prose | None = None

    @model_validator(mode="after")
    def _has_a_source(self) -> Self:
        if not self.sources and self.grade is not EvidenceGrade.PROPOSED:
            raise ValueError(
                f"the limit {self.key} has no source; only a proposed limit may stand without one"
            )
        return self

    @model_validator(mode="after")
    def _prints_in_full(self) -> Self:
        number = str(self.value).partition(" ")[0]
        if not self.value.printed().replace(",", "").removeprefix(number).startswith((" ", "/")):
            raise ValueError(f"the limit {self.key} has more digits than are printed; write fewer")
        return self

    def is_broken_by(self, value: Quantity) -> bool:
        """Tell whether a value lies on the wrong side of this limit, exactly."""
        return self.bound.is_broken_by(value, self.value)


class Product(Node):
    """A presentation on the market."""

    strength: Quantity
    form: Line
    note: Line | None = None


class Drug(Node):
    """What is known of a drug that rules and the window need."""

    id: PartId
    name: Line
    synonyms: tuple[Line, ...] = ()
    drug_class: Line
    enantiomer: Enantiomer = Enantiomer.NOT_CHIRAL
    products: tuple[Product, ...] = ()
    routes: tuple[Route, ...] = ()
    legal_schedule: Line | None = None
    onset: Line | None = None
    duration: Line | None = None
    incompatible_with: tuple[PartId, ...] = ()
    contraindications: tuple[Line, ...] = ()
    interactions: tuple[Line, ...] = ()
    monitoring: Prose | None = None
    sources: tuple[Line, ...] = ()


class Formulary(Node):
    """The drug library in force."""

    name: Line
    version: Line
    owner: Line
    issued_on: CalendarDate
    sign_off: Line | None = None
    sources: tuple[Source, ...]
    drugs: tuple[Drug, ...]
    limits: tuple[Limit, ...]

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        for what, keys in (
            ("source", [source.key for source in self.sources]),
            ("drug", [drug.id for drug in self.drugs]),
            ("limit", [limit.key for limit in self.limits]),
        ):
            doubled = {key for key in keys if keys.count(key) > 1}
            if doubled:
                raise ValueError(f"the {what} {min(doubled)} is listed twice")
        known = {source.key for source in self.sources}
        drugs = {drug.id for drug in self.drugs}
        for limit in self.limits:
            if missing := [key for key in limit.sources if key not in known]:
                raise ValueError(f"the limit {limit.key} cites {missing[0]}, which is not among the sources")
            if limit.drug is not None and limit.drug not in drugs:
                raise ValueError(
                    f"the limit {limit.key} speaks of {limit.drug}, which is not among the drugs"
                )
        for drug in self.drugs:
            if missing := [key for key in drug.sources if key not in known]:
                raise ValueError(f"{drug.name} cites {missing[0]}, which is not among the sources")
        return self

    def limit(self, key: str) -> Limit:
        """Return a limit by key; KeyError when there is none."""
        for limit in self.limits:
            if limit.key == key:
                return limit
        raise KeyError(key)

    def drug(self, drug_id: str) -> Drug | None:
        """Return a drug by id, or None when the formulary does not know it."""
        return next((drug for drug in self.drugs if drug.id == drug_id), None)

    def source(self, key: str) -> Source:
        """Return a source by key; KeyError when there is none."""
        for source in self.sources:
            if source.key == key:
                return source
        raise KeyError(key)
