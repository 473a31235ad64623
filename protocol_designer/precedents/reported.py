"""The drug regimens that prior studies report, as profiles: numbers where reported, words beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from protocol_designer.derived.paths import STUDY_USES
from protocol_designer.domain.interventions import Route
from protocol_designer.formulary.records import Formulary
from protocol_designer.precedents.cited import Absence
from protocol_designer.precedents.facts import (
    AdministrationFacts,
    ArmFacts,
    DoseFacts,
    SegmentFacts,
    SessionFacts,
)
from protocol_designer.precedents.profile import NO_DRUG, RegimenProfile, Span
from protocol_designer.precedents.template import EvidenceClass, Template
from protocol_designer.quantities import Dimension, Quantity, UnreadableQuantity

_DAY = Fraction(24 * 60)
_MINUTES = {
    "min": Fraction(1), "minute": Fraction(1), "h": Fraction(60), "hour": Fraction(60), "day": _DAY,
    "week": 7 * _DAY, "month": Fraction(3044, 100) * _DAY, "year": Fraction(36525, 100) * _DAY,
}  # fmt: skip
_NAMED_TIME = re.compile(r"\b(\d+)[ -](min|minute|h|hour|day|week|month|year)s?\b")
_NAMED_REPETITION = {"daily": _DAY, "weekly": 7 * _DAY, "monthly": _MINUTES["month"]}
_ROUTES = {
    "iv": Route.IV, "im": Route.IM, "intranasal": Route.INTRANASAL, "sublingual": Route.SUBLINGUAL,
    "oral": Route.ORAL, "po": Route.ORAL, "subcutaneous": Route.SUBCUTANEOUS,
}  # fmt: skip
_AVERAGES = ("mean", "median")
_STUDIED = ("study drug", "comparator", "investigational", "exposure")
_SINGLE = (EvidenceClass.CASE_REPORT, EvidenceClass.CASE_SERIES)
_EACH = re.compile(r"^(?:once a|every) (day|week|month)\b")
_GAP = re.compile(r"^(?:every )?(\d+)[ -](min|minute|h|hour|day|week|month)s?(?: between \w+)?$")


@dataclass(frozen=True, slots=True)
class ReportedRegimen:
    """One drug as one prior study gave it, and the arms (groups) that received it."""

    template: Template
    administration: AdministrationFacts
    arms: tuple[ArmFacts, ...]
    sessions: tuple[SessionFacts, ...]
    comparators: tuple[AdministrationFacts, ...]
    drugless_arms: tuple[ArmFacts, ...]
    profile: RegimenProfile


def reported_regimens(template: Template, formulary: Formulary) -> Iterator[ReportedRegimen]:
    """Yield every administration of a record, those of comparators among them.

    A record that is known from supplements only has no administrations of its own; the protocol that it
    starts says then what was given.
    """
    administrations, all_arms = template.administrations, template.arms
    if not administrations:
        administrations, all_arms = tuple(_of_protocol(template)), tuple(_arms_of_protocol(template))
    for administration in administrations:
        arms = tuple(arm for arm in all_arms if administration.id in arm.administrations)
        wanted = {session for arm in arms for session in arm.sessions}
        sessions = tuple(session for session in template.sessions if session.id in wanted)
        elsewhere = {key for arm in all_arms if arm not in arms for key in arm.administrations}
        studied = {entry.id for entry in administrations if entry.purpose.startswith(_STUDIED)}
        comparators = tuple(entry for entry in administrations if entry.id in elsewhere & studied)
        drugless = tuple(
            arm for arm in template.arms if arm not in arms and not studied.intersection(arm.administrations)
        )
        profile = replace(
            _profile(template, administration, sessions, formulary),
            comparators=_comparators(template, arms, comparators, drugless, formulary),
        )
        yield ReportedRegimen(template, administration, arms, sessions, comparators, drugless, profile)


def _arms_of_protocol(template: Template) -> Iterator[ArmFacts]:
    for arm in template.protocol.arms if template.protocol else ():
        given = tuple(arm.regimens)
        yield ArmFacts(
            id=arm.id,
            label=arm.name,
            role=Absence.NOT_REPORTED,
            n=Absence.NOT_REPORTED,
            administrations=given,
        )


def _of_protocol(template: Template) -> Iterator[AdministrationFacts]:
    for regimen in template.protocol.regimens if template.protocol else ():
        if regimen.drug is None or regimen.use not in STUDY_USES or len(regimen.steps) != 1:
            continue
        step = regimen.steps[0]
        absent = Absence.NOT_REPORTED
        yield AdministrationFacts(
            id=regimen.id,
            purpose=str(regimen.use),
            drug=regimen.drug,
            route=regimen.route or absent.value,
            dose=DoseFacts(
                amount=step.amount or absent, amount_high=step.amount_high, basis=step.basis or absent.value
            ),
            segments=(SegmentFacts(kind=step.kind or absent.value, duration=step.duration or absent),),
            count=regimen.administrations_planned or absent.value,
            interval=regimen.interval or absent.value,
            timing=absent.value,
        )


def drug_named(name: str, formulary: Formulary) -> str | None:
    """Return the drug that a document's word stands for; None when the formulary does not know it."""
    wanted = name.casefold()
    for drug in formulary.drugs:
        if wanted in (drug.id, drug.name.casefold(), *(other.casefold() for other in drug.synonyms)):
            return drug.id
    return "sodium_chloride" if "saline" in wanted else None


def named_minutes(text: str) -> Fraction | None:
    """Return the longest time that words name, in minutes, to order studies by.

    A month counts 30.44 days and a year 365.25: good for an order, never for printing or a limit.
    """
    found = [Fraction(number) * _MINUTES[unit] for number, unit in _NAMED_TIME.findall(text)]
    return max(found, default=None)


def named_interval(text: str) -> Fraction | None:
    """Return the time from one administration to the next that words name, in minutes, to order studies by.

    ``twice a week`` and ``8 infusions in 6 weeks`` name no single interval.
    """
    if text in _NAMED_REPETITION:
        return _NAMED_REPETITION[text]
    if each := _EACH.match(text):
        return _MINUTES[each[1]]
    gap = _GAP.match(text)
    return Fraction(gap[1]) * _MINUTES[gap[2]] if gap else None


def _profile(
    template: Template,
    administration: AdministrationFacts,
    sessions: tuple[SessionFacts, ...],
    formulary: Formulary,
) -> RegimenProfile:
    dose, minutes = administration.dose, _minutes(administration)
    per_kg, rate = _span(dose, Dimension.MASS_PER_WEIGHT), _span(dose, Dimension.MASS_RATE_PER_WEIGHT)
    if rate is None and per_kg is not None and minutes:
        rate = Span(per_kg.low / minutes, per_kg.high / minutes)
    is_target = _span(dose, Dimension.CONCENTRATION) is not None
    return RegimenProfile(
        drug=drug_named(administration.drug, formulary),
        route=_ROUTES.get(administration.route.casefold()),
        mg_per_kg=per_kg,
        mg=_span(dose, Dimension.MASS),
        target=dose.amount if is_target and isinstance(dose.amount, Quantity) else None,
        minutes=minutes,
        mg_per_kg_per_min=rate,
        has_average_rate=dose.kind.startswith(_AVERAGES),
        administrations=administration.count if isinstance(administration.count, int) else None,
        interval_minutes=named_interval(administration.interval),
        therapy_minutes=_therapy(template, sessions),
        follow_up_minutes=max(
            (found for entry in template.follow_up if (found := named_minutes(entry.window))), default=None
        ),
    )


def _span(dose: DoseFacts, dimension: Dimension) -> Span | None:
    low, high = dose.amount, dose.amount_high
    if not isinstance(low, Quantity) or low.dimension is not dimension:
        return None
    return Span(low.in_base, low.in_base if high is None else high.in_base)


def _minutes(administration: AdministrationFacts) -> Fraction | None:
    for segments in (administration.segments, administration.stepwise):
        lengths = [segment.duration for segment in segments]
        known = [length.in_base for length in lengths if isinstance(length, Quantity)]
        if known and len(known) == len(lengths):
            return sum(known, Fraction(0))
    return None


def _comparators(
    template: Template,
    arms: tuple[ArmFacts, ...],
    comparators: tuple[AdministrationFacts, ...],
    drugless: tuple[ArmFacts, ...],
    formulary: Formulary,
) -> frozenset[str] | None:
    """The drugs of the other arms; None where a drug is not known or the arms are not described."""
    if not arms or not template.arms:
        if template.evidence_class in _SINGLE:
            return frozenset()
        if not comparators:
            return None
    drugs = {drug_named(entry.drug, formulary) for entry in comparators}
    if None in drugs:
        return None
    return frozenset(drug for drug in drugs if drug) | ({NO_DRUG} if drugless else frozenset())


def _therapy(template: Template, sessions: tuple[SessionFacts, ...]) -> Fraction | None:
    """The planned contact; None when it, a number or a length was not reported. Silence is no absence."""
    if not sessions:
        says_none = any(
            one.type == "psychotherapy" and one.name.startswith("none")
            for one in template.other_interventions
        )
        return Fraction(0) if says_none else None
    total = Fraction(0)
    for session in sessions:
        try:
            length = Quantity.parse(session.length)
        except UnreadableQuantity:
            return None
        if not isinstance(session.count, int) or length.dimension is not Dimension.TIME:
            return None
        total += session.count * length.in_base
    return total
