"""The list of all rules, family by family: explicit, so that none is ever lost in silence."""

from protocol_designer.rules import (
    antimuscarinic_dose,
    antimuscarinic_risks,
    antisialagogue,
    antisialagogue_timing,
    coadministration,
    esketamine,
    ketamine,
    ketamine_entry,
    ketamine_routes,
    ketamine_sessions,
    mixture,
    naltrexone,
    naltrexone_and_ketamine,
    opioid_agonists,
    opioids,
    other_medicines,
    pump_and_target,
    rate,
    rate_adjuncts,
)
from protocol_designer.rules.registry import Rule


def _in_order(*rules: Rule) -> tuple[Rule, ...]:
    return tuple(sorted(rules, key=lambda rule: rule.id))


RULES: tuple[Rule, ...] = (
    *_in_order(
        *ketamine.RULES,
        *ketamine_routes.RULES,
        *esketamine.RULES,
        *ketamine_sessions.RULES,
        *ketamine_entry.RULES,
    ),
    *_in_order(*rate.RULES, *pump_and_target.RULES, *rate_adjuncts.RULES),
    *_in_order(
        *antisialagogue.RULES,
        *antisialagogue_timing.RULES,
        *antimuscarinic_dose.RULES,
        *antimuscarinic_risks.RULES,
        *opioids.RULES,
        *naltrexone.RULES,
        *naltrexone_and_ketamine.RULES,
        *opioid_agonists.RULES,
        *mixture.RULES,
        *coadministration.RULES,
        *other_medicines.RULES,
    ),
)
