"""PSY-005: whether arms compared for their drugs have the same therapy, and factorial cells equal time."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from protocol_designer.derived.care_time import attended, is_described
from protocol_designer.derived.paths import STUDY_USES
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.design import AllocationMethod, Arm, ArmKind, DesignModel
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.therapy import TherapySession
from protocol_designer.domain.timing import Timing
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.findings import Change, Fix, Hit, Severity
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import all_regimens
from protocol_designer.rules.view import TrialView

_Times = tuple[Fraction, Fraction, Fraction]
_Sitting = tuple[Fraction, _Times | None]


@dataclass(frozen=True, slots=True)
class _Therapy:
    """What one arm gets: the length of each session in minutes with its time, in order."""

    sittings: tuple[_Sitting, ...]

    @property
    def lengths(self) -> tuple[Fraction, ...]:
        return tuple(sorted(length for length, _times in self.sittings))

    def is_like(self, other: "_Therapy") -> bool:
        """Tell whether two arms get the same; times count where both arms have a dose to count from."""
        is_timed = all(times is not None for _length, times in (*self.sittings, *other.sittings))
        return self == other if is_timed else self.lengths == other.lengths

    @property
    def words(self) -> str:
        total = Quantity(sum(self.lengths, Fraction(0)), Unit.MINUTE).printed()
        return f"{len(self.sittings)} session{'' if len(self.sittings) == 1 else 's'}, {total}"


def _randomised(view: TrialView) -> Iterator[TrialView | Undecided]:
    """Ask once, where participants are randomised between two arms or more."""
    method = view.trial.design.allocation.method
    if len(view.trial.arms) > 1:
        if method is None:
            yield Undecided("design.allocation.method", "whether participants are randomised")
        elif method is AllocationMethod.RANDOMISED:
            yield from (found for found in all_regimens(view) if isinstance(found, Undecided))
            yield view
    elif not view.trial.arms:
        yield Undecided("arms", "which arms are compared")


@rule(
    "PSY-005",
    "Same therapy in every arm",
    Severity.HARD,
    over=_randomised,
    needs=("allocation", "arms with their drugs, courses and factor levels", "length and time of sessions"),
    sources=("thomas-chambers-2025", "grabski-2022"),
)
def same_therapy_in_every_arm(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """When the therapy differs with the drug, no one can tell which of the two worked.

    Fires when: hard, of randomised arms two that do not get the same study drug (or one of which gets none)
    differ in number, length or time of their therapy sessions (in a factorial design: two cells that differ
    in one factor only); soft, an arm has a therapy that no arm on another drug has, or factorial cells that
    differ in their therapy only have unequal therapy time.
    Stays quiet when: the therapy is the same, arms differ in therapy but not in drug (outside a factorial
    design), or participants are not randomised. In a crossover the time is not compared, for each condition
    stands in several periods; only the number and lengths are.
    Worst case: every pair of arms. Sessions at a visit that an arm does not have do not count for it.
    """
    arms = view.trial.arms
    for regimen in view.trial.regimens:
        if regimen.use is None and view.arms_with(regimen):
            yield Undecided(f"regimens[{regimen.id}].use", f"what {regimen.name} is given for")
    drugs = {arm.id: _drugs(view, arm) for arm in arms}
    if len(set(drugs.values())) == 1 and not view.trial.design.factors:
        return
    therapies: dict[str, _Therapy] = {}
    if len({(arm.courses, _attended(view, arm), _first_dose(view, arm)) for arm in arms}) == 1:
        return
    for arm in arms:
        try:
            therapies[arm.id] = _therapy(view, arm)
        except Undecided as missing:
            yield missing
    if len(therapies) < len(arms):
        return
    if view.trial.design.factors:
        yield from _factorial(view, drugs, therapies)
    else:
        yield from _parallel(view, drugs, therapies)


def _in_order(view: TrialView) -> list[Arm]:
    """Return the arms with experimental ones first, so that findings do not follow the order of the list."""
    return sorted(view.trial.arms, key=lambda arm: (arm.kind is not ArmKind.EXPERIMENTAL, arm.id))


def _drugs(view: TrialView, arm: Arm) -> frozenset[str]:
    return frozenset(r.id for r in view.regimens_of(arm) if r.use in STUDY_USES)


def _attended(view: TrialView, arm: Arm) -> tuple[str, ...]:
    return tuple(f"{course.id}/{session.id}" for course, session in attended(view.trial, arm))


def _first_dose(view: TrialView, arm: Arm) -> Visit | None:
    """Return the visit of an arm's first dose; None in a crossover, where it depends on the order."""
    paths = [path for path in view.paths if [each.id for each in path.arms] == [arm.id] and path.sessions]
    return paths[0].sessions[0].visit if paths else None


def _therapy(view: TrialView, arm: Arm) -> _Therapy:
    sittings: list[_Sitting] = []
    for course_id in arm.courses:
        course = view.trial.course(course_id)
        if not is_described(course):
            raise Undecided(f"courses[{course_id}].sessions", f"the sessions of {course.name}")
    for course, session in attended(view.trial, arm):
        place = f"courses[{course.id}].sessions[{session.id}]"
        if session.duration is None:
            raise Undecided(f"{place}.duration", f"how long {session.name} lasts")
        times = None
        if view.trial.design.model is not DesignModel.CROSSOVER:
            times = _times(view, arm, session, place)
        sittings.append((session.duration.in_base, times))
    return _Therapy(tuple(sorted(sittings, key=lambda each: (each[1] or (), each[0]))))


def _times(view: TrialView, arm: Arm, session: TherapySession, place: str) -> _Times | None:
    when: Visit | Timing | None = session.timing
    if when is None:
        when = next((v for v in view.trial.schedule.visits if v.id == session.visit), None)
    if when is None:
        raise Undecided(f"{place}.timing", f"when {session.name} takes place")
    dose = _first_dose(view, arm)
    if dose is None:
        return None
    window = view.calendar(arm).gap(dose, when)
    return window.earliest, window.target, window.latest


def _parallel(
    view: TrialView, drugs: dict[str, frozenset[str]], therapies: dict[str, _Therapy]
) -> Iterator[Hit]:
    """Compare groups of arms with one drug; each therapy of one must have its like in each other."""
    arms = _in_order(view)
    by_drug: dict[frozenset[str], list[Arm]] = {}
    for arm in arms:
        by_drug.setdefault(drugs[arm.id], []).append(arm)
    for first, second in combinations(by_drug.values(), 2):
        is_shared = any(_alike(one, other, therapies) for one in first for other in second)
        for arm in [*first, *second] if is_shared else second:
            others = first if arm in second else second
            if any(_alike(arm, each, therapies) for each in others):
                continue
            other = others[0]
            is_hard = not is_shared
            fixes = _equalise(view, other, arm, therapies) if len(arms) == 2 else ()
            yield _hit((other, arm), therapies, is_hard, fixes)


def _alike(first: Arm, second: Arm, therapies: dict[str, _Therapy]) -> bool:
    return therapies[first.id].is_like(therapies[second.id])


def _factorial(
    view: TrialView, drugs: dict[str, frozenset[str]], therapies: dict[str, _Therapy]
) -> Iterator[Hit | Undecided]:
    for first, second in combinations(_in_order(view), 2):
        held = [{entry.factor: entry.level for entry in arm.factor_levels} for arm in (first, second)]
        factors = [factor.id for factor in view.trial.design.factors]
        unset = [
            arm for arm, levels in zip((first, second), held, strict=True) if set(levels) != set(factors)
        ]
        if unset:
            yield Undecided(f"arms[{unset[0].id}].factor_levels", f"which levels {unset[0].name} holds")
            continue
        if sum(held[0][factor] != held[1][factor] for factor in factors) != 1:
            continue
        ours, theirs = therapies[first.id], therapies[second.id]
        if drugs[first.id] != drugs[second.id] and not ours.is_like(theirs):
            yield _hit((first, second), therapies, is_hard=True, fixes=())
        elif drugs[first.id] == drugs[second.id] and sum(ours.lengths) != sum(theirs.lengths):
            yield Hit(
                Severity.SOFT,
                f"arms[{second.id}].courses",
                f"{second.name} has therapy of {theirs.words}, {first.name} of {ours.words}: the cells "
                "differ in contact time as well as in therapy. Make the time equal or justify it.",
                f"{theirs.words} against {ours.words}",
                limit_text="equal therapy time",
            )


def _equalise(view: TrialView, model: Arm, arm: Arm, therapies: dict[str, _Therapy]) -> tuple[Fix, ...]:
    """Propose the courses of one arm for the other, as long as that takes no session away."""
    fewer = len(therapies[model.id].lengths) < len(therapies[arm.id].lengths)
    if fewer or model.courses == arm.courses:
        return ()
    names = {course.id: course.name for course in view.trial.courses}
    before, after = (
        ", ".join(names[each] for each in courses) or "no therapy" for courses in (arm.courses, model.courses)
    )
    change = Change(f"arms[{arm.id}].courses", list(model.courses))
    return (Fix(f"Give {arm.name} the therapy of {model.name}", (change,), before, after),)


def _hit(pair: tuple[Arm, Arm], therapies: dict[str, _Therapy], is_hard: bool, fixes: tuple[Fix, ...]) -> Hit:
    model, arm = pair
    ours, theirs = therapies[model.id], therapies[arm.id]
    if ours.lengths == theirs.lengths:
        said = f"the same sessions ({ours.words}) at other times than {model.name}"
        computed = f"{theirs.words}, at other times"
    else:
        said = f"therapy of {theirs.words}, {model.name} of {ours.words}"
        computed = f"{theirs.words} against {ours.words}"
    return Hit(
        Severity.HARD if is_hard else Severity.SOFT,
        f"arms[{arm.id}].courses",
        f"{arm.name} has {said}; the effect of the drug cannot be read from their difference. Give both the "
        f"same therapy{'' if is_hard else ', or justify it'}.",
        computed,
        limit_text="the same therapy",
        fixes=fixes,
    )


RULES = (same_therapy_in_every_arm,)
