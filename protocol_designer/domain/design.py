"""How participants are compared: model, factors, allowed sequences, allocation, blinding, arms."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from protocol_designer.domain.base import (
    Duration,
    Line,
    Node,
    NotApplicable,
    Part,
    PartId,
    Prose,
    Whole,
    YesNo,
)


class DesignModel(StrEnum):
    """The intervention model; in a crossover, arms are conditions and people are allocated to sequences."""

    PARALLEL = "parallel"
    CROSSOVER = "crossover"
    FACTORIAL = "factorial"
    SINGLE_GROUP = "single_group"
    SEQUENTIAL = "sequential"


class Framework(StrEnum):
    """What the comparison is meant to show (SPIRIT 2025 item 12)."""

    SUPERIORITY = "superiority"
    NON_INFERIORITY = "non_inferiority"
    EQUIVALENCE = "equivalence"
    EXPLORATORY = "exploratory"


class ArmKind(StrEnum):
    """What an arm is for, as ICH M11 types them."""

    EXPERIMENTAL = "experimental"
    ACTIVE_COMPARATOR = "active_comparator"
    PLACEBO_COMPARATOR = "placebo_comparator"
    CONTROL = "control"
    NO_INTERVENTION = "no_intervention"


class ComparatorKind(StrEnum):
    """What a comparator arm controls for."""

    INERT_PLACEBO = "inert_placebo"
    ACTIVE_PLACEBO = "active_placebo"
    LOW_DOSE = "low_dose"
    ACTIVE_TREATMENT = "active_treatment"
    ATTENTION_CONTROL = "attention_control"
    USUAL_CARE = "usual_care"
    NONE = "none"


class Level(Part):
    """One level of a factor, such as ketamine or saline, and what an arm that holds it receives for it."""

    name: Line
    regimens: tuple[PartId, ...] = ()
    courses: tuple[PartId, ...] = ()
    other_interventions: tuple[PartId, ...] = ()


class Factor(Part):
    """Something that is varied independently, such as drug or therapy."""

    name: Line
    levels: tuple[Level, ...] = ()


class FactorLevel(Node):
    """The level of one factor that an arm holds."""

    factor: PartId
    level: PartId


class Arm(Part):
    """What participants are allocated to; in a crossover, one condition that every sequence orders."""

    name: Line
    kind: ArmKind | None = None
    comparator: ComparatorKind | None = None
    is_described_as_inactive: YesNo | None = None
    description: Prose | None = None
    planned_n: Whole | None = Field(default=None, ge=1, le=1_000_000)
    regimens: tuple[PartId, ...] = ()
    courses: tuple[PartId, ...] = ()
    other_interventions: tuple[PartId, ...] = ()
    factor_levels: tuple[FactorLevel, ...] = ()


class AllowedSequence(Part):
    """One permitted order of crossover conditions, period by period."""

    name: Line
    arms: tuple[PartId, ...] = Field(min_length=2)


class AllocationMethod(StrEnum):
    """How participants come into their arm."""

    RANDOMISED = "randomised"
    PARTICIPANT_CHOICE = "participant_choice"
    BEFORE_AFTER = "before_after"
    HISTORICAL = "historical"
    NOT_ALLOCATED = "not_allocated"


class Allocation(Node):
    """Sequence, concealment, implementation of the assignment. Block sizes have no place here (ICH M11)."""

    method: AllocationMethod | None = None
    ratio: tuple[Whole, ...] = ()
    sequence_generation: Prose | None = None
    stratification: tuple[Line, ...] = ()
    concealment: Prose | None = None
    implementation: Prose | None = None

    @model_validator(mode="after")
    def _ratio_is_positive(self) -> Self:
        if any(share < 1 for share in self.ratio):
            raise ValueError("each share of an allocation ratio is a whole number of 1 or more")
        return self


class BlindedRole(StrEnum):
    """Whose knowledge of the allocation matters."""

    PARTICIPANT = "participant"
    CARE_PROVIDER = "care_provider"
    THERAPIST = "therapist"
    INVESTIGATOR = "investigator"
    OUTCOME_ASSESSOR = "outcome_assessor"
    ANALYST = "analyst"


class RoleBlinding(Node):
    """Whether one role is kept blind, and how."""

    role: BlindedRole
    is_blinded: YesNo
    how: Prose | None = None


class EmergencyUnblinding(Node):
    """How the allocation is revealed when a participant's safety asks for it."""

    is_available_24h: YesNo
    who: Line
    how: Prose


class RoleSeparation(Node):
    """Who must not see what: keeps acute drug effects away from those who rate outcomes."""

    raters_attend_dosing: YesNo | None = None
    raters_blind_to_visit: YesNo | None = None
    dose_preparer_is_independent: YesNo | None = None
    integration_therapist_attends_dosing: YesNo | None = None
    justification: Prose | None = None


class Blinding(Node):
    """Who is blinded, how the arms are made alike, and when a code may be broken."""

    roles: tuple[RoleBlinding, ...] = ()
    similarity: Prose | None = None
    uses_double_dummy: YesNo | None = None
    known_threats: Prose | None = None
    separation: RoleSeparation = RoleSeparation()
    emergency_unblinding: EmergencyUnblinding | NotApplicable | None = None

    @model_validator(mode="after")
    def _roles_are_unique(self) -> Self:
        roles = [entry.role for entry in self.roles]
        if len(roles) != len(set(roles)):
            raise ValueError("each role is listed once in the blinding")
        return self


class Design(Node):
    """The structure of the comparison. ``sites`` says where the trial takes place and what a site needs."""

    model: DesignModel | None = None
    framework: Framework | None = None
    is_multisite: YesNo | None = None
    sites: Prose | None = None
    is_assisted_therapy: YesNo | None = None
    factors: tuple[Factor, ...] = ()
    sequences: tuple[AllowedSequence, ...] = ()
    washout: Duration | None = None
    has_run_in: YesNo | None = None
    run_in: Prose | None = None
    allocation: Allocation = Allocation()
    blinding: Blinding = Blinding()
    planned_duration: Line | None = None
    rationale: Prose | None = None
    comparator_rationale: Prose | None = None
    public_involvement: Prose | None = None
