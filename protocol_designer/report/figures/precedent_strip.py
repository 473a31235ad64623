"""A strip plot: our dose and rate as a diamond among those of prior studies, one dot a reported regimen."""

from dataclasses import dataclass
from fractions import Fraction

from protocol_designer.precedents.nearest import Field, Precedent, Precedents, span_of
from protocol_designer.precedents.profile import Span
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.report.display_list import Align, Box, Drawing, Ink, Label, Mark, Shape, Stroke
from protocol_designer.report.figures.infusion_profile import ticks
from protocol_designer.report.precedent_words import reported_dose

_SIZE = 8.0
_LEFT, _RIGHT = 8.0, 8.0
_STRIP_HEIGHT = 92.0
_DOT = 3.0
_STEP = 7.5
_MOST_STACKED = 5


@dataclass(frozen=True, slots=True)
class _Point:
    span: Span
    tip: str
    is_average: bool


@dataclass(frozen=True, slots=True)
class _Strip:
    title: str
    unit: Unit
    ours: Span
    theirs: tuple[_Point, ...]


def precedent_strip(precedents: Precedents, width: float) -> Drawing:
    """Draw the strips of dose per kg, fixed dose and average rate; one without our own value is left out."""
    strips = [
        (Field.DOSE_PER_KG, "Dose, mg/kg", Unit.MG_PER_KG),
        (Field.DOSE, "Fixed dose, mg", Unit.MILLIGRAM),
        (Field.RATE, "Average rate, mg/kg/min", Unit.MG_PER_KG_PER_MIN),
    ]
    marks: list[Mark] = []
    said: list[str] = []
    top = 0.0
    for field, title, unit in strips:
        ours = span_of(precedents.profile, field)
        theirs = tuple(
            _Point(
                span,
                _tip(entry, span, unit),
                field is Field.RATE and entry.reported.profile.has_average_rate,
            )
            for entry in precedents.by_same_route
            if (span := span_of(entry.reported.profile, field)) is not None
        )
        if ours is None or not theirs:
            continue
        marks.extend(
            _strip(_Strip(title, unit, ours, theirs), width, top, f"regimens[{precedents.regimen.id}]")
        )
        low, high = min(point.span.low for point in theirs), max(point.span.high for point in theirs)
        said.append(
            f"{title}: {_words(ours, unit)} here; prior studies {_words(Span(low, high), unit)}, "
            f"{len(theirs)} reported regimens."
        )
        top += _STRIP_HEIGHT
    if not marks:
        text = "No prior dose or rate by this route can be drawn beside this one."
        return Drawing(width, 20, (Label(0, 13, text, 9, Ink.MUTED),), text)
    return Drawing(width, top, tuple(marks), " ".join(said))


def _strip(strip: _Strip, width: float, top: float, place: str) -> list[Mark]:
    ours, theirs, unit = strip.ours, strip.theirs, strip.unit
    most = max(float(ours.high), *(float(point.span.high) for point in theirs))
    scale = ticks(most)
    left, right, base = _LEFT, width - _RIGHT, top + _STRIP_HEIGHT - 22

    def x(value: Fraction | float) -> float:
        return left + (right - left) * float(value) / scale[-1]

    marks: list[Mark] = [Label(0, top + 10, strip.title, _SIZE, Ink.MUTED)]
    marks.append(Stroke(((left, base), (right, base)), Ink.MUTED, 0.75))
    for tick in scale:
        marks.append(Stroke(((x(tick), base), (x(tick), base + 3)), Ink.MUTED, 0.75))
        marks.append(Label(x(tick), base + 12, f"{tick:g}", _SIZE, Ink.MUTED, Align.CENTRE))
    heights: dict[int, int] = {}
    for point in sorted(theirs, key=lambda one: (one.span.low == one.span.high, one.span.low)):
        slots = [round(x(value) / (2 * _DOT)) for value in (point.span.low, point.span.high)]
        covered = range(slots[0], slots[1] + 1)
        level = max(heights.get(slot, 0) for slot in covered)
        heights.update(dict.fromkeys(covered, level + 1))
        y = base - 8 - _STEP * min(level, _MOST_STACKED - 1)
        start, end = x(point.span.low), x(point.span.high)
        if end > start:
            marks.append(Stroke(((start, y), (end, y)), Ink.ASSESSMENT, 1.5))
        marks.append(_dot(start, y, point))
        if end > start:
            marks.append(_dot(end, y, point))
    y = base - 5
    low, high = x(ours.low), x(ours.high)
    marks.append(Stroke(((low, top + 24), (low, base)), Ink.STUDY_DRUG, 0.9, is_dashed=True, place=place))
    if high > low:
        marks.append(Stroke(((low, y), (high, y)), Ink.STUDY_DRUG, 2, place=place))
    for value in sorted({low, high}):
        corners = ((value, y - 5), (value + 5, y), (value, y + 5), (value - 5, y))
        marks.append(Shape(corners, Ink.STUDY_DRUG, place=place, tip=f"This protocol: {_words(ours, unit)}"))
    align = Align.RIGHT if low > width / 2 else Align.LEFT
    offset = -4 if align is Align.RIGHT else 4
    marks.append(
        Label(
            low + offset, top + 21, f"here {_words(ours, unit)}", _SIZE, Ink.STUDY_DRUG, align, is_bold=True
        )
    )
    return marks


def _dot(x: float, y: float, point: _Point) -> Box:
    """A full dot is a dose or rate that was given, a hollow one a mean or median of rates that varied."""
    fill, stroke = (None, Ink.ASSESSMENT) if point.is_average else (Ink.ASSESSMENT, None)
    return Box(x - _DOT, y - _DOT, 2 * _DOT, 2 * _DOT, fill, stroke, radius=_DOT, tip=point.tip)


def _tip(entry: Precedent, span: Span, unit: Unit) -> str:
    reported = entry.reported
    average = " on average" if unit is Unit.MG_PER_KG_PER_MIN else ""
    return (
        f"{reported.template.label}: {reported_dose(reported.administration)}; {_words(span, unit)}{average}"
    )


def _words(span: Span, unit: Unit) -> str:
    low, high = Quantity(span.low, unit).printed_rounded(), Quantity(span.high, unit).printed_rounded()
    return low if span.low == span.high else f"{low.partition(' ')[0]} to {high}"
