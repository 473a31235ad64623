"""Normal, t and noncentral F probabilities to full double precision, from the standard library alone.

Probabilities are estimates for planning, so they are floats; what is decided by them is a whole number.
"""

from math import exp, lgamma, log, log1p, pi, sqrt
from statistics import NormalDist

_TINY, _SMALL = 1e-300, 1e-17
_MOST_STEPS = 10_000
NORMAL = NormalDist()


def incomplete_beta(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b).

    Continued fraction of Lentz: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.5.8.

    Raises:
        ValueError: x is not between 0 and 1, or a or b is not positive.
    """
    if not 0 <= x <= 1 or a <= 0 or b <= 0:
        raise ValueError(f"I_x(a, b) is not defined for x = {x}, a = {a}, b = {b}")
    if x in (0, 1):
        return float(x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x > (a + 1) / (a + b + 2):
        return 1 - front * _fraction(1 - x, b, a) / b
    return front * _fraction(x, a, b) / a


def two_sided_p(t: float, df: float) -> float:
    """Return the probability that a t with ``df`` degrees of freedom lies further from 0 than ``t``."""
    return incomplete_beta(df / (df + t * t), df / 2, 0.5)


def critical_t(alpha: float, df: float) -> float:
    """Return the t that is exceeded on either side with probability ``alpha`` in all.

    Newton from the normal quantile: the probability is convex in t and the start lies below, so that every
    step comes nearer from the same side.
    """
    t = NORMAL.inv_cdf(1 - alpha / 2)
    for _ in range(_MOST_STEPS):
        step = (two_sided_p(t, df) - alpha) / (2 * t_density(t, df))
        if step <= t * _SMALL * 10:
            return t
        t += step
    return t


def power_of_f(critical: float, df: float, noncentrality: float) -> float:
    """Return the probability that a noncentral F with 1 and ``df`` degrees of freedom exceeds a value.

    With ``critical`` the square of a two-sided critical t this is the power of a two-sided t test, rejections
    in the wrong direction included. Poisson mixture of beta probabilities (Johnson, Kotz and Balakrishnan,
    Continuous Univariate Distributions 2, ch. 30), summed downwards so that nothing cancels.
    """
    half, b = noncentrality / 2, df / 2
    x = critical / (critical + df)
    last = int(half + 12 * sqrt(half + 1) + 30)
    a = 0.5 + last
    within = incomplete_beta(x, a, b)
    step = exp(lgamma(a + b) - lgamma(a + 1) - lgamma(b) + a * log(x) + b * log1p(-x))
    weight = exp(last * log(half) - half - lgamma(last + 1)) if half > 0 else float(last == 0)
    total = weight * within
    for count in range(last, 0, -1):
        step *= a / ((a + b - 1) * x)
        a -= 1
        within += step
        weight = weight * count / half if half > 0 else float(count == 1)
        total += weight * within
    return 1 - total


def t_density(t: float, df: float) -> float:
    """Return the density of a t with ``df`` degrees of freedom."""
    scale = exp(lgamma((df + 1) / 2) - lgamma(df / 2)) / sqrt(df * pi)
    return float(scale * (1 + t * t / df) ** (-(df + 1) / 2))


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > _TINY else _TINY)
    value = d
    for m in range(1, _MOST_STEPS):
        for top in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + top * d
            d = 1 / (d if abs(d) > _TINY else _TINY)
            c = 1 + top / c
            c = c if abs(c) > _TINY else _TINY
            change = c * d
            value *= change
        if abs(change - 1) < _SMALL * 10:
            return value
    return value
