"""The quiet bands behind the lanes: epochs, crossover periods, and the hatched air of a wash-out."""

import itertools
from dataclasses import dataclass
from string import ascii_uppercase

from protocol_designer.domain.schedule import Epoch, EpochKind
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.report.display_list import Align, Box, Hatch, Ink, Label, Mark, Stroke
from protocol_designer.report.figures.schema_events import SchemaEvents
from protocol_designer.report.figures.text_fit import shortened, text_width, wrapped
from protocol_designer.report.figures.time_scale import TimeScale

_SIZE = 8.0
_LINE = 10.0


@dataclass(frozen=True, slots=True)
class BandFrame:
    """From where to where bands reach; names stand in the first ``row``, clear of the line of allocation."""

    top: float
    row: float
    bottom: float
    line: float | None


@dataclass(frozen=True, slots=True)
class BandNames:
    """What is written into each band, line by line, and what the letters among it stand for."""

    texts: tuple[tuple[str, ...], ...]
    key: tuple[tuple[str, str, str], ...] = ()

    @property
    def lines(self) -> int:
        """The most lines that one band needs."""
        return max((len(text) for text in self.texts), default=1) or 1


def band_names(
    trial: TrialProtocol, events: SchemaEvents, scale: TimeScale, line: float | None, has_key: bool
) -> BandNames:
    """Fit the names of epochs into their bands: whole, in two lines, or as letters with a key.

    Without a key a name that does not fit is shortened; the band's tip holds it whole.
    """
    texts: list[tuple[str, ...]] = []
    fits: list[bool] = []
    runs = _runs(trial, events, scale)
    for epoch, first, last in runs:
        left, right = _room(*_sides(scale, first, last), line)
        lines = wrapped(epoch.name, right - left - 8, _SIZE, 2)
        fits.append(" ".join(lines) == " ".join(epoch.name.split()))
        texts.append(lines if fits[-1] else (shortened(epoch.name, right - left - 8, _SIZE),))
    if all(fits) or not has_key:
        return BandNames(tuple(texts))
    order = list(dict.fromkeys(epoch.id for epoch, _, _ in runs))
    names = {epoch.id: epoch.name for epoch, _, _ in runs}
    letters = {one: f"{ascii_uppercase[index % 26]}{index // 26 or ''}" for index, one in enumerate(order)}
    key = tuple((letters[one], names[one], f"schedule.epochs[{one}]") for one in order)
    for index, (epoch, first, last) in enumerate(runs):
        left, right = _room(*_sides(scale, first, last), line)
        full = f"{letters[epoch.id]} {epoch.name}"
        texts[index] = (full if text_width(full, _SIZE) <= right - left - 8 else letters[epoch.id],)
    return BandNames(tuple(texts), key)


def band_marks(
    trial: TrialProtocol, events: SchemaEvents, scale: TimeScale, frame: BandFrame, names: BandNames
) -> list[Mark]:
    """Draw a band for each run of days in one epoch; its name stands in the first ``row``."""
    top, bottom = frame.top, frame.bottom
    marks: list[Mark] = []
    runs = _runs(trial, events, scale)
    for index, (epoch, first, last) in enumerate(runs):
        left, right = _sides(scale, first, last)
        place = f"schedule.epochs[{epoch.id}]"
        fill = Ink.BAND if index % 2 == 0 else Ink.SURFACE
        is_washout = epoch.kind is EpochKind.WASHOUT
        if is_washout:
            marks.append(_hatched(left, right, top, bottom, place=place, tip=epoch.name))
        else:
            marks.append(Box(left, top, right - left, bottom - top, fill, place=place, tip=epoch.name))
        marks.append(Stroke(((left, top), (left, bottom)), Ink.HAIRLINE, 0.5))
        marks.extend(_name(epoch, _room(left, right, frame.line), top + 10, names.texts[index]))
    marks.extend(_washouts_between(trial, runs, scale, frame))
    return marks


def _runs(trial: TrialProtocol, events: SchemaEvents, scale: TimeScale) -> list[tuple[Epoch, int, int]]:
    """List stretches of neighbouring columns whose first visit lies in the same epoch."""
    epochs = {epoch.id: epoch for epoch in trial.schedule.epochs}
    of_column: dict[int, str] = {}
    for mark in events.visits:
        if mark.visit.epoch is not None:
            of_column.setdefault(scale.column_of(mark.origin, float(mark.window.target)), mark.visit.epoch)
    runs: list[tuple[Epoch, int, int]] = []
    for column in sorted(of_column):
        epoch = epochs[of_column[column]]
        if runs and runs[-1][0] is epoch:
            runs[-1] = (epoch, runs[-1][1], column)
        else:
            runs.append((epoch, column, column))
    return runs


def _sides(scale: TimeScale, first: int, last: int) -> tuple[float, float]:
    left = _edge(scale, first - 1, first, is_left=True)
    return left, _edge(scale, last, last + 1, is_left=False)


def _edge(scale: TimeScale, before: int, after: int, is_left: bool) -> float:
    columns = scale.columns
    if before < 0:
        return columns[0].x - 6
    if after >= len(columns):
        return columns[-1].right + 6
    middle = (columns[before].right + columns[after].x) / 2
    return middle if is_left or after < len(columns) else columns[-1].right


def _washouts_between(
    trial: TrialProtocol, runs: list[tuple[Epoch, int, int]], scale: TimeScale, frame: BandFrame
) -> list[Mark]:
    """Hatch the air between periods where a wash-out is named but has no visit of its own."""
    marks: list[Mark] = []
    order = [epoch.id for epoch in trial.schedule.epochs]
    for (before, _, last), (after, first, _) in itertools.pairwise(runs):
        between = trial.schedule.epochs[order.index(before.id) + 1 : order.index(after.id)]
        washout = next((epoch for epoch in between if epoch.kind is EpochKind.WASHOUT), None)
        length = trial.design.washout
        are_periods = before.period is not None and after.period is not None
        if washout is None and not (are_periods and length is not None):
            continue
        left, right = scale.columns[last].right + 1, scale.columns[first].x - 1
        if right - left < 4:
            continue
        text = f"wash-out {length.printed()}" if length is not None else "wash-out"
        place = f"schedule.epochs[{washout.id}]" if washout else "design.washout"
        marks.append(_hatched(left, right, frame.top + frame.row, frame.bottom, place=place, tip=text))
    return marks


def _hatched(left: float, right: float, top: float, bottom: float, *, place: str, tip: str) -> Box:
    return Box(
        left, top, right - left, bottom - top, Ink.HAIRLINE, None, Hatch.DIAGONAL, place=place, tip=tip
    )


def _room(left: float, right: float, line: float | None) -> tuple[float, float]:
    """Return the wider side of a band that the line of allocation divides."""
    if line is not None and left < line < right:
        return (left, line) if line - left > right - line else (line, right)
    return left, right


def _name(epoch: Epoch, sides: tuple[float, float], y: float, lines: tuple[str, ...]) -> list[Mark]:
    left, right = sides
    return [
        Label(
            (left + right) / 2,
            y + _LINE * index,
            text,
            _SIZE,
            Ink.MUTED,
            Align.CENTRE,
            max_width=text_width(text, _SIZE) + 4,
            place=f"schedule.epochs[{epoch.id}]",
        )
        for index, text in enumerate(lines)
        if text
    ]
