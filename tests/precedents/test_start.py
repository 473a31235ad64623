"""Starting from a study: provenance stays until the value changes, new parts get new identities."""

from collections.abc import Callable

import pytest

from protocol_designer.domain.evidence import ProvenanceStatus
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import next_id
from protocol_designer.edits.fields import remove_part, set_field
from protocol_designer.precedents.library import load_templates
from protocol_designer.precedents.provenance import provenance_at
from protocol_designer.precedents.start import CannotStart, start_from
from protocol_designer.precedents.template import Template

Start = Callable[[str], TrialProtocol]
STEP = "regimens[regimen-1].steps[1].amount"


def test_a_dose_knows_its_study_and_how_it_was_obtained(trial_from: Start) -> None:
    entry = provenance_at(trial_from("dakwar_2020_alcohol"), "regimens[regimen-2].steps[1].amount")
    assert entry is not None
    assert (entry.value, entry.study) == ("0.025 mg/kg", "Dakwar 2020 (alcohol)")
    assert entry.status is ProvenanceStatus.PRINTED
    assert (entry.source, entry.locator) == ("Thomas & Chambers 2025, NeuroSci 6:83", "review text, line 99")


def test_the_steps_are_marked_as_a_supplement(trial_from: Start) -> None:
    entry = provenance_at(trial_from("dakwar_2020_alcohol"), STEP)
    assert entry is not None
    assert entry.status is ProvenanceStatus.SUPPLEMENT


def test_the_number_of_education_sessions_is_marked_as_computed(trial_from: Start) -> None:
    entry = provenance_at(trial_from("grabski_2022"), "courses[course-2].sessions_planned")
    assert entry is not None
    assert (entry.value, entry.status) == ("7", ProvenanceStatus.COMPUTED)


def test_provenance_lapses_when_the_value_changes_and_returns_with_it(trial_from: Start) -> None:
    trial = trial_from("dakwar_2020_alcohol")
    changed = set_field(STEP, "0.5 mg/kg", "Change the dose")(trial)
    assert provenance_at(changed, STEP) is None
    assert provenance_at(changed, "regimens[regimen-1].steps[0].amount") is not None
    restored = set_field(STEP, "0.6 mg/kg", "Change the dose")(changed)
    assert provenance_at(restored, STEP) == provenance_at(trial, STEP)


def test_the_same_amount_in_another_unit_is_another_value(trial_from: Start) -> None:
    changed = set_field(STEP, "600 mcg/kg", "Change the unit")(trial_from("dakwar_2020_alcohol"))
    assert provenance_at(changed, STEP) is None


def test_a_value_nobody_reported_has_no_provenance(trial_from: Start) -> None:
    assert provenance_at(trial_from("dakwar_2020_alcohol"), "population.weight_min") is None


def test_provenance_of_a_removed_part_is_silent(trial_from: Start) -> None:
    trial = trial_from("dakwar_2020_alcohol")
    place = "schedule.visits[visit-3].name"
    assert provenance_at(trial, place) is not None
    without_cells = set_field("schedule.cells", [], "Clear the cells")(trial)
    assert provenance_at(remove_part("schedule.visits[visit-3]", "Remove")(without_cells), place) is None


@pytest.mark.parametrize(
    "template_id", ["dakwar_2020_alcohol", "dakwar_2014_cocaine", "grabski_2022", "krupitsky_2002"]
)
def test_new_identities_are_beyond_those_in_use(template_id: str, trial_from: Start) -> None:
    trial = trial_from(template_id)
    used = {
        part.id
        for parts in (trial.arms, trial.regimens, trial.schedule.visits, trial.schedule.activities)
        for part in parts
    } | {session.id for course in trial.courses for session in course.sessions}
    for kind in ("arm", "regimen", "visit", "activity", "session"):
        _, made = next_id(trial, kind)
        assert made not in used


def test_evidence_only_cannot_start_a_protocol() -> None:
    template = load_templates().get("krupitsky_2002")
    content = template.model_dump(mode="json", exclude_defaults=True, exclude={"protocol"})
    content |= {"starts_protocol": False, "why_not": "It describes no intervention to copy."}
    with pytest.raises(CannotStart, match="evidence only and starts no protocol: It describes no"):
        start_from(Template.model_validate(content))
