"""The values a consent form repeats: as the protocol has them, with places, gaps said out loud."""

from protocol_designer.domain.places import value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.report.consent_values import consent_text, consent_values


def test_every_value_stands_at_a_place_of_the_protocol(sample_trial: TrialProtocol) -> None:
    values = consent_values(sample_trial)
    assert len({(value.name, value.place) for value in values}) == len(values)
    for value in values:
        value_at(sample_trial, value.place)


def test_visits_without_a_length_are_counted_and_not_taken_as_nothing(sample_trial: TrialProtocol) -> None:
    visit = next(visit for visit in sample_trial.schedule.visits if visit.planned_duration is not None)
    before = {value.name: value.said for value in consent_values(sample_trial)}[
        "Planned length of all visits"
    ]
    trial = set_field(f"schedule.visits[{visit.id}].planned_duration", None, "")(sample_trial)
    after = {value.name: value.said for value in consent_values(trial)}["Planned length of all visits"]
    assert before != after
    assert after is not None
    assert "length is not decided" in after


def test_an_empty_protocol_says_that_nothing_is_decided(blank_trial: TrialProtocol) -> None:
    assert all(value.said is None for value in consent_values(blank_trial))
    assert set(consent_text(blank_trial).splitlines()) >= {"Number of participants: not decided"}


def test_arms_with_visits_of_their_own_are_told_apart(sample_trial: TrialProtocol) -> None:
    arm, visits = sample_trial.arms[0], sample_trial.schedule.visits
    last = visits[-1]
    trial = set_field(f"schedule.visits[{last.id}].arms", [arm.id], "")(sample_trial)
    said = {value.name: value.said for value in consent_values(trial)}["Number of visits"]
    assert said is not None
    assert f"{arm.name}: {len(visits)}" in said
    assert f"{sample_trial.arms[1].name}: {len(visits) - 1}" in said
