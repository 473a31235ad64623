"""The predicted plasma ketamine of one administration: a line, how people differ, how models differ.

A prediction is a float and a picture. No rule reads it, and no limit is compared with it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from protocol_designer.derived.doses import administration_at
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DoseBasis, DrugRegimen, Route, StepKind
from protocol_designer.kinetics.models import COMPARED, DEFAULT, FANTA_2015, SIMONS_2022, Compartments, Model
from protocol_designer.kinetics.solving import Stretch, concentrations
from protocol_designer.quantities import Quantity

KETAMINES = ("ketamine", "esketamine")
SPREAD_CV = 0.30
"""Assumed coefficient of variation of central volume and clearance; wider than among volunteers."""
PEOPLE = 1000
_SEED = 20_201_231
_POINTS = 241
_IM_AVAILABLE, _IM_SLOW, _IM_FAST = 0.93, 0.0212, 0.062
"""Bioavailability and the two absorption rates (per min) between which adults lie after IM injection."""
_SUBLINGUAL_AVAILABLE, _SUBLINGUAL_RATE = 0.29, 0.05
_LONGEST = 72 * 60.0
_HOUR = 60.0
_USUALLY_TOLD = (5.0, 30.0, 60.0, 120.0, 240.0)


class Confidence(StrEnum):
    """How much a prediction rests on measurements by this route."""

    MODELLED = "modelled"
    LOW = "low"


class CannotPredict(ValueError):  # noqa: N818  # a limit of the models, not a fault
    """No published model here serves this drug or route; the message says so in one sentence."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Concentrations in ng/mL at the times of the prediction."""

    name: str
    ng_per_ml: tuple[float, ...]

    @property
    def peak(self) -> float:
        """The highest concentration in ng/mL."""
        return max(self.ng_per_ml)


@dataclass(frozen=True, slots=True)
class Prediction:
    """What is predicted for one weight. Times are minutes from the start of the administration.

    ``people`` is the 5th and 95th percentile under the default model, ``models`` the lowest and highest of
    the compared models, or of slow and fast absorption.
    """

    weight: Quantity
    model: Model
    confidence: Confidence
    minutes: tuple[float, ...]
    line: Curve
    people: tuple[Curve, Curve] | None
    models: tuple[Curve, Curve] | None
    notes: tuple[str, ...]

    @property
    def peak_minute(self) -> float:
        """When the line is highest."""
        return self.minutes[self.line.ng_per_ml.index(self.line.peak)]

    def at(self, minute: float) -> float:
        """Return the concentration in ng/mL of the line at the nearest time of the grid."""
        nearest = min(range(len(self.minutes)), key=lambda index: abs(self.minutes[index] - minute))
        return self.line.ng_per_ml[nearest]


@dataclass(frozen=True, slots=True)
class _Given:
    stretches: tuple[Stretch, ...]
    absorption: tuple[float, ...]
    confidence: Confidence
    notes: tuple[str, ...]


def predict(regimen: DrugRegimen, weight: Quantity, with_bands: bool = True) -> Prediction:
    """Predict the plasma concentration after one administration at a body weight.

    Raises:
        Undecided: The dose, a length or the route is not decided.
        CannotPredict: No model here serves the drug, route or kind of dose.
    """
    given = _given(regimen, weight)
    times = _times(given.stretches)
    kilograms = float(weight.in_base)
    model = DEFAULT if regimen.drug == "ketamine" else SIMONS_2022
    line = _curve(model, kilograms, given, times, given.absorption[0])
    models = people = None
    if len(given.absorption) > 1:
        other = _curve(model, kilograms, given, times, given.absorption[1])
        models = _envelope((line, other), "absorption slow and fast")
    elif with_bands and given.confidence is Confidence.MODELLED:
        curves = [_curve(one, kilograms, given, times, None) for one in COMPARED]
        models = _envelope(curves, "published models")
        people = _people(model, kilograms, given, times)
    return Prediction(weight, model, given.confidence, times, line, people, models, given.notes)


def refuse_unpredictable(regimen: DrugRegimen) -> None:
    """Raise what `predict` would raise at any weight, without solving anything.

    Raises:
        Undecided, CannotPredict: As for `predict`.
    """
    _given(regimen, Quantity.parse("70 kg"))


def predict_norketamine(regimen: DrugRegimen, weight: Quantity) -> Curve | None:
    """Predict norketamine in ng/mL at the times of `predict`, by Fanta 2015 with Otto 2021.

    None but for intravenous doses: on other ways some of it forms before the blood is reached.

    Raises:
        Undecided, CannotPredict: As for `predict`.
    """
    given = _given(regimen, weight)
    if given.confidence is not Confidence.MODELLED:
        return None
    subject = FANTA_2015.compartments(float(weight.in_base))
    found = concentrations([subject], given.stretches, _times(given.stretches))
    return Curve("norketamine", tuple(float(value) for value in found[1, 0]))


def told_minutes(span: float) -> tuple[float, ...]:
    """Return the minutes that a table of a prediction over ``span`` minutes tells; each is one of its times.

    They are the usual ones, or of a long prediction the first hour and the quarters, in whole hours.
    """
    if span <= 2 * _USUALLY_TOLD[-1]:
        return _USUALLY_TOLD
    hours = int(span // _HOUR)
    return (_HOUR, *(round(hours * quarter / 4) * _HOUR for quarter in (1, 2, 3, 4)))


def _given(regimen: DrugRegimen, weight: Quantity) -> _Given:
    given = _route_given(regimen, weight)
    if sum(stretch.minutes for stretch in given.stretches) > _LONGEST:
        raise CannotPredict("The models here describe at most three days of infusion.")
    return given


def _route_given(regimen: DrugRegimen, weight: Quantity) -> _Given:
    if regimen.drug not in KETAMINES:
        raise CannotPredict("Concentrations are predicted for ketamine and esketamine only.")
    place = f"regimens[{regimen.id}]"
    if regimen.route is None:
        raise Undecided(f"{place}.route", f"the route of {regimen.name}")
    if any(step.basis is DoseBasis.TARGET_CONCENTRATION for step in regimen.steps):
        raise CannotPredict(
            "The pump computes the infusion from its own model to hold the target; the curve is the target."
        )
    dose = administration_at(regimen, weight)
    own = [step for step in dose.steps if step.drug == regimen.drug]
    if regimen.route is Route.IV:
        stretches = []
        for step in dose.steps:
            mg = float(step.mg or 0) if step.drug == regimen.drug else 0.0
            pause = step.step.pause_before
            if pause is not None:
                stretches.append(Stretch(float(pause.in_base)))
            if step.duration_min is None:
                raise Undecided(f"{place}.steps[{step.index}].duration", "how long the step takes")
            minutes = float(step.duration_min)
            stretches.append(Stretch(minutes, mg / minutes) if minutes else Stretch(0.0, at_once=mg))
        return _Given(tuple(stretches), (0.0,), Confidence.MODELLED, ())
    mg = float(sum(step.mg or 0 for step in own))
    if regimen.route is Route.IM and all(step.step.kind is StepKind.INJECTION for step in own):
        note = "IM: 93% reaches the blood; absorption between 0.021 and 0.062 per minute, both drawn."
        depot = Stretch(0.0, depot=mg * _IM_AVAILABLE)
        return _Given((depot,), (_IM_FAST, _IM_SLOW), Confidence.LOW, (note,))
    if regimen.route is Route.SUBLINGUAL:
        note = "Sublingual: 29% reaches the blood unchanged, peak near 45 minutes; products differ."
        depot = Stretch(0.0, depot=mg * _SUBLINGUAL_AVAILABLE)
        return _Given((depot,), (_SUBLINGUAL_RATE,), Confidence.LOW, (note,))
    raise CannotPredict("No published model here describes this route well enough to draw a curve.")


def _times(stretches: Sequence[Stretch]) -> tuple[float, ...]:
    """Return an even grid with the ends of all steps, where concentrations turn, and what tables tell."""
    span = max(240.0, sum(stretch.minutes for stretch in stretches) + 120.0)
    grid = {span * index / (_POINTS - 1) for index in range(_POINTS)}
    grid.update(told_minutes(span))
    clock = 0.0
    for stretch in stretches:
        clock += stretch.minutes
        grid.add(clock)
    return tuple(sorted(grid))


def _curve(
    model: Model, kilograms: float, given: _Given, times: tuple[float, ...], absorption: float | None
) -> Curve:
    found = concentrations([model.compartments(kilograms)], given.stretches, times, absorption or None)
    return Curve(model.name, tuple(float(value) for value in found[0, 0]))


def _envelope(curves: Sequence[Curve], name: str) -> tuple[Curve, Curve]:
    columns = list(zip(*(curve.ng_per_ml for curve in curves), strict=True))
    return _pair(name, columns, min, max)


def _pair(
    name: str,
    columns: Sequence[Sequence[float]],
    low: Callable[[Sequence[float]], float],
    high: Callable[[Sequence[float]], float],
) -> tuple[Curve, Curve]:
    return (
        Curve(f"{name}, lowest", tuple(low(column) for column in columns)),
        Curve(f"{name}, highest", tuple(high(column) for column in columns)),
    )


def _people(model: Model, kilograms: float, given: _Given, times: tuple[float, ...]) -> tuple[Curve, Curve]:
    """Vary central volume and clearance log-normally, the same people in every prediction."""
    import numpy as np

    typical = model.compartments(kilograms)
    spread = np.sqrt(np.log1p(SPREAD_CV**2))
    factors = np.exp(np.random.default_rng(_SEED).normal(0.0, spread, (PEOPLE, 2)))
    subjects = [
        Compartments(typical.volume * volume, typical.clearance * clearance, typical.peripheral)
        for volume, clearance in factors
    ]
    found = np.percentile(concentrations(subjects, given.stretches, times)[0], (5, 95), axis=0)
    low, high = (tuple(float(value) for value in row) for row in found)
    return Curve("people, 5th percentile", low), Curve("people, 95th percentile", high)
