"""When things can happen: anchors, chains of windows, the smallest and largest time between two points."""

from fractions import Fraction

import pytest

from protocol_designer.derived.calendar import Calendar, Window
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.timing import Anchor, AnchorKind, Timing
from protocol_designer.domain.trial import TrialProtocol
from tests.derived.builders import infusion, scheduled, timed, timing, visit

DAY = 24 * 60


def _at(visit_id: str) -> dict[str, str]:
    return {"kind": "visit", "visit": visit_id}


def _dose(kind: str, number: int) -> dict[str, object]:
    return {"kind": kind, "number": number}


def _days(*days: float) -> Window:
    return Window(*(Fraction(day) * DAY for day in days))


def _visits(trial: TrialProtocol) -> dict[str, Visit]:
    return {entry.id: entry for entry in trial.schedule.visits}


def _gap(trial: TrialProtocol, first: str, second: str, arm: str | None = None) -> Window:
    visits = _visits(trial)
    return Calendar(trial, arm).gap(visits[first], visits[second])


def test_a_visit_stands_where_its_window_says() -> None:
    trial = scheduled(visit("v", timed("randomisation", "7 day", "6 day", "9 day")))
    calendar, entry = Calendar(trial), trial.schedule.visits[0]
    assert calendar.visit_window(entry) == _days(6, 7, 9)
    assert calendar.origin(entry) == "randomisation"


def test_windows_add_up_along_a_chain() -> None:
    trial = scheduled(
        visit("a", timed("enrolment", "7 day", "5 day", "8 day")),
        visit("b", timed(_at("a"), "10 day", "9 day", "13 day")),
    )
    calendar = Calendar(trial)
    assert calendar.visit_window(trial.schedule.visits[1]) == _days(14, 17, 21)
    assert calendar.origin(trial.schedule.visits[1]) == "enrolment"


def test_the_window_of_an_anchor_does_not_stack_in_the_gap_to_what_hangs_from_it() -> None:
    trial = scheduled(
        visit("a", timed("enrolment", "30 day", "0 day", "60 day")),
        visit("b", timed(_at("a"), "7 day", "6 day", "8 day")),
        visit("c", timed(_at("a"), "14 day", "13 day", "16 day")),
    )
    assert _gap(trial, "a", "b") == _days(6, 7, 8)
    assert _gap(trial, "b", "a") == _days(-8, -7, -6)
    assert _gap(trial, "b", "c") == _days(5, 7, 10)
    assert _gap(trial, "a", "a") == _days(0, 0, 0)


def test_visits_that_share_only_the_origin_stack_both_windows() -> None:
    trial = scheduled(
        visit("a", timed("randomisation", "7 day", "6 day", "8 day")),
        visit("b", timed("randomisation", "14 day", "12 day", "16 day")),
    )
    assert _gap(trial, "a", "b") == _days(4, 7, 10)


def test_visits_with_equal_timings_are_different_points() -> None:
    same = timed("randomisation", "7 day", "5 day", "9 day")
    trial = scheduled(visit("a", same), visit("b", same))
    assert _gap(trial, "a", "b") == _days(-4, 0, 4)


def test_two_timings_that_read_alike_are_different_points() -> None:
    trial = scheduled(visit("a", timed("randomisation", "0 day")))
    one = timing(_at("a"), "7 day", "5 day", "9 day")
    other = timing(_at("a"), "7 day", "5 day", "9 day")
    assert Calendar(trial).gap(one, other) == _days(-4, 0, 4)


def test_what_hangs_from_a_visit_without_a_day_is_still_so_far_from_it() -> None:
    after_a, after_b = {"kind": "visit", "visit": "a"}, {"kind": "visit", "visit": "b"}
    trial = scheduled(
        visit("a"), visit("b", timed(after_a, "7 day", "6 day", "8 day")), visit("c", timed(after_b, "7 day"))
    )
    assert _gap(trial, "a", "b") == _days(6, 7, 8)
    assert _gap(trial, "a", "c") == _days(13, 14, 15)
    assert _gap(trial, "b", "c") == _days(7, 7, 7)
    with pytest.raises(Undecided, match="day of a"):
        Calendar(trial).visit_window(trial.schedule.visits[2])


def test_a_visit_without_a_day_is_no_common_point_with_another() -> None:
    trial = scheduled(visit("a"), visit("b", timed("randomisation", "7 day")))
    with pytest.raises(Undecided, match="day of a"):
        _gap(trial, "a", "b")


def test_points_that_hang_from_nothing_common_cannot_be_compared() -> None:
    trial = scheduled(visit("a", timed("randomisation", "0 day")), visit("b", timed("enrolment", "9 day")))
    with pytest.raises(Undecided, match="between randomisation and enrolment"):
        _gap(trial, "a", "b")


def test_a_chain_that_runs_in_a_circle_is_not_decided() -> None:
    trial = scheduled(
        visit("a", timed(_at("c"), "1 day")),
        visit("b", timed(_at("a"), "1 day")),
        visit("c", timed(_at("b"), "1 day")),
    )
    for entry in trial.schedule.visits:
        with pytest.raises(Undecided, match="run in a circle"):
            Calendar(trial).visit_window(entry)


def test_a_visit_that_hangs_from_itself_is_not_decided() -> None:
    itself = scheduled(visit("a", timed(_at("a"), "1 day")))
    own_dose = scheduled(visit("a", timed(_dose("dose_start", 1), "1 day"), is_dosing=True))
    for trial in (itself, own_dose):
        with pytest.raises(Undecided, match="run in a circle"):
            Calendar(trial).visit_window(trial.schedule.visits[0])


def test_a_missing_timing_is_named_wherever_it_stands_in_the_chain() -> None:
    trial = scheduled(visit("a"), visit("b", timed(_at("a"), "1 day")))
    for entry in trial.schedule.visits:
        with pytest.raises(Undecided) as missing:
            Calendar(trial).visit_window(entry)
        assert missing.value.place == "schedule.visits[a].timing"


def _with_doses(first: str | None, second: str | None, second_arm_has_visit: bool = True) -> TrialProtocol:
    """One dosing visit, ketamine and midazolam over the given durations, and a session after its end."""
    regimens = [
        {
            "id": f"reg-{number}",
            "name": f"Drug {number}",
            "drug": "ketamine",
            "use": "investigational",
            "visits": ["d1"] if number == 1 or second_arm_has_visit else [],
            "steps": [infusion("per_kg", "0.5 mg/kg", duration)],
        }
        for number, duration in enumerate((first, second), start=1)
    ]
    return scheduled(
        visit("d1", timed("randomisation", "7 day", "6 day", "8 day"), is_dosing=True),
        visit("after", timed(_dose("dose_end", 1), "60 min", "50 min", "90 min")),
        visit("next", timed(_dose("dose_start", 1), "1 day", "20 h", "28 h")),
        regimens=regimens,
        arms=[
            {"id": "arm-1", "name": "A", "regimens": ["reg-1"]},
            {"id": "arm-2", "name": "B", "regimens": ["reg-2"]},
        ],
    )


def test_the_end_of_a_dose_lies_its_length_after_the_start() -> None:
    trial = _with_doses("52 min", "40 min")
    assert _gap(trial, "d1", "after", "arm-1") == Window(Fraction(102), Fraction(112), Fraction(142))
    assert _gap(trial, "d1", "after", "arm-2") == Window(Fraction(90), Fraction(100), Fraction(130))


def test_over_all_arms_the_end_of_a_dose_is_as_early_and_as_late_as_any_arms() -> None:
    assert _gap(_with_doses("52 min", "40 min"), "d1", "after") == Window(
        Fraction(90), Fraction(112), Fraction(142)
    )


def test_what_follows_start_and_end_of_a_dose_shares_the_visit() -> None:
    """Next is 20 to 28 h after the start; after is 102 to 142 min after it."""
    gap = _gap(_with_doses("52 min", "40 min"), "after", "next", "arm-1")
    assert gap == Window(Fraction(20 * 60 - 142), Fraction(24 * 60 - 112), Fraction(28 * 60 - 102))


def test_the_end_of_a_dose_that_is_not_decided() -> None:
    with pytest.raises(Undecided, match="how long Drug 1 runs"):
        _gap(_with_doses(None, "40 min"), "d1", "after", "arm-1")
    with pytest.raises(Undecided, match="which study drug is given at d1"):
        _gap(_with_doses("52 min", "40 min", second_arm_has_visit=False), "d1", "after", "arm-2")


def test_premedication_does_not_lengthen_the_dose() -> None:
    trial = _with_doses("52 min", "40 min")
    document = trial.model_dump(mode="json")
    document["regimens"][1] |= {"use": "premedication"}
    document["arms"][0]["regimens"] = ["reg-1", "reg-2"]
    document["regimens"][1]["steps"][0]["duration"] = "300 min"
    longer = TrialProtocol.model_validate(document)
    assert _gap(longer, "d1", "after", "arm-1").target == 112


def test_doses_are_numbered_among_the_arms_own_dosing_visits() -> None:
    trial = scheduled(
        visit("d1", timed("randomisation", "0 day"), is_dosing=True, arms=["arm-1"]),
        visit("screen", timed("randomisation", "1 day")),
        visit("d2", timed("randomisation", "7 day"), is_dosing=True),
        arms=[{"id": "arm-1", "name": "A"}, {"id": "arm-2", "name": "B"}],
    )
    first = Anchor(kind=AnchorKind.DOSE_START, number=1)
    assert [v.id for v in Calendar(trial, "arm-1").dosing_visits] == ["d1", "d2"]
    found = [Calendar(trial, arm).anchor_visit(first) for arm in ("arm-1", "arm-2", None)]
    assert [v.id for v in found if v] == ["d1", "d2", "d1"]
    with pytest.raises(Undecided, match="the visit of dose 2"):
        Calendar(trial, "arm-2").anchor_visit(Anchor(kind=AnchorKind.DOSE_START, number=2))
    with pytest.raises(Undecided, match="the visit d1 in this arm"):
        Calendar(trial, "arm-2").anchor_visit(Anchor(kind=AnchorKind.VISIT, visit="d1"))


def _periods() -> TrialProtocol:
    epochs = (
        {"id": "p1", "name": "Period 1", "kind": "period", "period": 1},
        {"id": "p2", "name": "Period 2", "kind": "period", "period": 2},
    )
    return scheduled(
        visit("a1", timed({"kind": "period_start", "number": 1}, "0 day"), epoch="p1"),
        visit("a2", timed({"kind": "period_start", "number": 1}, "2 day", "1 day", "3 day"), epoch="p1"),
        visit("b1", timed(_at("a1"), "14 day", "14 day", "21 day"), epoch="p2"),
        visit("b2", timed({"kind": "period_start", "number": 2}, "2 day"), epoch="p2"),
        epochs=epochs,
    )


def test_a_period_starts_with_its_first_visit() -> None:
    trial = _periods()
    calendar, visits = Calendar(trial), {entry.id: entry for entry in trial.schedule.visits}
    assert calendar.origin(visits["a1"]) == "period start 1"
    assert calendar.visit_window(visits["b2"]) == _days(16, 16, 23)
    assert _gap(trial, "a1", "a2") == _days(1, 2, 3)
    assert _gap(trial, "a2", "b2") == _days(13, 14, 22)
    assert calendar.anchor_visit(Anchor(kind=AnchorKind.PERIOD_START, number=2)) is visits["b1"]
    assert calendar.anchor_visit(Anchor(kind=AnchorKind.DISCHARGE)) is None


def test_a_timing_can_be_placed_without_a_visit() -> None:
    trial = _with_doses("52 min", "40 min")
    session: Timing = timing(_dose("dose_start", 1), "-60 min", "-90 min", "-30 min")
    calendar = Calendar(trial, "arm-1")
    assert calendar.window(session).target == 7 * DAY - 60
    assert calendar.gap(session, trial.schedule.visits[0]) == Window(Fraction(30), Fraction(60), Fraction(90))
