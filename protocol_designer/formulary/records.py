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
    SITE = "site"
    SITE_LOOSER = "site_looser"

    @property
    def printed(self) -> str:
        """The words that stand wherever the limit is shown."""
        known = {
            "proposed": "proposed (needs local sign-off)",
            "site": "set by the site formulary",
            "site_looser": "set by the site formulary, looser than label or hard limit",
        }
        return known.get(self.value) or word(self)

    @property
    def is_of_a_site(self) -> bool:
        """Whether only a site formulary may use it."""
        return self in (EvidenceGrade.SITE, EvidenceGrade.SITE_LOOSER)


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


class Effect(StrEnum):
    """What a site's other value does to the review."""

    STRICTER = "stricter"
    LOOSER = "looser"
    LOOSER_THAN_LABEL = "looser_than_label"
    LOOSER_THAN_HARD = "looser_than_hard"
    REFERENCE = "reference"

    @property
    def printed(self) -> str:
        """The words that stand wherever the limit is shown."""
        return {
            "looser": "looser than shipped",
            "looser_than_label": "looser than label",
            "looser_than_hard": "looser than the shipped hard limit",
            "reference": "changes what is judged",
        }.get(self.value) or word(self)

    @property
    def must_be_signed(self) -> bool:
        """Whether somebody has to accept this very change by name: it may let through what was stopped."""
        return self in (Effect.LOOSER_THAN_LABEL, Effect.LOOSER_THAN_HARD, Effect.REFERENCE)

    @property
    def is_beyond_label(self) -> bool:
        """Whether a labelled or hard bound was loosened, which is said wherever the limit is shown."""
        return self in (Effect.LOOSER_THAN_LABEL, Effect.LOOSER_THAN_HARD)


class SignOff(Node):
    """Who takes responsibility, in which role, since when."""

    name: Line
    role: Line
    signed_on: CalendarDate

    @property
    def printed(self) -> str:
        """Name, role and day on one line."""
        return f"{self.name}, {self.role}, {self.signed_on.day} {self.signed_on:%B %Y}"


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
    """What is known of a drug that rules and the window need.

    ``legal_schedule`` is None for a drug that no law of the listed countries controls.
    """

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


class LimitChange(Node):
    """What a site formulary did to one limit: the limit as shipped, the effect, why, and who accepted it."""

    shipped: Limit
    effect: Effect
    reason: Prose
    accepted_by: SignOff | None = None

    @property
    def printed(self) -> str:
        """The effect with the shipped value: “looser than label; shipped: 1 mg/kg”."""
        return f"{self.effect.printed}; shipped: {self.shipped.value.printed()}"


class Formulary(Node):
    """The drug library in force: the shipped one, or a site's own over it.

    ``base`` names the shipped formulary under a site's own. ``notice`` says that a site formulary should be
    in force and is not; while it stands, a review blocks every final export.
    """

    name: Line
    version: Line
    owner: Line
    issued_on: CalendarDate
    sign_off: Line | None = None
    sources: tuple[Source, ...]
    drugs: tuple[Drug, ...]
    limits: tuple[Limit, ...]
    base: Line | None = None
    changes: tuple[LimitChange, ...] = ()
    added_limits: tuple[Line, ...] = ()
    added_drugs: tuple[PartId, ...] = ()
    added_products: tuple[Line, ...] = ()
    notice: Line | None = None

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

    @property
    def title(self) -> str:
        """The formulary in one line, with what a site changed."""
        title = f"{self.name} {self.version}"
        if self.base is None:
            return title
        changed = f"{len(self.changes)} limit{'' if len(self.changes) == 1 else 's'} changed"
        beyond = sum(change.effect.is_beyond_label for change in self.changes)
        flagged = f", {beyond} looser than label or hard limit" if beyond else ""
        return f"{title} over {self.base} ({changed}{flagged})"

    def change_of(self, key: str) -> LimitChange | None:
        """Return what a site did to a limit, or None when it is as shipped."""
        return next((change for change in self.changes if change.shipped.key == key), None)

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
