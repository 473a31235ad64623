"""COAD-010: whether naltrexone still acts when ketamine is given."""

from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import ConcomitantPolicy, DrugClass
from protocol_designer.domain.interventions import DrugRegimen, Route
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.wording import word
from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.findings import Hit, Severity, beside
from protocol_designer.rules.fixes import exclude_medicine
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE, trial_giving
from protocol_designer.rules.view import TrialView


@rule(
    "COAD-010",
    "Naltrexone may cancel ketamine benefit",
    Severity.SOFT,
    over=trial_giving(*KETAMINE),
    needs=("naltrexone regimens with their times", "policy on opioid antagonists", "endpoints"),
    limits=("naltrexone.depot.active", "naltrexone.oral.active"),
    sources=("naltrexone-ketamine-crossover-2018", "yoon-2019"),
)
def naltrexone_may_cancel_benefit(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Naltrexone still acts when ketamine is given, and the trial asks whether ketamine works.

    Fires when: a depot within its active time, or oral naltrexone within its own, can precede a ketamine
    session of the same arm; or participants may take opioid antagonists of their own up to dosing without
    being stratified.
    Stays quiet when: none acts at dosing. Sources disagree whether it cancels the benefit.
    Worst case: the windows that bring naltrexone closest before a session; a course without an end counts as
    acting.
    """
    yield from _own_antagonists(view)
    for regimen in view.trial.regimens:
        if regimen.drug != "naltrexone":
            continue
        sessions = [other for other in view.companions(regimen) if other.drug in KETAMINE]
        if not sessions:
            continue
        if regimen.route is None:
            yield Undecided(f"{regimen_place(regimen)}.route", f"the route of {regimen.name}")
            continue
        depot = regimen.route is not Route.ORAL
        limit = view.limit("naltrexone.depot.active" if depot else "naltrexone.oral.active")
        try:
            shortest = _closest(view, regimen, sessions, limit)
        except Undecided as missing:
            yield missing
            continue
        if shortest is not None and _has_endpoints(view):
            computed = beside(shortest, limit)
            yield Hit(
                Severity.SOFT,
                f"{regimen_place(regimen)}.timing",
                f"{view.arms_text(regimen)}: {regimen.name} can be given {computed} before ketamine and "
                "is taken to "
                f"act for {limit.value.printed()}. Naltrexone 50 mg by mouth cancelled the antidepressant "
                "effect in "
                "one crossover; five people on a depot still responded. State your assumption and "
                "stratify, move "
                "it, or justify it.",
                computed,
                limit,
            )


def _own_antagonists(view: TrialView) -> Iterator[Hit | Undecided]:
    try:
        entries = view.concomitant(DrugClass.OPIOID_ANTAGONIST)
    except Undecided as missing:
        yield missing
        return
    longest = view.limit("naltrexone.depot.active")
    for entry in entries:
        free = entry.free_before_dosing
        if entry.policy in (ConcomitantPolicy.EXCLUDED, ConcomitantPolicy.STRATIFIED):
            continue
        if free is None or longest.is_broken_by(free):
            until = f"{free.printed()} before " if free else ""
            yield Hit(
                Severity.SOFT,
                f"concomitant[{entry.id}].policy",
                f"Whole trial: participants may take an opioid antagonist until {until}dosing; a depot "
                "blocks "
                f"opioid receptors for about {longest.value.printed()} and may cancel ketamine's benefit. "
                "Exclude or stratify, or justify it.",
                word(entry.policy),
                longest,
                limit_text=f"excluded, stratified or more than {longest.value.printed()} free",
                fixes=(exclude_medicine(view, DrugClass.OPIOID_ANTAGONIST),),
            )


def _has_endpoints(view: TrialView) -> bool:
    if not view.trial.endpoints:
        raise Undecided("endpoints", "what the trial measures")
    return True


def _closest(
    view: TrialView, regimen: DrugRegimen, sessions: list[DrugRegimen], limit: Limit
) -> Quantity | None:
    """Return the shortest time within the limit from naltrexone to a later session, if any."""
    place = regimen_place(regimen)
    best: Fraction | None = None
    for arm in view.arms_with(regimen):
        calendar, visits = view.calendar(arm), {visit.id: visit for visit in view.trial.schedule.visits}
        points: list[Visit | Timing | None] = [visits[visit_id] for visit_id in regimen.visits]
        points = points or [regimen.timing]
        is_course = regimen.interval is not None or (regimen.administrations_planned or 1) > len(points)
        targets = {v for other in sessions if other.id in arm.regimens for v in other.visits}
        if points == [None] or not targets:
            raise Undecided(f"{place}.timing", f"when {regimen.name} is given beside ketamine")
        for point in points:
            for target in sorted(targets):
                gap = calendar.gap(point, visits[target]) if point is not None else None
                if gap is None or gap.latest < 0:
                    continue
                shortest = Fraction(0) if is_course else max(gap.earliest, Fraction(0))
                if limit.is_broken_by(Quantity(shortest, Unit.MINUTE)) and (best is None or shortest < best):
                    best = shortest
    return None if best is None else Quantity(best, Unit.MINUTE)


RULES = (naltrexone_may_cancel_benefit,)
