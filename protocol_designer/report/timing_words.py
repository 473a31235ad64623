"""Times and windows in words: “7 days after randomisation (±1 day)”; short forms for narrow columns."""

from collections.abc import Sequence
from fractions import Fraction

from protocol_designer.domain.timing import Anchor, AnchorKind, Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.quantities import TimeOffset

_DAY = Fraction(24 * 60)


def anchor_in_words(trial: TrialProtocol, anchor: Anchor) -> str:
    """Name the point that an offset counts from."""
    if anchor.kind is AnchorKind.VISIT:
        return next((visit.name for visit in trial.schedule.visits if visit.id == anchor.visit), "a visit")
    number = f" {anchor.number}" if anchor.number is not None else ""
    return {
        AnchorKind.DOSE_START: f"the start of dose{number}",
        AnchorKind.DOSE_END: f"the end of dose{number}",
        AnchorKind.PERIOD_START: f"the start of period{number}",
    }.get(anchor.kind, anchor.kind.value)


def target_in_words(trial: TrialProtocol, timing: Timing) -> str:
    """Write the target: “7 days after the end of dose 1”."""
    anchor = anchor_in_words(trial, timing.anchor)
    if timing.target.minutes == 0:
        return f"at {anchor}"
    side = "before" if timing.target.minutes < 0 else "after"
    return f"{_size(timing.target)} {side} {anchor}"


def window_in_words(timing: Timing) -> str:
    """Write the allowed stretch around the target: “−1 to +3 days”, “±2 days”, “no window”."""
    early = timing.earliest.minutes - timing.target.minutes
    late = timing.latest.minutes - timing.target.minutes
    if early == 0 and late == 0:
        return "no window"
    if -early == late:
        return f"±{_size(TimeOffset.of_minutes(late))}"
    first, last = _signed(early), _signed(late)
    number, _, unit = first.partition(" ")
    same = early and late and last.partition(" ")[2].removesuffix("s") == unit.removesuffix("s")
    return f"{number} to {last}" if same else f"{first} to {last}"


def when_in_words(trial: TrialProtocol, timing: Timing) -> str:
    """Write target and window in one phrase."""
    return f"{target_in_words(trial, timing)} ({window_in_words(timing)})"


def short_offset(minutes: Fraction) -> str:
    """Write a time for a narrow column: “D 28”, “24 h”, “−15 min”."""
    if minutes % _DAY == 0:
        number = f"{abs(minutes) // _DAY}"
        return f"D {'−' if minutes < 0 else ''}{number}"
    return TimeOffset.of_minutes(minutes).printed()


def short_window(timing: Timing) -> str:
    """Write the window for a narrow column: “±2 d”, “−1/+3 d”, “fixed”."""
    early = timing.earliest.minutes - timing.target.minutes
    late = timing.latest.minutes - timing.target.minutes
    if early == 0 and late == 0:
        return "fixed"
    unit, size = ("d", _DAY) if early % _DAY == 0 and late % _DAY == 0 else ("h", Fraction(60))
    if unit == "h" and (early % 60 or late % 60):
        unit, size = "min", Fraction(1)
    low, high = _plain(-early / size), _plain(late / size)
    if low == high:
        return f"±{low} {unit}"
    return f"{_with_sign('−', low)}/{_with_sign('+', high)} {unit}"


def offsets_in_words(offsets: Sequence[TimeOffset]) -> str:
    """Write times one after the other, the unit once where they share it: “−75, −5 and 10 min”."""
    if len(offsets) == 1 or len({offset.unit for offset in offsets}) > 1:
        return ", ".join(offset.printed() for offset in offsets)
    numbers = [offset.printed().partition(" ")[0] for offset in offsets[:-1]]
    return f"{', '.join(numbers)} and {offsets[-1].printed()}"


def _with_sign(sign: str, number: str) -> str:
    return number if number == "0" else f"{sign}{number}"


def _plain(value: Fraction) -> str:
    return TimeOffset.of_minutes(value).printed().partition(" ")[0] if value.denominator != 1 else f"{value}"


def _size(offset: TimeOffset) -> str:
    return TimeOffset(abs(offset.value), offset.unit).printed()


def _signed(minutes: Fraction) -> str:
    if minutes == 0:
        return "0"
    size = _size(TimeOffset.of_minutes(minutes))
    return f"{'−' if minutes < 0 else '+'}{size}"
