"""COAD-002 and 003: how much atropine or glycopyrrolate, per kg and in milligrams."""

from collections.abc import Iterator

from protocol_designer.derived.doses import has_per_kg_dose, regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse, Route
from protocol_designer.formulary.records import Bound, Limit
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.fixes import cap_at, lower_fixed
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import ANTIMUSCARINICS, given
from protocol_designer.rules.view import Extreme, TrialView


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

    Fires when: hard, a single dose or the planned total is above its bound; soft, a single dose lies outside
    the expected range (IV glycopyrrolate: above the usual amount).
    Stays quiet when: all of these hold; exactly a limit passes.
    Worst case: the eligible weights with the highest and the lowest mg/kg, a session together;
    the planned total at the lowest weight.
    """
    if regimen.drug == "atropine":
        keys = ("atropine.dose.hard", "atropine.dose.high", "atropine.dose.low")
        hard, high, low = (view.limit(key) for key in keys)
        yield from _per_kg(view, regimen, hard=hard, high=high, low=low)
        yield from _planned_per_kg(view, regimen, view.limit("atropine.cumulative.hard"))
        return
    hard = view.limit("glycopyrrolate.dose.hard")
    if regimen.route is None:
        yield Undecided(f"{regimen_place(regimen)}.route", f"the route of {regimen.name}")
    elif regimen.route is Route.IM:
        high, low = view.limit("glycopyrrolate.im.high"), view.limit("glycopyrrolate.im.low")
        yield from _per_kg(view, regimen, hard=hard, high=high, low=low)
    else:
        most, amount = view.session_total_per_kg(regimen), view.session_total(regimen)
        usual = view.limit("glycopyrrolate.iv.high")
        if hard.is_broken_by(most.value):
            yield _dose_hit(view, regimen, Severity.HARD, most, hard, bound="the most is")
        elif usual.is_broken_by(amount.value):
            yield _dose_hit(view, regimen, Severity.SOFT, amount, usual, bound="the usual most IV is")


def _per_kg(view: TrialView, regimen: DrugRegimen, *, hard: Limit, high: Limit, low: Limit) -> Iterator[Hit]:
    most = view.session_total_per_kg(regimen)
    if hard.is_broken_by(most.value):
        yield _dose_hit(view, regimen, Severity.HARD, most, hard, bound="the most is")
    elif high.is_broken_by(most.value):
        yield _dose_hit(view, regimen, Severity.SOFT, most, high, bound="expected is at most")
    elif low.is_broken_by((least := view.smallest_total_per_kg(regimen)).value):
        yield _dose_hit(view, regimen, Severity.SOFT, least, low, bound="expected is at least")


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
                view,
                regimen,
                Severity.HARD,
                Extreme(per_kg, lightest),
                limit,
                bound="the label's bound for the total in coronary disease, taken for everyone, is",
            )
            yield Hit(Severity.HARD, place, hit.message, hit.computed, limit)


def _dose_hit(
    view: TrialView, regimen: DrugRegimen, severity: Severity, worst: Extreme, limit: Limit, *, bound: str
) -> Hit:
    computed = beside(worst.value, limit)
    reaches = "falls to" if limit.bound is Bound.BELOW else "reaches"
    return Hit(
        severity,
        f"{regimen_place(regimen)}.steps",
        f"{view.arms_text(regimen)}: {view.drug_name(regimen.drug).lower()} {reaches} {computed} "
        f"{worst.who}; "
        f"{bound} "
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

    Fires when: hard, a single dose or the planned total is above its bound; soft, a single dose is above or
    below the labelled range at some eligible weight, cap included.
    Stays quiet when: every eligible weight stays in the range.
    Worst case: the lightest participant for the least, the heaviest or the cap for the most.
    """
    most, least = view.session_total(regimen), view.smallest_total(regimen)
    high, low = view.limit("atropine.single.high"), view.limit("atropine.single.low")
    hard, planned = view.limit("atropine.single.hard"), regimen.planned_cumulative_max
    place, head = regimen_place(regimen), view.arms_text(regimen)
    ends = f"{least.value.printed_rounded()} {least.who}"
    if (most.value, most.who) != (least.value, least.who):
        ends = f"{ends} and {most.value.printed_rounded()} {most.who}"
    both = f"{ends}; the labelled single dose is {low.value.printed()} to {high.value.printed()}"
    if hard.is_broken_by(most.value):
        computed = beside(most.value, hard)
        text = (
            f"{head}: {computed} of atropine {most.who}; the most is {hard.value.printed()}. Lower or cap it."
        )
        yield Hit(Severity.HARD, f"{place}.steps", text, computed, hard, fixes=_at_most(view, regimen, high))
    elif high.is_broken_by(most.value):
        text = f"{head}: atropine gives {both}. Keep it to {high.value.printed()} or justify it."
        fixes = _at_most(view, regimen, high)
        yield Hit(Severity.SOFT, f"{place}.steps", text, beside(most.value, high), high, fixes=fixes)
    elif low.is_broken_by(least.value):
        text = (
            f"{view.arms_text(regimen)}: atropine gives {both}. Low doses may slow the heart: give a fixed "
            "dose or "
            "justify it."
        )
        yield Hit(Severity.SOFT, f"{place}.steps", text, beside(least.value, low), low)
    if planned is not None and hard.is_broken_by(planned):
        computed = beside(planned, hard)
        text = f"{head}: up to {computed} of atropine in all; the most is {hard.value.printed()}."
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


def _at_most(view: TrialView, regimen: DrugRegimen, limit: Limit) -> tuple[Fix, ...]:
    if not view.stands_alone(regimen):
        return ()
    lower = cap_at if has_per_kg_dose(regimen) else lower_fixed
    return lower(regimen, limit.value.in_base)


RULES = (antimuscarinic_dose_per_kg, antimuscarinic_milligrams)
