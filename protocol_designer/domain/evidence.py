"""Where values come from and what stands open: provenance, open questions, justifications."""

from enum import StrEnum

from protocol_designer.domain.base import CalendarDate, Line, Node, Part, Prose


class ProvenanceStatus(StrEnum):
    """How a value was obtained."""

    PRINTED = "printed"
    COMPUTED = "computed"
    INTERPRETED = "interpreted"
    SUPPLEMENT = "supplement"
    ENTERED = "entered"


class Provenance(Node):
    """The source of the value at one place; it speaks for that value only and lapses when it changes."""

    place: Line
    value: Line
    study: Line
    status: ProvenanceStatus
    source: Line
    locator: Line | None = None


class OpenQuestion(Part):
    """Something a prior study left open or sources disagree on, for the investigator to settle."""

    place: Line | None = None
    question: Prose
    known: Prose | None = None
    answer: Prose | None = None


class Justification(Node):
    """Why a soft finding is accepted. Bound to the computed value and limit it was written for."""

    rule: Line
    place: Line
    computed: Line | None = None
    limit: Line | None = None
    reason: Prose
    mitigation: Prose
    author: Line
    written_on: CalendarDate
