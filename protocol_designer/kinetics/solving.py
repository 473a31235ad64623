"""Concentrations of a linear compartment model under constant inputs, exactly up to rounding.

The amounts obey x' = A x + b with b constant on each stretch of time. On a stretch,
x(t) = s + V exp(L t) V^-1 (x0 - s), with the steady state s = -A^-1 b and A = V L V^-1. Many subjects are
solved at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from protocol_designer.kinetics.models import Compartments

if TYPE_CHECKING:
    from numpy import ndarray

_NG_PER_ML_PER_MG_PER_L = 1000.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time with a constant input in mg/min, after an amount in mg that is given at once.

    ``at_once`` goes to the central volume, ``depot`` to the place of injection, from which it is absorbed.
    """

    minutes: float
    mg_per_min: float = 0.0
    at_once: float = 0.0
    depot: float = 0.0


def concentrations(
    subjects: Sequence[Compartments],
    stretches: Sequence[Stretch],
    times: Sequence[float],
    absorption_per_min: float | None = None,
) -> "ndarray":
    """Return ng/mL for each subject (rows) and time in minutes (columns); times ascend.

    A model with a metabolite gives its central concentration in a second plane: the shape is
    (planes, subjects, times). After the last stretch nothing is given.
    """
    import numpy as np

    system = _rates(subjects, absorption_per_min)
    size = system.shape[1]
    values, vectors = np.linalg.eig(system)
    inverse = np.linalg.inv(vectors)
    moments = np.asarray(times, dtype=float)
    state = np.zeros((len(subjects), size), dtype=values.dtype)
    shown = [0] if subjects[0].metabolite is None else [0, 1 + len(subjects[0].peripheral)]
    amounts = np.empty((len(shown), len(subjects), len(moments)))
    start = 0.0
    plan = (*stretches, Stretch(float("inf")))
    for index, stretch in enumerate(plan):
        state[:, 0] += stretch.at_once
        if stretch.depot:
            state[:, size - 1] += stretch.depot
        steady = np.zeros_like(state)
        if stretch.mg_per_min:
            inputs = np.zeros((len(subjects), size, 1))
            inputs[:, 0, 0] = stretch.mg_per_min
            steady = -np.linalg.solve(system, inputs)[:, :, 0]
        weights = np.einsum("sij,sj->si", inverse, state - steady)
        end = start + stretch.minutes
        is_last = index == len(plan) - 1
        here = (moments >= start) & ((moments < end) | is_last)
        decays = np.exp(values[:, :, None] * (moments[here] - start))
        for plane, row in enumerate(shown):
            grown = np.einsum("sj,sjt->st", vectors[:, row] * weights, decays)
            amounts[plane][:, here] = (steady[:, row, None] + grown).real
        if not is_last:
            state = _after(vectors, values, weights, steady, stretch.minutes)
        start = end
    amounts[0] /= _volumes(subjects)
    if subjects[0].metabolite is not None:
        amounts[1] /= _volumes([one.metabolite for one in subjects if one.metabolite])
    return amounts * _NG_PER_ML_PER_MG_PER_L


def dose_that_holds(subject: Compartments, ng_per_ml: float, minutes: float) -> float:
    """Return the mg that reach a plasma target at once and hold it: loading, clearance, tissue uptake."""
    from math import exp

    target = ng_per_ml / _NG_PER_ML_PER_MG_PER_L
    tissues = sum(volume * (1 - exp(-flow / volume * minutes)) for volume, flow in subject.peripheral)
    return target * (subject.volume + subject.clearance * minutes + tissues)


def _rates(subjects: Sequence[Compartments], absorption_per_min: float | None) -> "ndarray":
    """Write the rates (per min): central, its tissues, the metabolite with its tissues, the depot last."""
    import numpy as np

    metabolites = [one.metabolite for one in subjects if one.metabolite is not None]
    parts = [subjects, metabolites] if metabolites else [subjects]
    size = sum(1 + len(part[0].peripheral) for part in parts) + (absorption_per_min is not None)
    rates = np.zeros((len(subjects), size, size))
    first = 0
    for part in parts:
        volume = np.array([one.volume for one in part])
        rates[:, first, first] -= np.array([one.clearance for one in part]) / volume
        for offset in range(1, 1 + len(part[0].peripheral)):
            tissue, flow = np.array([one.peripheral[offset - 1] for one in part]).T
            rates[:, first, first] -= flow / volume
            rates[:, first + offset, first] += flow / volume
            rates[:, first, first + offset] += flow / tissue
            rates[:, first + offset, first + offset] -= flow / tissue
        first += 1 + len(part[0].peripheral)
    if metabolites:
        formed = np.array([one.clearance / one.volume for one in subjects])
        rates[:, 1 + len(subjects[0].peripheral), 0] += formed
    if absorption_per_min is not None:
        rates[:, size - 1, size - 1] -= absorption_per_min
        rates[:, 0, size - 1] += absorption_per_min
    return rates


def _after(
    vectors: "ndarray", values: "ndarray", weights: "ndarray", steady: "ndarray", minutes: float
) -> "ndarray":
    import numpy as np

    state: ndarray = steady + np.einsum("sij,sj->si", vectors, weights * np.exp(values * minutes))
    return state


def _volumes(subjects: Sequence[Compartments]) -> "ndarray":
    import numpy as np

    return np.array([[subject.volume] for subject in subjects])
