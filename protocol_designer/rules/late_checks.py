"""FU-002 and 003: bladder, liver and misuse after the doses, and how long participants are followed."""

from collections.abc import Iterator, Sequence

from protocol_designer.derived.paths import DosingSession
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.schedule import Visit
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.asked import (
    BENZODIAZEPINE_MISUSE,
    BLADDER,
    KETAMINE_MISUSE,
    LIVER,
    Topic,
    ask_at,
    cells_of,
    stands_before_dose,
)
from protocol_designer.rules.findings import Fix, Hit, Severity, beside
from protocol_designer.rules.participants import Group, drugs_at, groups, groups_on_ketamine
from protocol_designer.rules.registry import rule
from protocol_designer.rules.sessions import count, whole
from protocol_designer.rules.subjects import BENZODIAZEPINES
from protocol_designer.rules.view import TrialView

_NEEDS = ("visits with their windows", "what is asked at each visit", "visits of each regimen")


@rule(
    "FU-002",
    "Bladder and liver checks",
    Severity.SOFT,
    over=groups_on_ketamine,
    needs=_NEEDS,
    limits=("follow_up.repeated_dosing", "follow_up.late_check"),
    sources=("ketamine-us-earlier",),
)
def bladder_and_liver_checks(view: TrialView, group: Group) -> Iterator[Hit | Undecided]:
    """Repeated ketamine can damage bladder and liver, and both heal best when it is noticed early.

    Fires when: soft, a participant has as many ketamine sessions as the limit or more, and urinary symptoms
    and liver tests are not both checked between the first and the last dose and again late enough after the
    last; advisory, with fewer sessions, when they are not both checked late enough after the last.
    Stays quiet when: both are checked at both times; exactly the limit after the last dose passes. A check
    before the last dose on its day counts as one during the course.
    Worst case: the earliest allowed time of the late visit after the latest allowed last dose.
    """
    repeated, wait = view.limit("follow_up.repeated_dosing"), view.limit("follow_up.late_check")
    last = group.sessions[-1]
    is_repeated = repeated.is_broken_by(count(len(group.sessions)))
    faults: list[str] = []
    for topic in (BLADDER, LIVER):
        unknown: list[Undecided] = []
        asked = [visit for visit in group.visits if visit.id in cells_of(view, topic)]
        late = any(_is_late(group, last, visit, wait.value, unknown) for visit in reversed(asked))
        during = is_repeated and any(_is_during(view, topic, group, visit, unknown) for visit in asked)
        lacks = [] if late else [f"{topic.name} {wait.value.printed()} after the last dose"]
        if is_repeated and not during:
            lacks.append(f"{topic.name} during the course")
        if lacks and unknown:
            yield from unknown
            return
        faults += lacks
    if not faults:
        return
    number = len(group.sessions)
    severity = Severity.SOFT if is_repeated else Severity.ADVISORY
    yield Hit(
        severity,
        f"arms[{group.arms[0].id}].regimens",
        f"{group.label}: {number} ketamine session{'' if number == 1 else 's'}, and no check of "
        f"{', nor of '.join(faults)}. Add it{' or justify it' if is_repeated else ''}.",
        f"not checked: {', '.join(faults)}",
        wait,
        limit_text=f"bladder and liver {wait.value.printed()} after the last dose"
        + (f", from {whole(repeated.value)} sessions during the course too" if is_repeated else ""),
        fixes=_late_check(view, group, last, wait.value, faults),
    )


def _is_late(
    group: Group, last: DosingSession, visit: Visit, wait: Quantity, unknown: list[Undecided]
) -> bool:
    try:
        return visit.id != last.visit.id and group.after_start(last, visit).earliest >= wait.in_base
    except Undecided as missing:
        unknown.append(missing)
        return False


def _is_during(view: TrialView, topic: Topic, group: Group, visit: Visit, unknown: list[Undecided]) -> bool:
    first, last = group.sessions[0], group.sessions[-1]
    if visit.id == first.visit.id:
        return False
    if visit.id == last.visit.id:
        return any(stands_before_dose(cell) is not False for cell in cells_of(view, topic)[visit.id])
    try:
        return (
            group.after_start(first, visit).earliest > 0
            and group.calendar.gap(visit, last.visit).earliest > 0
        )
    except Undecided as missing:
        unknown.append(missing)
        return False


def _late_check(
    view: TrialView, group: Group, last: DosingSession, wait: Quantity, faults: Sequence[str]
) -> tuple[Fix, ...]:
    """Propose the late checks at the first visit that is late enough, when only they are missing."""
    if any(fault.endswith("course") for fault in faults):
        return ()
    unknown: list[Undecided] = []
    fitting = [v for v in group.visits if v.timing is not None and _is_late(group, last, v, wait, unknown)]
    if not fitting:
        return ()
    visit = fitting[0]
    changes = [
        change
        for topic in (BLADDER, LIVER)
        if any(fault.startswith(topic.name) for fault in faults)
        for change in ask_at(view, topic, [visit.id])
    ]
    return (Fix(f"Check at {visit.name}", tuple(changes), "not checked", f"checked at {visit.name}"),)


def _once(view: TrialView) -> Iterator[TrialView | Undecided]:
    found = groups(view)
    yield from (group for group in found if isinstance(group, Undecided))
    if any(isinstance(group, Group) for group in found):
        yield view


@rule(
    "FU-003",
    "Length of follow-up and misuse",
    Severity.SOFT,
    over=_once,
    needs=(*_NEEDS, "drugs of each dosing day"),
    limits=("follow_up.length",),
    sources=("thomas-chambers-2025", "fda-alcoholism-2015"),
)
def length_and_misuse(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Relapse and new misuse of ketamine show after months; six participants of one trial took it again.

    Fires when: in some arm the last visit can be sooner after the first dose than the limit, or a visit after
    the first dose does not ask about use of ketamine, and of benzodiazepines where some arm is given one,
    outside the trial.
    Stays quiet when: the last visit is bound to be late enough in every arm, and each visit asks.
    Worst case: the earliest allowed last visit after the latest first dose; the arm followed least.
    """
    given = [group for group in groups(view) if isinstance(group, Group)]
    yield from _length(view, given)
    sessions = [session for group in given for session in group.sessions]
    with_benzodiazepine = any(set(drugs_at(view, session)) & set(BENZODIAZEPINES) for session in sessions)
    topics = (KETAMINE_MISUSE, BENZODIAZEPINE_MISUSE) if with_benzodiazepine else (KETAMINE_MISUSE,)
    unasked: dict[str, dict[str, Visit]] = {}
    asked = {topic: cells_of(view, topic) for topic in topics}
    for group in given:
        for visit in group.visits:
            lacks = [topic for topic in topics if visit.id not in asked[topic]]
            if not lacks or visit.id == group.sessions[0].visit.id:
                continue
            try:
                is_after = group.after_start(group.sessions[0], visit).latest > 0
            except Undecided as missing:
                yield missing
                continue
            for topic in lacks if is_after else ():
                unasked.setdefault(topic.name, {})[visit.id] = visit
    if unasked:
        told = "; ".join(f"{name} at {_names(visits)}" for name, visits in unasked.items())
        changes = tuple(
            change
            for topic in topics
            if topic.name in unasked
            for change in ask_at(view, topic, list(unasked[topic.name]))
        )
        yield Hit(
            Severity.SOFT,
            "schedule.cells",
            f"Whole trial: visits after the first dose do not ask about {told}. Ask at each or justify it.",
            f"not asked: {told}",
            limit_text="asked at each visit after the first dose",
            fixes=(
                Fix("Ask at each visit after the first dose", changes, "not asked", "asked at each visit"),
            ),
        )


def _names(visits: dict[str, Visit]) -> str:
    return ", ".join(sorted(visit.name for visit in visits.values()))


def _length(view: TrialView, given: Sequence[Group]) -> Iterator[Hit | Undecided]:
    limit = view.limit("follow_up.length")
    for group in given:
        first = group.sessions[0]
        missing: list[Undecided] = []
        reached: list[tuple[Quantity, Visit]] = []
        for visit in reversed(group.visits):
            try:
                earliest = group.after_start(first, visit).earliest
            except Undecided as unknown:
                missing.append(unknown)
                continue
            if earliest > 0:
                reached.append((Quantity(earliest / Unit.DAY.scale, Unit.DAY), visit))
                if not limit.is_broken_by(reached[-1][0]):
                    break
        longest = max(reached, key=lambda entry: entry[0].in_base, default=None)
        if longest is not None and not limit.is_broken_by(longest[0]):
            continue
        if missing:
            yield from missing
            continue
        place = f"schedule.visits[{longest[1].id}].timing" if longest else "schedule.visits"
        computed = beside(longest[0], limit) if longest else "no visit"
        last = (
            f"the last visit, {longest[1].name}, can be {computed}" if longest else "no visit is bound to be"
        )
        yield Hit(
            Severity.SOFT,
            place,
            f"{group.label}: {last} after the first dose; trials in substance use disorders followed for "
            f"{limit.value.printed()} (6 months). Follow longer or justify it.",
            computed,
            limit,
        )


RULES = (bladder_and_liver_checks, length_and_misuse)
