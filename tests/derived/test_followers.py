"""Followers: what hangs from a visit in any arm, over any number of anchors, moves along; nothing else."""

from protocol_designer.derived.calendar import Calendar
from protocol_designer.derived.followers import followers_of
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.timing import move_visit
from protocol_designer.quantities import TimeOffset


def timing(kind: str, target: str, **anchor: object) -> dict[str, object]:
    return {"anchor": {"kind": kind, **anchor}, "earliest": target, "target": target, "latest": target}


def trial() -> TrialProtocol:
    visits = [
        {"id": "visit-1", "name": "Dose A", "is_dosing": True, "arms": ["arm-1"],
         "timing": timing("randomisation", "0 day")},
        {"id": "visit-2", "name": "Dose B", "is_dosing": True, "arms": ["arm-2"],
         "timing": timing("randomisation", "1 day")},
        {"id": "visit-3", "name": "Week 1", "timing": timing("dose_start", "7 day", number=1)},
        {"id": "visit-4", "name": "Call", "timing": timing("visit", "1 day", visit="visit-3")},
        {"id": "visit-5", "name": "Elsewhere", "timing": timing("randomisation", "9 day")},
        {"id": "visit-6", "name": "No day"},
    ]  # fmt: skip
    sessions = [
        {"id": "session-1", "name": "Beside", "visit": "visit-4"},
        {"id": "session-2", "name": "Own time", "timing": timing("visit", "30 min", visit="visit-3")},
        {"id": "session-3", "name": "Apart", "timing": timing("enrolment", "30 min")},
    ]
    return TrialProtocol.model_validate(
        {
            "arms": [
                {"id": "arm-1", "name": "A", "courses": ["course-1"]},
                {"id": "arm-2", "name": "B"},
            ],
            "courses": [{"id": "course-1", "name": "Talk", "sessions": sessions}],
            "schedule": {"visits": visits},
        }
    )


def test_a_dose_is_followed_in_the_arms_that_have_it() -> None:
    document = trial()
    for dose in document.schedule.visits[:2]:
        found = followers_of(document, dose)
        assert found.visits == ("schedule.visits[visit-3]", "schedule.visits[visit-4]")
        assert found.sessions == (
            "courses[course-1].sessions[session-1]",
            "courses[course-1].sessions[session-2]",
        )


def test_what_hangs_below_does_not_pull_what_is_above() -> None:
    document = trial()
    assert followers_of(document, document.schedule.visits[3]).places == (
        "courses[course-1].sessions[session-1]",
    )
    assert followers_of(document, document.schedule.visits[4]).places == ()
    assert followers_of(document, document.schedule.visits[5]).places == ()


def test_anchors_in_a_circle_end() -> None:
    visits = [
        {"id": "visit-1", "name": "One", "timing": timing("visit", "1 day", visit="visit-2")},
        {"id": "visit-2", "name": "Two", "timing": timing("visit", "1 day", visit="visit-1")},
        {"id": "visit-3", "name": "Three", "timing": timing("randomisation", "1 day")},
    ]
    document = TrialProtocol.model_validate({"schedule": {"visits": visits}})
    assert followers_of(document, document.schedule.visits[2]).places == ()
    assert followers_of(document, document.schedule.visits[0]).visits == ("schedule.visits[visit-2]",)


def test_followers_are_exactly_what_another_day_moves(sample_trial: TrialProtocol) -> None:
    for visit in sample_trial.schedule.visits:
        after = move_visit(visit, TimeOffset.parse("1 day"))(sample_trial)
        before_at, after_at = Calendar(sample_trial), Calendar(after)
        moved = {
            f"schedule.visits[{one.id}]"
            for one, other in zip(sample_trial.schedule.visits, after.schedule.visits, strict=True)
            if one is not visit and before_at.visit_window(one).target != after_at.visit_window(other).target
        }
        assert set(followers_of(sample_trial, visit).visits) == moved
