"""The plain designs that the calculator offers, and the assumptions that each of them asks for."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import cast

from PySide6.QtCore import QCoreApplication

from protocol_designer.power.sample_size import (
    Covariance,
    FactorialEffect,
    PlainDesign,
    TwoMeans,
    TwoProportions,
)
from protocol_designer.quantities import Quantity


class PlainKind(StrEnum):
    """A design of the calculator."""

    TWO_PROPORTIONS = "two_proportions"
    TWO_MEANS = "two_means"
    COVARIANCE = "covariance"
    FACTORIAL_MAIN = "factorial_main"
    FACTORIAL_INTERACTION = "factorial_interaction"


ASSUMPTIONS: Mapping[PlainKind, tuple[str, ...]] = {
    PlainKind.TWO_PROPORTIONS: ("first", "second"),
    PlainKind.TWO_MEANS: ("difference", "sd", "unit"),
    PlainKind.COVARIANCE: ("difference", "sd", "correlation", "unit"),
    PlainKind.FACTORIAL_MAIN: ("difference", "sd", "unit"),
    PlainKind.FACTORIAL_INTERACTION: ("difference", "sd", "unit"),
}
"""The fields of each design; ``unit`` only words the difference."""

FACTORIAL = (PlainKind.FACTORIAL_MAIN, PlainKind.FACTORIAL_INTERACTION)


def kind_word(kind: PlainKind) -> str:
    """Name a design in the user's language."""
    return {
        PlainKind.TWO_PROPORTIONS: _tr("Two proportions"),
        PlainKind.TWO_MEANS: _tr("Two means"),
        PlainKind.COVARIANCE: _tr("Two means adjusted for baseline"),
        PlainKind.FACTORIAL_MAIN: _tr("2x2 factorial: main effect"),
        PlainKind.FACTORIAL_INTERACTION: _tr("2x2 factorial: interaction"),
    }[kind]


def is_complete(kind: PlainKind, values: Mapping[str, object]) -> bool:
    """Tell whether everything that decides the number is given; attrition and unit may stay open."""
    needed = (*ASSUMPTIONS[kind], "power", "significance_level")
    return all(values.get(name) is not None for name in needed if name != "unit")


def design_of(kind: PlainKind, values: Mapping[str, object]) -> PlainDesign:
    """Return the design of a complete set of assumptions."""
    if kind is PlainKind.TWO_PROPORTIONS:
        return TwoProportions(share(values["first"]), share(values["second"]))
    difference, sd = cast(Fraction, values["difference"]), cast(Fraction, values["sd"])
    if kind is PlainKind.TWO_MEANS:
        return TwoMeans(difference, sd)
    if kind is PlainKind.COVARIANCE:
        return Covariance(difference, sd, cast(Fraction, values["correlation"]))
    return FactorialEffect(difference, sd, kind is PlainKind.FACTORIAL_INTERACTION)


def share(percentage: object) -> Fraction:
    """Return a percentage as an exact share of 1."""
    return cast(Quantity, percentage).value / 100


def _tr(text: str) -> str:
    return QCoreApplication.translate("plain_designs", text)
