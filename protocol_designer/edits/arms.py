"""Verbs on arms: add, copy, remove, order, rename, describe, and what an arm receives as therapy.

Which drugs an arm receives is in `doses`.
"""

from collections.abc import Iterator

from protocol_designer.domain.design import Arm, ArmKind, ComparatorKind, FactorLevel
from protocol_designer.domain.therapy import TherapyCourse
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._found import refuse_while_used
from protocol_designer.edits._tree import (
    current,
    next_id,
    with_fields,
    with_inserted,
    with_moved,
    with_value,
    without,
)
from protocol_designer.edits.edit import Edit, EditRefused


def arm_place(arm: Arm) -> str:
    """Return the place of an arm."""
    return f"arms[{arm.id}]"


def add_arm(name: str, kind: ArmKind | None = None, comparator: ComparatorKind | None = None) -> Edit:
    """Add an arm at the end. The allocation ratio is left as it is: a share is a decision."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        trial, arm_id = next_id(trial, "arm")
        return with_inserted(
            trial, "arms", {"id": arm_id, "name": name, "kind": kind, "comparator": comparator}
        )

    return Edit(f"Add {name}", change)


def duplicate_arm(arm: Arm, name: str) -> Edit:
    """Put a copy of an arm after it. The copy shares the regimens, courses and visits of the original."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        original: Arm = current(trial, arm_place(arm))
        trial, arm_id = next_id(trial, "arm")
        copy = original.model_copy(update={"id": arm_id})
        trial = with_inserted(trial, "arms", copy, trial.arms.index(original) + 1)
        trial = with_value(trial, f"arms[{arm_id}].name", name)
        for visit in trial.schedule.visits:
            if arm.id in visit.arms:
                trial = with_value(trial, f"schedule.visits[{visit.id}].arms", (*visit.arms, arm_id))
        return trial

    return Edit(f"Copy {arm.name} as {name}", change)


def remove_arm(arm: Arm) -> Edit:
    """Remove an arm, its share of the allocation ratio, and it from the visits of several arms.

    Refused while a crossover sequence or a visit of its own needs it. Regimens and courses stay in the
    protocol.
    """

    def change(trial: TrialProtocol) -> TrialProtocol:
        current(trial, arm_place(arm))
        refuse_while_used(arm.name, _users(trial, arm), "Take it out there first.")
        ratio = trial.design.allocation.ratio
        if len(ratio) == len(trial.arms):
            at = [other.id for other in trial.arms].index(arm.id)
            trial = with_value(trial, "design.allocation.ratio", (*ratio[:at], *ratio[at + 1 :]))
        for visit in trial.schedule.visits:
            if arm.id in visit.arms:
                rest = tuple(other for other in visit.arms if other != arm.id)
                trial = with_value(trial, f"schedule.visits[{visit.id}].arms", rest)
        return without(trial, arm_place(arm))

    return Edit(f"Remove {arm.name}", change)


def move_arm(arm: Arm, to: int) -> Edit:
    """Move an arm to a position; its share of the allocation ratio goes with it."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        before = [other.id for other in trial.arms]
        moved = with_moved(trial, arm_place(arm), to)
        after = [other.id for other in moved.arms]
        if after == before:
            return trial
        ratio = trial.design.allocation.ratio
        if len(ratio) == len(before):
            shares = dict(zip(before, ratio, strict=True))
            moved = with_value(moved, "design.allocation.ratio", tuple(shares[arm_id] for arm_id in after))
        return moved

    return Edit(f"Move {arm.name} to position {to + 1}", change)


def rename_arm(arm: Arm, name: str) -> Edit:
    """Give an arm another name."""
    return Edit(
        f"Rename {arm.name} to {name}", lambda trial: with_value(trial, f"{arm_place(arm)}.name", name)
    )


def change_kind(arm: Arm, kind: ArmKind | None) -> Edit:
    """Say what an arm is for."""
    return Edit(
        f"Change the type of {arm.name}", lambda trial: with_value(trial, f"{arm_place(arm)}.kind", kind)
    )


def change_comparator(arm: Arm, comparator: ComparatorKind | None) -> Edit:
    """Say what a comparator arm controls for."""
    return Edit(
        f"Change what {arm.name} controls for",
        lambda trial: with_value(trial, f"{arm_place(arm)}.comparator", comparator),
    )


def set_planned_n(arm: Arm, planned_n: int | None) -> Edit:
    """Set how many participants an arm is planned to have."""
    return Edit(
        f"Change the planned number of {arm.name}",
        lambda trial: with_value(trial, f"{arm_place(arm)}.planned_n", planned_n),
    )


def describe_arm(arm: Arm, description: str | None) -> Edit:
    """Describe an arm in words."""
    return Edit(
        f"Describe {arm.name}", lambda trial: with_value(trial, f"{arm_place(arm)}.description", description)
    )


def set_factor_level(arm: Arm, factor: str, level: str | None) -> Edit:
    """Say which level of one factor an arm holds; None takes the factor away from it."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        held: tuple[FactorLevel, ...] = current(trial, f"{arm_place(arm)}.factor_levels")
        if level is None:
            wanted = tuple(entry for entry in held if entry.factor != factor)
        elif any(entry.factor == factor for entry in held):
            entry = FactorLevel(factor=factor, level=level)
            wanted = tuple(entry if other.factor == factor else other for other in held)
        else:
            wanted = (*held, FactorLevel(factor=factor, level=level))
        return with_value(trial, f"{arm_place(arm)}.factor_levels", wanted)

    return Edit(f"Change the factor levels of {arm.name}", change)


def give_course(arm: Arm, course: TherapyCourse) -> Edit:
    """Let an arm receive a therapy course that the protocol already has."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        held: tuple[str, ...] = current(trial, f"{arm_place(arm)}.courses")
        return (
            trial if course.id in held else with_value(trial, f"{arm_place(arm)}.courses", (*held, course.id))
        )

    return Edit(f"Give {course.name} to {arm.name}", change)


def withdraw_course(arm: Arm, course: TherapyCourse) -> Edit:
    """Take a therapy course away from an arm; the course itself stays in the protocol."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        held: tuple[str, ...] = current(trial, f"{arm_place(arm)}.courses")
        if course.id not in held:
            raise EditRefused(f"{arm.name} does not receive {course.name}.")
        rest = tuple(other for other in held if other != course.id)
        return with_fields(trial, arm_place(arm), courses=rest)

    return Edit(f"Take {course.name} away from {arm.name}", change)


def _users(trial: TrialProtocol, arm: Arm) -> Iterator[str]:
    for sequence in trial.design.sequences:
        if arm.id in sequence.arms:
            yield f"the sequence {sequence.name} contains it"
    for visit in trial.schedule.visits:
        # A visit without arms belongs to all, so taking its only arm away would spread it to everyone.
        if visit.arms == (arm.id,):
            yield f"{visit.name} belongs to it alone"
