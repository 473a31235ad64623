"""Verbs on epochs: add, remove, order, describe. Which visit stands in which epoch is in `schedule`."""

from protocol_designer.domain.schedule import Epoch, EpochKind
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._found import refuse_while_used
from protocol_designer.edits._tree import next_id, with_fields, with_inserted, with_moved, without
from protocol_designer.edits.edit import Edit


def epoch_place(epoch: Epoch) -> str:
    """Return the place of an epoch."""
    return f"schedule.epochs[{epoch.id}]"


def add_epoch(name: str, kind: EpochKind | None = None) -> Edit:
    """Add an epoch at the end."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        trial, epoch_id = next_id(trial, "epoch")
        return with_inserted(trial, "schedule.epochs", {"id": epoch_id, "name": name, "kind": kind})

    return Edit(f"Add {name}", change)


def remove_epoch(epoch: Epoch) -> Edit:
    """Remove an epoch; refused while visits stand in it."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        users = (f"{visit.name} stands in it" for visit in trial.schedule.visits if visit.epoch == epoch.id)
        refuse_while_used(epoch.name, users, "Put the visit into another epoch first.")
        return without(trial, epoch_place(epoch))

    return Edit(f"Remove {epoch.name}", change)


def move_epoch(epoch: Epoch, to: int) -> Edit:
    """Move an epoch to another position."""
    return Edit(
        f"Move {epoch.name} to position {to + 1}", lambda trial: with_moved(trial, epoch_place(epoch), to)
    )


def change_epoch(epoch: Epoch, **changes: object) -> Edit:
    """Change the name, kind, period or setting of an epoch."""
    return Edit(f"Change {epoch.name}", lambda trial: with_fields(trial, epoch_place(epoch), **changes))
