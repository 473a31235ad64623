"""ELIG-003, 004 and 012: blood pressure, heart and vessels, and other illness at screening."""

import re
from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import ConditionCode, Measure
from protocol_designer.domain.identity import Substance
from protocol_designer.domain.population import CriterionKind
from protocol_designer.domain.wording import word
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.exclusions import (
    CRITERIA,
    conditions_left_in,
    criterion_place,
    cut_offs,
    loose_cut_offs,
    undecided_criteria,
)
from protocol_designer.rules.findings import Hit, Severity, beside
from protocol_designer.rules.fixes import exclude_above
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE, trial_giving
from protocol_designer.rules.view import TrialView

_PRESSURES = (
    (Measure.SYSTOLIC_BP, "eligibility.systolic"),
    (Measure.DIASTOLIC_BP, "eligibility.diastolic"),
)


@rule(
    "ELIG-003",
    "Blood pressure at screening",
    Severity.HARD,
    over=trial_giving(*KETAMINE),
    needs=("criteria with a highest systolic and diastolic blood pressure",),
    limits=(
        "eligibility.systolic.hard",
        "eligibility.diastolic.hard",
        "eligibility.systolic.soft",
        "eligibility.diastolic.soft",
    ),
)
def blood_pressure_at_screening(view: TrialView, _: TrialView) -> Iterator[Hit]:
    """People whose blood pressure is already high, in whom ketamine raises it further.

    Fires when: hard, no criterion gives a figure for the highest systolic and one for the highest diastolic
    blood pressure, or one lets in more than the hard limit; soft, one lets in more than the soft limit. A
    criterion in words alone is no figure.
    Stays quiet when: every cut-off of both is at or below the soft limit.
    Worst case: the loosest of several cut-offs, since it may be the one that holds.
    """
    soft = {measure: view.limit(f"{key}.soft") for measure, key in _PRESSURES}
    missing = [measure for measure, _key in _PRESSURES if not any(cut_offs(view, measure))]
    wanted = [(measure, soft[measure].value) for measure in missing]
    fixes = [exclude_above(view, wanted, (ConditionCode.UNCONTROLLED_HYPERTENSION,))] if wanted else []
    if not view.trial.population.criteria:
        yield undecided_criteria(fixes)
        return
    if missing:
        named = " and ".join(word(measure) for measure in missing)
        figures = ", ".join(f"{word(measure)} {value.printed()}" for measure, value in wanted)
        yield Hit(
            Severity.HARD,
            CRITERIA,
            f"Whole trial: no criterion gives a figure for the highest {named} at screening; ketamine raises "
            "blood pressure. Trials in substance use disorders used 140/90 mmHg. Add the cut-off.",
            f"no cut-off: {named}",
            soft[missing[0]],
            limit_text=figures,
            fixes=tuple(fixes),
        )
    for measure, key in _PRESSURES:
        limits = ((Severity.HARD, view.limit(f"{key}.hard")), (Severity.SOFT, soft[measure]))
        yield from loose_cut_offs(view, measure, limits, "Ketamine raises blood pressure.")


@rule(
    "ELIG-004",
    "Vascular and cardiac disease not excluded",
    Severity.HARD,
    over=trial_giving(*KETAMINE),
    needs=("exclusion criteria with their conditions",),
    limits=("eligibility.recent_event.look_back",),
    sources=(
        "spravato-us",
        "ketalar-uk",
        "NCT05661669",
        "asra-ketamine-2018",
        "benzodiazepine-exclusion-precedent",
    ),
)
def vascular_and_cardiac(view: TrialView, _: TrialView) -> Iterator[Hit]:
    """A rise in blood pressure or heart rate that a healthy person bears can kill in these conditions.

    Fires when: an exclusion criterion is missing for aneurysmal disease, arteriovenous malformation,
    intracranial bleeding, recent myocardial infarction, stroke or head trauma, unstable coronary disease,
    decompensated heart failure, or significant arrhythmia; an inclusion criterion names one of them; or the
    text of the criterion on recent events names a time that is shorter than the limit.
    Stays quiet when: all are excluded, recent events for at least the limit or without any time.
    Worst case: any eligible participant; the shortest time a criterion's text names.
    """
    yield from conditions_left_in(
        view,
        (
            ConditionCode.ANEURYSMAL_DISEASE,
            ConditionCode.ARTERIOVENOUS_MALFORMATION,
            ConditionCode.INTRACRANIAL_BLEED,
            ConditionCode.RECENT_MI_STROKE_HEAD_TRAUMA,
            ConditionCode.UNSTABLE_CORONARY_DISEASE,
            ConditionCode.DECOMPENSATED_HEART_FAILURE,
            ConditionCode.SIGNIFICANT_ARRHYTHMIA,
        ),
        (),
        "A rise in blood pressure or heart rate could be a serious hazard.",
    )
    limit = view.limit("eligibility.recent_event.look_back")
    for criterion in view.trial.population.criteria:
        if (
            criterion.kind is not CriterionKind.EXCLUSION
            or ConditionCode.RECENT_MI_STROKE_HEAD_TRAUMA not in criterion.codes
        ):
            continue
        shortest = min(_times_in(criterion.text), default=None)
        if shortest is not None and limit.is_broken_by(shortest):
            computed = beside(shortest, limit)
            yield Hit(
                Severity.HARD,
                f"{criterion_place(criterion)}.text",
                "Whole trial: the criterion on recent myocardial infarction, stroke or head trauma names a "
                f"time of {computed}; the bound is {limit.value.printed()} (6 months). Ask for the longer "
                "time, and give a condition that counts for another time a criterion of its own.",
                computed,
                limit,
            )


_TIME = re.compile(
    r"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[\s-]+(day|week|month|year)s?\b",
    re.IGNORECASE,
)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


def _times_in(text: str) -> Iterator[Quantity]:
    """Yield the stretches of time that a text names, in days; a month counts 30 days, a year 365."""
    for number, unit in _TIME.findall(text):
        spelled = number.lower()
        count = _NUMBERS.index(spelled) + 1 if spelled in _NUMBERS else int(number)
        yield Quantity(Fraction(count * _DAYS[unit.lower()]), Unit.DAY)


@rule(
    "ELIG-012",
    "Other medical conditions not addressed",
    Severity.SOFT,
    over=trial_giving(*KETAMINE),
    needs=("exclusion criteria with their conditions", "substance"),
    sources=("NCT02649231", "NCT05661669", "asra-ketamine-2018", "ketalar-us"),
)
def other_conditions(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Conditions in which ketamine, or a seizure or poor airway on the dosing day, is a known hazard.

    Fires when: an exclusion criterion is missing for seizure disorder, raised intracranial or intraocular
    pressure, thyrotoxicosis, porphyria, sleep apnoea, severe chronic obstructive pulmonary disease or
    neurocognitive disorder; for earlier withdrawal seizures in alcohol or sedative use; or an inclusion
    criterion names one of them.
    Stays quiet when: all are excluded.
    Worst case: any eligible participant.
    """
    wanted = list(_OTHER)
    substance = view.trial.identity.substance
    if substance in (Substance.ALCOHOL, Substance.SEDATIVE, Substance.SEVERAL):
        wanted.append(ConditionCode.WITHDRAWAL_SEIZURE_HISTORY)
    elif substance is None and not view.is_excluded(ConditionCode.WITHDRAWAL_SEIZURE_HISTORY):
        yield Undecided("identity.substance", "which substance the trial addresses")
    yield from conditions_left_in(view, (), wanted, "Each is a known hazard with ketamine.")


_OTHER = (
    ConditionCode.SEIZURE_DISORDER,
    ConditionCode.RAISED_INTRACRANIAL_PRESSURE,
    ConditionCode.RAISED_INTRAOCULAR_PRESSURE,
    ConditionCode.THYROTOXICOSIS,
    ConditionCode.PORPHYRIA,
    ConditionCode.SLEEP_APNOEA,
    ConditionCode.SEVERE_COPD,
    ConditionCode.NEUROCOGNITIVE_DISORDER,
)


RULES = (blood_pressure_at_screening, vascular_and_cardiac, other_conditions)
