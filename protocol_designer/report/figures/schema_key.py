"""The numbered key below a printed schema: what the numbers of visits and the letters of epochs stand for."""

from collections.abc import Sequence

from protocol_designer.report.display_list import Ink, Label, Mark
from protocol_designer.report.figures.schema_events import VisitMark
from protocol_designer.report.figures.text_fit import shortened, text_width

_SIZE = 8.0
_ROW = 12.0
_GAP = 14.0
_LEFT = 42.0

Entry = tuple[str, str, str]
"""A sign in the figure, what it stands for, and the place that it speaks of."""


def key_marks(
    lanes: Sequence[Entry], epochs: Sequence[Entry], visits: Sequence[VisitMark], *, width: float, y: float
) -> tuple[list[Mark], float]:
    """List lanes from the top, epochs and visits, each group in columns; returns the new bottom."""
    marks: list[Mark] = []
    named = [
        (str(one.number), one.visit.name, f"schedule.visits[{one.visit.id}]")
        for one in sorted(visits, key=lambda one: one.number)
    ]
    groups = (("Lanes", list(lanes)), ("Epochs", list(epochs)), ("Visits", named))
    for title, entries in groups:
        if entries:
            made, y = _group(title, entries, width, y)
            marks.extend(made)
    return marks, y


def _group(title: str, entries: list[Entry], width: float, y: float) -> tuple[list[Mark], float]:
    marks: list[Mark] = [Label(0, y + _ROW, title, _SIZE, Ink.MUTED, is_bold=True)]
    sign_room = max(text_width(sign, _SIZE, is_bold=True) for sign, _, _ in entries) + 5
    widths = _columns([text_width(text, _SIZE) + sign_room + _GAP for _, text, _ in entries], width - _LEFT)
    rows = -(-len(entries) // len(widths))
    for index, (sign, text, place) in enumerate(entries):
        column, row = divmod(index, rows)
        x, baseline = _LEFT + sum(widths[:column]), y + _ROW * (1 + row)
        room = min(widths[column], width - x) - sign_room - 2
        shown = shortened(text, room, _SIZE)
        marks.append(Label(x, baseline, sign, _SIZE, Ink.TEXT, is_bold=True, place=place))
        marks.append(Label(x + sign_room, baseline, shown, _SIZE, Ink.TEXT, max_width=room + 2, place=place))
    return marks, y + _ROW * rows + 4


def _columns(widths: list[float], room: float) -> list[float]:
    """Return the widths of as many columns as fit, filled from the top; one that is too wide stands alone."""
    for count in range(len(widths), 1, -1):
        rows = -(-len(widths) // count)
        columns = [max(widths[start : start + rows]) for start in range(0, len(widths), rows)]
        if sum(columns) <= room:
            return columns
    return [room]
