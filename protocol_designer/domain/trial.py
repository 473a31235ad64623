"""The root of the tree: one whole trial protocol. Whether its references hold: domain/references.py."""

from typing import Literal, Self, TypeVar

from pydantic import Field, ValidationInfo, model_validator

from protocol_designer.domain.amendment import Amendment
from protocol_designer.domain.base import Line, Node, Part, Whole
from protocol_designer.domain.conduct import ConcomitantMedication, Harms, Oversight, Pharmacy, Statistics
from protocol_designer.domain.coverage import CoverageNote
from protocol_designer.domain.design import Arm, Design
from protocol_designer.domain.dosing_day import DosingDayPlan
from protocol_designer.domain.evidence import Justification, OpenQuestion, Provenance
from protocol_designer.domain.identity import Identity
from protocol_designer.domain.interventions import DrugRegimen, OtherIntervention
from protocol_designer.domain.narrative import NarrativeSection, Reference
from protocol_designer.domain.objectives import Endpoint, Objective
from protocol_designer.domain.population import Population
from protocol_designer.domain.references import first_broken_reference
from protocol_designer.domain.schedule import Schedule
from protocol_designer.domain.therapy import TherapyCourse

SCHEMA_VERSION: Literal[1] = 1
INSIDE_AN_EDIT = "inside an edit"
"""Validation context of a change in progress: references are checked once, when the edit is complete."""

PartType = TypeVar("PartType", bound=Part)


class TrialProtocol(Node):
    """A clinical trial protocol as one immutable value.

    Regimens, courses and other interventions stand at the root and arms refer to them, so that a dose that
    two arms share is written once. ``parts_made`` counts the identities ever made, so that none is reused.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    parts_made: Whole = Field(default=0, ge=0)
    started_from: Line | None = None
    identity: Identity = Identity()
    amendment: Amendment | None = None
    prior_amendments: tuple[Amendment, ...] = ()
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
    coverage_notes: tuple[CoverageNote, ...] = ()
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


def _by_id(parts: tuple[PartType, ...], wanted: str) -> PartType:
    for part in parts:
        if part.id == wanted:
            return part
    raise KeyError(wanted)
