"""Findings in words, the same in every view."""

from protocol_designer.rules.findings import Finding, Severity


def counted(severity: Severity, number: int) -> str:
    """Write how many findings of a severity there are: ``2 hard limits``."""
    if severity is Severity.NOT_ASSESSED or number == 1:
        return f"{number} {severity.printed}"
    return f"{number} {severity.printed.removesuffix('y')}{'ies' if severity is Severity.ADVISORY else 's'}"


def message_beside(finding: Finding) -> str:
    """Return the message for a view that names the severity beside it, and need not say it twice."""
    text = finding.message.removeprefix(f"{finding.severity.printed.capitalize()}: ")
    return text[:1].upper() + text[1:]
