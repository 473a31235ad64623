"""The catalogue is complete, cites what exists, and uses every limit that it names."""

import dataclasses
from collections import Counter

import pytest

from protocol_designer.formulary.records import EvidenceGrade, Formulary, Limit, LimitLevel
from protocol_designer.rules.catalogue import RULES
from protocol_designer.rules.engine import check_declarations, review
from protocol_designer.rules.findings import Severity
from protocol_designer.rules.registry import Rule, UnusableRule
from protocol_designer.rules.view import TIER_LIMITS, TrialView
from tests.rules.test_cases import CASES

OF_CODE = (
    ("KET", 11),
    ("RATE", 10),
    ("COAD", 16),
    ("COMP", 9),
    ("MON", 13),
    ("ELIG", 12),
    ("PSY", 5),
    ("FU", 3),
    ("WD", 5),
    ("ETH", 6),
    ("STAT", 3),
    ("SCHED", 4),
    ("PHARM", 3),
    ("PROSE", 7),
)


def test_the_families_are_there_in_full() -> None:
    wanted = [f"{family}-{number:03}" for family, count in OF_CODE for number in range(1, count + 1)]
    assert [rule.id for rule in RULES] == wanted


def test_declarations_hold(formulary: Formulary) -> None:
    check_declarations(formulary)


@pytest.mark.parametrize("field", ["limits", "sources"])
def test_a_key_that_does_not_exist_is_refused(formulary: Formulary, field: str) -> None:
    broken = dataclasses.replace(RULES[0], **{field: ("no.such.key",)})
    with pytest.raises(UnusableRule, match=r"KET-001 names the .* no\.such\.key"):
        check_declarations(formulary, (broken,))


def test_two_rules_of_one_name_are_refused(formulary: Formulary) -> None:
    with pytest.raises(UnusableRule, match="Two rules are called KET-001"):
        check_declarations(formulary, (RULES[0], RULES[0]))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_explanation_says_when_it_fires(rule: Rule) -> None:
    for part in ("Fires when:", "Stays quiet when:", "Worst case:"):
        assert part in rule.explanation
    assert rule.needs


class _Listening(TrialView):
    asked: set[str]

    def limit(self, key: str) -> Limit:
        self.asked.add(key)
        return super().limit(key)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_limit_named_is_read_and_every_limit_read_is_named(
    rule: Rule, formulary: Formulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()
    monkeypatch.setattr(_Listening, "asked", asked, raising=False)
    monkeypatch.setattr("protocol_designer.rules.engine.TrialView", _Listening)
    for case in CASES:
        if case.rule == rule.id:
            review(case.trial, formulary, [_without_citing(rule)])
    assert asked <= set(rule.limits)
    optional = set(TIER_LIMITS) if set(TIER_LIMITS) <= set(rule.limits) else set()
    assert set(rule.limits) - optional <= asked


def _without_citing(rule: Rule) -> Rule:
    """The engine reads limits to cite them; only what the rule itself reads is asked here."""
    return dataclasses.replace(rule, limits=())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_severity_is_the_gravest_that_the_rule_gives(rule: Rule) -> None:
    given = {case.severity for case in CASES if case.rule == rule.id} & {
        Severity.HARD,
        Severity.SOFT,
        Severity.ADVISORY,
    }
    assert min(given, key=list(Severity).index) is rule.severity


def test_every_finding_cites_sources_that_exist_once(formulary: Formulary) -> None:
    known = {source.key for source in formulary.sources}
    for case in CASES:
        for finding in review(case.trial, formulary).findings:
            assert set(finding.sources) <= known
            assert not [key for key, count in Counter(finding.sources).items() if count > 1]


def test_every_limit_belongs_to_a_rule_or_informs_only(formulary: Formulary) -> None:
    named = {key for rule in RULES for key in rule.limits}
    unread = [limit for limit in formulary.limits if limit.key not in named]
    assert all(limit.level is LimitLevel.REFERENCE and limit.drug for limit in unread)
    assert named <= {limit.key for limit in formulary.limits}


def test_a_limit_without_a_label_guideline_or_trial_is_proposed(formulary: Formulary) -> None:
    graded = {source.key: source.kind for source in formulary.sources}
    for limit in formulary.limits:
        if limit.grade is not EvidenceGrade.PROPOSED:
            assert limit.grade in {graded[key] for key in limit.sources}, limit.key


@pytest.mark.parametrize(
    "soft_key",
    [
        "ketamine.iv.session_total.soft", "ketamine.im.session_total.soft", "ketamine.iv.sustained_rate.soft",
        "ketamine.target.soft",
    ],
)  # fmt: skip
def test_soft_comes_before_hard(formulary: Formulary, soft_key: str) -> None:
    soft, hard = formulary.limit(soft_key), formulary.limit(soft_key.removesuffix("soft") + "hard")
    assert soft.level is LimitLevel.SOFT
    assert hard.level is LimitLevel.HARD
    assert soft.bound is hard.bound
    assert soft.value < hard.value


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ("tier.t1.iv", "tier.t2.iv"), ("tier.t2.iv", "tier.t3.iv"), ("tier.t1.im", "tier.t2.im"),
        ("tier.t2.im", "tier.t3.im"), ("tier.t2.target", "tier.t3.target"), ("tier.t2.rate", "tier.t3.rate"),
        ("ketamine.spacing.hard", "ketamine.spacing.soft"), ("atropine.dose.low", "atropine.dose.high"),
        ("atropine.dose.high", "atropine.dose.hard"), ("atropine.dose.hard", "atropine.cumulative.hard"),
        ("atropine.single.low", "atropine.single.high"), ("atropine.single.high", "atropine.single.hard"),
        ("glycopyrrolate.im.low", "glycopyrrolate.im.high"),
        ("glycopyrrolate.im.high", "glycopyrrolate.dose.hard"),
        ("naltrexone.opioid_free.hard", "naltrexone.opioid_free.soft"),
        ("buprenorphine.day_1", "buprenorphine.day_2"), ("buprenorphine.day_2", "buprenorphine.maintenance"),
        ("ketamine.iv.usual_total.low", "ketamine.iv.usual_total.high"),
        ("ketamine.iv.usual_total.high", "ketamine.iv.session_total.soft"),
    ],
)  # fmt: skip
def test_bounds_stand_in_order(formulary: Formulary, lower: str, higher: str) -> None:
    assert formulary.limit(lower).value < formulary.limit(higher).value


@pytest.mark.parametrize(
    ("tier", "limit"),
    [
        ("tier.t2.iv", "ketamine.iv.session_total.soft"), ("tier.t3.iv", "ketamine.iv.session_total.hard"),
        ("tier.t2.im", "ketamine.im.session_total.soft"), ("tier.t2.rate", "ketamine.iv.sustained_rate.soft"),
        ("tier.t3.rate", "ketamine.iv.sustained_rate.hard"), ("tier.t2.target", "ketamine.target.soft"),
        ("tier.t3.target", "ketamine.target.hard"),
        ("tier.t2.rate.shortest", "ketamine.iv.sustained_rate.soft.shortest"),
        ("tier.t3.rate.shortest", "ketamine.iv.sustained_rate.hard.shortest"),
    ],
)  # fmt: skip
def test_a_tier_starts_where_its_limit_stands(formulary: Formulary, tier: str, limit: str) -> None:
    assert formulary.limit(tier).value == formulary.limit(limit).value
