"""KET-009 and 010: spacing, number and frequency of the sessions of one participant."""

from collections.abc import Iterator

from protocol_designer.derived.undecided import Undecided
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.findings import Hit, Severity, beside
from protocol_designer.rules.registry import rule
from protocol_designer.rules.sessions import KETAMINE_COURSES, Course, count, most_in, whole
from protocol_designer.rules.subjects import KETAMINE
from protocol_designer.rules.view import TrialView


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
                shortest = course.least_apart(first, second)
            except Undecided as missing:
                if second == first + 1:
                    yield missing
                continue
            hours = Quantity(shortest / Unit.HOUR.scale, Unit.HOUR)
            broken = next((limit for limit in (hard, soft) if limit.is_broken_by(hours)), None)
            if broken is None:
                continue
            earlier, later = course.sessions[first].visit, course.sessions[second].visit
            apart = beside(hours, broken) if shortest > 0 else "0 h"
            yield Hit(
                Severity.HARD if broken is hard else Severity.SOFT,
                f"schedule.visits[{later.id}].timing",
                f"{course.label}: {earlier.name} and {later.name} can start {apart} apart, counting their "
                "windows; "
                f"less than {hard.value.printed()} is refused, and the crossover precedent kept "
                f"{soft.value.printed()} (one IM trial allows 1 day). Move the visits apart or narrow "
                "their windows" + ("." if broken is hard else ", or justify it."),
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
    if total.is_broken_by(count(number)):
        yield Hit(
            Severity.SOFT,
            place,
            f"{course.label}: {number} ketamine sessions; the longest course found had "
            f"{whole(total.value)}. {cure}",
            f"{number} sessions",
            total,
            limit_text=f"{whole(total.value)} sessions",
        )
        return
    often, most = view.limit("ketamine.sessions_per_week"), most_in(ketamine, window)
    if often.is_broken_by(count(most)):
        yield Hit(
            Severity.SOFT,
            place,
            f"{course.label}: {most} ketamine sessions can fall within {window.printed()}; the trials "
            "found gave "
            "at most "
            f"{whole(often.value)}. Move sessions apart or justify the frequency.",
            f"{most} sessions",
            often,
            limit_text=f"{whole(often.value)} sessions in {window.printed()}",
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


RULES = (spacing_between_sessions, number_and_frequency_of_sessions)
