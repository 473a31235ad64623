"""The strip of a course: what is placed, what waits, what it says to those who cannot see it."""

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.course_copies import duplicate_course
from protocol_designer.edits.prior_courses import take_over_course
from protocol_designer.edits.schedule import add_visit, mark_dosing
from protocol_designer.edits.session_series import add_series
from protocol_designer.edits.therapy import add_course, add_session, change_session, change_session_timing
from protocol_designer.precedents.library import shipped_template
from protocol_designer.quantities import TimeOffset
from protocol_designer.report.display_list import Box, Drawing, Ink, Label
from protocol_designer.report.figures.course_strip import course_strip


def _blocks(drawing: Drawing) -> dict[str, Box]:
    return {
        mark.place: mark
        for mark in drawing.marks
        if isinstance(mark, Box) and mark.place and ".sessions[" in mark.place
    }


def _texts(drawing: Drawing) -> list[str]:
    return [mark.text for mark in drawing.marks if isinstance(mark, Label)]


def test_sessions_stand_in_the_order_of_time_with_the_letter_of_their_kind(
    sample_trial: TrialProtocol,
) -> None:
    course = sample_trial.courses[0]
    drawing = course_strip(sample_trial, course, 500)
    blocks = _blocks(drawing)
    assert list(blocks) == [f"courses[{course.id}].sessions[{one.id}]" for one in course.sessions]
    edges = [box.x for box in blocks.values()]
    assert edges == sorted(edges)
    texts = _texts(drawing)
    assert [text for text in texts if text in {"P1", "P2", "D", "I1", "I2"}] == ["P1", "P2", "D", "I1", "I2"]
    assert "P preparation · D during dosing · I integration" in texts
    assert {"Dose 1", "−10", "−4", "7"} <= set(texts)


def test_a_session_during_the_dose_stands_inside_its_bar(sample_trial: TrialProtocol) -> None:
    course = sample_trial.courses[0]
    drawing = course_strip(sample_trial, course, 500)
    dose = next(mark for mark in drawing.marks if isinstance(mark, Box) and mark.fill is Ink.STUDY_DRUG)
    inside = _blocks(drawing)[f"courses[{course.id}].sessions[{course.sessions[2].id}]"]
    assert dose.x < inside.x
    assert inside.x + inside.width < dose.x + dose.width
    assert dose.y < inside.y
    assert inside.y + inside.height < dose.y + dose.height


def test_sessions_never_cover_each_other_however_many_there_are(sample_trial: TrialProtocol) -> None:
    course = sample_trial.courses[0]
    first = course.sessions[3].timing
    assert first is not None
    trial = add_series(course, "Daily", 60, TimeOffset.parse("1 day"), first)(sample_trial)
    drawing = course_strip(trial, trial.courses[0], 300)
    boxes = list(_blocks(drawing).values())
    assert len(boxes) == 65
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = one.x + one.width <= other.x or other.x + other.width <= one.x
            assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y
    assert all(box.x >= 0 and box.y + box.height <= drawing.height for box in boxes)


def test_a_session_without_a_time_is_listed_and_not_placed(sample_trial: TrialProtocol) -> None:
    course = sample_trial.courses[0]
    session = course.sessions[0]
    trial = change_session(course, session, visit=None)(sample_trial)
    trial = change_session_timing(trial.courses[0], trial.courses[0].sessions[0], None)(trial)
    drawing = course_strip(trial, trial.courses[0], 500)
    waiting = _blocks(drawing)[f"courses[{course.id}].sessions[{session.id}]"]
    assert waiting.fill is Ink.SURFACE
    assert "Not placed yet" in _texts(drawing)
    assert f"Without a time: {session.name}." in drawing.description


@pytest.mark.parametrize("width", [260, 500, 900])
def test_a_course_that_no_arm_receives_is_drawn_all_the_same(
    sample_trial: TrialProtocol, width: float
) -> None:
    trial = duplicate_course(sample_trial.courses[0], "Copy")(sample_trial)
    drawing = course_strip(trial, trial.courses[1], width)
    assert len(_blocks(drawing)) == 5
    assert "Dose 1" in _texts(drawing)


def test_a_course_in_an_empty_protocol_waits_without_a_line_of_time(blank_trial: TrialProtocol) -> None:
    trial = add_course("Therapy")(blank_trial)
    assert course_strip(trial, trial.courses[0], 400).marks == ()
    trial = add_session(trial.courses[0], "First")(trial)
    drawing = course_strip(trial, trial.courses[0], 400)
    assert "Not placed yet" in _texts(drawing)
    assert "? kind not decided" in _texts(drawing)


def test_days_count_from_the_first_dose_while_its_own_day_is_open(blank_trial: TrialProtocol) -> None:
    trial = take_over_course(shipped_template("dakwar_2019_cocaine"), "course-1")(blank_trial)
    trial = add_visit("Dosing")(trial)
    trial = mark_dosing(trial.schedule.visits[0], True)(trial)
    drawing = course_strip(trial, trial.courses[0], 500)
    blocks = list(_blocks(drawing).values())
    assert [box.fill for box in blocks] == [Ink.THERAPY, Ink.THERAPY, Ink.THERAPY, Ink.SURFACE]
    texts = _texts(drawing)
    assert texts[0] == "Days from dose 1"
    assert texts[1:4] == ["1", "2", "3"]
    assert "Not placed yet" in texts
    assert trial.schedule.visits[0].timing is None
