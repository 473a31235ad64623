"""Moving in time: exact to the minute, as wide as before, back to where it was; windows hold the target."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import timing
from protocol_designer.edits.edit import EditRefused
from protocol_designer.formulary.records import Formulary
from protocol_designer.quantities import TimeOffset
from protocol_designer.workspace.workspace import Workspace


def offset(text: str) -> TimeOffset:
    return TimeOffset.parse(text)


def visit_of(trial: TrialProtocol, name: str) -> Visit:
    return next(visit for visit in trial.schedule.visits if visit.name == name)


def times(trial: TrialProtocol, name: str) -> tuple[str, str, str]:
    value = visit_of(trial, name).timing
    assert value is not None
    return str(value.earliest), str(value.target), str(value.latest)


def test_a_visit_moves_with_its_window_and_its_own_units(sample_trial: TrialProtocol) -> None:
    day_28 = visit_of(sample_trial, "Day 28")
    edit = timing.move_visit(day_28, offset("2 day"))
    assert edit.label == "Move Day 28 to day 30"
    assert times(edit(sample_trial), "Day 28") == ("28 day", "30 day", "32 day")
    safety = visit_of(sample_trial, "Safety visit, 24 to 72 h")
    edit = timing.move_visit(safety, offset("-1 h"))
    assert edit.label == "Move Safety visit, 24 to 72 h to 27 h"
    assert times(edit(sample_trial), safety.name) == ("23 h", "27 h", "69 h")


def test_nothing_else_is_touched(sample_trial: TrialProtocol) -> None:
    after = timing.move_visit(visit_of(sample_trial, "Day 28"), offset("1 day"))(sample_trial)
    others = [visit for visit in after.schedule.visits if visit.name != "Day 28"]
    assert all(any(one is other for other in sample_trial.schedule.visits) for one in others)
    assert after.courses is sample_trial.courses


def test_a_time_that_its_unit_cannot_write_shortly_is_written_in_another() -> None:
    assert str(timing.later(offset("1 day"), Fraction(1))) == "1441 min"
    assert str(timing.later(offset("4 week"), Fraction(24 * 60))) == "29 day"
    assert str(timing.later(offset("1 h"), Fraction(30))) == "1.5 h"
    assert str(timing.later(offset("0 min"), Fraction(24 * 60))) == "1 day"
    assert str(timing.later(offset("0 day"), Fraction(24 * 60))) == "1 day"
    assert str(timing.later(offset("0 h"), Fraction(0))) == "0 h"


@given(
    name=st.sampled_from(["Screening", "Dosing day", "Safety visit, 24 to 72 h", "Day 28", "Day 180"]),
    days=st.integers(-400, 400),
)
def test_moving_by_days_and_back_is_the_identity(sample_trial: TrialProtocol, name: str, days: int) -> None:
    there = timing.move_visit(visit_of(sample_trial, name), offset(f"{days} day"))(sample_trial)
    back = timing.move_visit(visit_of(there, name), offset(f"{-days} day"))(there)
    assert back == sample_trial


@given(minutes=st.integers(-100_000, 100_000), unit=st.sampled_from(["min", "h", "day", "week"]))
def test_moving_by_minutes_and_back_is_the_same_time(minutes: int, unit: str) -> None:
    before = Timing.model_validate(
        {"anchor": {"kind": "randomisation"}, "earliest": f"1 {unit}", "target": f"2 {unit}",
         "latest": f"3 {unit}"}
    )  # fmt: skip
    there = timing.moved(before, offset(f"{minutes} min"))
    back = timing.moved(there, offset(f"{-minutes} min"))
    for field in ("earliest", "target", "latest"):
        assert getattr(there, field).minutes - getattr(before, field).minutes == minutes
        assert getattr(back, field).minutes == getattr(before, field).minutes


def test_a_window_is_resized_around_its_target(sample_trial: TrialProtocol) -> None:
    day_28 = visit_of(sample_trial, "Day 28")
    edit = timing.resize_visit_window(day_28, offset("27 day"), offset("35 day"))
    assert edit.label == "Allow Day 28 from day 27 to day 35"
    assert times(edit(sample_trial), "Day 28") == ("27 day", "28 day", "35 day")
    same = timing.resize_visit_window(day_28, offset("26 day"), offset("30 day"))
    assert same(sample_trial) is sample_trial


@pytest.mark.parametrize(
    ("earliest", "latest", "word"), [("29 day", "30 day", "start"), ("20 day", "27 day", "end")]
)
def test_a_window_never_leaves_its_target_outside(
    sample_trial: TrialProtocol, earliest: str, latest: str, word: str
) -> None:
    edit = timing.resize_visit_window(visit_of(sample_trial, "Day 28"), offset(earliest), offset(latest))
    with pytest.raises(EditRefused, match=f"would {word} at day .* target day 28; move the target first"):
        edit(sample_trial)


def test_a_visit_without_a_day_is_not_moved(sample_trial: TrialProtocol) -> None:
    bare = sample_trial.schedule.visits[0].model_copy(update={"timing": None})
    visits = (bare, *sample_trial.schedule.visits[1:])
    trial = sample_trial.model_copy(
        update={"schedule": sample_trial.schedule.model_copy(update={"visits": visits})}
    )
    with pytest.raises(EditRefused, match="has no day to move from"):
        timing.move_visit(bare, offset("1 day"))(trial)


def test_a_session_moves_in_minutes_and_is_placed_where_it_had_no_time(sample_trial: TrialProtocol) -> None:
    course = sample_trial.courses[0]
    session = course.sessions[0]
    after = timing.move_session(course, session, offset("15 min"))(sample_trial)
    moved = after.courses[0].sessions[0].timing
    assert moved is not None
    assert (str(moved.target), str(moved.latest)) == ("45 min", "2.25 h")
    assert session.timing is not None
    placed = timing.place_session(course, session, timing.moved(session.timing, offset("1 h")))
    assert placed.label == "Move Preparation 1 to 90 min"


def test_steps_with_the_keys_are_one_step_that_names_where_they_led(
    sample_trial: TrialProtocol, formulary: Formulary, qapp: object
) -> None:
    workspace = Workspace(sample_trial, formulary)
    for _ in range(3):
        day_28 = visit_of(workspace.trial, "Day 28")
        assert workspace.apply(timing.move_visit(day_28, offset("1 day"), merge=True))
    assert workspace.undo_stack.count() == 1
    assert workspace.undo_stack.undoText() == "Move Day 28 to day 31"
    workspace.undo_stack.undo()
    assert workspace.trial is sample_trial
