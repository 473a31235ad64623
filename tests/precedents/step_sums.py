"""Checks that the steps of an administration add up to the dose and time that were reported for the whole."""

from collections.abc import Iterator

from protocol_designer.precedents.facts import AdministrationFacts
from protocol_designer.precedents.template import Template
from protocol_designer.quantities import Quantity


def step_mismatches(template: Template) -> tuple[str, ...]:
    """Say each disagreement between steps and nominal values in one sentence; nothing is corrected."""
    return tuple(text for administration in template.administrations for text in _mismatches(administration))


def _mismatches(administration: AdministrationFacts) -> Iterator[str]:
    pairs: list[tuple[str, object, Quantity | None]] = [
        ("dose", administration.dose.amount, administration.stepwise_amount)
    ]
    if len(administration.segments) == 1:
        pairs.append(("duration", administration.segments[0].duration, administration.stepwise_duration))
    for what, nominal, steps in pairs:
        if isinstance(nominal, Quantity) and steps is not None and nominal.to(steps.unit) != steps:
            yield (
                f"{administration.id}: the steps give a {what} of {steps.printed()}, "
                f"reported was {nominal.printed()}."
            )
