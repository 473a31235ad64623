"""The ketamine sessions of each participant path, in time order, with what is missing to place them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from protocol_designer.derived.calendar import Calendar, Window
from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.paths import STUDY_USES, DosingSession, Path
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.design import DesignModel
from protocol_designer.rules.subjects import KETAMINE
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


def courses_with(*drugs: str) -> Callable[[TrialView], Iterator[Course | Undecided]]:
    """Choose the paths on which one of some drugs is given, as courses of all their dosing sessions.

    A regimen of the drug whose use, visits or dosing visits are not decided is not assessed.
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
    dosing = {visit.id: visit for visit in view.trial.schedule.visits}
    periods = {epoch.id: epoch.period for epoch in view.trial.schedule.epochs}
    is_sequenced = view.trial.design.model is DesignModel.CROSSOVER and bool(view.trial.design.sequences)
    for regimen in view.trial.regimens:
        place = regimen_place(regimen)
        if regimen.drug is None and regimen.use in (None, *STUDY_USES):
            yield Undecided(f"{place}.drug", f"the drug of {regimen.name}")
        if regimen.drug not in drugs or not view.trial.arms_with_regimen(regimen.id):
            continue
        if regimen.use is None:
            yield Undecided(f"{place}.use", f"what {regimen.name} is given for")
        elif regimen.use in STUDY_USES:
            if len(regimen.visits) < max(regimen.administrations_planned or 1, 1):
                yield Undecided(f"{place}.visits", f"at which visits {regimen.name} is given")
            for visit_id in regimen.visits:
                visit = dosing[visit_id]
                if not visit.is_dosing:
                    yield Undecided(
                        f"schedule.visits[{visit_id}].is_dosing", f"whether {visit.name} is a dosing visit"
                    )
                elif is_sequenced and (visit.epoch is None or periods[visit.epoch] is None):
                    yield Undecided(f"schedule.visits[{visit_id}].epoch", f"the period of {visit.name}")


KETAMINE_COURSES = courses_with(*KETAMINE)
