"""Which dosing days the rules on watching, staff and setting judge, how near to anaesthesia they come."""

from collections.abc import Iterator

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse, Route
from protocol_designer.rules.findings import Fix, Hit, Severity
from protocol_designer.rules.subjects import BENZODIAZEPINES, KETAMINE, given
from protocol_designer.rules.view import Tier, TrialView

PLANNED = tuple(use for use in RegimenUse if use is not RegimenUse.RESCUE)

_ANY_KETAMINE = given(*KETAMINE)
_PLANNED_BENZODIAZEPINES = given(*BENZODIAZEPINES, uses=PLANNED)


def dosing_days(view: TrialView) -> Iterator[TrialView | Undecided]:
    """Ask once, when ketamine is given for any use or a benzodiazepine is planned; one plan serves all arms.

    What is unclear is not assessed. A benzodiazepine kept for rescue makes no dosing day by itself.
    """
    found = (*_ANY_KETAMINE(view), *_PLANNED_BENZODIAZEPINES(view))
    yield from (regimen for regimen in found if isinstance(regimen, Undecided))
    if any(isinstance(regimen, DrugRegimen) for regimen in found):
        yield view


def ketamine_days(view: TrialView) -> Iterator[TrialView | Undecided]:
    """Ask once, when ketamine is given for any use; what is unclear is not assessed."""
    found = tuple(_ANY_KETAMINE(view))
    yield from (regimen for regimen in found if isinstance(regimen, Undecided))
    if any(isinstance(regimen, DrugRegimen) for regimen in found):
        yield view


def sedating(view: TrialView) -> tuple[DrugRegimen, ...]:
    """Return the ketamine regimens and the planned benzodiazepine regimens that are known as such."""
    found = (*_ANY_KETAMINE(view), *_PLANNED_BENZODIAZEPINES(view))
    return tuple(regimen for regimen in found if isinstance(regimen, DrugRegimen))


def is_esketamine_spray(regimen: DrugRegimen) -> bool:
    """Tell whether a regimen is given as the product with a monitoring programme of its own."""
    return regimen.drug == "esketamine" and regimen.route is Route.INTRANASAL


def highest_tier(view: TrialView) -> tuple[Tier, Undecided | None]:
    """Return the highest tier known of any ketamine regimen, and what keeps one from being known."""
    return view.once(("highest tier",), lambda: _highest_tier(view))


def _highest_tier(view: TrialView) -> tuple[Tier, Undecided | None]:
    highest = Tier.T0
    missing: list[Undecided] = []
    for regimen in _ANY_KETAMINE(view):
        if isinstance(regimen, Undecided):
            continue
        try:
            highest = max(highest, view.tier(regimen))
        except Undecided as unknown:
            missing.append(unknown)
    return highest, min(missing, key=lambda unknown: unknown.place, default=None)


def reaches(view: TrialView, tier: Tier) -> bool:
    """Tell whether any ketamine regimen reaches a tier.

    Raises:
        Undecided: None is known to, and the tier of one is not known.
    """
    highest, missing = highest_tier(view)
    if highest >= tier:
        return True
    if missing is not None:
        raise missing
    return False


def known_to_reach(view: TrialView, tier: Tier) -> bool:
    """Tell whether a regimen is known to reach a tier; what is not known does not count."""
    return highest_tier(view)[0] >= tier


def not_decided(place: str, what: str, *fixes: Fix) -> Hit:
    """Say that an input is missing, with the fixes that would fill it."""
    return Hit(Severity.NOT_ASSESSED, place, f"Not assessed: {what} is not decided.", fixes=fixes)
