"""Verbs on the cells of the schedule: many marks at once, their times around the dose, their footnotes."""

from collections.abc import Sequence
from enum import StrEnum

from protocol_designer.derived.dose_moments import dose_minutes, moments
from protocol_designer.domain.schedule import Activity, CellTime, ScheduleCell, Visit
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import with_value
from protocol_designer.edits.edit import Edit, EditRefused
from protocol_designer.quantities import TimeOffset


class CellsAction(StrEnum):
    """What is done to a number of cells; the word stands in the undo menu."""

    MARK = "mark"
    CLEAR = "clear"
    CUT = "cut"
    PASTE = "paste into"
    FILL_DOWN = "fill down"
    FILL_RIGHT = "fill right"
    FILL = "fill"


def change_cells(
    action: CellsAction, put: tuple[ScheduleCell, ...], removed: tuple[ScheduleCell, ...] = ()
) -> Edit:
    """Put cells in place of those of the same activity and visit, and take others away, as one step."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        gone = {(cell.activity, cell.visit) for cell in removed}
        wanted = {(cell.activity, cell.visit): cell for cell in put}
        cells = []
        for cell in trial.schedule.cells:
            key = (cell.activity, cell.visit)
            if key in wanted:
                fresh = wanted.pop(key)
                cells.append(cell if fresh == cell else fresh)
            elif key not in gone:
                cells.append(cell)
        cells.extend(wanted.values())
        return with_value(trial, "schedule.cells", tuple(cells))

    count = len({(cell.activity, cell.visit) for cell in (*put, *removed)})
    noun = "1 cell" if count == 1 else f"{count} cells"
    return Edit(f"{action.value.capitalize()} {noun}", change)


def set_times(activity: Activity, visit: Visit, offsets: tuple[TimeOffset, ...]) -> Edit:
    """Say at which times from the start of the dose an activity is done; it is marked if it was not.

    Before, during and after the dose follow from the times; what was said beside them stays.
    """

    def change(trial: TrialProtocol) -> TrialProtocol:
        if offsets and not visit.is_dosing:
            raise EditRefused(
                f"{visit.name} is no dosing day, and times count from the start of a dose; "
                "mark it as a dosing day first"
            )
        before = _cell(trial, activity, visit)
        return change_cells(CellsAction.MARK, (with_times(trial, visit, before, offsets),))(trial)

    return Edit(f"Change the times of {activity.name} at {visit.name}", change)


def set_footnote(activity: Activity, visit: Visit, footnote: str | None) -> Edit:
    """Write the footnote of a cell, or take it away; a cell without a mark is marked by its footnote."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        if footnote is None and not _is_marked(trial, activity, visit):
            return trial
        cell = _cell(trial, activity, visit).model_copy(update={"footnote": footnote})
        return change_cells(CellsAction.MARK, (cell,))(trial)

    verb = "Write" if footnote else "Remove"
    return Edit(f"{verb} the footnote of {activity.name} at {visit.name}", change)


def with_times(
    trial: TrialProtocol, visit: Visit, cell: ScheduleCell, offsets: Sequence[TimeOffset]
) -> ScheduleCell:
    """Return a cell with other times, each once and in order, and what they say of before, during, after."""
    length = dose_minutes(trial, visit)
    ordered = tuple({offset.minutes: offset for offset in sorted(offsets)}.values())
    said = set(cell.times) - set(moments(length, cell.from_dose_start))
    said |= set(moments(length, ordered))
    times = tuple(time for time in CellTime if time in said)
    return cell.model_copy(update={"from_dose_start": ordered, "times": times})


def put_at(trial: TrialProtocol, activity: Activity, visit: Visit, source: ScheduleCell) -> ScheduleCell:
    """Return what stands in another cell for an activity at a visit; only dosing days take over times."""
    fresh = {"activity": activity.id, "visit": visit.id}
    if not visit.is_dosing:
        return source.model_copy(update={**fresh, "times": (), "from_dose_start": ()})
    made = source.model_copy(update=fresh)
    return with_times(trial, visit, made, made.from_dose_start) if made.from_dose_start else made


def _is_marked(trial: TrialProtocol, activity: Activity, visit: Visit) -> bool:
    return any((c.activity, c.visit) == (activity.id, visit.id) for c in trial.schedule.cells)


def _cell(trial: TrialProtocol, activity: Activity, visit: Visit) -> ScheduleCell:
    found = (c for c in trial.schedule.cells if (c.activity, c.visit) == (activity.id, visit.id))
    return next(found, None) or ScheduleCell(activity=activity.id, visit=visit.id)
