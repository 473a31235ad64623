"""When things happen: epochs, visits with windows, activities, and the cells where they meet."""

from enum import StrEnum

from pydantic import Field

from protocol_designer.domain.base import Duration, Line, Node, Part, PartId, Prose, Volume, Whole, YesNo
from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.timing import Timing
from protocol_designer.quantities import TimeOffset


class EpochKind(StrEnum):
    """What a stretch of the trial is for."""

    SCREENING = "screening"
    RUN_IN = "run_in"
    PREPARATION = "preparation"
    TREATMENT = "treatment"
    PERIOD = "period"
    WASHOUT = "washout"
    FOLLOW_UP = "follow_up"


class Epoch(Part):
    """A stretch of the trial; ``period`` numbers the periods of a crossover."""

    name: Line
    kind: EpochKind | None = None
    period: Whole | None = Field(default=None, ge=1, le=50)
    setting: Line | None = None


class ContactMode(StrEnum):
    """How a visit takes place."""

    ON_SITE = "on_site"
    TELEPHONE = "telephone"
    VIDEO = "video"
    HOME = "home"


class Visit(Part):
    """A planned contact with its window. ``arms`` is empty when all arms have it."""

    name: Line
    epoch: PartId | None = None
    timing: Timing | None = None
    mode: ContactMode | None = None
    is_dosing: YesNo = False
    arms: tuple[PartId, ...] = ()
    start_of_day: Line | None = None
    planned_duration: Duration | None = None
    note: Prose | None = None


class ActivityGroup(StrEnum):
    """The block of rows an activity stands in."""

    ENROLMENT = "enrolment"
    INTERVENTION = "intervention"
    SAFETY = "safety"
    EFFICACY = "efficacy"
    BLINDING = "blinding"
    OTHER = "other"


class Activity(Part):
    """Something done at visits: a test, a scale, dosing, a therapy session.

    ``minutes`` and ``blood_volume`` are those of one time it is done; ``is_blood_sample`` says whether blood
    is drawn where the instrument does not tell.
    """

    name: Line
    instrument: Instrument = Instrument.OTHER
    group: ActivityGroup = ActivityGroup.OTHER
    minutes: Whole | None = Field(default=None, ge=0, le=1440)
    rater: Line | None = None
    covers: tuple[Line, ...] = ()
    is_blood_sample: YesNo | None = None
    blood_volume: Volume | None = None


class CellTime(StrEnum):
    """Where on a dosing day an activity stands."""

    BEFORE_DOSE = "before_dose"
    DURING_DOSE = "during_dose"
    AFTER_DOSE = "after_dose"


class ScheduleCell(Node):
    """The mark of an activity at a visit, with its times around the dose where they matter."""

    activity: PartId
    visit: PartId
    times: tuple[CellTime, ...] = ()
    from_dose_start: tuple[TimeOffset, ...] = ()
    footnote: Line | None = None


class Schedule(Node):
    """The whole schedule of activities."""

    epochs: tuple[Epoch, ...] = ()
    visits: tuple[Visit, ...] = ()
    activities: tuple[Activity, ...] = ()
    cells: tuple[ScheduleCell, ...] = ()
