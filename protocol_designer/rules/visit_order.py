"""SCHED-001: whether the visits of one participant follow one another without meeting."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from protocol_designer.derived.calendar import Calendar
from protocol_designer.derived.doses import administration_minutes
from protocol_designer.derived.paths import study_regimens
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.design import Arm, DesignModel
from protocol_designer.domain.schedule import Epoch, EpochKind, Visit
from protocol_designer.quantities import TimeOffset, Unit
from protocol_designer.rules.findings import Change, Fix, Hit, Severity
from protocol_designer.rules.registry import rule
from protocol_designer.rules.view import TrialView


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """The visits of some arms that have the same ones at the same times."""

    names: str
    calendar: Calendar
    visits: tuple[Visit, ...]


def visit_plans(view: TrialView) -> Iterator[VisitPlan | Undecided]:
    """Yield the different plans of visits; one for all where no visit is for some arms only.

    In a crossover everyone passes through all of it. Where one plan serves all arms, a time counted from the
    end
    of a dose takes the shortest and the longest administration of any arm.
    """
    trial = view.trial
    if not trial.schedule.visits:
        yield Undecided("schedule.visits", "the visits")
        return
    is_shared = not any(visit.arms for visit in trial.schedule.visits)
    if is_shared or not trial.arms or trial.design.model is DesignModel.CROSSOVER:
        yield VisitPlan("Everyone", view.calendar(), trial.schedule.visits)
        return
    plans: dict[object, list[Arm]] = {}
    for arm in trial.arms:
        visits = tuple(visit for visit in trial.schedule.visits if not visit.arms or arm.id in visit.arms)
        lengths = {(r.visits, administration_minutes(r)) for r in study_regimens(trial, arm)}
        plans.setdefault((tuple(visit.id for visit in visits), frozenset(lengths)), []).append(arm)
    for arms in plans.values():
        shown = tuple(v for v in trial.schedule.visits if not v.arms or arms[0].id in v.arms)
        yield VisitPlan(" and ".join(sorted(arm.name for arm in arms)), view.calendar(arms[0]), shown)


@rule(
    "SCHED-001",
    "Window overlap and order",
    Severity.HARD,
    over=visit_plans,
    needs=("visits with their windows", "epochs"),
    sources=("spirit-2025",),
)
def window_overlap_and_order(view: TrialView, plan: VisitPlan) -> Iterator[Hit | Undecided]:
    """Two visits of one participant that can meet, or that stand in the wrong order.

    Fires when: the window of a visit ends when that of the next begins, or later; a follow-up visit stands
    before the last dose (of its period); a visit of a later epoch stands before one of an earlier epoch.
    Stays quiet when: each window ends before the next begins, and epochs follow one another.
    Worst case: the latest allowed time of the earlier visit and the earliest of the later one. Visits are
    taken in the order of their planned times, whatever the order in which they are listed.
    """
    dated: dict[str, list[tuple[Fraction, str, Visit]]] = {}
    for visit in plan.visits:
        try:
            origin, at = plan.calendar.origin(visit), plan.calendar.visit_window(visit).target
        except Undecided as missing:
            yield missing
        else:
            dated.setdefault(origin, []).append((at, visit.id, visit))
    if len(dated) > 1:
        yield Undecided("schedule.visits", f"the time between {' and '.join(sorted(dated))}")
    for found in dated.values():
        ordered = [visit for _, _, visit in sorted(found, key=lambda entry: entry[:2])]
        for earlier, later in pairwise(ordered):
            yield from _overlap(plan, earlier, later)
            yield from _epochs(view, plan, earlier, later)
        yield from _follow_up(view, plan, ordered)


def _overlap(plan: VisitPlan, earlier: Visit, later: Visit) -> Iterator[Hit]:
    gap = plan.calendar.gap(earlier, later)
    if gap.earliest > 0:
        return
    by = TimeOffset.of_minutes(-gap.earliest).printed()
    how = f"by {by}" if gap.earliest < 0 else "at one moment"
    yield Hit(
        Severity.HARD,
        f"schedule.visits[{later.id}].timing",
        f"{plan.names}: {earlier.name} and {later.name} overlap {how}: the window of the first can "
        f"end after that "
        "of the second begins. Narrow the windows or move a visit.",
        by,
        limit_text="each window ends before the next begins",
        fixes=_narrowed(earlier, later),
    )


def _narrowed(earlier: Visit, later: Visit) -> tuple[Fix, ...]:
    """Propose to end the earlier window one day before the later one begins, where both count from one
    anchor."""
    first, second = earlier.timing, later.timing
    if first is None or second is None or first.anchor != second.anchor:
        return ()
    end = TimeOffset(second.earliest.minutes / Unit.DAY.scale - 1, Unit.DAY)
    if end.value.denominator != 1 or end < first.target:
        return ()
    change = Change(f"schedule.visits[{earlier.id}].timing.latest", str(end))
    label = f"End the window of {earlier.name} at {end.printed()}"
    return (Fix(label, (change,), f"until {first.latest.printed()}", f"until {end.printed()}"),)


def _epochs(view: TrialView, plan: VisitPlan, earlier: Visit, later: Visit) -> Iterator[Hit]:
    epochs = _epoch_table(view)
    if earlier.epoch is None or later.epoch is None:
        return
    (first, before), (second, after) = epochs[earlier.epoch], epochs[later.epoch]
    if second < first:
        yield Hit(
            Severity.HARD,
            f"schedule.visits[{later.id}].epoch",
            f"{plan.names}: {later.name} ({after.name}) comes after {earlier.name} ({before.name}), "
            f"but its epoch "
            "is listed before. Mend the epoch, the day or the order of the epochs.",
            f"{before.name} before {after.name}",
            limit_text="epochs in their order",
        )


def _follow_up(view: TrialView, plan: VisitPlan, ordered: list[Visit]) -> Iterator[Hit]:
    epochs = _epoch_table(view)
    for position, visit in enumerate(ordered):
        epoch = epochs[visit.epoch][1] if visit.epoch else None
        if epoch is None or epoch.kind is not EpochKind.FOLLOW_UP:
            continue
        later_doses = [
            later
            for later in ordered[position + 1 :]
            if later.is_dosing
            and (epoch.period is None or (later.epoch and epochs[later.epoch][1].period == epoch.period))
        ]
        if later_doses:
            yield Hit(
                Severity.HARD,
                f"schedule.visits[{visit.id}].epoch",
                f"{plan.names}: {visit.name} belongs to {epoch.name}, but {later_doses[-1].name} "
                f"still follows with "
                "a dose. Move it behind the last dose, or into another epoch.",
                f"before {later_doses[-1].name}",
                limit_text="after the last dose",
            )


def _epoch_table(view: TrialView) -> dict[str, tuple[int, Epoch]]:
    return view.once(
        "epoch table", lambda: {e.id: (number, e) for number, e in enumerate(view.trial.schedule.epochs)}
    )


RULES = (window_overlap_and_order,)
