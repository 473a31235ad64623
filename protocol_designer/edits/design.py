"""Verbs on the structure of the comparison: model, allocation, blinding, factors, allowed sequences."""

from protocol_designer.domain.design import (
    AllocationMethod,
    AllowedSequence,
    BlindedRole,
    DesignModel,
    Factor,
    Framework,
    Level,
    RoleBlinding,
)
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import word
from protocol_designer.edits._found import refuse_while_used
from protocol_designer.edits._tree import current, next_id, with_inserted, with_value, without
from protocol_designer.edits.edit import Edit
from protocol_designer.quantities import Quantity


def change_model(model: DesignModel | None) -> Edit:
    """Change the intervention model."""
    name = word(model) if model else "not decided"
    return Edit(f"Change the design to {name}", lambda trial: with_value(trial, "design.model", model))


def change_framework(framework: Framework | None) -> Edit:
    """Change what the comparison is meant to show."""
    name = word(framework) if framework else "not decided"
    return Edit(
        f"Change the framework to {name}", lambda trial: with_value(trial, "design.framework", framework)
    )


def change_allocation(method: AllocationMethod | None) -> Edit:
    """Change how participants come into their arm."""
    return Edit(
        "Change the allocation method", lambda trial: with_value(trial, "design.allocation.method", method)
    )


def set_ratio(ratio: tuple[int, ...]) -> Edit:
    """Set the allocation ratio, a share per arm in the order of the arms; empty means not decided."""
    printed = " : ".join(str(share) for share in ratio) or "not decided"
    return Edit(
        f"Set the allocation ratio to {printed}",
        lambda trial: with_value(trial, "design.allocation.ratio", ratio),
    )


def set_blinding(role: BlindedRole, is_blinded: bool | None) -> Edit:
    """Say whether a role is kept blind; None leaves it undecided. How it is kept blind stays written."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        roles = trial.design.blinding.roles
        if is_blinded is None:
            wanted = tuple(entry for entry in roles if entry.role is not role)
        elif any(entry.role is role for entry in roles):
            wanted = tuple(
                entry.model_copy(update={"is_blinded": is_blinded}) if entry.role is role else entry
                for entry in roles
            )
        else:
            wanted = (*roles, RoleBlinding(role=role, is_blinded=is_blinded))
        return with_value(trial, "design.blinding.roles", wanted)

    return Edit(f"Change the blinding of the {word(role)}", change)


def set_washout(washout: Quantity | None) -> Edit:
    """Set the time between crossover periods."""
    name = washout.printed() if washout else "not decided"
    return Edit(f"Set the wash-out to {name}", lambda trial: with_value(trial, "design.washout", washout))


def add_factor(name: str) -> Edit:
    """Add a factor that is varied independently."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        trial, factor_id = next_id(trial, "factor")
        return with_inserted(trial, "design.factors", Factor(id=factor_id, name=name))

    return Edit(f"Add the factor {name}", change)


def rename_factor(factor: Factor, name: str) -> Edit:
    """Give a factor another name."""
    place = f"design.factors[{factor.id}].name"
    return Edit(f"Rename {factor.name} to {name}", lambda trial: with_value(trial, place, name))


def remove_factor(factor: Factor) -> Edit:
    """Remove a factor; refused while an arm holds one of its levels."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        users = (
            f"{arm.name} holds a level of it"
            for arm in trial.arms
            if any(held.factor == factor.id for held in arm.factor_levels)
        )
        refuse_while_used(factor.name, users, "Take the level away from the arm first.")
        return without(trial, f"design.factors[{factor.id}]")

    return Edit(f"Remove the factor {factor.name}", change)


def add_level(factor: Factor, name: str) -> Edit:
    """Add a level to a factor."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        current(trial, f"design.factors[{factor.id}]")
        trial, level_id = next_id(trial, "level")
        return with_inserted(trial, f"design.factors[{factor.id}].levels", Level(id=level_id, name=name))

    return Edit(f"Add the level {name} to {factor.name}", change)


def rename_level(factor: Factor, level: Level, name: str) -> Edit:
    """Give a level another name; the names of arms stay."""
    place = f"design.factors[{factor.id}].levels[{level.id}].name"
    return Edit(f"Rename {level.name} to {name}", lambda trial: with_value(trial, place, name))


def remove_level(factor: Factor, level: Level) -> Edit:
    """Remove a level; refused while an arm holds it."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        users = (
            f"{arm.name} holds it"
            for arm in trial.arms
            if any((held.factor, held.level) == (factor.id, level.id) for held in arm.factor_levels)
        )
        refuse_while_used(level.name, users, "Give the arm another level first.")
        return without(trial, f"design.factors[{factor.id}].levels[{level.id}]")

    return Edit(f"Remove the level {level.name} of {factor.name}", change)


def add_sequence(name: str, arms: tuple[str, ...]) -> Edit:
    """Add a permitted order of crossover conditions, two or more."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        trial, sequence_id = next_id(trial, "seq")
        return with_inserted(trial, "design.sequences", {"id": sequence_id, "name": name, "arms": arms})

    return Edit(f"Add the sequence {name}", change)


def change_sequence(sequence: AllowedSequence, arms: tuple[str, ...]) -> Edit:
    """Change the order of conditions in a sequence."""
    place = f"design.sequences[{sequence.id}].arms"
    return Edit(f"Change the sequence {sequence.name}", lambda trial: with_value(trial, place, arms))


def rename_sequence(sequence: AllowedSequence, name: str) -> Edit:
    """Give a permitted order another name."""
    place = f"design.sequences[{sequence.id}].name"
    return Edit(f"Rename {sequence.name} to {name}", lambda trial: with_value(trial, place, name))


def remove_sequence(sequence: AllowedSequence) -> Edit:
    """Remove a permitted order."""
    place = f"design.sequences[{sequence.id}]"
    return Edit(f"Remove the sequence {sequence.name}", lambda trial: without(trial, place))
