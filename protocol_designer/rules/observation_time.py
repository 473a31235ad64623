"""MON-009: how long a participant is watched after the dose."""

from collections.abc import Iterator

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen, Route
from protocol_designer.formulary.records import Limit
from protocol_designer.rules.dosing_days import dosing_days, is_esketamine_spray, not_decided, sedating
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE
from protocol_designer.rules.view import TIER_LIMITS, Tier, TrialView

_PLACE = "dosing_day.observation_after_dose"
_LIMITS = (
    "observation.iv.hard",
    "observation.iv.soft",
    "observation.long.hard",
    "observation.esketamine.hard",
)


@rule(
    "MON-009",
    "Observation after the dose",
    Severity.HARD,
    over=dosing_days,
    needs=("observation after the dose", "exposure tier", "route", "benzodiazepines"),
    limits=(*_LIMITS, *TIER_LIMITS),
)
def observation_after_dose(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """The participant may be left alone before effects and blood pressure have settled.

    Fires when: the time after the end of the infusion, or after an injection or spray, is hard below the
    shortest time: the IV bound for IV ketamine up to tier T1 and for IV midazolam, the longer one for every
    other route, for tiers T2 and T3, for esketamine spray and for lorazepam or diazepam; soft below the usual
    time for IV ketamine at T1. The IV bounds are proposed by analogy; what the catalogue leaves open (tier
    T0, midazolam, swallowed and sublingual doses) is held to the nearest of them.
    Stays quiet when: observation lasts the limit or longer.
    Worst case: the regimen of any arm that asks for most; one plan serves all.
    """
    observed = view.trial.dosing_day.observation_after_dose
    longest = max((view.limit(key) for key in _LIMITS), key=lambda limit: limit.value.in_base)
    if observed is None:
        fix = _observe(view, longest)
        yield not_decided(_PLACE, "how long participants are observed after the dose", fix)
        return
    if not longest.is_broken_by(observed):
        return
    found: list[tuple[Severity, Limit, DrugRegimen]] = []
    for regimen in sedating(view):
        try:
            for severity, limit in _bounds(view, regimen):
                if limit.is_broken_by(observed):
                    found.append((severity, limit, regimen))
        except Undecided as unknown:
            yield unknown
    if not found:
        return
    severity, limit, regimen = min(
        found, key=lambda each: (each[0] is not Severity.HARD, -each[1].value.in_base)
    )
    lasts, is_hard = beside(observed, limit), severity is Severity.HARD
    yield Hit(
        severity,
        _PLACE,
        f"{view.arms_text(regimen)}: participants are observed for {lasts} after {regimen.name}; the "
        f"{'shortest' if is_hard else 'usual shortest'} time is {limit.value.printed()}. Observe longer"
        + ("." if is_hard else " or justify it."),
        lasts,
        limit,
        fixes=(_observe(view, longest),),
    )


def _bounds(view: TrialView, regimen: DrugRegimen) -> Iterator[tuple[Severity, Limit]]:
    if regimen.route is None:
        raise Undecided(f"{regimen_place(regimen)}.route", f"the route of {regimen.name}")
    if is_esketamine_spray(regimen):
        yield Severity.HARD, view.limit("observation.esketamine.hard")
        return
    is_ketamine = regimen.drug in KETAMINE
    if regimen.route is not Route.IV or not (is_ketamine or regimen.drug == "midazolam"):
        yield Severity.HARD, view.limit("observation.long.hard")
        return
    yield Severity.HARD, view.limit("observation.iv.hard")
    if is_ketamine:
        tier = view.tier(regimen)
        if tier >= Tier.T2:
            yield Severity.HARD, view.limit("observation.long.hard")
        elif tier is Tier.T1:
            yield Severity.SOFT, view.limit("observation.iv.soft")


def _observe(view: TrialView, longest: Limit) -> Fix:
    observed = view.trial.dosing_day.observation_after_dose
    before = observed.printed() if observed else "not decided"
    after = longest.value.printed()
    return Fix(f"Observe for {after}", (Change(_PLACE, str(longest.value)),), before, after)


RULES = (observation_after_dose,)
