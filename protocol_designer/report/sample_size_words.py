"""The sentence that reasons a sample size: assumptions with their source, test, formula, and both steps."""

from fractions import Fraction

from protocol_designer.power.sample_size import (
    Covariance,
    Demand,
    PlainDesign,
    Size,
    TwoMeans,
    TwoProportions,
)
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.quantities.decimals import exact_decimal, with_thousands


def formula_of(design: PlainDesign) -> str:
    """Name the formula with its reference."""
    if isinstance(design, TwoProportions):
        return (
            "the normal approximation for two independent proportions with pooled variance under the null "
            "hypothesis, without continuity correction (Fleiss 1981)"
        )
    if isinstance(design, TwoMeans):
        return (
            "the t test for two independent means, by the noncentral t distribution (Julious 2010, chapter 3)"
        )
    if isinstance(design, Covariance):
        return "the analysis of covariance with a random baseline, exact (Shieh 2020)"
    reference = (
        "Brookes and others 2004"
        if design.is_interaction
        else "Montgomery, Design and Analysis of Experiments"
    )
    return f"the F test of one effect in a 2x2 factorial model with interaction, noncentral F ({reference})"


def assumed(design: PlainDesign, unit: str = "") -> str:
    """Word what is assumed; ``unit`` says what the difference is measured in."""
    if isinstance(design, TwoProportions):
        return f"{percent(design.first)} in one group and {percent(design.second)} in the other"
    of = f" {unit}" if unit else ""
    spread = f"a standard deviation of {exact_decimal(design.sd)}"
    difference = f"{exact_decimal(design.difference)}{of}"
    if isinstance(design, TwoMeans):
        return f"a difference of {difference} between two means, with {spread}"
    if isinstance(design, Covariance):
        relation = exact_decimal(design.correlation)
        return (
            f"a difference of {difference} between two means, with {spread} before adjustment and a "
            f"correlation of {relation} between baseline and outcome"
        )
    if design.is_interaction:
        return f"an interaction of {difference} (the difference of two differences), with {spread}"
    return f"a main effect of {difference} at the margins, without an interaction, with {spread}"


def reasoning(design: PlainDesign, demand: Demand, size: Size, source: str, unit: str = "") -> str:
    """Return the whole reasoning; every number that went into it is named."""
    sentences = [
        f"Assumed: {assumed(design, unit)} (source: {source.rstrip('.')}).",
        f"Two-sided test at {percent(demand.alpha)} with {percent(demand.power)} power.",
        f"By {formula_of(design)}, {groups_in_words(size.analysed)} are needed for the analysis.",
    ]
    if demand.attrition:
        sentences.append(
            f"Enlarged by {percent(demand.attrition)} attrition and rounded up, this gives "
            f"{groups_in_words(size.enrolled)}, {counted(size.total)} in all."
        )
    else:
        sentences.append(f"That is {counted(size.total)} in all; no attrition is allowed for.")
    return " ".join(sentences)


def groups_in_words(groups: tuple[int, ...]) -> str:
    """Write group sizes: "73 in each of 2 groups", or "40 and 20"."""
    if len(set(groups)) == 1:
        return f"{counted(groups[0])} in each of {len(groups)} groups"
    return " and ".join(counted(n) for n in groups)


def counted(number: int) -> str:
    """Write a count with commas between thousands."""
    return with_thousands(str(number))


def percent(share: Fraction) -> str:
    """Write a share as an exact percentage."""
    return Quantity(share * 100, Unit.PERCENT).printed()


def chance(share: float) -> str:
    """Write a computed power as a percentage to one place, never as 100 % while it is less."""
    tenths = min(int(share * 1000), 999)
    return Quantity(Fraction(tenths, 10), Unit.PERCENT).printed()
