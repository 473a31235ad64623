"""Finds the prior studies nearest to a composed regimen, and says field by field how it differs from them.

The order is a help for reading and no judgement: it is computed in floats and never compared with a limit.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.precedents.profile import RegimenProfile, Span, profile_of
from protocol_designer.precedents.reported import ReportedRegimen, reported_regimens


class Relation(StrEnum):
    """How a value of this protocol stands to a reported one."""

    SAME = "same"
    LOWER = "lower"
    HIGHER = "higher"
    OVERLAPS = "overlaps"
    DIFFERS = "differs"
    UNDECIDED = "undecided"
    NOT_REPORTED = "not_reported"


class Field(StrEnum):
    """What two regimens are compared by, in the order in which they are shown."""

    DRUG = "drug"
    ROUTE = "route"
    DOSE_PER_KG = "dose_per_kg"
    DOSE = "dose"
    TARGET = "target"
    DURATION = "duration"
    RATE = "rate"
    ADMINISTRATIONS = "administrations"
    INTERVAL = "interval"
    COMPARATOR = "comparator"
    THERAPY = "therapy"
    FOLLOW_UP = "follow_up"


_WEIGHT = {
    Field.DOSE_PER_KG: 4.0, Field.DOSE: 1.0, Field.TARGET: 4.0, Field.RATE: 3.0, Field.DURATION: 1.0,
    Field.ADMINISTRATIONS: 2.0, Field.INTERVAL: 1.0, Field.COMPARATOR: 1.0, Field.THERAPY: 1.0,
    Field.FOLLOW_UP: 1.0,
}  # fmt: skip
_FAR = 1.0
_UNKNOWN = 0.5
_DOUBLINGS_THAT_ARE_FAR = 2.0


@dataclass(frozen=True, slots=True)
class Precedent:
    """A prior regimen of the same drug and its relation in each field; the nearest has the least distance."""

    reported: ReportedRegimen
    relations: dict[Field, Relation]
    distance: float

    @property
    def has_same_route(self) -> bool:
        """Whether it was given the same way."""
        return self.relations[Field.ROUTE] is Relation.SAME


@dataclass(frozen=True, slots=True)
class Precedents:
    """All regimens of the same drug that prior studies report, nearest first."""

    regimen: DrugRegimen
    profile: RegimenProfile
    found: tuple[Precedent, ...]

    @property
    def by_same_route(self) -> tuple[Precedent, ...]:
        """Those that count as precedents: the same drug by the same route."""
        return tuple(entry for entry in self.found if entry.has_same_route)

    def beyond(self, field: Field) -> tuple[Relation, ...]:
        """Tell whether this dose or rate lies outside all reported ones by the same route.

        Returns HIGHER, LOWER, both (a range), or nothing when it lies among them or nothing can be compared.
        A mean or median of rates that varied is no rate that was given and so bounds nothing.
        """
        ours = span_of(self.profile, field)
        theirs = [span for entry in self.by_same_route if (span := given_span(entry.reported.profile, field))]
        if ours is None or not theirs:
            return ()
        found = []
        if ours.high > max(span.high for span in theirs):
            found.append(Relation.HIGHER)
        if ours.low < min(span.low for span in theirs):
            found.append(Relation.LOWER)
        return tuple(found)


def precedents_of(
    trial: TrialProtocol, regimen: DrugRegimen, library: TemplateLibrary, formulary: Formulary
) -> Precedents:
    """Return the prior regimens of the same drug, nearest first; none when the drug is undecided."""
    return precedents_among(trial, regimen, all_reported(library, formulary))


def precedents_among(
    trial: TrialProtocol, regimen: DrugRegimen, regimens: Sequence[ReportedRegimen]
) -> Precedents:
    """Return the same as `precedents_of` from regimens that were read before, which takes half the time."""
    ours = profile_of(trial, regimen)
    found = []
    for reported in regimens:
        if ours.drug is not None and reported.profile.drug == ours.drug:
            relations = _relations(ours, reported.profile)
            found.append(Precedent(reported, relations, _distance(ours, reported.profile, relations)))
    found.sort(key=_order_of)
    return Precedents(regimen, ours, tuple(found))


def _order_of(entry: Precedent) -> tuple[bool, float, int, str]:
    """Same route first, then the least distance; at the same distance the one that has more in common."""
    shared = sum(relation is Relation.SAME for relation in entry.relations.values())
    return not entry.has_same_route, round(entry.distance, 9), -shared, entry.reported.template.id


def all_reported(library: TemplateLibrary, formulary: Formulary) -> tuple[ReportedRegimen, ...]:
    """Return every regimen that the prior studies report, the oldest study first."""
    return tuple(one for template in library.all for one in reported_regimens(template, formulary))


def _relations(ours: RegimenProfile, theirs: RegimenProfile) -> dict[Field, Relation]:
    found = {
        Field.DRUG: _equality(ours.drug, theirs.drug),
        Field.ROUTE: _equality(ours.route, theirs.route),
        Field.COMPARATOR: _equality(ours.comparators, theirs.comparators),
    }
    if theirs.has_average_rate and ours.mg_per_kg_per_min is not None:
        found[Field.RATE] = Relation.NOT_REPORTED
    for field in Field:
        if field not in found:
            found[field] = _order(span_of(ours, field), span_of(theirs, field))
    return {field: found[field] for field in Field}


def _equality(ours: object, theirs: object) -> Relation:
    if ours is None:
        return Relation.UNDECIDED
    if theirs is None:
        return Relation.NOT_REPORTED
    return Relation.SAME if ours == theirs else Relation.DIFFERS


def _order(ours: Span | None, theirs: Span | None) -> Relation:
    if ours is None:
        return Relation.UNDECIDED
    if theirs is None:
        return Relation.NOT_REPORTED
    if ours == theirs:
        return Relation.SAME
    if ours.high < theirs.low:
        return Relation.LOWER
    return Relation.HIGHER if ours.low > theirs.high else Relation.OVERLAPS


def given_span(profile: RegimenProfile, field: Field) -> Span | None:
    """Return the value of a field that participants were given; None for an average of rates that varied."""
    return None if field is Field.RATE and profile.has_average_rate else span_of(profile, field)


def span_of(profile: RegimenProfile, field: Field) -> Span | None:
    """Return the numeric value of a field, exact; None when it is unknown or no number."""
    if field is Field.DOSE_PER_KG:
        return profile.mg_per_kg
    if field is Field.DOSE:
        return profile.mg
    if field is Field.RATE:
        return profile.mg_per_kg_per_min
    value = {
        Field.TARGET: profile.target.in_base if profile.target else None,
        Field.DURATION: profile.minutes,
        Field.ADMINISTRATIONS: None if profile.administrations is None else Fraction(profile.administrations),
        Field.INTERVAL: profile.interval_minutes,
        Field.THERAPY: profile.therapy_minutes,
        Field.FOLLOW_UP: profile.follow_up_minutes,
    }.get(field)
    return None if value is None else Span(value, value)


def _distance(ours: RegimenProfile, theirs: RegimenProfile, relations: dict[Field, Relation]) -> float:
    return sum(
        weight * _field_distance(relations[field], span_of(ours, field), span_of(theirs, field))
        for field, weight in _WEIGHT.items()
    )


def _field_distance(relation: Relation, ours: Span | None, theirs: Span | None) -> float:
    if relation is Relation.SAME:
        return 0.0
    if relation is Relation.UNDECIDED:
        return 0.0
    if relation is Relation.NOT_REPORTED:
        return _UNKNOWN
    if ours is None or theirs is None:
        return _FAR
    middle = float(ours.low + ours.high), float(theirs.low + theirs.high)
    if min(middle) <= 0:
        return _FAR
    return min(_FAR, abs(math.log2(middle[0] / middle[1])) / _DOUBLINGS_THAT_ARE_FAR)
