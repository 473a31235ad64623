"""Verbs that arrange the rows and columns of the schedule: order by group, copies. Cells are in `cells`."""

from protocol_designer.domain.schedule import Activity, ActivityGroup, ScheduleCell, Visit
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import word
from protocol_designer.edits._tree import current, next_id, with_inserted, with_value
from protocol_designer.edits.edit import Edit
from protocol_designer.edits.schedule import activity_place, visit_place


def rename_activity(activity: Activity, name: str) -> Edit:
    """Give an activity another name."""
    return Edit(
        f"Rename {activity.name} to {name}",
        lambda trial: with_value(trial, f"{activity_place(activity)}.name", name),
    )


def arrange_activity(activity: Activity, group: ActivityGroup, before: Activity | None = None) -> Edit:
    """Put an activity into a group, before another one of it or at its end."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        moved: Activity = current(trial, activity_place(activity))
        if before is not None and before.id == moved.id:
            return trial
        if moved.group is not group:
            moved = moved.model_copy(update={"group": group})
        rest = [entry for entry in trial.schedule.activities if entry.id != moved.id]
        if before is not None:
            current(trial, activity_place(before))
            at = next(at for at, entry in enumerate(rest) if entry.id == before.id)
        else:
            own = [at for at, entry in enumerate(rest) if entry.group is group]
            at = own[-1] + 1 if own else len(rest)
        return with_value(trial, "schedule.activities", (*rest[:at], moved, *rest[at:]))

    where = f"above {before.name}" if before else f"to the end of {word(group)}"
    return Edit(f"Move {activity.name} {where}", change)


def duplicate_activity(activity: Activity) -> Edit:
    """Put a copy below an activity, with the same marks."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        source: Activity = current(trial, activity_place(activity))
        at = trial.schedule.activities.index(source) + 1
        cells = trial.schedule.cells
        trial, key = next_id(trial, "act")
        copy = source.model_copy(update={"id": key, "name": f"{source.name} (copy)"})
        trial = with_inserted(trial, "schedule.activities", copy, at)
        made = tuple(c.model_copy(update={"activity": key}) for c in cells if c.activity == source.id)
        return _with_cells(trial, made)

    return Edit(f"Duplicate {activity.name}", change)


def duplicate_visit(visit: Visit) -> Edit:
    """Put a copy behind a visit, with the same marks; its day is not decided, and no dose is given there.

    Times around a dose and the mark of a dosing day stay with the original: another dosing day would renumber
    the doses that later visits count from.
    """

    def change(trial: TrialProtocol) -> TrialProtocol:
        source: Visit = current(trial, visit_place(visit))
        at = trial.schedule.visits.index(source) + 1
        cells = trial.schedule.cells
        trial, key = next_id(trial, "visit")
        fresh = {"id": key, "name": f"{source.name} (copy)", "timing": None, "is_dosing": False}
        trial = with_inserted(trial, "schedule.visits", source.model_copy(update=fresh), at)
        moved = {"visit": key, "times": (), "from_dose_start": ()}
        made = tuple(c.model_copy(update=moved) for c in cells if c.visit == source.id)
        return _with_cells(trial, made)

    return Edit(f"Duplicate {visit.name}", change)


def _with_cells(trial: TrialProtocol, made: tuple[ScheduleCell, ...]) -> TrialProtocol:
    if not made:
        return trial
    return with_value(trial, "schedule.cells", (*trial.schedule.cells, *made))
