"""ELIG-006: whose liver is too ill for ketamine or naltrexone."""

from collections.abc import Iterator

from protocol_designer.domain.codes import ConditionCode, Measure
from protocol_designer.domain.wording import word
from protocol_designer.rules.exclusions import (
    CRITERIA,
    cut_offs,
    lacking,
    let_in,
    listed,
    loose_cut_offs,
    together,
    undecided_criteria,
)
from protocol_designer.rules.findings import Hit, Severity
from protocol_designer.rules.fixes import exclude_above, exclude_conditions
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE, trial_giving
from protocol_designer.rules.view import TrialView

_TESTS = (
    (Measure.ALT, Severity.HARD, "eligibility.transaminases"),
    (Measure.AST, Severity.HARD, "eligibility.transaminases"),
    (Measure.BILIRUBIN, Severity.SOFT, "eligibility.bilirubin"),
    (Measure.ALKALINE_PHOSPHATASE, Severity.SOFT, "eligibility.alkaline_phosphatase"),
)
_SEVERE = (ConditionCode.SEVERE_HEPATIC_IMPAIRMENT,)


@rule(
    "ELIG-006",
    "Liver disease not excluded",
    Severity.HARD,
    over=trial_giving(*KETAMINE, "naltrexone"),
    needs=("criteria with highest ALT, AST, bilirubin and alkaline phosphatase", "exclusion criteria"),
    limits=("eligibility.transaminases", "eligibility.bilirubin", "eligibility.alkaline_phosphatase"),
    sources=("asra-ketamine-2018",),
)
def liver(view: TrialView, _: TrialView) -> Iterator[Hit]:
    """An ill liver clears ketamine and naltrexone badly, and both drugs can harm it.

    Fires when: hard, no criterion gives a highest ALT and a highest AST, one lets in more than the limit, or
    severe hepatic impairment is not excluded; soft, bilirubin or alkaline phosphatase has no cut-off, or one
    above its limit. The catalogue asks for ALT or AST; both are asked for here, the stricter reading.
    Stays quiet when: all four have a cut-off at or below the limit and severe impairment is excluded.
    Worst case: the loosest of several cut-offs, since it may be the one that holds.
    """
    missing = [
        (measure, severity, view.limit(key))
        for measure, severity, key in _TESTS
        if not any(cut_offs(view, measure))
    ]
    severe = lacking(view, _SEVERE)
    fixes = []
    if missing:
        values = [(measure, limit.value) for measure, _severity, limit in missing]
        fixes.append(exclude_above(view, values, (ConditionCode.LIVER_TESTS_RAISED,)))
    if severe:
        fixes.append(exclude_conditions(view, severe))
    if not view.trial.population.criteria:
        yield undecided_criteria(fixes)
        return
    if fixes:
        is_hard = bool(severe) or any(severity is Severity.HARD for _m, severity, _l in missing)
        faults = (
            [f"no cut-off for {', '.join(word(measure) for measure, _s, _l in missing)}"] if missing else []
        )
        faults += [f"{listed(severe)} not excluded"] if severe else []
        figures = [f"{word(measure)} {limit.value.printed()}" for measure, _s, limit in missing]
        yield Hit(
            Severity.HARD if is_hard else Severity.SOFT,
            CRITERIA,
            f"Whole trial: {' and '.join(faults)}. Ketamine and naltrexone can harm the liver, and an ill "
            f"one clears them badly. Add what is missing{'' if is_hard else ', or justify it'}.",
            ", ".join(faults),
            missing[0][2] if missing else None,
            limit_text=", ".join([*figures, *(f"{word(code)} excluded" for code in severe)]),
            fixes=together(fixes),
        )
    yield from let_in(view, _SEVERE, ())
    for measure, severity, key in _TESTS:
        yield from loose_cut_offs(
            view, measure, ((severity, view.limit(key)),), "Ketamine can raise liver tests."
        )


RULES = (liver,)
