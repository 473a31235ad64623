"""COMP-004: whether what goes with the study drug is the same in every blinded arm."""

from collections.abc import Iterator

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.paths import STUDY_USES, dosing_visits
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.design import Arm
from protocol_designer.domain.interventions import DoseStep, DrugRegimen, RegimenUse
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.wording import word
from protocol_designer.rules.findings import Change, Fix, Hit, Severity
from protocol_designer.rules.looks import measure
from protocol_designer.rules.masking import arms_alike, double_blind
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import BENZODIAZEPINES, all_regimens
from protocol_designer.rules.view import TrialView

_ADDABLE = (RegimenUse.PREMEDICATION, RegimenUse.RESCUE)


@rule(
    "COMP-004",
    "Premedication or rescue differs by arm",
    Severity.HARD,
    over=double_blind,
    needs=("blinded roles", "use, dose, visits and time of every other drug", "which arms receive it"),
    sources=("spirit-2025", "atropine-effects"),
)
def premedication_or_rescue_differs(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """A dry mouth, a fast pulse or an order for one arm only tells who received what.

    Fires when: at least two roles are blinded and a premedication, rescue, concurrent or procedural drug is
    given in some arms only, or in another drug, dose, route, time, condition or session than in the others. A
    rescue drug that no arm lists is a standing order for all.
    Stays quiet when: every arm that is not openly untreated receives it alike.
    Worst case: any participant of any blinded arm.
    """
    arms = [_ArmAsGiven(view, arm) for arm in sorted(arms_alike(view), key=lambda arm: arm.id)]
    for regimen in all_regimens(view):
        if isinstance(regimen, Undecided):
            yield regimen
            continue
        given = [arm for arm in arms if regimen.id in arm.arm.regimens]
        if given and regimen.use is None:
            yield Undecided(f"{regimen_place(regimen)}.use", f"what {regimen.name} is given for")
        elif given and regimen.use not in STUDY_USES:
            yield from _differs(view, regimen, given, arms)


class _ArmAsGiven:
    """What participants of one arm could notice of each drug; computed once a review."""

    def __init__(self, view: TrialView, arm: Arm) -> None:
        self.arm = arm
        self._doses = [visit.id for visit in dosing_visits(view.trial, arm)]
        self._attended = {v.id for v in view.trial.schedule.visits if not v.arms or arm.id in v.arms}
        self._seen: dict[tuple[str | None, RegimenUse | None], list[tuple[object, ...]]] = {}
        for regimen in view.regimens_of(arm):
            if regimen.use not in STUDY_USES:
                self._seen.setdefault((regimen.drug, regimen.use), []).append(self.as_given(regimen))

    def as_given(self, regimen: DrugRegimen) -> tuple[object, ...]:
        """Return all of a regimen that could be noticed in this arm; visits count by dosing session."""
        return (*_as_given(regimen), self._sessions(regimen))

    def alike(self, regimen: DrugRegimen) -> list[tuple[object, ...]]:
        """Return how this arm receives the drug of a regimen for the same use."""
        return self._seen.get((regimen.drug, regimen.use), [])

    def _sessions(self, regimen: DrugRegimen) -> tuple[int | str, ...]:
        visits = [visit for visit in regimen.visits if visit in self._attended]
        numbered = [self._doses.index(visit) if visit in self._doses else visit for visit in visits]
        return tuple(sorted(numbered, key=str))


def _differs(
    view: TrialView, regimen: DrugRegimen, given: list[_ArmAsGiven], arms: list[_ArmAsGiven]
) -> Iterator[Hit]:
    wanted = given[0].as_given(regimen)
    lacking = [arm for arm in arms if wanted not in arm.alike(regimen)]
    if not lacking or regimen.use is None:
        return
    names = _listed([arm.arm for arm in lacking])
    holders = _listed([arm.arm for arm in given if arm not in lacking])
    otherwise = any(arm.alike(regimen) for arm in lacking)
    told = f"{'given differently' if otherwise else 'not given'} in {names}"
    yield Hit(
        Severity.HARD,
        regimen_place(regimen),
        f"{holders}: {word(regimen.use)} {regimen.name} is {told}, which reveals the allocation. Give it "
        "alike "
        "in every blinded arm, or in none.",
        told,
        limit_text="the same in every blinded arm",
        fixes=() if otherwise else _give_to(view, regimen, [arm.arm for arm in lacking]),
    )


def _listed(arms: list[Arm]) -> str:
    return " and ".join(arm.name for arm in arms)


def _as_given(regimen: DrugRegimen) -> tuple[object, ...]:
    offset = regimen.minutes_from_study_drug
    amounts = (regimen.cap, regimen.planned_cumulative_max)
    return (
        regimen.use, regimen.drug, regimen.enantiomer, regimen.route, regimen.weight_basis, regimen.condition,
        None if offset is None else offset.minutes, _window(regimen.timing),
        tuple(measure(amount) for amount in amounts), tuple(_as_seen(step) for step in regimen.steps),
    )  # fmt: skip


def _as_seen(step: DoseStep) -> tuple[object, ...]:
    measured = (step.amount, step.amount_high, step.duration, step.volume, step.pump_rate, step.pause_before)
    return step.kind, step.basis, step.drug, step.count or 1, tuple(measure(value) for value in measured)


def _window(timing: Timing | None) -> object:
    if timing is None:
        return None
    return timing.anchor, timing.earliest.minutes, timing.target.minutes, timing.latest.minutes


def _give_to(view: TrialView, regimen: DrugRegimen, lacking: list[Arm]) -> tuple[Fix, ...]:
    """Propose the same drug in the other arms; never a sedative before dosing, nor at visits they lack."""
    is_sedative = regimen.use is RegimenUse.PREMEDICATION and regimen.drug in BENZODIAZEPINES
    visits = [visit for visit in view.trial.schedule.visits if visit.id in regimen.visits]
    if regimen.use not in _ADDABLE or is_sedative or any(visit.arms for visit in visits):
        return ()
    if any(regimen.id in arm.regimens for arm in lacking):
        return ()
    changes = tuple(Change(f"arms[{arm.id}].regimens", [*arm.regimens, regimen.id]) for arm in lacking)
    before = _listed([arm for arm in view.trial.arms if regimen.id in arm.regimens])
    after = _listed([arm for arm in view.trial.arms if regimen.id in arm.regimens or arm in lacking])
    return (Fix(f"Give {regimen.name} in every blinded arm", changes, f"in {before}", f"in {after}"),)


RULES = (premedication_or_rescue_differs,)
