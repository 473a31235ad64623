"""COAD-008 to 011: opioids, opioid agonist treatment and opioid antagonists beside the study drugs."""

from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.base import Node
from protocol_designer.domain.codes import (
    ConcomitantPolicy,
    DrugClass,
    KitItem,
    Parameter,
    Presence,
    Qualification,
)
from protocol_designer.domain.identity import Substance
from protocol_designer.domain.interventions import DrugRegimen, OpioidInterval, Route
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.wording import word
from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.fixes import exclude_medicine
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import BENZODIAZEPINES, KETAMINE, given, trial_giving, whole_trial
from protocol_designer.rules.view import TrialView

_OPIOID_SUBSTANCES = (Substance.OPIOID, Substance.SEVERAL)
_AGONISTS = ("buprenorphine", "methadone")
_CLASSES = (DrugClass.OPIOID_AGONIST, DrugClass.OPIOID_AGONIST_TREATMENT)


def _opioids_possible(view: TrialView) -> bool:
    """Tell whether a participant may take opioids; people treated for opioid use may, whatever is excluded.

    Raises:
        Undecided: Nothing says so, and a class of opioids is not spoken of.
    """
    if view.trial.identity.substance in _OPIOID_SUBSTANCES or any(
        r.drug in _AGONISTS for r in view.trial.regimens
    ):
        return True
    return _opioids_allowed(view)


def _opioids_allowed(view: TrialView) -> bool:
    missing: Undecided | None = None
    for drug_class in _CLASSES:
        try:
            if view.concomitant(drug_class).policy is not ConcomitantPolicy.EXCLUDED:
                return True
        except Undecided as unsaid:
            missing = missing or unsaid
    if missing is not None:
        raise missing
    return False


@rule(
    "COAD-008",
    "Benzodiazepine with opioids",
    Severity.HARD,
    over=given(*BENZODIAZEPINES),
    needs=("opioid policies", "substance", "monitoring", "staff", "kit"),
    sources=("midazolam-us", "diazepam-us", "buprenorphine-us"),
)
def benzodiazepine_with_opioids(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    """A benzodiazepine for people who may take opioids: profound sedation and death.

    Fires when: a benzodiazepine is given for any use and participants may take opioids: hard unless oxygen
    saturation is watched continuously, capnography or an observer with no other duty watches breathing, someone
    who can manage an airway is at hand and naloxone is there; soft when all of that is planned.
    Stays quiet when: opioids and opioid agonist treatment are excluded and the trial does not treat opioid use.
    Worst case: any eligible participant.
    """
    if not _opioids_possible(view):
        return
    lacking = _safeguards_lacking(view)
    name = view.drug_name(regimen.drug).lower()
    yield Hit(
        Severity.HARD if lacking else Severity.SOFT,
        f"{regimen_place(regimen)}.drug",
        f"{view.arms_text(regimen)}: {name} for people who may take opioids can cause profound sedation and death. "
        + (f"Add {', '.join(lacking)}, or change the drug." if lacking else "Justify the choice."),
        f"{len(lacking)} safeguards missing" if lacking else "all safeguards planned",
        limit_text="opioids excluded",
        fixes=_add_naloxone(view),
    )


def _safeguards_lacking(view: TrialView) -> list[str]:
    day = view.trial.dosing_day
    watched = {entry.parameter: entry for entry in day.monitoring}
    saturation = watched.get(Parameter.SPO2)
    alone = any(
        member.presence is Presence.IN_ROOM and member.has_other_duties is False for member in day.staff
    )
    breathing = Parameter.CAPNOGRAPHY in watched or (Parameter.RESPIRATORY_RATE in watched and alone)
    near = (Presence.IN_ROOM, Presence.IMMEDIATELY_AVAILABLE)
    airway = any(Qualification.AIRWAY in m.qualifications and m.presence in near for m in day.staff)
    naloxone = KitItem.NALOXONE in day.kit or any(r.drug == "naloxone" for r in view.trial.regimens)
    needed = (
        (saturation is not None and bool(saturation.is_continuous), "continuous oxygen saturation"),
        (breathing, "capnography or an observer of breathing with no other duty"),
        (airway, "someone who can manage an airway"),
        (naloxone, "naloxone"),
    )
    return [text for is_there, text in needed if not is_there]


def _add_naloxone(view: TrialView) -> tuple[Fix, ...]:
    if _safeguards_lacking(view) != ["naloxone"]:
        return ()
    change = Change("dosing_day.kit[+]", KitItem.NALOXONE.value)
    return (Fix("Put naloxone in the kit", (change,), "no naloxone", "naloxone in the kit"),)


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

    Fires when: hard, opioids may be taken beside it, an opioid-free interval is too short, or there is neither
    urine test nor naloxone challenge although opioid use is possible; soft, the interval is short of the full one.
    Stays quiet when: opioids are excluded and both intervals are long enough.
    Worst case: the shortest interval that the protocol allows.
    """
    place = f"{regimen_place(regimen)}.opioid_interval"
    try:
        if _opioids_allowed(view):
            yield Hit(
                Severity.HARD,
                "concomitant",
                f"{view.arms_text(regimen)}: naltrexone beside opioids or opioid agonist treatment precipitates "
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
    yield from _interval(view, regimen, "opioid_free", "opioids", *(view.limit(key) for key in free))
    long_acting = view.limit("naltrexone.opioid_free_long_acting.hard")
    yield from _interval(
        view, regimen, "opioid_free_after_long_acting", "buprenorphine or methadone", long_acting
    )
    yield from _tests(view, regimen, interval)


def _exclude_opioids(view: TrialView) -> Fix:
    changes = tuple(
        change for drug_class in _CLASSES for change in exclude_medicine(view, drug_class).changes
    )
    return Fix("Exclude opioids and opioid agonist treatment", changes, "allowed", "excluded")


def _interval(
    view: TrialView, regimen: DrugRegimen, field: str, after: str, hard: Limit, soft: Limit | None = None
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
        f"{view.arms_text(regimen)}: naltrexone {computed} after {after} can precipitate withdrawal; wait at least "
        f"{broken.value.printed()}. Lengthen the interval{'.' if broken is hard else ' or justify it.'}",
        computed,
        broken,
        fixes=(Fix(label, (Change(place, str(full)),), computed, full.printed()),),
    )


def _tests(view: TrialView, regimen: DrugRegimen, interval: OpioidInterval) -> Iterator[Hit | Undecided]:
    place = f"{regimen_place(regimen)}.opioid_interval"
    try:
        if not _opioids_possible(view):
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
                f"{view.arms_text(regimen)}: opioid use is possible, and naltrexone starts without {what}. Require it.",
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

    Fires when: a depot within its active time, or oral naltrexone within its own, can precede a ketamine session of
    the same arm; or participants may take opioid antagonists of their own up to dosing without being stratified.
    Stays quiet when: none acts at dosing. Sources disagree whether it cancels the benefit.
    Worst case: the windows that bring naltrexone closest before a session; a course without an end counts as acting.
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
                f"{limit.value.printed()}, and naltrexone cancelled ketamine's benefit in one crossover. State your "
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
            f"Whole trial: participants may take an opioid antagonist until {free.printed() + ' before ' if free else ''}"
            f"dosing; a depot acts for {longest.value.printed()} and may cancel ketamine's benefit. Exclude or stratify.",
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
    """Return the shortest time within the limit from naltrexone to a later ketamine session; None when there is none."""
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


@rule(
    "COAD-011",
    "Buprenorphine or methadone",
    Severity.HARD,
    over=whole_trial,
    needs=(
        "regimens of buprenorphine and methadone",
        "opioid intervals",
        "policy on opioid agonist treatment",
    ),
    limits=(
        "buprenorphine.cows",
        "buprenorphine.wait.short_acting",
        "buprenorphine.wait.extended_release",
        "buprenorphine.wait.methadone",
        "buprenorphine.day_1",
        "buprenorphine.day_2",
        "buprenorphine.maintenance",
        "opioid_agonist_treatment.stable",
    ),
)
def buprenorphine_or_methadone(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Buprenorphine started too soon, or opioid agonist treatment that is not yet stable.

    Fires when: hard, buprenorphine starts without objective withdrawal; soft, the withdrawal score, a waiting time
    or a daily dose is outside its limit, or stable treatment is shorter than the limit or has none.
    Stays quiet when: all of these hold, or participants take neither. An arm's first and second sublingual
    buprenorphine regimens are taken for day 1 and day 2, the others for maintenance.
    Worst case: the shortest allowed wait and the highest dose over the eligible weights.
    """
    for regimen in view.trial.regimens:
        if regimen.drug in _AGONISTS:
            yield from _agonist(view, regimen)
    try:
        entry = view.concomitant(DrugClass.OPIOID_AGONIST_TREATMENT)
    except Undecided as missing:
        yield missing
        return
    if entry.policy is not ConcomitantPolicy.EXCLUDED:
        yield from _stable(view, "Whole trial", f"concomitant[{entry.id}].stable_for", entry.stable_for)


def _agonist(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    place, interval = f"{regimen_place(regimen)}.opioid_interval", regimen.opioid_interval
    if interval is None:
        yield Undecided(place, f"what must be true of opioids before {regimen.name}")
        return
    if regimen.drug == "methadone" or interval.stable_before_dosing is not None:
        head = view.arms_text(regimen)
        if interval.stable_before_dosing is None:
            yield Undecided(
                f"{place}.stable_before_dosing", f"how long {regimen.name} is stable before dosing"
            )
        else:
            yield from _stable(view, head, f"{place}.stable_before_dosing", interval.stable_before_dosing)
    else:
        yield from _start(view, regimen, interval)
    if regimen.drug == "buprenorphine":
        yield from _daily_dose(view, regimen)


def _stable(view: TrialView, head: str, place: str, stable: Quantity | None) -> Iterator[Hit]:
    limit = view.limit("opioid_agonist_treatment.stable")
    if stable is not None and not limit.is_broken_by(stable):
        return
    computed = beside(stable, limit) if stable else "no time"
    least = limit.value.printed()
    yield Hit(
        Severity.SOFT,
        place,
        f"{head}: opioid agonist treatment is stable for {computed} before dosing; keep it stable for at least {least} "
        "or justify it.",
        computed,
        limit,
        fixes=(
            Fix(f"Ask for {least} of stable treatment", (Change(place, str(limit.value)),), computed, least),
        ),
    )


def _start(view: TrialView, regimen: DrugRegimen, interval: OpioidInterval) -> Iterator[Hit | Undecided]:
    place, head = f"{regimen_place(regimen)}.opioid_interval", view.arms_text(regimen)
    if interval.requires_objective_withdrawal is None:
        yield Undecided(f"{place}.requires_objective_withdrawal", "whether objective withdrawal is required")
    elif not interval.requires_objective_withdrawal:
        at = f"{place}.requires_objective_withdrawal"
        yield Hit(
            Severity.HARD,
            at,
            f"{head}: {regimen.name} starts without objective withdrawal and can precipitate it. Require it.",
            "not required",
            limit_text="objective withdrawal required",
            fixes=(Fix("Require objective withdrawal", (Change(at, True),), "not required", "required"),),
        )
    cows = None if interval.minimum_cows is None else Quantity(Fraction(interval.minimum_cows), Unit.POINT)
    score = view.limit("buprenorphine.cows")
    needed: tuple[tuple[str, str, Quantity | None, Limit], ...] = (
        ("minimum_cows", "a withdrawal score (COWS) of", cows, score),
        *(
            (field, f"a wait after {after} of", _time(interval, field), view.limit(key))
            for field, after, key in (
                ("wait_short_acting", "short-acting opioids", "buprenorphine.wait.short_acting"),
                ("wait_extended_release", "extended-release opioids", "buprenorphine.wait.extended_release"),
                ("wait_methadone", "methadone", "buprenorphine.wait.methadone"),
            )
        ),
    )
    for field, what, value, limit in needed:
        at = f"{place}.{field}"
        if value is None:
            yield Undecided(at, f"{what.removesuffix(' of')} before {regimen.name}")
        elif limit.is_broken_by(value):
            least, computed = limit.value.printed(), beside(value, limit)
            fixed: object = int(limit.value.value) if field == "minimum_cows" else str(limit.value)
            yield Hit(
                Severity.SOFT,
                at,
                f"{head}: {regimen.name} starts at {what} {computed}; at least {least} is proposed. Raise it or justify "
                "it.",
                computed,
                limit,
                fixes=(Fix(f"Ask for {least}", (Change(at, fixed),), computed, least),),
            )


def _time(interval: Node, field: str) -> Quantity | None:
    value: Quantity | None = getattr(interval, field)
    return value


def _daily_dose(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    if regimen.route is None:
        yield Undecided(f"{regimen_place(regimen)}.route", f"the route of {regimen.name}")
        return
    if regimen.route is not Route.SUBLINGUAL:
        return
    keys = ("buprenorphine.day_1", "buprenorphine.day_2", "buprenorphine.maintenance")
    is_start = regimen.opioid_interval is None or regimen.opioid_interval.stable_before_dosing is None
    limit = view.limit(keys[min(_day(view, regimen), 2)] if is_start else keys[2])
    largest = view.largest_total(regimen)
    if limit.is_broken_by(largest.value):
        computed = beside(largest.value, limit)
        yield Hit(
            Severity.SOFT,
            f"{regimen_place(regimen)}.steps",
            f"{view.arms_text(regimen)}: {regimen.name} gives {computed}; {limit.what[:1].lower()}{limit.what[1:]}: "
            f"{limit.value.printed()}. Lower the dose, write day 1 and day 2 as regimens of their own, or justify it.",
            computed,
            limit,
        )


def _day(view: TrialView, regimen: DrugRegimen) -> int:
    """Return the earliest place of a regimen among the sublingual buprenorphine regimens of its arms."""
    places = [
        [
            r.id
            for r in view.trial.regimens_of(arm)
            if r.drug == "buprenorphine" and r.route is Route.SUBLINGUAL
        ].index(regimen.id)
        for arm in view.trial.arms_with_regimen(regimen.id)
    ]
    return min(places, default=0)


RULES = (
    benzodiazepine_with_opioids,
    naltrexone_with_opioids,
    naltrexone_may_cancel_benefit,
    buprenorphine_or_methadone,
)
