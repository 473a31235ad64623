"""Factorial structure: which arm holds which levels, what a factor contrasts, which arms a plan would add."""

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


@dataclass(frozen=True, slots=True)
class PlannedArm:
    """One combination as an arm: its name, what it receives, and the arm that already stands for it.

    ``holds_levels`` is False for an arm that is known by its name or by what it receives alone.
    ``lacking`` names what the levels stand for and the existing arm does not receive.
    """

    levels: tuple[Level, ...]
    name: str
    received: frozenset[str]
    kept: Arm | None
    holds_levels: bool
    lacking: frozenset[str]

    @property
    def key(self) -> tuple[str, ...]:
        """The identities of its levels, in factor order."""
        return tuple(level.id for level in self.levels)


def planned_arms(trial: TrialProtocol) -> tuple[PlannedArm, ...]:
    """Return every combination with the arm it would be: kept where one matches, else new.

    An arm matches when it holds the very levels. One that holds no level at all matches by its name, or by
    receiving exactly what the levels stand for among all that any level stands for.
    """
    found = cells(trial)
    free = [arm for arm in trial.arms if not arm.factor_levels]
    governed = frozenset().union(
        *(stands_for((level,)) for factor in trial.design.factors for level in factor.levels)
    )
    planned = []
    for cell in found:
        name, received = " + ".join(level.name for level in cell.levels), stands_for(cell.levels)
        kept = cell.arm or next(
            (
                arm
                for arm in free
                if arm.name == name or (received and received_by(arm) & governed == received)
            ),
            None,
        )
        if kept in free:
            free.remove(kept)
        lacking = received - received_by(kept) if kept else frozenset()
        planned.append(PlannedArm(cell.levels, name, received, kept, cell.arm is not None, lacking))
    return tuple(planned)


def stands_for(levels: tuple[Level, ...]) -> frozenset[str]:
    """Return the identities of everything that levels stand for."""
    return frozenset(
        part for level in levels for part in (*level.regimens, *level.courses, *level.other_interventions)
    )


def received_by(arm: Arm) -> frozenset[str]:
    """Return the identities of everything that an arm receives."""
    return frozenset((*arm.regimens, *arm.courses, *arm.other_interventions))


def _level_of(arm: Arm, factor: Factor) -> str | None:
    return next((held.level for held in arm.factor_levels if held.factor == factor.id), None)
