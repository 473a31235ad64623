"""How many participants are needed against the share of the assumed effect, with the plan marked."""

from protocol_designer.power.sample_size import Trial
from protocol_designer.report.display_list import Align, Box, Drawing, Ink, Label, Mark, Shape, Stroke
from protocol_designer.report.figures.infusion_profile import ticks
from protocol_designer.report.sample_size_words import counted, percent

_SIZE = 8.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 16.0, 20.0, 30.0
_DOT = 2.5


def sample_size_curve(tried: tuple[Trial, ...], width: float, height: float) -> Drawing:
    """Draw the participants in all against the true effect; the plan is the diamond at 100 %."""
    points = [(row.share, row.needed) for row in tried if row.needed is not None]
    if len(points) < 2:
        return Drawing(width, height, (), "There are too few sizes to draw a curve.")
    scale = ticks(float(max(needed for _, needed in points)))
    first, last = float(points[0][0]), float(points[-1][0])
    right, base = width - _RIGHT, height - _BOTTOM

    def x(share: float) -> float:
        return _LEFT + (right - _LEFT) * (share - first) / (last - first)

    def y(needed: float) -> float:
        return base - (base - _TOP) * needed / scale[-1]

    marks: list[Mark] = [Label(0, 10, "Participants in all", _SIZE, Ink.MUTED)]
    for tick in scale:
        marks.append(Stroke(((_LEFT, y(tick)), (right, y(tick))), Ink.HAIRLINE, 0.5))
        marks.append(Label(_LEFT - 6, y(tick) + 3, counted(round(tick)), _SIZE, Ink.MUTED, Align.RIGHT))
    for share, _ in points:
        marks.append(Label(x(float(share)), base + 12, percent(share), _SIZE, Ink.MUTED, Align.CENTRE))
    marks.append(
        Label((_LEFT + right) / 2, height - 4, "True effect as a share of the assumed one", _SIZE, Ink.MUTED,
              Align.CENTRE)
    )  # fmt: skip
    curve = tuple((x(float(share)), y(needed)) for share, needed in points)
    marks.append(Stroke(curve, Ink.ACCENT, 1.6))
    for (share, needed), (left, top) in zip(points, curve, strict=True):
        tip = f"{percent(share)} of the effect: {counted(needed)} participants in all"
        if share == 1:
            corners = ((left, top - 5), (left + 5, top), (left, top + 5), (left - 5, top))
            marks.append(Shape(corners, Ink.STUDY_DRUG, tip=tip))
            marks.append(Label(left + 8, top - 4, counted(needed), _SIZE + 1, Ink.TEXT, is_bold=True))
        else:
            box = (left - _DOT, top - _DOT, 2 * _DOT, 2 * _DOT)
            marks.append(Box(*box, fill=Ink.ACCENT, radius=_DOT, tip=tip))
    said = "; ".join(f"{percent(share)} of the effect needs {counted(needed)}" for share, needed in points)
    return Drawing(width, height, tuple(marks), f"Participants in all against the true effect: {said}.")
