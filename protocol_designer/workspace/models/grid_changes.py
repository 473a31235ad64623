"""What keys and the mouse do to cells of the schedule, as edits: mark, clear, fill, paste."""

from collections.abc import Sequence
from dataclasses import dataclass

from protocol_designer.domain.schedule import Activity, ScheduleCell, Visit
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.cells import CellsAction, change_cells, put_at, with_times
from protocol_designer.edits.edit import Edit
from protocol_designer.quantities import TimeOffset
from protocol_designer.workspace.models.grid_text import Mark, UnreadableCells, read_mark, write_mark


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a row and a column meet; ``time`` is that of a minute column, None for the whole visit."""

    activity: Activity
    visit: Visit
    time: TimeOffset | None = None

    @property
    def words(self) -> str:
        """Name the spot for messages and the undo menu."""
        at = f", {self.time.printed()} from the dose start" if self.time else ""
        return f"{self.activity.name} at {self.visit.name}{at}"


Block = Sequence[Sequence[Spot]]
"""A rectangle of spots, row by row."""

Contents = tuple[tuple[ScheduleCell | None, ...], ...]
"""What stands in a rectangle."""


class CellsDraft:
    """Gathers changes of cells, so that many become one edit."""

    def __init__(self, trial: TrialProtocol) -> None:
        self._trial = trial
        self._before = {(cell.activity, cell.visit): cell for cell in trial.schedule.cells}
        self._after: dict[tuple[str, str], ScheduleCell | None] = dict(self._before)

    def at(self, spot: Spot) -> ScheduleCell | None:
        """Return the cell at a spot; in a minute column only where it is done at that minute."""
        cell = self._after.get((spot.activity.id, spot.visit.id))
        return cell if cell and (spot.time is None or spot.time.minutes in _minutes(cell)) else None

    def put(self, spot: Spot, source: ScheduleCell | None) -> None:
        """Put what stands in another cell at a spot. Only dosing days take over times around the dose."""
        key = spot.activity.id, spot.visit.id
        here = self._after.get(key)
        if spot.time is not None:
            self._put_time(key, spot.visit, spot.time, source is not None)
        elif source is None:
            self._after[key] = None
        else:
            made = put_at(self._trial, spot.activity, spot.visit, source)
            self._after[key] = here if here == made else made

    def edit(self, action: CellsAction, label: str = "") -> Edit:
        """Return all changes as one edit, named after what was done."""
        changed = [
            (self._before.get(key), cell)
            for key, cell in self._after.items()
            if cell != self._before.get(key)
        ]
        put = tuple(after for _, after in changed if after is not None)
        removed = tuple(before for before, after in changed if after is None and before is not None)
        edit = change_cells(action, put, removed)
        return Edit(label, edit.change) if label else edit

    def _put_time(self, key: tuple[str, str], visit: Visit, time: TimeOffset, is_done: bool) -> None:
        here = self._after.get(key) or ScheduleCell(activity=key[0], visit=key[1])
        rest = tuple(offset for offset in here.from_dose_start if offset.minutes != time.minutes)
        if is_done == (len(rest) != len(here.from_dose_start)):
            return
        made = with_times(self._trial, visit, here, (*rest, time) if is_done else rest)
        is_empty = not (made.from_dose_start or made.times or made.footnote)
        self._after[key] = None if is_empty and not is_done else made


def toggled(trial: TrialProtocol, block: Block) -> Edit:
    """Mark all spots, or clear them when all are marked."""
    draft = CellsDraft(trial)
    spots = _flat(block)
    is_clearing = all(draft.at(spot) is not None for spot in spots)
    for spot in spots:
        if is_clearing:
            draft.put(spot, None)
        elif draft.at(spot) is None:
            draft.put(spot, ScheduleCell(activity=spot.activity.id, visit=spot.visit.id))
    action = CellsAction.CLEAR if is_clearing else CellsAction.MARK
    return draft.edit(action, f"{action.value.capitalize()} {spots[0].words}" if len(spots) == 1 else "")


def cleared(trial: TrialProtocol, block: Block, action: CellsAction = CellsAction.CLEAR) -> Edit:
    """Take the marks of all spots away, with their times and footnotes."""
    draft, spots = CellsDraft(trial), _flat(block)
    for spot in spots:
        draft.put(spot, None)
    return draft.edit(action, f"{action.value.capitalize()} {spots[0].words}" if len(spots) == 1 else "")


def filled(
    trial: TrialProtocol, sources: Block, targets: Block, action: CellsAction = CellsAction.FILL
) -> Edit:
    """Repeat the sources over the targets, from the first row and column on."""
    draft = CellsDraft(trial)
    contents = contents_of(trial, sources)
    for row, spots in enumerate(targets):
        for column, spot in enumerate(spots):
            line = contents[row % len(contents)]
            draft.put(spot, line[column % len(line)])
    return draft.edit(action)


def contents_of(trial: TrialProtocol, block: Block) -> Contents:
    """Return what stands in a rectangle."""
    draft = CellsDraft(trial)
    return tuple(tuple(draft.at(spot) for spot in row) for row in block)


def text_of(trial: TrialProtocol, block: Block) -> str:
    """Write a rectangle as tab separated text; a minute column says only whether it is marked."""
    draft = CellsDraft(trial)
    return "\n".join("\t".join(_text_at(draft, spot) for spot in row) for row in block)


def pasted_cells(trial: TrialProtocol, targets: Block, contents: Contents) -> Edit:
    """Put cells that were copied here into targets of the same size.

    Raises:
        UnreadableCells: A cell with times around the dose meets a visit that is no dosing day.
    """
    draft = CellsDraft(trial)
    for row, line in zip(targets, contents, strict=True):
        for spot, cell in zip(row, line, strict=True):
            if cell and not spot.visit.is_dosing and (cell.from_dose_start or cell.times):
                raise UnreadableCells(_no_dose(spot))
            draft.put(spot, cell)
    return draft.edit(CellsAction.PASTE)


def pasted_text(trial: TrialProtocol, targets: Block, table: Sequence[Sequence[str]]) -> Edit:
    """Put what a table of texts says into targets of the same size; a footnote stays with its mark.

    Raises:
        UnreadableCells: A text cannot be read where it would stand; nothing is changed then.
    """
    draft = CellsDraft(trial)
    for number, (row, texts) in enumerate(zip(targets, table, strict=True), start=1):
        for position, (spot, text) in enumerate(zip(row, texts, strict=True), start=1):
            try:
                mark = read_mark(text)
            except UnreadableCells as error:
                where = f"Row {number}, column {position} ({spot.words})"
                raise UnreadableCells(f"{where}: {error}") from error
            draft.put(spot, _cell(draft, spot, mark) if mark else None)
    return draft.edit(CellsAction.PASTE)


def _cell(draft: CellsDraft, spot: Spot, mark: Mark) -> ScheduleCell:
    if (mark.offsets or mark.times) and not spot.visit.is_dosing:
        raise UnreadableCells(_no_dose(spot))
    if (mark.offsets or mark.times) and spot.time is not None:
        raise UnreadableCells(
            f"{spot.words}: this column stands for one time already; write X, or leave it empty."
        )
    here = draft.at(spot)
    return ScheduleCell(
        activity=spot.activity.id,
        visit=spot.visit.id,
        times=mark.times,
        from_dose_start=mark.offsets,
        footnote=here.footnote if here else None,
    )


def _no_dose(spot: Spot) -> str:
    return (
        f"{spot.words}: {spot.visit.name} is no dosing day, and times count from the start of a dose; "
        "write X, or mark it as a dosing day first."
    )


def _text_at(draft: CellsDraft, spot: Spot) -> str:
    cell = draft.at(spot)
    return write_mark(cell) if spot.time is None else "X" if cell else ""


def _flat(block: Block) -> list[Spot]:
    return [spot for row in block for spot in row]


def _minutes(cell: ScheduleCell) -> set[object]:
    return {offset.minutes for offset in cell.from_dose_start}
