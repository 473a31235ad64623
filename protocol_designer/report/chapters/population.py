"""M11 section 5: who may take part."""

import re

from protocol_designer.domain.population import Criterion, CriterionKind, NumericBound
from protocol_designer.domain.wording import word
from protocol_designer.report.blocks import Run, Runs
from protocol_designer.report.material import Material, span, yes_no
from protocol_designer.report.writer import Writer

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def write_population(writer: Writer, material: Material) -> None:
    """Write bounds, criteria, contraception, restrictions, rescreening."""
    population = material.trial.population
    writer.section("5")
    writer.section("5.1")
    writer.prose(population.description, "population.description", "the population in words")
    seeking = population.is_seeking_treatment
    writer.facts(
        "Bounds of the eligible population",
        [
            ("Body weight", span(population.weight_min, population.weight_max), "population.weight_min"),
            ("Age", span(population.age_min, population.age_max), "population.age_min"),
            (
                "Body mass index",
                span(population.bmi_min, population.bmi_max) or "None set",
                "population.bmi_min",
            ),
            ("Seeking treatment", yes_no(seeking), "population.is_seeking_treatment"),
        ],
    )
    if population.weight_min is not None and population.weight_max is not None:
        writer.say(
            "Every dose in this protocol is computed for the whole range of eligible weights; "
            "the heaviest and the lightest participant are the worst cases of the safety review."
        )
    writer.labelled(
        "Recruitment", population.recruitment, "population.recruitment", "how participants are found"
    )
    _write_criteria(writer, material, "5.2", CriterionKind.INCLUSION, "A participant must meet all of these.")
    _write_criteria(
        writer, material, "5.3", CriterionKind.EXCLUSION, "A participant must meet none of these."
    )
    if population.criteria:
        writer.say("No criterion is waived for any participant.", place="population.criteria")
    _write_contraception(writer, material)
    writer.section("5.5")
    writer.prose(population.lifestyle_restrictions, "population.lifestyle_restrictions")
    writer.section("5.6")
    writer.prose(population.rescreening, "population.rescreening")


def _write_criteria(writer: Writer, material: Material, number: str, kind: CriterionKind, lead: str) -> None:
    writer.section(number)
    own = [criterion for criterion in material.trial.population.criteria if criterion.kind is kind]
    if not own:
        writer.gap(f"the {kind.value} criteria", "population.criteria")
        return
    writer.say(lead)
    places = [f"population.criteria[{criterion.id}]" for criterion in own]
    writer.bullets([_criterion(criterion) for criterion in own], is_numbered=True, places=places)


def _criterion(criterion: Criterion) -> Runs:
    runs = [Run(criterion.text)]
    unsaid = [bound for bound in criterion.bounds if not _is_said(bound, criterion.text)]
    if unsaid:
        runs.append(Run(f" In figures: {'; '.join(_bound(bound) for bound in unsaid)}."))
    if criterion.verified_by:
        runs.append(Run(f" Verified by: {criterion.verified_by}.", is_italic=True))
    if criterion.reason:
        runs.append(Run(f" Reason: {criterion.reason}", is_italic=True))
    return tuple(runs)


def _is_said(bound: NumericBound, text: str) -> bool:
    """Tell whether the criterion's own words hold the number of a bound, so that it is not printed twice."""
    return bound.value.printed().partition(" ")[0] in _NUMBER.findall(text)


def _bound(bound: NumericBound) -> str:
    return f"{word(bound.measure)} {word(bound.relation)} {bound.value.printed()}"


def _write_contraception(writer: Writer, material: Material) -> None:
    policy = material.trial.population.pregnancy
    writer.section("5.4")
    days, weeks = policy.test_within_days_before_first_dose, policy.contraception_weeks_after_last_dose
    place = "population.pregnancy"
    may_enrol = yes_no(policy.may_enrol_people_who_can_become_pregnant)
    writer.facts(
        "Pregnancy and contraception",
        [
            (
                "People who can become pregnant may enrol",
                may_enrol,
                f"{place}.may_enrol_people_who_can_become_pregnant",
            ),
            (
                "Pregnancy test before the first dose",
                _within(days),
                f"{place}.test_within_days_before_first_dose",
            ),
            (
                "Tested on each dosing day",
                yes_no(policy.is_tested_each_dosing_day),
                f"{place}.is_tested_each_dosing_day",
            ),
            (
                "Contraception after the last dose",
                f"{weeks} week{'s' if weeks != 1 else ''}" if weeks is not None else None,
                f"{place}.contraception_weeks_after_last_dose",
            ),
            (
                "Breastfeeding people are excluded",
                yes_no(policy.excludes_lactation),
                f"{place}.excludes_lactation",
            ),
        ],
    )


def _within(days: int | None) -> str | None:
    if days is None:
        return None
    return f"Within {days} day{'s' if days != 1 else ''} before it" if days else "On the same day"
