"""SCHED-003: whether the days without a medicine that the protocol asks for fit between its visits."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import ConcomitantPolicy, DrugClass
from protocol_designer.domain.conduct import ConcomitantMedication
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse
from protocol_designer.domain.wording import word
from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity, TimeOffset, Unit
from protocol_designer.rules.findings import Hit, Severity
from protocol_designer.rules.registry import rule
from protocol_designer.rules.sessions import KETAMINE_COURSES, Course
from protocol_designer.rules.subjects import BENZODIAZEPINES, KETAMINE
from protocol_designer.rules.view import TrialView

_CLASS_OF_DRUG = {
    **dict.fromkeys(BENZODIAZEPINES, DrugClass.BENZODIAZEPINE),
    "naltrexone": DrugClass.OPIOID_ANTAGONIST,
    "buprenorphine": DrugClass.OPIOID_AGONIST_TREATMENT,
    "methadone": DrugClass.OPIOID_AGONIST_TREATMENT,
}
_JUDGED = (
    DrugClass.MAOI,
    DrugClass.BENZODIAZEPINE,
    DrugClass.OPIOID_AGONIST,
    DrugClass.OPIOID_AGONIST_TREATMENT,
    DrugClass.OPIOID_ANTAGONIST,
)
_LEAST = {DrugClass.MAOI: "maoi.free", DrugClass.BENZODIAZEPINE: "benzodiazepine.free.soft"}
_FREE = (ConcomitantPolicy.EXCLUDED, ConcomitantPolicy.HELD_BEFORE_DOSING)


@dataclass(frozen=True, slots=True)
class _Needed:
    """How long before ketamine a class of medicines must be out of the body."""

    time: Quantity
    limit: Limit | None


@rule(
    "SCHED-003",
    "Washouts fit the calendar",
    Severity.HARD,
    over=KETAMINE_COURSES,
    needs=("visits with their windows", "policy and free interval of each class of medicines", "regimens"),
    limits=("maoi.free", "benzodiazepine.free.soft"),
    sources=("vivitrol-us",),
)
def washouts_fit_the_calendar(view: TrialView, course: Course) -> Iterator[Hit | Undecided]:
    """The earliest permitted dose of ketamine comes before the days without a medicine are over.

    Fires when: a monoamine oxidase inhibitor, a benzodiazepine, an opioid or naltrexone that is stopped for
    the
    trial (held before dosing) cannot be free for the interval that the protocol asks for between the first
    visit
    and the first dose of ketamine; or the trial itself gives one of them so late before a ketamine session
    that
    the interval is not kept. At least the formulary's interval is asked for where it has one.
    Stays quiet when: every interval fits; exactly the interval passes. Excluded medicines that participants
    have
    not taken for long need no time in the calendar.
    Worst case: the latest allowed time of the earlier visit and the earliest of the later one.
    """
    sessions = course.with_drugs(*KETAMINE).sessions
    if not sessions:
        return
    for entry in view.trial.concomitant:
        if entry.drug_class in _JUDGED and entry.policy is ConcomitantPolicy.HELD_BEFORE_DOSING:
            yield from _stopped_in_time(view, course, entry)
    arms = [arm for arm in view.trial.arms if arm.id in {session.arm.id for session in course.sessions}]
    for regimen in dict.fromkeys(r.id for arm in arms for r in view.regimens_of(arm)):
        yield from _given_in_time(view, course, view.trial.regimen(regimen))


def _stopped_in_time(
    view: TrialView, course: Course, entry: ConcomitantMedication
) -> Iterator[Hit | Undecided]:
    needed = _needed(view, entry)
    place = f"concomitant[{entry.id}].free_before_dosing"
    if needed is None:
        yield Undecided(place, f"how long before dosing {word(entry.drug_class)} is stopped")
        return
    dose = course.with_drugs(*KETAMINE).sessions[0].visit
    gaps = []
    for visit in view.trial.schedule.visits:
        if visit.id != dose.id and (not visit.arms or course.arm_id in visit.arms):
            try:
                gaps.append((course.calendar.gap(visit, dose).earliest, visit.id, visit))
            except Undecided as missing:
                yield missing
    if not gaps:
        yield Undecided(
            "schedule.visits", f"at which visit before dosing {word(entry.drug_class)} is stopped"
        )
        return
    least, _, first = max(gaps, key=lambda entry: entry[:2])
    if least < needed.time.in_base:
        yield _hit(
            place,
            f"{course.label}: {word(entry.drug_class)} can be stopped at {first.name} at the earliest",
            TimeOffset.of_minutes(max(least, Fraction(0))),
            needed,
        )


def _given_in_time(view: TrialView, course: Course, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    drug_class = _CLASS_OF_DRUG.get(regimen.drug or "")
    entry = next(
        (e for e in view.trial.concomitant if e.drug_class is drug_class and e.policy in _FREE), None
    )
    if drug_class is None or entry is None or regimen.use is RegimenUse.RESCUE:
        return
    needed = _needed(view, entry)
    if needed is None:
        return
    visits = {visit.id: visit for visit in view.trial.schedule.visits}
    shortest: tuple[Fraction, str, str] | None = None
    for visit_id in regimen.visits:
        for session in course.with_drugs(*KETAMINE).sessions:
            if session.visit.id == visit_id:
                continue
            try:
                gap = course.calendar.gap(visits[visit_id], session.visit)
            except Undecided as missing:
                yield missing
                continue
            if gap.target > 0:
                found = (gap.earliest, visits[visit_id].name, session.visit.name)
                shortest = found if shortest is None else min(shortest, found)
    if shortest is not None and shortest[0] < needed.time.in_base:
        yield _hit(
            f"{regimen_place(regimen)}.visits",
            f"{course.label}: {regimen.name} at {shortest[1]} comes before ketamine at {shortest[2]}",
            TimeOffset.of_minutes(max(shortest[0], Fraction(0))),
            needed,
        )


def _hit(place: str, head: str, apart: TimeOffset, needed: _Needed) -> Hit:
    time = needed.time.printed()
    return Hit(
        Severity.HARD,
        place,
        f"{head}; the earliest permitted dose of ketamine follows {apart.printed()} later, and "
        f"{time} are needed. "
        "Move the visits apart or narrow their windows.",
        apart.printed(),
        needed.limit,
        limit_text=time,
    )


def _needed(view: TrialView, entry: ConcomitantMedication) -> _Needed | None:
    key = _LEAST.get(entry.drug_class)
    limit = view.limit(key) if key else None
    free = entry.free_before_dosing
    if limit is not None and (free is None or limit.is_broken_by(free)):
        return _Needed(limit.value, limit)
    return None if free is None else _Needed(free.to(Unit.DAY) if free.in_base % 1440 == 0 else free, None)


RULES = (washouts_fit_the_calendar,)
