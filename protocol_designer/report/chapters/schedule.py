"""M11 section 1.3: the schedule of activities, every visit with its window, and the list of visits."""

from protocol_designer.derived.burden import Burdens
from protocol_designer.domain.schedule import Activity, ActivityGroup, CellTime, ScheduleCell, Visit
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word
from protocol_designer.report.blocks import Cell, Column, Row, RowKind, Run, Runs, Table
from protocol_designer.report.burden_words import burden_sentences
from protocol_designer.report.display_list import Align
from protocol_designer.report.material import Material
from protocol_designer.report.schedule_notes import GROUP_NAMES, ScheduleNotes, schedule_notes
from protocol_designer.report.timing_words import (
    short_window,
    target_in_words,
    window_in_words,
)
from protocol_designer.report.visit_heads import head_target
from protocol_designer.report.writer import Writer, columns, gap_run, plain, row

_UPRIGHT_VISITS = 9
_MOST_VISITS = 17
_NAME_SHARE = 6.0
_TIMES = {CellTime.BEFORE_DOSE: "B", CellTime.DURING_DOSE: "D", CellTime.AFTER_DOSE: "A"}

Numbered = list[tuple[int, Visit]]


def write_schedule(writer: Writer, material: Material) -> None:
    """Write every visit with its window, then the grid, turned sideways when it is wide."""
    visits = material.numbered_visits()
    is_wide = len(visits) > _UPRIGHT_VISITS
    writer.section("1.3")
    if not visits:
        writer.gap("the visits", "schedule.visits")
    else:
        _write_visits(writer, material)
        if is_wide:
            writer.page_break(is_landscape=True)
        parts = _parts(visits)
        for index, part in enumerate(parts, start=1):
            title = "Schedule of activities" + (f", part {index} of {len(parts)}" if len(parts) > 1 else "")
            writer.raw_table(_grid(material, part, title))
        if material.trial.schedule.cells:
            told = burden_sentences(material.trial, Burdens(material.trial))
            writer.say(told, place="schedule.activities")
    if is_wide:
        writer.close()
        writer.page_break()


def _parts(visits: Numbered) -> list[Numbered]:
    """Split the visits into grids that are wide enough to be read."""
    count = -(-len(visits) // _MOST_VISITS)
    size = -(-len(visits) // count)
    return [visits[start : start + size] for start in range(0, len(visits), size)]


def _grid(material: Material, visits: Numbered, title: str) -> Table:
    trial = material.trial
    cells = {(cell.activity, cell.visit): cell for cell in trial.schedule.cells}
    notes = schedule_notes(trial)
    rows: list[Row] = []
    for group in ActivityGroup:
        own = [activity for activity in trial.schedule.activities if activity.group is group]
        given = _given_rows(material, visits) if group is ActivityGroup.INTERVENTION else []
        if not own and not given:
            continue
        rows.append(
            Row((Cell(plain(GROUP_NAMES[group], is_bold=True), span=len(visits) + 1),), RowKind.GROUP)
        )
        rows.extend(_activity_row(activity, visits, cells, notes) for activity in own)
        rows.extend(given)
    shares = (Column(_NAME_SHARE, is_row_header=True), *(Column(1.0, Align.CENTRE) for _ in visits))
    legend = (
        "X: done at this visit. ●: given or held at this visit. On dosing days: B before, D during, A after "
        "the dose. Visit names and windows: table before."
    )
    header = _header(material, visits)
    heads = {run.text for row in header for cell in row.cells for run in cell.runs}
    if any(text.startswith("+") for text in heads):
        legend += " +: counts from an earlier dose or visit."
    if "?" in heads:
        legend += " ?: not decided yet."
    footnotes = [plain(legend)]
    shown = {visit.id for _, visit in visits}
    used = {letter for (_, visit), letter in notes.letters.items() if visit in shown}
    if used:
        footnotes.append(_notes({letter: text for letter, text in notes.texts.items() if letter in used}))
    return Table(title, shares, header, tuple(rows), tuple(footnotes), True, "schedule")


def _notes(notes: dict[str, str]) -> Runs:
    """Write the notes in one paragraph, each behind its letter."""
    runs = [Run("Notes; times count from the start of the dose. ")]
    for letter, note in notes.items():
        runs.extend((Run(f"{letter}\u00a0", is_bold=True), Run(f"{note}  ")))
    return tuple(runs)


def _header(material: Material, visits: Numbered) -> tuple[Row, ...]:
    trial = material.trial
    epochs = {epoch.id: epoch for epoch in trial.schedule.epochs}
    spans: list[tuple[str, int, str]] = []
    for _, visit in visits:
        name = epochs[visit.epoch].name if visit.epoch else "–"
        place = f"schedule.epochs[{visit.epoch}]" if visit.epoch else f"schedule.visits[{visit.id}].epoch"
        if spans and spans[-1][2] == place:
            spans[-1] = (name, spans[-1][1] + 1, place)
        else:
            spans.append((name, 1, place))
    epoch_row = Row((Cell(plain("Epoch")), *(Cell(plain(name), span, place) for name, span, place in spans)))
    number_row = Row((Cell(plain("Visit")), *(Cell(plain(str(number))) for number, _ in visits)))
    day_row = Row(
        (Cell(plain("Target")), *(_timing_cell(trial, visit, is_window=False) for _, visit in visits))
    )
    window_row = Row(
        (Cell(plain("Window")), *(_timing_cell(trial, visit, is_window=True) for _, visit in visits))
    )
    return epoch_row, number_row, day_row, window_row


def _timing_cell(trial: TrialProtocol, visit: Visit, is_window: bool) -> Cell:
    place = f"schedule.visits[{visit.id}].timing"
    if visit.timing is None:
        return Cell(plain("?"), place=place)
    text = short_window(visit.timing) if is_window else head_target(trial, visit, visit.timing)
    return Cell(plain(text), place=place)


def _activity_row(
    activity: Activity, visits: Numbered, cells: dict[tuple[str, str], ScheduleCell], notes: ScheduleNotes
) -> Row:
    place = f"schedule.activities[{activity.id}]"
    made = [Cell(plain(activity.name), place=place)]
    for _, visit in visits:
        key = (activity.id, visit.id)
        letter = notes.letters.get(key)
        mark = (" ".join(_TIMES[time] for time in cells[key].times) or "X") if key in cells else ""
        made.append(Cell(plain(f"{mark} {letter}" if letter else mark), place=place))
    return Row(tuple(made))


def _given_rows(material: Material, visits: Numbered) -> list[Row]:
    """Write a row for each regimen and course at the visits where the model places them."""
    trial = material.trial
    rows: list[Row] = []
    for regimen in material.study_regimens():
        if any(visit.id in regimen.visits for _, visit in visits):
            marks = [Cell(plain("●" if visit.id in regimen.visits else "")) for _, visit in visits]
            rows.append(Row((Cell(plain(regimen.name), place=f"regimens[{regimen.id}]"), *marks)))
    for course in trial.courses:
        at = [session.visit for session in course.sessions]
        if any(visit.id in at for _, visit in visits):
            marks = [Cell(plain("●" if visit.id in at else "")) for _, visit in visits]
            rows.append(Row((Cell(plain(course.name), place=f"courses[{course.id}]"), *marks)))
    return rows


def _write_visits(writer: Writer, material: Material) -> None:
    epochs = {epoch.id: epoch.name for epoch in material.trial.schedule.epochs}
    arms = {arm.id: arm.name for arm in material.trial.arms}
    rows = []
    for number, visit in material.numbered_visits():
        place = f"schedule.visits[{visit.id}]"
        timing = visit.timing
        target: Runs | str = target_in_words(material.trial, timing) if timing else (gap_run("the time"),)
        window = window_in_words(timing) if timing else None
        details = [title_word(visit.mode)] if visit.mode else []
        if visit.is_dosing:
            details.append("dosing")
        if visit.planned_duration is not None:
            details.append(visit.planned_duration.printed())
        if visit.arms:
            details.append(f"only {', '.join(arms[arm] for arm in visit.arms)}")
        if visit.note:
            details.append(visit.note)
        epoch = epochs[visit.epoch] if visit.epoch else None
        rows.append(
            row(str(number), visit.name, epoch, target, window, "; ".join(details) or "–", place=place)
        )
    header = ("No.", "Visit", "Epoch", "Target", "Window", "Remarks")
    shares = columns(0.06, 0.19, 0.16, 0.19, 0.13, 0.27, numbers=(0,))
    writer.table("Visits with their windows", shares, header, rows, place="schedule.visits")
