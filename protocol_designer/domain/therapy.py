"""Talking treatment: courses, their sessions anchored to doses, who gives them and how fidelity is kept."""

from enum import StrEnum

from pydantic import Field

from protocol_designer.domain.base import Duration, Line, Node, Part, PartId, Prose, Whole, YesNo
from protocol_designer.domain.timing import Timing


class TherapyApproach(StrEnum):
    """The school of a course."""

    MOTIVATIONAL_ENHANCEMENT = "motivational_enhancement"
    MINDFULNESS_BASED_RELAPSE_PREVENTION = "mindfulness_based_relapse_prevention"
    COGNITIVE_BEHAVIOURAL_RELAPSE_PREVENTION = "cognitive_behavioural_relapse_prevention"
    KETAMINE_ASSISTED = "ketamine_assisted"
    EXISTENTIAL = "existential"
    EDUCATION = "education"
    COUNSELLING = "counselling"
    GROUP = "group"
    MEMORY_RECONSOLIDATION = "memory_reconsolidation"
    INTENSIVE_PROGRAMME = "intensive_programme"
    USUAL_CARE = "usual_care"
    OTHER = "other"


class SessionKind(StrEnum):
    """What a session is for."""

    PREPARATION = "preparation"
    IN_SESSION = "in_session"
    INTEGRATION = "integration"
    MOTIVATIONAL = "motivational"
    RELAPSE_PREVENTION = "relapse_prevention"
    EDUCATION = "education"
    COUNSELLING = "counselling"


class Provider(Node):
    """Who delivers therapy and how they are qualified, trained and supervised."""

    role: Line | None = None
    licence: Line | None = None
    training: Prose | None = None
    supervision: Prose | None = None
    is_alone_with_participant_during_dosing: YesNo | None = None


class TherapySession(Part):
    """One planned session. ``dose_number`` names the dose that a preparation or integration belongs to."""

    kind: SessionKind | None = None
    name: Line
    timing: Timing | None = None
    visit: PartId | None = None
    duration: Duration | None = None
    dose_number: Whole | None = Field(default=None, ge=1, le=999)
    depends_on_memory: YesNo | None = None
    content: Prose | None = None


class TherapyCourse(Part):
    """A course of sessions that one or more arms receive."""

    name: Line
    approach: TherapyApproach | None = None
    purpose: Prose | None = None
    sessions: tuple[TherapySession, ...] = ()
    sessions_planned: Whole | None = Field(default=None, ge=0, le=1000)
    schedule_as_described: Line | None = None
    manual: Line | None = None
    mode: Line | None = None
    location: Line | None = None
    provider: Provider = Provider()
    fidelity: Prose | None = None
    conduct_policy: Prose | None = None
    tailoring: Prose | None = None
