"""The list of all rules, family by family: explicit, so that none is ever lost in silence."""

from protocol_designer.rules import ketamine
from protocol_designer.rules.registry import Rule

RULES: tuple[Rule, ...] = (*ketamine.RULES,)
