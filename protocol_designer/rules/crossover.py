"""COMP-009: whether one period of a crossover can carry over into the next."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.design import Arm, DesignModel
from protocol_designer.domain.interventions import RegimenUse
from protocol_designer.domain.schedule import Visit
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE
from protocol_designer.rules.view import TrialView


def _crossovers(view: TrialView) -> Iterable[TrialView]:
    design = view.trial.design
    if design.model is None and not design.sequences:
        raise Undecided("design.model", "whether the trial is a crossover")
    if design.model is DesignModel.CROSSOVER or design.sequences:
        yield view


@rule(
    "COMP-009",
    "Crossover carry-over",
    Severity.SOFT,
    over=_crossovers,
    needs=("design model", "washout", "sequences", "periods and visits with their windows"),
    limits=("crossover.washout",),
    sources=("thomas-chambers-2025",),
)
def crossover_carry_over(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """What ketamine changed in one period is still there in the next.

    Fires when: the washout, or the time from the last dosing visit of a period to the first of a later one,
    start to start, is shorter than the limit. Craving and use stayed changed for up to four weeks.
    Stays quiet when: both are as long or longer, the trial is no crossover, or every sequence gives ketamine
    in its last period only (fixed order).
    Worst case: the windows that bring two periods closest.
    """
    carried = _carried_periods(view)
    if carried is not None and not carried:
        return
    limit = view.limit("crossover.washout")
    washout = view.trial.design.washout
    if washout is None:
        yield Undecided("design.washout", "the washout between the periods")
    elif limit.is_broken_by(washout):
        computed, least = beside(washout, limit), limit.value
        yield Hit(
            Severity.SOFT,
            "design.washout",
            f"Whole trial: a washout of {computed} is shorter than {least.printed()}; craving and use stayed "
            "changed for up to four weeks after ketamine. Use parallel arms, a fixed order with ketamine "
            "last, or a "
            "longer washout, or justify it.",
            computed,
            limit,
            fixes=(
                Fix(
                    f"Wash out for {least.printed()}",
                    (Change("design.washout", str(least)),),
                    washout.printed(),
                    least.printed(),
                ),
            ),
        )
    yield from _calendar(view, carried)


def _carried_periods(view: TrialView) -> frozenset[int] | None:
    """Return the periods from which ketamine can be carried on; None when any may be."""
    sequences = view.trial.design.sequences
    if not sequences:
        return None
    return frozenset(
        period
        for sequence in sequences
        for period, arm_id in enumerate(sequence.arms[:-1], start=1)
        if _may_hold_ketamine(view, view.trial.arm(arm_id))
    )


def _may_hold_ketamine(view: TrialView, arm: Arm) -> bool:
    given = view.regimens_of(arm)
    return not given or any(
        regimen.drug in (*KETAMINE, None) and regimen.use is not RegimenUse.RESCUE for regimen in given
    )


def _calendar(view: TrialView, carried: frozenset[int] | None) -> Iterator[Hit | Undecided]:
    by_period = _dosing_by_period(view)
    placed = {visit.id for visits in by_period.values() for visit in visits}
    for visit in view.trial.schedule.visits:
        if visit.is_dosing and visit.id not in placed:
            yield Undecided(f"schedule.visits[{visit.id}].epoch", f"the period of {visit.name}")
    if len(by_period) < 2 and len(placed) == sum(v.is_dosing for v in view.trial.schedule.visits):
        yield Undecided("schedule.epochs", "which dosing visits belong to which period")
    limit, calendar = view.limit("crossover.washout"), view.calendar()
    numbers = sorted(by_period)
    for earlier, later in pairwise(numbers):
        if carried is not None and earlier not in carried:
            continue
        for visit in by_period[later]:
            try:
                closest = min(calendar.gap(other, visit).earliest for other in by_period[earlier])
            except Undecided as missing:
                yield missing
                continue
            days = Quantity(max(closest, Fraction(0)) / Unit.DAY.scale, Unit.DAY)
            if limit.is_broken_by(days):
                computed = beside(days, limit) if closest > 0 else "0 days"
                yield Hit(
                    Severity.SOFT,
                    f"schedule.visits[{visit.id}].timing",
                    f"Whole trial: {visit.name} can follow a dose of period {earlier} after {computed}, "
                    "counting "
                    f"the windows; the washout after ketamine is {limit.value.printed()}. Move the periods "
                    "apart or justify it.",
                    computed,
                    limit,
                )


def _dosing_by_period(view: TrialView) -> dict[int, list[Visit]]:
    schedule = view.trial.schedule
    periods = {epoch.id: epoch.period for epoch in schedule.epochs if epoch.period is not None}
    found: dict[int, list[Visit]] = {}
    for visit in schedule.visits:
        if visit.is_dosing and visit.epoch in periods:
            found.setdefault(periods[visit.epoch], []).append(visit)
    return found


RULES = (crossover_carry_over,)
