"""Builds the smallest protocol that a rule needs; what a test does not name is decided and harmless."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.loading import load_formulary
from protocol_designer.formulary.records import Formulary
from protocol_designer.rules.catalogue import RULES
from protocol_designer.rules.engine import review
from protocol_designer.rules.findings import Finding, Severity

_BASIS = {
    "mg/kg": "per_kg", "mcg/kg": "per_kg", "mg": "fixed", "g": "fixed", "mcg": "fixed",
    "mg/kg/min": "rate_per_kg", "mg/kg/h": "rate_per_kg", "mcg/kg/min": "rate_per_kg",
    "mg/min": "rate_fixed", "mg/h": "rate_fixed", "ng/mL": "target_concentration",
}  # fmt: skip

Record = dict[str, Any]


class Kind(Enum):
    """What a case shows of its rule."""

    FIRES = "fires"
    EDGE = "exact boundary that does not fire"
    QUIET = "stays quiet"
    MISSING = "input missing"


@dataclass(frozen=True)
class Case:
    """One protocol and what one rule says of it."""

    kind: Kind
    rule: str
    name: str
    trial: TrialProtocol
    severity: Severity | None = None
    place: str | None = None


def fires(rule: str, name: str, trial: TrialProtocol, severity: str, place: str) -> Case:
    """The rule finds something of this severity at this place."""
    return Case(Kind.FIRES, rule, name, trial, Severity(severity), place)


def edge(rule: str, name: str, trial: TrialProtocol) -> Case:
    """The rule finds nothing although one step further it would."""
    return Case(Kind.EDGE, rule, name, trial)


def quiet(rule: str, name: str, trial: TrialProtocol) -> Case:
    """The rule finds nothing."""
    return Case(Kind.QUIET, rule, name, trial)


def missing(rule: str, name: str, trial: TrialProtocol, place: str) -> Case:
    """The rule cannot judge, and says what is missing where."""
    return Case(Kind.MISSING, rule, name, trial, Severity.NOT_ASSESSED, place)


@cache
def formulary_in_force() -> Formulary:
    """The shipped formulary, read once."""
    return load_formulary()


def found(trial: TrialProtocol, rule_id: str) -> tuple[Finding, ...]:
    """Review with one rule only."""
    return review(trial, formulary_in_force(), [rule for rule in RULES if rule.id == rule_id]).findings


def step(amount: str | None, over: str | None = None, kind: str | None = "infusion", **more: Any) -> Record:
    """One dose step; the basis follows from the unit."""
    record: Record = {"kind": kind, "amount": amount, "duration": over, **more}
    if amount is not None:
        record.setdefault("basis", _BASIS[amount.split(" ")[1]])
    return record


def bolus(amount: str | None, over: str | None, **more: Any) -> Record:
    """A pushed step."""
    return step(amount, over, "bolus", **more)


def injection(amount: str | None, **more: Any) -> Record:
    """An IM injection."""
    return step(amount, None, "injection", **more)


def regimen(drug: str | None, *steps: Record, **more: Any) -> Record:
    """A regimen at the first visit; ketamine is racemic and investigational unless said otherwise."""
    known: Record = {"ketamine": {"enantiomer": "racemic"}, "esketamine": {"enantiomer": "s"}}.get(
        drug or "", {}
    )
    use = "investigational" if drug in (None, "ketamine", "esketamine") else "comparator"
    record: Record = {
        "id": drug or "regimen",
        "name": (drug or "regimen").capitalize(),
        "use": use,
        "drug": drug,
        "route": "iv",
        "visits": ["visit-1"],
        "steps": list(steps),
        **known,
    }
    return {**record, **more}


def ketamine(*steps: Record, **more: Any) -> Record:
    """Racemic IV ketamine, 0.5 mg/kg over 40 min unless steps are given."""
    return regimen("ketamine", *(steps or (step("0.5 mg/kg", "40 min"),)), **more)


def timing(day: str, before: str | None = None, after: str | None = None, **anchor: Any) -> Record:
    """A visit's time from randomisation, on the spot unless a window is given."""
    return {
        "anchor": anchor or {"kind": "randomisation"},
        "earliest": before or day,
        "target": day,
        "latest": after or day,
    }


def visit(
    number: int, day: str | None, before: str | None = None, after: str | None = None, **more: Any
) -> Record:
    """A dosing visit."""
    when = None if day is None else timing(day, before, after)
    return {"id": f"visit-{number}", "name": f"Dose {number}", "is_dosing": True, "timing": when, **more}


def visits(*days: str) -> list[Record]:
    """Dosing visits on some days, without windows."""
    return [visit(number, day) for number, day in enumerate(days, start=1)]


def at(count: int) -> list[str]:
    """The identities of the first visits."""
    return [f"visit-{number}" for number in range(1, count + 1)]


def medicine(drug_class: str, policy: str, **more: Any) -> Record:
    """What the protocol says of a class of medicines."""
    return {"id": drug_class.replace("_", "-"), "drug_class": drug_class, "policy": policy, **more}


def exclusion(*codes: str) -> list[Record]:
    """One exclusion criterion a code."""
    return [{"id": c.replace("_", "-"), "kind": "exclusion", "text": c, "codes": [c]} for c in codes]


def protocol(
    *regimens: Record,
    weights: tuple[str | None, str | None] = ("50 kg", "100 kg"),
    days: Sequence[Record] | None = None,
    arms: Sequence[Record] | None = None,
    concomitant: Sequence[Record] = (),
    population: Record | None = None,
    identity: Record | None = None,
    dosing_day: Record | None = None,
    **more: Any,
) -> TrialProtocol:
    """A protocol with one arm that receives everything, at one dosing visit unless days are given."""
    names = [record["id"] for record in regimens]
    record: Record = {
        "identity": {"substance": "alcohol", "jurisdictions": ["uk"], **(identity or {})},
        "population": {
            "weight_min": weights[0],
            "weight_max": weights[1],
            "bmi_max": "29 kg/m2",
            **(population or {}),
        },
        "arms": arms if arms is not None else [{"id": "arm-1", "name": "Arm", "regimens": names}],
        "regimens": list(regimens),
        "concomitant": list(concomitant),
        "dosing_day": dosing_day or {},
        "schedule": {"visits": days if days is not None else visits("1 day")},
    }
    for key, value in more.items():
        record[key] = {**record[key], **value} if isinstance(record.get(key), dict) else value
    return TrialProtocol.model_validate(record)
