"""The list of all rules, family by family: explicit, so that none is ever lost in silence."""

from protocol_designer.rules import (
    antisialagogue,
    coadministration,
    ketamine,
    ketamine_entry,
    ketamine_sessions,
    opioids,
    rate,
    rate_adjuncts,
)
from protocol_designer.rules.registry import Rule


def _in_order(*rules: Rule) -> tuple[Rule, ...]:
    return tuple(sorted(rules, key=lambda rule: rule.id))


RULES: tuple[Rule, ...] = (
    *_in_order(*ketamine.RULES, *ketamine_sessions.RULES, *ketamine_entry.RULES),
    *_in_order(*rate.RULES, *rate_adjuncts.RULES),
    *_in_order(*antisialagogue.RULES, *opioids.RULES, *coadministration.RULES),
)
