"""The course of a dosing day in minutes from the start of the dose: arrival, doses, watching, discharge.

What is not decided stays None; nobody downstream may take it for zero. Judging the day is left to the rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from protocol_designer.derived.doses import step_minutes
from protocol_designer.domain.dosing_day import Monitoring
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.quantities import Quantity

_STUDY = (RegimenUse.INVESTIGATIONAL, RegimenUse.COMPARATOR)
_MOST_READINGS = 1_000


@dataclass(frozen=True, slots=True)
class StepSpan:
    """One step of a dose; ``end`` equals ``start`` for one that is given at once."""

    index: int
    start: Fraction
    end: Fraction


@dataclass(frozen=True, slots=True)
class DoseSpan:
    """One regimen of the day. ``end`` is None, and ``steps`` stop, where a length is not decided."""

    regimen: DrugRegimen
    steps: tuple[StepSpan, ...]
    end: Fraction | None


@dataclass(frozen=True, slots=True)
class SessionDay:
    """A dosing day. ``begins`` is the earliest check before the dose; ``ends`` the earliest discharge."""

    visit: Visit | None
    doses: tuple[DoseSpan, ...]
    begins: Fraction | None
    dose_end: Fraction | None
    ends: Fraction | None


def dosing_visits(trial: TrialProtocol) -> tuple[Visit, ...]:
    """Return the visits at which a study drug is given, in the order of the schedule."""
    given = {visit for regimen in trial.regimens if regimen.use in _STUDY for visit in regimen.visits}
    return tuple(visit for visit in trial.schedule.visits if visit.is_dosing or visit.id in given)


def session_day(trial: TrialProtocol, visit: Visit | None) -> SessionDay:
    """Lay out the day of a visit; without one, that of every study drug alike.

    Doses of the several arms start together; the day is as long as the longest of them asks.
    """
    regimens = [
        regimen
        for regimen in trial.regimens
        if regimen.use in _STUDY and (visit is None or visit.id in regimen.visits or not regimen.visits)
    ]
    doses = tuple(_span_of(regimen) for regimen in regimens)
    lengths = [dose.end for dose in doses]
    known = [length for length in lengths if length is not None]
    dose_end = max(known) if known and len(known) == len(lengths) else None
    after = trial.dosing_day.observation_after_dose
    ends = dose_end + after.in_base if dose_end is not None and after is not None else None
    return SessionDay(visit, doses, _begins(trial, visit), dose_end, ends)


def readings_during(entry: Monitoring, day: SessionDay) -> tuple[Fraction, ...]:
    """Return when a parameter is read during the dose, from the start on; empty without an interval.

    Of more than a thousand readings only the first ones and the last are named, for a slip of the pen can
    ask for more than any computer can list.
    """
    if entry.interval_during is None or day.dose_end is None:
        return ()
    return tuple(_every(entry.interval_during, Fraction(0), day.dose_end))


def readings_after(entry: Monitoring, day: SessionDay) -> tuple[Fraction, ...]:
    """Return when a parameter is read from the end of the dose to discharge; as `readings_during`."""
    if entry.interval_after is None or day.dose_end is None or day.ends is None:
        return ()
    return tuple(_every(entry.interval_after, day.dose_end, day.ends))


def _every(interval: Quantity, start: Fraction, end: Fraction) -> Iterator[Fraction]:
    step = interval.in_base
    last = int((end - start) / step)
    for number in range(1, min(last, _MOST_READINGS) + 1):
        yield start + number * step
    if last > _MOST_READINGS:
        yield start + last * step


def _span_of(regimen: DrugRegimen) -> DoseSpan:
    steps: list[StepSpan] = []
    clock = Fraction(0)
    for index, step in enumerate(regimen.steps):
        length = step_minutes(step)
        if length is None:
            return DoseSpan(regimen, tuple(steps), None)
        pause = step.pause_before.in_base if step.pause_before else Fraction(0)
        steps.append(StepSpan(index, clock + pause, clock + length))
        clock += length
    return DoseSpan(regimen, tuple(steps), clock if steps else None)


def _begins(trial: TrialProtocol, visit: Visit | None) -> Fraction | None:
    """Return the earliest time that a cell of the visit names, at most 0; None when none names any."""
    if visit is None:
        return None
    times = [
        offset.minutes
        for cell in trial.schedule.cells
        if cell.visit == visit.id
        for offset in cell.from_dose_start
    ]
    return min(*times, Fraction(0)) if times and min(times) < 0 else None
