"""The burden of a schedule: sums by visit and arm, nothing unknown taken as zero."""

from fractions import Fraction
from typing import Any

import pytest

from protocol_designer.derived.burden import Burden, Burdens, takes_blood
from protocol_designer.domain.schedule import Activity
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.report.burden_words import blood, burden_sentences, hours, spread


def _trial(activities: list[dict[str, Any]], cells: list[dict[str, Any]], **more: Any) -> TrialProtocol:
    visits = more.pop(
        "visits", [{"id": "v-1", "name": "Dose", "is_dosing": True}, {"id": "v-2", "name": "End"}]
    )
    schedule = {"visits": visits, "activities": activities, "cells": cells}
    return TrialProtocol.model_validate({"schedule": schedule, **more})


def _activity(key: str, **fields: Any) -> dict[str, Any]:
    return {"id": key, "name": key.upper(), **fields}


def _cell(activity: str, visit: str = "v-1", *offsets: str, times: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"activity": activity, "visit": visit, "from_dose_start": list(offsets), "times": list(times)}


def _of(trial: TrialProtocol, arm: int | None = None) -> Burden:
    return Burdens(trial).of(None if arm is None else trial.arms[arm])


def test_an_activity_counts_once_for_each_of_its_times() -> None:
    trial = _trial(
        [_activity("a", minutes=5, instrument="cadss")],
        [_cell("a", "v-1", "-30 min", "40 min"), _cell("a", "v-2")],
    )
    burdens = Burdens(trial)
    assert [burdens.at(visit).minutes for visit in trial.schedule.visits] == [10, 5]
    assert _of(trial).questionnaires == 3


def test_times_without_minutes_count_as_well() -> None:
    trial = _trial([_activity("a", minutes=5)], [_cell("a", times=("before_dose", "after_dose"))])
    assert _of(trial).minutes == 10


def test_an_activity_without_minutes_is_named_and_not_zero() -> None:
    trial = _trial([_activity("a"), _activity("b", minutes=0)], [_cell("a"), _cell("a", "v-2"), _cell("b")])
    assert _of(trial) == Burden(without_minutes=("A",))


def test_what_is_done_without_the_participant_costs_no_time() -> None:
    trial = _trial([_activity("a", minutes=30, instrument="fidelity_rating")], [_cell("a")])
    assert _of(trial) == Burden()


@pytest.mark.parametrize(
    ("fields", "samples", "volume", "unknown"),
    [
        ({"instrument": "liver_tests"}, 1, 0, 1),
        ({"instrument": "liver_tests", "is_blood_sample": False}, 0, 0, 0),
        ({"is_blood_sample": True}, 1, 0, 1),
        ({"blood_volume": "7.5 mL"}, 1, Fraction(15, 2), 0),
        ({"blood_volume": "7.5 mL", "is_blood_sample": False}, 0, 0, 0),
        ({"instrument": "vital_signs"}, 0, 0, 0),
    ],
)
def test_blood_is_counted_and_added_only_where_it_is_given(
    fields: dict[str, Any], samples: int, volume: Fraction, unknown: int
) -> None:
    burden = _of(_trial([_activity("a", minutes=1, **fields)], [_cell("a")]))
    assert (burden.blood_samples, burden.blood_ml, burden.samples_without_volume) == (
        samples,
        volume,
        unknown,
    )
    assert takes_blood(Activity.model_validate(_activity("a", **fields))) is (samples > 0)


def _with_therapy() -> TrialProtocol:
    session = {"id": "s-1", "name": "Preparation", "visit": "v-1", "duration": "90 min"}
    between = {"id": "s-2", "name": "Call", "duration": "20 min"}
    return _trial(
        [_activity("a", minutes=60, instrument="therapy"), _activity("b", minutes=10)],
        [_cell("a"), _cell("a", "v-2"), _cell("b", "v-2")],
        arms=[{"id": "arm-1", "name": "Therapy", "courses": ["c-1"]}, {"id": "arm-2", "name": "No therapy"}],
        courses=[{"id": "c-1", "name": "Course", "sessions": [session, between]}],
    )


def test_sessions_of_the_arm_stand_for_the_therapy_marked_at_their_visit() -> None:
    trial = _with_therapy()
    burdens = Burdens(trial)
    first, last = trial.schedule.visits
    assert [burden.minutes for burden in burdens.spread(first)] == [90, 0]
    assert [burden.minutes for burden in burdens.spread(last)] == [70, 70]
    assert [_of(trial, arm).minutes for arm in (0, 1)] == [180, 70]


def test_a_session_without_a_length_is_named() -> None:
    trial = _with_therapy()
    session = trial.courses[0].sessions[0].model_copy(update={"duration": None})
    course = trial.courses[0].model_copy(update={"sessions": (session,)})
    assert _of(trial.model_copy(update={"courses": (course,)}), 0).without_minutes == ("Preparation",)


def test_an_arm_has_the_visits_that_are_its_own() -> None:
    visits = [{"id": "v-1", "name": "All"}, {"id": "v-2", "name": "One", "arms": ["arm-2"]}]
    trial = _trial(
        [_activity("a", minutes=7)],
        [_cell("a"), _cell("a", "v-2")],
        visits=visits,
        arms=[{"id": "arm-1", "name": "A"}, {"id": "arm-2", "name": "B"}],
    )
    assert [_of(trial, arm).minutes for arm in (0, 1)] == [7, 14]
    assert len(Burdens(trial).spread(trial.schedule.visits[1])) == 1


def test_the_sample_adds_up_by_hand(sample_trial: TrialProtocol) -> None:
    burdens = Burdens(sample_trial)
    screening = sample_trial.schedule.visits[0]
    marked = {c.activity for c in sample_trial.schedule.cells if c.visit == screening.id}
    by_hand = sum(a.minutes or 0 for a in sample_trial.schedule.activities if a.id in marked)
    assert burdens.at(screening, sample_trial.arms[0]).minutes == by_hand == 296
    assert burdens.of(sample_trial.arms[0]).blood_samples == 6


def test_the_sentence_names_what_has_no_length() -> None:
    trial = _trial([_activity("a"), _activity("b", minutes=90)], [_cell("a"), _cell("b")])
    said = burden_sentences(trial, Burdens(trial))
    assert said.startswith(
        "Asked of each participant: 1.5 h, 0 questionnaires and interviews and 0 blood samples."
    )
    assert "1 activity without minutes, not in the hours: A." in said


def test_arms_that_differ_are_told_apart() -> None:
    said = burden_sentences(_with_therapy(), Burdens(_with_therapy()))
    assert "participant in Therapy: 3 h" in said
    assert "participant in No therapy: 1.2 h" in said


def test_words_of_amounts() -> None:
    assert hours(Fraction(59)) == "59 min"
    assert hours(Fraction(60)) == "1 h"
    assert spread((Fraction(241, 2), Fraction(180))) == "121 to 180"
    some = Burden(blood_samples=3, blood_ml=Fraction(20), samples_without_volume=1)
    assert blood(some) == "3 blood samples (20 mL, 1 without a volume)"
    assert blood(Burden(blood_samples=1, samples_without_volume=1)) == "1 blood sample"
