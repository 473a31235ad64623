"""The day of a visit as it stands in the head of the schedule, on paper and in the window."""

from protocol_designer.derived.calendar import Calendar
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.timing import AnchorKind, Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.report.timing_words import short_offset

_DAY = 24 * 60


def head_target(trial: TrialProtocol, visit: Visit, timing: Timing) -> str:
    """Write the target for the head of the grid, where a time without its anchor must count from the origin.

    A time that follows another visit or a later dose becomes the day from the origin; where that is not
    decided, a plus sign tells that the time counts from something else.
    """
    anchor = timing.anchor
    if anchor.kind is not AnchorKind.VISIT and anchor.number in (None, 1):
        return short_offset(timing.target.minutes)
    try:
        calendar = Calendar(trial, visit.arms[0]) if visit.arms else Calendar(trial)
        minutes = calendar.visit_window(visit).target
    except Undecided:
        text = short_offset(timing.target.minutes)
        return f"+{text.removeprefix('D ')} d" if text.startswith("D ") else f"+{text}"
    return short_offset(minutes - minutes % _DAY)
