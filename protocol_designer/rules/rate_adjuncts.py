"""RATE-008 to 010: how fast comparators, adjuncts and rescue drugs are given."""

from collections.abc import Iterator

from protocol_designer.derived.doses import regimen_place, step_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen, Route
from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.rate_steps import push_too_short, slowed, timed_steps
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import given
from protocol_designer.rules.view import TrialView


@rule(
    "RATE-008",
    "Lorazepam IV rate and dilution",
    Severity.HARD,
    over=given("lorazepam", routes=[Route.IV]),
    needs=("dose steps with their durations", "whether it is diluted", "eligible weights"),
    limits=("lorazepam.iv.rate",),
    sources=("lorazepam-storage", "lorazepam-us"),
)
def lorazepam_rate_and_dilution(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    """IV lorazepam too fast, or not diluted.

    Fires when: a step is faster than the limit, or it is given undiluted.
    Stays quiet when: every step is at or below the limit and it is diluted.
    Worst case: the eligible weight with the highest mg/min.
    """
    place = f"{regimen_place(regimen)}.preparation.is_given_undiluted"
    if regimen.preparation.is_given_undiluted is None:
        yield Undecided(place, f"whether {regimen.name} is diluted")
    elif regimen.preparation.is_given_undiluted:
        yield Hit(
            Severity.HARD,
            place,
            f"{view.arms_text(regimen)}: lorazepam is given IV undiluted; the label asks for an equal volume "
            "of diluent "
            "immediately before. Dilute it.",
            "undiluted",
            limit_text="equal volume of diluent",
            fixes=(Fix("Give it diluted", (Change(place, False),), "undiluted", "diluted"),),
        )
    yield from _too_fast(view, regimen, view.limit("lorazepam.iv.rate"), Severity.HARD)


@rule(
    "RATE-009",
    "Midazolam bolus time",
    Severity.HARD,
    over=given("midazolam", routes=[Route.IV]),
    needs=("kind and duration of every step", "route"),
    limits=("midazolam.iv.push.shortest",),
)
def midazolam_bolus_time(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    """An IV push of midazolam that is over too soon, whatever it is given for.

    Fires when: a pushed IV step is shorter than the limit.
    Stays quiet when: it lasts the limit or longer. An infusion that is shorter than the limit is a push.
    Worst case: none; the duration does not depend on weight.
    """
    shortest = view.limit("midazolam.iv.push.shortest")
    cure = f"Give it over at least {shortest.value.printed()} and wait as long before repeating."
    yield from push_too_short(view, regimen, shortest, cure)


@rule(
    "RATE-010",
    "Adjunct and rescue drug rates",
    Severity.HARD,
    over=given("diazepam", "labetalol", "flumazenil", "ondansetron", "esketamine"),
    needs=("dose steps with durations and pauses", "planned total", "route", "eligible weights"),
    limits=(
        "diazepam.iv.rate",
        "labetalol.iv.first_dose",
        "labetalol.iv.rate",
        "labetalol.iv.cumulative",
        "flumazenil.iv.step",
        "flumazenil.iv.rate",
        "flumazenil.iv.interval",
        "flumazenil.iv.cumulative",
        "esketamine.intranasal.device_interval",
        "ondansetron.iv.single",
        "ondansetron.iv.rate",
    ),
)
def adjunct_and_rescue_rates(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    """Adjunct and rescue drugs above their labelled rate, step, interval or total.

    Fires when: hard, diazepam or the first labetalol dose runs too fast, the first labetalol dose or its
    total is too large, a flumazenil step is too large, too fast, too soon after the last or the total too
    large, esketamine devices follow too closely, or a single ondansetron dose is too large; soft, ondansetron
    runs too fast.
    Stays quiet when: all of them keep their limits. Other routes than IV (esketamine: intranasal) are not
    judged.
    Worst case: the eligible weight with the highest amount or rate; the first labetalol dose is held to both
    bounds.
    """
    if regimen.route is None:
        yield Undecided(f"{regimen_place(regimen)}.route", f"the route of {regimen.name}")
    elif regimen.drug == "esketamine":
        if regimen.route is Route.INTRANASAL:
            yield from _spaced(view, regimen, view.limit("esketamine.intranasal.device_interval"), "device")
    elif regimen.route is Route.IV:
        yield from _BY_DRUG[regimen.drug or ""](view, regimen)


def _diazepam(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    yield from _too_fast(view, regimen, view.limit("diazepam.iv.rate"), Severity.HARD)


def _labetalol(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    yield from _too_fast(view, regimen, view.limit("labetalol.iv.rate"), Severity.HARD, first_only=True)
    yield from _too_large(
        view, regimen, view.limit("labetalol.iv.first_dose"), "the first dose", first_only=True
    )
    yield from _total(view, regimen, view.limit("labetalol.iv.cumulative"))


def _flumazenil(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    yield from _too_fast(view, regimen, view.limit("flumazenil.iv.rate"), Severity.HARD)
    yield from _too_large(view, regimen, view.limit("flumazenil.iv.step"), "one step")
    yield from _spaced(view, regimen, view.limit("flumazenil.iv.interval"), "step")
    yield from _total(view, regimen, view.limit("flumazenil.iv.cumulative"))


def _ondansetron(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    yield from _too_fast(view, regimen, view.limit("ondansetron.iv.rate"), Severity.SOFT)
    yield from _too_large(view, regimen, view.limit("ondansetron.iv.single"), "a single dose")


_BY_DRUG = {
    "diazepam": _diazepam,
    "labetalol": _labetalol,
    "flumazenil": _flumazenil,
    "ondansetron": _ondansetron,
}


def _too_fast(
    view: TrialView, regimen: DrugRegimen, limit: Limit, severity: Severity, first_only: bool = False
) -> Iterator[Hit | Undecided]:
    try:
        steps = list(timed_steps(view, regimen, Unit.MG_PER_MIN))[: 1 if first_only else None]
    except Undecided as missing:
        yield missing
        return
    for step, rate in steps:
        if limit.is_broken_by(rate.value):
            computed = beside(rate.value, limit)
            yield Hit(
                severity,
                f"{step_place(regimen, step.index)}.duration",
                f"{view.arms_text(regimen)}: {view.drug_name(regimen.drug).lower()} runs at {computed} "
                f"{rate.who}; the "
                f"fastest allowed is {limit.value.printed()}. Give it over more time"
                + ("." if severity is Severity.HARD else ", or justify it."),
                computed,
                limit,
                fixes=slowed(regimen, step, rate, limit.value),
            )


def _too_large(
    view: TrialView, regimen: DrugRegimen, limit: Limit, what: str, first_only: bool = False
) -> Iterator[Hit]:
    for index in range(1 if first_only else len(regimen.steps)):
        step = regimen.steps[index]
        most = view.largest_step(regimen, index).value
        each = Quantity(most.value / (step.count or 1), Unit.MILLIGRAM)
        if limit.is_broken_by(each):
            computed = beside(each, limit)
            yield Hit(
                Severity.HARD,
                f"{step_place(regimen, index)}.amount",
                f"{view.arms_text(regimen)}: {what} of {view.drug_name(regimen.drug).lower()} is {computed}; "
                "the label "
                f"gives at most {limit.value.printed()}. Lower it.",
                computed,
                limit,
            )


def _total(view: TrialView, regimen: DrugRegimen, limit: Limit) -> Iterator[Hit | Undecided]:
    place = f"{regimen_place(regimen)}.planned_cumulative_max"
    planned = regimen.planned_cumulative_max
    one = view.largest_total(regimen).value
    total = one if planned is None or one > planned else planned
    if limit.is_broken_by(total):
        computed = beside(total, limit)
        most = limit.value.printed()
        changes = (Change(place, str(limit.value)),)
        is_plan = planned is not None and total is planned
        yield Hit(
            Severity.HARD,
            place,
            f"{view.arms_text(regimen)}: up to {computed} of {view.drug_name(regimen.drug).lower()} in all; "
            "the label "
            f"gives at most {most}. Lower the planned total.",
            computed,
            limit,
            fixes=(Fix(f"Plan at most {most}", changes, computed, most),) if is_plan else (),
        )
    elif planned is None:
        yield Undecided(place, f"how much {regimen.name} may be given in all")


def _spaced(view: TrialView, regimen: DrugRegimen, limit: Limit, what: str) -> Iterator[Hit | Undecided]:
    """Judge the pauses between steps; a step given several times is spaced by its own pause."""
    for index, step in enumerate(regimen.steps):
        if index == 0 and (step.count or 1) == 1:
            continue
        place = f"{step_place(regimen, index)}.pause_before"
        if step.pause_before is None:
            yield Undecided(place, f"the time between one {what} of {regimen.name} and the next")
        elif limit.is_broken_by(step.pause_before):
            computed = beside(step.pause_before, limit)
            least = limit.value.printed()
            yield Hit(
                Severity.HARD,
                place,
                f"{view.arms_text(regimen)}: one {what} of {view.drug_name(regimen.drug).lower()} follows "
                "the last after "
                f"{computed}; wait at least {least}.",
                computed,
                limit,
                fixes=(Fix(f"Wait {least}", (Change(place, str(limit.value)),), computed, least),),
            )


RULES = (lorazepam_rate_and_dilution, midazolam_bolus_time, adjunct_and_rescue_rates)
