"""How a fact is held: its documents and spots, derivations, and the words for what was not reported."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from protocol_designer.domain.base import Line, Node, Part, PartId
from protocol_designer.quantities import Quantity


class Absence(StrEnum):
    """Why there is no amount."""

    NOT_REPORTED = "not reported"
    NOT_APPLICABLE = "not applicable"


Count = Annotated[int, Field(strict=True, ge=0)] | Line
"""A number of people or occasions, or the words in its place (``not reported``, ``see parent``)."""

Amount = Quantity | Absence
"""An amount with its unit, or why there is none."""


class SourceKind(StrEnum):
    """How near a document stands to the study."""

    ARTICLE = "article"
    REVIEW = "review"
    REGISTRY = "registry"
    GRANT = "grant"
    SECONDARY_SUMMARY = "secondary_summary"
    WEAK = "weak"


class EvidenceSource(Part):
    """A document that facts were read in. ``address`` is given for primary documents only."""

    title: Line
    kind: SourceKind
    address: Line | None = None
    note: Line | None = None


class CitedPlace(Part):
    """One spot of a document, to which facts refer by its identity."""

    source: PartId
    locator: Line


class Derivation(Node):
    """A value that is not printed: the arithmetic over printed numbers, or our reading."""

    field: Line
    value: Line
    expression: Line
    why: Line
    is_arithmetic: bool


class Fact(Node):
    """Something reported, with the spots that say it."""

    cited: tuple[PartId, ...] = ()
    derived: tuple[Derivation, ...] = ()


class FactPart(Part):
    """A fact that others refer to by its identity."""

    cited: tuple[PartId, ...] = ()
    derived: tuple[Derivation, ...] = ()
