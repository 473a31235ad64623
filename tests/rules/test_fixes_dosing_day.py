"""What the fixes of dosing days write: entries, marks before doses, limits; and where none is offered."""

import pytest

from protocol_designer.domain.codes import Instrument, KitItem, Parameter
from protocol_designer.domain.schedule import CellTime
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import apply_fix
from protocol_designer.rules.findings import Finding, Fix, Severity
from tests.rules import cases_mon, cases_wd
from tests.rules.build import Case, at, bolus, found, ketamine, regimen, step, visits
from tests.rules.safe_day import (
    DAY,
    SCREENING,
    activities,
    cells,
    hold,
    member,
    pressure,
    safe,
    thresholds,
    watch,
)
from tests.rules.test_fixes import OFFERED

T3 = ketamine(step("1.6 mg/kg", "120 min"))


def only(trial: TrialProtocol, rule: str) -> Finding:
    (finding,) = found(trial, rule)
    return finding


def fix_of(trial: TrialProtocol, rule: str) -> Fix:
    (fix,) = only(trial, rule).fixes
    return fix


def mended(trial: TrialProtocol, rule: str) -> TrialProtocol:
    after = apply_fix(fix_of(trial, rule))(trial)
    assert found(after, rule) == ()
    return after


@pytest.mark.parametrize(
    "rule",
    [
        "MON-001", "MON-002", "MON-003", "MON-004", "MON-005", "MON-007", "MON-008", "MON-009", "MON-010",
        "MON-011", "MON-012", "MON-013", "WD-001", "WD-002", "WD-003", "WD-004", "WD-005",
    ],
)  # fmt: skip
def test_the_rule_offers_a_fix(rule: str) -> None:
    assert [fix for case, _, fix in OFFERED if case.rule == rule]


def test_a_missing_monitor_is_added_whole() -> None:
    after = mended(safe(monitoring=[pressure()]), "MON-001")
    entry = after.dosing_day.monitoring[-1]
    assert entry.parameter is Parameter.SPO2
    assert (entry.is_measured_before, entry.is_continuous, entry.continues_until_discharge) == (True,) * 3


@pytest.mark.parametrize(("given", "every"), [(ketamine(), "10 min"), (T3, "5 min")])
def test_blood_pressure_is_measured_as_often_as_the_tier_asks(given: dict[str, object], every: str) -> None:
    fix = fix_of(safe(given, monitoring=[pressure("20 min")]), "MON-002")
    assert (fix.before, fix.after) == ("every 20 min", f"every {every} during dosing")
    after = mended(safe(given, monitoring=[watch("spo2")]), "MON-002")
    assert str(after.dosing_day.monitoring[-1].interval_during) == every


def test_the_stricter_interval_is_written_while_the_tier_is_not_known() -> None:
    unknown = safe(ketamine(step("40 mg", "40 min")), monitoring=[watch("spo2")], weights=(None, None))
    added = next(fix for finding in found(unknown, "MON-002") for fix in finding.fixes)
    assert "every 5 min during" in added.label
    slow = safe(ketamine(step("40 mg", "40 min")), monitoring=[pressure("12 min")], weights=(None, None))
    (finding,) = found(slow, "MON-002")
    assert (finding.limit, finding.fixes[0].after) == ("10 min", "every 5 min during dosing")
    mended(slow, "MON-002")


def test_a_late_reading_is_not_moved_where_the_observation_is_shorter_still() -> None:
    short = safe(monitoring=[pressure(interval_after="20 min")], observation_after_dose="10 min")
    assert only(short, "MON-002").fixes == ()


def test_observation_rises_to_what_every_regimen_asks() -> None:
    trial = safe(observation_after_dose="30 min")
    fix = fix_of(trial, "MON-009")
    assert (fix.label, fix.before, fix.after) == ("Observe for 120 min", "30 min", "120 min")
    assert str(mended(trial, "MON-009").dosing_day.observation_after_dose) == "120 min"


def test_all_that_the_kit_lacks_is_put_in_at_once() -> None:
    trial = safe(kit=["oxygen", "flumazenil", "naloxone"])
    kit = mended(trial, "MON-008").dosing_day.kit
    assert kit[:3] == (KitItem.OXYGEN, KitItem.FLUMAZENIL, KitItem.NALOXONE)
    assert len(kit) == 8


def test_missing_discharge_criteria_are_added_after_those_that_stand() -> None:
    trial = safe(discharge={**DAY["discharge"], "criteria": ["tolerates_fluids", "oriented"]})
    criteria = [each.value for each in mended(trial, "MON-010").dosing_day.discharge.criteria]
    assert criteria[:2] == ["tolerates_fluids", "oriented"]
    assert len(criteria) == len(set(criteria)) == 5


def test_a_missing_hold_and_stop_stand_at_the_usual_pressures() -> None:
    trial = safe(thresholds=[each for each in thresholds() if "systolic" not in each["id"]])
    added = mended(trial, "MON-011").dosing_day.thresholds[-2:]
    assert [(each.purpose.value, str(each.value)) for each in added] == [
        ("hold_before_dose", "140 mmHg"),
        ("stop_during_dose", "180 mmHg"),
    ]


def test_a_hold_above_the_hard_bound_goes_to_the_usual_one() -> None:
    fix = fix_of(safe(thresholds=thresholds(hold("diastolic_bp", "105 mmHg"))), "MON-011")
    assert (fix.before, fix.after) == ("105 mmHg", "90 mmHg")


def test_checks_are_made_and_marked_before_each_dose_in_one_step() -> None:
    trial = safe(
        ketamine(visits=at(2)),
        days=[SCREENING, *visits("1 day", "8 day")],
        schedule={
            "activities": [
                each for each in activities("breath_alcohol") if each["id"] != "intoxication-check"
            ],
            "cells": [
                each for each in cells(2, "breath_alcohol") if each["activity"] != "intoxication-check"
            ],
        },
    )
    schedule = mended(trial, "WD-001").schedule
    made = {each.id: each.instrument for each in schedule.activities[-2:]}
    assert set(made.values()) == {Instrument.BREATH_ALCOHOL, Instrument.INTOXICATION_CHECK}
    marks = [each for each in schedule.cells if each.activity in made]
    assert [each.visit for each in marks] == ["visit-1", "visit-2"] * 2
    assert all(each.times == (CellTime.BEFORE_DOSE,) for each in marks)


def test_a_mark_that_stands_at_another_time_is_left_to_the_author() -> None:
    late = safe(schedule={"cells": cells(moved={"breath_alcohol": {"times": ["after_dose"]}})})
    assert only(late, "WD-001").fixes == ()


@pytest.mark.parametrize(
    ("measure", "rule", "substance", "at_least"),
    [("ciwa_ar", "WD-003", "alcohol", "10 points"), ("cows", "WD-004", "opioid", "13 points")],
)
def test_a_withdrawal_score_holds_the_dose_from_its_limit(
    measure: str, rule: str, substance: str, at_least: str
) -> None:
    trial = safe(thresholds=thresholds(hold(measure, "20 point")), identity={"substance": substance})
    fix = fix_of(trial, rule)
    assert (fix.before, fix.after) == ("above 20 points", f"at {at_least} or more")
    mended(trial, rule)


def test_a_threshold_without_a_known_value_is_left_to_the_author() -> None:
    lacking = ("hold-systolic-bp", "stop-heart-rate")
    trial = safe(thresholds=[each for each in thresholds() if each["id"] not in lacking])
    assert only(trial, "MON-011").fixes == ()


def test_excluding_asthma_does_not_mend_a_beta_blocker_with_cocaine() -> None:
    labetalol = regimen("labetalol", bolus("20 mg", "2 min"), use="rescue")
    trial = safe(ketamine(), labetalol, identity={"substance": "cocaine"})
    assert only(trial, "WD-005").fixes == ()


@pytest.mark.parametrize(
    "case", [*cases_mon.CASES, *cases_wd.CASES], ids=lambda case: f"{case.rule} {case.name}"
)
def test_only_a_soft_finding_asks_for_a_justification(case: Case) -> None:
    for finding in found(case.trial, case.rule):
        assert ("justify" in finding.message) is (finding.severity is Severity.SOFT)


def test_labetalol_is_named_where_it_is_given() -> None:
    labetalol = regimen("labetalol", bolus("20 mg", "2 min"), use="rescue")
    said = [
        only(safe(ketamine(), *given, action_on_positive_toxicology=None), "WD-002").message
        for given in ((), (labetalol,))
    ]
    assert ["labetalol can mimic" in message for message in said] == [False, True]


def test_no_plan_and_no_person_is_made_up() -> None:
    assert only(safe(rescue_plans=DAY["rescue_plans"][1:]), "WD-005").fixes == ()
    assert only(safe(rescue_plans=[]), "WD-005").fixes == ()
    assert only(safe(staff=[member(1)]), "MON-007").fixes == ()
    assert only(safe(staff=[member(1, qualifications=["study_training"])]), "MON-006").fixes == ()
