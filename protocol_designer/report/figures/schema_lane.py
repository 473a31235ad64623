"""One lane of the trial schema: name and n, dosing bars, therapy blocks with stems to their doses."""

from collections.abc import Sequence
from dataclasses import dataclass

from protocol_designer.report.display_list import Align, Box, Hatch, Ink, Label, Mark, Stroke, Timed
from protocol_designer.report.figures.schema_events import DoseBar, Lane, SessionBlock
from protocol_designer.report.figures.text_fit import shortened, text_width, wrapped
from protocol_designer.report.figures.time_scale import TimeScale

_NAME = 9.0
_SMALL = 8.0
_LABEL_ROW = 13.0
_BAR_ROW = 26.0
_BLOCK, _BLOCK_ROW = 6.0, 9.0
_MOST_BLOCK_ROWS = 4
_SMALLEST_BAR, _SMALLEST_BLOCK = 7.0, 6.0
_LOWEST_BAR = 5.0
_GAP = 4.0


@dataclass(frozen=True, slots=True)
class LaneFrame:
    """Where a lane stands; its names end at ``gutter``, the line of allocation stands at ``line``."""

    top: float
    height: float
    gutter: float
    width: float
    line: float | None


def lane_height(lane: Lane, scale: TimeScale) -> float:
    """Return how high a lane must be for its bars and the rows of its sessions."""
    rows = 1 + max((row for _, row, _, _ in _stacked(lane.blocks, scale)), default=-1)
    return max(62.0, _LABEL_ROW + _BAR_ROW + rows * _BLOCK_ROW + 10)


def lane_marks(lane: Lane, scale: TimeScale, frame: LaneFrame) -> list[Mark]:
    """Draw a lane inside its frame."""
    top, height, gutter, width = frame.top, frame.height, frame.gutter, frame.width
    base = top + _LABEL_ROW + _BAR_ROW
    marks: list[Mark] = [Stroke(((0, top + height), (width, top + height)), Ink.HAIRLINE, 0.5)]
    marks.extend(_heading(lane, top, gutter))
    if not lane.bars:
        marks.extend(_waiting(lane, frame))
    if not scale.columns:
        return marks
    left, right = scale.columns[0].x, scale.columns[-1].right
    marks.append(Stroke(((left, base), (right, base)), Ink.MUTED, 0.75, place=lane.place))
    spans = _bar_spans(lane.bars, scale)
    tops: dict[int, float] = {}
    for bar, (x, length) in zip(lane.bars, spans, strict=True):
        tall = max(_LOWEST_BAR, bar.share * _BAR_ROW)
        ink = Ink.COMPARATOR if bar.is_comparator else Ink.STUDY_DRUG
        hatch = Hatch.DIAGONAL if bar.is_comparator else Hatch.SOLID
        when = Timed(bar.visit, bar.origin, bar.start, bar.start + bar.minutes)
        marks.append(
            Box(x, base - tall, length, tall, ink, ink, hatch, place=bar.place, tip=bar.tip, timed=when)
        )
        tops.setdefault(bar.number, x + length / 2)
    marks.extend(_dose_labels(lane.bars, spans, base, frame))
    for block, row, x, length in _stacked(lane.blocks, scale):
        y = base + 4 + row * _BLOCK_ROW
        dose_x = tops.get(block.dose_number) if block.dose_number is not None else None
        if dose_x is not None and not block.is_inside_dose:
            middle = x + length / 2
            marks.append(
                Stroke(((middle, y + _BLOCK / 2), (dose_x, y + _BLOCK / 2), (dose_x, base)), Ink.THERAPY, 0.5)
            )
        when = Timed(block.place, block.origin, block.start, block.start + block.minutes)
        marks.append(
            Box(
                x,
                y,
                length,
                _BLOCK,
                Ink.THERAPY,
                radius=_BLOCK / 2,
                place=block.place,
                tip=block.tip,
                timed=when,
            )
        )
    return marks


def cut_names(lanes: Sequence[Lane], gutter: float) -> list[tuple[str, str, str]]:
    """Return the whole names of the lanes, numbered from the top, when the gutter shortens one of them."""
    room = gutter - 10
    is_cut = any(
        line.endswith("…")
        for lane in lanes
        for line in (
            *wrapped(lane.name, room, _NAME, 3, is_bold=True),
            *wrapped(lane.detail, room, _SMALL, 2),
        )
    )
    if not is_cut:
        return []
    return [(str(index), lane.name, lane.place) for index, lane in enumerate(lanes, 1)]


def _heading(lane: Lane, top: float, gutter: float) -> list[Mark]:
    room = gutter - 10
    lines = wrapped(lane.name, room, _NAME, 3, is_bold=True)
    marks: list[Mark] = [
        Label(0, top + 14 + 11 * index, line, _NAME, Ink.TEXT, is_bold=True, max_width=room, place=lane.place)
        for index, line in enumerate(lines)
    ]
    below = top + 14 + 11 * len(lines)
    marks.extend(
        Label(0, below + 10 * index, line, _SMALL, Ink.MUTED, max_width=room, place=lane.place)
        for index, line in enumerate(wrapped(lane.detail, room, _SMALL, 2))
    )
    return marks


def _waiting(lane: Lane, frame: LaneFrame) -> list[Mark]:
    """Write the doses whose day is not decided, each once, where the bars would stand."""
    room = frame.width - frame.gutter - 16
    marks: list[Mark] = []
    for index, item in enumerate(list(dict.fromkeys(lane.waiting))[:2]):
        text = shortened(item.text, room, _SMALL)
        y = frame.top + 14 + 11 * index
        marks.append(Label(frame.gutter + 8, y, text, _SMALL, Ink.MUTED, max_width=room, place=item.place))
    return marks


def _bar_spans(bars: Sequence[DoseBar], scale: TimeScale) -> list[tuple[float, float]]:
    """Return left edge and length of each bar; regimens given together stand side by side."""
    spans: list[tuple[float, float]] = []
    for bar in bars:
        x = scale.x(bar.origin, bar.start)
        length = max(_SMALLEST_BAR, scale.x(bar.origin, bar.start + bar.minutes) - x)
        if spans and x < spans[-1][0] + spans[-1][1]:
            x = spans[-1][0] + spans[-1][1] + 1
        spans.append((x, length))
    return spans


def _dose_labels(
    bars: Sequence[DoseBar], spans: Sequence[tuple[float, float]], base: float, frame: LaneFrame
) -> list[Mark]:
    """Write each dose above its bar where there is room between its neighbours."""
    marks: list[Mark] = []
    taken, line = frame.gutter, frame.line
    for index, (bar, (x, length)) in enumerate(zip(bars, spans, strict=True)):
        limit = spans[index + 1][0] - _GAP if index + 1 < len(spans) else frame.width
        middle = x + length / 2
        wanted = text_width(bar.label, _SMALL)
        start = max(taken, min(middle - wanted / 2, limit - wanted))
        if line is not None and start - 2 < line < start + wanted + 2:
            start = line + 3
        text = shortened(bar.label, limit - start, _SMALL)
        if not text or (index and bar.label == bars[index - 1].label and text != bar.label):
            continue
        y = base - _BAR_ROW - 3
        used = text_width(text, _SMALL)
        marks.append(Label(start, y, text, _SMALL, Ink.TEXT, Align.LEFT, max_width=used + 2, place=bar.place))
        taken = start + used + _GAP
    return marks


def _stacked(
    blocks: Sequence[SessionBlock], scale: TimeScale
) -> list[tuple[SessionBlock, int, float, float]]:
    """Place sessions in rows so that none covers another, as far as the rows reach."""
    ends: list[float] = []
    found: list[tuple[SessionBlock, int, float, float]] = []
    for block in sorted(blocks, key=lambda block: (scale.x(block.origin, block.start), block.place)):
        x = scale.x(block.origin, block.start)
        length = max(_SMALLEST_BLOCK, scale.x(block.origin, block.start + block.minutes) - x)
        row = next((index for index, end in enumerate(ends) if end + 1 <= x), len(ends))
        if row == len(ends):
            if len(ends) == _MOST_BLOCK_ROWS:
                row = min(range(len(ends)), key=ends.__getitem__)
                x = ends[row] + 1
            else:
                ends.append(0)
        ends[row] = x + length
        found.append((block, row, x, length))
    return found
