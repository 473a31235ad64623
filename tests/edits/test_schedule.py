"""What the verbs on schedule, therapy and population promise."""

import pytest

from protocol_designer.domain.codes import ConcomitantPolicy, DrugClass
from protocol_designer.domain.interventions import RegimenUse
from protocol_designer.domain.population import CriterionKind
from protocol_designer.domain.timing import Anchor, AnchorKind, Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import arms, doses, population, schedule, therapy
from protocol_designer.edits.edit import EditRefused
from protocol_designer.quantities import Quantity, TimeOffset


def _timing(earliest: str, target: str, latest: str) -> Timing:
    return Timing.model_validate(
        {"anchor": {"kind": "randomisation"}, "earliest": earliest, "target": target, "latest": latest}
    )


@pytest.fixture
def trial(blank_trial: TrialProtocol) -> TrialProtocol:
    """One arm, two visits, one activity marked at both."""
    trial = arms.add_arm("Ketamine")(blank_trial)
    for name in ("Visit 1", "Visit 2"):
        trial = schedule.add_visit(name)(trial)
    trial = schedule.add_activity("ECG")(trial)
    for visit in trial.schedule.visits:
        trial = schedule.toggle_cell(trial.schedule.activities[0], visit)(trial)
    return trial


def test_a_visit_goes_with_its_marks_and_leaves_the_others(trial: TrialProtocol) -> None:
    rest = schedule.remove_visit(trial.schedule.visits[0])(trial)
    assert [cell.visit for cell in rest.schedule.cells] == [trial.schedule.visits[1].id]


def test_a_visit_that_others_hang_from_is_not_removed_and_all_are_named(trial: TrialProtocol) -> None:
    first, second = trial.schedule.visits
    week = TimeOffset.parse("7 day")
    anchor = Anchor(kind=AnchorKind.VISIT, visit=first.id)
    hung = Timing(anchor=anchor, earliest=week, target=week, latest=week)
    trial = schedule.change_timing(second, hung)(trial)
    trial = doses.add_regimen(trial.arms[0], "Ketamine infusion", RegimenUse.INVESTIGATIONAL)(trial)
    trial = doses.set_visits(trial.regimens[0], (first.id,))(trial)
    with pytest.raises(EditRefused) as refused:
        schedule.remove_visit(first)(trial)
    assert "Ketamine infusion is given there" in str(refused.value)
    assert "Visit 2 is timed from it" in str(refused.value)


def test_a_dosing_day_of_a_study_drug_cannot_be_unmarked(trial: TrialProtocol) -> None:
    trial = doses.add_regimen(trial.arms[0], "Ketamine infusion", RegimenUse.INVESTIGATIONAL)(trial)
    trial = doses.set_visits(trial.regimens[0], (trial.schedule.visits[0].id,))(trial)
    with pytest.raises(EditRefused, match="Ketamine infusion is given at Visit 1"):
        schedule.mark_dosing(trial.schedule.visits[0], False)(trial)
    assert schedule.mark_dosing(trial.schedule.visits[1], False)(trial) is trial


@pytest.mark.parametrize(
    ("window", "target", "expected"),
    [
        (("25 day", "28 day", "31 day"), "35 day", ("32 day", "35 day", "38 day")),
        (("3 week", "4 week", "5 week"), "29 day", ("22 day", "29 day", "36 day")),
        (("20 h", "24 h", "36 h"), "2 day", ("44 h", "2 day", "60 h")),
        (("-7 day", "0 day", "7 day"), "-14 day", ("-21 day", "-14 day", "-7 day")),
    ],
)
def test_a_window_moves_along_exactly(
    trial: TrialProtocol, window: tuple[str, str, str], target: str, expected: tuple[str, str, str]
) -> None:
    trial = schedule.change_timing(trial.schedule.visits[0], _timing(*window))(trial)
    moved = schedule.shift_visit(trial.schedule.visits[0], TimeOffset.parse(target))(trial)
    timing = moved.schedule.visits[0].timing
    assert timing is not None
    assert (str(timing.earliest), str(timing.target), str(timing.latest)) == expected


def test_a_move_is_named_after_the_visit_and_its_day(trial: TrialProtocol) -> None:
    edit = schedule.change_timing(trial.schedule.visits[0], _timing("27 day", "28 day", "29 day"))
    assert edit.label == "Move Visit 1 to 28 days"


def test_a_course_that_an_arm_receives_is_not_removed(trial: TrialProtocol) -> None:
    trial = therapy.add_course("Relapse prevention", trial.arms)(trial)
    course = trial.courses[0]
    with pytest.raises(EditRefused, match="Ketamine receives it"):
        therapy.remove_course(course)(trial)
    freed = arms.withdraw_course(trial.arms[0], course)(trial)
    assert therapy.remove_course(course)(freed).courses == ()


def test_both_bounds_change_at_once_and_crossed_ones_are_refused(trial: TrialProtocol) -> None:
    kg = Quantity.parse
    trial = population.set_weight_bounds(kg("50 kg"), kg("60 kg"))(trial)
    assert population.set_weight_bounds(kg("70 kg"), kg("90 kg"))(trial).population.weight_min == kg("70 kg")
    with pytest.raises(EditRefused, match="below the lowest"):
        population.set_weight_bounds(kg("90 kg"), kg("60 kg"))(trial)


def test_a_criterion_changes_alone_and_a_policy_stands_once_a_class(trial: TrialProtocol) -> None:
    for text in ("Adults.", "Pregnant."):
        trial = population.add_criterion(CriterionKind.EXCLUSION, text)(trial)
    first, second = trial.population.criteria
    changed = population.change_criterion(first, text="Adults only.")(trial)
    assert changed.population.criteria[1] is second
    policy = population.set_policy(DrugClass.MAOI, ConcomitantPolicy.EXCLUDED)(trial)
    policy = population.set_policy(DrugClass.MAOI, ConcomitantPolicy.ALLOWED)(policy)
    assert [entry.policy for entry in policy.concomitant] == [ConcomitantPolicy.ALLOWED]
    assert population.set_policy(DrugClass.MAOI, None)(policy).concomitant == ()
