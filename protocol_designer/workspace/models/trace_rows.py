"""The thread from objective to analysis as a table, and the words for its gaps."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject

from protocol_designer.derived.trace import Broken, Gap, Thread, gaps, threads
from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.objectives import Estimand, ObjectiveLevel
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word
from protocol_designer.rules.findings import Severity
from protocol_designer.workspace.models.rows import Column, RowsModel


@dataclass(frozen=True, slots=True)
class TraceCell:
    """One link: its words, the place it stands at, and whether it is missing."""

    text: str
    place: str | None
    is_missing: bool = False
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class TraceRow:
    """One thread, in the order of the columns."""

    number: int
    cells: tuple[TraceCell, ...]


def trace_rows(trial: TrialProtocol) -> tuple[TraceRow, ...]:
    """Word every thread; what stands in the row above already is marked as repeated."""
    rows: list[TraceRow] = []
    for number, thread in enumerate(threads(trial)):
        cells = _cells(trial, thread)
        above = rows[-1].cells if rows else ()
        told: list[TraceCell] = []
        for at, cell in enumerate(cells):
            same = bool(above) and all(above[k].place == cells[k].place for k in range(at + 1))
            repeated = same and at < 3 and cell.place is not None
            told.append(TraceCell(cell.text, cell.place, cell.is_missing, repeated))
        rows.append(TraceRow(number, tuple(told)))
    return tuple(rows)


def trace_model(parent: QObject | None = None) -> RowsModel[TraceRow]:
    """Make the table of threads."""
    titles = (
        _tr("Objective"), _tr("Estimand"), _tr("Endpoint"), _tr("Measured by"), _tr("At visits"),
        _tr("Analysis"),
    )  # fmt: skip
    return RowsModel([_column(at, title) for at, title in enumerate(titles)], lambda row: row.number, parent)


def gap_words(broken: Broken) -> str:
    """Say in a sentence what is missing."""
    sentences = {
        Gap.NO_PRIMARY_OBJECTIVE: _tr("No primary objective"),
        Gap.OBJECTIVE_WITHOUT_ENDPOINT: _tr("No endpoint answers {subject}"),
        Gap.OBJECTIVE_WITHOUT_ESTIMAND: _tr("No estimand for {subject}"),
        Gap.ESTIMAND_WITHOUT_ENDPOINT: _tr("The estimand names no endpoint: {subject}"),
        Gap.ESTIMAND_OF_ANOTHER_ENDPOINT: _tr(
            "The estimand is about an endpoint of another objective: {subject}"
        ),
        Gap.ENDPOINT_WITHOUT_OBJECTIVE: _tr("No objective needs {subject}"),
        Gap.ENDPOINT_WITHOUT_TIME: _tr("No time point for {subject}"),
        Gap.ENDPOINT_WITHOUT_ACTIVITY: _tr("Nothing measures {subject}"),
        Gap.ACTIVITY_WITHOUT_VISIT: _tr("At no visit: {subject}"),
        Gap.OBJECTIVE_WITHOUT_ANALYSIS: _tr("No analysis is written for {subject}"),
        Gap.SEVERAL_PRIMARY_ENDPOINTS: _tr("{subject} primary endpoints and no word on multiplicity"),
        Gap.ACTIVITY_WITHOUT_PURPOSE: _tr("No endpoint uses {subject}"),
    }
    return sentences[broken.gap].format(subject=_short(broken.subject))


def all_gaps(trial: TrialProtocol) -> tuple[tuple[str, str], ...]:
    """Return every gap as its sentence and the place that closes it."""
    return tuple((gap_words(broken), broken.place) for broken in gaps(trial))


def _cells(trial: TrialProtocol, thread: Thread) -> tuple[TraceCell, ...]:
    objective, endpoint, activity = thread.objective, thread.endpoint, thread.activity
    asked = (
        TraceCell(
            f"{title_word(objective.level)}: {_short(objective.text)}", f"objectives[{objective.id}].text"
        )
        if objective
        else TraceCell(_tr("none asks for it"), f"endpoints[{endpoint.id}]" if endpoint else None, True)
    )
    measured = f"endpoints[{endpoint.id}]" if endpoint else None
    wanted = f"objectives[{objective.id}].endpoints" if objective else None
    row = f"schedule.activities[{activity.id}]" if activity else None
    visits = ", ".join(visit.name for visit in thread.visits)
    return (
        asked,
        _estimand(trial, thread),
        TraceCell(endpoint.variable, f"{measured}.variable")
        if endpoint
        else TraceCell(_tr("no endpoint"), wanted, True),
        TraceCell(activity.name, row)
        if activity
        else TraceCell(
            _tr("nothing") if endpoint else "", f"{measured}.activities" if measured else None, bool(endpoint)
        ),
        TraceCell(
            f"{len(thread.visits)}: {visits}" if visits else _tr("at no visit") if activity else "",
            row,
            bool(activity) and not visits,
        ),
        _analysis(trial, thread),
    )


def _estimand(trial: TrialProtocol, thread: Thread) -> TraceCell:
    objective = thread.objective
    if objective is None:
        return TraceCell("", None)
    place, estimand = f"objectives[{objective.id}].estimand", objective.estimand
    if isinstance(estimand, NotApplicable):
        return TraceCell(_tr("not applicable"), place)
    if not isinstance(estimand, Estimand):
        return TraceCell(_tr("none"), place, objective.level is ObjectiveLevel.PRIMARY)
    names = {endpoint.id: endpoint.variable for endpoint in trial.endpoints}
    about = names.get(estimand.endpoint or "", "")
    is_own = estimand.endpoint in objective.endpoints
    return TraceCell(about or _tr("no endpoint"), f"{place}.endpoint", not is_own)


def _analysis(trial: TrialProtocol, thread: Thread) -> TraceCell:
    if thread.analysis is None:
        return TraceCell(_tr("none needed") if thread.objective else "", None)
    text = getattr(trial.statistics, thread.analysis.partition(".")[2])
    return TraceCell(
        _short(text) if thread.is_analysed else _tr("none"), thread.analysis, not thread.is_analysed
    )


def _column(at: int, title: str) -> Column[TraceRow]:
    return Column(
        title,
        lambda row: "" if row.cells[at].is_repeated else row.cells[at].text,
        tip=lambda row: row.cells[at].text,
        mark=lambda row: Severity.ADVISORY if row.cells[at].is_missing else None,
    )


def _short(text: str) -> str:
    line = text.partition("\n")[0]
    return line if len(line) <= 70 else line[:69].rstrip() + "…"


def _tr(text: str) -> str:
    return QCoreApplication.translate("trace", text)
