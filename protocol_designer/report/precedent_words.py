"""Prior regimens in words: dose as reported, who took part, result and harms, how this one differs."""

from fractions import Fraction
from math import floor

from protocol_designer.domain.interventions import Route
from protocol_designer.precedents.facts import (
    AdministrationFacts,
    DoseFacts,
    Figure,
    OutcomeFacts,
    SegmentFacts,
    SupplementFact,
)
from protocol_designer.precedents.nearest import Field, Precedent, Relation
from protocol_designer.precedents.profile import Span
from protocol_designer.precedents.reported import ReportedRegimen
from protocol_designer.precedents.template import Template
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.report.material import listed

NOT_REPORTED = "not reported"

FIELD_WORDS: dict[Field, str] = {
    Field.DRUG: "drug", Field.ROUTE: "route", Field.DOSE_PER_KG: "dose per kg", Field.DOSE: "fixed dose",
    Field.TARGET: "target concentration", Field.DURATION: "duration", Field.RATE: "average rate",
    Field.ADMINISTRATIONS: "number of administrations", Field.INTERVAL: "interval",
    Field.COMPARATOR: "comparator", Field.THERAPY: "therapy contact", Field.FOLLOW_UP: "follow-up",
}  # fmt: skip

_SHOWN = (
    Field.DOSE_PER_KG, Field.DOSE, Field.DURATION, Field.RATE, Field.ADMINISTRATIONS, Field.COMPARATOR,
)  # fmt: skip
"""Fields whose relation is exact; interval, therapy and follow-up are ordered by rounded months only."""

_OF_INFUSIONS = (Field.DURATION, Field.RATE)

_UNKNOWN = (Relation.UNDECIDED, Relation.NOT_REPORTED)
_RELATION_WORDS = {
    Relation.LOWER: "lower here",
    Relation.HIGHER: "higher here",
    Relation.OVERLAPS: "overlaps",
    Relation.DIFFERS: "differs",
}


def reported_dose(administration: AdministrationFacts) -> str:
    """Write a dose as the study reports it, with what it says of its steps."""
    dose = _dose(administration.dose)
    length = _length(administration.segments)
    if not length and len(administration.stepwise) == 1:
        length = _length(administration.stepwise)
        length = f"{length} (length from another document)" if length else ""
    text = f"{dose} {length}".strip() if length else dose
    steps = [_segment(segment) for segment in administration.stepwise if segment.drug is None]
    return f"{text} (in steps: {', then '.join(steps)})" if len(steps) > 1 else text


def people(reported: ReportedRegimen) -> str:
    """Write how many received the regimen, by arm, or how many the study had."""
    counts = [arm.n for arm in reported.arms]
    if counts and all(isinstance(count, int) for count in counts):
        return f"n = {' + '.join(str(count) for count in counts)}"
    total = reported.template.design.n_total
    if total == 1:
        return "n = 1"
    return f"{total} in the study, this group not reported" if isinstance(total, int) else NOT_REPORTED


def harms(template: Template, most: int = 3) -> list[str]:
    """Write the harms as reported, with counts and denominators."""
    return [f"{entry.finding}{figures_in_words(entry.figures)}" for entry in template.safety[:most]]


def outcome_words(template: Template) -> str:
    """Write result and harms as reported: the first outcome and one with figures, else the abstract's."""
    chosen = list(template.outcomes[:1])
    chosen += [one for one in template.outcomes if one.figures and one not in chosen][:1]
    said = [_outcome(one) for one in chosen]
    abstracts = [one for one in template.supplements if one.topic == "abstract"]
    has_figures = any(one.figures for one in chosen)
    said += [_supplement(one) for one in abstracts if (one.figures and not has_figures) or not said]
    told_harms = harms(template, 2) or ["nothing reported in what was read"]
    return "\n".join((*(said or [f"Result {NOT_REPORTED}"]), f"Harms: {'; '.join(told_harms)}"))


def _outcome(one: OutcomeFacts) -> str:
    return f"{one.measure} ({one.timepoint}): {one.result}{figures_in_words(one.figures)}"


def _supplement(one: SupplementFact) -> str:
    return f"Abstract: {one.fact}{figures_in_words(one.figures)}"


def differences(precedent: Precedent) -> str:
    """Say in which exact fields this protocol differs from a prior regimen, and what cannot be compared."""
    found = [
        f"{FIELD_WORDS[field]} {_RELATION_WORDS[precedent.relations[field]]}"
        for field in _SHOWN
        if precedent.relations[field] in _RELATION_WORDS
    ]
    unknown = [FIELD_WORDS[field] for field in _SHOWN if _is_missed(precedent, field)]
    if not found and len(unknown) < len(_SHOWN):
        found.append("the same in what can be compared")
    if unknown:
        found.append(f"not compared: {listed(unknown)}")
    return "; ".join(found)


def _is_missed(precedent: Precedent, field: Field) -> bool:
    """A dose is given per kg or fixed, so only one of the two can be missed; an injection has no length."""
    relations = precedent.relations
    if field in _OF_INFUSIONS and precedent.reported.profile.route is not Route.IV:
        return False
    if field is Field.DOSE or (field is Field.DOSE_PER_KG and relations[Field.DOSE] not in _UNKNOWN):
        return False
    return relations[field] in _UNKNOWN


def _dose(dose: DoseFacts) -> str:
    if not isinstance(dose.amount, Quantity):
        return dose.note or f"dose {dose.amount}"
    text = dose.amount.printed()
    if dose.amount_high is not None:
        low = text.partition(" ")[0] if dose.amount.unit is dose.amount_high.unit else text
        text = f"{low} to {dose.amount_high.printed()}"
    if dose.kind == "exact" or (dose.kind == "range" and dose.amount_high is not None):
        return text
    return f"{text} ({dose.kind.replace(' (', ', ').replace(')', '')})"


def _length(segments: tuple[SegmentFacts, ...]) -> str:
    lengths = [segment.duration for segment in segments if isinstance(segment.duration, Quantity)]
    if not lengths or len(lengths) != len(segments):
        return ""
    return f"over {', then '.join(length.printed() for length in lengths)}"


def _segment(segment: SegmentFacts) -> str:
    amount = segment.amount.printed() if isinstance(segment.amount, Quantity) else f"amount {segment.amount}"
    if isinstance(segment.duration, Quantity):
        return f"{amount} over {segment.duration.printed()}"
    return amount


def figure_words(figure: Figure) -> str:
    """Write a count with its denominator; a printed percentage that these do not give stands beside ours."""
    counted = f"{figure.count} of {figure.of}" if figure.count is not None and figure.of is not None else ""
    percent = figure.computed_percent
    computed = _percent(percent) if percent is not None else ""
    printed = figure.printed or ""
    if printed and percent is not None and not _agrees(printed, percent):
        computed = f"printed {printed}, computed {computed}"
    elif printed:
        computed = printed
    words = " ".join(
        part for part in (counted, f"({computed})" if counted and computed else computed) if part
    )
    return "; ".join(part for part in (words, figure.statistic or "") if part)


def figures_in_words(figures: tuple[Figure, ...]) -> str:
    """Write the figures of a result in brackets, or nothing where there are none."""
    texts = [f"{figure.who} {said}" for figure in figures if (said := figure_words(figure))]
    return f" [{'; '.join(texts)}]" if texts else ""


def _percent(value: Fraction) -> str:
    """Round to a tenth, a half upwards, as the studies do."""
    tenths = floor(value * 10 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}%".replace(".0%", "%")


def _agrees(printed: str, percent: Fraction) -> bool:
    """Tell whether a printed percentage is the computed one, rounded to the digits that are printed."""
    number = printed.removesuffix("%").strip()
    whole, _, digits = number.partition(".")
    if not whole.isdecimal() or (digits and not digits.isdecimal()):
        return False
    return abs(Fraction(number) - percent) <= Fraction(1, 2 * 10 ** len(digits))


def span_words(span: Span, unit: Unit) -> str:
    """Write a number or a range with its unit."""
    low, high = Quantity(span.low, unit).printed(), Quantity(span.high, unit).printed()
    return low if span.low == span.high else f"{low.partition(' ')[0]} to {high}"


def comparator_words(reported: ReportedRegimen) -> str:
    """Name what the other arms of a study received."""
    named = [
        f"{entry.drug} {_dose(entry.dose)}" if entry.drug == reported.administration.drug else entry.drug
        for entry in reported.comparators
    ]
    named += [f"no study drug ({arm.label})" for arm in reported.drugless_arms]
    if named:
        return listed(list(dict.fromkeys(named)))
    if reported.profile.comparators is None:
        return NOT_REPORTED
    return "none, every arm received it" if len(reported.arms) > 1 else "none, one group"
