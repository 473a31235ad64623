"""What is given as a drug: regimens, ordered dose steps, preparation, and how two regimens are matched."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from protocol_designer.domain.base import (
    Concentration,
    DoseAmount,
    Duration,
    Line,
    Mass,
    Node,
    Part,
    PartId,
    Percentage,
    Prose,
    PumpRate,
    Volume,
    Whole,
    YesNo,
)
from protocol_designer.domain.timing import Timing
from protocol_designer.quantities import Dimension, Quantity, TimeOffset


class RegimenUse(StrEnum):
    """What a drug is given for in this trial."""

    INVESTIGATIONAL = "investigational"
    COMPARATOR = "comparator"
    PREMEDICATION = "premedication"
    RESCUE = "rescue"
    CONCURRENT = "concurrent"
    PROCEDURAL = "procedural"


class Route(StrEnum):
    """The way into the body; never part of a unit."""

    IV = "iv"
    IM = "im"
    INTRANASAL = "intranasal"
    SUBLINGUAL = "sublingual"
    ORAL = "oral"
    GASTRIC_TUBE = "gastric_tube"
    SUBCUTANEOUS = "subcutaneous"
    DEPOT_IM = "depot_im"
    DEPOT_SC = "depot_sc"
    INHALED = "inhaled"


class Enantiomer(StrEnum):
    """Which form of a chiral drug."""

    RACEMIC = "racemic"
    S = "s"
    R = "r"
    NOT_CHIRAL = "not_chiral"


class StepKind(StrEnum):
    """How one step of an administration is given."""

    BOLUS = "bolus"
    INFUSION = "infusion"
    INJECTION = "injection"
    DEVICE = "device"
    DOSE = "dose"
    TARGET_CONTROLLED = "target_controlled"


class DoseBasis(StrEnum):
    """What the amount of a step is counted per."""

    PER_KG = "per_kg"
    FIXED = "fixed"
    RATE_PER_KG = "rate_per_kg"
    RATE_FIXED = "rate_fixed"
    TARGET_CONCENTRATION = "target_concentration"
    VOLUME_MATCHED = "volume_matched"


_DIMENSION_OF_BASIS = {
    DoseBasis.PER_KG: Dimension.MASS_PER_WEIGHT,
    DoseBasis.FIXED: Dimension.MASS,
    DoseBasis.RATE_PER_KG: Dimension.MASS_RATE_PER_WEIGHT,
    DoseBasis.RATE_FIXED: Dimension.MASS_RATE,
    DoseBasis.TARGET_CONCENTRATION: Dimension.CONCENTRATION,
}


_BASIS_OF_DIMENSION = {dimension: basis for basis, dimension in _DIMENSION_OF_BASIS.items()}


def basis_of(amount: Quantity) -> DoseBasis | None:
    """Return the one basis that the unit of an amount fits, or None for a unit that is no dose."""
    return _BASIS_OF_DIMENSION.get(amount.dimension)


class WeightBasis(StrEnum):
    """Which body weight a per-kg dose is multiplied by."""

    ACTUAL = "actual"
    IDEAL = "ideal"
    ADJUSTED = "adjusted"
    LEAN = "lean"


class StrengthExpression(StrEnum):
    """Whether a labelled strength counts the base or the salt."""

    BASE = "base"
    SALT = "salt"


class DoseStep(Node):
    """One step of an administration. ``drug`` is set only when it differs from the regimen's."""

    kind: StepKind | None = None
    basis: DoseBasis | None = None
    amount: DoseAmount | None = None
    amount_high: DoseAmount | None = None
    duration: Duration | None = None
    drug: PartId | None = None
    volume: Volume | None = None
    pump_rate: PumpRate | None = None
    pause_before: Duration | None = None
    count: Whole | None = Field(default=None, ge=1, le=100)
    note: Line | None = None

    @model_validator(mode="after")
    def _other_drug_is_inert(self) -> Self:
        if self.drug is not None and self.basis is not DoseBasis.VOLUME_MATCHED:
            raise ValueError(
                "a step holds the regimen's own drug; "
                "another liquid may only fill a step that is matched by volume"
            )
        return self

    @model_validator(mode="after")
    def _unit_fits_basis(self) -> Self:
        for amount in (self.amount, self.amount_high):
            if amount is None:
                continue
            if self.basis is None:
                raise ValueError(f"the amount {amount} needs its basis (per kg, fixed, rate, target)")
            wanted = _DIMENSION_OF_BASIS.get(self.basis)
            if wanted is None:
                raise ValueError("a volume-matched step has no amount of its own")
            if amount.dimension is not wanted:
                raise ValueError(
                    f"“{amount}” is {amount.dimension.value}, but the basis asks for {wanted.value}; "
                    "change the unit or the basis"
                )
        if self.count is not None and self.basis not in (None, DoseBasis.PER_KG, DoseBasis.FIXED):
            raise ValueError("only a dose per kg or a fixed dose can be given several times in one step")
        if self.amount_high is not None and (self.amount is None or self.amount_high < self.amount):
            raise ValueError("the upper end of a dose range needs a lower end that is not above it")
        return self


class Preparation(Node):
    """How the drug is made up and run in."""

    vial_strength: Concentration | None = None
    strength_expressed_as: StrengthExpression | None = None
    diluent: PartId | None = None
    is_given_undiluted: YesNo | None = None
    final_concentration: Concentration | None = None
    final_volume: Volume | None = None
    mixed_with: tuple[PartId, ...] = ()
    has_own_line: YesNo | None = None
    appearance: Line | None = None
    pump_resolution: PumpRate | None = None
    note: Prose | None = None


class TargetControl(Node):
    """What a target-controlled infusion must name before it may run."""

    model: Line | None = None
    software: Line | None = None
    total_ceiling: DoseAmount | None = None


class ConditionalUse(Node):
    """When a regimen is given only to some: definition, decision time, decision-maker."""

    condition: Prose
    decided_at: PartId | None = None
    decided_by: Line | None = None


class OpioidInterval(Node):
    """What must be true of opioids before an opioid antagonist or partial agonist is started."""

    opioid_free: Duration | None = None
    opioid_free_after_long_acting: Duration | None = None
    wait_short_acting: Duration | None = None
    wait_extended_release: Duration | None = None
    wait_methadone: Duration | None = None
    minimum_cows: Whole | None = Field(default=None, ge=0, le=48)
    requires_objective_withdrawal: YesNo | None = None
    requires_opioid_urine_test: YesNo | None = None
    requires_naloxone_challenge: YesNo | None = None
    stable_before_dosing: Duration | None = None


class DrugRegimen(Part):
    """A drug as this trial gives it: product, route, basis, ordered steps, and when.

    ``visits`` are the visits at which one administration is given; ``timing`` places it beside the study
    drug (premedication: before dose start) or before the first dose (a depot). ``cap`` is the most that one
    administration may contain, whatever the weight.
    """

    name: Line
    use: RegimenUse | None = None
    drug: PartId | None = None
    enantiomer: Enantiomer | None = None
    formulation: Line | None = None
    route: Route | None = None
    weight_basis: WeightBasis | None = None
    cap: Mass | None = None
    planned_cumulative_max: Mass | None = None
    steps: tuple[DoseStep, ...] = ()
    visits: tuple[PartId, ...] = ()
    administrations_planned: Whole | None = Field(default=None, ge=1, le=1000)
    interval: Line | None = None
    timing: Timing | None = None
    minutes_from_study_drug: TimeOffset | None = None
    preparation: Preparation = Preparation()
    target_control: TargetControl | None = None
    assumed_bioavailability: Percentage | None = None
    bioavailability_rationale: Prose | None = None
    is_marketed_product_use: YesNo | None = None
    follows_product_programme: YesNo | None = None
    is_self_administered: YesNo | None = None
    condition: ConditionalUse | None = None
    opioid_interval: OpioidInterval | None = None
    prerequisites: Prose | None = None
    dose_modification: Prose | None = None
    rationale: Prose | None = None
    matched_to: PartId | None = None
    sourcing: Line | None = None


class OtherInterventionKind(StrEnum):
    """What is done beside drugs and talking therapy."""

    DEVICE = "device"
    TASK = "task"
    CUE_EXPOSURE = "cue_exposure"
    MEMORY_RETRIEVAL = "memory_retrieval"
    CARE_LINKAGE = "care_linkage"
    EDUCATION = "education"
    USUAL_CARE = "usual_care"
    HOME_PRACTICE = "home_practice"


class OtherIntervention(Part):
    """A device, task, cue exposure, care linkage or other thing done with participants."""

    name: Line
    kind: OtherInterventionKind | None = None
    description: Prose | None = None
    timing: Timing | None = None
    visits: tuple[PartId, ...] = ()
    sessions_planned: Whole | None = Field(default=None, ge=1, le=1000)
    duration: Duration | None = None
    target: Line | None = None
