"""Changes in words: between any two protocols, for people and for spreadsheets."""

import csv
import io
from collections.abc import Callable

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.precedents.library import load_templates
from protocol_designer.report.change_lists import changes_as_csv, changes_as_text
from protocol_designer.report.changes import changes_between, section_words


def test_the_sample_can_be_compared_with_every_prior_study_both_ways(
    sample_trial: TrialProtocol, trial_from: Callable[[str], TrialProtocol]
) -> None:
    for template in load_templates().starting[::5]:
        study = trial_from(template.id)
        for before, after in ((sample_trial, study), (study, sample_trial)):
            changes = changes_between(before, after)
            assert changes
            assert all(change.what and section_words(change.section) for change in changes)
            grades = [change.touches_safety for change in changes]
            assert grades == sorted(grades, reverse=True)


def test_what_is_not_applicable_says_why(sample_trial: TrialProtocol) -> None:
    before = sample_trial
    why = {"because": "no registry takes it"}
    after = set_field("identity.registration", why, "Register")(before)
    change = next(one for one in changes_between(before, after) if one.place == "identity.registration")
    assert change.after == "Not applicable because no registry takes it"


def test_no_cell_of_a_spreadsheet_is_a_formula(sample_trial: TrialProtocol) -> None:
    after = sample_trial
    for place, text in (("identity.short_title", '=HYPERLINK("x")'), ("identity.indication", "-1+2")):
        after = set_field(place, text, "Change")(after)
    rows = list(csv.reader(io.StringIO(changes_as_csv(changes_between(sample_trial, after)))))
    assert rows[0] == ["Section", "Touches safety", "What", "From", "To"]
    assert sorted(row[4] for row in rows[1:]) == ["'-1+2", '\'=HYPERLINK("x")']


def test_the_list_as_text_names_each_section_once(sample_trial: TrialProtocol) -> None:
    after = set_field("population.weight_max", "90 kg", "Change")(sample_trial)
    after = set_field("population.weight_min", "55 kg", "Change")(after)
    after = set_field("identity.short_title", None, "Change")(after)
    text = changes_as_text(changes_between(sample_trial, after), "From 1.0 to 1.1")
    assert text.startswith("From 1.0 to 1.1\n")
    assert text.count("Safety: 5.1") == 1
    assert "- Population › highest weight: 100 kg -> 90 kg" in text
    assert text.rstrip().endswith("-> Not decided yet")


@pytest.mark.parametrize(
    ("place", "value", "touches"),
    [
        ("population.weight_max", "90 kg", True),
        ("schedule.visits[{visit}].name", "Another visit", True),
        ("arms[{arm}].name", "Another arm", True),
        ("oversight.safety_oversight_details", "Another board", True),
        ("oversight.data_sharing", "On request", False),
        ("identity.short_title", "Another title", False),
    ],
)
def test_what_keeps_participants_safe_is_told_first(
    sample_trial: TrialProtocol, place: str, value: str, touches: bool
) -> None:
    place = place.format(visit=sample_trial.schedule.visits[4].id, arm=sample_trial.arms[0].id)
    after = set_field(place, value, "Change")(sample_trial)
    (change,) = changes_between(sample_trial, after)
    assert change.touches_safety is touches


def test_text_about_safety_counts_like_the_fields(sample_trial: TrialProtocol) -> None:
    told = {}
    for at, section in enumerate(sample_trial.narrative):
        after = set_field(f"narrative[{at}].text", "Another text", "Change")(sample_trial)
        (change,) = changes_between(sample_trial, after)
        told[section.number] = change.touches_safety
    assert any(told.values())
    assert not all(told.values())
    assert all(
        touches == (number.split(".")[0] in {"5", "6", "7", "9"} or number in {"8.2", "8.4"})
        for number, touches in told.items()
    )
