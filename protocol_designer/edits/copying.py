"""The verb that copies an arm with drugs, therapy and other interventions of its own."""

from typing import Any

from protocol_designer.domain.design import Arm
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._copies import with_copy
from protocol_designer.edits._tree import current, with_fields
from protocol_designer.edits.arms import arm_place, duplicate_arm
from protocol_designer.edits.edit import Edit

_LISTS = ("regimens", "courses", "other_interventions")


def duplicate_arm_in_full(arm: Arm, name: str) -> Edit:
    """Put a copy of an arm after it, with a copy of everything that the arm receives, named after it.

    A later change of a dose in the copy leaves the original alone. A copied comparator stays matched to the
    copy of its study regimen where the arm has both. Sources of values go with the copies.
    """

    def change(trial: TrialProtocol) -> TrialProtocol:
        original: Arm = current(trial, arm_place(arm))
        at = trial.arms.index(original) + 1
        trial = duplicate_arm(arm, name)(trial)
        copy = trial.arms[at]
        renamed: dict[str, str] = {}
        for held in _LISTS:
            fresh = []
            for part_id in getattr(original, held):
                trial, new_id = _copied(trial, held, part_id, name, renamed)
                fresh.append(new_id)
            if fresh:
                trial = with_fields(trial, arm_place(copy), **{held: tuple(fresh)})
        return trial

    return Edit(f"Copy {arm.name} as {name} with all it receives", change)


def _copied(
    trial: TrialProtocol, held: str, part_id: str, name: str, renamed: dict[str, str]
) -> tuple[TrialProtocol, str]:
    part: Any = current(trial, f"{held}[{part_id}]")
    changes = {"name": f"{part.name} ({name})"}
    if (matched_to := getattr(part, "matched_to", None)) in renamed:
        changes["matched_to"] = renamed[matched_to]
    trial, fresh = with_copy(trial, held, part, changes=changes, sources=trial.provenance)
    renamed |= fresh
    return trial, renamed[part_id]
