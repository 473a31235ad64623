"""The schedule as rules ask for it: what is done at a visit, and at which visits something is done."""

from collections.abc import Iterable
from dataclasses import dataclass

from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.schedule import Activity, ScheduleCell, Visit
from protocol_designer.rules.view import TrialView


@dataclass(frozen=True, slots=True)
class Mark:
    """An activity at a visit, with its cell."""

    activity: Activity
    visit: Visit
    cell: ScheduleCell


@dataclass(frozen=True, slots=True)
class ScheduleTable:
    """The cells of the schedule by visit and by activity."""

    by_visit: dict[str, tuple[Mark, ...]]
    by_activity: dict[str, tuple[Mark, ...]]

    def at(self, visit: Visit, instruments: Iterable[Instrument]) -> tuple[Mark, ...]:
        """Return the marks of some instruments at a visit."""
        wanted = frozenset(instruments)
        return tuple(mark for mark in self.by_visit.get(visit.id, ()) if mark.activity.instrument in wanted)

    def of(self, activity_id: str) -> tuple[Mark, ...]:
        """Return the marks of an activity."""
        return self.by_activity.get(activity_id, ())


def schedule_table(view: TrialView) -> ScheduleTable:
    """Return the cells of a protocol's schedule, sorted once in a review."""
    return view.once("schedule table", lambda: _sorted_cells(view))


def _sorted_cells(view: TrialView) -> ScheduleTable:
    schedule = view.trial.schedule
    activities = {activity.id: activity for activity in schedule.activities}
    visits = {visit.id: visit for visit in schedule.visits}
    by_visit: dict[str, list[Mark]] = {}
    by_activity: dict[str, list[Mark]] = {}
    for cell in schedule.cells:
        mark = Mark(activities[cell.activity], visits[cell.visit], cell)
        by_visit.setdefault(cell.visit, []).append(mark)
        by_activity.setdefault(cell.activity, []).append(mark)
    return ScheduleTable(
        {key: tuple(marks) for key, marks in by_visit.items()},
        {key: tuple(marks) for key, marks in by_activity.items()},
    )
