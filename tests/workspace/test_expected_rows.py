"""What the lists are offered: the rules' own entries, each with a source, and no number without one."""

import pytest

from protocol_designer.domain.codes import KitItem
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import apply_fix, set_field
from protocol_designer.formulary.records import Formulary
from protocol_designer.rules.engine import review
from protocol_designer.rules.findings import Fix
from protocol_designer.rules.rescue import PLANS
from protocol_designer.rules.staff import STAFF
from protocol_designer.rules.thresholds import THRESHOLDS
from protocol_designer.rules.watching import MONITORING
from protocol_designer.workspace.expected_rows import (
    CRITERIA,
    KIT,
    STOPPING,
    TOPICS,
    asked_ticks,
    expected_rows,
)

LISTS = (MONITORING, THRESHOLDS, STAFF, PLANS, STOPPING)


@pytest.mark.parametrize("place", LISTS)
def test_nothing_is_offered_where_the_rules_miss_nothing(
    place: str, sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    assert expected_rows(sample_trial, formulary, review(sample_trial, formulary), place) == ()


@pytest.mark.parametrize("place", LISTS)
def test_an_empty_list_is_offered_what_the_rules_ask_for(
    place: str, sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    bare = set_field(place, (), "")(sample_trial)
    rows = expected_rows(bare, formulary, review(bare, formulary), place)
    assert rows
    known = {source.key for source in formulary.sources}
    assert all(row.sources and known.issuperset(row.sources) and row.words for row in rows)
    added = apply_fix(Fix("", tuple(row.change for row in rows), "", ""))(bare)
    assert expected_rows(added, formulary, review(added, formulary), place) == ()


def test_a_threshold_is_offered_with_the_very_value_of_its_limit(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    bare = set_field(THRESHOLDS, (), "")(sample_trial)
    rows = expected_rows(bare, formulary, review(bare, formulary), THRESHOLDS)
    words = [row.words for row in rows]
    hold, stop = formulary.limit("threshold.hold.systolic.soft"), formulary.limit("threshold.stop.systolic")
    assert f"Systolic blood pressure above {hold.value.printed()} (hold before dose)" in words
    assert f"Systolic blood pressure above {stop.value.printed()} (stop during dose)" in words
    assert not formulary.limit("threshold.stop.spo2").sources
    assert not any("SpO2" in text for text in words)


def test_a_rule_of_stopping_stays_open_until_its_condition_is_written(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    bare = set_field(STOPPING, (), "")(sample_trial)
    rows = expected_rows(bare, formulary, review(bare, formulary), STOPPING)
    added = apply_fix(Fix("", tuple(row.change for row in rows), "", ""))(bare)
    assert "ETH-005" in {finding.rule for finding in review(added, formulary).at(STOPPING)}


@pytest.mark.parametrize(("place", "rules"), [(KIT, {"MON-008"}), (CRITERIA, {"MON-010"}),
                                              (TOPICS, {"ETH-002", "ETH-006"})])  # fmt: skip
def test_ticks_that_rules_want_do_not_depend_on_what_is_ticked(
    place: str, rules: set[str], sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    bare = set_field(place, (), "")(sample_trial)
    asked = asked_ticks(sample_trial, formulary, place)
    assert {tick.rule for tick in asked} == rules
    assert {tick.code for tick in asked_ticks(bare, formulary, place)} == {tick.code for tick in asked}
    assert place != KIT or KitItem.SUCTION in {tick.code for tick in asked}
