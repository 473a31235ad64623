"""Verbs on who receives what: regimens, courses and other interventions given to arms and taken away.

The part itself stays in the protocol, so that a tick can be set again; taking it out is `interventions`.
"""

from protocol_designer.domain.base import Part
from protocol_designer.domain.design import Arm
from protocol_designer.domain.interventions import DrugRegimen, OtherIntervention
from protocol_designer.domain.therapy import TherapyCourse
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import current, with_value
from protocol_designer.edits.arms import arm_place
from protocol_designer.edits.edit import Edit


def set_received(arm: Arm, part: DrugRegimen | TherapyCourse | OtherIntervention, is_received: bool) -> Edit:
    """Give a part to an arm, or take it away; in the arm, parts stand in the order of the protocol."""
    label = f"Give {part.name} to {arm.name}" if is_received else f"Take {part.name} away from {arm.name}"
    return Edit(label, lambda trial: _with_received(trial, arm.id, part, is_received))


def set_receivers(part: DrugRegimen | TherapyCourse | OtherIntervention, arms: tuple[str, ...]) -> Edit:
    """Say which arms receive a part, by their identities; all others do not."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        for arm_id in arms:
            current(trial, f"arms[{arm_id}]")
        for arm in trial.arms:
            trial = _with_received(trial, arm.id, part, arm.id in arms)
        return trial

    return Edit(f"Change the arms that receive {part.name}", change)


def list_of(part: Part) -> str:
    """Return the list of the protocol, and of an arm, that holds parts of this kind."""
    if isinstance(part, DrugRegimen):
        return "regimens"
    return "courses" if isinstance(part, TherapyCourse) else "other_interventions"


def _with_received(trial: TrialProtocol, arm_id: str, part: Part, is_received: bool) -> TrialProtocol:
    name = list_of(part)
    current(trial, f"{name}[{part.id}]")
    arm: Arm = current(trial, f"arms[{arm_id}]")
    held: tuple[str, ...] = getattr(arm, name)
    if (part.id in held) == is_received:
        return trial
    if not is_received:
        wanted = tuple(other for other in held if other != part.id)
    else:
        order = [entry.id for entry in getattr(trial, name)]
        wanted = tuple(sorted((*held, part.id), key=order.index))
    return with_value(trial, f"{arm_place(arm)}.{name}", wanted)
