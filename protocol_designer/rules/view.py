"""The protocol as rules see it: paths, calendars, who gets what and who may take part."""

from fractions import Fraction
from functools import cached_property

from protocol_designer.derived.calendar import Calendar
from protocol_designer.derived.doses import administration_minutes, regimen_place
from protocol_designer.derived.paths import Path, paths
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import ConditionCode, DrugClass, Setting
from protocol_designer.domain.conduct import ConcomitantMedication
from protocol_designer.domain.design import Arm
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse
from protocol_designer.domain.population import CriterionKind
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import word
from protocol_designer.formulary.records import Formulary
from protocol_designer.rules.amounts import KETAMINE
from protocol_designer.rules.dose_view import Extreme
from protocol_designer.rules.tiers import TIER_LIMITS, Tier, TierView

__all__ = ["TIER_LIMITS", "Extreme", "Tier", "TrialView"]


class TrialView(TierView):
    """One protocol with one formulary. Values that need an undecided field raise `Undecided`."""

    def __init__(self, trial: TrialProtocol, formulary: Formulary) -> None:
        super().__init__(trial, formulary)
        self._calendars: dict[str | None, Calendar] = {}

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """The paths participants can go through; ketamine counts as a session whatever it is given for."""
        return paths(self.trial, also=KETAMINE)

    def calendar(self, arm: Arm | None = None) -> Calendar:
        """Return the calendar of an arm, or of the whole schedule."""
        key = arm.id if arm else None
        if key not in self._calendars:
            self._calendars[key] = Calendar(self.trial, key)
        return self._calendars[key]

    @property
    def setting(self) -> Setting | None:
        """Where dosing takes place."""
        return self.trial.dosing_day.setting

    def under_anaesthesia(self) -> bool:
        """Tell whether dosing is under general anaesthesia; an undecided setting is not."""
        return self.setting is Setting.GENERAL_ANAESTHESIA

    def minutes(self, regimen: DrugRegimen) -> Fraction:
        """Return how long one administration runs.

        Raises:
            Undecided: A step's length is not decided.
        """
        length = administration_minutes(regimen)
        if length is None:
            raise Undecided(f"{regimen_place(regimen)}.steps", f"how long {regimen.name} runs")
        return length

    # Who gets what

    def arms_text(self, regimen: DrugRegimen) -> str:
        """Name the arms that receive a regimen, for the head of a message."""
        names = [arm.name for arm in self.arms_with(regimen)]
        return " and ".join(names) if names else f"{regimen.name} (in no arm yet)"

    def companions(self, regimen: DrugRegimen, *uses: RegimenUse) -> tuple[DrugRegimen, ...]:
        """Return the other regimens given in any arm that receives ``regimen``, of some uses."""
        found: dict[str, DrugRegimen] = {}
        for arm in self.arms_with(regimen):
            for other in self.regimens_of(arm):
                if other.id != regimen.id and (not uses or other.use in uses):
                    found[other.id] = other
        return tuple(found.values())

    # Who may take part, and what they may take

    def is_excluded(self, code: ConditionCode) -> bool:
        """Tell whether an exclusion criterion addresses a condition."""
        return code in self._excluded

    @cached_property
    def _excluded(self) -> frozenset[ConditionCode]:
        return frozenset(
            code
            for criterion in self.trial.population.criteria
            if criterion.kind is CriterionKind.EXCLUSION
            for code in criterion.codes
        )

    def concomitant(self, drug_class: DrugClass) -> tuple[ConcomitantMedication, ...]:
        """Return all that the protocol says of a class of medicines; no entry hides another.

        Raises:
            Undecided: It says nothing yet.
        """
        entries = tuple(entry for entry in self.trial.concomitant if entry.drug_class is drug_class)
        if not entries:
            raise Undecided("concomitant", f"the policy on {word(drug_class)}")
        return entries
