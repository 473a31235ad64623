"""COMP-003: whether blinded arms can be told apart by how the study drug is given."""

from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.doses import administration_minutes, regimen_place
from protocol_designer.derived.paths import STUDY_USES
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.design import Arm
from protocol_designer.domain.interventions import DoseBasis, DrugRegimen, RegimenUse, Route
from protocol_designer.domain.wording import word
from protocol_designer.rules.findings import Change, Fix, Hit, Severity
from protocol_designer.rules.looks import Looks, looks_differ, measure
from protocol_designer.rules.masking import double_blind, is_open
from protocol_designer.rules.registry import rule
from protocol_designer.rules.view import TrialView

_Session = tuple[DrugRegimen, ...]


@rule(
    "COMP-003",
    "Comparator does not look the same",
    Severity.HARD,
    over=double_blind,
    needs=("blinded roles", "route, steps, lengths and volumes of the study drug in each arm", "appearance"),
    sources=("spirit-2025", "thomas-chambers-2025"),
)
def comparator_does_not_look_the_same(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Whoever sees the study drug being given can tell the arms apart.

    Fires when: at least two roles are blinded and an arm differs from an experimental one in the
    number of sessions, the routes, the number, length or pauses of the steps, the volume of a step at any
    eligible weight, the number of devices, the appearance or the line. A declared double dummy does not
    excuse: its dummies are study drug, and every route must then be there in every arm. An arm that is openly
    untreated only gets an advisory.
    Stays quiet when: all of it agrees session by session. A step that is matched by volume, without a volume
    of its own, has that of its counterpart.
    Worst case: every deciding weight of both regimens, session by session.
    """
    if not view.trial.arms:
        yield Undecided("arms", "which arms are compared")
        return
    model = _reference(view)
    theirs = _sessions(view, model)
    for arm in view.trial.arms:
        if is_open(view, arm):
            yield _openly_untreated(arm)
        elif arm.id != model.id:
            try:
                yield from _compare_arms(view, arm, model, theirs)
            except Undecided as missing:
                yield missing


def _openly_untreated(arm: Arm) -> Hit:
    return Hit(
        Severity.ADVISORY,
        f"arms[{arm.id}].kind",
        f"{arm.name}: participants who receive no study drug know their arm. Keep it out of the blinded "
        "comparison, and say so.",
        "openly untreated",
        limit_text="the same in every blinded arm",
    )


def _compare_arms(
    view: TrialView, arm: Arm, model: Arm, theirs: tuple[_Session, ...]
) -> Iterator[Hit | Undecided]:
    own = _sessions(view, arm)
    if len(own) != len(theirs):
        told = f"{_count(len(own))} against {_count(len(theirs))} with study drug"
        yield _differs(arm, model, f"arms[{arm.id}].regimens", told)
        return
    compared: set[tuple[tuple[str, ...], ...]] = set()
    for pair in zip(own, theirs, strict=True):
        ids = tuple(tuple(r.id for r in session) for session in pair)
        if ids not in compared:
            compared.add(ids)
            yield from _compare(view, arm, model, *pair)


def _count(sessions: int) -> str:
    return "1 session" if sessions == 1 else f"{sessions or 'no'} sessions"


def _reference(view: TrialView) -> Arm:
    """Return the arm that the others must look like: one that receives the investigational drug.

    Of several it is the one whose identity sorts first, so that the order of arms does not matter.
    """
    candidates = [arm for arm in view.trial.arms if any(r.use in STUDY_USES for r in view.regimens_of(arm))]
    if not candidates:
        raise Undecided("regimens", "which drug is the study drug")
    leading = [
        arm for arm in candidates if any(r.use is RegimenUse.INVESTIGATIONAL for r in view.regimens_of(arm))
    ]
    return min(leading or candidates, key=lambda arm: arm.id)


def _sessions(view: TrialView, arm: Arm) -> tuple[_Session, ...]:
    """Return the study drug of an arm, session by session in the order of the schedule."""
    study = []
    for regimen in view.regimens_of(arm):
        place = regimen_place(regimen)
        if regimen.use is None:
            raise Undecided(f"{place}.use", f"what {regimen.name} is given for")
        if regimen.use in STUDY_USES:
            if not regimen.visits:
                raise Undecided(f"{place}.visits", f"at which visits {regimen.name} is given")
            study.append(regimen)
    attended = [v.id for v in view.trial.schedule.visits if not v.arms or arm.id in v.arms]
    given = (tuple(r for r in study if visit in r.visits) for visit in attended)
    return tuple(session for session in given if session)


def _compare(
    view: TrialView, arm: Arm, model: Arm, mine: _Session, other: _Session
) -> Iterator[Hit | Undecided]:
    if {r.id for r in mine} == {r.id for r in other}:
        return
    for regimen in (*mine, *other):
        if regimen.route is None:
            yield Undecided(f"{regimen_place(regimen)}.route", f"the route of {regimen.name}")
            return
    place = regimen_place(mine[0]) if len(mine) == 1 else f"arms[{arm.id}].regimens"
    own_routes, their_routes = _routes(mine), _routes(other)
    if own_routes != their_routes:
        told = f"{_named(own_routes)} against {_named(their_routes)}"
        yield _differs(arm, model, place, told, is_dummy=bool(view.trial.design.blinding.uses_double_dummy))
        return
    open_values: list[Undecided] = []
    for own, theirs in zip(_paired(mine), _paired(other), strict=True):
        if own.id == theirs.id:
            continue
        looks = looks_differ(view, own, theirs)
        open_values.extend(looks.undecided)
        if looks.told:
            is_shared = own.id in model.regimens
            fixes = () if is_shared else _same_lengths(own, theirs, looks)
            yield _differs(arm, model, regimen_place(own), "; ".join(looks.told), fixes=fixes)
    yield from open_values


def _routes(session: _Session) -> list[Route]:
    return sorted((regimen.route for regimen in session if regimen.route is not None), key=str)


def _named(routes: list[Route]) -> str:
    return " and ".join(word(route) for route in routes)


def _paired(session: _Session) -> list[DrugRegimen]:
    """Order a session so that counterparts of two arms stand at the same position."""

    def looks(regimen: DrugRegimen) -> tuple[str, int, Fraction]:
        return str(regimen.route), len(regimen.steps), administration_minutes(regimen) or Fraction(0)

    return sorted(session, key=looks)


def _differs(
    arm: Arm, model: Arm, place: str, told: str, *, is_dummy: bool = False, fixes: tuple[Fix, ...] = ()
) -> Hit:
    cure = (
        "A double dummy is declared, but a dummy is missing; give every route in every arm."
        if is_dummy
        else "Match them, or use a double dummy with the same routes in every arm."
    )
    return Hit(
        Severity.HARD,
        place,
        f"{arm.name} does not look like {model.name} under blinding: {told}. {cure}",
        told,
        limit_text="the same in every blinded arm",
        fixes=fixes,
    )


def _same_lengths(own: DrugRegimen, theirs: DrugRegimen, looks: Looks) -> tuple[Fix, ...]:
    """Propose the lengths of the study drug where only they differ and no step becomes faster."""
    if not looks.only_lengths or looks.undecided:
        return ()
    changes, before, after = [], [], []
    for index, (mine, model) in enumerate(zip(own.steps, theirs.steps, strict=True)):
        if measure(mine.duration) == measure(model.duration):
            continue
        is_inert = mine.basis is DoseBasis.VOLUME_MATCHED
        if mine.basis not in (DoseBasis.PER_KG, DoseBasis.FIXED, DoseBasis.VOLUME_MATCHED):
            return ()
        if (
            mine.duration is None
            or model.duration is None
            or (model.duration < mine.duration and not is_inert)
        ):
            return ()
        changes.append(Change(f"{regimen_place(own)}.steps[{index}].duration", str(model.duration)))
        before.append(mine.duration.printed())
        after.append(model.duration.printed())
    label = f"Give {own.name} over the same time as {theirs.name}"
    return (Fix(label, tuple(changes), ", ".join(before), ", ".join(after)),)


RULES = (comparator_does_not_look_the_same,)
