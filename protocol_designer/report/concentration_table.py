"""The numbers of a predicted concentration as rows of text, the same on paper, on the screen and as text."""

from collections.abc import Iterator, Sequence

from protocol_designer.kinetics.over_weights import OverWeights
from protocol_designer.kinetics.prediction import Confidence, Curve, Prediction, told_minutes
from protocol_designer.kinetics.reported_ranges import ANAESTHETIC_FROM, REPORTED_RANGES, WORDING

_LONGEST_IN_MINUTES, _HOUR = 240.0, 60.0


def moments(made: OverWeights) -> tuple[float, ...]:
    """Return the minutes that have a column: the usual ones, or quarters of a long prediction."""
    return told_minutes(made.shown.minutes[-1])


def header(made: OverWeights) -> tuple[str, ...]:
    """Return the titles of the columns; concentrations are in ng/mL."""
    return ("Curve", "Peak, ng/mL", "At, min", *(_moment(minute) for minute in moments(made)))


def rows(made: OverWeights) -> tuple[tuple[str, ...], ...]:
    """Return a row for each curve that is drawn: the weights, then the bands, then norketamine."""
    return tuple(_rows(made))


def as_text(made: OverWeights, name: str) -> str:
    """Write the table with tabs between its cells, under what it is and over what it is not."""
    lines = [f"Predicted plasma concentration after one administration of {name}", "\t".join(header(made))]
    lines.extend("\t".join(one) for one in rows(made))
    return "\n".join((*lines, *made.shown.notes, ranges_told(), WORDING)) + "\n"


def ranges_told() -> str:
    """Write the ranges in which effects were reported, with their sources."""
    ranges = "; ".join(
        f"{one.low:g} to {one.high:g} ng/mL {one.effect} ({one.source})" for one in REPORTED_RANGES
    )
    return f"Ranges in which effects were reported, none of them a target: {ranges}."


def depth_told(made: OverWeights) -> str:
    """Write that a predicted peak is anaesthetic, or nothing."""
    peak = max(one.line.peak for one in made.predictions)
    if peak < ANAESTHETIC_FROM:
        return ""
    return (
        f"The predicted peak of {peak:.0f} ng/mL lies where recovery from anaesthesia was measured "
        f"({ANAESTHETIC_FROM:.0f} ng/mL on average): plan for an anaesthetic depth."
    )


def _rows(made: OverWeights) -> Iterator[tuple[str, ...]]:
    minutes = moments(made)
    for one in made.predictions:
        yield _row(one.weight.printed(), one.line, one, minutes)
    shown = made.shown
    weight = shown.weight.printed()
    if shown.people is not None:
        low, high = shown.people
        yield _row(f"{weight}, 5th percentile", low, shown, minutes)
        yield _row(f"{weight}, 95th percentile", high, shown, minutes)
    if shown.models is not None:
        low, high = shown.models
        is_low = shown.confidence is Confidence.LOW
        yield _row(f"{weight}, {'absorption, lowest' if is_low else 'lowest model'}", low, shown, minutes)
        yield _row(f"{weight}, {'absorption, highest' if is_low else 'highest model'}", high, shown, minutes)
    if made.norketamine is not None:
        yield _row(f"{weight}, norketamine", made.norketamine, shown, minutes)


def _row(name: str, curve: Curve, prediction: Prediction, minutes: Sequence[float]) -> tuple[str, ...]:
    grid = prediction.minutes
    peak_at = grid[curve.ng_per_ml.index(curve.peak)]
    told = (curve.ng_per_ml[grid.index(minute)] for minute in minutes)
    return (name, f"{curve.peak:.0f}", f"{peak_at:.0f}", *(f"{value:.0f}" for value in told))


def _moment(minute: float) -> str:
    return f"{minute:g} min" if minute <= _LONGEST_IN_MINUTES else f"{minute / _HOUR:g} h"
