"""COAD-009 and 010: naltrexone beside opioids, and beside ketamine."""

from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import (
    ConcomitantPolicy,
    DrugClass,
)
from protocol_designer.domain.interventions import DrugRegimen, OpioidInterval, Route
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.wording import word
from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.fixes import exclude_medicine
from protocol_designer.rules.opioids import OPIOID_CLASSES, opioids_allowed, opioids_possible
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE, given, trial_giving
from protocol_designer.rules.view import TrialView


@rule(
    "COAD-009",
    "Naltrexone with opioids or too soon after them",
    Severity.HARD,
    over=given("naltrexone"),
    needs=(
        "opioid policies",
        "opioid-free intervals",
        "opioid urine test",
        "naloxone challenge",
        "substance",
    ),
    limits=(
        "naltrexone.opioid_free.hard",
        "naltrexone.opioid_free.soft",
        "naltrexone.opioid_free_long_acting.hard",
    ),
)
def naltrexone_with_opioids(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    """Naltrexone that can precipitate withdrawal.

    Fires when: hard, opioids may be taken beside it, an opioid-free interval is too short, or there is
    neither urine test nor naloxone challenge although opioid use is possible; soft, the interval is short of
    the full one.
    Stays quiet when: opioids are excluded and both intervals are long enough.
    Worst case: the shortest interval that the protocol allows.
    """
    place = f"{regimen_place(regimen)}.opioid_interval"
    try:
        if opioids_allowed(view):
            yield Hit(
                Severity.HARD,
                "concomitant",
                f"{view.arms_text(regimen)}: naltrexone beside opioids or opioid agonist treatment "
                "precipitates "
                "withdrawal. Exclude both classes.",
                "opioids allowed",
                limit_text="opioids excluded",
                fixes=(_exclude_opioids(view),),
            )
    except Undecided as missing:
        yield missing
    interval = regimen.opioid_interval
    if interval is None:
        yield Undecided(place, f"what must be true of opioids before {regimen.name}")
        return
    free = ("naltrexone.opioid_free.hard", "naltrexone.opioid_free.soft")
    hard, soft = (view.limit(key) for key in free)
    yield from _interval(view, regimen, "opioid_free", after="opioids", hard=hard, soft=soft)
    long_acting = view.limit("naltrexone.opioid_free_long_acting.hard")
    yield from _interval(
        view,
        regimen,
        "opioid_free_after_long_acting",
        after="buprenorphine or methadone",
        hard=long_acting,
    )
    yield from _tests(view, regimen, interval)


def _exclude_opioids(view: TrialView) -> Fix:
    changes = tuple(
        change for drug_class in OPIOID_CLASSES for change in exclude_medicine(view, drug_class).changes
    )
    return Fix("Exclude opioids and opioid agonist treatment", changes, "allowed", "excluded")


def _interval(
    view: TrialView, regimen: DrugRegimen, field: str, *, after: str, hard: Limit, soft: Limit | None = None
) -> Iterator[Hit | Undecided]:
    place = f"{regimen_place(regimen)}.opioid_interval.{field}"
    free: Quantity | None = getattr(regimen.opioid_interval, field)
    if free is None:
        yield Undecided(place, f"how long after {after} {regimen.name} may start")
        return
    broken = (
        hard if hard.is_broken_by(free) else soft if soft is not None and soft.is_broken_by(free) else None
    )
    if broken is None:
        return
    computed, full = beside(free, broken), (soft or hard).value
    label = f"Wait {full.printed()} after {after}"
    yield Hit(
        Severity.HARD if broken is hard else Severity.SOFT,
        place,
        f"{view.arms_text(regimen)}: naltrexone {computed} after {after} can precipitate withdrawal; wait at "
        "least "
        f"{broken.value.printed()}. Lengthen the interval{'.' if broken is hard else ' or justify it.'}",
        computed,
        broken,
        fixes=(Fix(label, (Change(place, str(full)),), computed, full.printed()),),
    )


def _tests(view: TrialView, regimen: DrugRegimen, interval: OpioidInterval) -> Iterator[Hit | Undecided]:
    place = f"{regimen_place(regimen)}.opioid_interval"
    try:
        if not opioids_possible(view):
            return
    except Undecided as missing:
        yield missing
        return
    for field, what in (
        ("requires_opioid_urine_test", "an opioid urine test"),
        ("requires_naloxone_challenge", "a naloxone challenge"),
    ):
        answer: bool | None = getattr(interval, field)
        if answer is None:
            yield Undecided(f"{place}.{field}", f"whether {what} precedes {regimen.name}")
        elif not answer:
            yield Hit(
                Severity.HARD,
                f"{place}.{field}",
                f"{view.arms_text(regimen)}: opioid use is possible, and naltrexone starts without {what}. "
                "Require it.",
                f"without {what}",
                limit_text="required",
                fixes=(
                    Fix(f"Require {what}", (Change(f"{place}.{field}", True),), "not required", "required"),
                ),
            )


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
        depot = regimen.route in (Route.DEPOT_IM, Route.IM)
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
                f"{view.arms_text(regimen)}: {regimen.name} can act {computed} before ketamine; it lasts "
                f"{limit.value.printed()}, and naltrexone cancelled ketamine's benefit in one crossover. "
                "State your "
                "assumption and stratify, or move it.",
                computed,
                limit,
            )


def _own_antagonists(view: TrialView) -> Iterator[Hit | Undecided]:
    try:
        entry = view.concomitant(DrugClass.OPIOID_ANTAGONIST)
    except Undecided as missing:
        yield missing
        return
    longest = view.limit("naltrexone.depot.active")
    free = entry.free_before_dosing
    if entry.policy in (ConcomitantPolicy.EXCLUDED, ConcomitantPolicy.STRATIFIED):
        return
    if free is None or longest.is_broken_by(free):
        yield Hit(
            Severity.SOFT,
            f"concomitant[{entry.id}].policy",
            "Whole trial: participants may take an opioid antagonist until "
            f"{free.printed() + ' before ' if free else ''}"
            f"dosing; a depot acts for {longest.value.printed()} and may cancel ketamine's benefit. Exclude "
            "or stratify.",
            word(entry.policy),
            longest,
            limit_text=f"excluded, stratified or {longest.value.printed()} free",
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
    for arm in view.trial.arms_with_regimen(regimen.id):
        calendar, visits = view.calendar(arm), {visit.id: visit for visit in view.trial.schedule.visits}
        points: list[Visit | Timing | None] = [visits[visit_id] for visit_id in regimen.visits]
        points = points or [regimen.timing]
        targets = {v for other in sessions if other.id in arm.regimens for v in other.visits}
        if points == [None] or not targets:
            raise Undecided(f"{place}.timing", f"when {regimen.name} is given beside ketamine")
        for point in points:
            for target in sorted(targets):
                gap = calendar.gap(point, visits[target]) if point is not None else None
                if gap is None or gap.latest < 0:
                    continue
                shortest = max(gap.earliest, Fraction(0))
                if limit.is_broken_by(Quantity(shortest, Unit.MINUTE)) and (best is None or shortest < best):
                    best = shortest
    return None if best is None else Quantity(best, Unit.MINUTE)


RULES = (naltrexone_with_opioids, naltrexone_may_cancel_benefit)
