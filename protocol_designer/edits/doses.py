"""Verbs on drug regimens and their dose steps. What a matched comparator looks like is in `comparators`."""

from protocol_designer.derived.paths import STUDY_USES
from protocol_designer.domain.design import Arm
from protocol_designer.domain.interventions import (
    DoseBasis,
    DoseStep,
    DrugRegimen,
    Enantiomer,
    RegimenUse,
    Route,
    WeightBasis,
    basis_of,
)
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._found import users_of_regimen
from protocol_designer.edits._steps import with_steps_reordered
from protocol_designer.edits._tree import current, next_id, with_fields, with_inserted, with_value, without
from protocol_designer.edits.arms import arm_place
from protocol_designer.edits.edit import Edit, EditRefused
from protocol_designer.quantities import Quantity


def regimen_place(regimen: DrugRegimen) -> str:
    """Return the place of a regimen."""
    return f"regimens[{regimen.id}]"


def add_regimen(arm: Arm, name: str, use: RegimenUse | None = None, drug: str | None = None) -> Edit:
    """Add a new regimen and give it to an arm."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        held: tuple[str, ...] = current(trial, f"{arm_place(arm)}.regimens")
        trial, regimen_id = next_id(trial, "reg")
        trial = with_inserted(trial, "regimens", {"id": regimen_id, "name": name, "use": use, "drug": drug})
        return with_value(trial, f"{arm_place(arm)}.regimens", (*held, regimen_id))

    return Edit(f"Add {name} to {arm.name}", change)


def give_regimen(arm: Arm, regimen: DrugRegimen) -> Edit:
    """Let an arm receive a regimen that the protocol already has; a dose that two arms share stays one."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        held: tuple[str, ...] = current(trial, f"{arm_place(arm)}.regimens")
        if regimen.id in held:
            return trial
        return with_value(trial, f"{arm_place(arm)}.regimens", (*held, regimen.id))

    return Edit(f"Give {regimen.name} to {arm.name}", change)


def withdraw_regimen(arm: Arm, regimen: DrugRegimen) -> Edit:
    """Take a regimen away from an arm, and out of the protocol when nothing else refers to it."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        held: tuple[str, ...] = current(trial, f"{arm_place(arm)}.regimens")
        if regimen.id not in held:
            raise EditRefused(f"{arm.name} does not receive {regimen.name}.")
        rest = tuple(other for other in held if other != regimen.id)
        trial = with_value(trial, f"{arm_place(arm)}.regimens", rest)
        return trial if any(users_of_regimen(trial, regimen.id)) else without(trial, regimen_place(regimen))

    return Edit(f"Take {regimen.name} away from {arm.name}", change)


def rename_regimen(regimen: DrugRegimen, name: str) -> Edit:
    """Give a regimen another name."""
    return _set(regimen, f"Rename {regimen.name} to {name}", name=name)


def change_drug(regimen: DrugRegimen, drug: str | None, enantiomer: Enantiomer | None) -> Edit:
    """Change the drug together with its form, so that neither speaks of the other's predecessor."""
    return _set(regimen, f"Change the drug of {regimen.name}", drug=drug, enantiomer=enantiomer)


def change_enantiomer(regimen: DrugRegimen, enantiomer: Enantiomer | None) -> Edit:
    """Say which form of a chiral drug is given."""
    return _set(regimen, f"Change the enantiomer of {regimen.name}", enantiomer=enantiomer)


def change_use(regimen: DrugRegimen, use: RegimenUse | None) -> Edit:
    """Say what a drug is given for. A study drug's visits become dosing visits in the same step."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        trial = with_fields(trial, regimen_place(regimen), use=use)
        return _with_dosing_marked(trial, current(trial, regimen_place(regimen)))

    return Edit(f"Change the use of {regimen.name}", change)


def change_route(regimen: DrugRegimen, route: Route | None) -> Edit:
    """Change the way into the body."""
    return _set(regimen, f"Change the route of {regimen.name}", route=route)


def change_weight_basis(regimen: DrugRegimen, weight_basis: WeightBasis | None) -> Edit:
    """Say which body weight a dose per kg is multiplied by."""
    return _set(regimen, f"Change the weight basis of {regimen.name}", weight_basis=weight_basis)


def set_cap(regimen: DrugRegimen, cap: Quantity | None) -> Edit:
    """Set the most that one administration may contain, or take the cap away."""
    label = f"Cap {regimen.name} at {cap.printed()}" if cap else f"Take the cap off {regimen.name}"
    return _set(regimen, label, cap=cap)


def set_final_concentration(regimen: DrugRegimen, concentration: Quantity | None) -> Edit:
    """Set the concentration in the syringe or bag."""
    return _prepare(
        regimen, f"Change the final concentration of {regimen.name}", final_concentration=concentration
    )


def set_vial_strength(regimen: DrugRegimen, strength: Quantity | None) -> Edit:
    """Set the concentration of the product as it is supplied."""
    return _prepare(regimen, f"Change the vial strength of {regimen.name}", vial_strength=strength)


def set_final_volume(regimen: DrugRegimen, volume: Quantity | None) -> Edit:
    """Set the volume that is made up."""
    return _prepare(regimen, f"Change the final volume of {regimen.name}", final_volume=volume)


def set_pump_resolution(regimen: DrugRegimen, resolution: Quantity | None) -> Edit:
    """Set the smallest rate step of the pump."""
    return _prepare(regimen, f"Change the pump resolution of {regimen.name}", pump_resolution=resolution)


def set_visits(regimen: DrugRegimen, visits: tuple[str, ...]) -> Edit:
    """Set the visits at which a regimen is given. Those of a study drug are marked as dosing days."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        if unknown := set(visits) - {visit.id for visit in trial.schedule.visits}:
            raise EditRefused(f"{regimen.name}: there is no visit {min(unknown)}.")
        ordered = tuple(visit.id for visit in trial.schedule.visits if visit.id in visits)
        trial = with_value(trial, f"{regimen_place(regimen)}.visits", ordered)
        return _with_dosing_marked(trial, current(trial, regimen_place(regimen)))

    return Edit(f"Change the visits of {regimen.name}", change)


def add_step(regimen: DrugRegimen, step: DoseStep | None = None, position: int | None = None) -> Edit:
    """Add a dose step, at the end by default; an empty one when none is given."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        steps: tuple[DoseStep, ...] = current(trial, f"{regimen_place(regimen)}.steps")
        at = len(steps) if position is None else position
        order: list[int | None] = list(range(len(steps)))
        order.insert(at, None)
        return with_steps_reordered(trial, regimen.id, order, step or DoseStep())

    return Edit(f"Add a step to {regimen.name}", change)


def remove_step(regimen: DrugRegimen, index: int) -> Edit:
    """Remove a dose step."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        steps = _steps_with(trial, regimen, index)
        order = [other for other in range(len(steps)) if other != index]
        return with_steps_reordered(trial, regimen.id, order)

    return Edit(f"Remove step {index + 1} of {regimen.name}", change)


def move_step(regimen: DrugRegimen, index: int, to: int) -> Edit:
    """Move a dose step to another position in the order of giving."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        steps = _steps_with(trial, regimen, index)
        order = [other for other in range(len(steps)) if other != index]
        order.insert(to, index)
        return with_steps_reordered(trial, regimen.id, order)

    return Edit(f"Move step {index + 1} of {regimen.name} to position {to + 1}", change)


def change_step(regimen: DrugRegimen, index: int, **changes: object) -> Edit:
    """Change one or several fields of a step at once; refused when they do not fit together."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        _steps_with(trial, regimen, index)
        return with_fields(trial, f"{regimen_place(regimen)}.steps[{index}]", **changes)

    return Edit(f"Change step {index + 1} of {regimen.name}", change)


def set_amount(regimen: DrugRegimen, index: int, amount: Quantity | None) -> Edit:
    """Set the amount of a step. Where the basis is not decided yet, the unit decides it."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        step = _steps_with(trial, regimen, index)[index]
        changes: dict[str, object] = {"amount": amount}
        if amount is not None and step.basis is None:
            changes["basis"] = basis_of(amount)
        return with_fields(trial, f"{regimen_place(regimen)}.steps[{index}]", **changes)

    what = f"to {amount.printed()}" if amount else "to not decided"
    return Edit(f"Change step {index + 1} of {regimen.name} {what}", change)


def change_basis(
    regimen: DrugRegimen, index: int, basis: DoseBasis | None, amount: Quantity | None = None
) -> Edit:
    """Change what an amount is counted per, with the amount that fits it.

    Without a new amount, one in a unit of the old basis is taken out: it would mean another dose.
    """

    def change(trial: TrialProtocol) -> TrialProtocol:
        step = _steps_with(trial, regimen, index)[index]
        changes: dict[str, object] = {"basis": basis}
        if amount is not None:
            changes |= {"amount": amount, "amount_high": None}
        elif step.amount is not None and basis_of(step.amount) is not basis:
            changes |= {"amount": None, "amount_high": None}
        if basis is not DoseBasis.VOLUME_MATCHED and step.drug is not None:
            changes["drug"] = None
        return with_fields(trial, f"{regimen_place(regimen)}.steps[{index}]", **changes)

    return Edit(f"Change the basis of step {index + 1} of {regimen.name}", change)


def _set(regimen: DrugRegimen, label: str, **changes: object) -> Edit:
    return Edit(label, lambda trial: with_fields(trial, regimen_place(regimen), **changes))


def _prepare(regimen: DrugRegimen, label: str, **changes: object) -> Edit:
    return Edit(label, lambda trial: with_fields(trial, f"{regimen_place(regimen)}.preparation", **changes))


def _steps_with(trial: TrialProtocol, regimen: DrugRegimen, index: int) -> tuple[DoseStep, ...]:
    steps: tuple[DoseStep, ...] = current(trial, f"{regimen_place(regimen)}.steps")
    if not 0 <= index < len(steps):
        raise EditRefused(f"{regimen.name} has no step {index + 1}.")
    return steps


def _with_dosing_marked(trial: TrialProtocol, regimen: DrugRegimen) -> TrialProtocol:
    """A study drug given outside a dosing visit would escape the review, so its visits are dosing visits."""
    if regimen.use not in STUDY_USES:
        return trial
    for visit_id in regimen.visits:
        trial = with_value(trial, f"schedule.visits[{visit_id}].is_dosing", True)
    return trial
