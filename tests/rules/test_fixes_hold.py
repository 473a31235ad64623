"""Every fix offered on templates, the sample and mutations of it mends, harms nothing and tells the truth."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocol_designer.derived.doses import administration_at
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.places import value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import apply_fix
from protocol_designer.precedents.library import load_sample, load_templates
from protocol_designer.precedents.start import start_from
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.engine import review
from protocol_designer.rules.findings import Finding, Fix, Severity
from tests.rules.build import formulary_in_force

SAMPLE = load_sample()
TEMPLATES = {template.id: start_from(template) for template in load_templates().starting}

STEPS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["infusion", "bolus"]),
        "basis": st.just("per_kg"),
        "amount": st.sampled_from(
            ["0.05 mg/kg", "0.5 mg/kg", "0.81 mg/kg", "1.2 mg/kg", "500 mcg/kg", "2.5 mg/kg"]
        ),
        "duration": st.sampled_from(["30 s", "2 min", "7 min", "21 min", "40 min", "100 min"]),
    }
)
FIXED = st.fixed_dictionaries(
    {
        "kind": st.just("infusion"),
        "basis": st.just("fixed"),
        "amount": st.sampled_from(["40 mg", "83 mg", "151 mg"]),
        "duration": st.sampled_from(["5 min", "40 min"]),
    }
)
KETAMINE = st.fixed_dictionaries(
    {
        "steps": st.lists(STEPS, min_size=1, max_size=2) | st.lists(FIXED, min_size=1, max_size=1),
        "cap": st.sampled_from([None, None, "70 mg", "110 mg"]),
        "route": st.sampled_from(["iv", "iv", "im", "intranasal"]),
        "enantiomer": st.sampled_from(["racemic", "s"]),
    }
)
ATROPINE = st.fixed_dictionaries(
    {
        "id": st.just("atropine"),
        "name": st.just("Atropine"),
        "drug": st.just("atropine"),
        "use": st.just("premedication"),
        "route": st.sampled_from(["iv", "im"]),
        "minutes_from_study_drug": st.sampled_from(["-90 min", "-45 min", "-10 min"]),
        "visits": st.just(["visit-1"]),
        "steps": st.sampled_from(
            [
                [{"kind": "bolus", "basis": "per_kg", "amount": "0.012 mg/kg", "duration": "1 min"}],
                [{"kind": "bolus", "basis": "fixed", "amount": "4 mg", "duration": "1 min"}],
            ]
        ),
    }
)


@st.composite
def mutated_samples(draw: st.DrawFn) -> TrialProtocol:
    """The sample with another ketamine dose, other weights, fewer policies and perhaps atropine."""
    record: dict[str, Any] = SAMPLE.model_dump(mode="json", exclude_none=True)
    record["regimens"][0].update(draw(KETAMINE))
    low = draw(st.sampled_from(["45 kg", "50 kg", "101 kg"]))
    record["population"].update(
        weight_min=low, weight_max=draw(st.sampled_from(["101 kg", "118 kg", "140 kg"]))
    )
    kept = draw(st.integers(min_value=0, max_value=len(record["concomitant"])))
    policy = draw(st.sampled_from(["allowed", "held_before_dosing", "excluded"]))
    record["concomitant"] = [{**entry, "policy": policy} for entry in record["concomitant"][:kept]]
    if draw(st.booleans()):
        record["regimens"].append({**draw(ATROPINE), "visits": record["regimens"][0]["visits"]})
        record["arms"][0]["regimens"].append("atropine")
    return TrialProtocol.model_validate(record)


def doses(trial: TrialProtocol) -> dict[tuple[str, Fraction, str], Fraction]:
    """The mg and the fastest mg/min of every regimen at the lightest, a middle and the heaviest weight."""
    told: dict[tuple[str, Fraction, str], Fraction] = {}
    bounds = (trial.population.weight_min, Quantity(Fraction(80), Unit.KILOGRAM), trial.population.weight_max)
    for regimen in trial.regimens:
        for weight in (bound for bound in bounds if bound is not None):
            try:
                dose = administration_at(regimen, weight)
            except Undecided:
                continue
            if dose.total_mg is not None:
                told[regimen.id, weight.in_base, "mg"] = dose.total_mg
            rates = [step.mg_per_min for step in dose.steps if step.mg_per_min is not None]
            told[regimen.id, weight.in_base, "mg/min"] = max(rates, default=Fraction(0))
    return told


def check_fixes(trial: TrialProtocol) -> None:
    before = review(trial, formulary_in_force()).findings
    grave = {found.key for found in before if found.counts_as is Severity.HARD}
    for finding in before:
        for fix in finding.fixes:
            check(trial, finding, fix, grave)


def check(trial: TrialProtocol, finding: Finding, fix: Fix, grave: set[tuple[str, str]]) -> None:
    mended = apply_fix(fix)(trial)
    after = {found.key: found for found in review(mended, formulary_in_force()).findings}
    if finding.rule == "COAD-008":
        assert after[finding.key].severity is Severity.SOFT
    else:
        left = after.get(finding.key)
        assert left is None or left.message != finding.message, fix
        assert left is None or left.severity is not finding.severity, fix
    hard = {key for key, found in after.items() if found.counts_as is Severity.HARD}
    assert hard <= grave, fix
    was = doses(trial)
    assert all(amount <= was[key] for key, amount in doses(mended).items() if key in was), fix
    for change in fix.changes:
        if change.place.endswith((".cap", ".amount", ".duration")) and change.value is not None:
            written = value_at(mended, change.place)
            assert isinstance(written, Quantity)
            assert written.printed() in fix.after
            old = value_at(trial, change.place)
            high = value_at(trial, f"{change.place}_high") if change.place.endswith(".amount") else None
            shown = high if isinstance(high, Quantity) else old
            assert shown is None or (isinstance(shown, Quantity) and shown.printed() in fix.before)


@pytest.mark.parametrize("trial", [*TEMPLATES.values(), SAMPLE], ids=[*TEMPLATES, "sample"])
def test_fixes_of_templates_and_sample_hold(trial: TrialProtocol) -> None:
    check_fixes(trial)


@settings(max_examples=25)
@given(mutated_samples())
def test_fixes_of_mutated_samples_hold(trial: TrialProtocol) -> None:
    check_fixes(trial)
