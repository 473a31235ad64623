"""The verbs of disagreeing safely: stand by a soft finding with a reason, and take it back."""

from datetime import date

from protocol_designer.domain.evidence import Justification
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import with_value
from protocol_designer.edits.edit import Edit, EditRefused
from protocol_designer.rules.findings import Finding, Severity


def can_be_justified(finding: Finding) -> bool:
    """Tell whether a reason may stand against it: a soft limit, or a soft rule that could not judge."""
    return finding.counts_as is Severity.SOFT and not finding.is_internal_error


def has_lapsed(finding: Finding, trial: TrialProtocol) -> bool:
    """Tell whether a reason was once given for a finding, for a value or limit that it has no longer."""
    return not finding.justified and any((one.rule, one.place) == finding.key for one in trial.justifications)


def accept_finding(finding: Finding, reason: str, mitigation: str, author: str, on: date) -> Edit:
    """Accept a soft finding for the computed value and limit it has now; replaces an earlier reason.

    The edit is refused when the finding is not a soft one, or when reason, mitigation or author is empty.
    """

    def change(trial: TrialProtocol) -> TrialProtocol:
        if not can_be_justified(finding):
            raise EditRefused(
                f"{finding.rule}: only a soft limit can be justified; this one asks for a change."
            )
        for text, what in ((reason, "a reason"), (mitigation, "a mitigation"), (author, "an author")):
            if not text.strip():
                raise EditRefused(f"{finding.rule}: a justification needs {what}.")
        entry = Justification(
            rule=finding.rule,
            place=finding.place,
            computed=finding.computed,
            limit=finding.limit,
            reason=reason.strip(),
            mitigation=mitigation.strip(),
            author=author.strip(),
            written_on=on,
        )
        return with_value(trial, "justifications", (*_others(trial, *finding.key), entry))

    return Edit(f"Justify {finding.rule}", change)


def withdraw_justification(rule: str, place: str) -> Edit:
    """Take back the reason for standing by a finding; nothing happens when there is none."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        others = _others(trial, rule, place)
        return (
            trial if len(others) == len(trial.justifications) else with_value(trial, "justifications", others)
        )

    return Edit(f"Withdraw the justification of {rule}", change)


def _others(trial: TrialProtocol, rule: str, place: str) -> tuple[Justification, ...]:
    return tuple(entry for entry in trial.justifications if (entry.rule, entry.place) != (rule, place))
