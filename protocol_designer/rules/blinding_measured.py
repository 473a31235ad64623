"""COMP-006: whether expectancy and guessed allocation are measured."""

from collections.abc import Iterator

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.design import Arm
from protocol_designer.domain.objectives import ObjectiveLevel
from protocol_designer.domain.schedule import CellTime, ScheduleCell, Visit
from protocol_designer.domain.wording import title_word, word
from protocol_designer.rules.findings import Change, Fix, Hit, Severity
from protocol_designer.rules.masking import arms_alike, double_blind
from protocol_designer.rules.registry import rule
from protocol_designer.rules.view import TrialView

_GUESSES = (Instrument.GUESS_PARTICIPANT, Instrument.GUESS_RATER)
_AFTER, _PRIMARY, _BEFORE = "after dosing", "at the primary endpoint", "before the first dose"


@rule(
    "COMP-006",
    "Blinding success and expectancy not measured",
    Severity.SOFT,
    over=double_blind,
    needs=("blinded roles", "schedule of activities", "primary endpoint and its assessments"),
    sources=("karma-dep-2", "great-expectations-2022", "thomas-chambers-2025"),
)
def blinding_success_not_measured(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Nobody will know how well the blinding held, or what participants hoped for.

    Fires when: at least two roles are blinded and some arm has no visit after dosing, or no visit with the
    primary endpoint, at which participants guess their allocation and raters guess it, or no measure of
    expectancy before the first dose.
    Stays quiet when: all of it is scheduled in every arm.
    Worst case: the arm in which most is missing. Visits count in the order of their target days, or as listed
    while these are open.
    """
    trial = view.trial
    if not trial.arms:
        yield Undecided("arms", "which arms are compared")
    if not any(visit.is_dosing for visit in trial.schedule.visits):
        yield Undecided("schedule.visits", "which visits are dosing visits")
        return
    primary = _primary_visits(view)
    if primary is None:
        yield Undecided("objectives", "which visits measure the primary endpoint")
    lacking: set[tuple[Instrument, str]] = set()
    judged: set[tuple[str, ...]] = set()
    for arm in arms_alike(view):
        attended = tuple(v.id for v in trial.schedule.visits if not v.arms or arm.id in v.arms)
        if attended in judged:
            continue
        judged.add(attended)
        visits = _in_time(view, arm)
        if any(visit.is_dosing for visit in visits):
            lacking.update(_lacking(view, visits, primary))
        else:
            yield Undecided("schedule.visits", f"the dosing visits of {arm.name}")
    if lacking:
        ordered = sorted(lacking)
        listed = ", ".join(f"{word(instrument)} {when}" for instrument, when in ordered)
        yield Hit(
            Severity.SOFT,
            "schedule.activities",
            f"Whole trial: the blinding is not tested: missing are {listed}. Schedule them or justify it.",
            listed,
            limit_text="expectancy before, guesses after dosing and at the primary endpoint",
            fixes=_schedule(view, ordered, primary),
        )


def _lacking(
    view: TrialView, visits: list[Visit], primary: frozenset[str] | None
) -> Iterator[tuple[Instrument, str]]:
    order = [visit.id for visit in visits]
    first = next(index for index, visit in enumerate(visits) if visit.is_dosing)
    if not any(_is_before(cell, order, first) for cell in _cells(view, Instrument.EXPECTANCY)):
        yield Instrument.EXPECTANCY, _BEFORE
    dosing = {visit.id for visit in visits if visit.is_dosing}
    for instrument in _GUESSES:
        cells = [c for c in _cells(view, instrument) if c.visit in order and order.index(c.visit) >= first]
        after = [c for c in cells if c.visit not in dosing or _is_after(c)]
        if not after:
            yield instrument, _AFTER
        if primary is not None and not any(c.visit in primary for c in after):
            yield instrument, _PRIMARY


def _in_time(view: TrialView, arm: Arm | None = None) -> list[Visit]:
    """Return the visits of an arm, or those that all have, in time; as listed where their days are open."""
    scheduled = view.trial.schedule.visits
    listed = [visit for visit in scheduled if not visit.arms or (arm is not None and arm.id in visit.arms)]
    calendar = view.calendar(arm)
    try:
        if len({calendar.origin(visit) for visit in listed}) == 1:
            return sorted(listed, key=lambda visit: calendar.visit_window(visit).target)
    except Undecided:
        return listed
    return listed


def _cells(view: TrialView, instrument: Instrument) -> list[ScheduleCell]:
    schedule = view.trial.schedule
    wanted = {activity.id for activity in schedule.activities if activity.instrument is instrument}
    return [cell for cell in schedule.cells if cell.activity in wanted]


def _is_before(cell: ScheduleCell, order: list[str], first: int) -> bool:
    """Tell whether a cell stands before the first dose; at the dosing visit it must say so."""
    if cell.visit not in order:
        return False
    at = order.index(cell.visit)
    told = CellTime.BEFORE_DOSE in cell.times or any(offset.minutes < 0 for offset in cell.from_dose_start)
    return at < first or (at == first and told)


def _is_after(cell: ScheduleCell) -> bool:
    """Tell whether a cell at a dosing visit stands after the dose; it must say so."""
    return CellTime.AFTER_DOSE in cell.times


def _primary_visits(view: TrialView) -> frozenset[str] | None:
    """Return the visits at which a primary endpoint is assessed; None when that is not decided."""
    trial = view.trial
    wanted = {e for o in trial.objectives if o.level is ObjectiveLevel.PRIMARY for e in o.endpoints}
    activities = {a for endpoint in trial.endpoints if endpoint.id in wanted for a in endpoint.activities}
    found = {cell.visit for cell in trial.schedule.cells if cell.activity in activities}
    return frozenset(found) or None


def _schedule(
    view: TrialView, lacking: list[tuple[Instrument, str]], primary: frozenset[str] | None
) -> tuple[Fix, ...]:
    """Propose the missing activities at visits of all arms; nothing where no such visit is planned."""
    schedule = view.trial.schedule
    visits = _in_time(view)
    dosing = [index for index, visit in enumerate(visits) if visit.is_dosing]
    if not dosing or any(visit.arms and visit.is_dosing for visit in schedule.visits):
        return ()
    later = [visit.id for visit in visits[dosing[0] + 1 :] if not visit.is_dosing]
    at_end = [visit for visit in later if primary is not None and visit in primary]
    places = {
        _BEFORE: [visit.id for visit in visits[: dosing[0]]][-1:],
        _AFTER: later[:1],
        _PRIMARY: at_end[-1:],
    }
    made = {activity.instrument: activity.id for activity in reversed(schedule.activities)}
    taken = {activity.id for activity in schedule.activities}
    marked = {(cell.activity, cell.visit) for cell in schedule.cells}
    changes: list[Change] = []
    for instrument, when in lacking:
        if not places[when]:
            return ()
        if instrument not in made:
            made[instrument] = _fresh(taken, instrument)
            record = {"id": made[instrument], "name": title_word(instrument), "instrument": instrument.value}
            changes.append(Change("schedule.activities[+]", {**record, "group": "blinding"}))
        cell = (made[instrument], places[when][0])
        if cell not in marked:
            marked.add(cell)
            changes.append(Change("schedule.cells[+]", {"activity": cell[0], "visit": cell[1]}))
    names = {visit.id: visit.name for visit in schedule.visits}
    after = ", ".join(f"{word(i)} at {names[places[when][0]]}" for i, when in lacking)
    return (Fix("Schedule the missing measures of blinding", tuple(changes), "not scheduled", after),)


def _fresh(taken: set[str], instrument: Instrument) -> str:
    base = f"activity-{instrument.value.replace('_', '-')}"
    number, identity = 1, base
    while identity in taken:
        number += 1
        identity = f"{base}-{number}"
    taken.add(identity)
    return identity


RULES = (blinding_success_not_measured,)
