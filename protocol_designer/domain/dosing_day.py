"""The plan for a dosing day: setting, watching, staff, kit, thresholds, rescue, fasting and going home."""

from enum import StrEnum

from protocol_designer.domain.base import Duration, ElapsedTime, Line, Node, Part, PartId, Prose
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
from protocol_designer.quantities import Quantity


class Monitoring(Part):
    """How one parameter is watched."""

    parameter: Parameter
    instrument: Line | None = None
    is_measured_before: bool | None = None
    is_continuous: bool | None = None
    interval_during: Duration | None = None
    interval_after: Duration | None = None
    continues_until_discharge: bool | None = None


class StaffMember(Part):
    """A role on the dosing team."""

    role: StaffRole
    name: Line
    qualifications: tuple[Qualification, ...] = ()
    presence: Presence | None = None
    count: int = 1
    has_other_duties: bool | None = None
    stays_until_discharge: bool | None = None
    rates_outcomes: bool | None = None


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


class RescuePlan(Part):
    """What is done in one emergency, and with which rescue regimens."""

    scenario: RescueScenario
    actions: Prose
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
    score_at_least: int | None = None
    score_readings: int | None = None
    needs_clinician_sign_off: bool | None = None
    needs_adult_escort: bool | None = None
    no_driving: Duration | None = None
    no_driving_until_after_sleep: bool | None = None


class DosingDayPlan(Node):
    """Everything that keeps a participant safe from arrival to going home."""

    setting: Setting | None = None
    is_directly_observed: bool | None = None
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
