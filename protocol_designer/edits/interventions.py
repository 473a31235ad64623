"""Verbs on what a protocol has to give: plan, order, copy and remove regimens and other interventions.

How a regimen is dosed is in `doses`, who receives it in `receiving`.
"""

from collections.abc import Iterator

from protocol_designer.domain.interventions import (
    DrugRegimen,
    Enantiomer,
    OtherIntervention,
    OtherInterventionKind,
    RegimenUse,
)
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._found import levels_that_stand_for, refuse_while_used, users_of_regimen
from protocol_designer.edits._tree import next_id, with_fields, with_inserted, with_moved, without
from protocol_designer.edits.edit import Edit


def other_place(other: OtherIntervention) -> str:
    """Return the place of an other intervention."""
    return f"other_interventions[{other.id}]"


def plan_regimen(
    name: str,
    use: RegimenUse | None = None,
    drug: str | None = None,
    enantiomer: Enantiomer | None = None,
    arms: tuple[str, ...] = (),
) -> Edit:
    """Add a regimen that nothing is decided of but what is given here, and give it to some arms."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        trial, regimen_id = next_id(trial, "reg")
        regimen = {"id": regimen_id, "name": name, "use": use, "drug": drug, "enantiomer": enantiomer}
        return _given(with_inserted(trial, "regimens", regimen), "regimens", regimen_id, arms)

    return Edit(f"Add {name}", change)


def move_regimen(regimen: DrugRegimen, to: int) -> Edit:
    """Move a regimen to another position in the protocol."""
    return Edit(
        f"Move {regimen.name} to position {to + 1}",
        lambda trial: with_moved(trial, f"regimens[{regimen.id}]", to),
    )


def remove_regimen(regimen: DrugRegimen) -> Edit:
    """Remove a regimen; refused while an arm, a level, a rescue plan or another regimen needs it."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        refuse_while_used(regimen.name, users_of_regimen(trial, regimen.id), "Take it away there first.")
        return without(trial, f"regimens[{regimen.id}]")

    return Edit(f"Remove {regimen.name}", change)


def add_other(name: str, kind: OtherInterventionKind | None = None, arms: tuple[str, ...] = ()) -> Edit:
    """Add a device, task or other intervention, and give it to some arms."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        trial, other_id = next_id(trial, "other")
        other = {"id": other_id, "name": name, "kind": kind}
        trial = with_inserted(trial, "other_interventions", other)
        return _given(trial, "other_interventions", other_id, arms)

    return Edit(f"Add {name}", change)


def change_other(other: OtherIntervention, **changes: object) -> Edit:
    """Change the name, kind, description, time or number of an other intervention."""
    return Edit(f"Change {other.name}", lambda trial: with_fields(trial, other_place(other), **changes))


def move_other(other: OtherIntervention, to: int) -> Edit:
    """Move an other intervention to another position."""
    return Edit(
        f"Move {other.name} to position {to + 1}", lambda trial: with_moved(trial, other_place(other), to)
    )


def remove_other(other: OtherIntervention) -> Edit:
    """Remove an other intervention; refused while an arm or a level needs it."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        refuse_while_used(other.name, _users_of_other(trial, other), "Take it away there first.")
        return without(trial, other_place(other))

    return Edit(f"Remove {other.name}", change)


def _users_of_other(trial: TrialProtocol, other: OtherIntervention) -> Iterator[str]:
    for arm in trial.arms:
        if other.id in arm.other_interventions:
            yield f"{arm.name} receives it"
    yield from levels_that_stand_for(trial, "other_interventions", other.id)


def _given(trial: TrialProtocol, name: str, part_id: str, arms: tuple[str, ...]) -> TrialProtocol:
    for arm in trial.arms:
        if arm.id in arms:
            trial = with_fields(trial, f"arms[{arm.id}]", **{name: (*getattr(arm, name), part_id)})
    return trial
