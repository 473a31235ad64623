"""Counts of findings in words, the same in every view."""

from protocol_designer.rules.findings import Severity


def counted(severity: Severity, number: int) -> str:
    """Write how many findings of a severity there are: ``2 hard limits``."""
    if severity is Severity.NOT_ASSESSED or number == 1:
        return f"{number} {severity.printed}"
    return f"{number} {severity.printed.removesuffix('y')}{'ies' if severity is Severity.ADVISORY else 's'}"
