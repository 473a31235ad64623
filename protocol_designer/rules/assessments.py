"""Where assessments stand around the doses: marks of the schedule before, during and after each of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.interventions import RegimenUse
from protocol_designer.domain.schedule import Activity, CellTime, EpochKind, ScheduleCell, Visit
from protocol_designer.domain.wording import title_word, word
from protocol_designer.rules.findings import Change, Fix
from protocol_designer.rules.fixes import fresh_id
from protocol_designer.rules.subjects import BENZODIAZEPINES, KETAMINE
from protocol_designer.rules.view import TrialView

EARLIEST_CHECK = "check_before_dose.earliest"
"""The limit on how long before a dose a check still counts for it."""

_EARLY_EPOCHS = (EpochKind.SCREENING, EpochKind.RUN_IN, EpochKind.PREPARATION)


@dataclass(frozen=True, slots=True)
class Mark:
    """An activity at a visit; ``index`` is its cell's position in the schedule."""

    index: int
    cell: ScheduleCell
    activity: Activity

    @property
    def place(self) -> str:
        """The place of the cell."""
        return f"schedule.cells[{self.index}]"


def marks(view: TrialView, instrument: Instrument) -> tuple[Mark, ...]:
    """Return the marks of an instrument."""
    return view.once(("marks",), lambda: _all_marks(view)).get(instrument, ())


def _all_marks(view: TrialView) -> dict[Instrument, tuple[Mark, ...]]:
    schedule = view.trial.schedule
    found: dict[Instrument, list[Mark]] = {}
    activities = {activity.id: activity for activity in schedule.activities}
    for index, cell in enumerate(schedule.cells):
        activity = activities[cell.activity]
        found.setdefault(activity.instrument, []).append(Mark(index, cell, activity))
    return {instrument: tuple(listed) for instrument, listed in found.items()}


def dose_visits(view: TrialView) -> tuple[tuple[Visit, ...], tuple[Undecided, ...]]:
    """Return the visits at which ketamine, a benzodiazepine or a comparator is given, and what is open.

    A dosing visit at which nothing but rescue is placed counts too: something will be given there.
    """
    return view.once(("dose visits",), lambda: _dose_visits(view))


def _dose_visits(view: TrialView) -> tuple[tuple[Visit, ...], tuple[Undecided, ...]]:
    wanted: set[str] = set()
    placed: set[str] = set()
    missing: list[Undecided] = []
    for regimen in view.trial.regimens:
        if regimen.use is RegimenUse.RESCUE:
            continue
        placed.update(regimen.visits)
        is_sedating = regimen.drug in (*KETAMINE, *BENZODIAZEPINES)
        if not is_sedating and regimen.use is not RegimenUse.COMPARATOR:
            continue
        wanted.update(regimen.visits)
        if len(regimen.visits) < max(regimen.administrations_planned or 1, 1):
            place = f"{regimen_place(regimen)}.visits"
            missing.append(Undecided(place, f"at which visits {regimen.name} is given"))
    visits = [
        visit
        for visit in view.trial.schedule.visits
        if visit.id in wanted or (visit.is_dosing and visit.id not in placed)
    ]
    # The order of the visits in the schedule must not change what a finding says.
    visits.sort(key=lambda visit: (len(visit.id), visit.id))
    return tuple(visits), tuple(missing)


def is_before_dose(view: TrialView, mark: Mark) -> bool | None:
    """Tell whether a mark at a dosing visit stands before the dose, on the same day; None if it says nothing.

    A time in minutes counts more than the words before and after.
    """
    limit = view.limit(EARLIEST_CHECK)
    times, offsets = mark.cell.times, [offset.minutes for offset in mark.cell.from_dose_start]
    if offsets:
        marked = CellTime.BEFORE_DOSE in times
        return any(-limit.value.in_base <= minutes < 0 or (minutes == 0 and marked) for minutes in offsets)
    return CellTime.BEFORE_DOSE in times if times else None


def unchecked(view: TrialView, instrument: Instrument) -> Iterator[Visit | Undecided]:
    """Yield the dosing visits without a check before the dose, and those for which that is not decided."""
    visits, missing = dose_visits(view)
    yield from missing
    found = marks(view, instrument)
    for visit in visits:
        here = {mark: is_before_dose(view, mark) for mark in found if mark.cell.visit == visit.id}
        if any(here.values()):
            continue
        unsaid = [mark for mark, answer in here.items() if answer is None]
        if unsaid:
            yield Undecided(
                f"{unsaid[0].place}.times", f"when {unsaid[0].activity.name} is done at {visit.name}"
            )
        else:
            yield visit


def stands_before(view: TrialView, earlier: Visit, later: Visit) -> bool:
    """Tell whether everyone who has a visit has another before it, whatever the windows allow.

    Raises:
        Undecided: A visit has no time.
    """
    everyone = {arm.id for arm in view.trial.arms}
    if earlier.arms and not set(later.arms or everyone) <= set(earlier.arms):
        return False
    kinds = {epoch.id: epoch.kind for epoch in view.trial.schedule.epochs}
    if kinds.get(earlier.epoch or "") in _EARLY_EPOCHS and kinds.get(later.epoch or "") not in _EARLY_EPOCHS:
        return True
    return view.calendar().gap(earlier, later).earliest >= 0


def without_earlier(
    view: TrialView, instrument: Instrument, or_before_dose: bool
) -> Iterator[Visit | Undecided]:
    """Yield the dosing visits before which an instrument is not used at an earlier visit.

    Args:
        or_before_dose: Whether a use at the dosing visit itself, before the dose, will do.
    """
    visits, missing = dose_visits(view)
    yield from missing
    dosing = {visit.id for visit in visits}
    known = {visit.id: visit for visit in view.trial.schedule.visits}
    found = marks(view, instrument)
    for visit in visits:
        open_question: Undecided | None = None
        for mark in found:
            at = known[mark.cell.visit]
            if at.id == visit.id:
                answer = is_before_dose(view, mark) if or_before_dose else False
                if answer is None:
                    open_question = Undecided(
                        f"{mark.place}.times", f"when {mark.activity.name} is done at {visit.name}"
                    )
            elif at.id in dosing and not or_before_dose:
                answer = False
            else:
                try:
                    answer = stands_before(view, at, visit)
                except Undecided as unknown:
                    answer, open_question = None, unknown
            if answer:
                break
        else:
            yield open_question or visit


def check_before_doses(view: TrialView, instrument: Instrument, visits: list[Visit]) -> tuple[Fix, ...]:
    """Propose a mark before the dose at some dosing visits, with an activity for it where there is none.

    Nothing where a mark stands already at another time: moving it is for the author.
    """
    schedule = view.trial.schedule
    activity = next((each.id for each in schedule.activities if each.instrument is instrument), None)
    changes: list[Change] = []
    if activity is None:
        activity = fresh_id({each.id for each in schedule.activities}, "activity", instrument.value)
        entry = {
            "id": activity,
            "name": title_word(instrument),
            "instrument": instrument.value,
            "group": "safety",
        }
        changes.append(Change("schedule.activities[+]", entry))
    taken = {cell.visit for cell in schedule.cells if cell.activity == activity}
    if any(visit.id in taken for visit in visits) or not visits:
        return ()
    for visit in visits:
        cell = {"activity": activity, "visit": visit.id, "times": [CellTime.BEFORE_DOSE.value]}
        changes.append(Change("schedule.cells[+]", cell))
    name, listed = word(instrument), ", ".join(visit.name for visit in visits)
    return (
        Fix(
            f"Check {name} before the dose: {listed}",
            tuple(changes),
            "not scheduled before the dose",
            f"{name} before the dose: {listed}",
        ),
    )
