"""The plan for a dosing day: setting, watching, staff, kit, thresholds, rescue, fasting and going home."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from protocol_designer.domain.base import Duration, ElapsedTime, Line, Node, Part, PartId, Prose, Whole, YesNo
from protocol_designer.domain.codes import (
    DischargeCriterion,
    KitItem,
    Measure,
    Parameter,
    Presence,
    Qualification,
    Relation,
    RescueScenario,
    Setting,
    StaffRole,
)
from protocol_designer.domain.measured import check_unit
from protocol_designer.quantities import Quantity


class Monitoring(Part):
    """How one parameter is watched."""

    parameter: Parameter
    instrument: Line | None = None
    is_measured_before: YesNo | None = None
    is_continuous: YesNo | None = None
    interval_during: Duration | None = None
    interval_after: Duration | None = None
    continues_until_discharge: YesNo | None = None


class StaffMember(Part):
    """A role on the dosing team."""

    role: StaffRole
    name: Line
    qualifications: tuple[Qualification, ...] = ()
    presence: Presence | None = None
    count: Whole = Field(default=1, ge=1, le=100)
    has_other_duties: YesNo | None = None
    stays_until_discharge: YesNo | None = None
    rates_outcomes: YesNo | None = None


class ThresholdPurpose(StrEnum):
    """What crossing a threshold leads to."""

    HOLD_BEFORE_DOSE = "hold_before_dose"
    STOP_DURING_DOSE = "stop_during_dose"
    TREAT = "treat"
    CALL_PHYSICIAN = "call_physician"


class Threshold(Part):
    """A measured value at which something is done."""

    purpose: ThresholdPurpose
    measure: Measure
    relation: Relation
    value: Quantity
    repeat_after: Duration | None = None
    action: Prose | None = None

    @model_validator(mode="after")
    def _unit_fits_measure(self) -> Self:
        check_unit(self.measure, self.value)
        return self


class RescuePlan(Part):
    """What is done in one emergency, and with which rescue regimens."""

    scenario: RescueScenario
    actions: Prose | None = None
    regimens: tuple[PartId, ...] = ()


class WaiverReason(StrEnum):
    """Why no antisialagogue is given where the dose would ask for one."""

    DOCUMENTED_CONTRAINDICATION = "documented_contraindication"
    ANAESTHETIST_DECISION = "anaesthetist_decision"


class AntisialagogueWaiver(Node):
    """The written decision to give no antisialagogue."""

    reason: WaiverReason
    explanation: Prose


class Fasting(Node):
    """How long before dosing food and drink stop."""

    clear_fluids: ElapsedTime | None = None
    light_meal: ElapsedTime | None = None


class Discharge(Node):
    """When and how a participant may leave."""

    criteria: tuple[DischargeCriterion, ...] = ()
    score: Measure | None = None
    score_at_least: Whole | None = Field(default=None, ge=0, le=100)
    score_readings: Whole | None = Field(default=None, ge=1, le=100)
    needs_clinician_sign_off: YesNo | None = None
    needs_adult_escort: YesNo | None = None
    no_driving: Duration | None = None
    no_driving_until_after_sleep: YesNo | None = None


class DosingDayPlan(Node):
    """Everything that keeps a participant safe from arrival to going home."""

    setting: Setting | None = None
    is_directly_observed: YesNo | None = None
    monitoring: tuple[Monitoring, ...] = ()
    staff: tuple[StaffMember, ...] = ()
    kit: tuple[KitItem, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    stop_rule_for_agitation: Prose | None = None
    rescue_plans: tuple[RescuePlan, ...] = ()
    antisialagogue_waiver: AntisialagogueWaiver | None = None
    antisialagogue_rationale: Prose | None = None
    fasting: Fasting = Fasting()
    observation_after_dose: Duration | None = None
    staffed_from: Line | None = None
    staffed_hours: Duration | None = None
    discharge: Discharge = Discharge()
    action_on_positive_toxicology: Prose | None = None
    action_on_suicide_risk: Prose | None = None
    set_and_setting: Prose | None = None
