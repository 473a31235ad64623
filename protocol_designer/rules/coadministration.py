"""COAD-006, 012 and 013: benzodiazepines, MAO inhibitors and theophylline of the participants."""

from collections.abc import Iterator

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import ConcomitantPolicy, DrugClass
from protocol_designer.domain.conduct import ConcomitantMedication
from protocol_designer.domain.interventions import RegimenUse
from protocol_designer.domain.wording import word
from protocol_designer.quantities import Quantity
from protocol_designer.rules.findings import Fix, Hit, Severity, beside
from protocol_designer.rules.fixes import exclude_medicine
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import BENZODIAZEPINES, KETAMINE, trial_giving
from protocol_designer.rules.view import TrialView

KEPT_AWAY = (ConcomitantPolicy.EXCLUDED, ConcomitantPolicy.HELD_BEFORE_DOSING)
"""The policies under which no one takes a medicine on a dosing day."""


def said(
    view: TrialView, *classes: DrugClass, free: Quantity | None = None
) -> Iterator[ConcomitantMedication | Hit]:
    """Yield what the protocol says of each class, and one question for all that it does not speak of."""
    unsaid = []
    for drug_class in classes:
        try:
            yield from view.concomitant(drug_class)
        except Undecided:
            unsaid.append(drug_class)
    if unsaid:
        listed = ", ".join(word(drug_class) for drug_class in unsaid)
        fixes = [exclude_medicine(view, drug_class, free) for drug_class in unsaid]
        changes = tuple(change for fix in fixes for change in fix.changes)
        yield Hit(
            Severity.NOT_ASSESSED,
            "concomitant",
            f"Not assessed: the policy on {listed} is not decided.",
            fixes=(Fix(f"Exclude {listed}", changes, "not decided", "excluded"),),
        )


@rule(
    "COAD-006",
    "Background benzodiazepine",
    Severity.SOFT,
    over=trial_giving(*KETAMINE),
    needs=("policy on benzodiazepines", "daily ceiling", "free interval", "stable dose"),
    limits=("benzodiazepine.daily.soft", "benzodiazepine.free.soft"),
    sources=("ketamine-interactions-review-jcp",),
)
def background_benzodiazepine(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Participants may take a benzodiazepine that lengthens recovery and may blunt ketamine.

    Fires when: benzodiazepines are not excluded, and the daily ceiling is above its limit or missing, they
    may be taken within the free interval, or no stable dose is asked for; or the trial itself gives one
    beside ketamine as premedication, concurrent or procedural medicine.
    Stays quiet when: they are excluded, or ceiling, interval and stability all hold.
    Worst case: the highest allowed daily dose, taken as late as allowed.
    """
    yield from _given_beside(view)
    for entry in said(view, DrugClass.BENZODIAZEPINE):
        if isinstance(entry, Hit):
            yield entry
            continue
        if entry.policy is ConcomitantPolicy.EXCLUDED:
            continue
        place = f"concomitant[{entry.id}]"
        daily, free = view.limit("benzodiazepine.daily.soft"), view.limit("benzodiazepine.free.soft")
        if entry.policy is ConcomitantPolicy.HELD_BEFORE_DOSING and entry.free_before_dosing is None:
            yield Undecided(f"{place}.free_before_dosing", "how long before dosing benzodiazepines are held")
            continue
        faults = []
        if entry.diazepam_equivalent_max is None:
            faults.append(f"without a daily ceiling (limit {daily.value.printed()} as diazepam)")
        elif daily.is_broken_by(entry.diazepam_equivalent_max):
            reached = beside(entry.diazepam_equivalent_max, daily)
            faults.append(f"up to {reached} as diazepam (limit {daily.value.printed()})")
        if entry.free_before_dosing is None:
            faults.append(f"up to dosing (limit {free.value.printed()} before)")
        elif free.is_broken_by(entry.free_before_dosing):
            taken_until = beside(entry.free_before_dosing, free)
            faults.append(f"until {taken_until} before dosing (limit {free.value.printed()})")
        if entry.stable_for is None:
            faults.append("without a stable dose")
        if faults:
            yield Hit(
                Severity.SOFT,
                place,
                f"Whole trial: benzodiazepines may be taken {', '.join(faults)}; they lengthen recovery and "
                "may blunt "
                "ketamine. Exclude or bound them, or justify it.",
                ", ".join(faults),
                daily,
                limit_text=f"{daily.value.printed()}, {free.value.printed()} free, stable dose",
                fixes=(exclude_medicine(view, DrugClass.BENZODIAZEPINE),),
            )


def _given_beside(view: TrialView) -> Iterator[Hit | Undecided]:
    free = view.limit("benzodiazepine.free.soft")
    for regimen in view.trial.regimens:
        sessions = [other for other in view.companions(regimen) if other.drug in KETAMINE]
        if regimen.drug not in BENZODIAZEPINES or not sessions:
            continue
        if regimen.use is None:
            yield Undecided(f"{regimen_place(regimen)}.use", f"what {regimen.name} is given for")
        shared = any(set(regimen.visits) & set(other.visits) for other in sessions)
        if regimen.use is RegimenUse.CONCURRENT or (
            regimen.use in (RegimenUse.PREMEDICATION, RegimenUse.PROCEDURAL)
            and (shared or not regimen.visits)
        ):
            yield Hit(
                Severity.SOFT,
                f"{regimen_place(regimen)}.drug",
                f"{view.arms_text(regimen)}: {regimen.name} is given beside ketamine; benzodiazepines "
                "lengthen "
                f"recovery and may blunt ketamine, and {free.value.printed()} without one is the limit. "
                "Leave it out "
                "or justify it.",
                "given beside ketamine",
                free,
            )


@rule(
    "COAD-012",
    "MAO inhibitor within 14 days",
    Severity.SOFT,
    over=trial_giving(*KETAMINE),
    needs=("policy on MAO inhibitors", "free interval", "blood pressure plan"),
    limits=("maoi.free",),
    sources=("spravato-us",),
)
def maoi_within_14_days(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """A monoamine oxidase inhibitor may still act when ketamine raises blood pressure.

    Fires when: it may be taken within the free interval, and no blood pressure plan is written for those who
    do.
    Stays quiet when: it is excluded or held for at least the interval, or there is a plan.
    Worst case: taken as late as allowed.
    """
    limit = view.limit("maoi.free")
    for entry in said(view, DrugClass.MAOI, free=limit.value):
        if isinstance(entry, Hit):
            yield entry
            continue
        if entry.blood_pressure_plan is not None:
            continue
        place, free = f"concomitant[{entry.id}].free_before_dosing", entry.free_before_dosing
        if entry.policy in KEPT_AWAY and free is None:
            yield Undecided(place, "how long before dosing MAO inhibitors are stopped")
        elif entry.policy not in KEPT_AWAY or free is None or limit.is_broken_by(free):
            taken = f"until {beside(free, limit)} before dosing" if free is not None else "up to dosing"
            least = limit.value.printed()
            yield Hit(
                Severity.SOFT,
                place,
                f"Whole trial: a monoamine oxidase (MAO) inhibitor may be taken {taken}, without a blood "
                "pressure plan; the "
                "interval is "
                f"{least}. Exclude it, plan for blood pressure, or justify it.",
                taken,
                limit,
                fixes=(exclude_medicine(view, DrugClass.MAOI, limit.value),),
            )


@rule(
    "COAD-013",
    "Theophylline or aminophylline",
    Severity.HARD,
    over=trial_giving(*KETAMINE),
    needs=("policy on theophylline and aminophylline",),
    sources=("ketamax-ph", "ketalar-us", "NCT05661669", "NCT04154150"),
)
def theophylline_or_aminophylline(view: TrialView, _: TrialView) -> Iterator[Hit]:
    """Theophylline lowers the seizure threshold together with ketamine.

    Fires when: the protocol lets participants take theophylline or aminophylline in any way.
    Stays quiet when: it excludes them.
    Worst case: any eligible participant.
    """
    for entry in said(view, DrugClass.THEOPHYLLINE_AMINOPHYLLINE):
        if isinstance(entry, Hit):
            yield entry
        elif entry.policy is not ConcomitantPolicy.EXCLUDED:
            yield Hit(
                Severity.HARD,
                f"concomitant[{entry.id}].policy",
                "Whole trial: theophylline or aminophylline with ketamine lowers the seizure threshold, and "
                "the protocol "
                f"has it {word(entry.policy)}. Exclude it.",
                word(entry.policy),
                limit_text="excluded",
                fixes=(exclude_medicine(view, entry.drug_class),),
            )


RULES = (
    background_benzodiazepine,
    maoi_within_14_days,
    theophylline_or_aminophylline,
)
