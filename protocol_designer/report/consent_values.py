"""What a consent form must say and this protocol already decides: each value in words, with its place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from protocol_designer.domain.interventions import RegimenUse
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import word
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.report.dose_words import dose_in_words
from protocol_designer.report.linked_text import with_links_written_out
from protocol_designer.report.material import listed, yes_no


@dataclass(frozen=True, slots=True)
class ConsentValue:
    """One statement of a consent form. ``said`` is None while the protocol does not decide it."""

    name: str
    said: str | None
    place: str


def consent_values(trial: TrialProtocol) -> tuple[ConsentValue, ...]:
    """Return the values in the order in which a consent form tells them."""
    trial = with_links_written_out(trial)
    return (
        *_who(trial),
        *_what(trial),
        *_risks(trial),
        *_rights(trial),
    )


def consent_text(trial: TrialProtocol) -> str:
    """Write the values as plain lines, to be held beside a consent form."""
    return "\n".join(f"{value.name}: {value.said or 'not decided'}" for value in consent_values(trial))


def _who(trial: TrialProtocol) -> Iterator[ConsentValue]:
    total = trial.statistics.sample_size.total
    yield ConsentValue(
        "Number of participants", str(total) if total else None, "statistics.sample_size.total"
    )
    names = listed([arm.name for arm in trial.arms])
    yield ConsentValue("Groups", f"{len(trial.arms)}: {names}" if trial.arms else None, "arms")
    ratio = " : ".join(str(share) for share in trial.design.allocation.ratio)
    yield ConsentValue("Chance of each group", ratio or None, "design.allocation.ratio")


def _what(trial: TrialProtocol) -> Iterator[ConsentValue]:
    yield ConsentValue("Number of visits", _by_arm(trial, _count), "schedule.visits")
    yield ConsentValue("Planned length of all visits", _by_arm(trial, _hours), "schedule.visits")
    yield ConsentValue("Time in the trial", trial.design.planned_duration, "design.planned_duration")
    for regimen in trial.regimens:
        if regimen.use in (RegimenUse.INVESTIGATIONAL, RegimenUse.COMPARATOR):
            dose = dose_in_words(regimen) or None
            yield ConsentValue(f"Dose of {regimen.name}", dose, f"regimens[{regimen.id}].steps")
    for course in trial.courses:
        number = course.sessions_planned or len(course.sessions) or None
        said = f"{number} sessions" if number else None
        yield ConsentValue(f"Sessions of {course.name}", said, f"courses[{course.id}]")


def _by_arm(trial: TrialProtocol, told: Callable[[tuple[Visit, ...]], str | None]) -> str | None:
    """Say it once where it is the same for every arm, else for each arm."""
    visits = trial.schedule.visits
    if not trial.arms:
        return told(visits)
    own = {
        arm.name: told(tuple(visit for visit in visits if not visit.arms or arm.id in visit.arms))
        for arm in trial.arms
    }
    if len(set(own.values())) == 1:
        return next(iter(own.values()))
    return "; ".join(f"{name}: {said or 'not decided'}" for name, said in own.items())


def _count(visits: tuple[Visit, ...]) -> str | None:
    return str(len(visits)) if visits else None


def _hours(visits: tuple[Visit, ...]) -> str | None:
    """Add up the planned lengths; visits without one are counted out loud, never taken as zero."""
    known = [visit.planned_duration for visit in visits if visit.planned_duration is not None]
    if not known:
        return None
    minutes = sum((length.in_base for length in known), Fraction(0))
    total = Quantity(minutes / 60, Unit.HOUR).printed()
    left = len(visits) - len(known)
    plural = "s" if left != 1 else ""
    return f"{total}, without {left} visit{plural} whose length is not decided" if left else total


def _risks(trial: TrialProtocol) -> Iterator[ConsentValue]:
    events = [event.name for event in trial.harms.events_of_interest]
    yield ConsentValue("Known risks asked about", "; ".join(events) or None, "harms.events_of_interest")
    topics = [word(topic) for topic in trial.oversight.consent.information_topics]
    yield ConsentValue("Topics explained", listed(topics) or None, "oversight.consent.information_topics")
    discharge = trial.dosing_day.discharge
    barred = discharge.no_driving.printed() if discharge.no_driving is not None else None
    yield ConsentValue("No driving after a dose for", barred, "dosing_day.discharge.no_driving")
    escort = yes_no(discharge.needs_adult_escort)
    yield ConsentValue(
        "An adult takes the participant home", escort, "dosing_day.discharge.needs_adult_escort"
    )


def _rights(trial: TrialProtocol) -> Iterator[ConsentValue]:
    own, place = trial.oversight, "oversight"
    yield ConsentValue(
        "Leaving on the dosing day",
        own.consent.withdrawal_on_dosing_day,
        f"{place}.consent.withdrawal_on_dosing_day",
    )
    yield ConsentValue("Payment", own.consent.payment, f"{place}.consent.payment")
    yield ConsentValue("Confidentiality", own.confidentiality, f"{place}.confidentiality")
    yield ConsentValue("Cover for harm", own.insurance, f"{place}.insurance")
    yield ConsentValue("Care after the trial", own.post_trial_care, f"{place}.post_trial_care")
