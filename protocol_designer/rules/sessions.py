"""The ketamine sessions of each participant path, in time order, with what is missing to place them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from protocol_designer.derived.calendar import Calendar, Window
from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.paths import STUDY_USES, DosingSession, Path
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.design import DesignModel
from protocol_designer.domain.interventions import RegimenUse
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.subjects import KETAMINE, is_open_question
from protocol_designer.rules.view import TrialView


@dataclass(frozen=True, slots=True)
class Course:
    """The dosing sessions of one path on which ketamine is given, in time order."""

    label: str
    arm_id: str
    calendar: Calendar
    sessions: tuple[DosingSession, ...]

    def with_drugs(self, *drugs: str) -> "Course":
        """Keep the sessions at which one of some drugs is given."""
        kept = tuple(
            session for session in self.sessions if any(regimen.drug in drugs for regimen in session.regimens)
        )
        return Course(self.label, self.arm_id, self.calendar, kept)

    def gap(self, earlier: int, later: int) -> Window:
        """Return the smallest, planned and largest time in minutes between the starts of two sessions."""
        return self.calendar.gap(self.sessions[earlier].visit, self.sessions[later].visit)

    def least_apart(self, first: int, second: int) -> Fraction:
        """Return the least minutes between two sessions, whichever comes first; 0 if they can meet."""
        gap = self.gap(first, second)
        return max(gap.earliest, -gap.latest, Fraction(0))


def courses_with(*drugs: str) -> Callable[[TrialView], Iterator[Course | Undecided]]:
    """Choose the paths on which one of some drugs is given, as courses of all their dosing sessions.

    A regimen of the drug whose arm, use, visits or dosing visits are not decided is not assessed; nor is a
    crossover whose sequences leave open what adds up for one participant.
    """

    def choose(view: TrialView) -> Iterator[Course | Undecided]:
        if not view.trial.regimens:
            yield Undecided("regimens", "what is given")
        yield from _unclear(view, drugs)
        for path in view.paths:
            if not any(regimen.drug in drugs for session in path.sessions for regimen in session.regimens):
                continue
            try:
                yield _course(view, path)
            except Undecided as missing:
                yield missing

    return choose


def _course(view: TrialView, path: Path) -> Course:
    calendar = view.calendar(path.arms[0]) if len(path.arms) == 1 else view.calendar()
    sessions = path.sessions
    if len(sessions) > 1:
        # Python keeps the schedule's order among sessions of the same planned time.
        first = sessions[0].visit
        sessions = tuple(sorted(sessions, key=lambda session: calendar.gap(first, session.visit).target))
    return Course(path.label, path.arms[0].id, calendar, sessions)


def _unclear(view: TrialView, drugs: tuple[str, ...]) -> Iterator[Undecided]:
    yield from _unclear_order(view, drugs)
    visits = {visit.id: visit for visit in view.trial.schedule.visits}
    for regimen in view.trial.regimens:
        place, arms = regimen_place(regimen), view.arms_with(regimen)
        is_study = regimen.use in (None, *STUDY_USES)
        if regimen.drug is None and is_study and is_open_question(view, regimen, drugs):
            yield Undecided(f"{place}.drug", f"the drug of {regimen.name}")
        if regimen.drug not in drugs or regimen.use is RegimenUse.RESCUE:
            continue
        if not arms:
            yield Undecided("arms", f"which arm receives {regimen.name}")
            continue
        if regimen.use is None:
            yield Undecided(f"{place}.use", f"what {regimen.name} is given for")
        if regimen.interval is not None and regimen.administrations_planned is None:
            yield Undecided(f"{place}.administrations_planned", f"how many times {regimen.name} is given")
        if len(regimen.visits) < max(regimen.administrations_planned or 1, 1):
            yield Undecided(f"{place}.visits", f"at which visits {regimen.name} is given")
        for visit_id in regimen.visits:
            visit, at = visits[visit_id], f"schedule.visits[{visit_id}]"
            if not visit.is_dosing:
                yield Undecided(f"{at}.is_dosing", f"whether {visit.name} is a dosing visit")
            elif visit.arms and not any(arm.id in visit.arms for arm in arms):
                yield Undecided(f"{at}.arms", f"whether those who receive {regimen.name} have {visit.name}")


def _unclear_order(view: TrialView, drugs: tuple[str, ...]) -> Iterator[Undecided]:
    """Ask for what decides which arms one participant passes through, and at which visits."""
    trial, sequences = view.trial, view.trial.design.sequences
    periods = {epoch.id: epoch.period for epoch in trial.schedule.epochs}
    visits = {visit.id: visit for visit in trial.schedule.visits}
    if trial.design.model is None and (sequences or any(periods.values()) or len(trial.arms) > 1):
        yield Undecided("design.model", "whether participants pass through one arm or several")
    if trial.design.model is not DesignModel.CROSSOVER:
        return
    if not sequences:
        yield Undecided("design.sequences", "in which orders participants pass through the conditions")
        return
    shortest = min(len(sequence.arms) for sequence in sequences)
    for regimen in trial.regimens:
        if regimen.drug not in drugs or regimen.use is RegimenUse.RESCUE:
            continue
        period_of = {visit_id: periods.get(visits[visit_id].epoch or "") for visit_id in regimen.visits}
        for visit_id, period in period_of.items():
            if period is None:
                yield Undecided(
                    f"schedule.visits[{visit_id}].epoch", f"the period of {visits[visit_id].name}"
                )
            elif period > shortest:
                yield Undecided("design.sequences", f"which condition stands in period {period}")
        for arm in view.arms_with(regimen):
            orders = [
                place for each in sequences for place, arm_id in enumerate(each.arms, 1) if arm_id == arm.id
            ]
            if not orders:
                yield Undecided("design.sequences", f"in which order {arm.name} stands")
            for period in sorted(set(orders) - set(period_of.values())):
                yield Undecided(
                    f"{regimen_place(regimen)}.visits",
                    f"at which visit of period {period} {regimen.name} is given",
                )


KETAMINE_COURSES = courses_with(*KETAMINE)


def most_in(course: Course, window: Quantity) -> int:
    """Count the most sessions that can fall within a window that is open at its end."""
    number = len(course.sessions)
    most = min(number, 1)
    for first in range(number):
        for last in range(first + most, number):
            if course.gap(first, last).earliest < window.in_base:
                most = last - first + 1
    return most


def count(number: int) -> Quantity:
    return Quantity(Fraction(number), Unit.POINT)


def whole(value: Quantity) -> str:
    return value.printed().split(" ")[0]
