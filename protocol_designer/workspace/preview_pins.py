"""Where on the pages findings are marked: one pin beside each printed part whose place has findings."""

from collections.abc import Iterable
from typing import NamedTuple

from protocol_designer.export.pdf.page_map import PageMap
from protocol_designer.rules.findings import Finding, Report, Severity

_REVIEW = "safety-review"
_SAME_LINE = 10.0


class Pin(NamedTuple):
    """A mark in the margin of a page: its height in points from the top, and the findings, gravest first."""

    page: int
    top: float
    findings: tuple[Finding, ...]

    @property
    def severity(self) -> Severity:
        """The gravest severity that still asks for an answer, or of all when none does."""
        return self.findings[0].severity

    @property
    def is_settled(self) -> bool:
        """Whether every finding is justified."""
        return all(finding.justified for finding in self.findings)


def pins_of(report: Report, pages: PageMap) -> tuple[Pin, ...]:
    """Return the pins in the order of the pages; the appendix that lists all findings has none."""
    appendix = pages.numbers.first(_REVIEW)
    at: dict[tuple[int, float], list[Finding]] = {}
    for finding in report.findings:
        placed = {
            (mark.page, mark.top)
            for mark in pages.of(finding.place)
            if appendix is None or mark.page < appendix
        }
        for spot in placed:
            at.setdefault(spot, []).append(finding)
    made: list[Pin] = []
    for (page, top), findings in sorted(at.items()):
        last = made[-1] if made else None
        if last is not None and last.page == page and top - last.top < _SAME_LINE:
            made[-1] = Pin(page, last.top, _gravest_first((*last.findings, *findings)))
        else:
            made.append(Pin(page, top, _gravest_first(findings)))
    return tuple(made)


def _gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    order = list(Severity)
    once = {finding.key: finding for finding in findings}.values()
    return tuple(sorted(once, key=lambda finding: (finding.justified, order.index(finding.severity))))
