"""RATE-006 and 007: whether the pump gives what the protocol says, and plasma targets."""

from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.doses import regimen_place, step_place
from protocol_designer.derived.pump import pump_row
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DoseBasis, DoseStep, DrugRegimen, Route, StepKind
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.amounts import is_target
from protocol_designer.rules.dose_view import Extreme, kilograms
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE, all_regimens, given
from protocol_designer.rules.view import TrialView


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

    Fires when: rate times concentration times time strays from a step's dose by more than the tolerance, or
    the volume of one administration is more than was made up.
    Stays quiet when: both agree, or neither a pump rate nor a made-up volume is written. A rate for every
    weight can only be right when the dose is the same at every weight.
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
            f"{view.arms_text(regimen)}: step {index + 1}, {step.pump_rate.printed()} of "
            f"{concentration.printed()} for "
            f"{step.duration.printed()}, gives {Quantity(delivered, Unit.MILLIGRAM).printed_rounded()}; the "
            "dose "
            f"{Extreme(tolerance.value, view.at_weight(weight)).who} is "
            f"{Quantity(mg, Unit.MILLIGRAM).printed_rounded()}, {computed} off "
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
            f"{view.arms_text(regimen)}: one administration takes {computed} {needed.who}, but "
            f"{made_up.printed()} is "
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

    Fires when: hard, the model or the ceiling is missing, or the target is above the hard limit; soft, the
    target is above the soft limit or is held longer than in the precedent.
    Stays quiet when: no step is target-controlled, or model and ceiling are named and both limits hold.
    Worst case: the upper end of a range of targets. Models disagree: 350 ng/mL for 30 min needs 0.68 mg/kg by
    one and 1.09 mg/kg by another, so the ceiling bounds the dose.
    """
    targets = [
        (index, step)
        for index, step in enumerate(regimen.steps)
        if step.kind is StepKind.TARGET_CONTROLLED or is_target(step)
    ]
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
            f"{view.arms_text(regimen)}: a plasma target without {' and '.join(missing)}; 350 ng/mL for "
            "30 min "
            "needs 0.68 mg/kg by one model and 1.09 mg/kg by another. Name the model, the software and a "
            "ceiling.",
            f"without {' and '.join(missing)}",
            limit_text="model and ceiling named",
        )
    for index, step in targets:
        yield from _target(view, regimen, index, step)


def _target(view: TrialView, regimen: DrugRegimen, index: int, step: DoseStep) -> Iterator[Hit | Undecided]:
    place = step_place(regimen, index)
    hard, soft = view.limit("ketamine.target.hard"), view.limit("ketamine.target.soft")
    hold = view.limit("ketamine.target.hold")
    if not is_target(step):
        yield Undecided(f"{place}.basis", f"the plasma target of step {index + 1}")
    elif step.amount is None:
        yield Undecided(f"{place}.amount", "the plasma target")
    else:
        target = step.amount_high or step.amount
        broken = next((limit for limit in (hard, soft) if limit.is_broken_by(target)), None)
        if broken is not None:
            computed = beside(target, broken)
            yield Hit(
                Severity.HARD if broken is hard else Severity.SOFT,
                f"{place}.amount",
                f"{view.arms_text(regimen)}: a target of {computed}; the precedent is "
                f"{soft.value.printed()}, and people "
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


RULES = (pump_arithmetic, target_controlled_infusion)
