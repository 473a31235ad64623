"""What the strip of one course shows: the doses and sessions of a lane of the trial schema."""

from fractions import Fraction

from protocol_designer.derived.calendar import Calendar
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.therapy import TherapyCourse
from protocol_designer.domain.timing import Anchor, AnchorKind, Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.arms import add_arm
from protocol_designer.edits.receiving import set_receivers
from protocol_designer.edits.schedule import change_timing
from protocol_designer.quantities import TimeOffset
from protocol_designer.report.figures.schema_events import Lane, schema_events

FIRST_DOSE = "period start 999"
"""An origin that no protocol has: what is placed by it is placed by the first dose and by nothing else."""

_NOW = Timing(
    anchor=Anchor(kind=AnchorKind.PERIOD_START, number=999),
    earliest=TimeOffset.of_minutes(Fraction(0)),
    target=TimeOffset.of_minutes(Fraction(0)),
    latest=TimeOffset.of_minutes(Fraction(0)),
)


def lane_of(trial: TrialProtocol, course: TherapyCourse) -> Lane:
    """Return a lane that holds the doses, and of the sessions those of this course."""
    if not any(course.id in arm.courses for arm in trial.arms):
        trial = trial if trial.arms else add_arm(course.name)(trial)
        trial = set_receivers(course, (trial.arms[0].id,))(trial)
    lanes = schema_events(_with_first_dose(trial, course)).lanes
    start = f"courses[{course.id}]."
    lane = next((one for one in lanes if any(b.place.startswith(start) for b in one.blocks)), None)
    if lane is None:
        return Lane("", "", "")
    blocks = [block for block in lane.blocks if block.place.startswith(start)]
    return Lane(lane.name, lane.detail, lane.place, list(lane.bars), [], blocks)


def _with_first_dose(trial: TrialProtocol, course: TherapyCourse) -> TrialProtocol:
    """Let days count from the first dose while nobody has decided when that is."""
    arm = next(arm for arm in trial.arms if course.id in arm.courses)
    calendar = Calendar(trial, None if trial.design.sequences else arm.id)
    if not calendar.dosing_visits:
        return trial
    dose = calendar.dosing_visits[0]
    try:
        calendar.visit_window(dose)
    except Undecided:
        return change_timing(dose, _NOW)(trial)
    return trial
