"""PSY-001 and 002: preparation before the first dose, and integration after each."""

from collections.abc import Iterator, Sequence

from protocol_designer.derived.calendar import Window
from protocol_designer.derived.paths import DosingSession
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.therapy import SessionKind
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.findings import Fix, Hit, Severity, beside
from protocol_designer.rules.participants import Group, falls_within
from protocol_designer.rules.registry import rule
from protocol_designer.rules.sessions import count, whole
from protocol_designer.rules.therapy_times import (
    Meeting,
    assisted_groups,
    hangs_from_end,
    hours,
    meetings,
    narrowed,
    split,
)
from protocol_designer.rules.view import TrialView

_NEEDS = ("therapy sessions with kind and time", "visits with their windows", "length of each dose")


def _courses_place(group: Group) -> str:
    return f"arms[{group.arms[0].id}].courses"


@rule(
    "PSY-001",
    "Preparation before the first dose",
    Severity.HARD,
    over=assisted_groups,
    needs=("whether therapy is assisted", *_NEEDS),
    limits=(
        "therapy.preparation.fewest.hard",
        "therapy.preparation.fewest.soft",
        "therapy.preparation.window",
    ),
    sources=("ketamine-sud-review", "thomas-chambers-2025"),
)
def preparation_before_first_dose(view: TrialView, group: Group) -> Iterator[Hit | Undecided]:
    """A participant who does not know what to expect is left alone with a strong experience.

    Fires when: hard, in ketamine-assisted therapy no preparation session is over before the first dose; soft,
    fewer are than the soft limit, or none lies within the window before it. Every arm and every order of a
    crossover counts, also those on a comparator.
    Stays quiet when: enough sessions precede the first dose in time, or the drug does not assist therapy.
    Worst case: the latest end of the session against the earliest start of the dose; for the window, the
    earliest session against the latest dose.
    """
    known, missing = split(meetings(view, group, SessionKind.PREPARATION))
    before: list[Window] = []
    for meeting in known:
        try:
            gap = group.calendar.gap(meeting.when, group.sessions[0].visit)
        except Undecided as unknown:
            missing.append(unknown)
            continue
        if gap.earliest > 0 and gap.earliest >= meeting.minutes:
            before.append(gap)
    hard = view.limit("therapy.preparation.fewest.hard")
    soft = view.limit("therapy.preparation.fewest.soft")
    window = view.limit("therapy.preparation.window")
    number = count(len(before))
    closest = min((gap.latest for gap in before), default=None)
    is_recent = closest is not None and not window.is_broken_by(Quantity(closest, Unit.MINUTE))
    if soft.is_broken_by(number) or not is_recent:
        yield from missing
    if missing:
        return
    if soft.is_broken_by(number):
        is_hard = hard.is_broken_by(number)
        late = len(known) - len(before)
        yield Hit(
            Severity.HARD if is_hard else Severity.SOFT,
            _courses_place(group),
            f"{group.label}: {_sessions(len(before))} before the first dose is certain"
            f"{f' ({late} more may still run when it starts)' if late else ''}; the fewest allowed is "
            f"{whole(hard.value)}, and {whole(soft.value)} are asked for. The trial in methamphetamine use "
            f"holds 3 within 14 days. Add preparation{'' if is_hard else ' or justify it'}.",
            _sessions(len(before)),
            hard if is_hard else soft,
            limit_text=f"{whole((hard if is_hard else soft).value)} preparation sessions or more",
        )
    elif closest is not None and not is_recent:
        computed = beside(Quantity(closest / Unit.DAY.scale, Unit.DAY), window)
        yield Hit(
            Severity.SOFT,
            _courses_place(group),
            f"{group.label}: the last preparation session can be {computed} before the first dose; the bound "
            f"is {window.value.printed()}. Move it closer or justify it.",
            computed,
            window,
        )


def _sessions(number: int) -> str:
    return f"{number} preparation session{'' if number == 1 else 's'}"


@rule(
    "PSY-002",
    "Integration within 24 to 72 h",
    Severity.SOFT,
    over=assisted_groups,
    needs=("whether therapy is assisted", *_NEEDS),
    limits=("therapy.integration.earliest", "therapy.integration.latest"),
    sources=("thomas-chambers-2025",),
)
def integration_after_each_dose(view: TrialView, group: Group) -> Iterator[Hit | Undecided]:
    """What was felt under the drug is worked through while it is fresh, and not before it has worn off.

    Fires when: in ketamine-assisted therapy, some dose has no integration session that is bound to start
    within the window after the end of dosing.
    Stays quiet when: each dose has one; exactly both ends of the window pass.
    Worst case: the earliest and the latest allowed start, counted from the end of the dose.
    """
    low, high = view.limit("therapy.integration.earliest"), view.limit("therapy.integration.latest")
    known, missing = split(meetings(view, group, SessionKind.INTEGRATION))
    without: list[tuple[DosingSession, Meeting | None, Window | None]] = []
    for session in group.sessions:
        near: list[tuple[Meeting, Window]] = []
        has_one = False
        for meeting in known:
            try:
                gap = group.after_end(session, meeting.when)
            except Undecided as unknown:
                missing.append(unknown)
                continue
            near.append((meeting, gap))
            if has_one := falls_within(gap, low, high):
                break
        if not has_one:
            later = [entry for entry in near if entry[1].latest > 0]
            closest = min(later, key=lambda entry: entry[1].target, default=(None, None))
            without.append((session, *closest))
    if not without:
        return
    yield from missing
    if missing:
        return
    told = [_nearest(session, gap) for session, _meeting, gap in without]
    fixes = [
        fix
        for session, meeting, _gap in without
        if meeting is not None and hangs_from_end(group, session, meeting)
        for fix in narrowed(meeting, low.value, high.value)
    ]
    yield Hit(
        Severity.SOFT,
        _courses_place(group),
        f"{group.label}: no integration session is bound to start {low.value.printed()} to "
        f"{high.value.printed()} after {', '.join(told)}. Plan one there or justify it.",
        ", ".join(told),
        low,
        limit_text=f"{low.value.printed()} to {high.value.printed()}",
        fixes=_all_of(fixes) if len(fixes) == len(without) else (),
    )


def _nearest(session: DosingSession, gap: Window | None) -> str:
    if gap is None:
        return f"{session.visit.name} (none follows)"
    first, last = hours(gap.earliest).printed_rounded(), hours(gap.latest).printed_rounded()
    return f"{session.visit.name} (the next at {first if first == last else f'{first} to {last}'})"


def _all_of(fixes: Sequence[Fix]) -> tuple[Fix, ...]:
    if len(fixes) == 1:
        return tuple(fixes)
    return (
        Fix(
            "Narrow the windows of the integration sessions",
            tuple(change for fix in fixes for change in fix.changes),
            ", ".join(fix.before for fix in fixes),
            ", ".join(fix.after for fix in fixes),
        ),
    )


RULES = (preparation_before_first_dose, integration_after_each_dose)
