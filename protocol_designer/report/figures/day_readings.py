"""The lane of one watched parameter on a drawn dosing day: before, during, after, until discharge."""

from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.session_day import SessionDay, readings_after, readings_during
from protocol_designer.domain.dosing_day import Monitoring
from protocol_designer.domain.wording import title_word
from protocol_designer.report.display_list import Box, Ink, Label, Mark, Shape, Stroke
from protocol_designer.report.figures.day_scale import LEFT, SIZE, DayScale
from protocol_designer.report.figures.text_fit import shortened

_TICK, _BAND = 7.0, 4.0
_MOST_READINGS = 90
"""More readings than this would be one grey bar; they are drawn as a band."""


def readings(entry: Monitoring, day: SessionDay, scale: DayScale, top: float) -> Iterator[Mark]:
    """Draw when a parameter is watched: a band where continuous, a stroke for each reading."""
    place, middle = f"dosing_day.monitoring[{entry.id}]", top + 9
    name = title_word(entry.parameter)
    yield Label(0, middle + 3, shortened(name, LEFT - 8, SIZE), SIZE, place=place)
    yield from _before(entry, day, scale, middle, place)
    end = scale.x(day.dose_end) if day.dose_end is not None else scale.right
    leave = scale.x(day.ends) if day.ends is not None else scale.right
    during, after = readings_during(entry, day), readings_after(entry, day)
    if entry.is_continuous:
        stop = leave if entry.continues_until_discharge else end
        tip = f"{name}: continuously" + (" until discharge" if entry.continues_until_discharge else "")
        yield Box(
            scale.zero, middle - _BAND / 2, stop - scale.zero, _BAND, Ink.ASSESSMENT, place=place, tip=tip
        )
    elif entry.interval_during is None:
        told = "not decided" if entry.is_continuous is None else "interval not decided"
        yield from _unknown(told, scale.zero, end, middle, f"{place}.interval_during")
    yield from _strokes(during, scale, middle, f"{place}.interval_during")
    yield from _strokes(after, scale, middle, f"{place}.interval_after")
    is_watched = entry.is_continuous and entry.continues_until_discharge
    if entry.interval_after is None and not is_watched and entry.continues_until_discharge is not False:
        yield from _unknown("not decided", end, leave, middle, f"{place}.interval_after")


def _before(entry: Monitoring, day: SessionDay, scale: DayScale, middle: float, place: str) -> Iterator[Mark]:
    where = f"{place}.is_measured_before"
    start = scale.x(day.begins) if day.begins is not None else LEFT
    x = scale.zero - 8
    if entry.is_measured_before:
        points = ((x, middle - 4), (x + 4, middle), (x, middle + 4), (x - 4, middle))
        yield Shape(points, Ink.ASSESSMENT, where, f"{title_word(entry.parameter)}: before the dose")
    elif entry.is_measured_before is None:
        yield from _unknown("before?", start, scale.zero, middle, where)


def _strokes(times: tuple[Fraction, ...], scale: DayScale, middle: float, place: str) -> Iterator[Mark]:
    if len(times) > _MOST_READINGS:
        start, end = scale.x(times[0]), scale.x(times[-1])
        yield Box(start, middle - _TICK / 2, end - start, _TICK, Ink.ASSESSMENT, place=place)
        return
    for time in times:
        x = scale.x(time)
        yield Stroke(((x, middle - _TICK / 2), (x, middle + _TICK / 2)), Ink.ASSESSMENT, 1.4, place=place)


def _unknown(text: str, start: float, end: float, middle: float, place: str) -> Iterator[Mark]:
    yield Stroke(((start, middle + 5), (end, middle + 5)), Ink.SOFT, 0.8, is_dashed=True, place=place)
    if fitting := shortened(text, end - start - 6, SIZE - 1):
        yield Label(start + 3, middle + 2, fitting, SIZE - 1, Ink.SOFT, place=place)
