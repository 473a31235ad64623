"""SCHED-002: whether everything that decides about a dose is done before it."""

from collections.abc import Iterator
from dataclasses import dataclass

from protocol_designer.derived.paths import STUDY_USES
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.identity import Substance
from protocol_designer.domain.schedule import CellTime, Visit
from protocol_designer.domain.wording import title_word
from protocol_designer.rules.assessments import EARLIEST_CHECK
from protocol_designer.rules.findings import Change, Fix, Hit, Severity
from protocol_designer.rules.fixes import fresh_id
from protocol_designer.rules.registry import rule
from protocol_designer.rules.schedule_table import Mark, schedule_table
from protocol_designer.rules.subjects import KETAMINE
from protocol_designer.rules.view import TrialView


@dataclass(frozen=True, slots=True)
class _Check:
    """Something that must be known before a dose, and the instruments that tell it."""

    name: str
    instruments: frozenset[Instrument]


_ALWAYS = (
    _Check("consent", frozenset({Instrument.CONSENT})),
    _Check("eligibility review", frozenset({Instrument.ELIGIBILITY_REVIEW})),
    _Check("urine toxicology", frozenset({Instrument.URINE_TOXICOLOGY})),
    _Check("breath alcohol", frozenset({Instrument.BREATH_ALCOHOL})),
    _Check("blood pressure", frozenset({Instrument.VITAL_SIGNS})),
    _Check("suicidality (C-SSRS)", frozenset({Instrument.CSSRS})),
    _Check("fasting check", frozenset({Instrument.FASTING_CHECK})),
    _Check("dissociation at baseline (CADSS)", frozenset({Instrument.CADSS})),
)
_PREGNANCY = _Check("pregnancy test", frozenset({Instrument.PREGNANCY_TEST}))
_WITHDRAWAL = {
    Substance.ALCOHOL: _Check("alcohol withdrawal (CIWA-Ar)", frozenset({Instrument.CIWA_AR})),
    Substance.SEDATIVE: _Check("sedative withdrawal (CIWA-Ar)", frozenset({Instrument.CIWA_AR})),
    Substance.OPIOID: _Check("opioid withdrawal (COWS)", frozenset({Instrument.COWS})),
}


def study_dosing_days(view: TrialView) -> Iterator[Visit | Undecided]:
    """Yield the visits at which ketamine or a comparator is given; those without any regimen count as
    well."""
    if not any(visit.is_dosing for visit in view.trial.schedule.visits):
        yield Undecided("schedule.visits", "which visit is a dosing visit")
    given: dict[str, list[bool]] = {}
    for regimen in view.trial.regimens:
        is_study = regimen.use in (None, *STUDY_USES) or regimen.drug in KETAMINE
        for visit_id in regimen.visits:
            given.setdefault(visit_id, []).append(is_study)
    for visit in view.trial.schedule.visits:
        if visit.is_dosing and any(given.get(visit.id, [True])):
            yield visit


@rule(
    "SCHED-002",
    "Pre-dose assessments are before the dose",
    Severity.HARD,
    over=study_dosing_days,
    limits=(EARLIEST_CHECK,),
    needs=("cells of each dosing day with their times", "substance", "whether pregnancy is possible"),
    sources=("spirit-2025", "ketalar-us"),
)
def assessments_before_the_dose(view: TrialView, visit: Visit) -> Iterator[Hit | Undecided]:
    """What decides whether to dose is done after the dose, or not on that day at all.

    Fires when: on a dosing day consent, eligibility, urine toxicology, breath alcohol, blood pressure,
    suicidality, fasting, dissociation at baseline, a pregnancy test (unless nobody can become pregnant) or
    the withdrawal scale of the substance is not marked, or is marked only at times after the dose starts or
    longer before it than the limit.
    Stays quiet when: each is marked before the dose; the start of the dose itself and exactly the limit still
    count. The catalogue asks for consent on the dosing day as well; a short confirmation before each dose
    answers it. A day for which nothing is marked yet is not assessed.
    Worst case: the earliest time at which each is marked.
    """
    if visit.id not in schedule_table(view).by_visit:
        yield Undecided(f"schedule.visits[{visit.id}]", f"what is done at {visit.name}")
        return
    missing: list[_Check] = []
    late: list[str] = []
    for check in _wanted(view):
        marks = schedule_table(view).at(visit, check.instruments)
        states = [_is_before(view, mark) for mark in marks]
        if not marks:
            missing.append(check)
        elif True in states:
            continue
        elif None in states:
            yield Undecided(f"schedule.visits[{visit.id}]", f"when {check.name} takes place at {visit.name}")
        else:
            late.append(check.name)
    if view.trial.population.pregnancy.may_enrol_people_who_can_become_pregnant is None:
        yield Undecided(
            "population.pregnancy.may_enrol_people_who_can_become_pregnant",
            "whether people who can become pregnant may take part",
        )
    if view.trial.identity.substance is None:
        yield Undecided("identity.substance", "the substance")
    if missing or late:
        absent = ", ".join(check.name for check in missing)
        parts = [f"not on this day: {absent}"] if missing else []
        parts += [f"not within the day before the dose: {', '.join(late)}"] if late else []
        yield Hit(
            Severity.HARD,
            f"schedule.visits[{visit.id}]",
            f"{visit.name} lacks what must be known before the dose ({'; '.join(parts)}). Put each "
            f"of them before "
            "the dose.",
            "; ".join(parts),
            limit_text="before the dose starts",
            fixes=() if late else _added(view, visit, missing),
        )


def _wanted(view: TrialView) -> Iterator[_Check]:
    yield from _ALWAYS
    if view.trial.population.pregnancy.may_enrol_people_who_can_become_pregnant:
        yield _PREGNANCY
    scale = _WITHDRAWAL.get(view.trial.identity.substance) if view.trial.identity.substance else None
    if scale is not None:
        yield scale


def _is_before(view: TrialView, mark: Mark) -> bool | None:
    """Tell whether an activity is done before the dose, on that day. None: not decided.

    Minutes speak louder than words, and what lies longer ago than a check may does not tell of this dose.
    """
    cell = mark.cell
    if cell.from_dose_start:
        earliest = -view.limit(EARLIEST_CHECK).value.in_base
        return any(earliest <= offset.minutes <= 0 for offset in cell.from_dose_start)
    return CellTime.BEFORE_DOSE in cell.times if cell.times else None


def _added(view: TrialView, visit: Visit, missing: list[_Check]) -> tuple[Fix, ...]:
    """Propose all that is missing, before the dose, with an activity for what the schedule does not know."""
    changes: list[Change] = []
    names: list[str] = []
    activities = view.trial.schedule.activities
    taken = {activity.id for activity in activities}
    for check in missing:
        known = next((each for each in activities if each.instrument in check.instruments), None)
        if known is not None:
            activity_id, name = known.id, known.name
        else:
            instrument = min(check.instruments)
            activity_id, name = fresh_id(taken, "activity", instrument.value), title_word(instrument)
            taken.add(activity_id)
            entry = {"id": activity_id, "name": name, "instrument": instrument.value, "group": "safety"}
            changes.append(Change("schedule.activities[+]", entry))
        cell = {"activity": activity_id, "visit": visit.id, "times": [CellTime.BEFORE_DOSE.value]}
        changes.append(Change("schedule.cells[+]", cell))
        names.append(name)
    label = f"Add {', '.join(names)} before the dose at {visit.name}"
    return (Fix(label, tuple(changes), "not on this day", "before the dose"),)


RULES = (assessments_before_the_dose,)
