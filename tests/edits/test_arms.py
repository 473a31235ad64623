"""What the verbs on arms and on the design promise: shares go with their arm, nothing silently spreads."""

import pytest

from protocol_designer.domain.design import BlindedRole
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import arms, design, schedule
from protocol_designer.edits.edit import EditRefused


@pytest.fixture
def trial(blank_trial: TrialProtocol) -> TrialProtocol:
    """Three arms allocated 3 : 2 : 1."""
    trial = blank_trial
    for name in ("A", "B", "C"):
        trial = arms.add_arm(name)(trial)
    return design.set_ratio((3, 2, 1))(trial)


def test_the_share_of_an_arm_moves_and_goes_with_it(trial: TrialProtocol) -> None:
    moved = arms.move_arm(trial.arms[2], 0)(trial)
    assert ([arm.name for arm in moved.arms], moved.design.allocation.ratio) == (["C", "A", "B"], (1, 3, 2))
    rest = arms.remove_arm(trial.arms[1])(trial)
    assert ([arm.name for arm in rest.arms], rest.design.allocation.ratio) == (["A", "C"], (3, 1))
    assert arms.move_arm(trial.arms[1], 1)(trial) is trial


def test_an_arm_in_a_sequence_is_not_removed(trial: TrialProtocol) -> None:
    ordered = design.add_sequence("A then B", (trial.arms[0].id, trial.arms[1].id))(trial)
    with pytest.raises(EditRefused, match="the sequence A then B contains it"):
        arms.remove_arm(trial.arms[0])(ordered)


def test_a_visit_of_one_arm_never_becomes_a_visit_of_all(trial: TrialProtocol) -> None:
    trial = schedule.add_visit("Call")(trial)
    first, second = trial.arms[0].id, trial.arms[1].id
    alone = schedule.set_arms(trial.schedule.visits[0], (first,))(trial)
    with pytest.raises(EditRefused, match="Call belongs to it alone"):
        arms.remove_arm(trial.arms[0])(alone)
    both = schedule.set_arms(trial.schedule.visits[0], (first, second))(trial)
    assert arms.remove_arm(trial.arms[0])(both).schedule.visits[0].arms == (second,)


def test_a_copied_arm_shares_visits_and_stands_beside_its_original(trial: TrialProtocol) -> None:
    trial = schedule.add_visit("Call")(trial)
    trial = schedule.set_arms(trial.schedule.visits[0], (trial.arms[0].id,))(trial)
    copied = arms.duplicate_arm(trial.arms[0], "A2")(trial)
    assert [arm.name for arm in copied.arms] == ["A", "A2", "B", "C"]
    assert copied.schedule.visits[0].arms == (copied.arms[0].id, copied.arms[1].id)


def test_a_factor_that_an_arm_holds_is_not_removed(trial: TrialProtocol) -> None:
    trial = design.add_factor("Drug")(trial)
    trial = design.add_level(trial.design.factors[0], "Ketamine")(trial)
    factor = trial.design.factors[0]
    held = arms.set_factor_level(trial.arms[0], factor.id, factor.levels[0].id)(trial)
    with pytest.raises(EditRefused, match="A holds a level of it"):
        design.remove_factor(factor)(held)
    freed = arms.set_factor_level(held.arms[0], factor.id, None)(held)
    assert design.remove_factor(factor)(freed).design.factors == ()


def test_a_role_is_blinded_once_and_can_be_left_open_again(trial: TrialProtocol) -> None:
    blinded = design.set_blinding(BlindedRole.ANALYST, True)(trial)
    assert design.set_blinding(BlindedRole.ANALYST, True)(blinded) is blinded
    opened = design.set_blinding(BlindedRole.ANALYST, False)(blinded)
    assert [entry.is_blinded for entry in opened.design.blinding.roles] == [False]
    assert design.set_blinding(BlindedRole.ANALYST, None)(opened).design.blinding.roles == ()
