"""What the schedule asks of participants: minutes, questionnaires and blood, by visit and by arm.

The sums are of the lengths that activities have: what runs side by side counts each time. An activity whose
length is not decided is named, never taken as zero.
"""

from collections.abc import Sequence
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


_Number = int | Fraction
"""Whole numbers are plain: exact as a fraction is, and many times quicker to add."""


@dataclass(frozen=True, slots=True)
class Burden:
    """What one participant gives. ``without_minutes`` names what has no length yet, each once.

    ``blood_ml`` adds up the volumes that are given; ``samples_without_volume`` counts the others.
    """

    minutes: _Number = 0
    questionnaires: int = 0
    blood_samples: int = 0
    blood_ml: _Number = 0
    samples_without_volume: int = 0
    without_minutes: tuple[str, ...] = ()

    def __add__(self, other: "Burden") -> "Burden":
        return _sum((self, other))


class Burdens:
    """The burden of a protocol, read once from its schedule and courses."""

    def __init__(self, trial: TrialProtocol) -> None:
        self._trial = trial
        activities = {activity.id: activity for activity in trial.schedule.activities}
        asked: dict[tuple[str, bool], list[Burden]] = {}
        for cell in trial.schedule.cells:
            activity = activities[cell.activity]
            key = cell.visit, activity.instrument is Instrument.THERAPY
            asked.setdefault(key, []).append(_asked(activity, times_done(cell)))
        self._marked = {key: _sum(burdens) for key, burdens in asked.items()}
        self._with_sessions = {session.visit for course in trial.courses for session in course.sessions}
        self._sessions: dict[tuple[str, ...], dict[str | None, Burden]] = {}
        self._known: dict[tuple[str, tuple[str, ...] | None], Burden] = {}

    def at(self, visit: Visit, arm: Arm | None = None) -> Burden:
        """Return what a visit asks of a participant of an arm; of anybody where there are no arms yet.

        Where sessions of courses are placed at the visit, they stand for the therapy marked there: each arm
        has its own.
        """
        has_own = arm is not None and visit.id in self._with_sessions
        key = visit.id, arm.courses if arm is not None and has_own else None
        if key not in self._known:
            if arm is not None and has_own:
                therapy = self._of_sessions(arm).get(visit.id, Burden())
            else:
                therapy = self._marked.get((visit.id, True), Burden())
            self._known[key] = self._marked.get((visit.id, False), Burden()) + therapy
        return self._known[key]

    def spread(self, visit: Visit) -> tuple[Burden, ...]:
        """Return what a visit asks in each arm that has it, in the order of the arms."""
        arms = [arm for arm in self._trial.arms if not visit.arms or arm.id in visit.arms]
        return tuple(self.at(visit, arm) for arm in arms) or (self.at(visit),)

    def of(self, arm: Arm | None) -> Burden:
        """Return what the whole trial asks of a participant of an arm, therapy between visits included."""
        visits = [v for v in self._trial.schedule.visits if arm is None or not v.arms or arm.id in v.arms]
        between = self._of_sessions(arm).get(None, Burden()) if arm else Burden()
        return _sum((*(self.at(visit, arm) for visit in visits), between))

    def _of_sessions(self, arm: Arm) -> dict[str | None, Burden]:
        """Return what the sessions of an arm ask, by visit; None for those between visits."""
        if arm.courses not in self._sessions:
            found: dict[str | None, list[Burden]] = {}
            for course in self._trial.courses:
                for session in course.sessions if course.id in arm.courses else ():
                    found.setdefault(session.visit, []).append(_length_of(session))
            self._sessions[arm.courses] = {visit: _sum(burdens) for visit, burdens in found.items()}
        return self._sessions[arm.courses]


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
        minutes=(minutes or 0) * times,
        questionnaires=times if activity.instrument in QUESTIONNAIRES else 0,
        blood_samples=samples,
        blood_ml=_plain(volume * samples) if volume is not None else 0,
        samples_without_volume=samples if volume is None else 0,
        without_minutes=(activity.name,) if minutes is None else (),
    )


def _length_of(session: TherapySession) -> Burden:
    if session.duration is None:
        return Burden(without_minutes=(session.name,))
    return Burden(minutes=_plain(session.duration.in_base))


def _plain(value: Fraction) -> _Number:
    return value.numerator if value.denominator == 1 else value


def _sum(burdens: Sequence[Burden]) -> Burden:
    names = dict.fromkeys(name for burden in burdens for name in burden.without_minutes)
    return Burden(
        sum(burden.minutes for burden in burdens),
        sum(burden.questionnaires for burden in burdens),
        sum(burden.blood_samples for burden in burdens),
        sum(burden.blood_ml for burden in burdens),
        sum(burden.samples_without_volume for burden in burdens),
        tuple(names),
    )
