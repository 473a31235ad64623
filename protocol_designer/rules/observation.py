"""SCHED-004: whether the dosing day leaves the observation period free and fits the staffed hours."""

import re
from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.schedule import ActivityGroup, Visit
from protocol_designer.domain.therapy import SessionKind, TherapySession
from protocol_designer.domain.timing import AnchorKind
from protocol_designer.quantities import Quantity, TimeOffset, Unit
from protocol_designer.rules.before_dose import study_dosing_days
from protocol_designer.rules.findings import Change, Fix, Hit, Severity
from protocol_designer.rules.registry import rule
from protocol_designer.rules.schedule_table import schedule_table
from protocol_designer.rules.view import TrialView

_MAY_WAIT = (ActivityGroup.ENROLMENT, ActivityGroup.EFFICACY, ActivityGroup.OTHER, ActivityGroup.BLINDING)
_PART_OF_DOSING = (Instrument.DOSING, Instrument.THERAPY)
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")
_DAY = Fraction(24 * 60)


@rule(
    "SCHED-004",
    "Dosing-day collisions",
    Severity.SOFT,
    over=study_dosing_days,
    needs=(
        "length of dosing and of observation",
        "times of the cells and therapy sessions of each dosing day",
        "staffed hours",
        "planned length of the visit",
    ),
    sources=("spravato-hcp", "spirit-2025"),
)
def dosing_day_collisions(view: TrialView, visit: Visit) -> Iterator[Hit | Undecided]:
    """Something other than watching falls into the observation, or the day is longer than the staff is there.

    Fires when: an interview, a questionnaire or a therapy session (support during dosing apart) takes place
    between
    the start of the dose and the end of the observation; the visit is planned shorter than checks, dose and
    observation take, so that participants travel during the observation; or it ends after the staffed hours.
    Stays quiet when: safety checks alone fall into that time, and everything fits; exactly fitting passes.
    Worst case: the arm with the longest administration.
    """
    try:
        end = _end_of_observation(view, visit)
    except Undecided as missing:
        yield missing
        return
    yield from _busy(view, visit, end)
    begin = _first_check(view, visit)
    if begin is None:
        yield Undecided(f"schedule.visits[{visit.id}]", f"how long before the dose {visit.name} begins")
        return
    yield from _length_of_day(view, visit, end - begin)


def _end_of_observation(view: TrialView, visit: Visit) -> Fraction:
    after = view.trial.dosing_day.observation_after_dose
    if after is None:
        raise Undecided(
            "dosing_day.observation_after_dose", "how long participants are observed after the dose"
        )
    lengths = [
        view.minutes(regimen)
        for regimen in view.trial.regimens
        if visit.id in regimen.visits and view.arms_with(regimen)
    ]
    if not lengths:
        raise Undecided("regimens", f"what is given at {visit.name}")
    return max(lengths) + after.in_base


def _busy(view: TrialView, visit: Visit, end: Fraction) -> Iterator[Hit]:
    found: list[str] = []
    for mark in schedule_table(view).by_visit.get(visit.id, ()):
        activity = mark.activity
        inside = [offset for offset in mark.cell.from_dose_start if 0 < offset.minutes < end]
        if inside and activity.group in _MAY_WAIT and activity.instrument not in _PART_OF_DOSING:
            found.append(f"{activity.name} at {min(inside).printed()}")
    found.extend(_sessions_inside(view, visit, end))
    if found:
        ends = TimeOffset.of_minutes(end).printed()
        yield Hit(
            Severity.SOFT,
            f"schedule.visits[{visit.id}]",
            f"{visit.name}: {', '.join(sorted(found))} after the start of the dose overlaps the "
            f"observation period, "
            f"which ends {ends} after it. Move it behind the observation or justify it.",
            ", ".join(sorted(found)),
            limit_text=f"not before {ends}",
        )


def _sessions_inside(view: TrialView, visit: Visit, end: Fraction) -> Iterator[str]:
    calendar = view.calendar()
    number = next((n for n, each in enumerate(calendar.dosing_visits, 1) if each.id == visit.id), 0)
    for course in view.trial.courses:
        for session in course.sessions:
            if session.kind is SessionKind.IN_SESSION or session.timing is None:
                continue
            at = _from_dose_start(view, session, number)
            if at is not None and 0 < at < end:
                yield f"{session.name} at {TimeOffset.of_minutes(at).printed()}"


def _from_dose_start(view: TrialView, session: TherapySession, number: int) -> Fraction | None:
    """Return the earliest start of a session counted from the start of a dose; None when it hangs from
    another."""
    timing = session.timing
    if timing is None or timing.anchor.number != number:
        return None
    if timing.anchor.kind is AnchorKind.DOSE_START:
        return timing.earliest.minutes
    if timing.anchor.kind is AnchorKind.DOSE_END:
        visit = view.calendar().dosing_visits[number - 1]
        lengths = [view.minutes(r) for r in view.trial.regimens if visit.id in r.visits and view.arms_with(r)]
        return max(lengths) + timing.earliest.minutes
    return None


def _first_check(view: TrialView, visit: Visit) -> Fraction | None:
    marks = schedule_table(view).by_visit.get(visit.id, ())
    offsets = [offset.minutes for mark in marks for offset in mark.cell.from_dose_start]
    return min(*offsets, Fraction(0)) if offsets else None


def _length_of_day(view: TrialView, visit: Visit, needed: Fraction) -> Iterator[Hit | Undecided]:
    day, place = view.trial.dosing_day, f"schedule.visits[{visit.id}].planned_duration"
    text = TimeOffset.of_minutes(needed).printed()
    planned = visit.planned_duration
    if planned is None:
        yield Undecided(place, f"how long {visit.name} takes")
    elif planned.in_base < needed:
        longer = str(Quantity(needed, Unit.MINUTE))
        yield Hit(
            Severity.SOFT,
            place,
            f"{visit.name} is planned for {planned.printed()}, but checks, dose and observation take {text}; "
            "participants would be on their way during the observation. Plan more time or justify it.",
            planned.printed(),
            limit_text=text,
            fixes=(Fix(f"Plan {text}", (Change(place, longer),), planned.printed(), text),),
        )
    if day.staffed_hours is None:
        yield Undecided("dosing_day.staffed_hours", "how long the dosing unit is staffed")
        return
    late = _minutes_after_opening(day.staffed_from, visit.start_of_day)
    taken = max(needed, planned.in_base if planned is not None else needed)
    if late + taken > day.staffed_hours.in_base:
        ends = TimeOffset.of_minutes(late + taken).printed()
        yield Hit(
            Severity.SOFT,
            f"schedule.visits[{visit.id}].start_of_day",
            f"{visit.name} ends {ends} after the unit opens, but it is staffed for "
            f"{day.staffed_hours.printed()}. "
            "Start earlier, staff it for longer, or justify it.",
            ends,
            limit_text=day.staffed_hours.printed(),
        )


def _minutes_after_opening(opening: str | None, start: str | None) -> Fraction:
    """Return how long after the opening a visit starts; 0 when one of the times is not written as a clock
    time."""
    clocks = [_CLOCK.fullmatch(text) if text else None for text in (opening, start)]
    if clocks[0] is None or clocks[1] is None:
        return Fraction(0)
    opens, starts = (Fraction(int(clock[1]) * 60 + int(clock[2])) for clock in clocks if clock)
    return (starts - opens) % _DAY


RULES = (dosing_day_collisions,)
