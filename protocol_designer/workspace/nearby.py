"""Findings as they are said beside the field or part they speak of, where the arm needs no naming."""

from dataclasses import replace

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.rules.findings import Finding

_REGIMENS = "regimens["


def said_nearby(trial: TrialProtocol, finding: Finding) -> Finding:
    """Leave out the arms at the head of a message that stands beside a drug of those very arms."""
    if not finding.place.startswith(_REGIMENS):
        return finding
    regimen = finding.place[len(_REGIMENS) :].partition("]")[0]
    head = " and ".join(arm.name for arm in trial.arms_with_regimen(regimen)) + ": "
    if not finding.message.startswith(head):
        return finding
    return replace(finding, message=_capital(finding.message[len(head) :]))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
