"""COAD-011: how buprenorphine starts, and how stable opioid agonist treatment is."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.base import Node
from protocol_designer.domain.codes import (
    ConcomitantPolicy,
    DrugClass,
)
from protocol_designer.domain.interventions import DrugRegimen, OpioidInterval, Route
from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.opioids import AGONISTS
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import whole_trial
from protocol_designer.rules.view import TrialView


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

    Fires when: hard, buprenorphine starts without objective withdrawal; soft, the withdrawal score, a waiting
    time or a daily dose is outside its limit, or stable treatment is shorter than the limit or has none.
    Stays quiet when: all of these hold, or participants take neither. An arm's first and second sublingual
    buprenorphine regimens are taken for day 1 and day 2, the others for maintenance.
    Worst case: the shortest allowed wait and the highest dose over the eligible weights.
    """
    for regimen in view.trial.regimens:
        if regimen.drug in AGONISTS:
            yield from _agonist(view, regimen)
    try:
        entries = view.concomitant(DrugClass.OPIOID_AGONIST_TREATMENT)
    except Undecided as missing:
        yield missing
        return
    for entry in entries:
        if entry.policy is ConcomitantPolicy.EXCLUDED:
            continue
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
        f"{head}: opioid agonist treatment is stable for {computed} before dosing; keep it stable for at "
        f"least {least} "
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
            fixed: object = ceil(limit.value.in_base) if field == "minimum_cows" else str(limit.value)
            yield Hit(
                Severity.SOFT,
                at,
                f"{head}: {regimen.name} starts at {what} {computed}; at least {least} is proposed. Raise it "
                "or justify "
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
            f"{view.arms_text(regimen)}: {regimen.name} gives {computed}; "
            f"{limit.what[:1].lower()}{limit.what[1:]}: "
            f"at most {limit.value.printed()}. Lower the dose, write day 1 and day 2 as regimens of their "
            "own, or "
            "justify it.",
            computed,
            limit,
        )


def _day(view: TrialView, regimen: DrugRegimen) -> int:
    """Return the earliest place of a regimen among the sublingual buprenorphine regimens of its arms."""
    places = [
        [
            r.id for r in view.regimens_of(arm) if r.drug == "buprenorphine" and r.route is Route.SUBLINGUAL
        ].index(regimen.id)
        for arm in view.arms_with(regimen)
    ]
    return min(places, default=0)


RULES = (buprenorphine_or_methadone,)
