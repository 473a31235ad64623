"""Short ways to write the small protocols that arithmetic is tested on."""

from typing import Any

from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.population import Population
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.trial import TrialProtocol


def regimen(*steps: dict[str, Any], drug: str | None = "ketamine", **fields: Any) -> DrugRegimen:
    """Write a regimen of some steps."""
    return DrugRegimen.model_validate(
        {"id": "reg-1", "name": "Ketamine", "use": "investigational", "drug": drug, "steps": steps, **fields}
    )


def infusion(basis: str, amount: str, duration: str | None, **fields: Any) -> dict[str, Any]:
    """Write an infusion step."""
    return {"kind": "infusion", "basis": basis, "amount": amount, "duration": duration, **fields}


def population(low: str | None, high: str | None) -> Population:
    """Write weight bounds."""
    return Population.model_validate({"weight_min": low, "weight_max": high})


def timed(
    anchor: dict[str, Any] | str, target: str, early: str | None = None, late: str | None = None
) -> dict[str, Any]:
    """Write a timing; without window it is exact."""
    kind = {"kind": anchor} if isinstance(anchor, str) else anchor
    return {"anchor": kind, "earliest": early or target, "target": target, "latest": late or target}


def timing(
    anchor: dict[str, Any] | str, target: str, early: str | None = None, late: str | None = None
) -> Timing:
    """Make a timing."""
    return Timing.model_validate(timed(anchor, target, early, late))


def visit(visit_id: str, when: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """Write a visit."""
    return {"id": visit_id, "name": visit_id, "timing": when, **fields}


def scheduled(
    *visits: dict[str, Any], epochs: tuple[dict[str, Any], ...] = (), **fields: Any
) -> TrialProtocol:
    """Make a protocol with these visits."""
    return TrialProtocol.model_validate({"schedule": {"visits": visits, "epochs": epochs}, **fields})
