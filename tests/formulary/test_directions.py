"""What a site changes does what is said of it: stricter lets nothing more through, no value stops a rule."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from protocol_designer.formulary.loading import UnusableFormulary, load_formulary
from protocol_designer.formulary.merging import put_over
from protocol_designer.formulary.records import Effect, Formulary, Limit, SignOff
from protocol_designer.formulary.site import SiteChange, SiteFormulary
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.catalogue import RULES
from protocol_designer.rules.engine import review
from protocol_designer.rules.findings import Severity
from tests.formulary.site_files import SIGNED, site
from tests.rules.build import Case, Kind
from tests.rules.test_cases import CASES

SIGNATURE = SignOff.model_validate(SIGNED)
BY_ID = {rule.id: rule for rule in RULES}
READ = [limit for limit in load_formulary().limits if any(limit.key in rule.limits for rule in RULES)]


def changed(formulary: Formulary, limit: Limit) -> Iterator[Formulary]:
    """The formulary with half and with one and a half of a limit, where a site may have that."""
    for factor in (Fraction(1, 2), Fraction(3, 2)):
        amount = limit.value.value * factor
        if limit.value.unit is Unit.POINT:
            amount = Fraction(max(1, int(amount)))
        change = SiteChange(
            limit=limit.key,
            shipped=limit.value,
            value=Quantity(amount, limit.value.unit),
            reason="To see what happens.",
            accepted_by=SIGNATURE,
        )
        record = SiteFormulary.model_validate({**site(), "changes": (change,)})
        try:
            yield put_over(formulary, record, Path("site.json"))
        except UnusableFormulary:  # out of order, or the shipped value
            continue


def firing(limit: Limit) -> list[Case]:
    return [case for case in CASES if case.kind is Kind.FIRES and limit.key in BY_ID[case.rule].limits]


@pytest.mark.parametrize("limit", READ, ids=lambda limit: limit.key)
def test_a_stricter_limit_lets_nothing_through_and_no_limit_stops_a_rule(
    limit: Limit, formulary: Formulary
) -> None:
    for found in changed(formulary, limit):
        for case in firing(limit):
            rule = BY_ID[case.rule]
            findings = review(case.trial, found, [rule]).findings
            assert not any(finding.is_internal_error for finding in findings)
            if found.changes[0].effect is Effect.STRICTER and not findings:
                graver = review(case.trial, found).of(Severity.HARD)
                assert any(finding.rule.startswith(rule.family) for finding in graver), case.name
