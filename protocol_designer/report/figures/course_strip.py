"""A course of therapy over time: doses as bars, its sessions as rounded blocks with the letter of their kind.

What stands where is the same as in the trial schema; sessions without a time are listed, never placed.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from protocol_designer.domain.therapy import SessionKind, TherapyCourse, TherapySession
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import word
from protocol_designer.report.display_list import Align, Box, Drawing, Ink, Label, Mark, Stroke
from protocol_designer.report.figures.course_lane import FIRST_DOSE, lane_of
from protocol_designer.report.figures.schema_events import DoseBar, Lane, SessionBlock
from protocol_designer.report.figures.text_fit import shortened, text_width, wrapped
from protocol_designer.report.figures.time_scale import Column, TimeMark, TimeScale, time_scale

LETTERS = {
    SessionKind.PREPARATION: "P",
    SessionKind.IN_SESSION: "D",
    SessionKind.INTEGRATION: "I",
    SessionKind.MOTIVATIONAL: "M",
    SessionKind.RELAPSE_PREVENTION: "R",
    SessionKind.EDUCATION: "E",
    SessionKind.COUNSELLING: "C",
}
_KIND_OPEN = "?"
_SIZE = 8.0
_GUTTER = 74.0
_DOSE_TOP, _DOSE = 24.0, 16.0
_BASE = _DOSE_TOP + _DOSE + 2
_BLOCK, _ROW = 13.0, 16.0
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class _Placed:
    """A session on the strip: its sign and its edges."""

    block: SessionBlock
    sign: str
    x: float
    width: float
    row: int


def course_strip(trial: TrialProtocol, course: TherapyCourse, width: float) -> Drawing:
    """Draw a course for the first arm that receives it; for the first arm of all while none does."""
    if not course.sessions:
        return Drawing(width, 1, (), f"{course.name} has no session yet.")
    lane = lane_of(trial, course)
    signs = _signs(course)
    marks: list[Mark] = []
    bottom = 6.0
    if lane.blocks:
        scale = _scale(lane, width)
        placed = list(_rows(lane, signs, scale))
        rows = 1 + max((one.row for one in placed), default=-1)
        bottom = _BASE + 5 + rows * _ROW
        marks.extend(_axis(lane, scale, bottom))
        marks.extend(_stems(lane, placed, scale))
        marks.extend(_doses(lane, scale))
        for one in placed:
            marks.extend(_session(one))
    drawn = {block.place for block in lane.blocks}
    waiting = [one for one in course.sessions if _place(course, one) not in drawn]
    if waiting:
        made, bottom = _waiting(course, waiting, signs, width, bottom)
        marks.extend(made)
    for line in wrapped(_key(course), width - 2, _SIZE, 2):
        bottom += 11
        marks.append(Label(0, bottom, line, _SIZE, Ink.MUTED))
    return Drawing(width, bottom + 5, tuple(marks), _description(course, lane, waiting))


def _signs(course: TherapyCourse) -> dict[str, str]:
    """Give each session the letter of its kind, numbered where the kind has several."""
    letters = [LETTERS[one.kind] if one.kind else _KIND_OPEN for one in course.sessions]
    total, seen = Counter(letters), Counter[str]()
    signs = {}
    for session, letter in zip(course.sessions, letters, strict=True):
        seen[letter] += 1
        signs[_place(course, session)] = f"{letter}{seen[letter]}" if total[letter] > 1 else letter
    return signs


def _place(course: TherapyCourse, session: TherapySession) -> str:
    return f"courses[{course.id}].sessions[{session.id}]"


def _scale(lane: Lane, width: float) -> TimeScale:
    marks = []
    for bar in lane.bars:
        end = bar.start + max(bar.minutes, 60)
        marks.append(TimeMark(bar.origin, bar.start, end, bar.start, end, is_dosing=True))
    for block in lane.blocks:
        end = block.start + block.minutes
        marks.append(TimeMark(block.origin, block.start, end, block.start, end))
    return time_scale(marks, _GUTTER, width)


def _rows(lane: Lane, signs: dict[str, str], scale: TimeScale) -> Iterator[_Placed]:
    """Place sessions in rows so that none covers another; those inside a dose stand in its bar."""
    ends: list[float] = []
    bars = {(bar.origin, bar.start) for bar in lane.bars}
    for block in sorted(lane.blocks, key=lambda one: (scale.x(one.origin, one.start), one.place)):
        sign = signs[block.place]
        x = scale.x(block.origin, block.start)
        length = scale.x(block.origin, block.start + block.minutes) - x
        wide = max(text_width(sign, _SIZE, is_bold=True) + 6, length)
        if block.is_inside_dose and (block.origin, block.start) in bars:
            yield _Placed(block, sign, x + 2, wide, -1)
            continue
        # A sign that is wider than its session's time stands in the middle of it.
        x -= (wide - length) / 2
        row = next((index for index, end in enumerate(ends) if end + 2 <= x), len(ends))
        if row == len(ends):
            ends.append(0)
        ends[row] = x + wide
        yield _Placed(block, sign, x, wide, row)


def _axis(lane: Lane, scale: TimeScale, bottom: float) -> Iterator[Mark]:
    """Write the days above the line of time, each as far as there is room."""
    first = lane.bars[0] if lane.bars else None
    origin = first.origin if first else scale.columns[0].origin
    zero = first.start if first else 0.0
    from_what = "dose 1" if first or origin == FIRST_DOSE else origin
    yield Label(0, 10, shortened(f"Days from {from_what}", _GUTTER - 4, _SIZE), _SIZE, Ink.MUTED)
    left, right = scale.columns[0].x, scale.columns[-1].right
    yield Stroke(((left, _BASE), (right, _BASE)), Ink.MUTED, 0.75)
    taken, named = _GUTTER - 6, {origin}
    for column in scale.columns:
        text = _day(column, zero if column.origin == origin else 0.0)
        if column.origin not in named:
            named.add(column.origin)
            text = f"{column.origin}: {text}"
        wide = text_width(text, _SIZE)
        start = max(_GUTTER, column.centre - wide / 2)
        if start > taken + 4 and start + wide <= right + 30:
            yield Stroke(((column.centre, 13), (column.centre, bottom - 3)), Ink.HAIRLINE, 0.5)
            yield Label(start, 10, text, _SIZE, Ink.MUTED)
            taken = start + wide


def _day(column: Column, zero: float) -> str:
    start = column.dose if column.dose is not None else column.start
    days = round((start - zero) / _DAY)
    return f"{'−' if days < 0 else ''}{abs(days)}"


def _doses(lane: Lane, scale: TimeScale) -> Iterator[Mark]:
    """Draw each dosing session once, whatever is given in it, with its number."""
    taken = _GUTTER
    first: dict[tuple[str, float], DoseBar] = {}
    for bar in lane.bars:
        first.setdefault((bar.origin, bar.start), bar)
    for bar in first.values():
        x = scale.x(bar.origin, bar.start)
        wide = max(18.0, scale.x(bar.origin, bar.start + bar.minutes) - x + 4)
        yield Box(x, _DOSE_TOP, wide, _DOSE, Ink.STUDY_DRUG, place=bar.place, tip=bar.tip)
        text = f"Dose {bar.number}"
        if x >= taken:
            yield Label(x, _DOSE_TOP - 3, text, _SIZE, Ink.TEXT, is_bold=True, place=bar.place)
            taken = x + text_width(text, _SIZE, is_bold=True) + 4


def _stems(lane: Lane, placed: list[_Placed], scale: TimeScale) -> Iterator[Mark]:
    """Join a session to the dose that it prepares or follows."""
    tops = {bar.number: scale.x(bar.origin, bar.start) + 4 for bar in reversed(lane.bars)}
    for one in placed:
        dose = tops.get(one.block.dose_number) if one.block.dose_number is not None else None
        if dose is not None and one.row >= 0:
            y = _top(one.row) + _BLOCK / 2
            yield Stroke(((one.x + one.width / 2, y), (dose, y), (dose, _BASE)), Ink.THERAPY, 0.5)


def _session(one: _Placed) -> Iterator[Mark]:
    y = _top(one.row) if one.row >= 0 else _DOSE_TOP + (_DOSE - _BLOCK) / 2
    place, tip = one.block.place, one.block.tip
    edge = Ink.SURFACE if one.row < 0 else Ink.THERAPY
    yield Box(one.x, y, one.width, _BLOCK, Ink.THERAPY, edge, radius=_BLOCK / 2, place=place, tip=tip)
    middle = one.x + one.width / 2
    yield Label(middle, y + 9.5, one.sign, _SIZE, Ink.SURFACE, Align.CENTRE, is_bold=True)


def _top(row: int) -> float:
    return _BASE + 5 + row * _ROW


def _waiting(
    course: TherapyCourse, waiting: list[TherapySession], signs: dict[str, str], width: float, y: float
) -> tuple[list[Mark], float]:
    """List the sessions that have no time, in dashed outlines."""
    marks: list[Mark] = [Label(0, y + 10, "Not placed yet", _SIZE, Ink.MUTED, max_width=_GUTTER - 4)]
    x = _GUTTER
    for session in waiting:
        place = _place(course, session)
        wide = text_width(signs[place], _SIZE, is_bold=True) + 8
        if x + wide > width and x > _GUTTER:
            x, y = _GUTTER, y + _ROW
        tip = f"{session.name}: its day is not decided"
        marks.append(
            Box(x, y, wide, _BLOCK, Ink.SURFACE, Ink.THERAPY, radius=_BLOCK / 2, place=place, tip=tip)
        )
        marks.append(
            Label(x + wide / 2, y + 9.5, signs[place], _SIZE, Ink.THERAPY, Align.CENTRE, is_bold=True)
        )
        x += wide + 3
    return marks, y + _ROW


def _key(course: TherapyCourse) -> str:
    kinds = [kind for kind in SessionKind if any(one.kind is kind for one in course.sessions)]
    words = [f"{LETTERS[kind]} {word(kind)}" for kind in kinds]
    if any(one.kind is None for one in course.sessions):
        words.append(f"{_KIND_OPEN} kind not decided")
    return " · ".join(words)


def _description(course: TherapyCourse, lane: Lane, waiting: list[TherapySession]) -> str:
    doses = len({(bar.origin, bar.start) for bar in lane.bars})
    told = "; ".join(block.tip.partition(": ")[2] for block in lane.blocks)
    rest = f" Without a time: {', '.join(one.name for one in waiting)}." if waiting else ""
    placed = f" In order of time: {told}." if told else ""
    return f"{course.name}: {len(course.sessions)} sessions around {doses} doses.{placed}{rest}"
