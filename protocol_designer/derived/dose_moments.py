"""Whether a time on a dosing day lies before, during or after the dose."""

from collections.abc import Sequence
from fractions import Fraction

from protocol_designer.derived.doses import administration_minutes
from protocol_designer.derived.paths import STUDY_USES
from protocol_designer.domain.schedule import CellTime, Visit
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.quantities import TimeOffset


def dose_minutes(trial: TrialProtocol, visit: Visit) -> Fraction | None:
    """Return how many minutes the longest study drug given at a visit runs; None when it is not decided."""
    given = [r for r in trial.regimens if r.use in STUDY_USES and visit.id in r.visits]
    lengths = [administration_minutes(regimen) for regimen in given]
    known = [length for length in lengths if length is not None]
    return max(known) if known and len(known) == len(lengths) else None


def moments(length: Fraction | None, offsets: Sequence[TimeOffset]) -> tuple[CellTime, ...]:
    """Return what times from the start of a dose of ``length`` minutes say; the last minute is during it.

    Without a length, times after the start say nothing.
    """
    found = set()
    for offset in offsets:
        if offset.minutes < 0:
            found.add(CellTime.BEFORE_DOSE)
        elif offset.minutes == 0:
            found.add(CellTime.DURING_DOSE)
        elif length is not None:
            found.add(CellTime.DURING_DOSE if offset.minutes <= length else CellTime.AFTER_DOSE)
    return tuple(time for time in CellTime if time in found)
