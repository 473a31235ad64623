"""Groups of participants who have the same doses and visits, so that arms alike are judged once."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace

from protocol_designer.derived.calendar import Calendar, Window
from protocol_designer.derived.paths import STUDY_USES, DosingSession, Path
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.design import Arm
from protocol_designer.domain.interventions import RegimenUse
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.timing import Anchor, AnchorKind, Timing
from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity, TimeOffset, Unit
from protocol_designer.rules.sessions import Course, courses_with
from protocol_designer.rules.subjects import KETAMINE
from protocol_designer.rules.view import TrialView


@dataclass(frozen=True, slots=True)
class Group:
    """Participants with the same doses on the same visits; ``arms`` are all that any of them passes through.

    ``sessions`` are the doses of ketamine or of what stands for it, in time order.
    """

    label: str
    arms: tuple[Arm, ...]
    calendar: Calendar
    sessions: tuple[DosingSession, ...]
    visits: tuple[Visit, ...]
    ends: dict[int, Timing] = field(default_factory=dict, compare=False, repr=False)
    """The end of each dose by its number, written once so that the calendar knows it again."""

    def after_end(self, session: DosingSession, later: Visit | Timing) -> Window:
        """Return the least, planned and most time in minutes from the end of a dose to something.

        Raises:
            Undecided: A timing or the length of the dose is missing.
        """
        return self.calendar.gap(self.end_of(session), later)

    def after_start(self, session: DosingSession, later: Visit | Timing) -> Window:
        """Return the same from the start of a dose."""
        return self.calendar.gap(session.visit, later)

    def number(self, session: DosingSession) -> int:
        """Return the number by which a timing speaks of a dose."""
        return self.calendar.dose_number(session.visit)

    def end_of(self, session: DosingSession) -> Timing:
        """Return the end of a dose as a time."""
        number = self.number(session)
        if number not in self.ends:
            now = TimeOffset.parse("0 min")
            anchor = Anchor(kind=AnchorKind.DOSE_END, number=number)
            self.ends[number] = Timing(anchor=anchor, earliest=now, target=now, latest=now)
        return self.ends[number]


def falls_within(gap: Window, low: Limit, high: Limit) -> bool:
    """Tell whether a time is bound to lie between two limits, whatever the windows allow."""
    if gap.earliest < 0:
        return False
    first, last = Quantity(gap.earliest, Unit.MINUTE), Quantity(gap.latest, Unit.MINUTE)
    return not low.is_broken_by(first) and not high.is_broken_by(last)


def groups(view: TrialView) -> tuple[Group | Undecided, ...]:
    """Choose the participants of a trial that gives ketamine, and what is missing to know their doses.

    Every path with doses counts, those on a comparator as well.
    """
    return view.once("groups", lambda: tuple(_groups(view)))


def groups_on_ketamine(view: TrialView) -> Iterator[Group | Undecided]:
    """Choose the participants who are given ketamine, with their ketamine sessions only."""
    for group in groups(view):
        if isinstance(group, Undecided):
            yield group
            continue
        given = tuple(s for s in group.sessions if any(r.drug in KETAMINE for r in s.regimens))
        if given:
            yield replace(group, sessions=given)


def _groups(view: TrialView) -> Iterator[Group | Undecided]:
    regimens = view.trial.regimens
    unclear = [regimen for regimen in regimens if regimen.drug is None]
    ketamine = [r for r in regimens if r.drug in KETAMINE and r.use is not RegimenUse.RESCUE]
    if regimens and not ketamine and not unclear:
        return
    for regimen in unclear:
        if regimen.use in (None, *STUDY_USES):
            yield Undecided(f"regimens[{regimen.id}].drug", f"the drug of {regimen.name}")
    drugs = {
        regimen.drug
        for regimen in regimens
        if regimen.drug is not None and (regimen.drug in KETAMINE or regimen.use in (None, *STUDY_USES))
    }
    found: dict[Hashable, list[tuple[Course, tuple[Arm, ...]]]] = {}
    kept: dict[Hashable, tuple[Calendar, tuple[DosingSession, ...], tuple[Visit, ...]]] = {}
    for course in courses_with(*sorted(drugs))(view):
        if isinstance(course, Undecided):
            yield course
            continue
        path = _path_of(view, course)
        sessions = tuple(session for session in course.sessions if _stands_for_ketamine(session))
        if not sessions:
            continue
        arm_ids = {arm.id for arm in path.arms}
        visits = tuple(
            visit for visit in view.trial.schedule.visits if not visit.arms or arm_ids & set(visit.arms)
        )
        whole = len(visits) == len(view.trial.schedule.visits)
        calendar = view.calendar() if whole else course.calendar
        key: Hashable = (
            id(calendar),
            tuple((session.visit.id, drugs_at(view, session)) for session in sessions),
            tuple(visit.id for visit in visits),
            path.arms[0].courses if len(path.arms) == 1 else path.label,
        )
        found.setdefault(key, []).append((course, path.arms))
        kept.setdefault(key, (calendar, sessions, visits))
    for key, members in found.items():
        # The order in which arms are listed must not show in the findings; that of a sequence must.
        members.sort(key=lambda member: member[1][0].id)
        arms = tuple({arm.id: arm for _course, arms in members for arm in arms}.values())
        yield Group(" and ".join(course.label for course, _arms in members), arms, *kept[key])


def _stands_for_ketamine(session: DosingSession) -> bool:
    return any(r.drug in KETAMINE or r.use is RegimenUse.COMPARATOR for r in session.regimens)


def _path_of(view: TrialView, course: Course) -> Path:
    """Return the path that a course follows; two arms may have one name."""
    wanted = {(session.visit.id, session.arm.id) for session in course.sessions}
    return next(
        path
        for path in view.paths
        if path.arms[0].id == course.arm_id
        and path.label == course.label
        and {(session.visit.id, session.arm.id) for session in path.sessions} == wanted
    )


def drugs_at(view: TrialView, session: DosingSession) -> tuple[str, ...]:
    """Return the drugs that a dosing session gives by plan, rescue apart, whatever each is given for."""
    given = {
        regimen.drug
        for regimen in view.regimens_of(session.arm)
        if regimen.drug is not None
        and regimen.use is not RegimenUse.RESCUE
        and session.visit.id in regimen.visits
    }
    return tuple(sorted(given))
