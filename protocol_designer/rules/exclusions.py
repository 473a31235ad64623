"""Whom the eligibility criteria keep out: conditions left in, and cut-offs of measured values.

A criterion that lets people in and names a condition is never taken as excluding it, however it is worded.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from protocol_designer.domain.codes import ConditionCode, Measure, Relation
from protocol_designer.domain.population import Criterion, CriterionKind
from protocol_designer.domain.wording import word
from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity
from protocol_designer.rules.findings import Fix, Hit, Severity, beside
from protocol_designer.rules.fixes import exclude_conditions
from protocol_designer.rules.view import TrialView

CRITERIA = "population.criteria"
_UPPER = {
    CriterionKind.EXCLUSION: (Relation.ABOVE, Relation.AT_LEAST),
    CriterionKind.INCLUSION: (Relation.BELOW, Relation.AT_MOST),
}
"""The relations with which a criterion sets a highest value that may take part."""


@dataclass(frozen=True, slots=True)
class CutOff:
    """The highest value of a measure that one criterion lets in."""

    criterion: Criterion
    place: str
    value: Quantity


def criterion_place(criterion: Criterion) -> str:
    return f"{CRITERIA}[{criterion.id}]"


def lacking(view: TrialView, codes: Iterable[ConditionCode]) -> list[ConditionCode]:
    """Return the conditions that no exclusion criterion names, in the order asked."""
    return [code for code in codes if not view.is_excluded(code)]


def listed(codes: Iterable[ConditionCode]) -> str:
    return ", ".join(word(code) for code in codes)


def conditions_left_in(
    view: TrialView, hard: Sequence[ConditionCode], soft: Sequence[ConditionCode], why: str
) -> Iterator[Hit]:
    """Yield one hit for all conditions that are not excluded, and one for each criterion that lets one in.

    Args:
        hard: Conditions that must be excluded; one missing makes the hit a hard limit.
        soft: Conditions whose exclusion may be waived with a reason.
        why: One sentence that says what the conditions have to do with the drug.
    """
    if not view.trial.population.criteria:
        yield undecided_criteria([exclude_conditions(view, (*hard, *soft))])
        return
    missing = lacking(view, (*hard, *soft))
    if missing:
        is_hard = any(code in hard for code in missing)
        yield Hit(
            Severity.HARD if is_hard else Severity.SOFT,
            CRITERIA,
            f"Whole trial: no exclusion criterion names {listed(missing)}. {why} Exclude "
            f"{'it' if len(missing) == 1 else 'them'}{'' if is_hard else ', or justify it'}.",
            f"not excluded: {listed(missing)}",
            limit_text="excluded",
            fixes=(exclude_conditions(view, missing),),
        )
    yield from let_in(view, hard, soft)


def together(fixes: Sequence[Fix]) -> tuple[Fix, ...]:
    """Make one fix of several, so that all that a finding asks for is done in one step."""
    if len(fixes) < 2:
        return tuple(fixes)
    changes = tuple(change for fix in fixes for change in fix.changes)
    label = ", ".join(
        fix.label[:1].lower() + fix.label[1:] if n else fix.label for n, fix in enumerate(fixes)
    )
    return (Fix(label, changes, ", ".join(fix.before for fix in fixes), ", ".join(f.after for f in fixes)),)


def undecided_criteria(fixes: Sequence[Fix]) -> Hit:
    """Say that no criterion is written yet, and offer to write what the rule asks for."""
    return Hit(
        Severity.NOT_ASSESSED,
        CRITERIA,
        "Not assessed: the eligibility criteria are not decided.",
        fixes=together(fixes),
    )


def let_in(view: TrialView, hard: Sequence[ConditionCode], soft: Sequence[ConditionCode]) -> Iterator[Hit]:
    """Yield a hit for each inclusion criterion that names a condition which must be kept out."""
    for criterion in view.trial.population.criteria:
        named = [code for code in (*hard, *soft) if code in criterion.codes]
        if criterion.kind is CriterionKind.INCLUSION and named:
            is_hard = any(code in hard for code in named)
            yield Hit(
                Severity.HARD if is_hard else Severity.SOFT,
                f"{criterion_place(criterion)}.codes",
                f"Whole trial: an inclusion criterion names {listed(named)}; it reads as letting such people "
                "in. Write what keeps people out as an exclusion criterion"
                f"{'' if is_hard else ', or justify it'}.",
                f"let in: {listed(named)}",
                limit_text="excluded",
            )


def cut_offs(view: TrialView, measure: Measure) -> Iterator[CutOff]:
    """Yield the highest value that each criterion with such a bound lets in.

    A bound on the other side, such as leaving out people below 90 mmHg, keeps no high value out.
    """
    for criterion in view.trial.population.criteria:
        for index, bound in enumerate(criterion.bounds):
            if bound.measure is measure and bound.relation in _UPPER[criterion.kind]:
                yield CutOff(criterion, f"{criterion_place(criterion)}.bounds[{index}].value", bound.value)


def loose_cut_offs(
    view: TrialView, measure: Measure, limits: Sequence[tuple[Severity, Limit]], why: str
) -> Iterator[Hit]:
    """Yield every cut-off of a measure that lies beyond a limit, gravest limit first.

    Where several criteria give different cut-offs each is judged, for a stricter one would make the looser
    one void unless it holds for some participants only.
    """
    for cut_off in cut_offs(view, measure):
        for severity, limit in limits:
            if limit.is_broken_by(cut_off.value):
                computed = beside(cut_off.value, limit)
                yield Hit(
                    severity,
                    cut_off.place,
                    f"Whole trial: a criterion lets in {word(measure)} up to {computed}; the bound is "
                    f"{limit.value.printed()}. {why} Lower the cut-off"
                    f"{'' if severity is Severity.HARD else ', or justify it'}.",
                    computed,
                    limit,
                )
                break
