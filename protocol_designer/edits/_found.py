"""Finds what stands in the way of removing a part, and says it by name."""

from collections.abc import Iterable, Iterator

from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.edit import EditRefused


def refuse_while_used(name: str, users: Iterable[str], cure: str) -> None:
    """Refuse a removal while anything uses the part.

    Raises:
        EditRefused: Naming the part, its users and the cure.
    """
    told = tuple(dict.fromkeys(users))
    if told:
        raise EditRefused(f"{name} cannot be removed: {'; '.join(told)}. {cure}")


def users_of_visit(trial: TrialProtocol, visit: Visit) -> Iterator[str]:
    """Say who needs a visit: doses, other interventions, therapy sessions, and visits counted from it."""
    for regimen in trial.regimens:
        if visit.id in regimen.visits:
            yield f"{regimen.name} is given there"
        if _hangs_from(regimen.timing, visit):
            yield f"{regimen.name} is timed from it"
    for other in trial.other_interventions:
        if visit.id in other.visits:
            yield f"{other.name} takes place there"
        if _hangs_from(other.timing, visit):
            yield f"{other.name} is timed from it"
    for course in trial.courses:
        for session in course.sessions:
            if session.visit == visit.id:
                yield f"the session {session.name} takes place there"
            if _hangs_from(session.timing, visit):
                yield f"the session {session.name} is timed from it"
    for later in trial.schedule.visits:
        if later.id != visit.id and _hangs_from(later.timing, visit):
            yield f"{later.name} is timed from it"


def users_of_regimen(trial: TrialProtocol, regimen_id: str) -> Iterator[str]:
    """Say what refers to a regimen: arms, rescue plans, regimens that are matched to it."""
    for arm in trial.arms_with_regimen(regimen_id):
        yield f"{arm.name} receives it"
    for plan in trial.dosing_day.rescue_plans:
        if regimen_id in plan.regimens:
            yield "a rescue plan uses it"
    for other in trial.regimens:
        if other.matched_to == regimen_id:
            yield f"{other.name} is matched to it"
    yield from levels_that_stand_for(trial, "regimens", regimen_id)


def levels_that_stand_for(trial: TrialProtocol, held: str, part_id: str) -> Iterator[str]:
    """Say which factor levels stand for a part; ``held`` is the list of a level that would name it."""
    for factor in trial.design.factors:
        for level in factor.levels:
            if part_id in getattr(level, held):
                yield f"the level {level.name} of {factor.name} stands for it"


def _hangs_from(timing: Timing | None, visit: Visit) -> bool:
    return timing is not None and timing.anchor.visit == visit.id
