"""What the schedule asks of participants: minutes, questionnaires and blood, by visit and by arm.

The sums are of the lengths that activities have: what runs side by side counts each time. An activity whose
length is not decided is named, never taken as zero.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.design import Arm
from protocol_designer.domain.schedule import Activity, ScheduleCell, Visit
from protocol_designer.domain.therapy import TherapySession
from protocol_designer.domain.trial import TrialProtocol

QUESTIONNAIRES = frozenset(
    {
        Instrument.CSSRS,
        Instrument.CADSS,
        Instrument.BPRS,
        Instrument.TIMELINE_FOLLOW_BACK,
        Instrument.CRAVING_SCALE,
        Instrument.URICA,
        Instrument.DEPRESSION_SCALE,
        Instrument.ANXIETY_SCALE,
        Instrument.MYSTICAL_EXPERIENCE_SCALE,
        Instrument.HALLUCINOGEN_RATING_SCALE,
        Instrument.EXPECTANCY,
        Instrument.GUESS_PARTICIPANT,
        Instrument.BLADDER_SYMPTOMS,
        Instrument.KETAMINE_MISUSE,
        Instrument.BENZODIAZEPINE_MISUSE,
    }
)
"""The instruments in which a participant answers questions; ratings by observation alone are not."""

BLOOD_TESTS = frozenset({Instrument.LIVER_TESTS, Instrument.DRUG_LEVEL})
"""The instruments that are always read from blood."""

_WITHOUT_PARTICIPANT = frozenset(
    {Instrument.FIDELITY_RATING, Instrument.GUESS_RATER, Instrument.COLLATERAL_REPORT}
)
"""What is done by others, and costs a participant no time."""


@dataclass(frozen=True, slots=True)
class Burden:
    """What one participant gives. ``without_minutes`` names what has no length yet, each once.

    ``blood_ml`` adds up the volumes that are given; ``samples_without_volume`` counts the others.
    """

    minutes: Fraction = Fraction(0)
    questionnaires: int = 0
    blood_samples: int = 0
    blood_ml: Fraction = Fraction(0)
    samples_without_volume: int = 0
    without_minutes: tuple[str, ...] = ()

    def __add__(self, other: "Burden") -> "Burden":
        return Burden(
            self.minutes + other.minutes,
            self.questionnaires + other.questionnaires,
            self.blood_samples + other.blood_samples,
            self.blood_ml + other.blood_ml,
            self.samples_without_volume + other.samples_without_volume,
            tuple(dict.fromkeys((*self.without_minutes, *other.without_minutes))),
        )


class Burdens:
    """The burden of a protocol, read once from its schedule and courses."""

    def __init__(self, trial: TrialProtocol) -> None:
        self._trial = trial
        activities = {activity.id: activity for activity in trial.schedule.activities}
        self._marked: dict[str, list[tuple[Activity, int]]] = {}
        for cell in trial.schedule.cells:
            self._marked.setdefault(cell.visit, []).append((activities[cell.activity], times_done(cell)))
        self._with_sessions = {session.visit for course in trial.courses for session in course.sessions}

    def at(self, visit: Visit, arm: Arm | None = None) -> Burden:
        """Return what a visit asks of a participant of an arm; of anybody where there are no arms yet.

        Where sessions of courses are placed at the visit, they stand for the therapy marked there: each arm
        has its own.
        """
        sessions = _sessions(self._trial, arm, visit.id) if visit.id in self._with_sessions and arm else None
        total = _sum(_length_of(session) for session in sessions or ())
        for activity, times in self._marked.get(visit.id, ()):
            if sessions is None or activity.instrument is not Instrument.THERAPY:
                total += _asked(activity, times)
        return total

    def spread(self, visit: Visit) -> tuple[Burden, ...]:
        """Return what a visit asks in each arm that has it, in the order of the arms."""
        arms = [arm for arm in self._trial.arms if not visit.arms or arm.id in visit.arms]
        return tuple(self.at(visit, arm) for arm in arms) or (self.at(visit),)

    def of(self, arm: Arm | None) -> Burden:
        """Return what the whole trial asks of a participant of an arm, therapy between visits included."""
        visits = [v for v in self._trial.schedule.visits if arm is None or not v.arms or arm.id in v.arms]
        between = _sessions(self._trial, arm, None) if arm else ()
        return _sum(self.at(visit, arm) for visit in visits) + _sum(_length_of(s) for s in between)


def times_done(cell: ScheduleCell) -> int:
    """Count how often an activity is done at a visit: its times around the dose, or once."""
    return max(len(cell.from_dose_start), len(cell.times), 1)


def takes_blood(activity: Activity) -> bool:
    """Tell whether an activity draws blood: stated, or known from its instrument or volume."""
    if activity.is_blood_sample is not None:
        return activity.is_blood_sample
    return activity.blood_volume is not None or activity.instrument in BLOOD_TESTS


def _asked(activity: Activity, times: int) -> Burden:
    needs_time = activity.instrument not in _WITHOUT_PARTICIPANT
    minutes = activity.minutes if needs_time else 0
    samples = times if takes_blood(activity) else 0
    volume = activity.blood_volume.in_base if samples and activity.blood_volume else None
    return Burden(
        minutes=Fraction(minutes or 0) * times,
        questionnaires=times if activity.instrument in QUESTIONNAIRES else 0,
        blood_samples=samples,
        blood_ml=volume * samples if volume is not None else Fraction(0),
        samples_without_volume=samples if volume is None else 0,
        without_minutes=(activity.name,) if minutes is None else (),
    )


def _length_of(session: TherapySession) -> Burden:
    if session.duration is None:
        return Burden(without_minutes=(session.name,))
    return Burden(minutes=session.duration.in_base)


def _sessions(trial: TrialProtocol, arm: Arm | None, visit: str | None) -> tuple[TherapySession, ...]:
    received = arm.courses if arm else ()
    return tuple(
        session
        for course in trial.courses
        if course.id in received
        for session in course.sessions
        if session.visit == visit
    )


def _sum(burdens: Iterable[Burden]) -> Burden:
    return sum(burdens, Burden())
