"""COAD-001 to 005: whether an antisialagogue goes with ketamine, how much, when, and whom it may harm."""

from collections.abc import Iterator

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import (
    ConditionCode,
    Instrument,
    KitItem,
    Measure,
    Presence,
    Qualification,
    Relation,
)
from protocol_designer.domain.dosing_day import ThresholdPurpose
from protocol_designer.domain.identity import Substance
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse, Route
from protocol_designer.domain.schedule import CellTime
from protocol_designer.domain.timing import AnchorKind
from protocol_designer.domain.wording import word
from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity, TimeOffset, Unit
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.fixes import cap_at, exclude_conditions
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import ANTIMUSCARINICS, KETAMINE, given, trial_giving
from protocol_designer.rules.view import TIER_LIMITS, Extreme, Tier, TrialView

_PLANNED = tuple(use for use in RegimenUse if use is not RegimenUse.RESCUE)
_STIMULANTS = (Substance.COCAINE, Substance.METHAMPHETAMINE, Substance.SEVERAL)


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

    Fires when: no atropine or glycopyrrolate is planned as premedication at every session: advisory at T1, soft at
    T2, hard at T3. A written waiver makes T3 soft when suction is in the kit and someone who can manage an airway
    is in the room. Sources disagree: the label asks for it before anaesthesia, a 2010 trial and a 2011 guideline
    doubt the routine, and sub-anaesthetic trials give none.
    Stays quiet when: the exposure is T0, or premedication covers every session of every arm that receives it. A
    premedication that only some participants get does not cover.
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
            "the label asks for one before anaesthesia (about 0.01 mg/kg atropine, or 0.004 mg/kg glycopyrrolate IM). "
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
    "COAD-002",
    "Antimuscarinic dose per kg",
    Severity.HARD,
    over=given(*ANTIMUSCARINICS),
    needs=("dose steps", "route", "planned total", "lowest and highest eligible weight"),
    limits=(
        "atropine.dose.low",
        "atropine.dose.high",
        "atropine.dose.hard",
        "atropine.cumulative.hard",
        "glycopyrrolate.im.low",
        "glycopyrrolate.im.high",
        "glycopyrrolate.iv.high",
        "glycopyrrolate.dose.hard",
    ),
)
def antimuscarinic_dose_per_kg(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    """Atropine or glycopyrrolate far from the expected dose per kg.

    Fires when: hard, a single dose or the planned total is above its bound; soft, a single dose lies outside the
    expected range (IV glycopyrrolate: above the usual amount).
    Stays quiet when: all of these hold; exactly a limit passes.
    Worst case: the eligible weights with the highest and the lowest mg/kg; the planned total at the lowest weight.
    """
    if regimen.drug == "atropine":
        keys = ("atropine.dose.hard", "atropine.dose.high", "atropine.dose.low")
        yield from _per_kg(view, regimen, *(view.limit(key) for key in keys))
        yield from _planned_per_kg(view, regimen, view.limit("atropine.cumulative.hard"))
        return
    hard = view.limit("glycopyrrolate.dose.hard")
    if regimen.route is None:
        yield Undecided(f"{regimen_place(regimen)}.route", f"the route of {regimen.name}")
    elif regimen.route is Route.IM:
        high, low = view.limit("glycopyrrolate.im.high"), view.limit("glycopyrrolate.im.low")
        yield from _per_kg(view, regimen, hard, high, low)
    else:
        most, amount = view.largest_total_per_kg(regimen), view.largest_total(regimen)
        usual = view.limit("glycopyrrolate.iv.high")
        if hard.is_broken_by(most.value):
            yield _dose_hit(view, regimen, Severity.HARD, most, hard, "the most is")
        elif usual.is_broken_by(amount.value):
            yield _dose_hit(view, regimen, Severity.SOFT, amount, usual, "the usual most IV is")


def _per_kg(view: TrialView, regimen: DrugRegimen, hard: Limit, high: Limit, low: Limit) -> Iterator[Hit]:
    most = view.largest_total_per_kg(regimen)
    if hard.is_broken_by(most.value):
        yield _dose_hit(view, regimen, Severity.HARD, most, hard, "the most is")
    elif high.is_broken_by(most.value):
        yield _dose_hit(view, regimen, Severity.SOFT, most, high, "expected is at most")
    elif low.is_broken_by((least := view.smallest_total_per_kg(regimen)).value):
        yield _dose_hit(view, regimen, Severity.SOFT, least, low, "expected is at least")


def _planned_per_kg(view: TrialView, regimen: DrugRegimen, limit: Limit) -> Iterator[Hit | Undecided]:
    place, lightest = f"{regimen_place(regimen)}.planned_cumulative_max", view.trial.population.weight_min
    if regimen.planned_cumulative_max is None:
        if regimen.use is RegimenUse.RESCUE:
            yield Undecided(place, f"how much {regimen.name} may be given in all")
    elif lightest is None:
        yield Undecided("population.weight_min", "the lowest eligible weight")
    else:
        per_kg = Quantity(regimen.planned_cumulative_max.in_base / lightest.in_base, Unit.MG_PER_KG)
        if limit.is_broken_by(per_kg):
            hit = _dose_hit(
                view, regimen, Severity.HARD, Extreme(per_kg, lightest), limit, "in all the most is"
            )
            yield Hit(Severity.HARD, place, hit.message, hit.computed, limit)


def _dose_hit(
    view: TrialView, regimen: DrugRegimen, severity: Severity, worst: Extreme, limit: Limit, bound: str
) -> Hit:
    computed = beside(worst.value, limit)
    return Hit(
        severity,
        f"{regimen_place(regimen)}.steps",
        f"{view.arms_text(regimen)}: {view.drug_name(regimen.drug).lower()} reaches {computed} {worst.who}; {bound} "
        f"{limit.value.printed()}. Check the dose{'.' if severity is Severity.HARD else ' or justify it.'}",
        computed,
        limit,
    )


@rule(
    "COAD-003",
    "Antimuscarinic worst-case milligrams",
    Severity.HARD,
    over=given("atropine"),
    needs=("dose steps", "planned total", "lowest and highest eligible weight"),
    limits=("atropine.single.low", "atropine.single.high", "atropine.single.hard"),
)
def antimuscarinic_milligrams(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    """Atropine per kg that is too little for the lightest or too much for the heaviest participant.

    Fires when: hard, a single dose or the planned total is above its bound; soft, a single dose is above or below
    the labelled range at some eligible weight, cap included.
    Stays quiet when: every eligible weight stays in the range.
    Worst case: the lightest participant for the least, the heaviest or the cap for the most.
    """
    most, least = view.largest_total(regimen), view.smallest_total(regimen)
    high, low = view.limit("atropine.single.high"), view.limit("atropine.single.low")
    hard, planned = view.limit("atropine.single.hard"), regimen.planned_cumulative_max
    place = regimen_place(regimen)
    both = (
        f"{least.value.printed_rounded()} {least.who} and {most.value.printed_rounded()} {most.who}; the labelled "
        f"single dose is {low.value.printed()} to {high.value.printed()}"
    )
    if hard.is_broken_by(most.value):
        computed = beside(most.value, hard)
        text = f"{view.arms_text(regimen)}: {computed} of atropine {most.who}; the most is {hard.value.printed()}. Cap it."
        yield Hit(
            Severity.HARD, f"{place}.steps", text, computed, hard, fixes=cap_at(regimen, high.value.in_base)
        )
    elif high.is_broken_by(most.value):
        text = f"{view.arms_text(regimen)}: atropine gives {both}. Cap it at {high.value.printed()} or justify it."
        fixes = cap_at(regimen, high.value.in_base)
        yield Hit(Severity.SOFT, f"{place}.steps", text, beside(most.value, high), high, fixes=fixes)
    elif low.is_broken_by(least.value):
        text = (
            f"{view.arms_text(regimen)}: atropine gives {both}. Low doses may slow the heart: give a fixed dose or "
            "justify it."
        )
        yield Hit(Severity.SOFT, f"{place}.steps", text, beside(least.value, low), low)
    if planned is not None and hard.is_broken_by(planned):
        computed = beside(planned, hard)
        text = f"{view.arms_text(regimen)}: up to {computed} of atropine in all; the most is {hard.value.printed()}."
        changes = (Change(f"{place}.planned_cumulative_max", str(hard.value)),)
        fix = Fix(f"Plan at most {hard.value.printed()}", changes, computed, hard.value.printed())
        yield Hit(
            Severity.HARD,
            f"{place}.planned_cumulative_max",
            f"{text} Lower it.",
            computed,
            hard,
            fixes=(fix,),
        )


@rule(
    "COAD-004",
    "Antimuscarinic given but its risks not excluded",
    Severity.HARD,
    over=trial_giving(*ANTIMUSCARINICS, uses=_PLANNED),
    needs=("exclusion criteria", "heart rate threshold", "substance", "toxicology on dosing days"),
    limits=("antimuscarinic.heart_rate_hold",),
    sources=(
        "atropine-us",
        "atropine-us-earlier",
        "glycopyrrolate-us-warnings",
        "cocaine-antidepressant-toxicity",
    ),
)
def antimuscarinic_risks_not_excluded(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """An antimuscarinic is planned for people whom it may harm.

    Fires when: hard, narrow-angle glaucoma is not excluded; soft, urinary retention, gastrointestinal obstruction,
    myasthenia gravis, tachyarrhythmia (or a hold above the heart rate limit) or unstable coronary disease is not;
    soft, people who use stimulants are not screened on the dosing day. Labels disagree on contraindications; the
    stricter one is taken for glaucoma.
    Stays quiet when: all are excluded, or an antimuscarinic is only kept for rescue.
    Worst case: any eligible participant.
    """
    missing = [code for code in _RISKS if not view.is_excluded(code)]
    if ConditionCode.TACHYARRHYTHMIA in missing and _holds_tachycardia(view):
        missing.remove(ConditionCode.TACHYARRHYTHMIA)
    if missing:
        is_hard = ConditionCode.NARROW_ANGLE_GLAUCOMA in missing
        listed = ", ".join(word(code) for code in missing)
        yield Hit(
            Severity.HARD if is_hard else Severity.SOFT,
            "population.criteria",
            f"Whole trial: an antisialagogue is planned, but these are not excluded: {listed}. Exclude them"
            + ("." if is_hard else " or justify it."),
            f"{len(missing)} not excluded",
            limit_text="excluded",
            fixes=(exclude_conditions(view, missing),),
        )
    substance = view.trial.identity.substance
    if substance is None:
        yield Undecided("identity.substance", "which substance the trial addresses")
    elif substance in _STIMULANTS and (unscreened := _unscreened_visits(view)):
        yield Hit(
            Severity.SOFT,
            "schedule.cells",
            f"Whole trial: an antisialagogue is planned, and participants may have used stimulants; no toxicology test "
            f"precedes the dose at {', '.join(unscreened)}. Screen on the same day or justify it.",
            f"{len(unscreened)} visits without a test",
            limit_text="test on every dosing day",
        )


_RISKS = (
    ConditionCode.NARROW_ANGLE_GLAUCOMA,
    ConditionCode.URINARY_RETENTION,
    ConditionCode.GASTROINTESTINAL_OBSTRUCTION,
    ConditionCode.MYASTHENIA_GRAVIS,
    ConditionCode.TACHYARRHYTHMIA,
    ConditionCode.UNSTABLE_CORONARY_DISEASE,
)


def _holds_tachycardia(view: TrialView) -> bool:
    limit = view.limit("antimuscarinic.heart_rate_hold")
    return any(
        threshold.purpose is ThresholdPurpose.HOLD_BEFORE_DOSE
        and threshold.measure is Measure.HEART_RATE
        and threshold.relation in (Relation.ABOVE, Relation.AT_LEAST)
        and not limit.is_broken_by(threshold.value)
        for threshold in view.trial.dosing_day.thresholds
    )


def _unscreened_visits(view: TrialView) -> list[str]:
    schedule = view.trial.schedule
    tests = {a.id for a in schedule.activities if a.instrument is Instrument.URINE_TOXICOLOGY}
    screened = {
        cell.visit
        for cell in schedule.cells
        if cell.activity in tests and (not cell.times or CellTime.BEFORE_DOSE in cell.times)
    }
    return [visit.name for visit in schedule.visits if visit.is_dosing and visit.id not in screened]


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

    Fires when: IV atropine is given too early, or alone for a session that outlasts it; an IM dose is given outside
    its time before the study drug.
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
        f"{view.arms_text(regimen)}: {regimen.name} can be given {computed} before the study drug; {why}. Move it or "
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
            f"{view.arms_text(regimen)}: IV atropine lasts about 5 to 30 min, ketamine runs for {runs}. Glycopyrrolate "
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
    antimuscarinic_dose_per_kg,
    antimuscarinic_milligrams,
    antimuscarinic_risks_not_excluded,
    antisialagogue_timing,
)
