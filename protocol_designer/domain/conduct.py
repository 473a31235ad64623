"""How the trial is run: other medication, harms and stopping, statistics, oversight, pharmacy."""

from enum import StrEnum

from pydantic import Field

from protocol_designer.domain.base import (
    DailyMass,
    Duration,
    Line,
    Node,
    NotApplicable,
    Part,
    PartId,
    Percentage,
    Prose,
    Whole,
    YesNo,
)
from protocol_designer.domain.codes import ConcomitantPolicy, ConsentTopic, DrugClass


class ConcomitantMedication(Part):
    """What participants may take beside the study treatment, one class of medicines at a time."""

    drug_class: DrugClass
    policy: ConcomitantPolicy
    free_before_dosing: Duration | None = None
    diazepam_equivalent_max: DailyMass | None = None
    stable_for: Duration | None = None
    requires_euthyroid_check: YesNo | None = None
    blood_pressure_plan: Prose | None = None
    reason: Prose | None = None


class AdverseEventOfInterest(Part):
    """A harm that is asked about systematically, with the activities that find it."""

    name: Line
    activities: tuple[PartId, ...] = ()
    mitigation: Prose | None = None


class StoppingScope(StrEnum):
    """Whom a stopping rule stops."""

    PARTICIPANT = "participant"
    ARM = "arm"
    TRIAL = "trial"


class StoppingRule(Part):
    """A condition that ends treatment or the trial."""

    scope: StoppingScope
    condition: Prose
    action: Prose | None = None
    decided_by: Line | None = None


class Harms(Node):
    """How harms are defined, found, reported, and what stops the trial."""

    definition: Prose | None = None
    collection: Prose | None = None
    events_of_interest: tuple[AdverseEventOfInterest, ...] = ()
    stopping_rules: tuple[StoppingRule, ...] = ()
    serious_unexpected_report_days: Whole | None = Field(default=None, ge=0, le=90)
    fatal_report_days: Whole | None = Field(default=None, ge=0, le=90)
    reporting: Prose | None = None


class SampleSize(Node):
    """How many participants and why."""

    total: Whole | None = Field(default=None, ge=1, le=1_000_000)
    reasoning: Prose | None = None
    power: Percentage | None = None
    significance_level: Percentage | None = None
    attrition: Percentage | None = None


class Statistics(Node):
    """The analysis as planned."""

    sample_size: SampleSize = SampleSize()
    analysis_sets: Prose | None = None
    primary_analysis: Prose | None = None
    secondary_analysis: Prose | None = None
    harms_analysis: Prose | None = None
    missing_data: Prose | None = None
    sensitivity: Prose | None = None
    interim: Prose | NotApplicable | None = None
    multiplicity: Prose | None = None


class Authorisation(Node):
    """The regulator's permission, or the documented reason for needing none."""

    reference: Line | None = None
    exemption_reasoning: Prose | None = None


class SafetyOversight(StrEnum):
    """Who watches the accruing safety data."""

    INDEPENDENT_BOARD = "independent_board"
    INDEPENDENT_MEDICAL_MONITOR = "independent_medical_monitor"
    INVESTIGATOR_ONLY = "investigator_only"


class Consent(Node):
    """How consent is taken from people who may be intoxicated or in withdrawal.

    ``payment`` says what participants are paid or paid back, for what and when.
    """

    is_taken_sober: YesNo | None = None
    is_taken_before_preparation: YesNo | None = None
    capacity_is_checked_on_dosing_day: YesNo | None = None
    withdrawal_on_dosing_day: Prose | None = None
    who_takes_it: Line | None = None
    information_topics: tuple[ConsentTopic, ...] = ()
    payment: Prose | None = None


class Oversight(Node):
    """Ethics, regulation, independent monitoring, data protection.

    ``ancillary_consent`` is about data and specimens in later studies; ``document_access`` about where the
    protocol and the plan of analysis can be read.
    """

    ethics_approval: Prose | None = None
    authorisation: Authorisation = Authorisation()
    safety_oversight: SafetyOversight | None = None
    safety_oversight_details: Prose | None = None
    consent: Consent = Consent()
    ancillary_consent: Prose | NotApplicable | None = None
    confidentiality: Prose | None = None
    has_certificate_of_confidentiality: YesNo | None = None
    limits_of_confidentiality_in_consent: YesNo | None = None
    trial_monitoring: Prose | None = None
    data_management: Prose | None = None
    data_sharing: Prose | None = None
    document_access: Prose | None = None
    dissemination: Prose | None = None
    insurance: Prose | None = None
    post_trial_care: Prose | None = None
    amendments: Prose | None = None


class Pharmacy(Node):
    """Controlled drugs: authority, storage, preparation, accountability."""

    controlled_drug_authority: Prose | None = None
    storage: Prose | None = None
    has_two_person_preparation: YesNo | None = None
    has_witnessed_waste: YesNo | None = None
    has_dose_reconciliation: YesNo | None = None
    bars_participant_held_supply: YesNo | None = None
    stocks_two_strengths: YesNo | None = None
    strength_check_step: Prose | None = None
