"""COAD-001: whether an antisialagogue goes with ketamine."""

from collections.abc import Iterator

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import (
    KitItem,
    Presence,
    Qualification,
)
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse
from protocol_designer.rules.findings import Hit, Severity
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import ANTIMUSCARINICS, KETAMINE, given
from protocol_designer.rules.view import TIER_LIMITS, Tier, TrialView

_TIER_WORDS = {
    Tier.T0: "sub-perceptual",
    Tier.T1: "sub-anaesthetic",
    Tier.T2: "high-dose",
    Tier.T3: "near-anaesthetic",
}


@rule(
    "COAD-001",
    "Ketamine without an antisialagogue plan",
    Severity.HARD,
    over=given(*KETAMINE),
    needs=("exposure tier", "premedication at the same visits", "kit", "staff", "waiver"),
    limits=TIER_LIMITS,
    sources=("ketalar-us", "ketamax-ph", "ketamine-sud-review", "NCT01191398", "ed-ketamine-guideline-2011"),
)
def ketamine_without_antisialagogue(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    """Ketamine is given, and nothing dries the mouth beforehand.

    Fires when: no atropine or glycopyrrolate is planned as premedication at every session: advisory at T1,
    soft at T2, hard at T3. A written waiver makes T3 soft when suction is in the kit and someone who can
    manage an airway is in the room. Sources disagree: the label asks for it before anaesthesia, a 2010 trial
    and a 2011 guideline doubt the routine, and sub-anaesthetic trials give none.
    Stays quiet when: the exposure is T0, or premedication covers every session of every arm that receives it.
    A premedication that only some participants get does not cover.
    Worst case: the highest tier over the steps, the sessions and the eligible weights.
    """
    tier = view.tier(regimen)
    if tier is Tier.T0 or _is_covered(view, regimen):
        return
    place, head = (
        regimen_place(regimen),
        f"{view.arms_text(regimen)}: {_TIER_WORDS[tier]} ketamine (tier {tier.name}) without an "
        "antisialagogue",
    )
    if tier is Tier.T1:
        severity = Severity.ADVISORY
        text = "at this dose it is not standard practice. Keep suction and a rescue dose ready."
    elif tier is Tier.T2:
        severity = Severity.SOFT
        text = "this is above the usual range. Plan one, or state why none is given."
    else:
        lacking = _waiver_lacks(view)
        severity = Severity.HARD if lacking else Severity.SOFT
        text = (
            "the label asks for one before anaesthesia (about 0.01 mg/kg atropine, or 0.004 mg/kg "
            "glycopyrrolate IM). "
            + (
                f"Plan one, or waive it: {', '.join(lacking)}."
                if lacking
                else "It is waived; justify that here."
            )
        )
    yield Hit(severity, place, f"{head}; {text}", tier.name, limit_text="antisialagogue planned")


def _waiver_lacks(view: TrialView) -> list[str]:
    """List what a waiver still needs; empty when it holds."""
    day = view.trial.dosing_day
    has_airway = any(
        Qualification.AIRWAY in member.qualifications and member.presence is Presence.IN_ROOM
        for member in day.staff
    )
    needed = (
        (day.antisialagogue_waiver is not None, "write the waiver with its reason"),
        (KitItem.SUCTION in day.kit, "put suction in the kit"),
        (has_airway, "have someone who can manage an airway in the room"),
    )
    return [text for is_there, text in needed if not is_there]


def _is_covered(view: TrialView, regimen: DrugRegimen) -> bool:
    """Tell whether every session of a regimen has an antisialagogue as premedication.

    Raises:
        Undecided: A candidate's drug, use or visits, or the visits of the regimen are not decided.
    """
    arms = view.arms_with(regimen)
    for arm in arms:
        dried: set[str] = set()
        found = False
        for other in view.regimens_of(arm):
            place = regimen_place(other)
            if other.use is RegimenUse.PREMEDICATION and other.drug is None:
                raise Undecided(f"{place}.drug", f"the drug of {other.name}")
            if other.drug not in ANTIMUSCARINICS:
                continue
            if other.use is None:
                raise Undecided(f"{place}.use", f"what {other.name} is given for")
            if other.use is RegimenUse.PREMEDICATION and other.condition is None:
                if not other.visits:
                    raise Undecided(f"{place}.visits", f"at which visits {other.name} is given")
                found = True
                dried.update(other.visits)
        if not found:
            return False
        if not regimen.visits:
            raise Undecided(f"{regimen_place(regimen)}.visits", f"at which visits {regimen.name} is given")
        if not dried.issuperset(regimen.visits):
            return False
    return bool(arms)


RULES = (ketamine_without_antisialagogue,)
