"""COAD-001 and 005: whether an antisialagogue goes with ketamine, and when."""

from collections.abc import Iterator

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import (
    KitItem,
    Presence,
    Qualification,
)
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse, Route
from protocol_designer.domain.timing import AnchorKind
from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity, TimeOffset, Unit
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import ANTIMUSCARINICS, KETAMINE, given
from protocol_designer.rules.view import TIER_LIMITS, Tier, TrialView


@rule(
    "COAD-001",
    "Ketamine without an antisialagogue plan",
    Severity.HARD,
    over=given(*KETAMINE),
    needs=("exposure tier", "premedication at the same visits", "kit", "staff", "waiver"),
    limits=TIER_LIMITS,
    sources=("ketalar-us", "ketamax-ph", "ketamine-sud-review", "NCT01191398", "ed-ketamine-guideline-2011"),
)
def ketamine_without_antisialagogue(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    """Ketamine is given, and nothing dries the mouth beforehand.

    Fires when: no atropine or glycopyrrolate is planned as premedication at every session: advisory at T1,
    soft at T2, hard at T3. A written waiver makes T3 soft when suction is in the kit and someone who can
    manage an airway is in the room. Sources disagree: the label asks for it before anaesthesia, a 2010 trial
    and a 2011 guideline doubt the routine, and sub-anaesthetic trials give none.
    Stays quiet when: the exposure is T0, or premedication covers every session of every arm that receives it.
    A premedication that only some participants get does not cover.
    Worst case: the highest tier over the steps, the sessions and the eligible weights.
    """
    tier = view.tier(regimen)
    if tier is Tier.T0 or _is_covered(view, regimen):
        return
    place, head = (
        regimen_place(regimen),
        f"{view.arms_text(regimen)}: {tier.name} exposure without an antisialagogue",
    )
    if tier is Tier.T1:
        severity = Severity.ADVISORY
        text = "at this dose none is usual. Keep suction and a rescue dose ready."
    elif tier is Tier.T2:
        severity = Severity.SOFT
        text = "this is above the usual range. Plan one, or state why none is given."
    else:
        lacking = _waiver_lacks(view)
        severity = Severity.HARD if lacking else Severity.SOFT
        text = (
            "the label asks for one before anaesthesia (about 0.01 mg/kg atropine, or 0.004 mg/kg "
            "glycopyrrolate IM). "
            + (
                f"Plan one, or waive it: {', '.join(lacking)}."
                if lacking
                else "It is waived; justify that here."
            )
        )
    yield Hit(severity, place, f"{head}; {text}", tier.name, limit_text="antisialagogue planned")


def _waiver_lacks(view: TrialView) -> list[str]:
    """List what a waiver still needs; empty when it holds."""
    day = view.trial.dosing_day
    has_airway = any(
        Qualification.AIRWAY in member.qualifications and member.presence is Presence.IN_ROOM
        for member in day.staff
    )
    needed = (
        (day.antisialagogue_waiver is not None, "write the waiver with its reason"),
        (KitItem.SUCTION in day.kit, "put suction in the kit"),
        (has_airway, "have someone who can manage an airway in the room"),
    )
    return [text for is_there, text in needed if not is_there]


def _is_covered(view: TrialView, regimen: DrugRegimen) -> bool:
    """Tell whether every session of a regimen has an antisialagogue as premedication.

    Raises:
        Undecided: A candidate's drug, use or visits, or the visits of the regimen are not decided.
    """
    arms = view.trial.arms_with_regimen(regimen.id)
    for arm in arms:
        dried: set[str] = set()
        found = False
        for other in view.trial.regimens_of(arm):
            place = regimen_place(other)
            if other.use is RegimenUse.PREMEDICATION and other.drug is None:
                raise Undecided(f"{place}.drug", f"the drug of {other.name}")
            if other.drug not in ANTIMUSCARINICS:
                continue
            if other.use is None:
                raise Undecided(f"{place}.use", f"what {other.name} is given for")
            if other.use is RegimenUse.PREMEDICATION and other.condition is None:
                if not other.visits:
                    raise Undecided(f"{place}.visits", f"at which visits {other.name} is given")
                found = True
                dried.update(other.visits)
        if not found:
            return False
        if not regimen.visits:
            raise Undecided(f"{regimen_place(regimen)}.visits", f"at which visits {regimen.name} is given")
        if not dried.issuperset(regimen.visits):
            return False
    return bool(arms)


@rule(
    "COAD-005",
    "Antisialagogue timing and cover",
    Severity.SOFT,
    over=given(*ANTIMUSCARINICS, uses=[RegimenUse.PREMEDICATION]),
    needs=("route", "minutes from the study drug", "length of the ketamine session"),
    limits=(
        "atropine.iv.earliest",
        "atropine.iv.cover",
        "antimuscarinic.im.earliest",
        "antimuscarinic.im.latest",
    ),
)
def antisialagogue_timing(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    """An antisialagogue that has worn off, or has not begun to act, when ketamine runs.

    Fires when: IV atropine is given too early, or alone for a session that outlasts it; an IM dose is given
    outside its time before the study drug.
    Stays quiet when: the times hold; IV glycopyrrolate lasts 2 to 4 h.
    Worst case: both ends of the time window; the longest ketamine session of the arms that receive it.
    """
    if regimen.route is None:
        yield Undecided(f"{regimen_place(regimen)}.route", f"the route of {regimen.name}")
    elif regimen.route is Route.IM:
        yield from _im_timing(view, regimen)
    elif regimen.route is Route.IV and regimen.drug == "atropine":
        yield from _iv_cover(view, regimen)
        earliest, _ = _minutes_before(regimen)
        limit = view.limit("atropine.iv.earliest")
        if limit.is_broken_by(earliest):
            yield _timing_hit(view, regimen, earliest, limit, "IV atropine lasts about 5 to 30 min")


def _im_timing(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    earliest, latest = _minutes_before(regimen)
    first, last = view.limit("antimuscarinic.im.earliest"), view.limit("antimuscarinic.im.latest")
    usual = f"an IM dose is given {last.value.printed()} to {first.value.printed()} before"
    if first.is_broken_by(earliest):
        yield _timing_hit(view, regimen, earliest, first, usual)
    elif last.is_broken_by(latest):
        yield _timing_hit(view, regimen, latest, last, usual)


def _timing_hit(view: TrialView, regimen: DrugRegimen, before: Quantity, limit: Limit, why: str) -> Hit:
    computed = beside(before, limit)
    fixes: tuple[Fix, ...] = ()
    place = f"{regimen_place(regimen)}.minutes_from_study_drug"
    if regimen.minutes_from_study_drug is not None:
        text = str(TimeOffset(-limit.value.value, limit.value.unit))
        label = f"Give it {limit.value.printed()} before the study drug"
        fixes = (Fix(label, (Change(place, text),), f"{computed} before", f"{limit.value.printed()} before"),)
    return Hit(
        Severity.SOFT,
        place,
        f"{view.arms_text(regimen)}: {regimen.name} can be given {computed} before the study drug; {why}. "
        "Move it or "
        "justify it.",
        f"{computed} before",
        limit,
        fixes=fixes,
    )


def _iv_cover(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    companions = view.companions(regimen)
    covers = [
        other
        for other in companions
        if other.use is RegimenUse.PREMEDICATION
        and other.drug in ANTIMUSCARINICS
        and (other.drug != "atropine" or other.route is Route.IM)
    ]
    sessions = [other for other in companions if other.drug in KETAMINE]
    if covers or not sessions:
        return
    limit = view.limit("atropine.iv.cover")
    longest = max(Quantity(view.minutes(other), Unit.MINUTE) for other in sessions)
    if limit.is_broken_by(longest):
        runs = beside(longest, limit)
        yield Hit(
            Severity.SOFT,
            f"{regimen_place(regimen)}.drug",
            f"{view.arms_text(regimen)}: IV atropine lasts about 5 to 30 min, ketamine runs for {runs}. "
            "Glycopyrrolate "
            "or an IM dose covers it; change it or justify it.",
            runs,
            limit,
        )


def _minutes_before(regimen: DrugRegimen) -> tuple[Quantity, Quantity]:
    """Return the earliest and latest time before the study drug; a time after it counts as none before.

    Raises:
        Undecided: Neither an offset nor a time from the start of a dose is written.
    """
    offset, timing = regimen.minutes_from_study_drug, regimen.timing
    if offset is not None:
        first, last = offset.minutes, offset.minutes
    elif timing is not None and timing.anchor.kind is AnchorKind.DOSE_START:
        first, last = timing.earliest.minutes, timing.latest.minutes
    else:
        raise Undecided(
            f"{regimen_place(regimen)}.minutes_from_study_drug",
            f"how long before the study drug {regimen.name} is given",
        )
    return Quantity(max(-first, first * 0), Unit.MINUTE), Quantity(max(-last, last * 0), Unit.MINUTE)


RULES = (
    ketamine_without_antisialagogue,
    antisialagogue_timing,
)
