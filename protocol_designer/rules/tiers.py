"""Ketamine exposure tiers: how near to anaesthesia a regimen comes, by route, total, rate and target."""

from enum import IntEnum

from protocol_designer.domain.interventions import DrugRegimen, Enantiomer, Route, StepKind
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.dose_view import DoseView, Extreme

TIER_LIMITS = (
    "tier.t1.iv", "tier.t2.iv", "tier.t3.iv", "tier.t1.im", "tier.t2.im", "tier.t3.im",
    "tier.t2.target", "tier.t3.target", "tier.t2.rate", "tier.t2.rate.shortest",
    "tier.t3.rate", "tier.t3.rate.shortest", "ketamine.iv.induction_dose", "esketamine.iv.induction_dose",
    "ketamine.iv.induction_window", "ketamine.intranasal.bioavailability_high",
    "ketamine.sublingual.bioavailability_high", "ketamine.oral.bioavailability_high",
    "ketamine.unstudied_route.bioavailability_high",
)  # fmt: skip
"""Every limit that `TierView.tier` may read; a rule that asks for a tier names them."""

_BIOAVAILABILITY = {
    Route.INTRANASAL: "ketamine.intranasal.bioavailability_high",
    Route.SUBLINGUAL: "ketamine.sublingual.bioavailability_high",
    Route.ORAL: "ketamine.oral.bioavailability_high",
    Route.GASTRIC_TUBE: "ketamine.oral.bioavailability_high",
}


class Tier(IntEnum):
    """Ketamine exposure, from sub-perceptual to the border of anaesthesia (bounds: formulary, ``tier.*``)."""

    T0 = 0
    T1 = 1
    T2 = 2
    T3 = 3


class TierView(DoseView):
    """Adds exposure tiers to the doses."""

    def is_s_form(self, regimen: DrugRegimen) -> bool:
        """Tell whether a regimen gives S-ketamine, by its own statement or by its drug."""
        known = self.drug(regimen.drug)
        return regimen.enantiomer is Enantiomer.S or (known is not None and known.enantiomer is Enantiomer.S)

    def induction_key(self, regimen: DrugRegimen) -> str:
        """Return the key of the induction dose for the form of ketamine given."""
        return "esketamine.iv.induction_dose" if self.is_s_form(regimen) else "ketamine.iv.induction_dose"

    def bioavailability_key(self, regimen: DrugRegimen) -> str:
        """Return the key of the highest bioavailability to reckon with; all of it where none is known."""
        if regimen.route in _BIOAVAILABILITY:
            return _BIOAVAILABILITY[regimen.route]
        return "ketamine.unstudied_route.bioavailability_high"

    def iv_equivalent_per_kg(self, regimen: DrugRegimen) -> Extreme:
        """Return the highest mg/kg that can reach the blood by a route other than IV or IM."""
        given = self.session_total_per_kg(regimen)
        share = self.limit(self.bioavailability_key(regimen)).value.in_base / 100
        return Extreme(Quantity(given.value.in_base * share, Unit.MG_PER_KG), given.weight)

    def tier(self, regimen: DrugRegimen) -> Tier:
        """Return the exposure tier of a ketamine regimen: the highest over its sessions, steps and weights.

        By routes other than IV and IM the tier is that of the IV dose that can reach the blood at most.
        """
        if regimen.route is Route.IM:
            return self._by_total(self.session_total_per_kg(regimen).value, "im")
        if regimen.route is Route.IV:
            return self._tier_iv(regimen)
        return self._by_total(self.iv_equivalent_per_kg(regimen).value, "iv")

    def is_held(self, regimen: DrugRegimen, rate_key: str) -> bool:
        """Tell whether a step holds a rate above a bound for at least the bound's shortest time."""
        rate_limit, shortest = self.limit(rate_key), self.limit(f"{rate_key}.shortest")
        return any(
            rate is not None
            and step.duration_min is not None
            and not shortest.is_broken_by(Quantity(step.duration_min, Unit.MINUTE))
            and rate_limit.is_broken_by(rate.value)
            for step, rate in self.step_rates(regimen, Unit.MG_PER_KG_PER_MIN)
            if step.drug == regimen.drug
        )

    def _by_total(self, total: Quantity, route: str) -> Tier:
        for tier in (Tier.T3, Tier.T2, Tier.T1):
            if self.limit(f"tier.t{tier.value}.{route}").is_broken_by(total):
                return tier
        return Tier.T0

    def _tier_iv(self, regimen: DrugRegimen) -> Tier:
        targets = [
            step.amount_high or step.amount
            for step in regimen.steps
            if step.kind is StepKind.TARGET_CONTROLLED and step.amount
        ]
        if targets:
            target = max(targets)
            if self.limit("tier.t3.target").is_broken_by(target):
                return Tier.T3
            if self.limit("tier.t2.target").is_broken_by(target):
                return Tier.T2
        window = self.limit("ketamine.iv.induction_window").value.in_base
        within = self.most_within_session(regimen, window).value
        if self.limit(self.induction_key(regimen)).is_broken_by(within) or self.is_held(
            regimen, "tier.t3.rate"
        ):
            return Tier.T3
        by_total = self._by_total(self.session_total_per_kg(regimen).value, "iv")
        if by_total < Tier.T2 and self.is_held(regimen, "tier.t2.rate"):
            return Tier.T2
        return max(by_total, Tier.T1) if targets else by_total
