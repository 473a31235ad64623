"""Verbs on the protocol as a whole: go back to an earlier state, take over what a merge gave."""

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import with_fields
from protocol_designer.edits.edit import Edit, EditRefused


def restore_state(earlier: TrialProtocol, called: str) -> Edit:
    """Make an earlier state the protocol again. Identities are never given twice: the count stays."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        return with_fields(earlier, "", parts_made=max(trial.parts_made, earlier.parts_made))

    return Edit(f"Restore {called}", change)


def take_over_merge(ours: TrialProtocol, merged: TrialProtocol, called: str) -> Edit:
    """Make a merge the protocol; refused when ours is no longer the protocol that was merged."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        if trial is not ours:
            raise EditRefused("the protocol was changed since the merge began; merge the copy again")
        return merged

    return Edit(f"Merge {called}", change)
