"""Where values come from and what stands open: provenance, open questions, justifications.

Their places are written as in domain/places.py but may name parts that are gone: such an entry has lapsed.
"""

from enum import StrEnum

from protocol_designer.domain.base import CalendarDate, Line, Node, Part, Prose, Whole
from protocol_designer.domain.places import Place


class ProvenanceStatus(StrEnum):
    """How a value was obtained."""

    PRINTED = "printed"
    COMPUTED = "computed"
    INTERPRETED = "interpreted"
    SUPPLEMENT = "supplement"
    ENTERED = "entered"


class Provenance(Node):
    """The source of the value at one place; it speaks for that value only and lapses when it changes."""

    place: Place
    value: Line
    study: Line
    status: ProvenanceStatus
    source: Line
    locator: Line | None = None


class DisputedValue(Node):
    """One side of a disagreement about the value at a place; ``value`` is in the exchange form."""

    value: Line | Whole
    says: Line
    study: Line
    status: ProvenanceStatus
    source: Line
    locator: Line | None = None


class OpenQuestion(Part):
    """Something a prior study left open or sources disagree on, for the investigator to settle.

    ``choices`` are the values that documents give for the place. An answer that takes one of them over is
    that value's ``says``, and ``reason`` tells why.
    """

    place: Place | None = None
    question: Prose
    known: Prose | None = None
    choices: tuple[DisputedValue, ...] = ()
    answer: Prose | None = None
    reason: Prose | None = None

    @property
    def chosen(self) -> DisputedValue | None:
        """The disputed value that the answer takes over; None for another answer, or while it is open."""
        return next((choice for choice in self.choices if choice.says == self.answer), None)


class Justification(Node):
    """Why a soft finding is accepted. Bound to the computed value and limit it was written for."""

    rule: Line
    place: Place
    computed: Line | None = None
    limit: Line | None = None
    reason: Prose
    mitigation: Prose
    author: Line
    written_on: CalendarDate
