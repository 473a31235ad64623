"""What the trial schema shows: lanes, dosing sessions, therapy, visits, and what is not placed.

Positions in time only; where that is on the page is left to the drawing.
"""

from dataclasses import dataclass, field

from protocol_designer.derived.calendar import Calendar, Window
from protocol_designer.derived.doses import administration_at, administration_minutes
from protocol_designer.derived.paths import DosingSession, Path, paths
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.design import Arm, DesignModel
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.therapy import SessionKind, TherapyCourse, TherapySession
from protocol_designer.domain.timing import AnchorKind
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.quantities import Quantity
from protocol_designer.report.dose_words import dose_in_words, short_dose
from protocol_designer.report.figures.time_scale import TimeMark

_REFERENCE_WEIGHT = Quantity.parse("70 kg")
_SESSION_MINUTES = 60.0
_BEFORE_DOSE, _AFTER_DOSE = 10.0, 30.0


@dataclass(frozen=True, slots=True)
class DoseBar:
    """One administration on a lane; ``share`` is its dose relative to the largest of the same drug."""

    origin: str
    start: float
    minutes: float
    share: float
    is_comparator: bool
    label: str
    place: str
    tip: str
    number: int
    visit: str


@dataclass(frozen=True, slots=True)
class SessionBlock:
    """One therapy session on a lane; ``dose_number`` is the dose it prepares or integrates."""

    origin: str
    start: float
    minutes: float
    place: str
    tip: str
    dose_number: int | None
    is_inside_dose: bool


@dataclass(frozen=True, slots=True)
class VisitMark:
    """A visit with its window; ``number`` is its position in the schedule."""

    number: int
    visit: Visit
    origin: str
    window: Window
    tip: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Something whose time is not decided."""

    text: str
    place: str


@dataclass(slots=True)
class Lane:
    """An arm, or an allowed sequence of a crossover, with what happens on it."""

    name: str
    detail: str
    place: str
    bars: list[DoseBar] = field(default_factory=list)
    waiting: list[Unplaced] = field(default_factory=list)
    blocks: list[SessionBlock] = field(default_factory=list)


@dataclass(slots=True)
class SchemaEvents:
    """Everything the schema draws."""

    lanes: list[Lane] = field(default_factory=list)
    visits: list[VisitMark] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    marks: list[TimeMark] = field(default_factory=list)


def schema_events(trial: TrialProtocol) -> SchemaEvents:
    """Gather what can be placed in time, and what cannot."""
    events = SchemaEvents()
    _add_visits(trial, events)
    largest = _largest_doses(trial)
    is_crossover = trial.design.model is DesignModel.CROSSOVER and bool(trial.design.sequences)
    for index, path in enumerate(paths(trial)):
        if is_crossover:
            sequence = trial.design.sequences[index]
            order = " → ".join(arm.name for arm in path.arms)
            lane = Lane(sequence.name, order, f"design.sequences[{sequence.id}]")
            calendar = Calendar(trial)
        else:
            arm = path.arms[0]
            lane = Lane(arm.name, _n(arm), f"arms[{arm.id}]")
            calendar = Calendar(trial, arm.id)
        _add_bars(lane, path, calendar, largest, events)
        for course in _courses(trial, path):
            _add_sessions(trial, lane, course, calendar, events)
        events.lanes.append(lane)
    return events


def _n(arm: Arm) -> str:
    return f"n = {arm.planned_n}" if arm.planned_n is not None else "n not decided"


def _courses(trial: TrialProtocol, path: Path) -> list[TherapyCourse]:
    wanted = dict.fromkeys(course for arm in path.arms for course in arm.courses)
    return [trial.course(course) for course in wanted]


def _add_visits(trial: TrialProtocol, events: SchemaEvents) -> None:
    whole = Calendar(trial)
    for number, visit in enumerate(trial.schedule.visits, start=1):
        calendar = Calendar(trial, visit.arms[0]) if visit.arms else whole
        place = f"schedule.visits[{visit.id}]"
        try:
            window, origin = calendar.visit_window(visit), calendar.origin(visit)
        except Undecided:
            events.unplaced.append(Unplaced(f"{number} {visit.name}", place))
            continue
        mark = VisitMark(number, visit, origin, window, f"{number} {visit.name}")
        events.visits.append(mark)
        events.marks.append(
            TimeMark(
                origin,
                float(window.target),
                float(window.target),
                float(window.earliest),
                float(window.latest),
            )
        )


def _largest_doses(trial: TrialProtocol) -> dict[str, float]:
    """Return the largest mg per kg of each drug among the study regimens."""
    largest: dict[str, float] = {}
    for regimen in trial.regimens:
        size = _mg_per_kg(regimen)
        if size is not None and regimen.drug is not None:
            largest[regimen.drug] = max(size, largest.get(regimen.drug, 0))
    return largest


def _mg_per_kg(regimen: DrugRegimen) -> float | None:
    try:
        total = administration_at(regimen, _REFERENCE_WEIGHT).total_mg_per_kg
    except Undecided:
        return None
    return None if total is None else float(total)


def _add_bars(
    lane: Lane, path: Path, calendar: Calendar, largest: dict[str, float], events: SchemaEvents
) -> None:
    for session in path.sessions:
        try:
            window, origin = calendar.visit_window(session.visit), calendar.origin(session.visit)
        except Undecided:
            lane.waiting.extend(
                Unplaced(f"{regimen.name}: {dose_in_words(regimen)}", f"regimens[{regimen.id}]")
                for regimen in session.regimens
            )
            continue
        start = float(window.target)
        for regimen in session.regimens:
            bar = _bar(regimen, session, origin, start, largest)
            lane.bars.append(bar)
            early, late = float(window.earliest), float(window.latest)
            open_for = max(bar.minutes, 60)
            events.marks.append(
                TimeMark(origin, start, start + open_for, early, late + open_for, is_dosing=True)
            )


def _bar(
    regimen: DrugRegimen, session: DosingSession, origin: str, start: float, largest: dict[str, float]
) -> DoseBar:
    size = _mg_per_kg(regimen)
    top = largest.get(regimen.drug or "", 0)
    share = size / top if size is not None and top > 0 else 0.6
    minutes = administration_minutes(regimen)
    return DoseBar(
        origin, start, float(minutes or 0), share, regimen.use is RegimenUse.COMPARATOR, short_dose(regimen),
        f"regimens[{regimen.id}]",
        f"{session.visit.name}, {session.arm.name}: {regimen.name}, {dose_in_words(regimen)}", session.number,
        f"schedule.visits[{session.visit.id}]",
    )  # fmt: skip


def _add_sessions(
    trial: TrialProtocol, lane: Lane, course: TherapyCourse, calendar: Calendar, events: SchemaEvents
) -> None:
    for session in course.sessions:
        place = f"courses[{course.id}].sessions[{session.id}]"
        minutes = float(session.duration.in_base) if session.duration else _SESSION_MINUTES
        try:
            origin, start = _session_start(trial, session, minutes, lane, calendar)
        except Undecided:
            unplaced = Unplaced(session.name, place)
            if unplaced not in events.unplaced:
                events.unplaced.append(unplaced)
            continue
        length = f", {session.duration.printed()}" if session.duration else ""
        inside = session.kind is SessionKind.IN_SESSION
        tip = f"{course.name}: {session.name}{length}"
        lane.blocks.append(SessionBlock(origin, start, minutes, place, tip, session.dose_number, inside))
        events.marks.append(TimeMark(origin, start, start + minutes, start, start + minutes))


def _session_start(
    trial: TrialProtocol, session: TherapySession, minutes: float, lane: Lane, calendar: Calendar
) -> tuple[str, float]:
    """Return origin and start of a session: its own timing, or its place beside the dose of its visit.

    Raises:
        Undecided: Neither timing nor visit is decided.
    """
    if session.timing is not None:
        anchored = calendar.anchor_visit(session.timing.anchor)
        origin = calendar.origin(anchored) if anchored else _origin(session)
        return origin, float(calendar.window(session.timing).target)
    visit = next((visit for visit in trial.schedule.visits if visit.id == session.visit), None)
    if visit is None:
        raise Undecided("", f"the time of {session.name}")
    start, origin = float(calendar.visit_window(visit).target), calendar.origin(visit)
    doses = [bar for bar in lane.bars if bar.origin == origin and bar.start == start]
    if not visit.is_dosing or not doses or session.kind is SessionKind.IN_SESSION:
        return origin, start
    if session.kind is SessionKind.PREPARATION:
        return origin, start - minutes - _BEFORE_DOSE
    return origin, start + max(bar.minutes for bar in doses) + _AFTER_DOSE


def _origin(session: TherapySession) -> str:
    """Name the origin that a session hangs from directly, as the calendar names it."""
    if session.timing is None:
        raise Undecided("", f"the time of {session.name}")
    anchor = session.timing.anchor
    name = anchor.kind.value.replace("_", " ")
    return f"{name} {anchor.number}" if anchor.kind is AnchorKind.PERIOD_START else name
