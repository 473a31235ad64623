"""The axis of a drawn dosing day: minutes to points, with room for names and for the way home."""

from dataclasses import dataclass
from fractions import Fraction

from protocol_designer.derived.session_day import SessionDay

LEFT, LANE, SIZE = 118.0, 18.0, 8.0
_HOME = 92.0
_UNKNOWN_BEFORE, _UNKNOWN_AFTER, _UNKNOWN_DOSE = 45.0, 60.0, 60.0
_FEWEST_POINTS = 34.0


@dataclass(frozen=True, slots=True)
class DayScale:
    """Linear between ``first`` and ``last`` minute; lengths that are not decided only get room to say so."""

    width: float
    first: float
    last: float
    known: tuple[float, float]

    @classmethod
    def of(cls, day: SessionDay, width: float) -> "DayScale":
        """Fit a day into a width."""
        first = float(day.begins) if day.begins is not None else -_UNKNOWN_BEFORE
        end = float(day.dose_end) if day.dose_end is not None else _UNKNOWN_DOSE
        last = float(day.ends) if day.ends is not None else end + _UNKNOWN_AFTER
        known_first = first if day.begins is not None else 0.0
        known_last = last if day.ends is not None else float(day.dose_end or 0)
        return cls(width, first, last, (known_first, known_last))

    @property
    def right(self) -> float:
        """Where the last minute stands."""
        return self.width - _HOME

    @property
    def zero(self) -> float:
        """Where the dose starts."""
        return self.x(0)

    def x(self, minute: Fraction | float) -> float:
        """Return where a minute stands."""
        return LEFT + (self.right - LEFT) * (float(minute) - self.first) / (self.last - self.first)

    @property
    def ticks(self) -> tuple[float, ...]:
        """Round minutes that stand far enough apart to be read; none where lengths are not decided."""
        per_minute = (self.right - LEFT) / (self.last - self.first)
        rounds = (5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 240.0, 480.0)
        step = next((one for one in rounds if one * per_minute >= _FEWEST_POINTS), 1440.0)
        while 0 < step * per_minute < _FEWEST_POINTS:
            step *= 2  # days, then twice as many: an axis has no more marks than it has room for
        number = int(self.first // step)
        found = []
        while number * step <= self.last:
            if self.known[0] <= number * step <= self.known[1]:
                found.append(number * step)
            number += 1
        return tuple(found)
