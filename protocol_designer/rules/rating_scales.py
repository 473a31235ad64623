"""MON-013: the scales of a dosing day for dissociation, sedation and psychosis."""

from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import Instrument, Parameter
from protocol_designer.domain.dosing_day import Monitoring
from protocol_designer.domain.schedule import CellTime, Visit
from protocol_designer.rules.assessments import Mark, dose_visits, marks
from protocol_designer.rules.dosing_days import ketamine_days, not_decided
from protocol_designer.rules.findings import Change, Fix, Hit, Severity
from protocol_designer.rules.registry import rule
from protocol_designer.rules.view import TrialView
from protocol_designer.rules.watching import MONITORING, WHAT_IS_WATCHED, watch, watched


@rule(
    "MON-013",
    "Dissociation, psychosis and sedation scales",
    Severity.SOFT,
    over=ketamine_days,
    needs=("scales in the schedule or the monitoring plan", "their times around the dose"),
    limits=("dissociation.peak", "dissociation.peak.latest"),
    sources=("cadss-ketamine", "cadss-110", "iv-rate-effects"),
)
def rating_scales(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """What ketamine does to the mind is not rated, so nobody can say when it has passed.

    Fires when: at a dosing visit dissociation (CADSS or an equivalent) is not rated before the dose, near its
    peak and afterwards; or there is no sedation scale during or after the dose, or no item for psychosis.
    Stays quiet when: the schedule or the monitoring plan has all three. A rating no later than the peak limit
    after the start, or marked as during the dose, counts as one near the peak.
    Worst case: the dosing visit at which most is missing.
    """
    visits, missing = dose_visits(view)
    yield from missing
    lacking: dict[Parameter, str] = {}
    for visit in visits:
        if (gap := _dissociation_gap(view, visit)) is not None:
            lacking.setdefault(Parameter.DISSOCIATION, f"dissociation {gap} ({visit.name})")
        if not _during_or_after(view, visit, Instrument.SEDATION_SCALE, Parameter.SEDATION):
            lacking.setdefault(Parameter.SEDATION, f"sedation ({visit.name})")
        if not _anywhere(view, visit):
            lacking.setdefault(Parameter.PSYCHOSIS, f"psychosis ({visit.name})")
    if not lacking:
        return
    listed = ", ".join(lacking.values())
    fix = _add(view, tuple(lacking), listed)
    if not view.trial.dosing_day.monitoring and not view.trial.schedule.cells:
        yield not_decided(MONITORING, WHAT_IS_WATCHED, fix)
        return
    yield Hit(
        Severity.SOFT,
        MONITORING,
        f"Dosing day: not rated: {listed}. Plan the scales or justify leaving them out; dissociation rises "
        f"with the dose and peaks about {view.limit('dissociation.peak').value.printed()} after the start of "
        "an infusion.",
        f"not rated: {listed}",
        limit_text="dissociation before, at the peak and after; sedation; psychosis",
        fixes=(fix,),
    )


def _add(view: TrialView, parameters: tuple[Parameter, ...], listed: str) -> Fix:
    peak = str(view.limit("dissociation.peak").value)
    changes: list[Change] = []
    for parameter in parameters:
        facts = {"is_measured_before": True, "interval_during": peak, "continues_until_discharge": True}
        changes.extend(watch(view, parameter, "", **facts).changes)
    return Fix(f"Rate {listed}", tuple(changes), "not rated", "rated before, at the peak and until discharge")


def _dissociation_gap(view: TrialView, visit: Visit) -> str | None:
    """Name the first time at which dissociation is rated neither by schedule nor by plan."""
    rated = {
        "before the dose": any(e.is_measured_before for e in watched(view, Parameter.DISSOCIATION)),
        "near its peak": any(_at_peak(view, e) for e in watched(view, Parameter.DISSOCIATION)),
        "after the dose": any(_after(e) for e in watched(view, Parameter.DISSOCIATION)),
    }
    for mark in marks(view, Instrument.CADSS):
        if mark.cell.visit == visit.id:
            times = _stands(view, mark)
            rated = {when: answer or when in times for when, answer in rated.items()}
    return next((when for when, answer in rated.items() if not answer), None)


def _at_peak(view: TrialView, entry: Monitoring) -> bool:
    if entry.interval_during is None:
        return bool(entry.is_continuous)
    return not view.limit("dissociation.peak.latest").is_broken_by(entry.interval_during)


def _after(entry: Monitoring) -> bool:
    return entry.interval_after is not None or bool(entry.continues_until_discharge)


def _stands(view: TrialView, mark: Mark) -> set[str]:
    """Return when a mark rates: its minutes where it has them, else its words."""
    offsets = [offset.minutes for offset in mark.cell.from_dose_start]
    times = mark.cell.times
    latest = view.limit("dissociation.peak.latest").value.in_base
    found: set[str] = set()
    if any(minutes <= 0 for minutes in offsets) or (not offsets and CellTime.BEFORE_DOSE in times):
        found.add("before the dose")
    peaks = [minutes for minutes in offsets if Fraction(0) < minutes <= latest]
    if peaks or (not offsets and CellTime.DURING_DOSE in times):
        found.add("near its peak")
    if any(minutes > latest for minutes in offsets) or len(peaks) > 1 or CellTime.AFTER_DOSE in times:
        found.add("after the dose")
    return found


def _during_or_after(view: TrialView, visit: Visit, instrument: Instrument, parameter: Parameter) -> bool:
    for entry in watched(view, parameter):
        if entry.interval_during is not None or entry.is_continuous or _after(entry):
            return True
    return any(
        mark.cell.visit == visit.id
        and (
            CellTime.DURING_DOSE in mark.cell.times
            or CellTime.AFTER_DOSE in mark.cell.times
            or any(offset.minutes > 0 for offset in mark.cell.from_dose_start)
        )
        for mark in marks(view, instrument)
    )


def _anywhere(view: TrialView, visit: Visit) -> bool:
    return bool(watched(view, Parameter.PSYCHOSIS)) or any(
        mark.cell.visit == visit.id for mark in marks(view, Instrument.BPRS)
    )


RULES = (rating_scales,)
