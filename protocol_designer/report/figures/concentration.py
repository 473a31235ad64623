"""The predicted plasma concentration: a line for each weight, bands of people and models, reported ranges."""

from collections.abc import Callable, Iterator, Sequence

from protocol_designer.kinetics.over_weights import OverWeights
from protocol_designer.kinetics.prediction import Confidence, Curve, Prediction
from protocol_designer.kinetics.reported_ranges import REPORTED_RANGES
from protocol_designer.report.display_list import Align, Box, Drawing, Ink, Label, Mark, Shape, Stroke
from protocol_designer.report.figures.infusion_profile import ticks
from protocol_designer.report.figures.text_fit import shortened

_SIZE = 8.0
_LEFT, _TOP, _BOTTOM = 34.0, 18.0, 30.0
_KEY_WIDTH = 186.0
_LINE_HEIGHT = 11.0
_SMALLEST_TOP = 50.0


def concentration(made: OverWeights, width: float, height: float, place: str) -> Drawing:
    """Draw the predictions of one regimen over its weights, with the bands of the one in view."""
    shown = made.shown
    left, right, bottom = _LEFT, width - _KEY_WIDTH, height - _BOTTOM
    bands = [band for band in (shown.models, shown.people) if band is not None]
    others = [made.norketamine] if made.norketamine else []
    curves = [*(one.line for one in made.predictions), *(band[1] for band in bands), *others]
    scale = ticks(max(_SMALLEST_TOP, *(curve.peak for curve in curves)))
    hours = ticks(shown.minutes[-1])

    def x(minute: float) -> float:
        return left + (right - left) * minute / shown.minutes[-1]

    def y(value: float) -> float:
        return bottom - (bottom - _TOP) * min(value, scale[-1]) / scale[-1]

    marks: list[Mark] = []
    for tick in scale:
        marks.append(Stroke(((left, y(tick)), (right, y(tick))), Ink.HAIRLINE, 0.5))
        marks.append(Label(left - 5, y(tick) + 3, f"{tick:g}", _SIZE, Ink.MUTED, Align.RIGHT))
    if shown.models is not None:
        marks.append(_band(shown.minutes, shown.models, x, y, Ink.BAND))
        for edge in shown.models:  # the pale band alone is hard to see on some screens
            points = tuple((x(t), y(c)) for t, c in zip(shown.minutes, edge.ng_per_ml, strict=True))
            marks.append(Stroke(points, Ink.HAIRLINE, 0.6))
    if shown.people is not None:
        marks.append(_band(shown.minutes, shown.people, x, y, Ink.HAIRLINE))
    key_y = _TOP + 6
    for label in _key(shown):
        marks.append(Label(right + 28, key_y, shortened(label, _KEY_WIDTH - 30, _SIZE), _SIZE, Ink.MUTED))
        key_y += _LINE_HEIGHT
    is_low = shown.confidence is Confidence.LOW
    for index, one in enumerate(made.predictions):
        points = tuple((x(t), y(c)) for t, c in zip(one.minutes, one.line.ng_per_ml, strict=True))
        thickness = 1.6 if one is shown else 0.8
        dashed = is_low or (one is not shown and index == 0)
        marks.append(Stroke(points, Ink.STUDY_DRUG, thickness, dashed, place))
        text = f"{one.weight.printed()}: peak {one.line.peak:.0f} ng/mL"
        marks.append(Label(right + 28, key_y, text, _SIZE, Ink.STUDY_DRUG, is_bold=one is shown))
        key_y += _LINE_HEIGHT
    if made.norketamine is not None:
        values = made.norketamine.ng_per_ml
        points = tuple((x(t), y(c)) for t, c in zip(shown.minutes, values, strict=True))
        marks.append(Stroke(points, Ink.THERAPY, 1.2, True, place))
        text = f"Norketamine: peak {made.norketamine.peak:.0f} ng/mL"
        marks.append(Label(right + 28, key_y, text, _SIZE, Ink.THERAPY))
        key_y += _LINE_HEIGHT
    marks.extend(_ranges(scale[-1], (left, right), y, key_y + 6))
    marks.append(Stroke(((left, bottom), (right, bottom)), Ink.MUTED, 0.75))
    for tick in [tick for tick in hours if tick <= shown.minutes[-1]]:
        marks.append(Stroke(((x(tick), bottom), (x(tick), bottom + 3)), Ink.MUTED, 0.75))
        marks.append(Label(x(tick), bottom + 12, f"{tick:g}", _SIZE, Ink.MUTED, Align.CENTRE))
    title = "Predicted plasma concentration, ng/mL" + (" (low confidence)" if is_low else "")
    marks.append(Label(0, 9, title, _SIZE, Ink.STUDY_DRUG))
    below = "Minutes from the start of the administration"
    marks.append(Label((left + right) / 2, bottom + 24, below, _SIZE, Ink.MUTED, Align.CENTRE))
    return Drawing(width, height, tuple(marks), _description(made))


def _band(
    minutes: Sequence[float],
    band: tuple[Curve, Curve],
    x: Callable[[float], float],
    y: Callable[[float], float],
    fill: Ink,
) -> Shape:
    low, high = band
    upper = [(x(t), y(c)) for t, c in zip(minutes, high.ng_per_ml, strict=True)]
    lower = [(x(t), y(c)) for t, c in zip(minutes, low.ng_per_ml, strict=True)]
    return Shape((*upper, *reversed(lower)), fill)


def _key(prediction: Prediction) -> list[str]:
    how = f"{prediction.model.name}, {prediction.model.analyte}"
    is_fast = prediction.confidence is Confidence.LOW and prediction.models is not None
    lines = [f"Line: {how}, fast" if is_fast else f"Line: {how}"]
    if prediction.people is not None:
        lines.append("Dark band: 90% of people, assumed")
    if prediction.confidence is Confidence.LOW and prediction.models is not None:
        lines.append("Pale band: slow to fast absorption")
    elif prediction.models is not None:
        lines.append("Pale band: published models")
    return lines


def _ranges(
    top: float, sides: tuple[float, float], y: Callable[[float], float], key_y: float
) -> Iterator[Mark]:
    """Mark reported ranges that reach into the plot: dotted ends, and at the right a bar with a letter."""
    left, right = sides
    reaching = [reported for reported in REPORTED_RANGES if reported.low < top]
    for index, one in enumerate(reaching):
        letter, at = "abcdefgh"[index], right + 3 + 4 * index
        low, high = y(one.low), y(min(one.high, top))
        for end in (one.low, one.high):
            if end <= top:
                yield Stroke(((left, y(end)), (at, y(end))), Ink.FOLLOW_UP, 0.4, is_dashed=True)
        text = f"{letter}  {one.low:g} to {one.high:g}: {one.effect}"
        yield Box(at - 1, high, 2, low - high, Ink.FOLLOW_UP, tip=f"{text} ({one.source})")
        yield Label(at, high - 2, letter, 6.5, Ink.FOLLOW_UP, Align.CENTRE)
        yield Label(right + 28, key_y, shortened(text, _KEY_WIDTH - 30, 7), 7, Ink.FOLLOW_UP)
        key_y += 9


def _description(made: OverWeights) -> str:
    shown = made.shown
    peaks = "; ".join(
        f"{one.weight.printed()} peak {one.line.peak:.0f} ng/mL at {one.peak_minute:.0f} min"
        for one in made.predictions
    )
    bands = ""
    if shown.models is not None:
        low, high = shown.models
        bands = f" At {shown.weight.printed()} the band peaks at {low.peak:.0f} to {high.peak:.0f} ng/mL."
    if made.norketamine is not None:
        bands += f" Norketamine peaks at {made.norketamine.peak:.0f} ng/mL."
    confidence = " Low confidence." if shown.confidence is Confidence.LOW else ""
    return f"Predicted plasma concentration by {shown.model.name}: {peaks}.{bands}{confidence}"
