"""What one session gives: regimens that meet at a visit, added up; ketamine by every route, as if given IV.

A session is what an arm receives at one visit, so that a bolus and an infusion written as two regimens, or an
infusion and an injection, still count together. Regimens under one condition meet; those under different
conditions are alternatives. A rescue dose of ketamine can fall into every session of its arms, up to its
planned total.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction

from protocol_designer.derived.doses import AdministrationDose, End, regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen, Enantiomer, RegimenUse, Route
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.amounts import KETAMINE, most_in_window, total_or_ceiling
from protocol_designer.rules.dose_view import DoseView, Extreme

_AmountOf = Callable[[AdministrationDose], Fraction]
_Meets = Callable[[DrugRegimen, DrugRegimen], bool]
_Group = tuple[DrugRegimen, ...]

_BIOAVAILABILITY = {
    Route.INTRANASAL: "ketamine.intranasal.bioavailability_high",
    Route.SUBLINGUAL: "ketamine.sublingual.bioavailability_high",
    Route.ORAL: "ketamine.oral.bioavailability_high",
    Route.GASTRIC_TUBE: "ketamine.oral.bioavailability_high",
}


def _same_drug_and_route(regimen: DrugRegimen, other: DrugRegimen) -> bool:
    return (other.drug, other.route) == (regimen.drug, regimen.route) and (
        regimen.drug in KETAMINE or RegimenUse.RESCUE not in (regimen.use, other.use)
    )


def _same_drug(regimen: DrugRegimen, other: DrugRegimen) -> bool:
    return other.drug == regimen.drug and RegimenUse.RESCUE not in (regimen.use, other.use)


def _both_ketamine(regimen: DrugRegimen, other: DrugRegimen) -> bool:
    return regimen.drug in KETAMINE and other.drug in KETAMINE


def _both_ketamine_by_one_route(regimen: DrugRegimen, other: DrugRegimen) -> bool:
    return _both_ketamine(regimen, other) and other.route is regimen.route


class SessionView(DoseView):
    """Adds what meets in one session to the doses of single administrations."""

    def __init__(self, trial: TrialProtocol, formulary: Formulary) -> None:
        super().__init__(trial, formulary)
        self._groups: dict[tuple[str, _Meets], tuple[_Group, ...]] = {}

    def is_s_form(self, regimen: DrugRegimen) -> bool:
        """Tell whether a regimen gives S-ketamine, by its own statement or by its drug."""
        known = self.drug(regimen.drug)
        return regimen.enantiomer is Enantiomer.S or (known is not None and known.enantiomer is Enantiomer.S)

    def induction_key(self, regimen: DrugRegimen) -> str:
        """Return the key of the induction dose for the strongest form of ketamine that a session gives IV."""
        groups = self._session_groups(regimen, _both_ketamine_by_one_route)
        has_s = any(self.is_s_form(each) for group in groups for each in group)
        return "esketamine.iv.induction_dose" if has_s else "ketamine.iv.induction_dose"

    def bioavailability_key(self, regimen: DrugRegimen) -> str:
        """Return the key of the highest bioavailability to reckon with; all of it where none is known."""
        if regimen.route in _BIOAVAILABILITY:
            return _BIOAVAILABILITY[regimen.route]
        return "ketamine.unstudied_route.bioavailability_high"

    def session_total_per_kg(self, regimen: DrugRegimen) -> Extreme:
        """Return the highest mg/kg of one drug by one route in one session."""
        return self.once(
            ("session mg/kg", regimen.id),
            lambda: self._session_extreme(regimen, _same_drug_and_route, total_or_ceiling, Unit.MG_PER_KG),
        )

    def session_total(self, regimen: DrugRegimen) -> Extreme:
        """Return the most mg of one drug by one route in one session."""
        return self._session_extreme(regimen, _same_drug_and_route, total_or_ceiling, Unit.MILLIGRAM)

    def session_most(self, regimen: DrugRegimen, unit: Unit) -> Extreme:
        """Return the most mg or mg/kg of one drug in one session by all routes, rescue apart."""
        return self._session_extreme(regimen, _same_drug, total_or_ceiling, unit)

    def is_only_source(self, regimen: DrugRegimen) -> bool:
        """Tell whether no other regimen gives the same drug in any session, rescue apart."""
        return self._session_groups(regimen, _same_drug) == ((regimen,),)

    def stands_alone(self, regimen: DrugRegimen) -> bool:
        """Tell whether nothing else of the drug, or of ketamine, meets a regimen in any session."""
        meets = _both_ketamine if regimen.drug in KETAMINE else _same_drug_and_route
        return self._session_groups(regimen, meets) == ((regimen,),)

    def exposure_per_kg(self, regimen: DrugRegimen) -> Extreme:
        """Return the highest mg/kg of ketamine in all that one session can bring into the blood.

        IV and IM count in full, other routes at the highest bioavailability.
        """
        return self.once(
            ("exposure", regimen.id),
            lambda: self._session_extreme(regimen, _both_ketamine, self._as_iv, Unit.MG_PER_KG),
        )

    def share_of(self, low: DrugRegimen, high: DrugRegimen) -> Extreme:
        """Return the exposure of one ketamine regimen as a share of another's, where it is greatest.

        The session that gives most of ``low`` is held against the one that gives least of ``high``, rescue
        doses of the latter apart, at the lower end of its dose ranges.
        """
        lows = self._session_groups(low, _both_ketamine)
        highs = tuple(
            tuple(each for each in group if each is high or not _is_rescue(each))
            for group in self._session_groups(high, _both_ketamine)
        )
        members = {each.id: each for group in (*lows, *highs) for each in group}
        shares: list[tuple[Fraction, Fraction]] = []
        for weight in self._weights(tuple(members.values()), Unit.MG_PER_KG):
            most = max(sum(self._as_iv(self._dose(each, weight, End.HIGH)) for each in g) for g in lows)
            least = min(sum(self._as_iv(self._dose(each, weight, End.LOW)) for each in g) for g in highs)
            if least == 0:
                raise Undecided(f"{regimen_place(high)}.steps", f"the dose of {high.name}")
            shares.append((Fraction(most * 100) / least, weight.in_base))
        return self.worst(shares, Unit.PERCENT)

    def exposure_if_all_conditions_hold(self, regimen: DrugRegimen) -> Extreme | None:
        """Return the same if regimens under different conditions met after all; None without any."""
        best: Extreme | None = None
        for members in self._sessions_of(regimen, _both_ketamine):
            if len({each.condition.condition for each in members if each.condition}) > 1:
                found = self._most_of(members, self._as_iv, Unit.MG_PER_KG)
                best = found if best is None or found.value > best.value else best
        return best

    def routes_of_session(self, regimen: DrugRegimen) -> frozenset[Route | None]:
        """Return the routes by which the sessions of a ketamine regimen give ketamine."""
        return frozenset(
            each.route for group in self._session_groups(regimen, _both_ketamine) for each in group
        )

    def most_within_session(self, regimen: DrugRegimen, window_min: Fraction) -> Extreme:
        """Return an upper bound of the mg/kg of ketamine that any ``window_min`` minutes give by one route.

        Regimens that meet are taken to deliver their most at the same time. Plasma targets are left out:
        their target is judged instead.
        """

        def most(dose: AdministrationDose) -> Fraction:
            return most_in_window(dose, window_min, skip_targets=True)

        return self.once(
            ("within", regimen.id, window_min.numerator, window_min.denominator),
            lambda: self._session_extreme(regimen, _both_ketamine_by_one_route, most, Unit.MG_PER_KG),
        )

    def rate_if_together(self, regimen: DrugRegimen, rate_key: str) -> Extreme | None:
        """Return the mg/kg/min if all infusions of ketamine in a session ran at once; None with only one.

        Counted are steps of at least the bound's shortest time, the fastest of each regimen.
        """
        shortest, best = self.limit(f"{rate_key}.shortest"), None
        for group in self._session_groups(regimen, _both_ketamine_by_one_route):
            for weight in self._weights(group, Unit.MG_PER_KG) if len(group) > 1 else ():
                rate = Fraction(0)
                for each in group:
                    steps = self._dose(each, weight, End.HIGH).steps
                    long = [s for s in steps if s.duration_min and s.duration_min >= shortest.value.in_base]
                    rate += max((s.mg_per_kg_per_min or Fraction(0) for s in long), default=Fraction(0))
                if best is None or rate > best.value.in_base:
                    value = Quantity(rate, Unit.MG_PER_KG_PER_MIN)
                    best = Extreme(value, self.at_weight(weight.in_base))
        return best

    def _as_iv(self, dose: AdministrationDose) -> Fraction:
        amount, regimen = total_or_ceiling(dose), dose.regimen
        if regimen.use is RegimenUse.RESCUE:
            planned = regimen.planned_cumulative_max
            if planned is None:
                place = f"{regimen_place(regimen)}.planned_cumulative_max"
                raise Undecided(place, f"how much {regimen.name} may be given in all")
            amount = max(amount, planned.in_base)
        if regimen.route is None:
            raise Undecided(f"{regimen_place(regimen)}.route", f"the route of {regimen.name}")
        if regimen.route in (Route.IV, Route.IM):
            return amount
        return amount * self.limit(self.bioavailability_key(regimen)).value.in_base / 100

    def _session_extreme(
        self, regimen: DrugRegimen, meets: _Meets, amount_of: _AmountOf, unit: Unit
    ) -> Extreme:
        found = [self._most_of(group, amount_of, unit) for group in self._session_groups(regimen, meets)]
        return found[0] if len(found) == 1 else max(found, key=lambda extreme: extreme.value.in_base)

    def _most_of(self, group: _Group, amount_of: _AmountOf, unit: Unit) -> Extreme:
        found: list[tuple[Fraction, Fraction]] = []
        for weight in self._weights(group, unit):
            amount = sum((amount_of(self._dose(each, weight, End.HIGH)) for each in group), Fraction(0))
            found.append((amount / weight.in_base if unit is Unit.MG_PER_KG else amount, weight.in_base))
        return self.worst(found, unit)

    def _session_groups(self, regimen: DrugRegimen, meets: _Meets) -> tuple[_Group, ...]:
        """Return the sets of regimens that meet in one session with this one, itself included."""
        if (regimen.id, meets) not in self._groups:
            # Told apart by their identities, because a whole regimen takes long to hash.
            found = {
                tuple(each.id for each in group): group
                for members in self._sessions_of(regimen, meets)
                for group in _by_condition(regimen, members)
            }
            self._groups[regimen.id, meets] = tuple(found.values()) or ((regimen,),)
        return self._groups[regimen.id, meets]

    def _sessions_of(self, regimen: DrugRegimen, meets: _Meets) -> Iterator[_Group]:
        """Yield what can stand beside a regimen in each session, whatever the conditions.

        Raises:
            Undecided: Regimens can meet, and the visits of one are not decided.
        """
        placeless = [r for r in self.trial.regimens if _is_rescue(r) and not self.arms_with(r)]
        for arm in self.arms_with(regimen):
            present = (*self.regimens_of(arm), *placeless)
            others = [other for other in present if other.id != regimen.id and meets(regimen, other)]
            for each in (regimen, *others):
                if others and not each.visits and not _is_rescue(each):
                    raise Undecided(f"{regimen_place(each)}.visits", f"at which visits {each.name} is given")
            for visit in regimen.visits:
                yield (regimen, *(other for other in others if _is_rescue(other) or visit in other.visits))


def _is_rescue(regimen: DrugRegimen) -> bool:
    return regimen.use is RegimenUse.RESCUE and regimen.drug in KETAMINE


def _by_condition(regimen: DrugRegimen, members: _Group) -> Iterator[_Group]:
    """Yield what meets under each condition, with what is given to everyone."""
    own = regimen.condition
    conditions = {each.condition.condition for each in members if each.condition} if own is None else set()
    held: list[str | None] = [*sorted(conditions)] or [own.condition if own else None]
    for condition in held:
        yield tuple(e for e in members if e.condition is None or e.condition.condition == condition)
