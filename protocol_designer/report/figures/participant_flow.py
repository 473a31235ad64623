"""The planned flow of participants: assessed, allocated, dosed, followed, analysed, a column a path.

What only the trial will count is left to be counted; a number that the protocol should name and does not is
called not decided. Paths are arms, or the sequences of a crossover.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.report.display_list import Align, Box, Drawing, Ink, Label, Mark, Shape, Stroke
from protocol_designer.report.figures.flow_words import FlowPath, FlowStep, flow_paths, head_boxes
from protocol_designer.report.figures.text_fit import wrapped

_SIZE, _LEADING = 8.0, 10.5
_PAD, _GAP = 5.0, 15.0
_GUTTER = 62.0
_BETWEEN = 8.0
_HEAD_SHARE, _ASIDE_AT = 0.6, 0.66
_MOST_COLUMNS = 4
_MOST_LINES, _MOST_HEAD_LINES = 10, 4
_ARROW = 3.0
_TIE = "\ue000"
"""Stands for the blank between a number and its unit while lines are broken; a private character."""
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=[A-Za-zµ%])")


@dataclass(frozen=True, slots=True)
class FlowText:
    """The text of one box: a bold head, lines below it, the place that it speaks of."""

    head: str
    lines: tuple[str, ...] = ()
    place: str | None = None


_STAGES: tuple[tuple[str, Callable[[FlowPath], FlowText]], ...] = (
    ("Allocation", lambda path: FlowText(path.name, path.allocated, path.place)),
    ("Treatment", lambda path: FlowText("Receives", path.received, path.place)),
    ("Follow-up", lambda path: FlowText("Is followed up", path.followed, "schedule.visits")),
    ("Analysis", lambda path: FlowText("Is analysed", path.analysed, "statistics.analysis_sets")),
)


@dataclass(frozen=True, slots=True)
class _Laid:
    marks: tuple[Mark, ...]
    height: float


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the boxes stand: their left edge, their width, and the line down the middle of the first ones."""

    left: float
    width: float
    middle: float


def participant_flow(trial: TrialProtocol, width: float) -> tuple[Drawing, ...]:
    """Draw the planned flow in ``width`` points; paths that do not fit side by side go into a further one."""
    inner = width - _GUTTER
    frame = _Frame(_GUTTER, inner, _GUTTER + inner * _HEAD_SHARE / 2)
    found = flow_paths(trial)
    marks: list[Mark] = []
    y = _head(marks, head_boxes(trial), frame, goes_on=bool(found))
    said = [_said(step) for step in head_boxes(trial)]
    drawings = []
    for start in range(0, max(len(found), 1), _MOST_COLUMNS):
        row = found[start : start + _MOST_COLUMNS]
        if row:
            if start == 0:
                marks.extend(_fan(row, frame, y))
            y = _columns(marks, row, frame, y)
        told = " ".join(("Planned flow of participants.", *said, *(_path_said(path) for path in row)))
        drawings.append(Drawing(width, y, tuple(marks), told))
        marks, y, said = [], 1.0, []
    return tuple(drawings)


def _head(marks: list[Mark], steps: Sequence[FlowStep], frame: _Frame, goes_on: bool) -> float:
    """Draw what all participants pass, one below the other; returns where the next thing begins."""
    y = 1.0
    wide, aside_at = frame.width * _HEAD_SHARE, frame.left + frame.width * _ASIDE_AT
    for index, step in enumerate(steps):
        box = _box(FlowText(step.head, step.lines, step.place), frame.left, y, wide)
        marks.extend(box.marks)
        height = box.height
        if step.aside:
            room = frame.left + frame.width - aside_at
            aside = _box(FlowText(step.aside, step.aside_lines), aside_at, y, room)
            marks.extend(aside.marks)
            marks.extend(_across(frame.left + wide, aside_at, y + min(box.height, aside.height) / 2))
            height = max(height, aside.height)
        if step.stage:
            marks.append(_stage(step.stage, y))
        following = y + height + _GAP
        is_last = index == len(steps) - 1
        if not is_last:
            marks.extend(_down(frame.middle, y + box.height, following))
        elif goes_on:
            marks.extend(_down(frame.middle, y + box.height, following - _GAP / 2, has_head=False))
        y = following
    return y


def _fan(row: Sequence[FlowPath], frame: _Frame, y: float) -> list[Mark]:
    """Lead from the last common box to each path."""
    bar = y - _GAP / 2
    centres = _centres(len(row), frame)
    ends = (min(*centres, frame.middle), max(*centres, frame.middle))
    marks: list[Mark] = [Stroke(((ends[0], bar), (ends[1], bar)), Ink.TEXT, 0.8)]
    for x in centres:
        marks.extend(_down(x, bar, y))
    return marks


def _width(count: int, frame: _Frame) -> float:
    return (frame.width - _BETWEEN * (count - 1)) / count


def _centres(count: int, frame: _Frame) -> list[float]:
    each = _width(count, frame)
    return [frame.left + index * (each + _BETWEEN) + each / 2 for index in range(count)]


def _columns(marks: list[Mark], row: Sequence[FlowPath], frame: _Frame, y: float) -> float:
    """Draw paths side by side, stage by stage; the boxes of a stage are equally high."""
    each = _width(len(row), frame)
    centres = _centres(len(row), frame)
    for index, (stage, text_of) in enumerate(_STAGES):
        texts = [text_of(path) for path in row]
        height = max(_box(text, 0, y, each).height for text in texts)
        for text, centre in zip(texts, centres, strict=True):
            marks.extend(_box(text, centre - each / 2, y, each, height).marks)
        marks.append(_stage(stage, y))
        y += height
        if index < len(_STAGES) - 1:
            for x in centres:
                marks.extend(_down(x, y, y + _GAP))
            y += _GAP
    return y + 2


def _box(text: FlowText, x: float, y: float, width: float, height: float | None = None) -> _Laid:
    """Lay out a box as high as its text, or as high as is asked."""
    room = width - 2 * _PAD
    heads = _lines(text.head, room, _MOST_HEAD_LINES, is_bold=True)
    lines = [part for line in text.lines for part in _lines(line, room, _MOST_LINES)]
    needed = _LEADING * (len(heads) + len(lines)) + 2 * _PAD
    marks: list[Mark] = [
        Box(x, y, width, height or needed, Ink.SURFACE, Ink.MUTED, radius=2, place=text.place)
    ]
    at = y + _PAD + _SIZE
    for index, line in enumerate((*heads, *lines)):
        is_head = index < len(heads)
        marks.append(Label(x + _PAD, at, line, _SIZE, Ink.TEXT, is_bold=is_head, place=text.place))
        at += _LEADING
    return _Laid(tuple(marks), needed)


def _lines(text: str, width: float, most: int, is_bold: bool = False) -> list[str]:
    """Break a text into lines, never between a number and its unit."""
    tied = wrapped(_BEFORE_UNIT.sub(_TIE, text), width, _SIZE, most, is_bold)
    return [line.replace(_TIE, " ") for line in tied]


def _stage(text: str, y: float) -> Label:
    return Label(0, y + _PAD + _SIZE, text, _SIZE, Ink.MUTED, Align.LEFT, is_bold=True)


def _down(x: float, start: float, end: float, has_head: bool = True) -> list[Mark]:
    line = Stroke(((x, start), (x, end)), Ink.TEXT, 0.8)
    if not has_head:
        return [line]
    return [line, Shape(((x - _ARROW, end - 2 * _ARROW), (x + _ARROW, end - 2 * _ARROW), (x, end)), Ink.TEXT)]


def _across(start: float, end: float, y: float) -> list[Mark]:
    tip = ((end - 2 * _ARROW, y - _ARROW), (end - 2 * _ARROW, y + _ARROW), (end, y))
    return [Stroke(((start, y), (end, y)), Ink.TEXT, 0.8), Shape(tip, Ink.TEXT)]


def _said(step: FlowStep) -> str:
    text = _sentence(step.head, step.lines)
    return f"{text} {_sentence(step.aside, step.aside_lines)}" if step.aside else text


def _path_said(path: FlowPath) -> str:
    stages = (("receives", path.received), ("follow-up", path.followed), ("analysis", path.analysed))
    told = [*path.allocated, *(part for name, lines in stages for part in (name, *lines))]
    return _sentence(path.name, told)


def _sentence(head: str, lines: Sequence[str]) -> str:
    return f"{head}: {'; '.join(lines)}." if lines else f"{head}."
