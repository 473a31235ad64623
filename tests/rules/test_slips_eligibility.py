"""Protocols built to slip the wrong people, therapy or follow-up past the rules, and what their fixes say."""

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import apply_fix
from protocol_designer.rules.findings import Finding
from tests.rules import cases_elig, cases_fu, cases_psy
from tests.rules.build import (
    Record,
    at,
    exclusion,
    found,
    ketamine,
    protocol,
    regimen,
    step,
    timing,
    visit,
    visits,
)

PERIODS = [{"id": f"p{n}", "name": f"Period {n}", "period": n} for n in (1, 2)]


def said(trial: TrialProtocol, rule: str) -> dict[str, str]:
    """Place and severity of what a rule finds."""
    return {finding.place: finding.severity.value for finding in found(trial, rule)}


def only(trial: TrialProtocol, rule: str) -> Finding:
    """The one finding of a rule."""
    (finding,) = found(trial, rule)
    return finding


def crossover(*after: Record, asks: dict[str, list[str]]) -> TrialProtocol:
    """Ketamine and midazolam in two periods a week apart, in both orders."""
    both = [ketamine(visits=at(2)), regimen("midazolam", step("2 mg", "40 min"), visits=at(2))]
    plain = cases_fu.followed(*after, asks=asks, doses=("10 day", "17 day"), given=both)
    record = plain.model_dump(mode="json", exclude_none=True)
    record["schedule"]["epochs"] = PERIODS
    for number, each in enumerate(record["schedule"]["visits"][:2], start=1):
        each["epoch"] = f"p{number}"
    record["arms"] = [
        {"id": "a", "name": "Ketamine", "regimens": ["ketamine"]},
        {"id": "b", "name": "Midazolam", "regimens": ["midazolam"]},
    ]
    record["design"] = {
        "model": "crossover",
        "sequences": [
            {"id": "ab", "name": "AB", "arms": ["a", "b"]},
            {"id": "ba", "name": "BA", "arms": ["b", "a"]},
        ],
    }
    return TrialProtocol.model_validate(record)


def test_an_inclusion_never_stands_for_an_exclusion() -> None:
    let_in = cases_elig.inclusion("intracranial_bleed")
    trial = cases_elig.people(*cases_elig.without("intracranial_bleed", *cases_elig.VESSELS), let_in)
    assert said(trial, "ELIG-004") == {
        "population.criteria": "hard",
        "population.criteria[let-in].codes": "hard",
    }


def test_one_looser_cut_off_is_not_hidden_by_a_stricter_one() -> None:
    second = cases_elig.bounded("exclusion", ("alt", "above", "10 x ULN"), name="treated")
    trial = cases_elig.people(cases_elig.liver(), second, *cases_elig.HEPATIC)
    assert said(trial, "ELIG-006") == {"population.criteria[treated].bounds[0].value": "hard"}


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ("Stroke within 2 weeks.", True),
        ("Stroke within one month, infarction within 12 months.", True),
        ("Stroke within one year.", False),
        ("Stroke within 26 weeks.", False),
        ("Stroke within 25 weeks.", True),
    ],
)
def test_a_short_time_in_the_text_is_seen(text: str, is_refused: bool) -> None:
    assert bool(said(cases_elig.recent(text), "ELIG-004")) is is_refused


def test_the_c_ssrs_of_one_arm_does_not_serve_the_other() -> None:
    screening = {"id": "screening", "name": "Screening", "timing": timing("-7 day"), "arms": ["arm-1"]}
    trial = protocol(
        ketamine(),
        regimen("midazolam", step("2 mg", "40 min")),
        days=[screening, visit(1, "1 day")],
        arms=cases_fu.TWO_ARMS,
        population={"criteria": exclusion(*cases_elig.SUICIDE)},
        dosing_day={"action_on_suicide_risk": "No dose."},
        schedule={
            "activities": [{"id": "risk", "name": "C-SSRS", "instrument": "cssrs"}],
            "cells": [cases_elig.SCREENED, cases_elig.FIRST],
        },
    )
    assert said(trial, "ELIG-010") == {"schedule.cells": "hard"}
    assert "Midazolam" in only(trial, "ELIG-010").message


def test_a_policy_without_a_test_in_the_schedule_is_not_believed() -> None:
    assert said(cases_elig.pregnancy([]), "ELIG-005") == {"schedule.cells": "hard"}


def test_a_higher_age_lists_every_bound_it_passes() -> None:
    trial = cases_elig.aged("18 year", "70 year", cases_elig.midazolam("2 mg"))
    finding = only(trial, "ELIG-009")
    assert (finding.computed, finding.limit) == ("70 years", "65 years, 60 years")


def test_both_periods_of_a_crossover_need_their_contact() -> None:
    once = crossover(cases_fu.later("call", "48 h"), asks={"call": cases_fu.ALL})
    twice = crossover(
        cases_fu.later("call", "48 h"),
        cases_fu.later("again", "48 h", dose=2),
        asks={"call": cases_fu.ALL, "again": cases_fu.ALL},
    )
    assert said(once, "FU-001") == {"schedule.visits[visit-2]": "hard"}
    assert said(twice, "FU-001") == {}


def test_one_ketamine_dose_of_a_crossover_is_no_course() -> None:
    trial = crossover(asks={})
    assert set(said(trial, "FU-002").values()) == {"advisory"}
    assert len(said(trial, "FU-002")) == 2


def test_a_dosing_day_counts_as_contact_only_with_what_is_asked_before_its_dose() -> None:
    def trial(times: str) -> TrialProtocol:
        plain = cases_fu.followed(
            cases_fu.later("last", "48 h", dose=2),
            asks={"visit-2": cases_fu.ALL, "last": cases_fu.ALL},
            doses=("10 day", "12 day"),
        )
        record = plain.model_dump(mode="json", exclude_none=True)
        for cell in record["schedule"]["cells"]:
            if cell["visit"] == "visit-2":
                cell["times"] = [times]
        return TrialProtocol.model_validate(record)

    assert said(trial("before_dose"), "FU-001") == {}
    assert said(trial("after_dose"), "FU-001") == {"schedule.visits[visit-1]": "hard"}


def test_rescue_does_not_impair_but_premedication_does() -> None:
    def trial(use: str) -> TrialProtocol:
        return protocol(
            ketamine(),
            regimen("midazolam", step("2 mg", "5 min"), use=use),
            days=visits("20 day"),
            courses=[cases_psy.course(cases_psy.after(1, "3 h"))],
            arms=[
                {"id": "arm-1", "name": "Arm", "regimens": ["ketamine", "midazolam"], "courses": ["course"]}
            ],
        )

    assert said(trial("rescue"), "PSY-003") == {}
    assert said(trial("premedication"), "PSY-003") == {"courses[course].sessions[session-1].timing": "soft"}


def test_therapy_that_calls_itself_assisted_is_judged_as_such() -> None:
    trial = cases_psy.therapy(assisted=False, approach="ketamine_assisted", sessions_planned=0)
    assert said(trial, "PSY-001") == {"arms[arm-1].courses": "hard"}


def test_a_dose_that_differs_makes_another_drug_arm() -> None:
    trial = protocol(
        ketamine(),
        ketamine(step("0.1 mg/kg", "40 min"), id="low", name="Low"),
        days=visits("20 day"),
        courses=[cases_psy.LONG, cases_psy.SHORT],
        arms=[
            {"id": "high", "name": "High", "regimens": ["ketamine"], "courses": ["long"]},
            {"id": "lower", "name": "Lower", "regimens": ["low"], "courses": ["short"]},
        ],
        design={"allocation": {"method": "randomised"}},
    )
    assert said(trial, "PSY-005") == {"arms[lower].courses": "hard"}


def test_the_fix_for_blood_pressure_writes_the_figures_it_shows() -> None:
    trial = cases_elig.people(*exclusion("uncontrolled_hypertension"))
    (fix,) = only(trial, "ELIG-003").fixes
    assert fix.after == "systolic blood pressure above 140 mmHg or diastolic blood pressure above 90 mmHg"
    criterion = apply_fix(fix)(trial).population.criteria[-1]
    assert [str(bound.value) for bound in criterion.bounds] == ["140 mmHg", "90 mmHg"]
    assert criterion.text == f"{fix.after[:1].upper()}{fix.after[1:]} at screening."


def test_the_fix_for_an_integration_window_keeps_what_lies_inside() -> None:
    trial = cases_psy.therapy(cases_psy.after(1, "20 h", "10 h", "48 h"))
    (fix,) = only(trial, "PSY-002").fixes
    assert (fix.before, fix.after) == ("10 h to 48 h", "1 day to 2 days")
    timing_now = apply_fix(fix)(trial).courses[0].sessions[0].timing
    assert timing_now is not None
    assert [str(t) for t in (timing_now.earliest, timing_now.target, timing_now.latest)] == [
        "1 day", "1 day", "2 day",
    ]  # fmt: skip


def test_no_window_is_narrowed_to_nothing() -> None:
    assert only(cases_psy.therapy(cases_psy.after(1, "5 h")), "PSY-002").fixes == ()


def test_the_fix_for_unequal_therapy_gives_more_and_takes_nothing() -> None:
    (fix,) = only(cases_psy.pair(cases_psy.LONG, cases_psy.SHORT), "PSY-005").fixes
    assert (fix.label, fix.before, fix.after) == ("Give Two the therapy of One", "Short", "Long")
    assert only(cases_psy.pair(cases_psy.SHORT, cases_psy.LONG), "PSY-005").fixes == ()


def test_the_contact_that_a_fix_adds_lies_in_the_window() -> None:
    trial = cases_fu.followed(asks={})
    (fix,) = only(trial, "FU-001").fixes
    added = apply_fix(fix)(trial).schedule.visits[-1]
    assert added.timing is not None
    assert [str(t) for t in (added.timing.earliest, added.timing.target, added.timing.latest)] == [
        "24 h", "2 day", "72 h",
    ]  # fmt: skip
    assert added.timing.anchor.number == 1


def test_a_contact_that_stands_there_is_asked_more_instead_of_a_second_one() -> None:
    trial = cases_fu.contact("48 h", topics=["mood", "bladder"])
    (fix,) = only(trial, "FU-001").fixes
    mended = apply_fix(fix)(trial)
    assert fix.label == "Ask about suicidality, psychosis, substance use at Contact"
    assert mended.schedule.visits == trial.schedule.visits
    assert found(mended, "FU-001") == ()


def test_no_contact_is_put_over_a_visit_that_reaches_into_the_window() -> None:
    trial = cases_fu.followed(cases_fu.later("week", "7 day", "60 h", "9 day"), asks={"week": cases_fu.ALL})
    assert only(trial, "FU-001").fixes == ()
