"""What a review says: hits that rules yield, findings that people read, and the report of one run."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity


class Severity(StrEnum):
    """The four outcomes that are not silence, gravest first."""

    HARD = "hard"
    SOFT = "soft"
    ADVISORY = "advisory"
    NOT_ASSESSED = "not_assessed"

    @property
    def printed(self) -> str:
        """The words for people; severity is never shown by colour alone."""
        return {"hard": "hard limit", "soft": "soft limit", "advisory": "advisory"}.get(
            self.value, "not assessed"
        )


@dataclass(frozen=True, slots=True)
class Change:
    """One value that a fix sets; ``value`` is in the exchange form (text, number, list, None)."""

    place: str
    value: object


@dataclass(frozen=True, slots=True)
class Fix:
    """A proposal to mend a finding, carried out as one edit. ``before`` and ``after`` are for people."""

    label: str
    changes: tuple[Change, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule says of one place: a fact, the limit it breaks, who is affected.

    ``limit`` adds its value, grade and sources to the finding; ``limit_text`` says it in words, also where a
    rule judges by logic alone.
    """

    severity: Severity
    place: str
    message: str
    computed: str | None = None
    limit: Limit | None = None
    limit_text: str | None = None
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One hit or one unanswered question of a rule, ready to be shown. Identity: rule and place."""

    rule: str
    title: str
    severity: Severity
    rule_severity: Severity
    place: str
    message: str
    computed: str | None
    limit: str | None
    grade: str | None
    sources: tuple[str, ...]
    justified: bool = False
    fixes: tuple[Fix, ...] = ()
    is_internal_error: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What makes this the same finding in the next review."""
        return self.rule, self.place

    @property
    def counts_as(self) -> Severity:
        """How a final export weighs it: not assessed counts like the rule's own severity."""
        return self.rule_severity if self.severity is Severity.NOT_ASSESSED else self.severity

    @property
    def blocks_final_export(self) -> bool:
        """Whether a final export must wait: a hard limit, an unjustified soft one, or a crashed rule."""
        if self.is_internal_error or self.counts_as is Severity.HARD:
            return True
        return self.counts_as is Severity.SOFT and not self.justified


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What became of one rule: it passed, found something, or could not judge."""

    rule: str
    title: str
    found: tuple[Severity, ...]

    @property
    def passed(self) -> bool:
        """Whether the rule judged everything and found nothing."""
        return not self.found


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one review of one protocol."""

    findings: tuple[Finding, ...]
    outcomes: tuple[RuleOutcome, ...]
    formulary: str

    @property
    def is_done(self) -> bool:
        """Whether rules were asked at all: a review that is still to come is no clean one."""
        return bool(self.outcomes)

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings of one severity."""
        return tuple(finding for finding in self.findings if finding.severity is severity)

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity."""
        return len(self.of(severity))

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What stands against a final export."""
        return tuple(finding for finding in self.findings if finding.blocks_final_export)

    def at(self, place: str) -> tuple[Finding, ...]:
        """Return the findings at a place or inside it."""
        return tuple(
            f for f in self.findings if f.place == place or f.place.startswith((f"{place}.", f"{place}["))
        )


NO_REVIEW_YET = Report((), (), "")
"""What views show before the first review; nothing that is kept or printed may rest on it."""


def worst(severities: Iterable[Severity]) -> Severity | None:
    """Return the gravest of some severities, or None when there are none."""
    order = list(Severity)
    return min(severities, key=order.index, default=None)


def beside(value: Quantity, limit: Limit) -> str:
    """Write a computed value in the unit of the limit it is compared with, distinguishably."""
    return value.printed_beside(limit.value)
