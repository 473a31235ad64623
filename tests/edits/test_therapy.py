"""Copies of courses and sessions, series of sessions, and courses taken over from prior studies."""

import pytest

from protocol_designer.derived.care_time import care_of
from protocol_designer.domain.base import Part
from protocol_designer.domain.part_ids import parts_in
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.course_copies import duplicate_course, duplicate_session
from protocol_designer.edits.edit import EditRefused
from protocol_designer.edits.prior_courses import take_over_course
from protocol_designer.edits.session_series import add_series, series_times
from protocol_designer.precedents.library import shipped_template
from protocol_designer.precedents.provenance import provenance_at
from protocol_designer.quantities import Quantity, TimeOffset

_FIRST = Timing.model_validate(
    {
        "anchor": {"kind": "dose_start", "number": 1},
        "earliest": "6 days",
        "target": "7 days",
        "latest": "9 days",
    }
)
_WEEK = TimeOffset.parse("7 days")


def _ids(part: Part) -> set[str]:
    return {inner.id for inner in parts_in(part)}


def test_a_copied_course_has_its_own_identities_and_nobody_receives_it(sample_trial: TrialProtocol) -> None:
    original = sample_trial.courses[0]
    after = duplicate_course(original, "The second")(sample_trial)
    copy = after.courses[1]
    assert (copy.name, copy.provider, len(copy.sessions)) == ("The second", original.provider, 5)
    assert not _ids(copy) & _ids(original)
    assert [one.duration for one in copy.sessions] == [one.duration for one in original.sessions]
    assert all(copy.id not in arm.courses for arm in after.arms)
    assert care_of(after, after.arms[0]).total == care_of(sample_trial, sample_trial.arms[0]).total


def test_a_copied_session_stands_below_its_original(sample_trial: TrialProtocol) -> None:
    course = sample_trial.courses[0]
    after = duplicate_session(course, course.sessions[1], "Once more")(sample_trial)
    sessions = after.courses[0].sessions
    assert [one.name for one in sessions[1:4]] == [
        course.sessions[1].name,
        "Once more",
        course.sessions[2].name,
    ]
    assert sessions[2].timing == sessions[1].timing


def test_a_series_keeps_distance_window_and_length(sample_trial: TrialProtocol) -> None:
    course = sample_trial.courses[0]
    length = Quantity.parse("60 min")
    after = add_series(course, "Weekly", 6, _WEEK, _FIRST, duration=length)(sample_trial)
    made = after.courses[0].sessions[len(course.sessions) :]
    assert [one.name for one in made] == [f"Weekly {number}" for number in range(1, 7)]
    times = [one.timing for one in made]
    assert [one.target.printed() for one in times if one] == [f"{7 * week} days" for week in range(1, 7)]
    last = times[-1]
    assert last is not None
    assert (last.earliest.printed(), last.latest.printed()) == ("41 days", "44 days")
    assert {one.duration for one in made} == {length}


@pytest.mark.parametrize(
    ("number", "every", "told"),
    [
        (0, "7 days", "1 to 60"),
        (-3, "7 days", "1 to 60"),
        (999999999, "7 days", "1 to 60"),
        (2, "0 min", "above 0"),
        (2, "-7 days", "above 0"),
    ],
)
def test_a_series_that_cannot_be_meant_is_refused(
    sample_trial: TrialProtocol, number: int, every: str, told: str
) -> None:
    with pytest.raises(EditRefused, match=told):
        add_series(sample_trial.courses[0], "S", number, TimeOffset.parse(every), _FIRST)(sample_trial)


def test_one_session_is_a_series_that_starts_at_its_first_time() -> None:
    assert series_times(1, _WEEK, _FIRST) == (_FIRST,)


def test_a_course_of_a_study_comes_with_sources_and_questions(sample_trial: TrialProtocol) -> None:
    template = shipped_template("dakwar_2019_cocaine")
    assert template.protocol is not None
    theirs = template.protocol.courses[0]
    after = take_over_course(template, theirs.id)(sample_trial)
    ours = after.courses[-1]
    place = f"courses[{ours.id}]"
    assert (ours.name, len(ours.sessions)) == (theirs.name, len(theirs.sessions))
    source = provenance_at(after, f"{place}.sessions_planned")
    assert source is not None
    assert source.study == template.label
    kinds = [provenance_at(after, f"{place}.sessions[{one.id}].kind") for one in ours.sessions]
    assert all(entry is not None for entry in kinds)
    asked = [q.place for q in after.open_questions if q.place and q.place.startswith(place)]
    assert f"{place}.sessions_planned" in asked
    assert f"{place}.sessions[{ours.sessions[0].id}].timing" in asked
    assert len({part.id for part in parts_in(after)}) == len(list(parts_in(after)))


def test_visits_of_the_study_become_times_from_its_dose_where_it_says_so(blank_trial: TrialProtocol) -> None:
    template = shipped_template("dakwar_2019_cocaine")
    assert template.protocol is not None
    after = take_over_course(template, template.protocol.courses[0].id)(blank_trial)
    sessions = after.courses[0].sessions
    assert all(one.visit is None for one in sessions)
    assert sessions[0].timing is None, "on the dosing day: before or after the dose was not said"
    assert [one.timing.target.printed() for one in sessions[1:] if one.timing] == [
        "1 day",
        "2 days",
        "3 days",
    ]
    second = after.courses[0].sessions[1]
    entry = provenance_at(after, f"courses[{after.courses[0].id}].sessions[{second.id}].timing")
    assert entry is not None
    assert (entry.status, entry.study) == ("computed", template.label)
    outpatient = take_over_course(template, template.protocol.courses[1].id)(blank_trial).courses[0]
    assert {one.timing for one in outpatient.sessions} == {None}


def test_a_study_that_describes_no_such_course_is_refused(blank_trial: TrialProtocol) -> None:
    with pytest.raises(EditRefused, match="no such course"):
        take_over_course(shipped_template("dakwar_2019_cocaine"), "course-99")(blank_trial)
