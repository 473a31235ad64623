"""Every rule on its own: it fires, stops at the exact boundary, stays quiet, says what is missing."""

import pytest

from protocol_designer.rules.catalogue import RULES
from protocol_designer.rules.findings import Severity
from tests.rules import (
    cases_antisialagogue,
    cases_comp,
    cases_concomitant,
    cases_elig,
    cases_eth,
    cases_fu,
    cases_ketamine,
    cases_mon,
    cases_opioids,
    cases_pharm,
    cases_prose,
    cases_psy,
    cases_rate,
    cases_sched,
    cases_stat,
    cases_wd,
)
from tests.rules.build import Case, Kind, found

CASES: list[Case] = [
    *cases_ketamine.CASES,
    *cases_rate.CASES,
    *cases_antisialagogue.CASES,
    *cases_opioids.CASES,
    *cases_concomitant.CASES,
    *cases_mon.CASES,
    *cases_wd.CASES,
    *cases_stat.CASES,
    *cases_sched.CASES,
    *cases_prose.CASES,
    *cases_comp.CASES,
    *cases_eth.CASES,
    *cases_pharm.CASES,
    *cases_elig.CASES,
    *cases_psy.CASES,
    *cases_fu.CASES,
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule} {case.kind.value}: {case.name}")
def test_rule_says_what_the_case_expects(case: Case) -> None:
    said = [(finding.severity, finding.place) for finding in found(case.trial, case.rule)]
    if case.severity is None:
        assert said == []
    else:
        assert (case.severity, case.place) in said


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.severity is not None],
    ids=lambda case: f"{case.rule}: {case.name}",
)
def test_message_can_be_acted_on(case: Case) -> None:
    for finding in found(case.trial, case.rule):
        assert finding.message.endswith(".")
        assert "None" not in finding.message
        assert "!" not in finding.message
        assert "  " not in finding.message
        if finding.severity is Severity.NOT_ASSESSED:
            assert finding.message.startswith("Not assessed: ")
        else:
            assert finding.limit is not None


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_every_rule_has_a_case_of_every_kind(rule: str, kind: Kind) -> None:
    assert [case for case in CASES if case.rule == rule and case.kind is kind]


def test_every_case_belongs_to_a_rule() -> None:
    assert {case.rule for case in CASES} == {rule.id for rule in RULES}
