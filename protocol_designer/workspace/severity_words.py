"""Findings in words, the same in every view."""

from protocol_designer.rules.findings import Finding, Report, Severity


def counted(severity: Severity, number: int) -> str:
    """Write how many findings of a severity there are: ``2 hard limits``."""
    if severity is Severity.NOT_ASSESSED or number == 1:
        return f"{number} {severity.printed}"
    return f"{number} {severity.printed.removesuffix('y')}{'ies' if severity is Severity.ADVISORY else 's'}"


def counted_open(report: Report, severity: Severity) -> str:
    """Write how many findings are open, and how many are accepted: ``1 soft limit, 2 accepted``."""
    accepted = sum(finding.justified for finding in report.of(severity))
    words = counted(severity, report.count(severity) - accepted)
    return f"{words}, {accepted} accepted" if accepted else words


def message_beside(finding: Finding) -> str:
    """Return the message for a view that names the severity beside it, and need not say it twice."""
    text = finding.message.removeprefix(f"{finding.severity.printed.capitalize()}: ")
    return text[:1].upper() + text[1:]
