"""KET-007, 009 and 010: the esketamine product schedule, spacing, number and frequency of sessions."""

from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.doses import End, regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.identity import Jurisdiction
from protocol_designer.domain.interventions import DrugRegimen, Route
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.findings import Hit, Severity, beside
from protocol_designer.rules.fixes import cap_at
from protocol_designer.rules.registry import rule
from protocol_designer.rules.sessions import KETAMINE_COURSES, Course, courses_with
from protocol_designer.rules.subjects import KETAMINE, given
from protocol_designer.rules.view import TrialView


@rule(
    "KET-007",
    "Esketamine outside the product schedule",
    Severity.HARD,
    over=given("esketamine", routes=[Route.INTRANASAL]),
    needs=("dose steps", "visits with their windows", "jurisdiction", "use of the marketed product"),
    limits=(
        "esketamine.intranasal.low_dose",
        "esketamine.intranasal.high_dose",
        "esketamine.intranasal.sessions_per_week",
        "esketamine.intranasal.sessions_per_week.window",
    ),
    sources=("spravato-rems",),
)
def esketamine_outside_product_schedule(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    """Intranasal esketamine in another way than its label gives it.

    Fires when: hard, a session gives more than the highest labelled dose; soft, a session gives another dose
    than the two labelled ones, there are more sessions in a week than labelled, or a trial in the United
    States uses the marketed product outside its risk programme.
    Stays quiet when: dose, frequency and programme are those of the label.
    Worst case: every eligible weight, both ends of a dose range, the windows that bring sessions closest.
    """
    yield from _dose(view, regimen)
    yield from _frequency(view, regimen)
    yield from _programme(view, regimen)


def _dose(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    low, high = view.limit("esketamine.intranasal.low_dose"), view.limit("esketamine.intranasal.high_dose")
    place = f"{regimen_place(regimen)}.steps"
    try:
        largest = view.session_total(regimen)
        totals = {dose.total_mg for end in End for dose in view.doses(regimen, end)}
    except Undecided as missing:
        yield missing
        return
    labelled = f"{low.value.printed()} or {high.value.printed()}"
    computed = beside(largest.value, high)
    if high.is_broken_by(largest.value):
        yield Hit(
            Severity.HARD,
            place,
            f"{view.arms_text(regimen)}: esketamine {computed} in one session {largest.who}; the highest "
            "labelled "
            f"dose is {high.value.printed()}. Lower the dose.",
            computed,
            high,
            fixes=cap_at(regimen, high.value.in_base),
        )
    elif totals - {low.value.in_base, high.value.in_base} or largest.value.in_base not in totals:
        yield Hit(
            Severity.SOFT,
            place,
            f"{view.arms_text(regimen)}: esketamine {computed} in one session {largest.who}; the labelled "
            "doses are "
            f"{labelled}. Give one of them or justify the dose.",
            computed,
            low,
            limit_text=labelled,
        )


def _frequency(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    most = view.limit("esketamine.intranasal.sessions_per_week")
    window = view.limit("esketamine.intranasal.sessions_per_week.window").value
    for course in courses_with("esketamine")(view):
        if isinstance(course, Undecided):
            yield course
            continue
        if all(regimen.id not in {each.id for each in session.regimens} for session in course.sessions):
            continue
        number = _most_in(course.with_drugs("esketamine"), window)
        if most.is_broken_by(_count(number)):
            yield Hit(
                Severity.SOFT,
                f"{regimen_place(regimen)}.visits",
                f"{course.label}: {number} esketamine sessions can fall within {window.printed()}; the label "
                "gives at "
                f"most {_whole(most.value)}. Move sessions apart or justify the frequency.",
                f"{number} sessions",
                most,
                limit_text=f"{_whole(most.value)} sessions in {window.printed()}",
            )


def _programme(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    jurisdictions = view.trial.identity.jurisdictions
    place = regimen_place(regimen)
    if not jurisdictions:
        yield Undecided("identity.jurisdictions", "whether the trial takes place in the United States")
    elif Jurisdiction.US in jurisdictions:
        if regimen.is_marketed_product_use is None:
            yield Undecided(f"{place}.is_marketed_product_use", "whether the marketed product is used")
        elif regimen.is_marketed_product_use and regimen.follows_product_programme is None:
            yield Undecided(f"{place}.follows_product_programme", "whether the risk programme is followed")
        elif regimen.is_marketed_product_use and not regimen.follows_product_programme:
            yield Hit(
                Severity.SOFT,
                f"{place}.follows_product_programme",
                f"{view.arms_text(regimen)}: the marketed product is used in the United States outside its "
                "risk "
                "programme (certified site, enrolment, observation for at least 2 h, monitoring form within "
                "7 days). "
                "Follow the programme or justify the exception.",
                limit_text="risk programme followed",
            )


@rule(
    "KET-009",
    "Spacing between dosing sessions",
    Severity.HARD,
    over=KETAMINE_COURSES,
    needs=("visits with their windows", "visits of each regimen", "crossover sequences"),
    limits=("ketamine.spacing.hard", "ketamine.spacing.soft"),
)
def spacing_between_sessions(view: TrialView, course: Course) -> Iterator[Hit | Undecided]:
    """Two dosing sessions of one participant too close together, start to start.

    Fires when: hard, a session can follow another in less than the hard limit; soft, in less than the soft
    limit. Every pair of sessions on a path with ketamine counts, also ketamine next to a comparator.
    Stays quiet when: every pair is at least the soft limit apart; exactly the limit passes.
    Worst case: the earliest allowed start of the later session after the latest allowed start of the earlier
    one.
    """
    hard, soft = view.limit("ketamine.spacing.hard"), view.limit("ketamine.spacing.soft")
    for first in range(len(course.sessions)):
        for second in range(first + 1, len(course.sessions)):
            try:
                shortest = course.gap(first, second).earliest
            except Undecided as missing:
                if second == first + 1:
                    yield missing
                continue
            hours = Quantity(max(shortest, Fraction(0)) / Unit.HOUR.scale, Unit.HOUR)
            broken = next((limit for limit in (hard, soft) if limit.is_broken_by(hours)), None)
            if broken is None:
                continue
            earlier, later = course.sessions[first].visit, course.sessions[second].visit
            apart = beside(hours, broken) if shortest > 0 else "0 h"
            yield Hit(
                Severity.HARD if broken is hard else Severity.SOFT,
                f"schedule.visits[{later.id}].timing",
                f"{course.label}: {later.name} can start {apart} after {earlier.name}; the shortest interval "
                "is "
                f"{hard.value.printed()}, and precedents keep {soft.value.printed()}. Move the visits apart "
                "or narrow "
                "their windows.",
                apart,
                broken,
            )


@rule(
    "KET-010",
    "Number and frequency of sessions",
    Severity.SOFT,
    over=KETAMINE_COURSES,
    needs=("visits with their windows", "visits of each regimen"),
    limits=(
        "ketamine.sessions_per_week",
        "ketamine.sessions_per_week.window",
        "ketamine.sessions_total",
        "ketamine.course_length",
    ),
    sources=("ketamine-cystitis-review",),
)
def number_and_frequency_of_sessions(view: TrialView, course: Course) -> Iterator[Hit | Undecided]:
    """More ketamine sessions, or closer together, or for longer than any course in substance use disorders.

    Fires when: more sessions fall in any 7 days, in all, or over more weeks of at least weekly sessions than
    the longest courses had.
    Stays quiet when: all three are at or below their limits.
    Worst case: the windows that bring sessions closest (frequency) and spread them widest (length).
    """
    ketamine = course.with_drugs(*KETAMINE)
    number = len(ketamine.sessions)
    window = view.limit("ketamine.sessions_per_week.window").value
    place = f"arms[{course.arm_id}].regimens"
    cure = "Give fewer or justify it, and watch bladder, liver and misuse."
    total = view.limit("ketamine.sessions_total")
    if total.is_broken_by(_count(number)):
        yield Hit(
            Severity.SOFT,
            place,
            f"{course.label}: {number} ketamine sessions; the longest course found had "
            f"{_whole(total.value)}. {cure}",
            f"{number} sessions",
            total,
            limit_text=f"{_whole(total.value)} sessions",
        )
        return
    often, most = view.limit("ketamine.sessions_per_week"), _most_in(ketamine, window)
    if often.is_broken_by(_count(most)):
        yield Hit(
            Severity.SOFT,
            place,
            f"{course.label}: {most} ketamine sessions can fall within {window.printed()}; precedents gave "
            "at most "
            f"{_whole(often.value)}. Move sessions apart or justify the frequency.",
            f"{most} sessions",
            often,
            limit_text=f"{_whole(often.value)} sessions in {window.printed()}",
        )
        return
    longest = view.limit("ketamine.course_length")
    if number > 1:
        span = ketamine.gap(0, number - 1)
        weeks = Quantity(span.latest / Unit.WEEK.scale, Unit.WEEK)
        is_weekly = span.target <= window.in_base * (number - 1)
        if is_weekly and longest.is_broken_by(weeks):
            computed = beside(weeks, longest)
            yield Hit(
                Severity.SOFT,
                place,
                f"{course.label}: {number} ketamine sessions over up to {computed}; the longest course found "
                "lasted "
                f"{longest.value.printed()}. {cure}",
                computed,
                longest,
            )


def _most_in(course: Course, window: Quantity) -> int:
    """Count the most sessions that can fall within a window that is open at its end."""
    number = len(course.sessions)
    most = min(number, 1)
    for first in range(number):
        for last in range(first + most, number):
            if course.gap(first, last).earliest < window.in_base:
                most = last - first + 1
    return most


def _count(number: int) -> Quantity:
    return Quantity(Fraction(number), Unit.POINT)


def _whole(value: Quantity) -> str:
    return value.printed().split(" ")[0]


RULES = (esketamine_outside_product_schedule, spacing_between_sessions, number_and_frequency_of_sessions)
