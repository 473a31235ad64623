"""What the verbs on interventions promise: parts stay in the protocol, copies stand alone, plans are kept."""

import pytest

from protocol_designer.derived.factorial import planned_arms
from protocol_designer.derived.matching import MatchState, match_points, no_longer_matched
from protocol_designer.domain.design import ComparatorKind, DesignModel
from protocol_designer.domain.interventions import DoseBasis, Route
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import arms, design, doses, therapy
from protocol_designer.edits.comparator_arms import (
    Comparator,
    active_step,
    add_comparator_arm,
    take_reported_dose,
)
from protocol_designer.edits.comparators import match_comparator, match_explained
from protocol_designer.edits.copying import duplicate_arm_in_full
from protocol_designer.edits.edit import EditRefused
from protocol_designer.edits.factorial import generate_arms, set_stands_for, shared_by_all
from protocol_designer.edits.interventions import add_other, plan_regimen, remove_regimen
from protocol_designer.edits.receiving import set_received, set_receivers
from protocol_designer.precedents.comparator_doses import nearest_dose, reported_doses
from protocol_designer.precedents.library import TemplateLibrary, load_templates
from protocol_designer.precedents.provenance import provenance_at
from protocol_designer.quantities import Quantity


@pytest.fixture(scope="module")
def library() -> TemplateLibrary:
    """All prior studies."""
    return load_templates()


def test_what_the_last_arm_gives_up_stays_in_the_protocol(sample_trial: TrialProtocol) -> None:
    arm, study = sample_trial.arms[0], sample_trial.regimens[0]
    freed = set_received(arm, study, is_received=False)(sample_trial)
    assert freed.regimens is sample_trial.regimens
    assert study.id not in freed.arms[0].regimens
    assert set_received(arm, study, is_received=True)(freed) == sample_trial
    assert set_receivers(study, ())(sample_trial) == freed
    with pytest.raises(EditRefused, match="there is no gone"):
        set_receivers(study, ("gone",))(sample_trial)


def test_a_regimen_that_a_level_stands_for_is_not_removed(blank_trial: TrialProtocol) -> None:
    trial = plan_regimen("Ketamine")(blank_trial)
    trial = design.add_factor("Drug")(trial)
    trial = design.add_level(trial.design.factors[0], "Ketamine")(trial)
    factor = trial.design.factors[0]
    trial = set_stands_for(factor, factor.levels[0], (trial.regimens[0].id,))(trial)
    with pytest.raises(EditRefused, match="the level Ketamine of Drug stands for it"):
        remove_regimen(trial.regimens[0])(trial)
    freed = set_stands_for(factor, factor.levels[0], ())(trial)
    assert remove_regimen(trial.regimens[0])(freed).regimens == ()


def test_a_course_that_a_level_stands_for_is_not_removed(blank_trial: TrialProtocol) -> None:
    trial = therapy.add_course("MBRP")(blank_trial)
    trial = design.add_factor("Therapy")(trial)
    trial = design.add_level(trial.design.factors[0], "With")(trial)
    factor = trial.design.factors[0]
    trial = set_stands_for(factor, factor.levels[0], (trial.courses[0].id,))(trial)
    with pytest.raises(EditRefused, match="the level With of Therapy stands for it"):
        therapy.remove_course(trial.courses[0])(trial)


def test_a_full_copy_shares_nothing_and_keeps_sources_and_matches(trial_from) -> None:
    trial = trial_from("dakwar_2020_alcohol")
    arm = next(arm for arm in trial.arms if arm.comparator is ComparatorKind.ACTIVE_PLACEBO)
    copied = duplicate_arm_in_full(arm, "Second")(trial)
    copy = copied.arms[trial.arms.index(arm) + 1]
    assert copy.name == "Second"
    assert not set(copy.regimens) & set(arm.regimens)
    old, new = trial.regimen(arm.regimens[0]), copied.regimen(copy.regimens[0])
    assert (new.steps, new.drug, new.matched_to) == (old.steps, old.drug, old.matched_to)
    assert new.name == f"{old.name} (Second)"
    place = ".steps[1].amount"
    source = provenance_at(copied, f"regimens[{new.id}]{place}")
    assert source is not None
    assert source.source == provenance_at(trial, f"regimens[{old.id}]{place}").source
    changed = doses.set_amount(new, 1, Quantity.parse("0.02 mg/kg"))(copied)
    assert changed.regimen(old.id) == old


def _factorial(trial: TrialProtocol) -> TrialProtocol:
    for name, levels in (("Drug", ("K", "M")), ("Talk", ("Yes", "No"))):
        trial = design.add_factor(name)(trial)
        for level in levels:
            trial = design.add_level(trial.design.factors[-1], level)(trial)
    return trial


def test_arms_of_all_combinations_are_made_once(blank_trial: TrialProtocol) -> None:
    trial = _factorial(blank_trial)
    keys = tuple(plan.key for plan in planned_arms(trial))
    made = generate_arms(keys[:3])(trial)
    assert [arm.name for arm in made.arms] == ["K + Yes", "K + No", "M + Yes"]
    assert made.design.model is DesignModel.FACTORIAL
    assert generate_arms(keys[:3])(made) is made
    whole = generate_arms(keys)(made)
    assert whole.arms[:3] == made.arms
    assert [plan.kept for plan in planned_arms(whole)] == list(whole.arms)
    with pytest.raises(EditRefused, match="no such combination"):
        generate_arms((keys[0][:1],))(trial)


def test_a_decided_design_is_left_and_what_all_arms_have_goes_on(blank_trial: TrialProtocol) -> None:
    trial = arms.add_arm("K + Yes")(blank_trial)
    trial = add_other("Leaflet", None, (trial.arms[0].id,))(trial)
    trial = _factorial(design.change_model(DesignModel.PARALLEL)(trial))
    assert shared_by_all(trial) == {trial.other_interventions[0].id}
    made = generate_arms(tuple(plan.key for plan in planned_arms(trial)))(trial)
    assert made.design.model is DesignModel.PARALLEL
    assert made.arms[0].id == trial.arms[0].id
    assert len(made.arms[0].factor_levels) == 2
    assert {arm.other_interventions for arm in made.arms} == {trial.arms[0].other_interventions}


def test_reported_doses_come_with_their_documents_and_the_nearest_in_length_is_first(
    library: TemplateLibrary, sample_trial: TrialProtocol
) -> None:
    found = reported_doses(library.all, "midazolam", Route.IV, ComparatorKind.ACTIVE_PLACEBO)
    assert {str(dose.amount) for dose in found} == {"0.025 mg/kg", "0.02 mg/kg"}
    assert all(dose.source.source for dose in found)
    nearest = nearest_dose(found, sample_trial.regimens[0])
    assert nearest is not None
    assert nearest.step.duration == Quantity.parse("50 min")
    assert reported_doses(library.all, "midazolam", Route.IM, ComparatorKind.ACTIVE_PLACEBO) == ()
    assert reported_doses(library.all, "midazolam", None, ComparatorKind.ACTIVE_PLACEBO) == ()
    assert nearest_dose((), sample_trial.regimens[0]) is None
    low = reported_doses(library.all, "ketamine", Route.IM, ComparatorKind.LOW_DOSE)
    assert [(str(dose.amount), dose.source.study) for dose in low] == [("0.2 mg/kg", "Krupitsky 2002")]


def test_a_comparator_arm_keeps_no_dose_when_none_is_reported(sample_trial: TrialProtocol) -> None:
    arm, study = sample_trial.arms[0], sample_trial.regimens[0]
    made = add_comparator_arm(Comparator.MIDAZOLAM, arm, study, None)(sample_trial)
    own = made.regimens[-1]
    assert [step.amount for step in own.steps] == [None, None]
    assert [step.basis for step in own.steps] == [DoseBasis.VOLUME_MATCHED, None]
    assert active_step(own) == 1
    assert no_longer_matched(made, own, study) == ()
    assert {point.what: point.state for point in match_points(made, own, study)}[
        "Appearance"
    ] is MatchState.OPEN


def test_a_dose_of_another_drug_is_refused(library: TemplateLibrary, sample_trial: TrialProtocol) -> None:
    (dose, *_) = reported_doses(library.all, "lorazepam", Route.IV, ComparatorKind.ACTIVE_PLACEBO)
    with pytest.raises(EditRefused, match="the dose is not for it"):
        take_reported_dose(sample_trial.regimens[1], dose)(sample_trial)


def test_a_study_drug_without_steps_cannot_be_imitated(sample_trial: TrialProtocol) -> None:
    bare = plan_regimen("Bare", None, "ketamine", None, (sample_trial.arms[0].id,))(sample_trial)
    with pytest.raises(EditRefused, match="has no steps to match"):
        add_comparator_arm(Comparator.SALINE, bare.arms[0], bare.regimens[-1], None)(bare)


def test_an_attention_control_without_therapy_to_match_is_refused(sample_trial: TrialProtocol) -> None:
    lone = arms.add_arm("Lone")(sample_trial)
    with pytest.raises(EditRefused, match="no therapy session whose time could be matched"):
        add_comparator_arm(Comparator.ATTENTION_CONTROL, lone.arms[-1], lone.regimens[0], None)(lone)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda study: doses.change_route(study, Route.IM), "Route"),
        (lambda study: doses.change_step(study, 0, duration=Quantity.parse("3 min")), "Steps"),
        (lambda study: doses.change_step(study, 0, volume=Quantity.parse("10 mL")), "Volume of each step"),
        (lambda study: doses.change_step(study, 1, pause_before=Quantity.parse("5 min")), "Pauses"),
        (lambda study: doses.set_final_volume(study, Quantity.parse("50 mL")), "Made-up volume"),
        (lambda study: doses.set_visits(study, ("visit-5",)), "Visits"),
    ],
)
def test_each_change_of_the_study_drug_is_noticed_and_mended(
    sample_trial: TrialProtocol, change, what: str
) -> None:
    study, own = sample_trial.regimens[:2]
    after = change(study)(sample_trial)
    study, own = after.regimens[:2]
    assert [point.what for point in no_longer_matched(after, own, study)] == [what]
    mended = match_comparator(own, study)(after)
    assert no_longer_matched(mended, mended.regimens[1], mended.regimens[0]) == ()


def test_what_is_open_of_the_study_drug_is_never_copied_over_a_value(sample_trial: TrialProtocol) -> None:
    trial = doses.change_step(sample_trial.regimens[1], 0, volume=Quantity.parse("10 mL"))(sample_trial)
    study, own = trial.regimens[:2]
    trial = doses.set_visits(study, ())(doses.set_final_volume(study, None)(trial))
    study, own = trial.regimens[:2]
    assert no_longer_matched(trial, own, study) == ()
    matched = match_comparator(own, study)(trial).regimens[1]
    assert matched.steps[0].volume == Quantity.parse("10 mL")
    assert (matched.preparation.final_volume, matched.visits) == (own.preparation.final_volume, own.visits)
    assert match_explained(own, study) == ()
    later = doses.change_step(study, 0, volume=Quantity.parse("12 mL"))(trial)
    study, own = later.regimens[:2]
    assert [point.what for point in no_longer_matched(later, own, study)] == ["Volume of each step"]
