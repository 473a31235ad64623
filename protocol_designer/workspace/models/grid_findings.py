"""Which findings speak of which cell, activity or visit of the schedule."""

import re

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.rules.findings import Report, Severity, worst

CellKey = tuple[str, str]
"""An activity and a visit."""

_CELL = re.compile(r"schedule\.cells\[([0-9]+)\]")
_PART = re.compile(r"schedule\.(?:activities|visits)\[([^\[\]]+)\]")


def cell_findings(trial: TrialProtocol, report: Report) -> dict[CellKey, Severity]:
    """Return the gravest open finding of each cell that a finding speaks of."""
    found: dict[CellKey, list[Severity]] = {}
    cells = trial.schedule.cells
    for finding in report.findings:
        match = _CELL.match(finding.place)
        if match and not finding.justified and int(match[1]) < len(cells):
            cell = cells[int(match[1])]
            found.setdefault((cell.activity, cell.visit), []).append(finding.severity)
    return {key: gravest for key, severities in found.items() if (gravest := worst(severities))}


def part_findings(report: Report) -> dict[str, Severity]:
    """Return the gravest open finding of each activity and visit, by identity."""
    found: dict[str, list[Severity]] = {}
    for finding in report.findings:
        match = _PART.match(finding.place)
        if match and not finding.justified:
            found.setdefault(match[1], []).append(finding.severity)
    return {key: gravest for key, severities in found.items() if (gravest := worst(severities))}
