"""Contact time in words: what is known, what is open, and what differs."""

from fractions import Fraction

import pytest

from protocol_designer.derived.care_time import care_of_arms
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.receiving import set_receivers
from protocol_designer.edits.therapy import change_session_length
from protocol_designer.report.care_words import (
    compared_in_words,
    contact_in_words,
    hours_in_words,
    hours_of,
    remarks,
)


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 min"), (59, "59 min"), (60, "1 h"), (61, "1 h 1 min"), (952, "15 h 52 min")]
)
def test_minutes_are_spoken_of_in_hours(minutes: int, words: str) -> None:
    assert hours_in_words(Fraction(minutes)) == words


def test_equal_unequal_and_unknown_times_are_told_apart(sample_trial: TrialProtocol) -> None:
    assert contact_in_words(sample_trial) == "Therapy time: 592 min in every arm."
    course = sample_trial.courses[0]
    unequal = set_receivers(course, (sample_trial.arms[0].id,))(sample_trial)
    assert contact_in_words(unequal).startswith("Therapy time is unequal: Ketamine with therapy 592 min;")
    unknown = change_session_length(course, course.sessions[0], None)(unequal)
    assert contact_in_words(unknown).startswith("Therapy time cannot be compared yet: ")
    assert "532 min + 1 session of open length" in contact_in_words(unknown)
    cares = care_of_arms(unknown)
    assert [compared_in_words(care, cares) for care in cares] == ["Study arm", "Not known yet"]


def test_what_is_open_in_all_arms_is_said_once(sample_trial: TrialProtocol) -> None:
    course = sample_trial.courses[0]
    trial = change_session_length(course, course.sessions[0], None)(sample_trial)
    assert remarks(care_of_arms(trial)) == (
        "Compared with Ketamine with therapy.",
        "Ketamine with therapy and Midazolam with therapy: 1 session without a length (Preparation 1).",
    )


def test_a_course_without_sessions_is_no_therapy_of_nothing(sample_trial: TrialProtocol) -> None:
    empty = sample_trial.courses[0].model_copy(update={"sessions": (), "sessions_planned": 4})
    arms = tuple(arm.model_copy(update={"courses": (empty.id,)}) for arm in sample_trial.arms)
    trial = sample_trial.model_copy(update={"courses": (empty,), "arms": arms})
    assert hours_of(care_of_arms(trial)[0]) == "Not known"
