"""Doses in a few words, every number from the model: ``0.11 mg/kg over 2 min, then ...``."""

from protocol_designer.derived.doses import INERT_LIQUIDS
from protocol_designer.domain.interventions import DoseBasis, DoseStep, DrugRegimen
from protocol_designer.quantities import Quantity

UNDECIDED = "not decided yet"


def amount_in_words(step: DoseStep) -> str:
    """Write the amount of a step: a dose, a range, several equal doses, or what is matched in volume."""
    if step.basis is DoseBasis.VOLUME_MATCHED:
        liquid = step.drug.replace("_", " ") if step.drug in INERT_LIQUIDS else ""
        return f"{liquid} matched in volume".strip()
    if step.amount is None:
        return "amount not decided"
    text = step.amount.printed()
    if step.amount_high is not None:
        text = f"{text} to {step.amount_high.printed()}"
    return f"{step.count} × {text}" if step.count and step.count > 1 else text


def step_in_words(step: DoseStep) -> str:
    """Write a step with its length: ``0.6 mg/kg over 50 min``."""
    text = amount_in_words(step)
    if step.duration is not None:
        joint = "for" if step.basis in (DoseBasis.RATE_PER_KG, DoseBasis.RATE_FIXED) else "over"
        text = f"{text} {joint} {step.duration.printed()}"
    if step.pause_before is not None:
        text = f"after a pause of {step.pause_before.printed()}, {text}"
    return text


def dose_in_words(regimen: DrugRegimen) -> str:
    """Write one administration: its steps in order, and its cap."""
    if not regimen.steps:
        return "dose not decided"
    text = ", then ".join(_grouped(regimen.steps))
    return f"{text} (at most {regimen.cap.printed()})" if regimen.cap else text


def _grouped(steps: tuple[DoseStep, ...]) -> list[str]:
    """Write steps in order; equal ones in a row once, with their number."""
    found: list[tuple[str, int]] = []
    for step in steps:
        text = step_in_words(step)
        if found and found[-1][0] == text:
            found[-1] = (text, found[-1][1] + 1)
        else:
            found.append((text, 1))
    return [text if count == 1 else f"{count} times: {text}" for text, count in found]


def short_dose(regimen: DrugRegimen) -> str:
    """Write the amounts alone, for a narrow place: ``0.11 + 0.6 mg/kg``."""
    active = [step for step in regimen.steps if step.basis is not DoseBasis.VOLUME_MATCHED]
    amounts = [step.amount for step in active if step.amount is not None]
    if not amounts or len(amounts) != len(active):
        return ""
    units = {amount.unit for amount in amounts}
    if len(units) > 1 or any(step.count or step.amount_high for step in active):
        return " + ".join(amount_in_words(step) for step in active)
    numbers = [_number(amount) for amount in amounts[:-1]]
    return " + ".join((*numbers, amounts[-1].printed()))


def _number(amount: Quantity) -> str:
    return amount.printed().partition(" ")[0]
