"""The quick fixes that several rules propose: cap, lower, lengthen, exclude. Values stay on the safe side."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, floor

from protocol_designer.derived.doses import has_per_kg_dose, regimen_place, step_place
from protocol_designer.domain.codes import ConditionCode, DrugClass, Measure
from protocol_designer.domain.interventions import DoseBasis, DrugRegimen, StepKind
from protocol_designer.domain.wording import word
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.findings import Change, Fix
from protocol_designer.rules.view import TrialView

_BOUND_BY_RATE = (DoseBasis.RATE_PER_KG, DoseBasis.RATE_FIXED, DoseBasis.TARGET_CONCENTRATION)


def rounded_down(value: Fraction) -> Fraction:
    """Round down to a clean figure: fives from 100, whole from 10, tenths from 1, hundredths below."""
    for floor_of, grain in (
        (100, Fraction(5)),
        (10, Fraction(1)),
        (1, Fraction(1, 10)),
        (0, Fraction(1, 100)),
    ):
        if value >= floor_of:
            return Fraction(floor(value / grain)) * grain
    return Fraction(0)


def cap_at(regimen: DrugRegimen, allowed_mg: Fraction) -> tuple[Fix, ...]:
    """Propose a cap on one administration, rounded down; nothing when that leaves no dose."""
    cap = Quantity(rounded_down(allowed_mg), Unit.MILLIGRAM)
    if cap.value == 0:
        return ()
    before = f"cap {regimen.cap.printed()}" if regimen.cap else "no cap"
    change = Change(f"{regimen_place(regimen)}.cap", str(cap))
    return (Fix(f"Cap {regimen.name} at {cap.printed()}", (change,), before, f"cap {cap.printed()}"),)


def lower_total(view: TrialView, regimen: DrugRegimen, allowed: Quantity) -> tuple[Fix, ...]:
    """Propose a total of ``allowed`` mg/kg: a lower amount of the only step of a session."""
    if not view.stands_alone(regimen):
        return ()
    own = [(index, step) for index, step in enumerate(regimen.steps) if step.drug in (None, regimen.drug)]
    if not has_per_kg_dose(regimen) and view.trial.population.weight_min is not None:
        return lower_fixed(regimen, allowed.in_base * view.trial.population.weight_min.in_base)
    if len(own) != 1 or own[0][1].basis is not DoseBasis.PER_KG or own[0][1].count:
        return ()
    index, step = own[0]
    place = step_place(regimen, index)
    changes = [Change(f"{place}.amount_high", None)] if step.amount_high else []
    changes.append(Change(f"{place}.amount", str(allowed)))
    before = (step.amount_high or step.amount or allowed).printed()
    return (Fix(f"Lower {regimen.name} to {allowed.printed()}", tuple(changes), before, allowed.printed()),)


def lower_fixed(regimen: DrugRegimen, allowed_mg: Fraction) -> tuple[Fix, ...]:
    """Propose less of the only step of a fixed dose, or fewer devices; nothing when that leaves none."""
    own = [(index, step) for index, step in enumerate(regimen.steps) if step.drug in (None, regimen.drug)]
    if len(own) != 1 or own[0][1].basis is not DoseBasis.FIXED or own[0][1].amount is None:
        return ()
    index, step = own[0]
    most = step.amount_high or own[0][1].amount
    place, count = step_place(regimen, index), step.count or 1
    before = most.printed() if count == 1 else f"{count} × {most.printed()}"
    fewer = floor(allowed_mg / most.in_base)
    if count > 1:
        after = f"{fewer} × {most.printed()}"
        fix = Fix(f"Give {after}", (Change(f"{place}.count", fewer),), before, after)
        return (fix,) if 0 < fewer < count else ()
    lower = Quantity(rounded_down(allowed_mg), Unit.MILLIGRAM)
    if lower.value == 0 or lower >= most:
        return ()
    changes = [Change(f"{place}.amount_high", None)] if step.amount_high else []
    changes.append(Change(f"{place}.amount", str(lower)))
    return (Fix(f"Lower {regimen.name} to {lower.printed()}", tuple(changes), before, lower.printed()),)


def lengthen(regimen: DrugRegimen, index: int, shortest: Quantity) -> tuple[Fix, ...]:
    """Propose a longer step: whole seconds below two minutes, else whole minutes, rounded up."""
    step = regimen.steps[index]
    if step.basis in _BOUND_BY_RATE or step.kind not in (
        StepKind.BOLUS,
        StepKind.INFUSION,
        StepKind.INJECTION,
    ):
        return ()
    minutes = shortest.in_base
    if minutes < 2 and minutes.denominator != 1:
        longer = Quantity(Fraction(ceil(minutes * 60)), Unit.SECOND)
    else:
        longer = Quantity(Fraction(ceil(minutes)), Unit.MINUTE)
    if step.duration is not None and longer <= step.duration:
        return ()
    before = step.duration.printed() if step.duration else "no length"
    label = f"Give step {index + 1} of {regimen.name} over {longer.printed()}"
    change = Change(f"{step_place(regimen, index)}.duration", str(longer))
    return (Fix(label, (change,), before, longer.printed()),)


def exclude_medicine(view: TrialView, drug_class: DrugClass, free: Quantity | None = None) -> Fix:
    """Propose that participants take none of a class of medicines, for some time before dosing."""
    entries = [entry for entry in view.trial.concomitant if entry.drug_class is drug_class]
    after = "excluded" if free is None else f"excluded, free for {free.printed()}"
    label = f"Exclude {word(drug_class)}"
    if not entries:
        identity = fresh_id({e.id for e in view.trial.concomitant}, "medicine", drug_class.value)
        entry = {"id": identity, "drug_class": drug_class.value, "policy": "excluded"}
        if free is not None:
            entry["free_before_dosing"] = str(free)
        return Fix(label, (Change("concomitant[+]", entry),), "not decided", after)
    changes: list[Change] = []
    for old in entries:
        changes.append(Change(f"concomitant[{old.id}].policy", "excluded"))
        if free is not None and (old.free_before_dosing is None or old.free_before_dosing < free):
            changes.append(Change(f"concomitant[{old.id}].free_before_dosing", str(free)))
    return Fix(label, tuple(changes), word(entries[0].policy), after)


def exclude_conditions(view: TrialView, codes: Iterable[ConditionCode]) -> Fix:
    """Propose one exclusion criterion for each condition."""
    taken = {criterion.id for criterion in view.trial.population.criteria}
    wanted = tuple(codes)
    changes = []
    for code in wanted:
        identity = fresh_id(taken, "criterion", code.value)
        text = word(code)
        entry = {
            "id": identity,
            "kind": "exclusion",
            "text": f"{text[:1].upper()}{text[1:]}.",
            "codes": [code.value],
        }
        changes.append(Change("population.criteria[+]", entry))
    named = ", ".join(word(code) for code in wanted)
    return Fix(f"Exclude {named}", tuple(changes), "not excluded", "excluded")


def fresh_id(taken: set[str], kind: str, code: str) -> str:
    """Make an identity that nothing in the list has; apart from counted ones such as ``criterion-7``."""
    base = f"{kind}-{code.replace('_', '-')}"[:56]
    number, identity = 1, base
    while identity in taken:
        number += 1
        identity = f"{base}-{number}"
    taken.add(identity)
    return identity


def exclude_above(
    view: TrialView, cut_offs: Sequence[tuple[Measure, Quantity]], codes: Iterable[ConditionCode] = ()
) -> Fix:
    """Propose one exclusion criterion with a highest value for each measure."""
    named = " or ".join(f"{word(measure)} above {value.printed()}" for measure, value in cut_offs)
    taken = {criterion.id for criterion in view.trial.population.criteria}
    entry = {
        "id": fresh_id(taken, "criterion", cut_offs[0][0].value),
        "kind": "exclusion",
        "text": f"{named[:1].upper()}{named[1:]} at screening.",
        "codes": [code.value for code in codes],
        "bounds": [
            {"measure": measure.value, "relation": "above", "value": str(value)}
            for measure, value in cut_offs
        ],
    }
    return Fix(f"Exclude {named}", (Change("population.criteria[+]", entry),), "no cut-off", named)
