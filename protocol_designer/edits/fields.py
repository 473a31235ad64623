"""The plainest verbs: set one field, clear it, or carry out the fix that a finding proposes."""

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import with_inserted, with_value, without
from protocol_designer.edits.edit import Edit
from protocol_designer.rules.findings import Fix


def set_field(place: str, value: object, label: str, merge: bool = False) -> Edit:
    """Set the value at a place; ``value`` may be a model value or its exchange form. None clears it."""
    return Edit(label, lambda trial: with_value(trial, place, value), merge_key=place if merge else None)


def remove_part(place: str, label: str) -> Edit:
    """Take a part out of its list; refused while something else refers to it."""
    return Edit(label, lambda trial: without(trial, place))


def apply_fix(fix: Fix) -> Edit:
    """Carry out a fix as one undo step. A change whose place ends in ``[+]`` appends to that list."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        for step in fix.changes:
            if step.place.endswith("[+]"):
                trial = with_inserted(trial, step.place.removesuffix("[+]"), step.value)
            else:
                trial = with_value(trial, step.place, step.value)
        return trial

    return Edit(fix.label, change)
