"""How two administrations differ to the eye: steps, lengths, volumes, appearance and line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from protocol_designer.derived.doses import (
    administration_at,
    deciding_weights,
    regimen_place,
    step_place,
)
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DoseBasis, DoseStep, DrugRegimen, StepKind
from protocol_designer.quantities import Dimension, Quantity, Unit
from protocol_designer.rules.amounts import is_flat
from protocol_designer.rules.dose_view import kilograms
from protocol_designer.rules.view import TrialView

_AT_ONCE = (StepKind.INJECTION, StepKind.DEVICE, StepKind.DOSE)
_COUNTED = (StepKind.DEVICE, StepKind.DOSE)


@dataclass
class Looks:
    """What differs, in words with the values of both; what could not be compared; whether only lengths do."""

    told: list[str] = field(default_factory=list)
    undecided: list[Undecided] = field(default_factory=list)
    only_lengths: bool = True

    def add(self, told: str, is_length: bool = False) -> None:
        """Note a difference."""
        self.told.append(told)
        self.only_lengths = self.only_lengths and is_length


def looks_differ(view: TrialView, own: DrugRegimen, model: DrugRegimen) -> Looks:
    """Compare two regimens of one route as a bystander would see them."""
    looks = Looks()
    for regimen in (own, model):
        if not regimen.steps:
            looks.undecided.append(
                Undecided(f"{regimen_place(regimen)}.steps", f"the dose of {regimen.name}")
            )
    if looks.undecided:
        return looks
    if (own.condition is None) != (model.condition is None):
        looks.add("one is given to everyone, the other under a condition")
    if len(own.steps) != len(model.steps):
        looks.add(f"{_steps(own)} against {_steps(model)}")
    else:
        for index in range(len(own.steps)):
            _compare_times(looks, own, model, index)
        try:
            _compare_volumes(view, looks, own, model)
        except Undecided as missing:
            looks.undecided.append(missing)
    _compare_appearance(view, looks, own, model)
    return looks


def measure(value: Quantity | None) -> tuple[Dimension, Fraction] | None:
    """Return an amount so that equal ones are equal however they are written: 60 s is 1 min."""
    return None if value is None else (value.dimension, value.in_base)


def _steps(regimen: DrugRegimen) -> str:
    return "1 step" if len(regimen.steps) == 1 else f"{len(regimen.steps)} steps"


def _compare_times(looks: Looks, own: DrugRegimen, model: DrugRegimen, index: int) -> None:
    mine, theirs, number = own.steps[index], model.steps[index], index + 1
    if (mine.kind in _AT_ONCE) != (theirs.kind in _AT_ONCE) and None not in (mine.kind, theirs.kind):
        looks.add(f"step {number} is given at once in one arm and over time in the other")
        return
    lengths = []
    for regimen, step in ((own, mine), (model, theirs)):
        if step.kind is None:
            looks.undecided.append(Undecided(f"{step_place(regimen, index)}.kind", "how the step is given"))
        elif step.duration is None and step.kind not in _AT_ONCE:
            place = f"{step_place(regimen, index)}.duration"
            looks.undecided.append(Undecided(place, f"how long step {number} of {regimen.name} takes"))
        else:
            lengths.append(step.duration)
    if len(lengths) == 2 and measure(lengths[0]) != measure(lengths[1]):
        looks.add(
            f"step {number} takes {_printed(lengths[0])} against {_printed(lengths[1])}", is_length=True
        )
    if measure(mine.pause_before) != measure(theirs.pause_before):
        looks.add(
            f"the pause before step {number} is {_printed(mine.pause_before)} against "
            f"{_printed(theirs.pause_before)}"
        )
    if mine.kind in _COUNTED and (mine.count or 1) != (theirs.count or 1):
        looks.add(f"step {number} is given {mine.count or 1} against {theirs.count or 1} times")


def _printed(length: Quantity | None) -> str:
    return length.printed() if length is not None else "no time"


def _compare_volumes(view: TrialView, looks: Looks, own: DrugRegimen, model: DrugRegimen) -> None:
    pairs = [
        index
        for index, (mine, theirs) in enumerate(zip(own.steps, model.steps, strict=True))
        if not (_takes_over(mine) or _takes_over(theirs))
        and not (mine.kind in _COUNTED and theirs.kind in _COUNTED)
    ]
    for index in pairs:
        for weight in _weights(view, own, model):
            mine, theirs = (_volume_ml(regimen, index, weight) for regimen in (own, model))
            if mine != theirs:
                who = "" if weight is None else f" at {weight.printed()}"
                volumes = [Quantity(ml, Unit.MILLILITRE).printed_rounded() for ml in (mine, theirs)]
                looks.add(f"step {index + 1} has {volumes[0]} against {volumes[1]}{who}")
                break


def _takes_over(step: DoseStep) -> bool:
    """Tell whether a step has, by definition, the volume of its counterpart."""
    return step.basis is DoseBasis.VOLUME_MATCHED and step.volume is None


def _weights(view: TrialView, *regimens: DrugRegimen) -> Iterator[Quantity | None]:
    """Yield the weights at which volumes can differ; None once where the answer is the same at all."""
    population = view.trial.population
    if population.weight_min is None or population.weight_max is None:
        for unit in (Unit.MG_PER_KG, Unit.MILLIGRAM):
            if all(is_flat(regimen, unit) and regimen.cap is None for regimen in regimens):
                yield None
                return
    yield from sorted({weight for regimen in regimens for weight in deciding_weights(regimen, population)})


def _volume_ml(regimen: DrugRegimen, index: int, weight: Quantity | None) -> Fraction:
    step = regimen.steps[index]
    if step.volume is not None:
        return step.volume.in_base
    dose = administration_at(regimen, weight or kilograms(Fraction(1))).steps[index]
    concentration = regimen.preparation.final_concentration
    if dose.mg is None:
        raise Undecided(f"{step_place(regimen, index)}.volume", f"the volume of a target of {regimen.name}")
    if concentration is None:
        place = f"{regimen_place(regimen)}.preparation.final_concentration"
        raise Undecided(place, f"the concentration of {regimen.name}")
    return dose.mg / concentration.in_base


def _compare_appearance(view: TrialView, looks: Looks, own: DrugRegimen, model: DrugRegimen) -> None:
    mine, theirs = own.preparation, model.preparation
    if mine.appearance is not None and theirs.appearance is not None:
        if _plain(mine.appearance) != _plain(theirs.appearance):
            looks.add(f"appearance “{mine.appearance}” against “{theirs.appearance}”")
    elif view.trial.design.blinding.similarity is None:
        missing = own if mine.appearance is None else model
        place = f"{regimen_place(missing)}.preparation.appearance"
        looks.undecided.append(Undecided(place, f"what {missing.name} looks like"))
    if None not in (mine.has_own_line, theirs.has_own_line) and mine.has_own_line != theirs.has_own_line:
        looks.add("a line of its own in one arm only")


def _plain(text: str) -> list[str]:
    """Return the words of a description, whatever their case and punctuation."""
    return re.findall(r"\w+", text.casefold())
