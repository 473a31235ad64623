"""The verb that copies an arm with drugs, therapy and other interventions of its own."""

from typing import Any

from protocol_designer.domain.design import Arm
from protocol_designer.domain.part_ids import parts_in
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import current, next_id, with_fields, with_inserted, with_value
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
    inside = list(parts_in(part))
    for inner in inside:
        trial, renamed[inner.id] = next_id(trial, inner.id.rstrip("0123456789").rstrip("-_") or "part")
    form = _renamed_ids(part.model_dump(mode="json"), {inner.id: renamed[inner.id] for inner in inside})
    if form.get("matched_to") in renamed:
        form["matched_to"] = renamed[form["matched_to"]]
    form["name"] = f"{part.name} ({name})"
    trial = with_inserted(trial, held, form)
    old, new = f"{held}[{part_id}]", f"{held}[{renamed[part_id]}]"
    sources = tuple(
        entry.model_copy(update={"place": new + entry.place.removeprefix(old)})
        for entry in trial.provenance
        if entry.place.startswith(f"{old}.") and not entry.place.endswith(".name")
    )
    if sources:
        trial = with_value(trial, "provenance", (*trial.provenance, *sources))
    return trial, renamed[part_id]


def _renamed_ids(value: Any, names: dict[str, str]) -> Any:
    """Give identities their new names where they stand as ``id``."""
    if isinstance(value, dict):
        return {
            key: names.get(item, item) if key == "id" else _renamed_ids(item, names)
            for key, item in value.items()
        }
    return [_renamed_ids(item, names) for item in value] if isinstance(value, list) else value
