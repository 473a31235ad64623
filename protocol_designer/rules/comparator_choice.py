"""COMP-001 and 005: whether the comparator can hide who got ketamine, and whether a low dose is low."""

from collections.abc import Iterator

from protocol_designer.derived.doses import INERT_LIQUIDS, regimen_place
from protocol_designer.derived.paths import STUDY_USES
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.design import Arm, ArmKind, ComparatorKind
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse, Route
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.masking import blinded_arms
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE
from protocol_designer.rules.view import TIER_LIMITS, Tier, TrialView

_LOW_KINDS = (ComparatorKind.LOW_DOSE, ComparatorKind.ACTIVE_PLACEBO, ComparatorKind.INERT_PLACEBO)


@rule(
    "COMP-001",
    "Inert placebo in a blinded trial",
    Severity.SOFT,
    over=blinded_arms,
    needs=("blinded roles", "comparator and study drug of each arm", "exposure tier of ketamine"),
    limits=TIER_LIMITS,
    sources=("thomas-chambers-2025", "great-expectations-2022"),
)
def inert_placebo_in_a_blinded_trial(view: TrialView, arm: Arm) -> Iterator[Hit]:
    """Participants can tell a perceptible dose of ketamine from saline, so that the blinding is in name only.

    Fires when: at least two roles are blinded, an arm is declared as inert placebo or has a session in which
    it receives nothing but an inert liquid, and another arm receives ketamine at tier T1 or above.
    Stays quiet when: fewer roles are blinded, every session of the arm holds an active drug, or no other arm
    receives ketamine above tier T0 (at most 0.1 mg/kg IV or 0.2 mg/kg IM).
    Worst case: the highest exposure tier of ketamine in any other arm, rescue doses apart.
    """
    if not _is_inert(view, arm):
        return
    tier = _highest_tier_elsewhere(view, arm)
    if tier is not None and tier > Tier.T0:
        yield Hit(
            Severity.SOFT,
            f"arms[{arm.id}].comparator",
            f"{arm.name}: an inert placebo is compared under blinding with ketamine at tier {tier.name}; "
            "inert placebo does not mask a drug that is felt. Choose an active comparator, or measure "
            "expectancy "
            "and guessed allocation (COMP-006) and justify it.",
            f"inert placebo against tier {tier.name}",
            limit_text="active comparator",
        )


def _is_inert(view: TrialView, arm: Arm) -> bool:
    """Tell whether an arm is declared inert or has a session of inert liquid only."""
    if arm.comparator is ComparatorKind.INERT_PLACEBO:
        return True
    study = _study_regimens(view.trial, arm)
    inert = [regimen for regimen in study if regimen.drug in INERT_LIQUIDS]
    unclear = [regimen for regimen in study if regimen.drug is None]
    covered = {visit for r in study if r.drug not in (None, *INERT_LIQUIDS) for visit in r.visits}
    if any(not regimen.visits or set(regimen.visits) - covered for regimen in inert):
        return True
    if unclear:
        raise Undecided(f"{regimen_place(unclear[0])}.drug", f"the drug of {unclear[0].name}")
    if arm.kind is ArmKind.PLACEBO_COMPARATOR and arm.comparator is None:
        raise Undecided(f"arms[{arm.id}].comparator", f"what kind of placebo {arm.name} receives")
    return False


def _study_regimens(trial: TrialProtocol, arm: Arm) -> list[DrugRegimen]:
    """Return what an arm receives as study drug; a regimen whose use is open may be one."""
    return [regimen for regimen in trial.regimens_of(arm) if regimen.use in (*STUDY_USES, None)]


def _highest_tier_elsewhere(view: TrialView, arm: Arm) -> Tier | None:
    best: Tier | None = None
    missing: Undecided | None = None
    for other in view.trial.arms:
        for regimen in view.regimens_of(other) if other.id != arm.id else ():
            if regimen.drug is None and regimen.use in (*STUDY_USES, None):
                missing = Undecided(f"{regimen_place(regimen)}.drug", f"the drug of {regimen.name}")
            if regimen.drug not in KETAMINE or regimen.use is RegimenUse.RESCUE:
                continue
            try:
                tier = view.tier(regimen)
            except Undecided as open_value:
                missing = open_value
            else:
                best = tier if best is None else max(best, tier)
    if missing is not None and best in (None, Tier.T0):
        raise missing
    return best


def low_dose_arms(view: TrialView) -> Iterator[Arm | Undecided]:
    """Yield the arms whose ketamine is meant as comparator."""
    if not view.trial.arms:
        yield Undecided("arms", "which arms are compared")
    for arm in view.trial.arms:
        if any(regimen.drug is None for regimen in _study_regimens(view.trial, arm)):
            yield Undecided(f"arms[{arm.id}].regimens", f"which drugs {arm.name} receives")
        elif _low_regimens(view, arm):
            yield arm


def _low_regimens(view: TrialView, arm: Arm) -> list[DrugRegimen]:
    declared = arm.comparator in _LOW_KINDS or arm.is_described_as_inactive is True
    return [
        regimen
        for regimen in _study_regimens(view.trial, arm)
        if regimen.drug in KETAMINE and (declared or regimen.use is RegimenUse.COMPARATOR)
    ]


@rule(
    "COMP-005",
    "Low-dose ketamine comparator may be active",
    Severity.SOFT,
    over=low_dose_arms,
    needs=("dose of the comparator and of the high dose", "whether the comparator is described as inactive"),
    limits=("ketamine.low_dose.share", *TIER_LIMITS),
    sources=("ketamine-sud-review", "thomas-chambers-2025", "more-kare"),
)
def low_dose_comparator_may_be_active(view: TrialView, arm: Arm) -> Iterator[Hit | Undecided]:
    """A low dose of ketamine stands in for a placebo although it acts.

    Fires when: a comparator arm receives more ketamine in a session than tier T0 allows (IV or IM, other
    routes as if given IV) and is described as inactive; or its dose is more than the allowed share of the
    lowest high dose.
    Stays quiet when: the dose is at or below both bounds, or the arm is not described as inactive and the
    high dose is far enough away.
    Worst case: the eligible weight at which the two doses come closest, upper end of the low dose against
    lower end of the high one.
    """
    for regimen in _low_regimens(view, arm):
        yield from _described_as_inactive(view, arm, regimen)
        yield from _too_near_the_high_dose(view, arm, regimen)


def _described_as_inactive(view: TrialView, arm: Arm, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    is_im = view.routes_of_session(regimen) == {Route.IM}
    limit = view.limit("tier.t1.im" if is_im else "tier.t1.iv")
    exposure = view.exposure_per_kg(regimen)
    if not limit.is_broken_by(exposure.value):
        return
    place = f"arms[{arm.id}].is_described_as_inactive"
    if arm.is_described_as_inactive is None and arm.comparator is not ComparatorKind.INERT_PLACEBO:
        yield Undecided(place, f"whether {arm.name} is described as inactive")
    elif arm.is_described_as_inactive or arm.comparator is ComparatorKind.INERT_PLACEBO:
        computed = beside(exposure.value, limit)
        changes = [Change(place, False)]
        if arm.comparator is ComparatorKind.INERT_PLACEBO:
            changes.append(Change(f"arms[{arm.id}].comparator", ComparatorKind.LOW_DOSE.value))
        yield Hit(
            Severity.SOFT,
            place,
            f"{arm.name}: {computed} of ketamine {exposure.who} in a session is described as inactive, "
            "but above "
            f"{limit.value.printed()} it is felt, and 0.41 mg/kg IV already changed drug use. Describe it as "
            "active, lower it, or justify it.",
            computed,
            limit,
            fixes=(Fix(f"Describe {arm.name} as active", tuple(changes), "inactive", "active"),),
        )


def _too_near_the_high_dose(view: TrialView, arm: Arm, low: DrugRegimen) -> Iterator[Hit | Undecided]:
    limit = view.limit("ketamine.low_dose.share")
    high = {
        regimen.id: (other, regimen)
        for other in view.trial.arms
        if other.id != arm.id
        for regimen in _study_regimens(view.trial, other)
        if regimen.drug in KETAMINE and regimen not in _low_regimens(view, other) and regimen.id != low.id
    }
    worst = None
    for other, regimen in high.values():
        share = view.share_of(low, regimen)
        if worst is None or share.value > worst[1].value:
            worst = other, share
    if worst is not None and limit.is_broken_by(worst[1].value):
        other, share = worst
        computed = beside(share.value, limit)
        yield Hit(
            Severity.SOFT,
            regimen_place(low),
            f"{arm.name}: {low.name} is {computed} of the dose of {other.name} {share.who}; above "
            f"{limit.value.printed()} the arms may not differ enough. Lower the low dose or justify it.",
            computed,
            limit,
        )


RULES = (inert_placebo_in_a_blinded_trial, low_dose_comparator_may_be_active)
