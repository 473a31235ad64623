"""The engine fails closed, keeps one finding a place, and does not depend on the order of parts."""

import dataclasses
import logging
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.rules.catalogue import RULES
from protocol_designer.rules.engine import review
from protocol_designer.rules.findings import Hit, Severity
from protocol_designer.rules.view import TrialView
from tests.rules.build import (
    at,
    bolus,
    formulary_in_force,
    injection,
    ketamine,
    protocol,
    regimen,
    step,
    visit,
    visits,
)

ADVISORY_RULE = next(rule for rule in RULES if rule.id == "RATE-005")
SHORT = protocol(ketamine(step("0.5 mg/kg", "20 min")))


def test_a_crashing_check_is_not_assessed_and_blocks(
    formulary: Formulary, expected_log: list[logging.LogRecord]
) -> None:
    def crash(view: TrialView, subject: object) -> Iterator[Hit]:
        raise ZeroDivisionError
        yield

    report = review(SHORT, formulary, [dataclasses.replace(ADVISORY_RULE, check=crash)])
    (finding,) = report.findings
    assert finding.severity is Severity.NOT_ASSESSED
    assert finding.is_internal_error
    assert "RATE-005" in finding.message
    assert report.blocking == (finding,)
    assert [record.exc_info is not None for record in expected_log] == [True]


def test_crashing_subjects_are_not_assessed_and_block(
    formulary: Formulary, expected_log: list[logging.LogRecord]
) -> None:
    def crash(view: TrialView) -> Iterator[object]:
        raise KeyError("x")
        yield

    report = review(SHORT, formulary, [dataclasses.replace(ADVISORY_RULE, subjects=crash)])
    assert [finding.is_internal_error for finding in report.blocking] == [True]
    assert len(expected_log) == 1


def test_an_unanswered_question_is_not_hidden_by_a_lighter_finding(formulary: Formulary) -> None:
    def check(view: TrialView, subject: object) -> Iterator[Hit | Undecided]:
        yield Hit(Severity.ADVISORY, "identity", "Something light.")
        yield Undecided("identity", "something grave")

    report = review(
        SHORT, formulary, [dataclasses.replace(ADVISORY_RULE, check=check, severity=Severity.HARD)]
    )
    assert [finding.severity for finding in report.findings] == [Severity.NOT_ASSESSED]
    assert len(report.blocking) == 1


def test_a_limit_that_is_gone_during_the_review_blocks_and_does_not_end_it(
    formulary: Formulary, expected_log: list[logging.LogRecord]
) -> None:
    def crash(view: TrialView, subject: object) -> Iterator[Hit]:
        view.limit("no.such.limit")
        yield from ()

    broken = dataclasses.replace(ADVISORY_RULE, check=crash, limits=("no.such.limit",))
    report = review(SHORT, formulary, [broken])
    assert [finding.is_internal_error for finding in report.blocking] == [True]
    assert len(expected_log) == 1


def test_a_blank_protocol_blocks_and_nothing_crashes(
    formulary: Formulary, blank_trial: TrialProtocol
) -> None:
    report = review(blank_trial, formulary)
    assert {finding.severity for finding in report.findings} == {Severity.NOT_ASSESSED}
    assert not any(finding.is_internal_error for finding in report.findings)
    assert report.blocking


def test_the_sample_has_no_hard_limit_and_nothing_unassessed(
    formulary: Formulary, sample_trial: TrialProtocol
) -> None:
    report = review(sample_trial, formulary)
    assert report.count(Severity.HARD) == 0
    assert report.count(Severity.NOT_ASSESSED) == 0
    assert report.blocking == ()


SPACING = [rule for rule in RULES if rule.id == "KET-009"]


def _crossover(last: str) -> TrialProtocol:
    """Two ketamine doses and lorazepam in allowed orders, at 0 h, 48 h and ``last``."""
    orders = [("low", "high", "control"), ("low", "control", "high"), ("control", "low", "high")]
    every = at(3)
    return protocol(
        ketamine(bolus("0.11 mg/kg", "2 min"), step("0.3 mg/kg", "50 min"), id="low", visits=every),
        ketamine(bolus("0.11 mg/kg", "2 min"), step("0.6 mg/kg", "50 min"), id="high", visits=every),
        regimen("lorazepam", step("2 mg", "52 min"), id="control", visits=every),
        arms=[{"id": f"arm-{name}", "name": name, "regimens": [name]} for name in ("low", "high", "control")],
        days=[visit(n, t, epoch=f"period-{n}") for n, t in enumerate(("0 h", "48 h", last), start=1)],
        schedule={"epochs": [{"id": f"period-{n}", "name": f"Period {n}", "period": n} for n in (1, 2, 3)]},
        design={
            "model": "crossover",
            "sequences": [
                {"id": f"sequence-{n}", "name": f"S{n}", "arms": [f"arm-{name}" for name in order]}
                for n, order in enumerate(orders, start=1)
            ],
        },
    )


def test_the_crossover_of_2014_keeps_48_hours(formulary: Formulary) -> None:
    """Three sessions exactly 48 h apart, in sequences of two ketamine doses and lorazepam."""
    assert review(_crossover("96 h"), formulary, SPACING).findings == ()
    assert [f.severity for f in review(_crossover("95 h"), formulary, SPACING).findings] == [Severity.SOFT]


BUSY = protocol(
    ketamine(step("1.2 mg/kg", "30 min"), visits=at(3)),
    ketamine(injection("2.5 mg/kg"), id="ketamine-im", route="im", visits=at(3)),
    regimen("atropine", bolus("0.02 mg/kg", "1 min"), use="premedication", minutes_from_study_drug="-40 min"),
    regimen("lorazepam", step("5 mg", "1 min")),
    weights=("45 kg", "118 kg"),
    days=visits("24 h", "47 h", "100 h"),
    arms=[
        {"id": "arm-1", "name": "A", "regimens": ["ketamine", "atropine"]},
        {"id": "arm-2", "name": "B", "regimens": ["ketamine-im"]},
        {"id": "arm-3", "name": "C", "regimens": ["lorazepam"]},
    ],
)


@settings(max_examples=15)
@given(st.permutations(BUSY.arms), st.permutations(BUSY.regimens), st.permutations(BUSY.schedule.visits))
def test_the_order_of_parts_does_not_matter(arms: list, regimens: list, days: list) -> None:  # type: ignore[type-arg]  # permutations of any parts
    schedule = BUSY.schedule.model_copy(update={"visits": tuple(days)})
    shuffled = BUSY.model_copy(
        update={"arms": tuple(arms), "regimens": tuple(regimens), "schedule": schedule}
    )
    wanted = {(f.rule, f.place, f.severity, f.computed) for f in review(BUSY, formulary_in_force()).findings}
    assert {
        (f.rule, f.place, f.severity, f.computed) for f in review(shuffled, formulary_in_force()).findings
    } == wanted


DOSE_RULES = (
    "KET-001",
    "KET-002",
    "KET-003",
    "KET-004",
    "KET-005",
    "RATE-001",
    "RATE-003",
    "RATE-004",
    "COAD-001",
)


@settings(max_examples=40)
@given(
    st.integers(1, 400),
    st.integers(1, 400),
    st.integers(1, 120),
    st.sampled_from(["iv", "im"]),
    st.sampled_from(["mg/kg", "mg"]),
)
def test_more_drug_is_never_judged_less_gravely(
    first: int, second: int, minutes: int, route: str, unit: str
) -> None:
    low, high = sorted((first, second))
    weigh = {Severity.HARD: 3, Severity.SOFT: 2, Severity.ADVISORY: 1}

    def gravest(amount: int) -> int:
        text = f"{amount / 100:.2f} {unit}"
        given_over = injection(text) if route == "im" else step(text, f"{minutes} min")
        findings = review(protocol(ketamine(given_over, route=route)), formulary_in_force()).findings
        return max((weigh.get(f.severity, 0) for f in findings if f.rule in DOSE_RULES), default=0)

    assert gravest(low) <= gravest(high)
