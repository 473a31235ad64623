"""Every quick fix of every case can be carried out, removes its finding, and says what it changes."""

from fractions import Fraction

import pytest

from protocol_designer.edits.fields import apply_fix
from protocol_designer.rules.findings import Finding, Fix, Severity
from protocol_designer.rules.fixes import rounded_down
from tests.rules.build import Case, bolus, found, ketamine, protocol, step
from tests.rules.test_cases import CASES


def _offered() -> list[tuple[Case, Finding, Fix]]:
    return [
        (case, finding, fix)
        for case in CASES
        for finding in found(case.trial, case.rule)
        for fix in finding.fixes
    ]


OFFERED = _offered()


@pytest.mark.parametrize(
    ("case", "finding", "fix"), OFFERED, ids=lambda value: value.name if isinstance(value, Case) else ""
)
def test_a_fix_removes_its_finding(case: Case, finding: Finding, fix: Fix) -> None:
    """Benzodiazepines beside opioids stay a soft finding whatever safeguards there are."""
    mended = apply_fix(fix)(case.trial)
    left = {other.key: other.severity for other in found(mended, case.rule)}
    if case.rule == "COAD-008":
        assert (finding.severity, left[finding.key]) == (Severity.HARD, Severity.SOFT)
    else:
        assert finding.key not in left
    assert fix.label
    assert fix.before != fix.after


@pytest.mark.parametrize(
    "rule",
    [
        "KET-001",
        "KET-002",
        "KET-004",
        "KET-008",
        "RATE-001",
        "RATE-002",
        "RATE-003",
        "RATE-009",
        "COAD-003",
        "COAD-004",
        "COAD-006",
        "COAD-009",
        "COAD-012",
        "COAD-013",
        "COAD-016",
        "ELIG-001",
        "ELIG-002",
        "ELIG-003",
        "ELIG-004",
        "ELIG-005",
        "ELIG-006",
        "ELIG-007",
        "ELIG-008",
        "ELIG-010",
        "ELIG-012",
        "PSY-002",
        "PSY-003",
        "PSY-005",
        "FU-001",
        "FU-002",
        "FU-003",
    ],
)
def test_the_rule_offers_a_fix(rule: str) -> None:
    assert [fix for case, _, fix in OFFERED if case.rule == rule]


@pytest.mark.parametrize(
    ("value", "clean"),
    [("83.78", "83"), ("104.9", "100"), ("9.99", "9.9"), ("1", "1"), ("0.999", "0.99"), ("0.005", "0")],
)
def test_a_clean_figure_is_never_larger(value: str, clean: str) -> None:
    assert rounded_down(Fraction(value)) == Fraction(clean)
    assert rounded_down(Fraction(value)) <= Fraction(value)


def test_a_length_is_rounded_up_to_whole_minutes() -> None:
    (finding,) = found(protocol(ketamine(step("0.81 mg/kg", "40 min"))), "RATE-003")
    assert [fix.after for fix in finding.fixes] == ["41 min"]


def test_a_push_is_lengthened_to_60_seconds() -> None:
    (finding,) = found(protocol(ketamine(bolus("0.1 mg/kg", "20 s"))), "RATE-002")
    assert [fix.after for fix in finding.fixes] == ["1 min"]
