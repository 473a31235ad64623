"""MON-002: how often blood pressure is measured on a dosing day."""

from collections.abc import Iterator

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import Parameter
from protocol_designer.domain.dosing_day import Monitoring
from protocol_designer.formulary.records import Limit
from protocol_designer.rules.dosing_days import (
    dosing_days,
    highest_tier,
    is_esketamine_spray,
    known_to_reach,
    not_decided,
    reaches,
    sedating,
)
from protocol_designer.rules.findings import Hit, Severity, beside
from protocol_designer.rules.registry import rule
from protocol_designer.rules.view import TIER_LIMITS, Tier, TrialView
from protocol_designer.rules.watching import (
    MONITORING,
    WHAT_IS_WATCHED,
    holds,
    not_watched,
    place_of,
    state,
    watch,
    watched,
)


@rule(
    "MON-002",
    "Blood pressure interval",
    Severity.HARD,
    over=dosing_days,
    needs=("monitoring of blood pressure: before, interval during, after", "exposure tier", "route"),
    limits=(
        "monitoring.bp.interval.soft",
        "monitoring.bp.interval.hard",
        "monitoring.bp.interval.t3",
        "esketamine.intranasal.bp_interval",
        *TIER_LIMITS,
    ),
    sources=("ketamine-bp-684", "ketamine-bp-741", "spravato-hcp"),
)
def blood_pressure_interval(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Blood pressure peaks 30 to 40 min into an infusion; it is not measured, or too seldom.

    Fires when: hard, it is not measured before the dose, not after it, or during it less often than the hard
    interval; soft, less often than the studies did, or near anaesthesia (tier T3) than anaesthesia does.
    A first reading later than the end of the observation is none. For esketamine spray alone, a reading must
    come by the time of its label.
    Stays quiet when: it is measured before, during at the limit or more often, and after. A continuous
    measurement without an interval counts as often enough; where an interval stands too, the interval counts.
    Worst case: the highest tier of any arm.
    """
    soft = view.limit("monitoring.bp.interval.soft")
    add = watch(
        view,
        Parameter.BLOOD_PRESSURE,
        f"before, every {_target(view, soft).value.printed()} during and until discharge",
        is_measured_before=True,
        is_continuous=False,
        interval_during=str(_target(view, soft).value),
        interval_after=str(view.limit("monitoring.bp.interval.hard").value),
        continues_until_discharge=True,
    )
    entries = watched(view, Parameter.BLOOD_PRESSURE)
    if not view.trial.dosing_day.monitoring:
        yield not_decided(MONITORING, WHAT_IS_WATCHED, add)
    elif not entries:
        yield not_watched("blood pressure", "before, during and after", add.label, add)
    else:
        yield from _before(entries)
        yield from _after(view, entries)
        yield from _during(view, entries)


def _target(view: TrialView, soft: Limit) -> Limit:
    """Return the interval that a fix writes: the stricter one while the tier is not known."""
    highest, missing = highest_tier(view)
    near = highest >= Tier.T3 or missing is not None
    return view.limit("monitoring.bp.interval.t3") if near else soft


def _before(entries: tuple[Monitoring, ...]) -> Iterator[Hit | Undecided]:
    measured, unknown = holds(entries, lambda entry: entry.is_measured_before)
    if unknown is not None:
        yield Undecided(
            f"{place_of(unknown)}.is_measured_before", "whether blood pressure is measured before the dose"
        )
    elif not measured:
        yield Hit(
            Severity.HARD,
            f"{place_of(entries[0])}.is_measured_before",
            "Dosing day: blood pressure is not measured before the dose. Measure it, so that a high value "
            "can hold the dose.",
            "not before the dose",
            limit_text="before the dose",
            fixes=(state(entries[0], "not before the dose", "before the dose", is_measured_before=True),),
        )


def _after(view: TrialView, entries: tuple[Monitoring, ...]) -> Iterator[Hit | Undecided]:
    observed = view.trial.dosing_day.observation_after_dose

    def measured_after(entry: Monitoring) -> bool | None:
        if entry.interval_after is None:
            return entry.continues_until_discharge
        return observed is None or entry.interval_after <= observed

    measured, unknown = holds(entries, measured_after)
    if unknown is not None:
        yield Undecided(
            f"{place_of(unknown)}.interval_after", "how often blood pressure is measured after the dose"
        )
    elif not measured:
        yield _not_after(view, entries[0])


def _not_after(view: TrialView, entry: Monitoring) -> Hit:
    every = view.limit("monitoring.bp.interval.hard").value
    observed = view.trial.dosing_day.observation_after_dose
    said, fault = "not after the dose", "is not measured after the dose"
    if entry.interval_after is not None:
        said = f"first {entry.interval_after.printed()} after the dose"
        fault = f"is measured {said}, when the observation has ended"
    after = f"every {every.printed()} after the dose"
    fix = state(entry, said, after, interval_after=str(every), continues_until_discharge=True)
    return Hit(
        Severity.HARD,
        f"{place_of(entry)}.interval_after",
        f"Dosing day: blood pressure {fault}. Measure it until the participant leaves.",
        said,
        limit_text="after the dose, within the observation",
        fixes=() if observed is not None and observed < every else (fix,),
    )


def _during(view: TrialView, entries: tuple[Monitoring, ...]) -> Iterator[Hit | Undecided]:
    timed = [(entry.interval_during, entry) for entry in entries if entry.interval_during is not None]
    if not timed:
        continuous, _ = holds(entries, lambda entry: entry.is_continuous)
        if not continuous:
            yield Undecided(
                f"{place_of(entries[0])}.interval_during",
                "how often blood pressure is measured during dosing",
            )
        return
    interval, entry = min(timed, key=lambda each: each[0].in_base)
    soft, hard = view.limit("monitoring.bp.interval.soft"), view.limit("monitoring.bp.interval.hard")
    near = view.limit("monitoring.bp.interval.t3")
    given = sedating(view)
    if all(is_esketamine_spray(regimen) for regimen in given):
        label = view.limit("esketamine.intranasal.bp_interval")
        broken = (Severity.HARD, label, label) if label.is_broken_by(interval) else None
    elif hard.is_broken_by(interval):
        broken = Severity.HARD, hard, _target(view, soft)
    elif soft.is_broken_by(interval):
        broken = Severity.SOFT, near if known_to_reach(view, Tier.T3) else soft, _target(view, soft)
    else:
        broken = (
            (Severity.SOFT, near, near) if near.is_broken_by(interval) and reaches(view, Tier.T3) else None
        )
    if broken is None:
        return
    severity, limit, target = broken
    every = beside(interval, limit)
    yield Hit(
        severity,
        f"{place_of(entry)}.interval_during",
        f"Dosing day: blood pressure is measured every {every} during dosing; the longest interval is "
        f"{limit.value.printed()}. Its peak comes 30 to 40 min after the start. Measure it more often"
        + ("." if severity is Severity.HARD else " or justify it."),
        every,
        limit,
        fixes=(
            state(
                entry,
                f"every {interval.printed()}",
                f"every {target.value.printed()} during dosing",
                interval_during=str(target.value),
            ),
        ),
    )


RULES = (blood_pressure_interval,)
