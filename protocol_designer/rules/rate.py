"""RATE-001 to 005: how fast ketamine runs in."""

from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.doses import StepDose, regimen_place, step_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen, Route, StepKind
from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.dose_view import Extreme
from protocol_designer.rules.findings import Fix, Hit, Severity, beside
from protocol_designer.rules.fixes import lengthen
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE, given
from protocol_designer.rules.view import TrialView

PUSHES = (StepKind.BOLUS, StepKind.INJECTION)
"""Steps that are pushed by hand; given IV they need a length."""

_NEEDS = ("dose steps with their durations", "route", "lowest and highest eligible weight")


def timed_steps(view: TrialView, regimen: DrugRegimen, unit: Unit) -> Iterator[tuple[StepDose, Extreme]]:
    """Yield the steps of the regimen's own drug with their highest rate, in mg/kg/min or mg/min.

    Raises:
        Undecided: A step has no length, so that its rate cannot be known. Plasma targets are left out.
    """
    for step, rate in view.step_rates(regimen, unit):
        if step.drug != regimen.drug or step.step.kind is StepKind.TARGET_CONTROLLED:
            continue
        if rate is None:
            raise Undecided(f"{step_place(regimen, step.index)}.duration", "how long the step takes")
        yield step, rate


def minutes(step: StepDose) -> Quantity:
    """Return the length of a step."""
    return Quantity(step.duration_min or Fraction(0), Unit.MINUTE)


def slowed(regimen: DrugRegimen, step: StepDose, rate: Extreme, slowest: Quantity) -> tuple[Fix, ...]:
    """Propose the length at which a step that runs at ``rate`` would run at ``slowest``."""
    shortest = rate.value.in_base * (step.duration_min or Fraction(0)) / slowest.in_base
    return lengthen(regimen, step.index, Quantity(shortest, Unit.MINUTE))


def push_too_short(
    view: TrialView, regimen: DrugRegimen, shortest: Limit, cure: str
) -> Iterator[Hit | Undecided]:
    """Yield a hard hit for each push of a regimen that is shorter than a limit."""
    for index, step in enumerate(regimen.steps):
        place = step_place(regimen, index)
        if step.kind is None:
            yield Undecided(f"{place}.kind", f"how step {index + 1} of {regimen.name} is given")
        elif step.kind in PUSHES and step.drug in (None, regimen.drug):
            if step.duration is None:
                yield Undecided(f"{place}.duration", f"how long step {index + 1} of {regimen.name} takes")
            elif shortest.is_broken_by(step.duration):
                given_over = beside(step.duration, shortest)
                yield Hit(
                    Severity.HARD,
                    f"{place}.duration",
                    f"{view.arms_text(regimen)}: step {index + 1} is pushed over {given_over}; the label "
                    "asks for at "
                    f"least {shortest.value.printed()}. {cure}",
                    given_over,
                    shortest,
                    fixes=lengthen(regimen, index, shortest.value),
                )


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
                "fastest is "
                f"{fastest.value.printed()}. Faster ketamine can stop breathing, close the larynx and raise "
                "blood "
                "pressure. Give it over more time.",
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
    Stays quiet when: it lasts the limit or longer, or the step is an infusion.
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
    it.
    Stays quiet when: the rate is at or below it (0.8 mg/kg over 40 min is exactly the limit), or the step is
    short.
    Worst case: the eligible weight with the highest mg/kg/min.
    """
    soft = view.limit("ketamine.iv.sustained_rate.soft")
    for step, rate in timed_steps(view, regimen, Unit.MG_PER_KG_PER_MIN):
        is_refused = (
            _is_held(view, "ketamine.iv.sustained_rate.hard", step, rate) and not view.under_anaesthesia()
        )
        if _is_held(view, "ketamine.iv.sustained_rate.soft", step, rate) and not is_refused:
            computed = beside(rate.value, soft)
            yield Hit(
                Severity.SOFT,
                step_place(regimen, step.index),
                f"{view.arms_text(regimen)}: step {step.index + 1} holds {computed} "
                f"({rate.value.to(Unit.MG_PER_KG_PER_H).printed_rounded()}) {rate.who}; the fastest rate "
                "held in a "
                f"blinded trial is {soft.value.printed()}. Give it over more time or justify the rate.",
                computed,
                soft,
                fixes=slowed(regimen, step, rate, soft.value),
            )


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

    Fires when: a step of at least the shortest length runs above the hard rate, outside general anaesthesia.
    Stays quiet when: the rate is at or below it, the step is shorter, or the setting is general anaesthesia.
    Worst case: the eligible weight with the highest mg/kg/min. An undecided setting is not anaesthesia.
    """
    hard = view.limit("ketamine.iv.sustained_rate.hard")
    for step, rate in timed_steps(view, regimen, Unit.MG_PER_KG_PER_MIN):
        if _is_held(view, "ketamine.iv.sustained_rate.hard", step, rate) and not view.under_anaesthesia():
            computed = beside(rate.value, hard)
            slowest = view.limit("ketamine.iv.sustained_rate.soft").value
            yield Hit(
                Severity.HARD,
                step_place(regimen, step.index),
                f"{view.arms_text(regimen)}: step {step.index + 1} holds {computed} for "
                f"{minutes(step).printed()} "
                f"{rate.who}; anaesthesia is maintained at about 0.041 mg/kg/min, and the bound is "
                f"{hard.value.printed()}. Give it over more time.",
                computed,
                hard,
                fixes=slowed(regimen, step, rate, slowest),
            )


def _is_held(view: TrialView, key: str, step: StepDose, rate: Extreme) -> bool:
    is_long = not view.limit(f"{key}.shortest").is_broken_by(minutes(step))
    return is_long and view.limit(key).is_broken_by(rate.value)


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
