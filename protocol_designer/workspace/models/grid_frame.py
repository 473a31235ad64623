"""The rows and columns of the schedule grid: groups with activities, visits with their minute columns."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from protocol_designer.domain.schedule import Activity, ActivityGroup, Schedule, Visit
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.quantities import TimeOffset
from protocol_designer.report.schedule_notes import grouped_activities

GridRow = ActivityGroup | Activity
"""A row is the heading of a group or an activity."""


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column: a visit with its number, or one time of an opened dosing day."""

    number: int
    visit: Visit
    time: TimeOffset | None = None

    @property
    def key(self) -> tuple[str, object]:
        """What stays the same while the visit changes."""
        return self.visit.id, self.time.minutes if self.time else None


def grid_rows(trial: TrialProtocol) -> list[GridRow]:
    """Return the activities under the headings of their groups, as they are printed."""
    rows: list[GridRow] = []
    group = None
    for activity in grouped_activities(trial):
        if activity.group is not group:
            group = activity.group
            rows.append(group)
        rows.append(activity)
    return rows


def grid_columns(
    schedule: Schedule, opened: Collection[str], kept: Mapping[str, Collection[TimeOffset]]
) -> list[GridColumn]:
    """Return the visits in order, each opened one followed by its times.

    Args:
        opened: The visits that show minute columns.
        kept: Times that keep their column while a visit is open, marked or not.
    """
    columns = []
    for number, visit in enumerate(schedule.visits, start=1):
        columns.append(GridColumn(number, visit))
        if visit.id in opened:
            at = times_of(schedule, visit) | {t.minutes: t for t in kept.get(visit.id, ())}
            columns.extend(GridColumn(number, visit, at[minutes]) for minutes in sorted(at))
    return columns


def times_of(schedule: Schedule, visit: Visit) -> dict[Fraction, TimeOffset]:
    """Return the times from the start of the dose at which anything is done at a visit, by minutes."""
    return {
        offset.minutes: offset
        for cell in schedule.cells
        if cell.visit == visit.id
        for offset in cell.from_dose_start
    }


def row_key(row: GridRow) -> str:
    """Return what stays the same while an activity changes."""
    return row.id if isinstance(row, Activity) else f"group {row.value}"
