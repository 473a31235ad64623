"""How many participants a plain design needs: two means, two proportions, covariance, a 2x2 factorial.

Planning estimates: the chances are floats, the numbers of participants whole, the allowance for attrition
exact. All tests are two-sided, and rejections in the wrong direction count as power, as in Cohen's tables.
Designs without a published reference to check against (counts of days among them) are left to a statistician.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, cos, pi, sqrt

from protocol_designer.power.noncentral import NORMAL, critical_t, power_of_f

MOST_PARTICIPANTS = 1_000_000
_SLICES = 64
_REACH = 9
_NO_LOSS = 1e-12


class NoSize(ValueError):  # noqa: N818  # the calculator shows its sentence where the size would stand
    """The assumptions lead to no number of participants; the message says why."""


@dataclass(frozen=True, slots=True)
class TwoMeans:
    """A t test of the difference of two means; ``sd`` is that of one participant, equal in both groups.

    Julious, Sample Sizes for Clinical Trials (2010), ch. 3: exact, by the noncentral t distribution.
    """

    difference: Fraction
    sd: Fraction


@dataclass(frozen=True, slots=True)
class TwoProportions:
    """A normal test of two proportions, variance pooled under the null hypothesis, no continuity correction.

    Fleiss, Statistical Methods for Rates and Proportions (1981).
    """

    first: Fraction
    second: Fraction


@dataclass(frozen=True, slots=True)
class Covariance:
    """A difference of two means adjusted for the baseline, which correlates with the outcome.

    Shieh, Psychometrika 85 (2020) 101-120: exact for a normal baseline that differs by chance.
    """

    difference: Fraction
    sd: Fraction
    correlation: Fraction


@dataclass(frozen=True, slots=True)
class FactorialEffect:
    """One effect of a 2x2 factorial trial in a model with both factors and their interaction.

    ``difference`` is that of the margins, or for the interaction the difference of two differences.
    Montgomery, Design and Analysis of Experiments; Brookes et al., J Clin Epidemiol 57 (2004) 229-236.
    """

    difference: Fraction
    sd: Fraction
    is_interaction: bool = False


PlainDesign = TwoMeans | TwoProportions | Covariance | FactorialEffect


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked of the test: two-sided level, power, the shares that leave, and the allocation."""

    alpha: Fraction
    power: Fraction
    attrition: Fraction = Fraction(0)
    ratio: tuple[int, ...] = (1, 1)


@dataclass(frozen=True, slots=True)
class Size:
    """Participants of each group who are analysed and who are enrolled, and the power that they give."""

    analysed: tuple[int, ...]
    enrolled: tuple[int, ...]
    power: float

    @property
    def total(self) -> int:
        """How many are enrolled in all."""
        return sum(self.enrolled)


def power_of(design: PlainDesign, groups: tuple[float, ...], alpha: Fraction) -> float:
    """Return the power with these numbers of analysed participants.

    Args:
        groups: Two numbers, or the four cells of a factorial; fractions of a participant are allowed.
    """
    level, total = float(alpha), sum(groups)
    if isinstance(design, TwoProportions):
        return _power_of_proportions(design, groups, level)
    if isinstance(design, FactorialEffect):
        effect = float(design.difference / design.sd)
        per_cell = sum(1 / n for n in groups)
        noncentrality = effect**2 / per_cell * (1 if design.is_interaction else 4)
        return power_of_f(critical_t(level, total - 4) ** 2, total - 4, noncentrality)
    spread = 1 / groups[0] + 1 / groups[1]
    noncentrality = float(design.difference / design.sd) ** 2 / spread
    if isinstance(design, TwoMeans):
        return power_of_f(critical_t(level, total - 2) ** 2, total - 2, noncentrality)
    kept = 1 - float(design.correlation) ** 2
    return _power_adjusted(noncentrality / kept, total, level)


def size_of(design: PlainDesign, demand: Demand) -> Size:
    """Return the smallest groups with at least the power that is asked, then enlarged for attrition.

    No group is smaller than two: one participant shows no spread.

    Raises:
        NoSize: There is no effect, an assumption is out of its range, or more than a million are needed.
    """
    _check(design, demand)
    shares = (1, 1, 1, 1) if isinstance(design, FactorialEffect) else demand.ratio

    def power_at(unit: int) -> float:
        return power_of(design, tuple(float(unit * share) for share in shares), demand.alpha)

    first = 2 if 1 in shares else 1
    unit = _smallest(power_at, float(demand.power), first, MOST_PARTICIPANTS // sum(shares))
    analysed = tuple(unit * share for share in shares)
    stay = 1 - demand.attrition
    enrolled = tuple(ceil(unit / stay) * share for share in shares)
    if sum(enrolled) > MOST_PARTICIPANTS:
        raise NoSize("more than a million participants are needed; the effect is too small to be shown")
    return Size(analysed, enrolled, power_at(unit))


def groups_exactly(design: PlainDesign, demand: Demand) -> float:
    """Return the size of the first group before it is rounded up, as reference tables give it."""
    shares = (1, 1, 1, 1) if isinstance(design, FactorialEffect) else demand.ratio
    low, high = 1.5, float(MOST_PARTICIPANTS)
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        groups = tuple(middle * share for share in shares)
        low, high = (
            (middle, high) if power_of(design, groups, demand.alpha) < float(demand.power) else (low, middle)
        )
    return high * shares[0]


def _power_of_proportions(design: TwoProportions, groups: tuple[float, ...], level: float) -> float:
    p, q = float(design.first), float(design.second)
    n, m = groups
    pooled = (n * p + m * q) / (n + m)
    null = sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    spread = sqrt(p * (1 - p) / n + q * (1 - q) / m)
    return NORMAL.cdf((abs(p - q) - NORMAL.inv_cdf(1 - level / 2) * null) / spread)


def _power_adjusted(noncentrality: float, total: float, level: float) -> float:
    """Average over the chance imbalance of the baseline, a t with N - 2 degrees of freedom (Simpson).

    The angle of the imbalance is about 1 / sqrt(N) wide, and the slices cover what carries any weight.
    """
    reach = min(pi / 2, _REACH / sqrt(total))
    df = total - 3
    critical = critical_t(level, df) ** 2
    summed = weights = 0.0
    for slice_ in range(_SLICES + 1):
        turn = cos(slice_ * reach / _SLICES)
        weight = turn ** (total - 3) * (1 if slice_ in (0, _SLICES) else 4 if slice_ % 2 else 2)
        if weight > _NO_LOSS:
            weights += weight
            summed += weight * power_of_f(critical, df, noncentrality * turn * turn)
    return summed / weights


def _smallest(power_at: Callable[[int], float], wanted: float, first: int, most: int) -> int:
    """Find the least unit from ``first`` on with the power, which grows with the unit in each design."""
    low, high = first - 1, first
    while power_at(high) < wanted:
        low, high = high, high * 2
        if low > most:
            raise NoSize("more than a million participants are needed; the effect is too small to be shown")
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (middle, high) if power_at(middle) < wanted else (low, middle)
    return high


def _check(design: PlainDesign, demand: Demand) -> None:
    if not 0 < demand.alpha < 1 or not 0 < demand.power < 1:
        raise NoSize("significance level and power lie between 0 and 100 %")
    if demand.power <= demand.alpha:
        raise NoSize("the power must be more than the significance level")
    if not 0 <= demand.attrition < 1:
        raise NoSize("attrition is at least 0 % and less than 100 %")
    if not isinstance(design, FactorialEffect) and (len(demand.ratio) != 2 or min(demand.ratio) < 1):
        raise NoSize("two groups need a ratio of two shares, such as 1 : 1")
    if isinstance(design, TwoProportions):
        if not (0 < design.first < 1 and 0 < design.second < 1):
            raise NoSize("each proportion lies between 0 and 100 %")
        if design.first == design.second:
            raise NoSize("the two proportions are the same: there is no effect to show")
        return
    if design.sd <= 0:
        raise NoSize("the standard deviation must be more than zero")
    if design.difference == 0:
        raise NoSize("the difference is zero: there is no effect to show")
    if isinstance(design, Covariance) and not -1 < design.correlation < 1:
        raise NoSize("the correlation lies between -1 and 1")


SHARES = tuple(Fraction(percent, 100) for percent in (50, 60, 75, 90, 100, 110, 125, 150))
"""The shares of the assumed effect at which a plan is tried: effects of small trials are often too large."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What becomes of a plan when the true effect is a share of the assumed one."""

    share: Fraction
    needed: int | None
    power: float


def sensitivity(design: PlainDesign, demand: Demand, size: Size) -> tuple[Trial, ...]:
    """Return, for each share of the effect, how many would be needed, and the power of the plan as it is."""
    found = []
    for share in SHARES:
        other = scaled(design, share)
        if other is None:
            continue
        try:
            needed: int | None = size_of(other, demand).total
        except NoSize:
            needed = None
        groups = tuple(float(n) for n in size.analysed)
        found.append(Trial(share, needed, power_of(other, groups, demand.alpha)))
    return tuple(found)


def scaled(design: PlainDesign, share: Fraction) -> PlainDesign | None:
    """Return the design with a share of its effect; None where a proportion would leave 0 to 100 %."""
    if not isinstance(design, TwoProportions):
        return replace(design, difference=design.difference * share)
    second = design.first + (design.second - design.first) * share
    return TwoProportions(design.first, second) if 0 < second < 1 else None
