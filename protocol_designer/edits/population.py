"""Verbs on the eligible participants: bounds, criteria, and the medicines they may take beside."""

from protocol_designer.domain.codes import ConcomitantPolicy, ConditionCode, DrugClass
from protocol_designer.domain.conduct import ConcomitantMedication
from protocol_designer.domain.population import Criterion, CriterionKind
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import word
from protocol_designer.edits._tree import next_id, with_fields, with_inserted, with_moved, with_value, without
from protocol_designer.edits.edit import Edit
from protocol_designer.quantities import Quantity


def criterion_place(criterion: Criterion) -> str:
    """Return the place of a criterion."""
    return f"population.criteria[{criterion.id}]"


def set_weight_bounds(lowest: Quantity | None, highest: Quantity | None) -> Edit:
    """Set the eligible weights in kg; every worst case is taken over them."""
    return _bounds("weights", weight_min=lowest, weight_max=highest)


def set_age_bounds(lowest: Quantity | None, highest: Quantity | None) -> Edit:
    """Set the eligible ages in years."""
    return _bounds("ages", age_min=lowest, age_max=highest)


def set_bmi_bounds(lowest: Quantity | None, highest: Quantity | None) -> Edit:
    """Set the eligible body mass indices in kg/m2."""
    return _bounds("body mass indices", bmi_min=lowest, bmi_max=highest)


def add_criterion(kind: CriterionKind, text: str, codes: tuple[ConditionCode, ...] = ()) -> Edit:
    """Add an eligibility criterion at the end."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        trial, criterion_id = next_id(trial, "crit")
        criterion = {"id": criterion_id, "kind": kind, "text": text, "codes": codes}
        return with_inserted(trial, "population.criteria", criterion)

    return Edit(f"Add the {word(kind)} “{_short(text)}”", change)


def remove_criterion(criterion: Criterion) -> Edit:
    """Remove an eligibility criterion."""
    label = f"Remove the {word(criterion.kind)} “{_short(criterion.text)}”"
    return Edit(label, lambda trial: without(trial, criterion_place(criterion)))


def move_criterion(criterion: Criterion, to: int) -> Edit:
    """Move a criterion to another row."""
    place = criterion_place(criterion)
    return Edit(
        f"Move “{_short(criterion.text)}” to row {to + 1}", lambda trial: with_moved(trial, place, to)
    )


def change_criterion(criterion: Criterion, **changes: object) -> Edit:
    """Change the kind, text, codes, bounds, reason or verification of a criterion."""
    label = f"Change the {word(criterion.kind)} “{_short(criterion.text)}”"
    return Edit(label, lambda trial: with_fields(trial, criterion_place(criterion), **changes))


def set_policy(drug_class: DrugClass, policy: ConcomitantPolicy | None) -> Edit:
    """Say what the protocol allows of a class of medicines; None takes the class out."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        held = next((entry for entry in trial.concomitant if entry.drug_class is drug_class), None)
        if policy is None:
            return without(trial, f"concomitant[{held.id}]") if held else trial
        if held is not None:
            return with_value(trial, f"concomitant[{held.id}].policy", policy)
        trial, entry_id = next_id(trial, "conmed")
        return with_inserted(
            trial, "concomitant", {"id": entry_id, "drug_class": drug_class, "policy": policy}
        )

    name = word(drug_class)
    label = (
        f"Take {name} out of the policies" if policy is None else f"Set the policy for {name}: {word(policy)}"
    )
    return Edit(label, change)


def change_medication(medication: ConcomitantMedication, **changes: object) -> Edit:
    """Change the hold before dosing, the highest dose, stability or reason of a policy."""
    place = f"concomitant[{medication.id}]"
    return Edit(
        f"Change the policy for {word(medication.drug_class)}",
        lambda trial: with_fields(trial, place, **changes),
    )


def _bounds(what: str, **bounds: Quantity | None) -> Edit:
    low, high = (value.printed() if value else "not decided" for value in bounds.values())
    return Edit(
        f"Set the eligible {what}: {low} to {high}", lambda trial: with_fields(trial, "population", **bounds)
    )


def _short(text: str) -> str:
    line = text.partition("\n")[0]
    return line if len(line) <= 40 else line[:39].rstrip() + "…"
