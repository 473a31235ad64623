"""What a prior study reported, fact by fact, each with the documents it was read in; judging is left out.

Nothing is filled in: an amount or count that was not reported says so (`Absence`, or the report's words).
"""

from fractions import Fraction
from typing import Annotated

from pydantic import Field

from protocol_designer.domain.base import Line, Node, PartId, Prose
from protocol_designer.precedents.cited import Absence, Amount, Count, Fact, FactPart
from protocol_designer.quantities import Quantity


class CitationFacts(Fact):
    """The publication and the registry entries."""

    text: Prose
    journal: Line
    year: Annotated[int, Field(ge=1900, le=2100)] | Absence
    doi: Line | None = None
    doi_note: Line | None = None
    registrations: tuple[Line, ...] = ()


class DesignFacts(Fact):
    """The design as reported; enrolled, randomised and analysed numbers are kept apart."""

    structure: Line
    summary: Prose
    randomised: Line
    allocation_ratio: Line
    blinding: Line
    setting: Line
    n_total: Count
    n_enrolled: Count = Absence.NOT_REPORTED.value
    n_lost_before_randomisation: Count | None = None
    n_randomised: Count = Absence.NOT_REPORTED.value
    n_analysed: Count = Absence.NOT_REPORTED.value
    washout: Line | None = None
    allowed_sequences: tuple[tuple[PartId, ...], ...] = ()


class PopulationFacts(Fact):
    """Who took part."""

    description: Prose


class ArmFacts(FactPart):
    """An arm, factorial cell or crossover condition with the number who realised it."""

    label: Line
    role: Line
    n: Count
    of: Count = Absence.NOT_REPORTED.value
    administrations: tuple[PartId, ...] = ()
    sessions: tuple[PartId, ...] = ()
    other_interventions: tuple[PartId, ...] = ()
    comment: Prose | None = None


class DoseFacts(Node):
    """A dose as reported; ``kind`` says whether it is exact, a mean, a range, a maximum."""

    amount: Amount
    amount_high: Quantity | None = None
    basis: Line
    kind: Line = "exact"
    note: Line | None = None


class SegmentFacts(Node):
    """One stretch of an administration; ``drug`` is named where it differs from the administration's."""

    kind: Line
    drug: Line | None = None
    amount: Amount = Absence.NOT_REPORTED
    duration: Amount = Absence.NOT_REPORTED
    duration_kind: Line | None = None
    target: Quantity | None = None


class AdministrationFacts(FactPart):
    """A drug as reported: the nominal dose, and beside it the stepwise form where a document gives one."""

    purpose: Line
    drug: Line
    route: Line
    dose: DoseFacts
    segments: tuple[SegmentFacts, ...] = ()
    stepwise: tuple[SegmentFacts, ...] = ()
    stepwise_cited: tuple[PartId, ...] = ()
    count: Count
    interval: Line
    timing: Line
    condition: Prose | None = None

    @property
    def stepwise_amount(self) -> Quantity | None:
        """The sum of the steps of the administration's own drug; None when one is not reported."""
        return _sum_of([segment.amount for segment in self.stepwise if segment.drug is None])

    @property
    def stepwise_duration(self) -> Quantity | None:
        """The length of all steps together; None when one is not reported."""
        return _sum_of([segment.duration for segment in self.stepwise])


class SessionFacts(FactPart):
    """A series of talking sessions."""

    type: Line
    name: Line
    count: Count
    timing: Line
    length: Line


class OtherInterventionFacts(FactPart):
    """A device, task, cue exposure, or the explicit statement that there was no therapy."""

    type: Line
    name: Line
    details: Line
    count: Count
    timing: Line


class AssessmentFacts(Fact):
    """An instrument with its times."""

    instrument: Line
    domain: Line
    times: Line


class FollowUpFacts(Fact):
    """How long and by which means participants were followed."""

    window: Line
    method: Line


class Figure(Node):
    """One number of a result: a count with its denominator, or a statistic as reported."""

    who: Line
    count: Count | None = None
    of: Count | None = None
    printed: Line | None = None
    statistic: Line | None = None

    @property
    def computed_percent(self) -> Fraction | None:
        """The percentage that count and denominator give; None when either is not a number."""
        if isinstance(self.count, int) and isinstance(self.of, int) and self.of:
            return Fraction(100 * self.count, self.of)
        return None


class OutcomeFacts(Fact):
    """A result; ``role`` keeps to what the document says of it."""

    role: Line
    measure: Line
    timepoint: Line
    result: Prose
    figures: tuple[Figure, ...] = ()


class SafetyFacts(Fact):
    """A finding on harms."""

    finding: Prose
    figures: tuple[Figure, ...] = ()


class Statement(Fact):
    """What one side of a disagreement says."""

    says: Prose


class Conflict(Node):
    """Documents that disagree, our assessment, and the documents that settle it (none: it stays open)."""

    code: Annotated[str, Field(pattern=r"^C-[A-Z0-9]+(-[A-Z0-9]+)*$")]
    about: Line
    statements: tuple[Statement, ...] = Field(min_length=1)
    assessment: Prose
    settled_by: tuple[PartId, ...] = ()


class SupplementFact(Node):
    """A fact from beyond the reviews."""

    topic: Line
    fact: Prose
    source: PartId
    figures: tuple[Figure, ...] = ()


class Link(Node):
    """Another record that belongs to this one."""

    study: PartId
    how: Line


def _sum_of(amounts: list[Amount]) -> Quantity | None:
    total: Quantity | None = None
    for amount in amounts:
        if not isinstance(amount, Quantity):
            return None
        total = amount if total is None else Quantity(total.value + amount.to(total.unit).value, total.unit)
    return total
