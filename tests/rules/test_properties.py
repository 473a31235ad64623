"""What holds for every protocol: no crash; more drug clears no dose finding; order and units say nothing."""

import os
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.precedents.library import load_sample, load_templates
from protocol_designer.precedents.start import start_from
from protocol_designer.quantities import Dimension, Quantity, Unit
from protocol_designer.rules.catalogue import RULES
from protocol_designer.rules.engine import review
from protocol_designer.rules.findings import Finding, Severity
from tests.rules.build import formulary_in_force
from tests.rules.test_cases import CASES

EXAMPLES = int(os.environ.get("REVIEW_EXAMPLES", "12"))
"""How many protocols each property is tried on; a long run sets REVIEW_EXAMPLES."""

ROOTS = [load_sample(), *(start_from(template) for template in load_templates().starting)]
ROOTS.extend(case.trial for case in CASES[::40])

slow = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

DOSE_RULES = [
    rule
    for rule in RULES
    if rule.id in {"KET-001", "KET-002", "KET-003", "RATE-001", "RATE-003", "RATE-004", "RATE-010"}
]
"""The rules on too much or too fast; what is too little or matched has other rules."""

ODD_TEXTS = ["", " ", "0", "-1 mg/kg", "1e9 mg", "(((", "n = ", "0.5 mg/kg over", "\u00b5g/kg 1,000,000.5 mg"]


def _spots(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield (*path, key)
            yield from _spots(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield (*path, index)
            yield from _spots(item, (*path, index))


def _parent(record: Any, path: tuple[Any, ...]) -> Any:
    for key in path[:-1]:
        record = record[key]
    return record


class Mutant:
    """A changed protocol, shown by its changes because the whole is far too long to show."""

    def __init__(self, trial: TrialProtocol, changes: list[str]) -> None:
        self.trial, self.changes = trial, changes

    def __repr__(self) -> str:
        return f"Mutant({self.changes})"


@st.composite
def mutated(draw: st.DrawFn) -> Mutant:
    """A protocol with a few fields emptied, shortened, reversed, or exchanged for those of another place."""
    root = draw(st.integers(0, len(ROOTS) - 1))
    trial, changes = ROOTS[root], [f"root {root}"]
    record = trial.model_dump(mode="json")
    for _ in range(draw(st.integers(1, 6))):
        spots = list(_spots(record))
        path = spots[draw(st.integers(0, len(spots) - 1))]
        parent, kind = _parent(record, path), draw(st.integers(0, 4))
        old = parent[path[-1]]
        if kind == 0:
            parent[path[-1]] = None if isinstance(parent, dict) else old
        elif kind == 1 and isinstance(old, list):
            parent[path[-1]] = old[: draw(st.integers(0, len(old)))]
        elif kind == 2 and isinstance(old, list):
            parent[path[-1]] = old[::-1]
        elif kind == 3 and isinstance(old, str):
            same = [s for s in spots if s[-1] == path[-1] and isinstance(_parent(record, s)[s[-1]], str)]
            other = same[draw(st.integers(0, len(same) - 1))]
            parent[path[-1]] = _parent(record, other)[other[-1]]
        elif kind == 4 and isinstance(old, str) and isinstance(parent, dict):
            parent[path[-1]] = draw(st.sampled_from([f"{old} {odd}".strip() for odd in ODD_TEXTS]))
        try:
            trial = TrialProtocol.model_validate(record)
        except ValidationError:
            parent[path[-1]] = old
        else:
            changes.append(f"{'.'.join(map(str, path))}: {str(old)[:40]} -> {str(parent[path[-1]])[:40]}")
    return Mutant(trial, changes)


def _crashed(trial: TrialProtocol) -> list[str]:
    return [f.message for f in review(trial, formulary_in_force()).findings if f.is_internal_error]


@slow
@given(mutated())
def test_no_protocol_crashes_the_review(mutant: Mutant) -> None:
    assert _crashed(mutant.trial) == []


def _said(trial: TrialProtocol, without: str = "") -> set[tuple[str, str, Severity]]:
    """Return what was found where.

    Of what is not assessed the rule alone, as it asks for one thing at a time; and of arms alike the first
    that is
    listed speaks for all, so that any of them may be named.
    """
    found = review(trial, formulary_in_force()).findings
    return {(f.rule, _place(f), f.severity) for f in found if f.rule != without}


def _place(finding: Finding) -> str:
    if finding.severity is Severity.NOT_ASSESSED:
        return ""
    return re.sub(r"^arms\[[^]]*\]", "arms", finding.place)


@slow
@given(mutated(), st.randoms(use_true_random=False))
def test_order_says_nothing(mutant: Mutant, random: Any) -> None:
    """Arms, sessions, and visits that are no dosing visits; the order of dosing visits numbers the doses."""
    trial = mutant.trial
    record = trial.model_dump(mode="json")
    random.shuffle(record["arms"])
    ratio = record["design"]["allocation"]["ratio"]
    if len(set(ratio)) > 1:
        return
    for course in record["courses"]:
        random.shuffle(course["sessions"])
    visits = record["schedule"]["visits"]
    movable = [index for index, visit in enumerate(visits) if not visit["is_dosing"] and not visit["epoch"]]
    moved = [visits[index] for index in movable]
    random.shuffle(moved)
    for index, visit in zip(movable, moved, strict=True):
        visits[index] = visit
    assert _said(TrialProtocol.model_validate(record)) == _said(trial)


def _with_amounts(trial: TrialProtocol, change: Any) -> TrialProtocol:
    regimens = tuple(
        regimen.model_copy(
            update={
                "steps": tuple(
                    step.model_copy(
                        update={
                            name: change(value)
                            for name in ("amount", "amount_high")
                            if (value := getattr(step, name)) is not None
                        }
                    )
                    for step in regimen.steps
                )
            }
        )
        for regimen in trial.regimens
    )
    return trial.model_copy(update={"regimens": regimens})


def _graver(findings: tuple[Finding, ...]) -> dict[str, int]:
    """Return the gravest finding of each rule, as a rank."""
    order, worst = list(Severity), dict[str, int]()
    for finding in findings:
        rank = order.index(finding.severity)
        worst[finding.rule] = min(rank, worst.get(finding.rule, rank))
    return worst


@slow
@given(mutated(), st.fractions(1, 20, max_denominator=10))
def test_more_drug_never_clears_a_dose_finding(mutant: Mutant, factor: Fraction) -> None:
    """Without caps, which keep the dose where it is. RATE-003 may hand over to the graver RATE-004."""
    trial = mutant.trial
    bare = trial.model_copy(
        update={"regimens": tuple(r.model_copy(update={"cap": None}) for r in trial.regimens)}
    )
    more = _with_amounts(bare, lambda amount: Quantity(amount.value * factor, amount.unit))
    before = _graver(review(bare, formulary_in_force(), DOSE_RULES).findings)
    after = _graver(review(more, formulary_in_force(), DOSE_RULES).findings)
    for rule, rank in before.items():
        taken_over = rule == "RATE-003" and "RATE-004" in after
        taken_over |= rule == "KET-001" and "KET-002" in after
        assert taken_over or after.get(rule, len(Severity)) <= rank, rule


_SMALLER = {
    Unit.MG_PER_KG: Unit.MCG_PER_KG,
    Unit.MILLIGRAM: Unit.MICROGRAM,
    Unit.MG_PER_KG_PER_MIN: Unit.MG_PER_KG_PER_H,
    Unit.MG_PER_KG_PER_H: Unit.MCG_PER_KG_PER_MIN,
    Unit.MINUTE: Unit.SECOND,
    Unit.HOUR: Unit.MINUTE,
    Unit.DAY: Unit.HOUR,
}


def _in_smaller_units(node: Any) -> Any:
    if isinstance(node, Quantity):
        smaller = _SMALLER.get(node.unit)
        return node if smaller is None or node.dimension is Dimension.AGE else node.to(smaller)
    if isinstance(node, tuple):
        return tuple(_in_smaller_units(item) for item in node)
    if isinstance(node, BaseModel):
        fields = {name: _in_smaller_units(getattr(node, name)) for name in type(node).model_fields}
        return node.model_copy(update=fields)
    return node


@slow
@given(mutated())
def test_other_units_of_the_same_dose_keep_the_findings(mutant: Mutant) -> None:
    """All but KET-011, which asks whether micrograms were meant."""
    trial = mutant.trial
    regimens = _in_smaller_units(trial.regimens)
    other = trial.model_copy(update={"regimens": regimens, "dosing_day": _in_smaller_units(trial.dosing_day)})
    assert _said(other, "KET-011") == _said(trial, "KET-011")
