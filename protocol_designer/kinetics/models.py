"""The published compartment models, each with its source, population and what it was measured in.

Volumes are L, clearances L/min, weights kg. Volumes and clearances are those of the publications; what they
give per kg grows in proportion to weight.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

STANDARD_WEIGHT = 70.0
CLEARANCE_EXPONENT = 0.75


@dataclass(frozen=True, slots=True)
class Compartments:
    """A central volume with its clearance, and peripheral volumes each with its flow.

    ``metabolite`` is what the parent turns into, formed from the whole parent clearance.
    """

    volume: float
    clearance: float
    peripheral: tuple[tuple[float, float], ...] = ()
    metabolite: "Compartments | None" = None


@dataclass(frozen=True, slots=True)
class Model:
    """A published model. ``compartments`` gives its parameters at a body weight in kg."""

    id: str
    name: str
    analyte: str
    population: str
    sampling: str
    source: str
    compartments: Callable[[float], Compartments] = field(repr=False)


def _kamp(weight: float, exponent: float = CLEARANCE_EXPONENT) -> Compartments:
    size = weight / STANDARD_WEIGHT
    flow = size**exponent
    return Compartments(
        25 * size, 84 / 60 * flow, ((56 * size, 161 / 60 * flow), (157 * size, 79 / 60 * flow))
    )


def _from_rates(
    volume: float, elimination: float, exchanges: tuple[tuple[float, float], ...]
) -> Compartments:
    """Turn micro rate constants (per min) into volumes and clearances: Q = k1i V1, Vi = V1 k1i / ki1."""
    return Compartments(
        volume,
        volume * elimination,
        tuple((volume * out / back, volume * out) for out, back in exchanges),
    )


def _domino(weight: float) -> Compartments:
    return _from_rates(0.063 * weight, 0.438, ((0.592, 0.247), (0.590, 0.0146)))


def _clements(weight: float) -> Compartments:
    return _from_rates(1.7522 * weight, 0.0109, ((0.0186, 0.0137),))


def _fanta(weight: float) -> Compartments:
    size = weight / STANDARD_WEIGHT
    flow = size**CLEARANCE_EXPONENT
    metabolite = Compartments(98.638 * size, 57.72 / 60 * flow, ((160.04, 42.778 / 60),))
    return Compartments(133 * size, 95.2 / 60 * flow, ((98.8, 157 / 60), (187.0, 23.2 / 60)), metabolite)


def _simons(weight: float) -> Compartments:
    size = weight / STANDARD_WEIGHT
    flow = size**CLEARANCE_EXPONENT
    return Compartments(11.6 * size, 1.48 * flow, ((39 * size, 2.43 * flow), (174 * size, 1.21 * flow)))


KAMP_2020 = Model(
    "Kamp2020",
    "Kamp 2020",
    "ketamine",
    "meta-analysis of 18 studies",
    "arterial central compartment",
    "Kamp J, et al. Anesthesiology 2020; doi:10.1097/ALN.0000000000003577",
    _kamp,
)
KAMP_2020_LINEAR = Model(
    "Kamp2020_linearCL",
    "Kamp 2020, clearance in proportion to weight",
    "ketamine",
    KAMP_2020.population,
    KAMP_2020.sampling,
    KAMP_2020.source,
    lambda weight: _kamp(weight, 1.0),
)
DOMINO_1984 = Model(
    "Domino1984",
    "Domino 1984",
    "ketamine",
    "surgical patients and volunteers",
    "venous",
    "Domino EF, et al. Clin Pharmacol Ther 1984;36:645",
    _domino,
)
CLEMENTS_1981 = Model(
    "Clements1981",
    "Clements & Nimmo 1981",
    "ketamine",
    "volunteers, 250 micrograms/kg",
    "venous",
    "Clements JA, Nimmo WS. Br J Anaesth 1981; doi:10.1093/bja/53.1.27",
    _clements,
)
FANTA_2015 = Model(
    "Fanta2015_Otto2021",
    "Fanta 2015",
    "S-ketamine",
    "11 volunteers",
    "venous",
    "Fanta S, et al. Eur J Clin Pharmacol 2015; doi:10.1007/s00228-015-1826-y; metabolite: Otto ME, et al. "
    "Eur J Clin Pharmacol 2021; doi:10.1007/s00228-021-03104-1",
    _fanta,
)
SIMONS_2022 = Model(
    "Simons2022",
    "Simons 2022",
    "S-ketamine",
    "20 volunteers",
    "arterial",
    "Simons P, et al. Front Pain Res 2022; doi:10.3389/fpain.2022.946486",
    _simons,
)
DEFAULT = KAMP_2020
COMPARED = (KAMP_2020, CLEMENTS_1981, FANTA_2015, SIMONS_2022)
"""The models whose spread is drawn. Hijazi 2003 describes intensive care; Domino 1984 overshoots early."""
