"""RATE-001 to 007: how fast ketamine runs in, whether the pump gives what the protocol says, and plasma targets."""

from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.doses import StepDose, regimen_place, step_place
from protocol_designer.derived.pump import pump_row
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DoseBasis, DoseStep, DrugRegimen, Route, StepKind
from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.dose_view import Extreme, kilograms
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.fixes import lengthen
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE, all_regimens, given
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
                    f"{view.arms_text(regimen)}: step {index + 1} is pushed over {given_over}; the label asks for at "
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
                f"{view.arms_text(regimen)}: step {step.index + 1} runs at {computed} {rate.who}; the fastest is "
                f"{fastest.value.printed()}. Faster ketamine can stop breathing, close the larynx and raise blood "
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

    Fires when: a step of at least the shortest length runs above the soft rate, and RATE-004 does not refuse it.
    Stays quiet when: the rate is at or below it (0.8 mg/kg over 40 min is exactly the limit), or the step is short.
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
                f"({rate.value.to(Unit.MG_PER_KG_PER_H).printed_rounded()}) {rate.who}; the fastest rate held in a "
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
                f"{view.arms_text(regimen)}: step {step.index + 1} holds {computed} for {minutes(step).printed()} "
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
            f"{view.arms_text(regimen)}: {total.value.printed_rounded()} runs over {runs}; {shortest.value.printed()} "
            "to 52 min is usual, 2 to 100 min has been used. Consider a longer infusion.",
            runs,
            shortest,
        )


@rule(
    "RATE-006",
    "Pump arithmetic",
    Severity.HARD,
    over=all_regimens,
    needs=("pump rate and duration of each step", "final concentration and volume", "eligible weights"),
    limits=("pump.tolerance",),
)
def pump_arithmetic(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    """The programmed pump does not give the dose of the protocol, or the syringe is too small.

    Fires when: rate times concentration times time strays from a step's dose by more than the tolerance, or the
    volume of one administration is more than was made up.
    Stays quiet when: both agree, or neither a pump rate nor a made-up volume is written. A rate for every weight
    can only be right when the dose is the same at every weight.
    Worst case: every deciding weight, with both ends of a dose range.
    """
    preparation = regimen.preparation
    programmed = [
        step for step in regimen.steps if step.pump_rate is not None and _has_own_dose(step, regimen)
    ]
    if not programmed and preparation.final_volume is None:
        return
    if preparation.final_concentration is None and any(
        _has_own_dose(step, regimen) for step in regimen.steps
    ):
        yield Undecided(
            f"{regimen_place(regimen)}.preparation.final_concentration",
            f"the concentration of {regimen.name}",
        )
        return
    yield from _programmes(view, regimen)
    yield from _volume(view, regimen)


def _has_own_dose(step: DoseStep, regimen: DrugRegimen) -> bool:
    return step.basis not in (DoseBasis.VOLUME_MATCHED, DoseBasis.TARGET_CONCENTRATION)


def _programmes(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    tolerance = view.limit("pump.tolerance")
    concentration = regimen.preparation.final_concentration
    for index, step in enumerate(regimen.steps):
        if step.pump_rate is None or concentration is None or not _has_own_dose(step, regimen):
            continue
        if step.duration is None:
            yield Undecided(f"{step_place(regimen, index)}.duration", f"how long step {index + 1} takes")
            continue
        delivered = step.pump_rate.in_base * step.duration.in_base * concentration.in_base
        worst: tuple[Fraction, Fraction, Fraction] | None = None
        for dose in view.doses(regimen, unit=Unit.MILLIGRAM):
            mg = dose.steps[index].mg
            if mg:
                strays = abs(delivered - mg) / mg * 100
                worst = max(worst or (strays, mg, dose.weight_kg), (strays, mg, dose.weight_kg))
        if worst is None or not tolerance.is_broken_by(Quantity(worst[0], Unit.PERCENT)):
            continue
        strays, mg, weight = worst
        computed = beside(Quantity(strays, Unit.PERCENT), tolerance)
        yield Hit(
            Severity.HARD,
            f"{step_place(regimen, index)}.pump_rate",
            f"{view.arms_text(regimen)}: step {index + 1}, {step.pump_rate.printed()} of {concentration.printed()} for "
            f"{step.duration.printed()}, gives {Quantity(delivered, Unit.MILLIGRAM).printed_rounded()}; the dose "
            f"{Extreme(tolerance.value, view.at_weight(weight)).who} is {Quantity(mg, Unit.MILLIGRAM).printed_rounded()}, {computed} off "
            f"(tolerance {tolerance.value.printed()}). Leave the rate to the pump table or correct it.",
            computed,
            tolerance,
            fixes=(
                Fix(
                    "Leave the rate to the pump table",
                    (Change(f"{step_place(regimen, index)}.pump_rate", None),),
                    step.pump_rate.printed(),
                    "computed for each weight",
                ),
            ),
        )


def _volume(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    made_up = regimen.preparation.final_volume
    if made_up is None:
        return
    needed: Extreme | None = None
    for dose in view.doses(regimen, unit=Unit.MILLIGRAM):
        row = pump_row(regimen, kilograms(dose.weight_kg))
        volume = sum((step.volume_ml or Fraction(0) for step in row.steps), Fraction(0))
        if needed is None or volume > needed.value.value:
            needed = Extreme(Quantity(volume, Unit.MILLILITRE), view.at_weight(dose.weight_kg))
    if needed is not None and needed.value > made_up:
        computed = needed.value.printed_beside(made_up)
        yield Hit(
            Severity.HARD,
            f"{regimen_place(regimen)}.preparation.final_volume",
            f"{view.arms_text(regimen)}: one administration takes {computed} {needed.who}, but {made_up.printed()} is "
            "made up. Make up more or concentrate it.",
            computed,
            limit_text=made_up.printed(),
        )


@rule(
    "RATE-007",
    "Target-controlled infusion",
    Severity.HARD,
    over=given(*KETAMINE, routes=[Route.IV]),
    needs=("target", "how long it is held", "pharmacokinetic model", "total ceiling"),
    limits=("ketamine.target.soft", "ketamine.target.hard", "ketamine.target.hold"),
)
def target_controlled_infusion(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    """A plasma target that is too high or too long, or whose model or ceiling nobody named.

    Fires when: hard, the model or the ceiling is missing, or the target is above the hard limit; soft, the target
    is above the soft limit or is held longer than in the precedent.
    Stays quiet when: no step is target-controlled, or model and ceiling are named and both limits hold.
    Worst case: the upper end of a range of targets. Models disagree: the same target needs 0.68 mg/kg by one and
    1.09 mg/kg by another, so the ceiling bounds the dose.
    """
    targets = [(i, step) for i, step in enumerate(regimen.steps) if step.kind is StepKind.TARGET_CONTROLLED]
    if not targets:
        return
    control, place = regimen.target_control, regimen_place(regimen)
    missing = [
        name
        for name, value in (
            ("the pharmacokinetic model", control.model if control else None),
            ("a ceiling for the total dose", control.total_ceiling if control else None),
        )
        if value is None
    ]
    if missing:
        yield Hit(
            Severity.HARD,
            f"{place}.target_control",
            f"{view.arms_text(regimen)}: a plasma target without {' and '.join(missing)}; the same target needs 0.68 "
            "mg/kg by one model and 1.09 mg/kg by another. Name the model, the software and a ceiling.",
            f"without {' and '.join(missing)}",
            limit_text="model and ceiling named",
        )
    for index, step in targets:
        yield from _target(view, regimen, index, step)


def _target(view: TrialView, regimen: DrugRegimen, index: int, step: DoseStep) -> Iterator[Hit | Undecided]:
    place = step_place(regimen, index)
    hard, soft = view.limit("ketamine.target.hard"), view.limit("ketamine.target.soft")
    hold = view.limit("ketamine.target.hold")
    if step.amount is None:
        yield Undecided(f"{place}.amount", "the plasma target")
    else:
        target = step.amount_high or step.amount
        broken = next((limit for limit in (hard, soft) if limit.is_broken_by(target)), None)
        if broken is not None:
            computed = beside(target, broken)
            yield Hit(
                Severity.HARD if broken is hard else Severity.SOFT,
                f"{place}.amount",
                f"{view.arms_text(regimen)}: a target of {computed}; the precedent is {soft.value.printed()}, and people "
                f"wake from ketamine anaesthesia near {hard.value.printed()}. Lower the target"
                + ("." if broken is hard else " or justify it."),
                computed,
                broken,
                fixes=_lower_target(place, step, soft.value),
            )
    if step.duration is None:
        yield Undecided(f"{place}.duration", "how long the target is held")
    elif hold.is_broken_by(step.duration):
        held = beside(step.duration, hold)
        yield Hit(
            Severity.SOFT,
            f"{place}.duration",
            f"{view.arms_text(regimen)}: the target is held for {held}; the precedent held it for "
            f"{hold.value.printed()}. Hold it shorter or justify it.",
            held,
            hold,
        )


def _lower_target(place: str, step: DoseStep, target: Quantity) -> tuple[Fix, ...]:
    before = (step.amount_high or step.amount or target).printed()
    widest = (Change(f"{place}.amount_high", None),) if step.amount_high else ()
    changes = (*widest, Change(f"{place}.amount", str(target)))
    return (Fix(f"Lower the target to {target.printed()}", changes, before, target.printed()),)


RULES = (
    ketamine_too_fast,
    ketamine_push_too_short,
    sustained_above_precedent,
    sustained_at_maintenance_rate,
    shorter_than_convention,
    pump_arithmetic,
    target_controlled_infusion,
)
