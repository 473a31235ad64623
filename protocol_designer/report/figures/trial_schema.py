"""The trial schema: lanes over time with epochs, allocation, doses, therapy and visit windows.

Only what is decided is drawn at a position; the rest is listed below the axis. Texts never overlap: they are
shortened, then dropped in favour of the tip.
"""

from dataclasses import dataclass, field

from protocol_designer.domain.design import AllocationMethod
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.report.display_list import Align, Box, Drawing, Hatch, Ink, Label, Mark, Shape, Stroke
from protocol_designer.report.figures.schema_bands import BandFrame, band_marks, band_names
from protocol_designer.report.figures.schema_events import SchemaEvents, schema_events
from protocol_designer.report.figures.schema_key import key_marks
from protocol_designer.report.figures.schema_lane import LaneFrame, cut_names, lane_height, lane_marks
from protocol_designer.report.figures.schema_visits import axis_marks, unplaced_marks, visit_marks
from protocol_designer.report.figures.text_fit import text_width, wrapped
from protocol_designer.report.figures.time_scale import TimeScale, time_scale

_ALLOCATION_ROW = 14.0
_BAND_ROW = 14.0
_BAND_LINE = 10.0
_TEXT = 8.0
_LEGEND_ROW = 14.0


@dataclass(frozen=True, slots=True)
class SchemaLayout:
    """The schema in the pieces that a canvas scrolls apart; on paper they are one drawing.

    ``fixed`` stands at the left of every view (names of lanes and rows), ``axis`` (from ``axis_top`` to
    ``axis_bottom``) is the ruler, ``foot`` (from ``foot_top``) lists what has no time and explains the marks.
    """

    drawing: Drawing
    body: tuple[Mark, ...]
    fixed: tuple[Mark, ...] = ()
    axis: tuple[Mark, ...] = ()
    foot: tuple[Mark, ...] = ()
    gutter: float = 0
    axis_top: float = 0
    axis_bottom: float = 0
    foot_top: float = 0
    lane_tops: tuple[float, ...] = ()
    scale: TimeScale = field(default_factory=lambda: TimeScale((), {}))


def trial_schema(trial: TrialProtocol, width: float, has_key: bool = False) -> Drawing:
    """Draw the schema of a protocol in ``width`` points; the height follows from its content.

    Args:
        has_key: Visits carry numbers alone and a key below names them, as paper needs, which has no tips.
    """
    return schema_layout(trial, width, has_key=has_key).drawing


def schema_layout(
    trial: TrialProtocol, width: float, *, has_key: bool = False, view_width: float | None = None
) -> SchemaLayout:
    """Lay the schema out in ``width`` points.

    Args:
        has_key: As for `trial_schema`.
        view_width: How much of the width is seen at once; dosing days open as far as ``width`` is wider.
    """
    seen = view_width or width
    events = schema_events(trial)
    if not trial.arms and not trial.schedule.visits:
        drawing = _invitation(seen)
        return SchemaLayout(drawing, drawing.marks, foot_top=drawing.height)
    gutter = min(150.0, max(84.0, seen * 0.19))
    scale = time_scale(events.marks, gutter, width, opened=width / seen)
    line = scale.x("randomisation", 0) if _has_allocation_line(trial, scale) else None
    names = band_names(trial, events, scale, line, has_key=has_key)
    band_row = _BAND_ROW + _BAND_LINE * (names.lines - 1)
    top = _ALLOCATION_ROW + band_row + 4
    marks: list[Mark] = []
    y = top
    lane_tops: list[float] = []
    for lane in events.lanes:
        lane_tops.append(y)
        height = lane_height(lane, scale)
        marks.extend(lane_marks(lane, scale, LaneFrame(y, height, gutter, width, line)))
        y += height
    if not events.lanes:
        y = _note(marks, "Add an arm: its lane is drawn here.", "arms", left=gutter, y=y, width=width)
    if not scale.columns:
        text = "Give a visit its time: doses and sessions are then placed here."
        y = _note(marks, text, "schedule.visits", left=gutter, y=y, width=width)
    behind = band_marks(trial, events, scale, BandFrame(_ALLOCATION_ROW, band_row, y, line), names)
    behind.extend(_allocation(trial, scale, y, width))
    axis_top = axis_bottom = y
    axis: list[Mark] = []
    windows: list[Mark] = []
    if scale.columns:
        axis, axis_bottom = axis_marks(scale, gutter, width, y)
        windows, y = visit_marks(events.visits, scale, gutter, width, axis_bottom, has_names=not has_key)
    foot_top = y
    waiting, y = unplaced_marks(events.unplaced, seen, y)
    legend, y = _legend(events, seen, y)
    foot = (*waiting, *legend)
    if has_key:
        key, y = key_marks(cut_names(events.lanes, gutter), names.key, events.visits, width=width, y=y)
        foot = (*foot, *key)
    whole = (*behind, *marks, *axis, *windows, *foot)
    moving = (*behind, *marks, *windows)
    return SchemaLayout(
        Drawing(width, y, whole, _description(trial, events)),
        tuple(mark for mark in moving if not _is_heading(mark)),
        tuple(mark for mark in moving if _is_heading(mark)),
        tuple(axis), foot, gutter, axis_top, axis_bottom, foot_top, tuple(lane_tops), scale,
    )  # fmt: skip


def _is_heading(mark: Mark) -> bool:
    """Tell a name or rule that begins at the left edge and stays in view from what stands in time."""
    return (isinstance(mark, Label) and mark.x == 0) or (isinstance(mark, Stroke) and mark.points[0][0] == 0)


def _invitation(width: float) -> Drawing:
    text = "The trial is drawn here as it takes shape. Add an arm, then a visit with its time."
    lines = wrapped(text, width - 48, 10, 3)
    marks: list[Mark] = [Box(0.5, 0.5, width - 1, 83, Ink.BAND, Ink.HAIRLINE, radius=6, place="arms")]
    top = 46 - 7 * (len(lines) - 1)
    marks.extend(
        Label(
            width / 2, top + 14 * index, line, 10, Ink.MUTED, Align.CENTRE, max_width=width - 40, place="arms"
        )
        for index, line in enumerate(lines)
    )
    return Drawing(width, 84, tuple(marks), text)


def _note(marks: list[Mark], text: str, place: str, *, left: float, y: float, width: float) -> float:
    lines = wrapped(text, width - left - 16, 9, 2)
    marks.extend(
        Label(left + 8, y + 20 + 12 * index, line, 9, Ink.MUTED, max_width=width - left - 16, place=place)
        for index, line in enumerate(lines)
    )
    return y + 20 + 12 * len(lines)


def _has_allocation_line(trial: TrialProtocol, scale: TimeScale) -> bool:
    is_randomised = trial.design.allocation.method is AllocationMethod.RANDOMISED
    return is_randomised and scale.knows("randomisation")


def _allocation(trial: TrialProtocol, scale: TimeScale, bottom: float, width: float) -> list[Mark]:
    """Draw the line and diamond at the origin of randomisation, where something hangs from it."""
    if not _has_allocation_line(trial, scale):
        return []
    ratio = ":".join(str(share) for share in trial.design.allocation.ratio)
    text = f"Randomisation {ratio}".strip()
    x = scale.x("randomisation", 0)
    place, middle = "design.allocation", _ALLOCATION_ROW - 5
    fits_right = x + 8 + text_width(text, _TEXT, is_bold=True) <= width
    edge, align = (x + 8, Align.LEFT) if fits_right else (x - 8, Align.RIGHT)
    return [
        Stroke(((x, middle), (x, bottom)), Ink.TEXT, 1, place=place),
        Shape(((x, middle - 5), (x + 5, middle), (x, middle + 5), (x - 5, middle)), Ink.TEXT, place, text),
        Label(edge, middle + 3, text, _TEXT, Ink.TEXT, align, is_bold=True, place=place),
    ]


def _legend(events: SchemaEvents, width: float, y: float) -> tuple[list[Mark], float]:
    """Explain the marks that occur, wrapped to the width."""
    bars = [bar for lane in events.lanes for bar in lane.bars]
    entries: list[tuple[str, str]] = []
    if any(not bar.is_comparator for bar in bars):
        entries.append(("study", "Study drug (height: share of its largest dose)"))
    if any(bar.is_comparator for bar in bars):
        entries.append(("comparator", "Comparator"))
    if any(lane.blocks for lane in events.lanes):
        entries.append(("therapy", "Therapy session"))
    if events.visits:
        entries.append(("window", "Visit window"))
    marks: list[Mark] = []
    x, row = 0.0, y + 6
    for kind, text in entries:
        needed = 16 + text_width(text, _TEXT)
        if x and x + needed > width:
            x, row = 0.0, row + _LEGEND_ROW
        marks.extend(_swatch(kind, x, row))
        marks.append(Label(x + 16, row + 8, text, _TEXT, Ink.MUTED, max_width=width - x - 16))
        x += needed + 14
    return marks, row + _LEGEND_ROW if entries else y


def _swatch(kind: str, x: float, y: float) -> list[Mark]:
    if kind == "study":
        return [Box(x, y, 11, 9, Ink.STUDY_DRUG)]
    if kind == "comparator":
        return [Box(x, y, 11, 9, Ink.COMPARATOR, Ink.COMPARATOR, Hatch.DIAGONAL)]
    if kind == "therapy":
        return [Box(x, y + 2, 11, 6, Ink.THERAPY, radius=3)]
    return [
        Stroke(((x, y + 1), (x, y + 8), (x + 11, y + 8), (x + 11, y + 1)), Ink.FOLLOW_UP, 1),
        Stroke(((x + 5.5, y + 3), (x + 5.5, y + 8)), Ink.FOLLOW_UP, 1.6),
    ]


def _description(trial: TrialProtocol, events: SchemaEvents) -> str:
    """Tell in words what the figure shows."""
    parts = [f"Trial schema with {len(events.lanes)} lane{'s' if len(events.lanes) != 1 else ''} over time."]
    for lane in events.lanes:
        doses = "; ".join(bar.tip for bar in lane.bars) or "no dosing placed"
        parts.append(f"{lane.name} ({lane.detail}): {doses}; {len(lane.blocks)} therapy sessions placed.")
    placed = ", ".join(mark.visit.name for mark in events.visits)
    if placed:
        parts.append(f"Visits in order: {placed}.")
    if events.unplaced:
        parts.append("Not placed yet: " + ", ".join(item.text for item in events.unplaced) + ".")
    return " ".join(parts)
