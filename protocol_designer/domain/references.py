"""The integrity of a protocol's identities and references; what the parts are is left to their own modules.

References that must hold: whatever an arm, regimen, session, visit, cell, endpoint, objective or plan names.
Provenance, justifications and open questions may name places that are gone; they have lapsed then.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import TYPE_CHECKING

from protocol_designer.domain.base import Part
from protocol_designer.domain.objectives import Estimand
from protocol_designer.domain.timing import Timing

if TYPE_CHECKING:
    from protocol_designer.domain.trial import TrialProtocol

_Wanted = tuple[str, Iterable[str], set[str]]


def first_broken_reference(trial: TrialProtocol) -> str | None:
    """Say the first fault among identities and references in one sentence, or None when all is whole."""
    for where, parts in _identified(trial):
        if (doubled := _first_doubled(part.id for part in parts)) is not None:
            return f"two parts of {where} have the identity {doubled}; identities are unique"
    for where, entries in _listed_once(trial):
        if (doubled := _first_doubled(entries)) is not None:
            return f"{where} lists {doubled} twice; list it once"
    for where, wanted, known in _references(trial):
        for reference in wanted:
            if reference not in known:
                return f"{where} refers to {reference}, which does not exist"
    return None


def dangling_references(trial: TrialProtocol) -> Iterator[str]:
    """Yield every identity that is referred to and that no part has."""
    for _, wanted, known in _references(trial):
        yield from (reference for reference in wanted if reference not in known)


def _identified(trial: TrialProtocol) -> Iterator[tuple[str, Iterable[Part]]]:
    yield "arms", trial.arms
    yield "regimens", trial.regimens
    yield "courses", trial.courses
    yield "other_interventions", trial.other_interventions
    yield "objectives", trial.objectives
    yield "estimands", (o.estimand for o in trial.objectives if isinstance(o.estimand, Estimand))
    yield "endpoints", trial.endpoints
    yield "population.criteria", trial.population.criteria
    yield "schedule.epochs", trial.schedule.epochs
    yield "schedule.visits", trial.schedule.visits
    yield "schedule.activities", trial.schedule.activities
    yield "concomitant", trial.concomitant
    yield "dosing_day.monitoring", trial.dosing_day.monitoring
    yield "dosing_day.staff", trial.dosing_day.staff
    yield "dosing_day.thresholds", trial.dosing_day.thresholds
    yield "dosing_day.rescue_plans", trial.dosing_day.rescue_plans
    yield "harms.stopping_rules", trial.harms.stopping_rules
    yield "harms.events_of_interest", trial.harms.events_of_interest
    yield "identity.people", trial.identity.people
    yield "references", trial.references
    yield "open_questions", trial.open_questions
    yield "design.factors", trial.design.factors
    yield "design.sequences", trial.design.sequences
    for factor in trial.design.factors:
        yield f"design.factors[{factor.id}].levels", factor.levels
    for course in trial.courses:
        yield f"courses[{course.id}].sessions", course.sessions


def _listed_once(trial: TrialProtocol) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield lists in which an entry twice would count twice, or hide a contradiction."""
    for arm in trial.arms:
        yield f"arms[{arm.id}].regimens", arm.regimens
        yield f"arms[{arm.id}].courses", arm.courses
        yield f"arms[{arm.id}].other_interventions", arm.other_interventions
        yield f"arms[{arm.id}].factor_levels", (held.factor for held in arm.factor_levels)
    for factor in trial.design.factors:
        for level in factor.levels:
            place = f"design.factors[{factor.id}].levels[{level.id}]"
            yield f"{place}.regimens", level.regimens
            yield f"{place}.courses", level.courses
            yield f"{place}.other_interventions", level.other_interventions
    for regimen in trial.regimens:
        yield f"regimens[{regimen.id}].visits", regimen.visits
    for other in trial.other_interventions:
        yield f"other_interventions[{other.id}].visits", other.visits
    for visit in trial.schedule.visits:
        yield f"schedule.visits[{visit.id}].arms", visit.arms
    yield "schedule.cells", (f"{cell.activity} at {cell.visit}" for cell in trial.schedule.cells)
    yield "narrative", (section.number for section in trial.narrative)


def _references(trial: TrialProtocol) -> Iterator[_Wanted]:
    yield from _references_of_arms(trial)
    yield from _references_of_interventions(trial)
    yield from _references_of_schedule(trial)
    activities, endpoints = _ids(trial.schedule.activities), _ids(trial.endpoints)
    regimens = _ids(trial.regimens)
    for endpoint in trial.endpoints:
        place = f"endpoints[{endpoint.id}]"
        yield f"{place}.activities", endpoint.activities, activities
        yield f"{place}.verified_by", endpoint.verified_by, activities
        yield from _anchor(trial, f"{place}.timepoint", endpoint.timepoint)
    for objective in trial.objectives:
        yield f"objectives[{objective.id}].endpoints", objective.endpoints, endpoints
        if isinstance(objective.estimand, Estimand):
            place = f"objectives[{objective.id}].estimand.endpoint"
            yield place, _one(objective.estimand.endpoint), endpoints
    for plan in trial.dosing_day.rescue_plans:
        yield f"dosing_day.rescue_plans[{plan.id}].regimens", plan.regimens, regimens
    for event in trial.harms.events_of_interest:
        yield f"harms.events_of_interest[{event.id}].activities", event.activities, activities


def _references_of_arms(trial: TrialProtocol) -> Iterator[_Wanted]:
    arms, regimens, courses = _ids(trial.arms), _ids(trial.regimens), _ids(trial.courses)
    others = _ids(trial.other_interventions)
    levels = {factor.id: _ids(factor.levels) for factor in trial.design.factors}
    for arm in trial.arms:
        yield f"arms[{arm.id}].regimens", arm.regimens, regimens
        yield f"arms[{arm.id}].courses", arm.courses, courses
        yield f"arms[{arm.id}].other_interventions", arm.other_interventions, others
        for held in arm.factor_levels:
            yield f"arms[{arm.id}].factor_levels", (held.factor,), set(levels)
            yield f"arms[{arm.id}].factor_levels", (held.level,), levels.get(held.factor, set())
    for factor in trial.design.factors:
        for level in factor.levels:
            place = f"design.factors[{factor.id}].levels[{level.id}]"
            yield f"{place}.regimens", level.regimens, regimens
            yield f"{place}.courses", level.courses, courses
            yield f"{place}.other_interventions", level.other_interventions, others
    for sequence in trial.design.sequences:
        yield f"design.sequences[{sequence.id}].arms", sequence.arms, arms


def _references_of_interventions(trial: TrialProtocol) -> Iterator[_Wanted]:
    regimens, visits = _ids(trial.regimens), _ids(trial.schedule.visits)
    for regimen in trial.regimens:
        place = f"regimens[{regimen.id}]"
        yield f"{place}.visits", regimen.visits, visits
        yield f"{place}.matched_to", _one(regimen.matched_to), regimens - {regimen.id}
        if regimen.condition is not None:
            yield f"{place}.condition.decided_at", _one(regimen.condition.decided_at), visits
        yield from _anchor(trial, f"{place}.timing", regimen.timing)
    for other in trial.other_interventions:
        yield f"other_interventions[{other.id}].visits", other.visits, visits
        yield from _anchor(trial, f"other_interventions[{other.id}].timing", other.timing)
    for course in trial.courses:
        for session in course.sessions:
            place = f"courses[{course.id}].sessions[{session.id}]"
            yield f"{place}.visit", _one(session.visit), visits
            yield from _anchor(trial, f"{place}.timing", session.timing)


def _references_of_schedule(trial: TrialProtocol) -> Iterator[_Wanted]:
    arms, epochs = _ids(trial.arms), _ids(trial.schedule.epochs)
    visits, activities = _ids(trial.schedule.visits), _ids(trial.schedule.activities)
    for visit in trial.schedule.visits:
        place = f"schedule.visits[{visit.id}]"
        yield f"{place}.epoch", _one(visit.epoch), epochs
        yield f"{place}.arms", visit.arms, arms
        yield from _anchor(trial, f"{place}.timing", visit.timing)
    for cell in trial.schedule.cells:
        yield "schedule.cells", (cell.activity,), activities
        yield "schedule.cells", (cell.visit,), visits


def _anchor(trial: TrialProtocol, place: str, timing: Timing | None) -> Iterator[_Wanted]:
    if timing is not None:
        yield f"{place}.anchor.visit", _one(timing.anchor.visit), _ids(trial.schedule.visits)


def _first_doubled(entries: Iterable[Hashable]) -> Hashable | None:
    seen: set[Hashable] = set()
    for entry in entries:
        if entry in seen:
            return entry
        seen.add(entry)
    return None


def _ids(parts: Iterable[Part]) -> set[str]:
    return {part.id for part in parts}


def _one(reference: str | None) -> tuple[str, ...]:
    return () if reference is None else (reference,)
