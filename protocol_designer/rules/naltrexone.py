"""COAD-009: naltrexone beside opioids, or too soon after them."""

from collections.abc import Iterator

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen, OpioidInterval
from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.fixes import exclude_medicine
from protocol_designer.rules.opioids import AGONISTS, OPIOID_CLASSES, opioids_allowed, opioids_possible
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import given
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

    Fires when: hard, opioids may be taken or are given beside it, an opioid-free interval is too short, or
    there is neither urine test nor naloxone challenge although opioid use is possible; soft, the interval is
    short of the full one.
    Stays quiet when: opioids are excluded and both intervals are long enough.
    Worst case: the shortest interval that the protocol allows.
    """
    place = f"{regimen_place(regimen)}.opioid_interval"
    for other in view.companions(regimen):
        if other.drug in AGONISTS:
            yield Hit(
                Severity.HARD,
                f"{regimen_place(regimen)}.drug",
                f"{view.arms_text(regimen)}: naltrexone stands beside {other.name} and precipitates "
                "withdrawal. "
                "Take one of them out of the arm.",
                f"beside {other.name}",
                limit_text="no opioid agonist beside it",
            )
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


RULES = (naltrexone_with_opioids,)
