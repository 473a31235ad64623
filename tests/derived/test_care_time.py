"""Contact time of arms: sums by kind, what is open, and what differs."""

from fractions import Fraction
from typing import Any

from protocol_designer.derived.care_time import (
    CareKind,
    care_of,
    care_of_arms,
    difference,
    is_described,
    study_arm,
)
from protocol_designer.domain.trial import TrialProtocol

_SESSIONS: list[dict[str, Any]] = [
    {"id": "s-1", "name": "Prepare", "kind": "preparation", "duration": "60 min"},
    {"id": "s-2", "name": "Sit by", "kind": "in_session", "duration": "52 min"},
    {"id": "s-3", "name": "Make sense", "kind": "integration", "duration": "1.5 h"},
    {"id": "s-4", "name": "Talk", "kind": "counselling", "duration": "30 min"},
    {"id": "s-5", "name": "Anything", "duration": "20 min"},
]


def _trial(
    *courses: dict[str, Any], arms: list[dict[str, Any]], visits: list[dict[str, Any]] | None = None
) -> TrialProtocol:
    return TrialProtocol.model_validate(
        {"courses": list(courses), "arms": arms, "schedule": {"visits": visits or []}}
    )


def _arm(number: int, *courses: str, **more: object) -> dict[str, Any]:
    return {"id": f"arm-{number}", "name": f"Arm {number}", "courses": list(courses), **more}


def test_minutes_are_added_up_by_kind_and_a_session_without_a_kind_counts() -> None:
    trial = _trial({"id": "c-1", "name": "Therapy", "sessions": _SESSIONS}, arms=[_arm(1, "c-1")])
    care = care_of(trial, trial.arms[0])
    assert [care.by_kind[kind].minutes for kind in CareKind] == [60, 52, 90, 50]
    assert (care.total.sessions, care.total.minutes, care.is_known) == (5, 252, True)


def test_an_open_length_is_counted_and_never_taken_as_nothing() -> None:
    sessions = [_SESSIONS[0], {"id": "s-9", "name": "Later", "kind": "integration"}]
    trial = _trial(
        {"id": "c-1", "name": "Therapy", "sessions": sessions},
        {"id": "c-2", "name": "Same minutes", "sessions": [_SESSIONS[0] | {"id": "s-8"}]},
        arms=[_arm(1, "c-1"), _arm(2, "c-2")],
    )
    first, second = care_of_arms(trial)
    assert first.total.minutes == second.total.minutes == 60
    assert first.by_kind[CareKind.INTEGRATION].without_length == ("Later",)
    assert not first.is_known
    assert difference(second, first) is None


def test_a_course_that_is_not_all_described_leaves_the_time_open() -> None:
    described = {"id": "c-1", "name": "Whole", "sessions": _SESSIONS[:2], "sessions_planned": 2}
    trial = _trial(
        described,
        {"id": "c-2", "name": "Empty", "sessions": []},
        {"id": "c-3", "name": "None", "sessions": [], "sessions_planned": 0},
        {"id": "c-4", "name": "Half", "sessions": [_SESSIONS[2]], "sessions_planned": 2},
        arms=[_arm(1, "c-1", "c-2"), _arm(2, "c-3"), _arm(3, "c-4")],
    )
    assert [is_described(course) for course in trial.courses] == [True, False, True, False]
    cares = care_of_arms(trial)
    assert [care.unplanned for care in cares] == [("Empty",), (), ("Half",)]
    assert difference(cares[1], cares[0]) is None


def test_a_session_at_a_visit_of_other_arms_does_not_count() -> None:
    session = _SESSIONS[0] | {"visit": "v-1"}
    trial = _trial(
        {"id": "c-1", "name": "Therapy", "sessions": [session, _SESSIONS[1]]},
        arms=[_arm(1, "c-1"), _arm(2, "c-1")],
        visits=[{"id": "v-1", "name": "Visit 1", "arms": ["arm-1"]}],
    )
    first, second = care_of_arms(trial)
    assert (first.total.minutes, second.total.minutes) == (112, 52)
    assert difference(second, first) == Fraction(-60)


def test_the_same_sessions_are_the_same_time_even_while_their_length_is_open() -> None:
    trial = _trial(
        {"id": "c-1", "name": "Therapy", "sessions": [{"id": "s-1", "name": "Open"}]},
        arms=[_arm(1, "c-1"), _arm(2, "c-1"), _arm(3)],
    )
    first, second, third = care_of_arms(trial)
    assert difference(second, first) == 0
    assert difference(third, first) is None


def test_arms_are_held_against_the_first_experimental_one() -> None:
    trial = _trial(arms=[_arm(1, kind="active_comparator"), _arm(2, kind="experimental"), _arm(3)])
    model = study_arm(care_of_arms(trial))
    assert model is not None
    assert model.arm.id == "arm-2"
    assert study_arm(()) is None
    none_decided = _trial(arms=[_arm(1), _arm(2)])
    model = study_arm(care_of_arms(none_decided))
    assert model is not None
    assert model.arm.id == "arm-1"
