"""Verbs that make arms out of factors: what a level stands for, and the arms of chosen combinations."""

from protocol_designer.derived.factorial import PlannedArm, planned_arms, received_by
from protocol_designer.domain.design import DesignModel, Factor, FactorLevel, Level
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import current, next_id, with_fields, with_inserted, with_value
from protocol_designer.edits.edit import Edit, EditRefused

_LISTS = ("regimens", "courses", "other_interventions")


def set_stands_for(factor: Factor, level: Level, parts: tuple[str, ...]) -> Edit:
    """Say what an arm receives for a level: regimens, courses and other interventions, by their identities.

    Arms that hold the level already stay as they are.
    """
    place = f"design.factors[{factor.id}].levels[{level.id}]"

    def change(trial: TrialProtocol) -> TrialProtocol:
        current(trial, place)
        known = {held: [part.id for part in getattr(trial, held)] for held in _LISTS}
        if unknown := set(parts) - {part for ids in known.values() for part in ids}:
            raise EditRefused(f"{level.name}: there is no intervention {min(unknown)}.")
        named = {held: tuple(part for part in ids if part in parts) for held, ids in known.items()}
        return with_fields(trial, place, **named)

    return Edit(f"Change what {level.name} stands for", change)


def generate_arms(combinations: tuple[tuple[str, ...], ...]) -> Edit:
    """Make sure that there is an arm for each combination of levels, given by identity in factor order.

    Arms that match a combination are kept, and hold its levels from now on. A new arm is named after its
    levels and receives what they stand for, beside what every arm has received so far. An undecided design
    model becomes factorial. Other arms stay.
    """

    def change(trial: TrialProtocol) -> TrialProtocol:
        planned = {plan.key: plan for plan in planned_arms(trial)}
        for wanted in combinations:
            if wanted not in planned:
                raise EditRefused("there is no such combination of levels; name a level of each factor")
        common = shared_by_all(trial)
        for plan in (planned[wanted] for wanted in dict.fromkeys(combinations)):
            trial = _with_arm(trial, plan, common)
        if combinations and trial.design.model is None:
            trial = with_value(trial, "design.model", DesignModel.FACTORIAL)
        return trial

    count = len(combinations)
    return Edit(f"Make arms of {count} combination{'' if count == 1 else 's'}", change)


def shared_by_all(trial: TrialProtocol) -> frozenset[str]:
    """Return what every arm receives and no level stands for, such as rescue drugs; nothing without arms."""
    if not trial.arms:
        return frozenset()
    governed = {
        part
        for factor in trial.design.factors
        for level in factor.levels
        for part in (*level.regimens, *level.courses, *level.other_interventions)
    }
    return frozenset.intersection(*(received_by(arm) for arm in trial.arms)) - governed


def _with_arm(trial: TrialProtocol, plan: PlannedArm, common: frozenset[str]) -> TrialProtocol:
    levels = tuple(
        FactorLevel(factor=factor.id, level=level.id)
        for factor, level in zip(trial.design.factors, plan.levels, strict=True)
    )
    if plan.kept is not None:
        return (
            trial if plan.holds_levels else with_fields(trial, f"arms[{plan.kept.id}]", factor_levels=levels)
        )
    trial, arm_id = next_id(trial, "arm")
    wanted = plan.received | common
    given = {held: [part.id for part in getattr(trial, held) if part.id in wanted] for held in _LISTS}
    return with_inserted(trial, "arms", {"id": arm_id, "name": plan.name, "factor_levels": levels, **given})
