"""The lower part of the trial schema: time axis, visit windows in rows, and what is not placed yet."""

from collections.abc import Sequence
from math import ceil, floor

from protocol_designer.report.display_list import Align, Box, Ink, Label, Mark, Stroke, Timed
from protocol_designer.report.figures.schema_events import Unplaced, VisitMark
from protocol_designer.report.figures.text_fit import shortened, text_width
from protocol_designer.report.figures.time_scale import Column, TimeScale

_SIZE = 8.0
_DAY = 24 * 60
_HOUR = 60.0
_HOUR_STEPS = (0.25, 0.5, 1, 2, 4, 8)
_HOUR_ROOM, _WIDE = 40.0, 90.0
_ROW = 21.0
_GAP = 5.0
_NARROWEST = 5.0
_ALMOST, _FEW = 0.1, 3
"""Days: how near a time must be to a whole day to be called that day, and up to which it is told in hours."""


def axis_marks(scale: TimeScale, gutter: float, width: float, y: float) -> tuple[list[Mark], float]:
    """Draw ticks with the day of each column, and what each stretch counts from; returns the new bottom."""
    marks: list[Mark] = [Label(0, y + 13, "Day", _SIZE, Ink.MUTED, max_width=gutter - 10)]
    taken = gutter
    for column in scale.columns:
        x = column.centre if column.width < 20 else scale.x(column.origin, column.start)
        marks.append(Stroke(((x, y), (x, y + 4)), Ink.MUTED, 0.75))
        text = _day(column.start)
        used = text_width(text, _SIZE)
        if x - used / 2 >= taken and x + used / 2 <= width:
            marks.append(Label(x, y + 13, text, _SIZE, Ink.MUTED, Align.CENTRE))
            taken = x + used / 2 + _GAP
        hours, taken = _hours(column, scale, y, taken)
        marks.extend(hours)
    for index, origin in enumerate(scale.origins):
        own = [column for column in scale.columns if column.origin == origin]
        left, right = own[0].x, own[-1].right
        marks.append(Stroke(((left - 4, y), (right + 4, y)), Ink.MUTED, 0.75))
        end = width if index + 1 == len(scale.origins) else _next_left(scale, origin) - _GAP
        start = gutter if index == 0 else left - 4
        text = shortened(f"from {origin}", end - start, _SIZE)
        if text:
            marks.append(Label(start, y + 24, text, _SIZE, Ink.MUTED, max_width=end - start))
    return marks, y + 30


def _from_dose(hours: float) -> str:
    """Write a time of a dosing day: “dose”, “+15 min”, “−2 h”."""
    if not hours:
        return "dose"
    text = f"{hours:+g} h" if hours == round(hours) else f"{hours * 60:+g} min"
    return text.replace("-", "−")


def _hours(column: Column, scale: TimeScale, y: float, taken: float) -> tuple[list[Mark], float]:
    """Divide a dosing day that is wide enough into hours from its dose."""
    if column.dose is None or column.width < _WIDE:
        return [], taken
    marks: list[Mark] = []
    room = column.width / max(1.0, (column.end - column.start) / _HOUR)
    step = next((hours for hours in _HOUR_STEPS if hours * room >= _HOUR_ROOM), _HOUR_STEPS[-1])
    while 0 < step * room < _HOUR_ROOM:
        step *= 2
    first = ceil((column.start - column.dose) / _HOUR / step)
    last = floor((column.end - column.dose) / _HOUR / step)
    for number in range(first, last + 1):
        x = scale.x(column.origin, column.dose + number * step * _HOUR)
        marks.append(Stroke(((x, y), (x, y + 3)), Ink.MUTED, 0.5))
        text = _from_dose(number * step)
        half = text_width(text, _SIZE) / 2
        if x - half >= taken and x + half <= column.right + _GAP:
            marks.append(Label(x, y + 13, text, _SIZE, Ink.MUTED, Align.CENTRE))
            taken = x + half + _GAP
    return marks, taken


def _next_left(scale: TimeScale, origin: str) -> float:
    following = scale.origins[scale.origins.index(origin) + 1]
    return min(column.x for column in scale.columns if column.origin == following) - 4


def _day(minutes: float) -> str:
    days = minutes / _DAY
    if abs(days - round(days)) < _ALMOST:
        text = str(round(days))
    elif abs(days) < _FEW:
        text = f"{round(minutes / _HOUR)} h"
    else:
        text = f"{days:.1f}"
    return text.replace("-", "−")


def visit_marks(
    visits: Sequence[VisitMark],
    scale: TimeScale,
    gutter: float,
    width: float,
    y: float,
    *,
    has_names: bool = True,
) -> tuple[list[Mark], float]:
    """Draw each window as a bracket with a tick at its target; names where there is room, numbers always."""
    marks: list[Mark] = [Label(0, y + 12, "Visit windows", _SIZE, Ink.MUTED, max_width=gutter - 10)]
    rows: list[list[tuple[float, float, float, float, VisitMark]]] = []
    for mark in sorted(visits, key=lambda mark: scale.x(mark.origin, float(mark.window.target))):
        left = scale.x(mark.origin, float(mark.window.earliest))
        right = scale.x(mark.origin, float(mark.window.latest))
        target = scale.x(mark.origin, float(mark.window.target))
        left, right = min(left, target - _NARROWEST / 2), max(right, target + _NARROWEST / 2)
        half = text_width(str(mark.number), _SIZE) / 2
        start, end = min(left, target - half), max(right, target + half)
        row = next((row for row in rows if row[-1][1] + _GAP <= start), None)
        if row is None:
            rows.append(row := [])
        row.append((start, end, target, left, mark))
    for index, row in enumerate(rows):
        top = y + 4 + index * _ROW
        taken = gutter
        for position, (_, end, target, left, mark) in enumerate(row):
            limit = row[position + 1][0] - _GAP if position + 1 < len(row) else width
            right = max(scale.x(mark.origin, float(mark.window.latest)), target + _NARROWEST / 2)
            marks.extend(_bracket(mark, left, target, right, top))
            marks.append(label := _name(mark, target, taken, max(limit, end), top + 16, has_name=has_names))
            taken = max(end, label.x + text_width(label.text, _SIZE)) + _GAP
    return marks, y + 8 + len(rows) * _ROW


def _bracket(mark: VisitMark, left: float, target: float, right: float, top: float) -> list[Mark]:
    place = f"schedule.visits[{mark.visit.id}]"
    at = float(mark.window.target)
    when = Timed(place, mark.origin, at, at)
    return [
        Stroke(((left, top), (left, top + 6), (right, top + 6), (right, top)), Ink.FOLLOW_UP, 1, place=place),
        Stroke(((target, top + 1), (target, top + 6)), Ink.FOLLOW_UP, 1.8, place=place),
        Box(left - 2, top - 2, right - left + 4, 10, place=place, tip=mark.tip, timed=when),
    ]


def _name(mark: VisitMark, target: float, taken: float, limit: float, y: float, *, has_name: bool) -> Label:
    """Write number and name if there is room for a piece of the name, else the number alone."""
    number = str(mark.number)
    full = f"{number} {mark.visit.name}" if has_name else number
    room = limit - taken
    text = shortened(full, room, _SIZE)
    if len(text) < len(number) + 6 and text != full:
        text = number
    used = text_width(text, _SIZE)
    x = max(taken, min(target - used / 2, limit - used)) if text != number else target - used / 2
    return Label(x, y, text, _SIZE, Ink.TEXT, max_width=used + 2, place=f"schedule.visits[{mark.visit.id}]")


def unplaced_marks(items: Sequence[Unplaced], width: float, y: float) -> tuple[list[Mark], float]:
    """List what has no time yet in a quiet row, wrapped to the width."""
    if not items:
        return [], y
    marks: list[Mark] = [Label(0, y + 12, "Not placed yet", _SIZE, Ink.MUTED, is_bold=True)]
    x = start = text_width("Not placed yet", _SIZE, is_bold=True) + 10
    row = y + 12
    for item in items:
        text = shortened(item.text, width - start - 10, _SIZE)
        used = text_width(text, _SIZE)
        if x > start and x + used > width:
            x, row = start, row + 12
        marks.append(Label(x, row, text, _SIZE, Ink.MUTED, max_width=used + 2, place=item.place))
        x += used + 12
    return marks, row + 6
