"""Every rule has an example, and on it the rule fires with its gravest severity."""

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.rules.catalogue import RULES
from protocol_designer.rules.examples import load_examples
from protocol_designer.rules.registry import Rule
from tests.rules.test_cases import CASES

EXAMPLES = load_examples()


def test_the_examples_are_those_of_the_rules() -> None:
    assert set(EXAMPLES) == {rule.id for rule in RULES}, "make docs writes them anew"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_example_of_a_rule_fires(rule: Rule, formulary: Formulary) -> None:
    example = EXAMPLES[rule.id]
    fired = example.fired(rule, formulary)
    assert fired is not None
    assert fired.severity is rule.severity
    assert example.trial in [case.trial for case in CASES if case.rule == rule.id]


def test_a_protocol_on_which_a_rule_is_quiet_is_told_apart(formulary: Formulary) -> None:
    rule = RULES[0]
    quiet = type(EXAMPLES[rule.id])(rule.id, "nothing decided", TrialProtocol().model_dump(mode="json"))
    assert quiet.fired(rule, formulary) is None
