"""A prior study as a template: its evidence, and the protocol that a new trial can start from."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from protocol_designer.domain.base import Line, Part, Prose
from protocol_designer.domain.places import UnknownPlace, value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word
from protocol_designer.precedents.cited import CitedPlace, EvidenceSource, Fact, FactPart
from protocol_designer.precedents.exchange_text import exchange_text
from protocol_designer.precedents.facts import (
    AdministrationFacts,
    ArmFacts,
    AssessmentFacts,
    CitationFacts,
    Conflict,
    DesignFacts,
    FollowUpFacts,
    Link,
    OtherInterventionFacts,
    OutcomeFacts,
    PopulationFacts,
    SafetyFacts,
    SessionFacts,
    SupplementFact,
)


class EvidenceClass(StrEnum):
    """What kind of evidence a record is."""

    CONTROLLED_TRIAL = "controlled_trial"
    UNCONTROLLED_TRIAL = "uncontrolled_trial"
    COHORT = "cohort"
    CASE_SERIES = "case_series"
    CASE_REPORT = "case_report"
    SECONDARY_ANALYSIS = "secondary_analysis"
    ONGOING_TRIAL = "ongoing_trial"
    PHARMACOVIGILANCE = "pharmacovigilance"
    HUMAN_PHARMACOLOGY = "human_pharmacology"
    CONTROLLED_TRIAL_NON_SUD = "controlled_trial_non_sud"
    BIOMARKER = "biomarker"
    HISTORICAL_PRACTICE = "historical_practice"

    @property
    def printed(self) -> str:
        """The words for people, with a capital."""
        if self is EvidenceClass.CONTROLLED_TRIAL_NON_SUD:
            return "Controlled trial, not in substance use"
        return title_word(self)


class Template(Part):
    """One prior study. ``protocol`` holds what can be copied; what was not reported is absent there.

    ``year`` puts the records in order: the year of publication, or the last one that a record without a
    publication is reported for.

    Raises (as validation errors) when a fact cites a spot that is not listed, when an arm names an unknown
    administration or session, or when a provenance entry does not match the value it speaks for.
    """

    label: Line
    evidence_class: EvidenceClass
    starts_protocol: bool
    why_not: Prose | None = None
    substance: Line
    indication: Line
    year: int = Field(ge=1900, le=2100)
    citation: CitationFacts
    design: DesignFacts
    population: PopulationFacts
    arms: tuple[ArmFacts, ...] = ()
    administrations: tuple[AdministrationFacts, ...] = ()
    sessions: tuple[SessionFacts, ...] = ()
    other_interventions: tuple[OtherInterventionFacts, ...] = ()
    premedication: tuple[AdministrationFacts, ...] | Line = "not reported"
    assessments: tuple[AssessmentFacts, ...] = ()
    follow_up: tuple[FollowUpFacts, ...] = ()
    outcomes: tuple[OutcomeFacts, ...] = ()
    safety: tuple[SafetyFacts, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    supplements: tuple[SupplementFact, ...] = ()
    links: tuple[Link, ...] = ()
    sources: tuple[EvidenceSource, ...] = Field(min_length=1)
    cited_places: tuple[CitedPlace, ...] = ()
    protocol: TrialProtocol | None = None

    @model_validator(mode="after")
    def _starts_a_protocol_or_says_why_not(self) -> Self:
        if self.starts_protocol != (self.protocol is not None):
            raise ValueError("a record that starts a protocol holds one, evidence only holds none")
        if self.starts_protocol == (self.why_not is not None):
            raise ValueError("only a record that starts no protocol says why not")
        return self

    @model_validator(mode="after")
    def _cites_what_is_listed(self) -> Self:
        sources = {source.id for source in self.sources}
        places = {place.id for place in self.cited_places}
        for place in self.cited_places:
            if place.source not in sources:
                raise ValueError(
                    f"the cited place {place.id} names {place.source}, which is not a listed source"
                )
        for fact in self._facts():
            for key in fact.cited:
                if key not in places:
                    raise ValueError(f"a fact cites {key}, which is not among the cited places")
        for key in self._named_sources():
            if key not in sources:
                raise ValueError(f"{key} is named as a source and is not listed")
        return self

    @model_validator(mode="after")
    def _arms_refer_to_what_is_described(self) -> Self:
        for arm in self.arms:
            for wanted, parts in (
                (arm.administrations, self.administrations),
                (arm.sessions, self.sessions),
                (arm.other_interventions, self.other_interventions),
            ):
                known = {part.id for part in parts}
                for key in wanted:
                    if key not in known:
                        raise ValueError(f"the arm {arm.id} refers to {key}, which is not described")
        return self

    @model_validator(mode="after")
    def _provenance_matches_its_values(self) -> Self:
        if self.protocol is None:
            return self
        for entry in self.protocol.provenance:
            try:
                value = exchange_text(value_at(self.protocol, entry.place))
            except UnknownPlace as error:
                raise ValueError(f"protocol.provenance: {error}") from error
            if value != entry.value:
                raise ValueError(f"protocol.provenance: {entry.place} holds “{value}”, not “{entry.value}”")
        return self

    def source(self, source_id: str) -> EvidenceSource:
        """Return a source by id; KeyError when there is none."""
        for source in self.sources:
            if source.id == source_id:
                return source
        raise KeyError(source_id)

    def sources_of(self, fact: Fact | FactPart) -> tuple[tuple[EvidenceSource, str], ...]:
        """Return the documents that say a fact, each with the locator."""
        spots = {place.id: place for place in self.cited_places}
        return tuple((self.source(spots[key].source), spots[key].locator) for key in fact.cited)

    @property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        """The disagreements that no document settles."""
        return tuple(conflict for conflict in self.conflicts if not conflict.settled_by)

    def _facts(self) -> Iterator[Fact | FactPart]:
        yield from (self.citation, self.design, self.population)
        yield from (*self.arms, *self.administrations, *self.sessions, *self.other_interventions)
        yield from (*self.assessments, *self.follow_up, *self.outcomes, *self.safety)
        if not isinstance(self.premedication, str):
            yield from self.premedication
        for conflict in self.conflicts:
            yield from conflict.statements

    def _named_sources(self) -> Iterator[str]:
        for conflict in self.conflicts:
            yield from conflict.settled_by
        for supplement in self.supplements:
            yield supplement.source
        for administration in self.administrations:
            yield from administration.stepwise_cited
