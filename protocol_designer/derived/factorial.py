"""Factorial structure: which arm holds which combination of levels, and which arms a factor contrasts."""

from dataclasses import dataclass
from itertools import product

from protocol_designer.domain.design import Arm, Factor, Level
from protocol_designer.domain.trial import TrialProtocol


@dataclass(frozen=True, slots=True)
class Cell:
    """One combination of levels; ``arm`` is None where an incomplete factorial leaves it out."""

    levels: tuple[Level, ...]
    arm: Arm | None


@dataclass(frozen=True, slots=True)
class Margin:
    """A factor with all arms at each of its levels: what a marginal contrast compares."""

    factor: Factor
    groups: tuple[tuple[Level, tuple[Arm, ...]], ...]


def cells(trial: TrialProtocol) -> tuple[Cell, ...]:
    """Return every combination of levels in factor order, with its arm; none without factors."""
    factors = trial.design.factors
    if not factors:
        return ()
    by_levels = {tuple(_level_of(arm, factor) for factor in factors): arm for arm in trial.arms}
    return tuple(
        Cell(levels, by_levels.get(tuple(level.id for level in levels)))
        for levels in product(*(factor.levels for factor in factors))
    )


def margins(trial: TrialProtocol) -> tuple[Margin, ...]:
    """Return one marginal contrast a factor."""
    return tuple(
        Margin(
            factor,
            tuple(
                (level, tuple(arm for arm in trial.arms if _level_of(arm, factor) == level.id))
                for level in factor.levels
            ),
        )
        for factor in trial.design.factors
    )


def _level_of(arm: Arm, factor: Factor) -> str | None:
    return next((held.level for held in arm.factor_levels if held.factor == factor.id), None)
