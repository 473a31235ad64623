"""PROSE-001 to 003: doses, rates and durations in sentences against the dose steps."""

import re
from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.doses import administration_minutes, regimen_place
from protocol_designer.derived.paths import STUDY_USES
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DoseStep, DrugRegimen
from protocol_designer.quantities import Dimension, Quantity, Unit
from protocol_designer.rules.findings import Hit, Severity
from protocol_designer.rules.prose_findings import (
    Contradiction,
    SaidText,
    drug_of,
    judged,
    texts_with_numbers,
)
from protocol_designer.rules.prose_reading import Said
from protocol_designer.rules.prose_texts import ProseText
from protocol_designer.rules.registry import rule
from protocol_designer.rules.view import TrialView

_NEEDS = ("text of the protocol", "dose steps")
_DOSES = (Dimension.MASS_PER_WEIGHT, Dimension.MASS)
_RATES = (Dimension.MASS_RATE_PER_WEIGHT, Dimension.MASS_RATE)
_MAKING_UP = re.compile(r"\bm[lL]\b|vial|made up|dilut|syringe|ampoule|\bkg\b", re.IGNORECASE)
_RUNS = re.compile(r"(?:\bover|infus\w* (?:lasts|runs|takes|runs for|for|of))\s+$", re.IGNORECASE)
_OBSERVED = re.compile(r"observ\w+ (?:\w+ ){0,4}?(?:for|lasts|of|is)\s+$", re.IGNORECASE)
_LONG_INFUSION = re.compile(r"^[ -](?:long )?infusions?\b", re.IGNORECASE)
_DOSING = re.compile(r"infus|inject|bolus|administ", re.IGNORECASE)


@rule(
    "PROSE-001",
    "A dose in the text differs from the dose steps",
    Severity.SOFT,
    over=texts_with_numbers,
    needs=_NEEDS,
    sources=("spirit-2025",),
)
def dose_in_the_text(view: TrialView, entry: SaidText) -> Iterator[Hit | Undecided]:
    """A sentence gives another dose of a drug than the steps do.

    Fires when: a sentence names a drug that this trial gives with an amount in mg/kg or mg that no step, no
    sum of
    steps, no cap and no planned total of that drug has.
    Stays quiet when: it is one of them, in whatever unit; the sentence tells of another study, of a bound
    (below
    1 mg/kg), of vials and volumes, or is written in the past tense.
    Worst case: none; what is written is compared exactly. This rule is ours and not of the catalogue.
    """

    def judge(text: ProseText, said: Said) -> Contradiction | Undecided | None:
        if said.unit is None or said.unit.dimension not in _DOSES:
            return None
        if said.unit.dimension is Dimension.MASS and _MAKING_UP.search(said.sentence):
            return None
        return _compared(view, text, said, exact=True)

    yield from judged(entry, judge)


@rule(
    "PROSE-002",
    "A rate in the text differs from the dose steps",
    Severity.SOFT,
    over=texts_with_numbers,
    needs=_NEEDS,
    sources=("spirit-2025",),
)
def rate_in_the_text(view: TrialView, entry: SaidText) -> Iterator[Hit | Undecided]:
    """A sentence gives another rate of a drug than amount and duration of the steps give.

    Fires when: a sentence names a drug that this trial gives with a rate in mg/kg/min, mg/kg/h, mg/min or
    mg/h that no
    step of that drug runs at, rounded to the decimals that are written.
    Stays quiet when: a step runs at it; or for the reasons of PROSE-001.
    Worst case: none; rates per kg do not depend on weight. This rule is ours and not of the catalogue.
    """

    def judge(text: ProseText, said: Said) -> Contradiction | Undecided | None:
        if said.unit is None or said.unit.dimension not in _RATES or said.unit is Unit.MG_PER_DAY:
            return None
        return _compared(view, text, said, exact=False)

    yield from judged(entry, judge)


@rule(
    "PROSE-003",
    "A duration in the text differs from the dosing plan",
    Severity.SOFT,
    over=texts_with_numbers,
    needs=(*_NEEDS, "observation after the dose"),
    sources=("spirit-2025",),
)
def duration_in_the_text(view: TrialView, entry: SaidText) -> Iterator[Hit | Undecided]:
    """A sentence lets an infusion or the observation after it last for another time than the fields do.

    Fires when: a sentence says over which time a drug or an infusion is given (over 40 min, a 40-minute
    infusion), and
    no step and no whole administration of that drug, or of the study drugs where none is named, takes that
    time; or
    it says how long participants are observed, and the dosing day says otherwise.
    Stays quiet when: it is one of them, in whatever unit; or for the reasons of PROSE-001.
    Worst case: none; what is written is compared exactly. This rule is ours and not of the catalogue.
    """

    def judge(text: ProseText, said: Said) -> Contradiction | Undecided | None:
        if said.unit is None or said.unit.dimension is not Dimension.TIME:
            return None
        if _OBSERVED.search(said.before):
            return _observation(view, said)
        is_run = _RUNS.search(said.before) or _LONG_INFUSION.match(said.after)
        if said.unit not in (Unit.SECOND, Unit.MINUTE, Unit.HOUR) or not is_run:
            return None
        drug = drug_of(view, text, said)
        if drug is None and not _DOSING.search(said.sentence):
            return None
        return _compared(view, text, said, exact=True)

    yield from judged(entry, judge)


def _observation(view: TrialView, said: Said) -> Contradiction | Undecided | None:
    planned = view.trial.dosing_day.observation_after_dose
    if planned is None:
        return Undecided(
            "dosing_day.observation_after_dose", f"the observation after the dose (a text says {said.words})"
        )
    if planned.in_base == said.value:
        return None
    return Contradiction(said, f"the observation takes {planned.printed()}", planned.printed())


def _compared(
    view: TrialView, text: ProseText, said: Said, *, exact: bool
) -> Contradiction | Undecided | None:
    drug, unit = drug_of(view, text, said), said.unit
    if unit is None or (drug is None and unit.dimension is not Dimension.TIME):
        return None
    regimens = [regimen for regimen in view.trial.regimens if _speaks_of(regimen, drug)]
    if not regimens:
        return None
    found = [value for regimen in regimens for value in _values(view, regimen, unit.dimension)]
    if not found:
        return _open(regimens, said)
    if any(_agrees(value, said, unit, exact) for value in found):
        return None
    known = sorted(set(found), key=lambda value: (abs(value - said.value), value))
    shown = [Quantity(value / unit.scale, unit).printed() for value in known]
    whose = view.drug_name(drug).lower() if drug else "the study drug"
    told = " or ".join(sorted(set(shown[:3])))
    return Contradiction(said, f"the fields give {whose} {told}", shown[0])


def _speaks_of(regimen: DrugRegimen, drug: str | None) -> bool:
    return regimen.drug == drug if drug is not None else regimen.use in STUDY_USES


def _open(regimens: list[DrugRegimen], said: Said) -> Undecided | None:
    """Ask for a dose that is not decided; a dose on another basis is no contradiction that can be
    computed."""
    for regimen in regimens:
        if not regimen.steps or any(_lacks(step, said) for step in regimen.steps):
            return Undecided(
                f"{regimen_place(regimen)}.steps", f"the dose of {regimen.name} (a text says {said.words})"
            )
    return None


def _lacks(step: DoseStep, said: Said) -> bool:
    is_time = said.unit is not None and said.unit.dimension is Dimension.TIME
    return (
        step.duration is None
        if is_time
        else step.basis is None or (step.amount is None and step.drug is None)
    )


def _agrees(value: Fraction, said: Said, unit: Unit, exact: bool) -> bool:
    # A rate is written rounded: at most half of its last digit away.
    nearly = not exact and abs(value - said.value) / unit.scale * 2 <= Fraction(1, 10**said.places)
    return value == said.value or nearly


def _values(view: TrialView, regimen: DrugRegimen, dimension: Dimension) -> tuple[Fraction, ...]:
    """Return what the fields of a regimen say in one dimension, in its base unit."""
    return view.once(("said of", regimen.id, dimension), lambda: tuple(_find_values(regimen, dimension)))


def _find_values(regimen: DrugRegimen, dimension: Dimension) -> Iterator[Fraction]:
    if dimension is Dimension.TIME:
        yield from (step.duration.in_base for step in regimen.steps if step.duration is not None)
        whole = administration_minutes(regimen)
        if whole:
            yield whole
        return
    totals: list[Fraction] = []
    for step in regimen.steps:
        for amount in (step.amount, step.amount_high):
            if amount is None:
                continue
            if amount.dimension is dimension:
                yield amount.in_base
                yield amount.in_base * (step.count or 1)
            elif (
                dimension in _RATES and step.duration is not None and amount.dimension is _MASS_OF[dimension]
            ):
                yield amount.in_base / step.duration.in_base
        if step.amount is not None and step.amount.dimension is dimension:
            totals.append((step.amount_high or step.amount).in_base * (step.count or 1))
    if dimension in _DOSES and totals:
        yield sum(totals, Fraction(0))
    if dimension is Dimension.MASS:
        yield from (
            most.in_base for most in (regimen.cap, regimen.planned_cumulative_max) if most is not None
        )


_MASS_OF = {
    Dimension.MASS_RATE_PER_WEIGHT: Dimension.MASS_PER_WEIGHT,
    Dimension.MASS_RATE: Dimension.MASS,
}

RULES = (dose_in_the_text, rate_in_the_text, duration_in_the_text)
