"""The course of a dosing day: arrival, ends, readings, and what stays open."""

from fractions import Fraction

from protocol_designer.derived.session_day import (
    dosing_visits,
    readings_after,
    readings_during,
    session_day,
)
from protocol_designer.domain.codes import Parameter
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field


def test_the_sample_day_runs_from_the_first_check_to_the_end_of_the_observation(
    sample_trial: TrialProtocol,
) -> None:
    (visit,) = dosing_visits(sample_trial)
    day = session_day(sample_trial, visit)
    assert (day.begins, day.dose_end, day.ends) == (-118, 52, 172)
    assert [(step.start, step.end) for step in day.doses[0].steps] == [(0, 2), (2, 52)]
    assert {dose.regimen.drug for dose in day.doses} == {"ketamine", "midazolam"}


def test_readings_fall_on_their_intervals_and_never_beyond_the_end(sample_trial: TrialProtocol) -> None:
    day = session_day(sample_trial, dosing_visits(sample_trial)[0])
    entries = {entry.parameter: entry for entry in sample_trial.dosing_day.monitoring}
    pressure = entries[Parameter.BLOOD_PRESSURE]
    assert readings_during(pressure, day) == (10, 20, 30, 40, 50)
    assert readings_after(pressure, day) == tuple(Fraction(52 + 15 * n) for n in range(1, 9))
    assert readings_after(entries[Parameter.DISSOCIATION], day) == (160,)


def test_what_is_not_decided_is_none_and_never_zero(sample_trial: TrialProtocol) -> None:
    visit = dosing_visits(sample_trial)[0]
    trial = set_field("dosing_day.observation_after_dose", None, "")(sample_trial)
    day = session_day(trial, visit)
    assert (day.dose_end, day.ends) == (52, None)
    assert readings_after(trial.dosing_day.monitoring[0], day) == ()
    regimen = next(one for one in trial.regimens if one.drug == "ketamine")
    trial = set_field(f"regimens[{regimen.id}].steps[1].duration", None, "")(sample_trial)
    day = session_day(trial, visit)
    open_dose = next(dose for dose in day.doses if dose.regimen.drug == "ketamine")
    assert (day.dose_end, day.ends, open_dose.end) == (None, None, None)
    assert [(step.start, step.end) for step in open_dose.steps] == [(0, 2)]


def test_without_a_visit_or_checks_the_arrival_is_open(blank_trial: TrialProtocol) -> None:
    assert dosing_visits(blank_trial) == ()
    day = session_day(blank_trial, None)
    assert (day.begins, day.dose_end, day.ends, day.doses) == (None, None, None, ())
