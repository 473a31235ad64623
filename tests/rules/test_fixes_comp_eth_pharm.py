"""The quick fixes of COMP, ETH and PHARM: what they set, what they show, and where none is offered."""

import pytest

from protocol_designer.domain.codes import ConsentTopic
from protocol_designer.domain.design import BlindedRole
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import apply_fix
from protocol_designer.rules.findings import Fix
from tests.rules.build import found, ketamine, protocol, step, visits
from tests.rules.cases_comp import (
    arms,
    atropine,
    crossover,
    lorazepam,
    matched,
    midazolam,
    premedicated,
    saline,
    scheduled,
    separated,
    study,
    two,
)
from tests.rules.cases_eth import TOPICS, informed, secret, stopping
from tests.rules.test_fixes import OFFERED


def fix_of(trial: TrialProtocol, rule: str) -> Fix:
    """The only fix that a rule offers."""
    (fix,) = [fix for finding in found(trial, rule) for fix in finding.fixes]
    return fix


def offered(trial: TrialProtocol, rule: str) -> list[Fix]:
    findings = found(trial, rule)
    assert findings
    return [fix for finding in findings for fix in finding.fixes]


@pytest.mark.parametrize(
    "rule",
    [
        "COMP-002", "COMP-003", "COMP-004", "COMP-005", "COMP-006", "COMP-007", "COMP-008", "COMP-009",
        "ETH-001", "ETH-002", "ETH-004", "ETH-005", "ETH-006", "PHARM-003",
    ],
)  # fmt: skip
def test_the_rule_offers_a_fix(rule: str) -> None:
    assert [fix for case, _, fix in OFFERED if case.rule == rule]


def test_a_dose_by_weight_is_capped_and_shown() -> None:
    trial = protocol(midazolam("0.025 mg/kg"), weights=("50 kg", "118 kg"), population={"age_max": "60 year"})
    fix = fix_of(trial, "COMP-002")
    assert (fix.before, fix.after) == ("no cap", "cap 2.5 mg")
    assert str(apply_fix(fix)(trial).regimen("midazolam").cap) == "2.5 mg"


def test_an_open_age_is_capped_for_the_old() -> None:
    trial = protocol(midazolam("0.03 mg/kg"), weights=("50 kg", "100 kg"))
    assert fix_of(trial, "COMP-002").after == "cap 1.5 mg"


def test_lorazepam_is_lowered_to_what_the_lightest_may_have() -> None:
    trial = protocol(lorazepam("5 mg"), weights=("40 kg", "100 kg"))
    fix = fix_of(trial, "COMP-002")
    assert (fix.before, fix.after) == ("5 mg", "1.7 mg")
    assert found(apply_fix(fix)(trial), "COMP-002") == ()


def test_regimens_that_add_up_are_not_lowered_one_by_one() -> None:
    trial = protocol(midazolam("3 mg"), midazolam("3 mg", id="more", name="More", route="im"))
    assert offered(trial, "COMP-002") == []


def test_a_shorter_comparator_is_lengthened() -> None:
    trial = two(study(), matched("30 min"))
    fix = fix_of(trial, "COMP-003")
    assert (fix.before, fix.after) == ("30 min", "40 min")
    assert found(apply_fix(fix)(trial), "COMP-003") == ()


def test_a_longer_comparator_is_never_made_faster() -> None:
    assert offered(two(study(), matched("50 min")), "COMP-003") == []


def test_a_longer_saline_may_be_shortened() -> None:
    fix = fix_of(two(study(), saline(step(None, "50 min", basis="volume_matched"))), "COMP-003")
    assert fix.after == "40 min"


def test_a_length_alone_does_not_mend_another_volume() -> None:
    assert offered(two(study(), midazolam("0.02 mg/kg", "30 min")), "COMP-003") == []


def test_a_premedication_is_given_in_every_blinded_arm() -> None:
    trial = premedicated(atropine(), second=[])
    fix = fix_of(trial, "COMP-004")
    assert (fix.before, fix.after) == ("in Ketamine", "in Ketamine and Other")
    assert apply_fix(fix)(trial).arm("arm-2").regimens == ("midazolam", "atropine")


def test_a_sedative_premedication_is_added_to_no_arm() -> None:
    sedative = midazolam("1 mg", "2 min", id="calm", name="Calm", use="premedication")
    trial = two(study(), matched(), sedative, arms=arms(["ketamine", "calm"], ["midazolam"]))
    assert offered(trial, "COMP-004") == []


def test_a_concurrent_treatment_is_added_to_no_arm() -> None:
    assert offered(premedicated(atropine(use="concurrent"), second=[]), "COMP-004") == []


def test_missing_measures_are_scheduled_before_and_after() -> None:
    trial = scheduled()
    mended = apply_fix(fix_of(trial, "COMP-006"))(trial)
    assert found(mended, "COMP-006") == ()
    made = {a.id: a.instrument.value for a in mended.schedule.activities}
    added = {(made[c.activity], c.visit) for c in mended.schedule.cells if c.activity != "use"}
    assert added == {("expectancy", "base"), ("guess_participant", "week"), ("guess_rater", "week")}


def test_measures_need_a_visit_to_stand_at() -> None:
    assert offered(two(study(), matched(), days=visits("1 day")), "COMP-006") == []


def test_the_outcome_assessor_joins_the_blinded_roles() -> None:
    trial = separated(
        listed=[{"role": "participant", "is_blinded": True}, {"role": "care_provider", "is_blinded": True}]
    )
    mended = apply_fix(fix_of(trial, "COMP-007"))(trial)
    assert [entry.role for entry in mended.design.blinding.roles if entry.is_blinded][-1] is (
        BlindedRole.OUTCOME_ASSESSOR
    )


def test_a_washout_is_widened_but_visits_stay_where_they_are() -> None:
    trial = crossover("2 day", "3 day")
    fix = fix_of(trial, "COMP-009")
    assert (fix.before, fix.after) == ("2 days", "28 days")
    left = [finding.place for finding in found(apply_fix(fix)(trial), "COMP-009")]
    assert left == ["schedule.visits[visit-2].timing"]


def test_topics_are_added_behind_those_that_are_there() -> None:
    trial = informed(["driving"])
    topics = apply_fix(fix_of(trial, "ETH-002"))(trial).oversight.consent.information_topics
    assert topics[0] is ConsentTopic.DRIVING
    assert sorted(topics) == sorted(TOPICS)


def test_a_clock_is_set_to_its_limit() -> None:
    trial = stopping("participant", "trial", fatal=30)
    fix = fix_of(trial, "ETH-005")
    assert (fix.before, fix.after) == ("30 days", "7 days")
    assert apply_fix(fix)(trial).harms.fatal_report_days == 7


def test_the_comparator_is_named_in_any_order_of_arms() -> None:
    trial = two(study(), matched("30 min"))
    turned = trial.model_copy(update={"arms": trial.arms[::-1]})
    places = [[finding.place for finding in found(each, "COMP-003")] for each in (trial, turned)]
    assert places[0] == places[1] == ["regimens[midazolam]"]


def test_two_experimental_arms_in_any_order_give_the_same_findings() -> None:
    low = ketamine(step("0.2 mg/kg", "40 min"), id="low", name="Low", preparation=study()["preparation"])
    trial = two(study(), low)
    turned = trial.model_copy(update={"arms": trial.arms[::-1]})
    assert {f.key for f in found(trial, "COMP-003")} == {f.key for f in found(turned, "COMP-003")} != set()


def test_the_arms_that_receive_it_are_named_first() -> None:
    (finding,) = found(premedicated(atropine(), second=[]), "COMP-004")
    assert finding.message.startswith("Ketamine: premedication Atropine is not given in Other")


@pytest.mark.parametrize("topics", [[], ["driving"], ["driving", "mandatory_reporting"]])
def test_the_limits_of_confidentiality_are_named_where_they_are_missing(topics: list[str]) -> None:
    trial = secret(True, False, "us", consent={"information_topics": topics})
    oversight = apply_fix(fix_of(trial, "ETH-006"))(trial).oversight
    named = [topic.value for topic in oversight.consent.information_topics]
    assert oversight.limits_of_confidentiality_in_consent is True
    assert named == (["driving", "mandatory_reporting"] if topics else [])
