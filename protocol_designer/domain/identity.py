"""Who and what a protocol is: titles, numbers, version, people, sponsor, funding, registration."""

from enum import StrEnum

from protocol_designer.domain.base import CalendarDate, Line, Node, NotApplicable, Part, Prose, YesNo


class TrialPhase(StrEnum):
    """The phase of clinical development, as ICH M11 lists them."""

    EARLY_1 = "early_phase_1"
    PHASE_1 = "phase_1"
    PHASE_1_2 = "phase_1_2"
    PHASE_2 = "phase_2"
    PHASE_2_3 = "phase_2_3"
    PHASE_3 = "phase_3"
    PHASE_4 = "phase_4"
    NOT_APPLICABLE = "not_applicable"


class Jurisdiction(StrEnum):
    """The region whose regulation applies."""

    US = "us"
    UK = "uk"
    EU = "eu"
    CANADA = "canada"
    AUSTRALIA = "australia"
    OTHER = "other"


class Substance(StrEnum):
    """The substance whose use disorder is treated."""

    ALCOHOL = "alcohol"
    COCAINE = "cocaine"
    METHAMPHETAMINE = "methamphetamine"
    OPIOID = "opioid"
    CANNABIS = "cannabis"
    TOBACCO = "tobacco"
    SEDATIVE = "sedative"
    SEVERAL = "several"


class PersonRole(StrEnum):
    """What a person does for the trial."""

    PRINCIPAL_INVESTIGATOR = "principal_investigator"
    INVESTIGATOR = "investigator"
    SPONSOR_SIGNATORY = "sponsor_signatory"
    MEDICAL_EXPERT = "medical_expert"
    MEDICAL_MONITOR = "medical_monitor"
    ANAESTHETIST = "anaesthetist"
    PHARMACIST = "pharmacist"
    STATISTICIAN = "statistician"
    THERAPY_LEAD = "therapy_lead"
    COORDINATOR = "coordinator"


class Person(Part):
    """A contributor with role and contact."""

    name: Line
    role: PersonRole
    affiliation: Line | None = None
    contact: Line | None = None
    interests: Prose | None = None


class Registration(Node):
    """An entry in a trial registry, made or intended."""

    registry: Line
    identifier: Line | None = None
    registered_on: CalendarDate | None = None


class Identity(Node):
    """The title page of a protocol."""

    full_title: Line | None = None
    short_title: Line | None = None
    acronym: Line | None = None
    protocol_number: Line | None = None
    version: Line | None = None
    version_date: CalendarDate | None = None
    is_original: YesNo | None = None
    phase: TrialPhase | None = None
    substance: Substance | None = None
    indication: Line | None = None
    jurisdictions: tuple[Jurisdiction, ...] = ()
    sponsor_name: Line | None = None
    sponsor_address: Line | None = None
    sponsor_role: Prose | None = None
    funding: Prose | None = None
    registration: Registration | NotApplicable | None = None
    people: tuple[Person, ...] = ()
    confidentiality_statement: Prose | None = None
