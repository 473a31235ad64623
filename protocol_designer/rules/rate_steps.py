"""The timed steps of a regimen: their rates, pushes that are too short, and how to slow them."""

from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.doses import StepDose, step_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen, StepKind
from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.amounts import is_target
from protocol_designer.rules.dose_view import Extreme
from protocol_designer.rules.findings import Fix, Hit, Severity, beside
from protocol_designer.rules.fixes import lengthen
from protocol_designer.rules.view import TrialView

PUSHES = (StepKind.BOLUS, StepKind.INJECTION)
"""Steps that are pushed by hand; given IV they need a length."""

_TIMED = (*PUSHES, StepKind.INFUSION)
"""Steps that are a push when they are short enough, whatever they are called."""


def timed_steps(view: TrialView, regimen: DrugRegimen, unit: Unit) -> Iterator[tuple[StepDose, Extreme]]:
    """Yield the steps of the regimen's own drug with their highest rate, in mg/kg/min or mg/min.

    Raises:
        Undecided: A step has no length, so that its rate cannot be known. Plasma targets are left out.
    """
    for step, rate in view.step_rates(regimen, unit):
        if step.drug != regimen.drug or is_target(step.step):
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
    """Yield a hard hit for each push or infusion of a regimen that is shorter than a limit."""
    for index, step in enumerate(regimen.steps):
        place = step_place(regimen, index)
        if step.kind is None:
            yield Undecided(f"{place}.kind", f"how step {index + 1} of {regimen.name} is given")
        elif step.kind in _TIMED and step.drug in (None, regimen.drug):
            if step.duration is None:
                if step.kind in PUSHES:
                    yield Undecided(f"{place}.duration", f"how long step {index + 1} of {regimen.name} takes")
            elif shortest.is_broken_by(step.duration):
                given_over = beside(step.duration, shortest)
                yield Hit(
                    Severity.HARD,
                    f"{place}.duration",
                    f"{view.arms_text(regimen)}: step {index + 1} is given over {given_over}; the label "
                    f"asks for at least {shortest.value.printed()}. {cure}",
                    given_over,
                    shortest,
                    fixes=lengthen(regimen, index, shortest.value),
                )
