"""Ketamine exposure tiers: how near to anaesthesia a regimen comes, by route, total, rate and target."""

from enum import IntEnum

from protocol_designer.domain.interventions import DrugRegimen, Route
from protocol_designer.quantities import Quantity
from protocol_designer.rules.amounts import is_target
from protocol_designer.rules.session_view import SessionView

TIER_LIMITS = (
    "tier.t1.iv", "tier.t2.iv", "tier.t3.iv", "tier.t1.im", "tier.t2.im", "tier.t3.im",
    "tier.t2.target", "tier.t3.target", "tier.t2.rate", "tier.t2.rate.shortest",
    "tier.t3.rate", "tier.t3.rate.shortest", "ketamine.iv.induction_dose", "esketamine.iv.induction_dose",
    "ketamine.iv.induction_window", "ketamine.intranasal.bioavailability_high",
    "ketamine.sublingual.bioavailability_high", "ketamine.oral.bioavailability_high",
    "ketamine.unstudied_route.bioavailability_high",
)  # fmt: skip
"""Every limit that `TierView.tier` may read; a rule that asks for a tier names them."""


class Tier(IntEnum):
    """Ketamine exposure, from sub-perceptual to the border of anaesthesia (bounds: formulary, ``tier.*``)."""

    T0 = 0
    T1 = 1
    T2 = 2
    T3 = 3


class TierView(SessionView):
    """Adds exposure tiers to the doses."""

    def tier(self, regimen: DrugRegimen) -> Tier:
        """Return the exposure tier of a ketamine regimen: the highest over its sessions, steps and weights.

        By other routes, or by several, it is that of the IV dose that can reach the blood at most.
        """
        return self.once(("tier", regimen.id), lambda: self._tier(regimen))

    def _tier(self, regimen: DrugRegimen) -> Tier:
        exposure = self.exposure_per_kg(regimen).value
        if self.routes_of_session(regimen) == {Route.IM}:
            return self._by_total(exposure, "im")
        if regimen.route is Route.IV:
            return self._tier_iv(regimen, exposure)
        return self._by_total(exposure, "iv")

    def _by_total(self, total: Quantity, route: str) -> Tier:
        for tier in (Tier.T3, Tier.T2, Tier.T1):
            if self.limit(f"tier.t{tier.value}.{route}").is_broken_by(total):
                return tier
        return Tier.T0

    def _tier_iv(self, regimen: DrugRegimen, exposure: Quantity) -> Tier:
        targets = [
            step.amount_high or step.amount for step in regimen.steps if is_target(step) and step.amount
        ]
        if targets:
            target = max(targets)
            if self.limit("tier.t3.target").is_broken_by(target):
                return Tier.T3
            if self.limit("tier.t2.target").is_broken_by(target):
                return Tier.T2
        window = self.limit("ketamine.iv.induction_window").value.in_base
        within = self.most_within_session(regimen, window).value
        if self.limit(self.induction_key(regimen)).is_broken_by(within) or self.held(regimen, "tier.t3.rate"):
            return Tier.T3
        by_total = self._by_total(exposure, "iv")
        if by_total < Tier.T2 and self.held(regimen, "tier.t2.rate"):
            return Tier.T2
        return max(by_total, Tier.T1) if targets else by_total
