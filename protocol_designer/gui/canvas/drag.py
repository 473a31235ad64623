"""One drag from grip to drop: which day the pointer means, the candidate it makes, why it may not be."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from protocol_designer.domain.places import value_at
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.edit import Edit, EditRefused
from protocol_designer.edits.timing import when
from protocol_designer.gui.canvas.movable import Grip, Movable, timing_place
from protocol_designer.report.figures.time_scale import TimeScale

_DAY = Fraction(24 * 60)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a drop here would make: the protocol, or the reason why it is refused."""

    by: Fraction
    edit: Edit
    trial: TrialProtocol | None
    timing: Timing | None
    refusal: str = ""


class Drag:
    """A grip that follows the pointer; nothing is changed before the drop."""

    def __init__(
        self, trial: TrialProtocol, movable: Movable, grip: Grip, scale: TimeScale, read_only: str
    ) -> None:
        self.movable = movable
        self.grip = grip
        self.candidate: Candidate | None = None
        self._trial = trial
        self._scale = scale
        self._read_only = read_only

    def follow(self, across: float, is_fine: bool) -> bool:
        """Follow the pointer, now ``across`` from its grip; tells whether the candidate changed."""
        by = self._meant(across, is_fine=is_fine)
        if by == (self.candidate.by if self.candidate else 0):
            return False
        self.candidate = self._tried(by) if by else None
        return True

    @property
    def timing(self) -> Timing:
        """The timing that a drop here would make, as far as it can be told."""
        return (self.candidate.timing if self.candidate else None) or self.movable.timing

    @property
    def shift(self) -> float:
        """By how many minutes the target moves."""
        return float(self.candidate.by) if self.candidate and self.grip is Grip.WHOLE else 0.0

    def words(self) -> str:
        """Say what a drop here would do, before any finding."""
        movable = self.movable
        if self.candidate is None:
            return f"{movable.name}: {when(movable.timing.target)}, as it is"
        if self.candidate.refusal:
            return self.candidate.refusal
        timing = self.timing
        window = f"{when(timing.earliest)} to {when(timing.latest)}"
        if self.grip is not Grip.WHOLE:
            return f"{movable.name}: window {window}"
        text = f"{movable.name}: {when(movable.timing.target)} → {when(timing.target)} (window {window})"
        count = len(movable.followers.places)
        return f"{text}, {count} follow{'s' if count == 1 else ''}" if count else text

    def _meant(self, across: float, *, is_fine: bool) -> Fraction:
        """Return by how many minutes the pointer moves what is held, snapped."""
        if not across:
            return Fraction(0)
        movable, scale = self.movable, self._scale
        at = movable.at_grip(self.grip)
        x = scale.reach(movable.origin, at) + across
        step = movable.step(scale, x, is_fine=is_fine)
        here = movable.offset(self.grip).minutes
        rest = here % step if step == _DAY else Fraction(0)
        raw = float(here) + scale.minutes(movable.origin, x) - at
        return floor((raw - float(rest)) / float(step) + 0.5) * step + rest - here

    def _tried(self, by: Fraction) -> Candidate:
        edit = self.movable.edit(self.grip, by)
        if self._read_only:
            return Candidate(by, edit, None, None, self._read_only)
        try:
            trial = edit(self._trial)
        except EditRefused as refusal:
            return Candidate(by, edit, None, None, refusal.reason)
        timing = value_at(trial, timing_place(self.movable))
        return Candidate(by, edit, trial, timing if isinstance(timing, Timing) else None)
