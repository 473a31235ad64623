"""WD-005: a written plan for each emergency, and rescue drugs that can harm."""

from collections.abc import Iterator

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import ConditionCode, KitItem, RescueScenario
from protocol_designer.domain.identity import Substance
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import word
from protocol_designer.rules.dosing_days import dosing_days, not_decided
from protocol_designer.rules.findings import Hit, Severity
from protocol_designer.rules.fixes import exclude_conditions
from protocol_designer.rules.registry import rule
from protocol_designer.rules.said import is_said
from protocol_designer.rules.view import TrialView

PLANS = "dosing_day.rescue_plans"
_NEEDED = (
    RescueScenario.HYPERSALIVATION_LARYNGOSPASM,
    RescueScenario.APNOEA,
    RescueScenario.HYPERTENSIVE_CRISIS,
    RescueScenario.AGITATION_PSYCHOSIS,
    RescueScenario.VOMITING,
    RescueScenario.SUICIDALITY,
    RescueScenario.SEIZURE,
)
_STIMULANTS = (Substance.COCAINE, Substance.METHAMPHETAMINE, Substance.SEVERAL)
_BETA_BLOCKERS = ("labetalol", "propranolol", "carvedilol", "nadolol", "sotalol", "pindolol", "timolol")
"""Non-selective and mixed ones; a selective one is not meant."""


def scenarios_without_plan(trial: TrialProtocol) -> tuple[RescueScenario, ...]:
    """Return the emergencies that need a plan and have none, in the order of the rule."""
    planned = {plan.scenario for plan in trial.dosing_day.rescue_plans}
    return tuple(scenario for scenario in _NEEDED if scenario not in planned)


@rule(
    "WD-005",
    "Rescue plan and reversal conflicts",
    Severity.HARD,
    over=dosing_days,
    needs=("rescue plans", "kit and regimens", "exclusion criteria", "substance"),
    sources=("flumazenil-us", "labetalol-us", "ketalar-us"),
)
def rescue_plan(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """An emergency meets a team without a plan, or a rescue drug does harm.

    Fires when: hard, a written plan is missing for hypersalivation or laryngospasm, apnoea, hypertensive
    crisis, agitation or psychosis, vomiting, suicidality or seizure; soft, flumazenil is in the kit or a
    regimen while benzodiazepine dependence is not excluded, or a non-selective or mixed beta-blocker is a
    regimen while asthma is not excluded or people who use stimulants are treated (general practice).
    Stays quiet when: each emergency has its plan, and the exclusions fit the rescue drugs.
    Worst case: any eligible participant, in any arm.
    """
    plans = view.trial.dosing_day.rescue_plans
    missing = scenarios_without_plan(view.trial)
    for plan in plans:
        if plan.scenario in _NEEDED and not is_said(plan.actions):
            yield Undecided(f"{PLANS}[{plan.id}].actions", f"what is done for {word(plan.scenario)}")
    if not plans:
        yield not_decided(PLANS, "what is done in an emergency")
    elif missing:
        listed = ", ".join(word(scenario) for scenario in missing)
        yield Hit(
            Severity.HARD,
            PLANS,
            f"Dosing day: no written plan for {listed}. Write what is done, by whom and with which drug.",
            f"{len(missing)} without a plan",
            limit_text="a written plan for each",
        )
    yield from _flumazenil(view)
    yield from _beta_blockers(view)


def _flumazenil(view: TrialView) -> Iterator[Hit]:
    if view.is_excluded(ConditionCode.BENZODIAZEPINE_DEPENDENCE):
        return
    places = [f"{regimen_place(r)}.drug" for r in view.trial.regimens if r.drug == "flumazenil"]
    if not places and KitItem.FLUMAZENIL in view.trial.dosing_day.kit:
        places = ["dosing_day.kit"]
    for place in places:
        yield Hit(
            Severity.SOFT,
            place,
            "Whole trial: flumazenil can cause seizures in people who depend on benzodiazepines, and they "
            "are not excluded. Exclude them or justify it.",
            "dependence not excluded",
            limit_text="benzodiazepine dependence excluded",
            fixes=(exclude_conditions(view, [ConditionCode.BENZODIAZEPINE_DEPENDENCE]),),
        )


def _beta_blockers(view: TrialView) -> Iterator[Hit | Undecided]:
    substance = view.trial.identity.substance
    for regimen in view.trial.regimens:
        if regimen.drug not in _BETA_BLOCKERS:
            continue
        if substance is None:
            yield Undecided("identity.substance", "which substance the trial addresses")
        asthma = not view.is_excluded(ConditionCode.ASTHMA)
        stimulant = substance in _STIMULANTS
        faults = ["asthma is not excluded"] if asthma else []
        if stimulant:
            faults.append("participants use stimulants")
        if not faults:
            continue
        said, name = " and ".join(faults), view.drug_name(regimen.drug)
        yield Hit(
            Severity.SOFT,
            f"{regimen_place(regimen)}.drug",
            f"Whole trial: {name} blocks beta receptors without selection, and {said}. "
            + ("Choose another drug or justify it." if stimulant else "Exclude asthma or justify it."),
            said,
            limit_text="asthma excluded, no stimulant use",
            fixes=() if stimulant else (exclude_conditions(view, [ConditionCode.ASTHMA]),),
        )


RULES = (rescue_plan,)
