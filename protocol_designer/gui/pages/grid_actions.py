"""What the commands of the schedule grid do to the protocol: one edit each, refused in place."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect

from protocol_designer.domain.schedule import Activity, ActivityGroup, Visit
from protocol_designer.edits import activities as row_edits
from protocol_designer.edits import schedule as edits
from protocol_designer.edits.cells import CellsAction
from protocol_designer.edits.edit import Edit
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.grid_clipboard import block_in, copy_cells, paste_cells
from protocol_designer.gui.widgets.grid_commands import GridCommand
from protocol_designer.gui.widgets.grid_view import GridView
from protocol_designer.gui.widgets.note_line import NoteLine
from protocol_designer.workspace.models.grid_changes import Spot, cleared, filled, toggled
from protocol_designer.workspace.models.grid_text import UnreadableCells


class GridActions(QObject):
    """Carries out commands on the chosen cells, or on the row and column in hand."""

    def __init__(self, page: BasePage, grid: GridView, problem: NoteLine) -> None:
        super().__init__(grid)
        self._page = page
        self._grid = grid
        self._problem = problem
        self._commands: dict[GridCommand, Callable[[], object]] = {
            GridCommand.TOGGLE: lambda: self._apply(toggled(page.trial, self._block())),
            GridCommand.CLEAR: lambda: self._apply(cleared(page.trial, self._block())),
            GridCommand.CUT: self._cut,
            GridCommand.COPY: lambda: copy_cells(page.trial, self._block()),
            GridCommand.PASTE: self._paste,
            GridCommand.FILL_DOWN: lambda: self._fill_chosen(CellsAction.FILL_DOWN),
            GridCommand.FILL_RIGHT: lambda: self._fill_chosen(CellsAction.FILL_RIGHT),
            GridCommand.OPEN_DAY: lambda: self.open_day(self._visit()),
            GridCommand.ROW_UP: lambda: self._move_row(-1),
            GridCommand.ROW_DOWN: lambda: self._move_row(1),
            GridCommand.COPY_ROW: self._copy_row,
            GridCommand.REMOVE_ROW: self._remove_row,
            GridCommand.COLUMN_LEFT: lambda: self._move_column(-1),
            GridCommand.COLUMN_RIGHT: lambda: self._move_column(1),
            GridCommand.COPY_COLUMN: lambda: self._apply(row_edits.duplicate_visit(self._visit())),
            GridCommand.REMOVE_COLUMN: lambda: self._apply(edits.remove_visit(self._visit())),
            GridCommand.PURPOSE: self.show_purpose,
        }

    def do(self, command: GridCommand) -> None:
        """Carry out a command; without a cell in hand nothing is done."""
        if self._spot() is not None:
            self._commands[command]()

    def fill(self, area: QRect, target: QRect) -> None:
        """Repeat an area over the larger one that it was dragged over."""
        grid = self._grid.grid
        if self._apply(filled(self._page.trial, block_in(grid, area), block_in(grid, target))):
            self._grid.choose_area(target)

    def open_day(self, visit: Visit) -> None:
        """Show or hide the minutes of a dosing day."""
        if visit.is_dosing:
            self._grid.grid.open_visit(visit, not self._grid.grid.is_open(visit))

    def show_purpose(self) -> None:
        """Go to the endpoints, where what an activity measures is written."""
        endpoints = self._page.trial.endpoints
        self._page.workspace.go_to(f"endpoints[{endpoints[0].id}].activities" if endpoints else "endpoints")

    def row_dropped(self, row: int, gap: int) -> None:
        """Put a dragged activity where it was dropped: above the row there, or at the end of a group."""
        rows = self._grid.grid.rows
        activity = self._grid.grid.activity(row)
        below = rows[gap] if gap < len(rows) else None
        above = rows[gap - 1] if gap else None
        if activity is None:
            return
        if isinstance(below, Activity):
            self._arrange(activity, below.group, below)
        elif isinstance(above, Activity):
            self._arrange(activity, above.group, None)
        elif isinstance(below, ActivityGroup):
            self._arrange(activity, below, None)

    def column_dropped(self, column: int, gap: int) -> None:
        """Put a dragged visit where it was dropped."""
        columns = self._grid.grid.columns
        visits = list(self._page.trial.schedule.visits)
        moved = columns[column].visit
        if gap < len(columns) and columns[gap].time is not None:
            gap = next((at for at in range(gap, len(columns)) if columns[at].time is None), len(columns))
        at = visits.index(columns[gap].visit) if gap < len(columns) else len(visits)
        to = at - (1 if at > visits.index(moved) else 0)
        if to != visits.index(moved):
            self._apply(edits.reorder_visit(moved, to))

    def _cut(self) -> None:
        block = self._block()
        copy_cells(self._page.trial, block)
        self._apply(cleared(self._page.trial, block, CellsAction.CUT))

    def _paste(self) -> None:
        try:
            edit = paste_cells(self._page.trial, self._grid.grid, self._grid.area())
        except UnreadableCells as refusal:
            self._problem.show_problem(str(refusal))
            return
        self._apply(edit)

    def _fill_chosen(self, action: CellsAction) -> None:
        """Fill the chosen cells from their first row or column; a single one from the one before it."""
        area, grid = self._grid.area(), self._grid.grid
        is_down = action is CellsAction.FILL_DOWN
        block = block_in(grid, area)
        if is_down and len(block) > 1:
            sources = block[:1]
        elif is_down:
            above = block_in(grid, QRect(area.left(), 0, area.width(), area.top()))
            sources = above[-1:]
        elif area.width() > 1:
            sources = [row[:1] for row in block]
        else:
            before = QRect(area.left() - 1, area.top(), 1, area.height())
            sources = block_in(grid, before) if area.left() else []
        if sources:
            self._apply(filled(self._page.trial, sources, block, action))

    def _move_row(self, by: int) -> None:
        """Move the activity by one row, at the edge of its group into the next one."""
        activity, rows = self._activity(), self._grid.grid.rows
        row = self._grid.grid.row_of(activity.id)
        if row is None:
            return
        at = row + by
        other = rows[at] if 0 <= at < len(rows) else None
        if isinstance(other, Activity):
            after = rows[at + 1] if at + 1 < len(rows) else None
            below = other if by < 0 else after if isinstance(after, Activity) else None
            self._arrange(activity, activity.group, below)
            return
        groups = list(ActivityGroup)
        to = groups.index(activity.group) + by
        if 0 <= to < len(groups):
            first = (a for a in self._page.trial.schedule.activities if a.group is groups[to])
            self._arrange(activity, groups[to], next(first, None) if by > 0 else None)

    def _move_column(self, by: int) -> None:
        visit = self._visit()
        to = self._page.trial.schedule.visits.index(visit) + by
        if 0 <= to < len(self._page.trial.schedule.visits):
            self._apply(edits.reorder_visit(visit, to))

    def _copy_row(self) -> None:
        self._apply(row_edits.duplicate_activity(self._activity()))

    def _remove_row(self) -> None:
        row = self._grid.currentIndex().row()
        if self._apply(edits.remove_activity(self._activity())):
            self._grid.choose_near(row)

    def _arrange(self, activity: Activity, group: ActivityGroup, before: Activity | None) -> None:
        self._apply(row_edits.arrange_activity(activity, group, before))

    def _apply(self, edit: Edit) -> bool:
        self._problem.show_problem("")
        return self._page.apply(edit)

    def _block(self) -> list[list[Spot]]:
        return block_in(self._grid.grid, self._grid.area())

    def _spot(self) -> Spot | None:
        index = self._grid.currentIndex()
        return self._grid.grid.spot(index.row(), index.column()) if index.isValid() else None

    def _activity(self) -> Activity:
        spot = self._spot()
        assert spot is not None
        return spot.activity

    def _visit(self) -> Visit:
        spot = self._spot()
        assert spot is not None
        return spot.visit
