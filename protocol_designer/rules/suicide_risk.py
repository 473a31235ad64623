"""ELIG-010: whether suicide risk is asked about at screening and before each dose, and acted on."""

from collections.abc import Iterator, Sequence

from protocol_designer.derived.paths import dosing_visits
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import ConditionCode
from protocol_designer.domain.design import Arm
from protocol_designer.domain.schedule import EpochKind, Visit
from protocol_designer.rules.asked import SUICIDALITY, ask_at, cells_of, stands_before_dose
from protocol_designer.rules.exclusions import conditions_left_in
from protocol_designer.rules.findings import Fix, Hit, Severity
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE, trial_giving
from protocol_designer.rules.view import TrialView

_CELLS = "schedule.cells"
_BEFORE_TREATMENT = (EpochKind.SCREENING, EpochKind.RUN_IN, EpochKind.PREPARATION)


@rule(
    "ELIG-010",
    "Suicide risk",
    Severity.HARD,
    over=trial_giving(*KETAMINE),
    needs=("schedule with a suicide risk scale", "visits of each arm", "action on suicide risk", "criteria"),
    sources=("cssrs-columbia", "NCT06943859", "NCT05991232", "NCT02649231"),
)
def suicide_risk(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Suicidal ideation can worsen acutely, and must be found before the next dose.

    Fires when: hard, the C-SSRS (or an activity that covers suicidality) is not asked before the treatment
    starts, or not before the dose on every dosing day of every arm; soft, suicidal intent or plan (items 4
    and 5) or a recent attempt is not excluded. The action on what it finds must be written.
    Stays quiet when: it is asked at screening and before each dose, with an action, and both are excluded.
    Worst case: the arm and dosing day at which it is not asked.
    """
    if view.trial.dosing_day.action_on_suicide_risk is None:
        yield Undecided("dosing_day.action_on_suicide_risk", "what is done when suicide risk is found")
    yield from conditions_left_in(
        view,
        (),
        (ConditionCode.SUICIDAL_INTENT_OR_PLAN, ConditionCode.RECENT_SUICIDE_ATTEMPT),
        "Ideation can worsen acutely.",
    )
    if not view.trial.arms:
        yield Undecided("arms", "which arms there are")
        return
    yield from _asked(view)


def _asked(view: TrialView) -> Iterator[Hit | Undecided]:
    trial, planned = view.trial, cells_of(view, SUICIDALITY)
    unasked: dict[str, Visit] = {}
    unscreened: list[Arm] = []
    for arm in trial.arms:
        visits = dosing_visits(trial, arm)
        if not visits:
            yield Undecided("schedule.visits", f"at which visits {arm.name} has its doses")
            continue
        for visit in visits:
            said = [stands_before_dose(cell) for cell in planned.get(visit.id, ())]
            if True not in said and None in said:
                yield Undecided(
                    _time_place(view, visit), f"whether suicide risk is asked before {visit.name}"
                )
            elif True not in said:
                unasked[visit.id] = visit
        if not any(visit.id in planned for visit in _before(view, arm, visits)):
            unscreened.append(arm)
    if not unasked and not unscreened:
        return
    faults, changes = [], []
    if unscreened:
        faults.append(f"at screening ({', '.join(sorted(arm.name for arm in unscreened))})")
    if unasked:
        faults.append(f"before the dose at {', '.join(sorted(visit.name for visit in unasked.values()))}")
        changes += ask_at(view, SUICIDALITY, list(unasked), before_dose=True)
    fixes: tuple[Fix, ...] = ()
    if changes and not unscreened:
        fixes = (Fix("Ask the C-SSRS before each dose", tuple(changes), "not asked", "before each dose"),)
    yield Hit(
        Severity.HARD,
        _CELLS,
        f"Whole trial: suicide risk is not asked {' and not '.join(faults)}. Plan the C-SSRS there, with the "
        "action on what it finds.",
        f"not asked {' and not '.join(faults)}",
        limit_text="at screening and before each dose",
        fixes=fixes,
    )


def _before(view: TrialView, arm: Arm, dosing: Sequence[Visit]) -> list[Visit]:
    """Return the visits of an arm before its first dose: by epoch, or by their time where none is given."""
    kinds = {epoch.id: epoch.kind for epoch in view.trial.schedule.epochs}
    found = []
    for visit in view.trial.schedule.visits:
        if visit.is_dosing or (visit.arms and arm.id not in visit.arms):
            continue
        kind = kinds.get(visit.epoch or "")
        if kind in _BEFORE_TREATMENT or (kind is None and _is_earlier(view, arm, visit, dosing[0])):
            found.append(visit)
    return found


def _is_earlier(view: TrialView, arm: Arm, visit: Visit, dose: Visit) -> bool:
    try:
        return view.calendar(arm).gap(visit, dose).earliest > 0
    except Undecided:
        return False


def _time_place(view: TrialView, visit: Visit) -> str:
    planned = cells_of(view, SUICIDALITY)[visit.id][0]
    return f"{_CELLS}[{view.trial.schedule.cells.index(planned)}].times"


RULES = (suicide_risk,)
