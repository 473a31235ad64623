"""Verbs on visits, their windows, activities and the cells where they meet. Epochs are in `epochs`."""

from fractions import Fraction

from protocol_designer.derived.paths import STUDY_USES
from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.schedule import Activity, ActivityGroup, ContactMode, Epoch, Visit
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._found import refuse_while_used, users_of_visit
from protocol_designer.edits._tree import (
    current,
    next_id,
    with_fields,
    with_inserted,
    with_moved,
    with_value,
    without,
)
from protocol_designer.edits.edit import Edit, EditRefused
from protocol_designer.quantities import TimeOffset
from protocol_designer.quantities.decimals import is_terminating


def visit_place(visit: Visit) -> str:
    """Return the place of a visit."""
    return f"schedule.visits[{visit.id}]"


def activity_place(activity: Activity) -> str:
    """Return the place of an activity."""
    return f"schedule.activities[{activity.id}]"


def add_visit(name: str, epoch: Epoch | None = None, position: int | None = None) -> Edit:
    """Add a visit, at the end by default; its day is not decided yet."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        trial, visit_id = next_id(trial, "visit")
        visit = {"id": visit_id, "name": name, "epoch": epoch.id if epoch else None}
        return with_inserted(trial, "schedule.visits", visit, position)

    return Edit(f"Add {name}", change)


def remove_visit(visit: Visit) -> Edit:
    """Remove a visit with its marks in the grid; refused while a dose, session or other visit needs it."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        refuse_while_used(visit.name, users_of_visit(trial, visit), "Move or change that first.")
        rest = tuple(cell for cell in trial.schedule.cells if cell.visit != visit.id)
        if len(rest) != len(trial.schedule.cells):
            trial = with_value(trial, "schedule.cells", rest)
        return without(trial, visit_place(visit))

    return Edit(f"Remove {visit.name}", change)


def reorder_visit(visit: Visit, to: int) -> Edit:
    """Move a visit to another row of the schedule; its day stays. Doses are numbered in this order."""
    return Edit(f"Move {visit.name} to row {to + 1}", lambda trial: with_moved(trial, visit_place(visit), to))


def rename_visit(visit: Visit, name: str) -> Edit:
    """Give a visit another name."""
    return Edit(
        f"Rename {visit.name} to {name}", lambda trial: with_value(trial, f"{visit_place(visit)}.name", name)
    )


def change_timing(visit: Visit, timing: Timing | None) -> Edit:
    """Set when a visit takes place: anchor, earliest, target and latest."""
    label = (
        f"Move {visit.name} to {timing.target.printed()}" if timing else f"Leave the day of {visit.name} open"
    )
    return Edit(label, lambda trial: with_value(trial, f"{visit_place(visit)}.timing", timing))


def shift_visit(visit: Visit, target: TimeOffset) -> Edit:
    """Move a visit to another target; its window moves along, as wide as before."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        timing: Timing | None = current(trial, f"{visit_place(visit)}.timing")
        if timing is None:
            raise EditRefused(f"{visit.name} has no day to move from; decide its anchor and window first.")
        return with_value(trial, f"{visit_place(visit)}.timing", shifted(timing, target))

    return Edit(f"Move {visit.name} to {target.printed()}", change)


def shifted(timing: Timing, target: TimeOffset) -> Timing:
    """Return a timing with another target and a window that keeps its distances from it."""
    by = target.minutes - timing.target.minutes
    if by == 0:
        return timing.model_copy(update={"target": target})
    return Timing(
        anchor=timing.anchor,
        earliest=_later(timing.earliest, target, by_minutes=by),
        target=target,
        latest=_later(timing.latest, target, by_minutes=by),
    )


def set_epoch(visit: Visit, epoch: Epoch | None) -> Edit:
    """Put a visit into an epoch."""
    value = epoch.id if epoch else None
    where = f"into {epoch.name}" if epoch else "out of its epoch"
    return Edit(
        f"Put {visit.name} {where}", lambda trial: with_value(trial, f"{visit_place(visit)}.epoch", value)
    )


def change_mode(visit: Visit, mode: ContactMode | None) -> Edit:
    """Say how a visit takes place."""
    return Edit(
        f"Change how {visit.name} takes place",
        lambda trial: with_value(trial, f"{visit_place(visit)}.mode", mode),
    )


def set_arms(visit: Visit, arms: tuple[str, ...]) -> Edit:
    """Say which arms have a visit; none named means all."""
    return Edit(
        f"Change which arms have {visit.name}",
        lambda trial: with_value(trial, f"{visit_place(visit)}.arms", arms),
    )


def mark_dosing(visit: Visit, is_dosing: bool) -> Edit:
    """Mark a visit as a dosing day or not; refused while a study drug is given there."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        if not is_dosing:
            for regimen in trial.regimens:
                if regimen.use in STUDY_USES and visit.id in regimen.visits:
                    raise EditRefused(
                        f"{regimen.name} is given at {visit.name}; take the visit out of its visits first."
                    )
        return with_value(trial, f"{visit_place(visit)}.is_dosing", is_dosing)

    label = f"Mark {visit.name} as a dosing day" if is_dosing else f"Mark {visit.name} as no dosing day"
    return Edit(label, change)


def add_activity(
    name: str, instrument: Instrument = Instrument.OTHER, group: ActivityGroup = ActivityGroup.OTHER
) -> Edit:
    """Add a row to the schedule of activities."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        trial, activity_id = next_id(trial, "act")
        activity = {"id": activity_id, "name": name, "instrument": instrument, "group": group}
        return with_inserted(trial, "schedule.activities", activity)

    return Edit(f"Add {name}", change)


def remove_activity(activity: Activity) -> Edit:
    """Remove an activity with its marks; refused while an endpoint or an event of interest needs it."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        users = [
            f"the endpoint “{endpoint.variable}” is measured by it"
            for endpoint in trial.endpoints
            if activity.id in (*endpoint.activities, *endpoint.verified_by)
        ]
        users += [
            f"{event.name} is found by it"
            for event in trial.harms.events_of_interest
            if activity.id in event.activities
        ]
        refuse_while_used(activity.name, users, "Change that first.")
        rest = tuple(cell for cell in trial.schedule.cells if cell.activity != activity.id)
        if len(rest) != len(trial.schedule.cells):
            trial = with_value(trial, "schedule.cells", rest)
        return without(trial, activity_place(activity))

    return Edit(f"Remove {activity.name}", change)


def move_activity(activity: Activity, to: int) -> Edit:
    """Move an activity to another row."""
    return Edit(
        f"Move {activity.name} to row {to + 1}", lambda trial: with_moved(trial, activity_place(activity), to)
    )


def change_activity(activity: Activity, **changes: object) -> Edit:
    """Change the name, instrument, group, minutes or rater of an activity."""
    return Edit(
        f"Change {activity.name}", lambda trial: with_fields(trial, activity_place(activity), **changes)
    )


def toggle_cell(activity: Activity, visit: Visit) -> Edit:
    """Mark an activity at a visit, or take the mark away with its times and footnote."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        cells = trial.schedule.cells
        rest = tuple(cell for cell in cells if (cell.activity, cell.visit) != (activity.id, visit.id))
        if len(rest) == len(cells):
            return with_inserted(trial, "schedule.cells", {"activity": activity.id, "visit": visit.id})
        return with_value(trial, "schedule.cells", rest)

    return Edit(f"Toggle {activity.name} at {visit.name}", change)


def _later(time: TimeOffset, target: TimeOffset, by_minutes: Fraction) -> TimeOffset:
    """Return a time moved along, in its own unit where that is a finite decimal, else in the target's."""
    minutes = time.minutes + by_minutes
    for unit in (time.unit, target.unit):
        if is_terminating(minutes / unit.scale):
            return TimeOffset(minutes / unit.scale, unit)
    return TimeOffset.of_minutes(minutes)
