"""What the verbs on doses promise: sharing, basis with amount, and what speaks of a step follows it."""

import pytest

from protocol_designer.domain.evidence import Provenance, ProvenanceStatus
from protocol_designer.domain.interventions import DoseBasis, DoseStep, RegimenUse
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import arms, doses, schedule
from protocol_designer.edits._tree import with_value
from protocol_designer.edits.comparators import match_comparator, match_explained
from protocol_designer.edits.edit import EditRefused
from protocol_designer.quantities import Quantity


@pytest.fixture
def trial(blank_trial: TrialProtocol) -> TrialProtocol:
    """Two arms; the first receives a two-step ketamine infusion at one visit."""
    trial = arms.add_arm("Ketamine")(blank_trial)
    trial = arms.add_arm("Saline")(trial)
    trial = schedule.add_visit("Dosing 1")(trial)
    trial = doses.add_regimen(trial.arms[0], "Ketamine infusion", RegimenUse.INVESTIGATIONAL, "ketamine")(
        trial
    )
    bolus = {"kind": "bolus", "basis": "per_kg", "amount": "0.11 mg/kg", "duration": "2 min"}
    infusion = {"kind": "infusion", "basis": "per_kg", "amount": "0.6 mg/kg", "duration": "50 min"}
    steps = tuple(DoseStep.model_validate(step) for step in (bolus, infusion))
    trial = with_value(trial, f"regimens[{trial.regimens[0].id}].steps", steps)
    return doses.set_visits(trial.regimens[0], (trial.schedule.visits[0].id,))(trial)


def test_the_visits_of_a_study_drug_become_dosing_days(trial: TrialProtocol) -> None:
    assert trial.schedule.visits[0].is_dosing


def test_a_regimen_that_another_arm_has_is_withdrawn_from_one_arm_only(trial: TrialProtocol) -> None:
    ketamine = trial.regimens[0]
    shared = doses.give_regimen(trial.arms[1], ketamine)(trial)
    once = doses.withdraw_regimen(shared.arms[0], ketamine)(shared)
    assert once.regimens == (ketamine,)
    assert doses.withdraw_regimen(once.arms[1], ketamine)(once).regimens == ()


def test_an_amount_and_its_basis_change_in_one_edit_or_not_at_all(trial: TrialProtocol) -> None:
    regimen, forty = trial.regimens[0], Quantity.parse("40 mg")
    with pytest.raises(EditRefused, match="basis"):
        doses.set_amount(regimen, 1, forty)(trial)
    step = doses.change_basis(regimen, 1, DoseBasis.FIXED, forty)(trial).regimens[0].steps[1]
    assert (step.basis, step.amount) == (DoseBasis.FIXED, forty)
    same = doses.change_basis(regimen, 1, DoseBasis.PER_KG)(trial)
    assert same is trial
    emptied = doses.change_basis(regimen, 1, DoseBasis.RATE_PER_KG)(trial).regimens[0].steps[1]
    assert emptied.amount is None


def test_the_unit_decides_an_undecided_basis(trial: TrialProtocol) -> None:
    grown = doses.add_step(trial.regimens[0])(trial)
    step = (
        doses.set_amount(grown.regimens[0], 2, Quantity.parse("0.01 mg/kg/min"))(grown).regimens[0].steps[2]
    )
    assert step.basis is DoseBasis.RATE_PER_KG


def test_what_speaks_of_a_step_follows_it_and_goes_with_it(trial: TrialProtocol) -> None:
    place = f"regimens[{trial.regimens[0].id}].steps"
    entry = Provenance(
        place=f"{place}[1].amount", value="0.6 mg/kg", study="A", status=ProvenanceStatus.PRINTED, source="B"
    )
    trial = trial.model_copy(update={"provenance": (entry,)})
    moved = doses.move_step(trial.regimens[0], 1, 0)(trial)
    assert [found.place for found in moved.provenance] == [f"{place}[0].amount"]
    assert moved.regimens[0].steps[0].amount == Quantity.parse("0.6 mg/kg")
    assert doses.remove_step(moved.regimens[0], 0)(moved).provenance == ()
    assert doses.remove_step(moved.regimens[0], 1)(moved).provenance == moved.provenance


def test_a_step_that_is_not_there_is_named(trial: TrialProtocol) -> None:
    with pytest.raises(EditRefused, match="has no step 5"):
        doses.remove_step(trial.regimens[0], 4)(trial)


def _with_comparator(trial: TrialProtocol, drug: str) -> TrialProtocol:
    return doses.add_regimen(trial.arms[1], "Comparator", RegimenUse.COMPARATOR, drug)(trial)


def test_an_inert_comparator_is_matched_in_volume_in_every_step(trial: TrialProtocol) -> None:
    trial = _with_comparator(trial, "sodium_chloride")
    study, comparator = trial.regimens
    matched = match_comparator(comparator, study)(trial).regimens[1]
    assert [step.basis for step in matched.steps] == [DoseBasis.VOLUME_MATCHED] * 2
    assert [step.duration for step in matched.steps] == [step.duration for step in study.steps]
    assert (matched.visits, matched.matched_to, matched.drug) == (study.visits, study.id, "sodium_chloride")


def test_a_drug_with_fewer_steps_keeps_its_amount_and_gets_saline_beside_it(trial: TrialProtocol) -> None:
    trial = _with_comparator(trial, "midazolam")
    infusion = DoseStep.model_validate(
        {"kind": "infusion", "basis": "per_kg", "amount": "0.025 mg/kg", "duration": "52 min"}
    )
    trial = doses.add_step(trial.regimens[1], infusion)(trial)
    study, comparator = trial.regimens
    assert "the visits" in match_explained(comparator, study)
    done = match_comparator(comparator, study)(trial)
    first, second = done.regimens[1].steps
    assert (first.basis, first.drug, first.amount) == (DoseBasis.VOLUME_MATCHED, "sodium_chloride", None)
    assert (second.amount, second.duration) == (Quantity.parse("0.025 mg/kg"), Quantity.parse("50 min"))
    assert match_explained(done.regimens[1], study) == ()
    assert match_comparator(done.regimens[1], study)(done) is done


def test_steps_without_a_counterpart_are_never_dropped(trial: TrialProtocol) -> None:
    trial = _with_comparator(trial, "midazolam")
    for _ in range(3):
        trial = doses.add_step(trial.regimens[1])(trial)
    with pytest.raises(EditRefused, match="3 steps and Ketamine infusion 2"):
        match_comparator(trial.regimens[1], trial.regimens[0])(trial)
