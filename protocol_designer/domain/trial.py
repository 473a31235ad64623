"""The root of the tree: one whole trial protocol, and the integrity of the references inside it."""

from collections.abc import Iterable, Iterator
from typing import Literal, Self, TypeVar

from pydantic import Field, ValidationInfo, model_validator

from protocol_designer.domain.base import Line, Node, Part
from protocol_designer.domain.conduct import ConcomitantMedication, Harms, Oversight, Pharmacy, Statistics
from protocol_designer.domain.design import Arm, Design
from protocol_designer.domain.dosing_day import DosingDayPlan
from protocol_designer.domain.evidence import Justification, OpenQuestion, Provenance
from protocol_designer.domain.identity import Identity
from protocol_designer.domain.interventions import DrugRegimen, OtherIntervention
from protocol_designer.domain.narrative import NarrativeSection, Reference
from protocol_designer.domain.objectives import Endpoint, Objective
from protocol_designer.domain.population import Population
from protocol_designer.domain.schedule import Schedule
from protocol_designer.domain.therapy import TherapyCourse

SCHEMA_VERSION = 1
INSIDE_AN_EDIT = "inside an edit"
"""Validation context of a change in progress: references are checked once, when the edit is complete."""

PartType = TypeVar("PartType", bound=Part)


class TrialProtocol(Node):
    """A clinical trial protocol as one immutable value.

    Regimens, courses and other interventions stand at the root and arms refer to them, so that a dose that
    two arms share is written once. ``parts_made`` counts the identities ever made, so that none is reused.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    parts_made: int = Field(default=0, ge=0)
    started_from: Line | None = None
    identity: Identity = Identity()
    design: Design = Design()
    population: Population = Population()
    objectives: tuple[Objective, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    arms: tuple[Arm, ...] = ()
    regimens: tuple[DrugRegimen, ...] = ()
    courses: tuple[TherapyCourse, ...] = ()
    other_interventions: tuple[OtherIntervention, ...] = ()
    schedule: Schedule = Schedule()
    dosing_day: DosingDayPlan = DosingDayPlan()
    concomitant: tuple[ConcomitantMedication, ...] = ()
    harms: Harms = Harms()
    statistics: Statistics = Statistics()
    oversight: Oversight = Oversight()
    pharmacy: Pharmacy = Pharmacy()
    narrative: tuple[NarrativeSection, ...] = ()
    references: tuple[Reference, ...] = ()
    justifications: tuple[Justification, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self, info: ValidationInfo) -> Self:
        problem = None if info.context == INSIDE_AN_EDIT else first_broken_reference(self)
        if problem:
            raise ValueError(problem)
        return self

    def arm(self, arm_id: str) -> Arm:
        """Return an arm by id; KeyError when there is none."""
        return _by_id(self.arms, arm_id)

    def regimen(self, regimen_id: str) -> DrugRegimen:
        """Return a regimen by id; KeyError when there is none."""
        return _by_id(self.regimens, regimen_id)

    def course(self, course_id: str) -> TherapyCourse:
        """Return a therapy course by id; KeyError when there is none."""
        return _by_id(self.courses, course_id)

    def arms_with_regimen(self, regimen_id: str) -> tuple[Arm, ...]:
        """Return the arms that receive a regimen."""
        return tuple(arm for arm in self.arms if regimen_id in arm.regimens)

    def regimens_of(self, arm: Arm) -> tuple[DrugRegimen, ...]:
        """Return what an arm receives, in the arm's order."""
        return tuple(self.regimen(regimen_id) for regimen_id in arm.regimens)


def first_broken_reference(trial: TrialProtocol) -> str | None:
    """Say the first duplicated identity or dangling reference in one sentence, or None when all is whole."""
    for where, parts in _identified(trial):
        seen: set[str] = set()
        for part in parts:
            if part.id in seen:
                return f"two parts of {where} have the identity {part.id}; identities are unique"
            seen.add(part.id)
    for where, wanted, known in _references(trial):
        for reference in wanted:
            if reference not in known:
                return f"{where} refers to {reference}, which does not exist"
    return None


def _identified(trial: TrialProtocol) -> Iterator[tuple[str, Iterable[Part]]]:
    yield "arms", trial.arms
    yield "regimens", trial.regimens
    yield "courses", trial.courses
    yield "other_interventions", trial.other_interventions
    yield "objectives", trial.objectives
    yield "endpoints", trial.endpoints
    yield "criteria", trial.population.criteria
    yield "epochs", trial.schedule.epochs
    yield "visits", trial.schedule.visits
    yield "activities", trial.schedule.activities
    yield "concomitant medication", trial.concomitant
    yield "monitoring", trial.dosing_day.monitoring
    yield "staff", trial.dosing_day.staff
    yield "thresholds", trial.dosing_day.thresholds
    yield "rescue plans", trial.dosing_day.rescue_plans
    yield "stopping rules", trial.harms.stopping_rules
    yield "events of interest", trial.harms.events_of_interest
    yield "people", trial.identity.people
    yield "references", trial.references
    yield "open questions", trial.open_questions
    yield "factors", trial.design.factors
    yield "sequences", trial.design.sequences
    for course in trial.courses:
        yield f"sessions of {course.id}", course.sessions


def _references(trial: TrialProtocol) -> Iterator[tuple[str, Iterable[str], set[str]]]:
    arms, regimens, courses = _ids(trial.arms), _ids(trial.regimens), _ids(trial.courses)
    others, endpoints = _ids(trial.other_interventions), _ids(trial.endpoints)
    visits, epochs = _ids(trial.schedule.visits), _ids(trial.schedule.epochs)
    activities = _ids(trial.schedule.activities)
    levels = {factor.id: _ids(factor.levels) for factor in trial.design.factors}
    for arm in trial.arms:
        yield f"arms[{arm.id}].regimens", arm.regimens, regimens
        yield f"arms[{arm.id}].courses", arm.courses, courses
        yield f"arms[{arm.id}].other_interventions", arm.other_interventions, others
        for held in arm.factor_levels:
            yield f"arms[{arm.id}].factor_levels", (held.factor,), set(levels)
            yield f"arms[{arm.id}].factor_levels", (held.level,), levels.get(held.factor, set())
    for sequence in trial.design.sequences:
        yield f"design.sequences[{sequence.id}]", sequence.arms, arms
    for regimen in trial.regimens:
        yield f"regimens[{regimen.id}].visits", regimen.visits, visits
        yield f"regimens[{regimen.id}].matched_to", _one(regimen.matched_to), regimens
    for other in trial.other_interventions:
        yield f"other_interventions[{other.id}].visits", other.visits, visits
    for course in trial.courses:
        for session in course.sessions:
            yield f"courses[{course.id}].sessions[{session.id}].visit", _one(session.visit), visits
            if session.timing:
                yield f"courses[{course.id}].sessions[{session.id}].timing", _one(session.timing.anchor.visit), visits
    for visit in trial.schedule.visits:
        yield f"schedule.visits[{visit.id}].epoch", _one(visit.epoch), epochs
        yield f"schedule.visits[{visit.id}].arms", visit.arms, arms
        if visit.timing:
            yield f"schedule.visits[{visit.id}].timing", _one(visit.timing.anchor.visit), visits
    for cell in trial.schedule.cells:
        yield "schedule.cells", (cell.activity,), activities
        yield "schedule.cells", (cell.visit,), visits
    for endpoint in trial.endpoints:
        yield f"endpoints[{endpoint.id}].activities", (*endpoint.activities, *endpoint.verified_by), activities
    for objective in trial.objectives:
        yield f"objectives[{objective.id}].endpoints", objective.endpoints, endpoints
    for plan in trial.dosing_day.rescue_plans:
        yield f"dosing_day.rescue_plans[{plan.id}]", plan.regimens, regimens
    for event in trial.harms.events_of_interest:
        yield f"harms.events_of_interest[{event.id}]", event.activities, activities


def _ids(parts: Iterable[Part]) -> set[str]:
    return {part.id for part in parts}


def _one(reference: str | None) -> tuple[str, ...]:
    return () if reference is None else (reference,)


def _by_id(parts: tuple[PartType, ...], wanted: str) -> PartType:
    for part in parts:
        if part.id == wanted:
            return part
    raise KeyError(wanted)
