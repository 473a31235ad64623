"""One protocol for each rule on which it fires; what it says then is computed, never stored."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.resource_paths import data_path
from protocol_designer.rules.engine import review
from protocol_designer.rules.findings import Finding, Severity
from protocol_designer.rules.registry import Rule


@dataclass(frozen=True)
class RuleExample:
    """The smallest protocol on which a rule fires with the shipped limits. ``case`` says what is special."""

    rule: str
    case: str
    record: dict[str, Any]

    @cached_property
    def trial(self) -> TrialProtocol:
        """The protocol itself."""
        return TrialProtocol.model_validate(self.record)

    def fired(self, rule: Rule, formulary: Formulary) -> Finding | None:
        """Return the gravest finding of the rule on it, or None when a site's limits let it pass."""
        found = [
            finding
            for finding in review(self.trial, formulary, [rule]).findings
            if finding.rule == rule.id and finding.severity is not Severity.NOT_ASSESSED
        ]
        return min(found, key=lambda finding: list(Severity).index(finding.severity), default=None)


def load_examples() -> dict[str, RuleExample]:
    """Read the examples, by rule.

    Raises:
        FileNotFoundError: The file is not part of this installation.
    """
    entries = json.loads(data_path("resources", "rule_examples.json").read_text(encoding="utf-8"))
    return {entry["rule"]: RuleExample(entry["rule"], entry["case"], entry["protocol"]) for entry in entries}
