"""RATE-001 to 005: how fast ketamine runs in."""

from collections.abc import Iterator

from protocol_designer.derived.doses import regimen_place, step_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen, Route
from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.dose_view import Held
from protocol_designer.rules.findings import Fix, Hit, Severity, beside
from protocol_designer.rules.rate_steps import push_too_short, slowed, timed_steps
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE, given
from protocol_designer.rules.view import TrialView

_NEEDS = ("dose steps with their durations", "route", "lowest and highest eligible weight")


@rule(
    "RATE-001",
    "Ketamine faster than 0.5 mg/kg/min",
    Severity.HARD,
    over=given(*KETAMINE, routes=[Route.IV]),
    needs=_NEEDS,
    limits=("ketamine.iv.rate.fastest",),
)
def ketamine_too_fast(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    """A step runs in so fast that breathing may stop.

    Fires when: any IV step is faster than the limit. The label's faster induction over 60 s is not taken.
    Stays quiet when: every step is at or below it; exactly the limit passes.
    Worst case: the eligible weight with the highest mg/kg/min.
    """
    fastest = view.limit("ketamine.iv.rate.fastest")
    for step, rate in timed_steps(view, regimen, Unit.MG_PER_KG_PER_MIN):
        if fastest.is_broken_by(rate.value):
            computed = beside(rate.value, fastest)
            yield Hit(
                Severity.HARD,
                step_place(regimen, step.index),
                f"{view.arms_text(regimen)}: step {step.index + 1} runs at {computed} {rate.who}; the "
                "fastest allowed is "
                f"{fastest.value.printed()}. Faster ketamine can stop breathing, cause laryngospasm and "
                "raise "
                "blood pressure sharply. Give it over more time.",
                computed,
                fastest,
                fixes=slowed(regimen, step, rate, fastest.value),
            )


@rule(
    "RATE-002",
    "Ketamine IV push shorter than 60 s",
    Severity.HARD,
    over=given(*KETAMINE, routes=[Route.IV]),
    needs=("kind and duration of every step", "route"),
    limits=("ketamine.iv.push.shortest",),
)
def ketamine_push_too_short(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    """A bolus or other IV push given faster than the label asks.

    Fires when: a pushed IV step is shorter than the limit.
    Stays quiet when: it lasts the limit or longer. An infusion that is shorter than the limit is a push.
    Worst case: none; the duration does not depend on weight.
    """
    yield from push_too_short(
        view, regimen, view.limit("ketamine.iv.push.shortest"), "Give it over more time."
    )


@rule(
    "RATE-003",
    "Sustained infusion above 0.020 mg/kg/min",
    Severity.SOFT,
    over=given(*KETAMINE, routes=[Route.IV]),
    needs=_NEEDS,
    limits=(
        "ketamine.iv.sustained_rate.soft",
        "ketamine.iv.sustained_rate.soft.shortest",
        "ketamine.iv.sustained_rate.hard",
        "ketamine.iv.sustained_rate.hard.shortest",
    ),
)
def sustained_above_precedent(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    """A step holds a faster rate than any blinded trial in substance use disorders did.

    Fires when: a step of at least the shortest length runs above the soft rate, and RATE-004 does not refuse
    it. Short steps that follow one another count as one when they hold the rate on average.
    Infusions written as several regimens of a session are taken to run at the same time.
    Stays quiet when: the rate is at or below it (0.8 mg/kg over 40 min is exactly the limit), or the step is
    short.
    Worst case: the eligible weight with the highest mg/kg/min.
    """
    soft = view.limit("ketamine.iv.sustained_rate.soft")
    refused = () if view.under_anaesthesia() else view.held(regimen, "ketamine.iv.sustained_rate.hard")
    for held in view.held(regimen, "ketamine.iv.sustained_rate.soft"):
        if any(
            held.first.index <= hard.last.index and hard.first.index <= held.last.index for hard in refused
        ):
            continue
        computed, rate = beside(held.rate.value, soft), held.rate
        yield Hit(
            Severity.SOFT,
            step_place(regimen, held.first.index),
            f"{view.arms_text(regimen)}: {held.steps} {computed} "
            f"({rate.value.to(Unit.MG_PER_KG_PER_H).printed_rounded()}) {rate.who}; the fastest infusion "
            "dosed "
            "by weight in a blinded randomised trial in substance use disorders ran at "
            f"{soft.value.printed()} (0.025 mg/kg/min in a pilot of ten people). Give it over more time or "
            "justify the rate.",
            computed,
            soft,
            fixes=_slower(regimen, held, soft.value),
        )
    yield from _together(view, regimen, soft)


@rule(
    "RATE-004",
    "Sustained infusion at anaesthetic-maintenance rate",
    Severity.HARD,
    over=given(*KETAMINE, routes=[Route.IV]),
    needs=(*_NEEDS, "setting"),
    limits=(
        "ketamine.iv.sustained_rate.hard",
        "ketamine.iv.sustained_rate.hard.shortest",
        "ketamine.iv.sustained_rate.soft",
    ),
)
def sustained_at_maintenance_rate(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    """A step holds a rate at which anaesthesia is maintained.

    Fires when: a step of at least the shortest length runs above the hard rate, outside general anaesthesia;
    short steps that follow one another count as one when they hold the rate on average.
    Stays quiet when: the rate is at or below it, the step is shorter, or the setting is general anaesthesia.
    Worst case: the eligible weight with the highest mg/kg/min. An undecided setting is not anaesthesia.
    """
    hard = view.limit("ketamine.iv.sustained_rate.hard")
    for held in () if view.under_anaesthesia() else view.held(regimen, "ketamine.iv.sustained_rate.hard"):
        computed = beside(held.rate.value, hard)
        slowest = view.limit("ketamine.iv.sustained_rate.soft").value
        yield Hit(
            Severity.HARD,
            step_place(regimen, held.first.index),
            f"{view.arms_text(regimen)}: {held.steps} {computed} for {held.length.printed()} "
            f"{held.rate.who}; "
            "anaesthesia was maintained at 0.041 mg/kg/min on average, and the bound is "
            f"{hard.value.printed()}. Give it over more time.",
            computed,
            hard,
            fixes=_slower(regimen, held, slowest),
        )


def _together(view: TrialView, regimen: DrugRegimen, soft: Limit) -> Iterator[Hit]:
    rate = view.rate_if_together(regimen, "ketamine.iv.sustained_rate.soft")
    if rate is not None and soft.is_broken_by(rate.value):
        computed = beside(rate.value, soft)
        yield Hit(
            Severity.SOFT,
            f"{regimen_place(regimen)}.steps",
            f"{view.arms_text(regimen)}: the ketamine infusions of one session reach {computed} "
            f"{rate.who} if they "
            f"run at the same time; the bound is {soft.value.printed()}. Write them as steps of one "
            "regimen, or "
            "justify it.",
            computed,
            soft,
        )


def _slower(regimen: DrugRegimen, held: Held, slowest: Quantity) -> tuple[Fix, ...]:
    return slowed(regimen, held.first, held.rate, slowest) if held.first.index == held.last.index else ()


@rule(
    "RATE-005",
    "Infusion shorter than the 40-min convention",
    Severity.ADVISORY,
    over=given(*KETAMINE, routes=[Route.IV]),
    needs=_NEEDS,
    limits=("ketamine.iv.convention.dose", "ketamine.iv.convention.duration"),
)
def shorter_than_convention(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    """A usual dose in less than the usual time.

    Fires when: the IV total reaches the convention's dose and runs for less than the convention's time.
    Stays quiet when: it runs for the convention's time or longer, or the dose is lower.
    Worst case: the eligible weight with the highest mg/kg.
    """
    dose, shortest = view.limit("ketamine.iv.convention.dose"), view.limit("ketamine.iv.convention.duration")
    total = view.session_total_per_kg(regimen)
    length = Quantity(view.minutes(regimen), Unit.MINUTE)
    if dose.is_broken_by(total.value) and shortest.is_broken_by(length):
        runs = beside(length, shortest)
        yield Hit(
            Severity.ADVISORY,
            f"{regimen_place(regimen)}.steps",
            f"{view.arms_text(regimen)}: {total.value.printed_rounded()} runs over {runs}; "
            f"{shortest.value.printed()} "
            "to 52 min is usual, 2 to 100 min has been used. Consider a longer infusion.",
            runs,
            shortest,
        )


RULES = (
    ketamine_too_fast,
    ketamine_push_too_short,
    sustained_above_precedent,
    sustained_at_maintenance_rate,
    shorter_than_convention,
)
