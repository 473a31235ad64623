"""What the trial asks: objectives, endpoints, and estimands with the five attributes of ICH E9(R1)."""

from enum import StrEnum

from protocol_designer.domain.base import Line, Node, NotApplicable, Part, PartId, Prose, YesNo
from protocol_designer.domain.timing import Timing


class ObjectiveLevel(StrEnum):
    """The rank of an objective."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    EXPLORATORY = "exploratory"


class Concern(StrEnum):
    """Whether an objective is about benefit or about harm."""

    BENEFIT = "benefit"
    HARM = "harm"
    MECHANISM = "mechanism"


class EventStrategy(StrEnum):
    """The five strategies of ICH E9(R1) for an intercurrent event."""

    TREATMENT_POLICY = "treatment_policy"
    HYPOTHETICAL = "hypothetical"
    COMPOSITE = "composite"
    WHILE_ON_TREATMENT = "while_on_treatment"
    PRINCIPAL_STRATUM = "principal_stratum"


class Endpoint(Part):
    """A measured variable, how it is summarised, and when (SPIRIT 2025 item 16)."""

    variable: Line
    metric: Line | None = None
    aggregation: Line | None = None
    timepoint: Timing | None = None
    time_frame: Line | None = None
    activities: tuple[PartId, ...] = ()
    is_self_report_only: YesNo | None = None
    verified_by: tuple[PartId, ...] = ()
    relevance: Prose | None = None


class IntercurrentEvent(Node):
    """An event after allocation that changes the meaning of the endpoint, and what is done about it."""

    event: Line
    strategy: EventStrategy
    reason: Prose | None = None


class Estimand(Part):
    """The treatment effect to be estimated."""

    treatment: Prose | None = None
    population: Prose | None = None
    endpoint: PartId | None = None
    intercurrent_events: tuple[IntercurrentEvent, ...] = ()
    summary_measure: Line | None = None


class Objective(Part):
    """One question of the trial with the endpoints that answer it."""

    level: ObjectiveLevel
    concern: Concern = Concern.BENEFIT
    text: Prose
    endpoints: tuple[PartId, ...] = ()
    estimand: Estimand | NotApplicable | None = None
